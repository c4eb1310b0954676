import { expect } from 'vitest'
import type { Language, Stage } from '../../../src/domain/runbook/runbook.ts'
import { isAbout, type Kind } from './labels.ts'
import type { Reading } from './lines.ts'
import { belongsIn, expectedAt, isFullyResumed, isOpenIn, isStated, toldOfThis } from './model.ts'
import { timesIn, toMinute } from './moments.ts'
import { servicesIn, stateIn } from './services.ts'
import {
  type Channel,
  type Estimate,
  isShort,
  type Known,
  OPERATIONS,
  type Operation,
  type Story,
  type Told,
} from './story.ts'
import { typesIn } from './types.ts'

/** What has changed since the last notice on a channel, and how a text says so. */
interface Change {
  /** What it is about: the kind of its label, or services. */
  readonly about: Kind | readonly string[]
  /** Whether words state what was the case; null if nothing has to be said of that. */
  readonly isBefore: ((words: string) => boolean) | null
  readonly isAfter: (words: string) => boolean
}

/** What a notice does not have the room to say in full. */
export type LeftOut = readonly { readonly label: string; readonly role: string | null }[]

function changesIn(story: Story, told: Told, stage: Stage, language: Language): Change[] {
  const { known, now } = story
  const states = OPERATIONS.filter((one) => known.scope[one] !== told.scope[one]).flatMap((one): Change[] => {
    // What has resumed has a line of its own, and what can be used in a first notice.
    if (isOpenIn(known, one) && stage !== 'update' && stage !== told.stage) return []
    if (isOpenIn(known, one) && stage === 'resumption') return []
    const [before, after] = [told.scope[one], known.scope[one]]
    const isBefore = before === undefined ? null : (words: string) => stateIn(words, language) === before
    return [{ about: [one], isBefore, isAfter: (words) => stateIn(words, language) === after }]
  })
  const type = (of: string) => (words: string) => typesIn(words, language).join() === of
  const reason: Change[] =
    told.type === known.type
      ? []
      : [
          {
            about: 'reason',
            isBefore: told.typeIn < told.interruption ? null : type(told.type),
            isAfter: type(known.type),
          },
        ]
  return [
    ...(stage === 'final' ? [] : states),
    ...reason,
    ...factChanges(story, told, stage, language),
    ...timeChanges(known, told, stage, now, language),
  ]
}

function factChanges({ known, isPlanned }: Story, told: Told, stage: Stage, language: Language): Change[] {
  return Object.entries(known.said).flatMap(([fact, value]): Change[] => {
    const isNowStated = isStated(known, isPlanned, fact, stage)
    const wasStated = isStated(told, isPlanned, fact, told.stage)
    const before = wasStated ? told.said[fact] : undefined
    if (!isNowStated || before === value) return []
    if (stage !== 'final' && !belongsIn(fact, told.stage)) return []
    const says = (one: string) => (words: string) => words.replace(/[.。]$/, '') === `${one}${language}`
    return [{ about: `fact:${fact}`, isBefore: before === undefined ? null : says(before), isAfter: says(value) }]
  })
}

/** Of the planned times, and of when services are expected back. */
function timeChanges(known: Known, told: Told, stage: Stage, now: number, language: Language): Change[] {
  const says = (times: Estimate) => (words: string) => isSame(timesIn(words, language), times)
  const change = (about: Kind, before: Estimate, after: Estimate): Change[] =>
    isSame(before, after) ? [] : [{ about, isBefore: says(before), isAfter: says(after) }]
  if (stage === 'scheduled') return change('planned', told.window ?? [], known.window ?? [])
  const isAsPlanned = told.stage === 'scheduled'
  const began = isAsPlanned ? change('began', told.window?.slice(0, 1) ?? [], [known.startedAt]) : []
  if (stage === 'final') return []
  const isEnding = !(stage === 'resumption' && isFullyResumed(known))
  const wasEnding = !(told.stage === 'resumption' && isFullyResumed(told))
  if (!isEnding || !wasEnding) return began
  // Only what was planned has been announced before the halt began.
  const before = expectedAt(isAsPlanned ? { ...told, estimate: undefined } : told, told.at)
  const after = expectedAt(known, now)
  // A range of which one end is left is the same estimate.
  const isSameEnd = before.is === after.is && before.times.at(-1) === after.times.at(-1)
  const isSameEstimate = before.is === after.is && (isAsPlanned ? isSameEnd : isSame(rangeOf(told), rangeOf(known)))
  return isSameEstimate
    ? began
    : [...began, ...change('expected', before.times, after.times), ...later(before, after, says)]
}

const rangeOf = ({ estimate, window, estimateIn, interruption }: Known): Estimate =>
  estimateIn < interruption
    ? []
    : estimate === undefined && interruption === 1
      ? (window?.slice(1) ?? [])
      : (estimate ?? [])

/** What was expected at the same time is now late. */
function later(
  before: { readonly is: string; readonly times: Estimate },
  after: { readonly is: string; readonly times: Estimate },
  says: (times: Estimate) => (words: string) => boolean,
): Change[] {
  if (before.is === after.is || !isSame(before.times, after.times)) return []
  return [{ about: 'expected', isBefore: says(before.times), isAfter: says(after.times) }]
}

export const isSame = (a: Estimate, b: Estimate) => a.map(toMinute).join() === b.map(toMinute).join()

/** Checks that a text says all that has changed, with the old and the new where there is room, and nothing else. */
export function checkChanges(
  story: Story,
  channel: Channel,
  language: Language,
  stage: Stage,
  reading: Reading,
  leftOut: LeftOut,
): void {
  const told = toldOfThis(story, channel)
  const isCompared =
    told !== undefined && !['correction', 'retraction'].includes(stage) && (stage !== 'final' || told.stage === 'final')
  const changes = isCompared ? changesIn(story, told, stage, language) : []
  const isOf = (label: string, { about }: Change, value = '') =>
    typeof about === 'string'
      ? isAbout({ label, value }, language, about)
      : (servicesIn(label, language) ?? []).includes(about[0] as string)
  for (const change of changes) {
    const name = `${String(change.about)} has changed`
    const lines = reading.changes.filter(({ label, after }) => isOf(label, change, after ?? ''))
    const said = lines.find(({ after }) => after !== null && change.isAfter(after))
    if (!isShort(channel)) {
      expect(said, name).toBeDefined()
      const { before = null } = said ?? {}
      expect(before === null ? change.isBefore === null : (change.isBefore?.(before) ?? true), `${name} from`).toBe(
        true,
      )
    } else if (said === undefined || (said.before !== null && change.isBefore?.(said.before) === false)) {
      expect(said?.before ?? null, `${name} from`).toBeNull()
      const isLeftOut = leftOut.some(({ label }) => isOf(label, change))
      expect(isLeftOut, `${name}, and is not left out`).toBe(true)
      const isNamed = reading.named.some((label) => isOf(label, change))
      // The state of services is always stated in a word.
      expect(typeof change.about === 'string' ? isNamed || reading.hasMore : lines.length > 0, `${name}, unsaid`).toBe(
        true,
      )
      if (change.about === 'fact:losses') expect(isNamed, 'a loss').toBe(true)
    }
  }
  if (reading.isUnchanged)
    expect(
      changes.map(({ about }) => about),
      'nothing has changed',
    ).toEqual([])
  if (told === undefined) expect(reading.changes, 'nothing was told').toEqual([])
  for (const { label, before, after } of reading.changes) {
    const line = `${label}: ${before} => ${after}`
    expect(before !== null && before === after, line).toBe(false)
    const services = servicesIn(label, language)
    if (services === null)
      expect(
        changes.some((change) => isOf(label, change, after ?? '')),
        `nothing has changed: ${line}`,
      ).toBe(true)
    for (const one of services ?? [])
      expect(told?.scope[one as Operation], `nothing has changed: ${line}`).not.toBe(
        story.known.scope[one as Operation],
      )
  }
}
