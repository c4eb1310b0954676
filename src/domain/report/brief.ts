import type { Incident } from '../incident/incident.ts'
import { beginningOf } from '../incident/lifecycle.ts'
import { plannedHaltStart, scopeWrites } from '../incident/scope.ts'
import type { ScopeState } from '../log/event.ts'
import type { FactChange } from './history.ts'

/** How many tokens a brief has at most, as `tokensIn` counts. */
export const BRIEF_TOKENS = 4000

/**
 * Returns how many tokens a text is for a language model, estimated to be too many rather than too few: one for three letters
 * of ASCII, one for each of its other characters but blanks, and for anything else one for two bytes of UTF-8, so that a kana
 * or kanji counts one and a half.
 */
export function tokensIn(text: string): number {
  let sixths = 0
  for (const char of text) {
    if (/[a-z]/i.test(char)) sixths += 2
    else if (char > '\u007f') sixths += 3 * bytesOf(char.codePointAt(0) as number)
    else if (char !== ' ') sixths += 6
  }
  return Math.ceil(sixths / 6)
}

/** The length of a character beyond ASCII in UTF-8. */
function bytesOf(codePoint: number): number {
  return codePoint > 0xffff ? 4 : codePoint > 0x7ff ? 3 : 2
}

/** What a brief may say, from the most important kind to the least. */
export const BRIEF_KINDS = [
  'moment',
  'fact',
  'followUp',
  'filing',
  'notice',
  'judgement',
  'note',
  'call',
  'step',
  'record',
] as const
export type BriefKind = (typeof BRIEF_KINDS)[number]

/** A sentence of a brief that can be left out, and the events that it rests on. */
export interface BriefSentence {
  readonly kind: BriefKind
  readonly events: readonly string[]
}

/** What fits into a brief, and what was left out, each in the order given. */
export interface BriefSelection<T> {
  readonly kept: readonly T[]
  readonly leftOut: readonly T[]
}

/**
 * Selects sentences until their costs reach `budget`: by kind, and of one kind those next to the beginning and the end first.
 * Once one does not fit, nothing less important is taken in its place.
 */
export function selectForBrief<T extends BriefSentence>(
  sentences: readonly T[],
  budget: number,
  costOf: (sentence: T) => number,
): BriefSelection<T> {
  const kept = new Set<T>()
  let left = budget
  for (const sentence of byImportance(sentences)) {
    left -= costOf(sentence)
    if (left < 0) break
    kept.add(sentence)
  }
  return { kept: sentences.filter((one) => kept.has(one)), leftOut: sentences.filter((one) => !kept.has(one)) }
}

function byImportance<T extends BriefSentence>(sentences: readonly T[]): T[] {
  return BRIEF_KINDS.flatMap((kind) => {
    const all = sentences.filter((one) => one.kind === kind)
    const fromEnd = (index: number) => Math.min(index, all.length - 1 - index)
    return all
      .map((one, index) => ({ one, index }))
      .sort((a, b) => fromEnd(a.index) - fromEnd(b.index))
      .map(({ one }) => one)
  })
}

/** What was stated of one operation or asset. */
export interface StatedScope {
  /** `OPERATION` or `OPERATION:ASSET` */
  readonly target: string
  readonly state: ScopeState
  /** From when it held. */
  readonly at: string
  /** The event that stated it and, of what was planned, the one with which the halt began. */
  readonly events: readonly string[]
}

/**
 * Returns what was stated to be stopped, restricted or open, by the time from which it held; not what was undone or withdrawn.
 * Of what was planned, only what held when the halt began.
 */
export function statedScopes(incident: Incident): StatedScope[] {
  const start = plannedHaltStart(incident)
  const begin = beginningOf(incident)?.event
  const isPlan = ({ at }: { readonly at: string }) => start !== null && Date.parse(at) < Date.parse(start)
  const all = scopeWrites(incident).flatMap(([target, writes]) => {
    const live = writes.filter(({ undone }) => !undone)
    const last = live.findLast(isPlan)
    return live.flatMap((write): StatedScope[] => {
      const { at, event, value } = write
      if (value.state === null) return []
      if (start === null || !isPlan(write)) return [{ target, state: value.state, at, events: [event] }]
      if (write !== last || begin === undefined) return []
      return [{ target, state: value.state, at: start, events: [event, begin] }]
    })
  })
  return all.sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}

/** Returns the last event that stated this value or these words of a fact; with null, the last that stated anything of it. */
export function sourceOfFact(changes: readonly FactChange[], fact: string, stated: string | null): string | null {
  const isSource = ({ value, ja, en }: FactChange) => stated === null || [value, ja, en].includes(stated)
  return changes.findLast((change) => change.fact === fact && !change.undone && isSource(change))?.event ?? null
}
