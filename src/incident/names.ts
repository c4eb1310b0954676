import type { ClosedAs } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { idByName, idsByName, namesOf } from '../domain/runbook/names.ts'
import {
  type Bilingual,
  customerChannels,
  type Named,
  type Runbook,
  SEVERITIES,
  type Severity,
  STAGES,
  type Stage,
} from '../domain/runbook/runbook.ts'
import { CLOSING_NAMES } from '../i18n/closing-names.ts'
import { STAGE_NAMES } from '../i18n/stage-names.ts'

// What operators type for an id, in the words of either language, and how they separate several.

export type Names = Readonly<Record<string, Named>>

type UnknownCode =
  | 'unknown-type'
  | 'unknown-severity'
  | 'unknown-fact'
  | 'unknown-channel'
  | 'unknown-department'
  | 'unknown-operation'
  | 'unknown-scope-state'
  | 'unknown-person'
  | 'unknown-level'
  | 'unknown-authority'

/** The id that a person means. Throws `code` if nothing has this name, `unclear-name` if several things have it. */
export function idNamed(given: string, all: Names, code: UnknownCode): string {
  const [id, ...others] = idsByName(all, given)
  if (id === undefined) return fail(code, { given, allowed: Object.keys(all), names: all })
  return others.length === 0 ? id : fail('unclear-name', { given, allowed: [id, ...others], names: all })
}

/**
 * The id of a department, or what was given if no department has this name: a person. Throws `unclear-name`, and `bad-flag`
 * for several departments, since there is one assignee.
 */
export function assigneeNamed(given: string, departments: Names, flag = '--to'): string {
  const several = splitNames(given, departments).map((name) => idsByName(departments, name)[0])
  if (several.length > 1 && several.every((id) => id !== undefined))
    fail('bad-flag', { flag, given, allowed: several, names: departments })
  return idsByName(departments, given).length === 0 ? given : idNamed(given, departments, 'unknown-department')
}

/** Whether an answer means yes. */
export function meansYes(given: string): boolean {
  return /^(?:y|yes|はい)$/iu.test(given.normalize('NFKC').trim())
}

/** Whether an answer means everything that there is to choose from. */
export function meansAll(given: string): boolean {
  return /^(?:all|すべて|全て|全部)$/iu.test(given.normalize('NFKC').trim())
}

/**
 * The ids of the notice channels that are meant, with several in one argument or in several; `all` is every one to customers.
 * Throws `unknown-channel` or `unclear-name`.
 */
export function channelsNamed(given: readonly string[], runbook: Pick<Runbook, 'channels'>): string[] {
  const { channels } = runbook
  const names = given.flatMap((answer) => splitNames(answer, channels))
  const ids = names.flatMap((name) =>
    // Unless a channel is called so.
    meansAll(name) && idsByName(channels, name).length === 0
      ? customerChannels(runbook)
      : [idNamed(name, channels, 'unknown-channel')],
  )
  return [...new Set(ids)]
}

/** What a manual may call stages, states and severities. */
export type WithOwnNames = Pick<Runbook, 'names'>

/**
 * What may be typed for the ids of the program: the names of the manual, and its own where the manual has another for none.
 * The first is shown.
 */
export function ownOrProgramNames<K extends string>(
  program: Readonly<Record<K, Named>>,
  own: Readonly<Record<string, Bilingual>> = {},
): Readonly<Record<K, Named>> {
  const taken = (id: string) =>
    Object.entries(own).flatMap(([other, { ja, en }]) =>
      other === id ? [] : [ja, en].map((name) => name.toLowerCase()),
    )
  const named = Object.entries<Named>(program).map(([id, { ja, en, also = [] }]) => {
    const others = [ja, en, ...also].filter((name) => !taken(id).includes(name.toLowerCase()))
    return [id, { ...(own[id] ?? { ja, en }), also: others }]
  })
  return Object.fromEntries(named) as Readonly<Record<K, Named>>
}

const SEVERITY_NAMES = Object.fromEntries(
  SEVERITIES.map((id) => {
    const number = id.slice(3)
    return [id, { ja: `重大度${number}`, en: `SEV${number}`, also: [number] }]
  }),
) as unknown as Readonly<Record<Severity, Named>>

/** The severities with their names, those of the manual first. */
export function severityNames({ names }: WithOwnNames): Names {
  return ownOrProgramNames(SEVERITY_NAMES, names?.severities)
}

/** Reads a severity: `sev2`, `SEV2`, `2`, `重大度2` or as the manual calls it, in full width too. Throws `unknown-severity`. */
export function parseSeverity(given: string, runbook: WithOwnNames): Severity {
  return idNamed(given, severityNames(runbook), 'unknown-severity') as Severity
}

/** Reads the stage of a notice, by its id or its name in either language, the manual's too. Throws `bad-flag`. */
export function parseStage(given: string, { names: own }: WithOwnNames): Stage {
  const names = ownOrProgramNames(STAGE_NAMES, own?.stages)
  const id = idByName(names, given)
  return STAGES.find((stage) => stage === id) ?? fail('bad-flag', { flag: '--stage', given, allowed: STAGES, names })
}

/** Reads how an incident ends, of the `allowed` ways. Throws `bad-flag`. */
export function parseClosing<C extends ClosedAs>(given: string, allowed: readonly C[]): C {
  const id = idByName(CLOSING_NAMES, given)
  return (
    allowed.find((as) => as === id) ?? fail('bad-flag', { flag: '--resolution', given, allowed, names: CLOSING_NAMES })
  )
}

/** What stands between several names: blanks, commas, middle dots, as Japanese keyboards write them too. */
export const GAP_SIGNS = '\\s,，、・･'
export const GAP = `[${GAP_SIGNS}]+`

/** A pattern for all that may be typed for the ids. */
export function anyNameOf(all: Names): string {
  return anyOf(Object.keys(all).flatMap((id) => namesOf(all, id)))
}

/**
 * Splits an answer at the signs between names, unless they are in a name; after each may stand what `rest` matches. An
 * answer of such signs alone stays as it is, so that it is refused.
 */
export function splitNames(given: string, all: Names, rest = ''): string[] {
  const name = new RegExp(`^(?:${GAP})?((?:${anyNameOf(all)})${rest}(?=[${GAP_SIGNS}]|$)|[^${GAP_SIGNS}]+)`, 'iu')
  const names: string[] = []
  for (let left = given; ; ) {
    const [whole, found] = name.exec(left) ?? []
    if (whole === undefined || found === undefined) return names.length === 0 ? [given] : names
    names.push(found)
    left = left.slice(whole.length)
  }
}

/** Splits an answer into the name that it begins with, the longest that is known, and the words after it. */
export function splitNameAndWords(given: string, all: Names): readonly [name: string, words: string] {
  const gaps = [...given.matchAll(new RegExp(`${GAP}|$`, 'g'))].reverse()
  const end = gaps.find(({ index }) => idsByName(all, given.slice(0, index)).length > 0) ?? gaps.at(-1)
  return [given.slice(0, end?.index), given.slice((end?.index ?? 0) + (end?.[0].length ?? 0))]
}

/** A pattern for any of the texts, the longest first. */
function anyOf(texts: readonly string[]): string {
  const patterns = [...texts]
    .sort((a, b) => b.length - a.length)
    .map((text) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+'))
  // Of nothing, a pattern that matches nothing.
  return patterns.length === 0 ? '(?!)' : `(?:${patterns.join('|')})`
}
