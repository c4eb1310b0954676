import type { Named } from './runbook.ts'

/** The form of an id that people give, such as of a channel, a step or a person, and type in commands. */
export const ID_FORM = /^[A-Za-z0-9][A-Za-z0-9.-]*$/

/** Returns the id that a person means; undefined if it names nothing, or more than one. */
export function idByName(all: Readonly<Record<string, Named>>, given: string): string | undefined {
  const [id, ...others] = idsByName(all, given)
  return others.length === 0 ? id : undefined
}

/**
 * Returns the ids that a person may mean: the one that was typed, else those with this name in either language or as
 * another of their names, in letters of any case and width.
 */
export function idsByName(all: Readonly<Record<string, Named>>, given: string): string[] {
  const typed = idTyped(all, given)
  if (typed !== undefined) return [typed]
  const wanted = comparable(given)
  return Object.keys(all).filter((id) => namesOf(all, id).some((name) => comparable(name) === wanted))
}

/** Returns the id that was typed, in letters of any case and width; undefined if it is none. */
export function idTyped(all: Readonly<Record<string, Named>>, given: string): string | undefined {
  if (Object.hasOwn(all, given)) return given
  const wanted = comparable(given)
  return Object.keys(all).find((id) => id === wanted)
}

/** Returns all that may be typed for an id: itself, its names in both languages, and its other names. */
export function namesOf(all: Readonly<Record<string, Named>>, id: string): string[] {
  const named = all[id]
  return named === undefined ? [id] : [id, named.ja, named.en, ...(named.also ?? [])]
}

/** Full-width letters, capitals and the signs between words do not tell names apart. */
function comparable(name: string): string {
  return name
    .normalize('NFKC')
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, '-')
}
