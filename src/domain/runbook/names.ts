import type { Named } from './runbook.ts'

/**
 * Returns the id that a person means: by the id itself, its name in either language or another of its names, in letters of
 * any case and width. Undefined if it names nothing, or more than one.
 */
export function idByName(all: Readonly<Record<string, Named>>, given: string): string | undefined {
  if (Object.hasOwn(all, given)) return given
  const wanted = comparable(given)
  const [id, ...others] = Object.keys(all).filter((key) =>
    namesOf(all, key).some((name) => comparable(name) === wanted),
  )
  return others.length === 0 ? id : undefined
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
