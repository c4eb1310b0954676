import { notificationOrder, peopleOf, type Roster } from '../contacts/roster.ts'
import { registerOf } from './current-values.ts'
import type { CallMark, EventReference, Incident, Page } from './incident.ts'
import type { Lifecycle } from './lifecycle.ts'
import { inOrderOfEvents } from './order-of-events.ts'

/** `open`: not called yet; `waiting` for an answer; `no-answer` once the time to answer is over. */
export type CallState = 'open' | 'waiting' | 'no-answer' | 'reached'

/** The state of calling one person. `at`, `by` and `note` are of the last attempt; null if there was none. */
export interface Call {
  readonly person: string
  readonly state: CallState
  readonly at: string | null
  readonly by: string | null
  readonly note: string | null
  /** The last page to them; null if none was sent. */
  readonly page: Page | null
}

/** A department, a person of the contact flow or an escalation level. It is reached when one of its people answers. */
export interface Party {
  readonly id: string
  /** One for each of its people, in calling order. */
  readonly calls: readonly Call[]
  /** The call of the first of its people who answered; null if nobody did. */
  readonly reached: Call | null
  /** Whom to call next; null if somebody was reached, an answer is awaited, or there is nobody to call. */
  readonly next: string | null
}

/** Returns the departments and people of the contact flow, in the order of notification (manual chapter 6). */
export function partiesOf(incident: Incident, lifecycle: Lifecycle, now: number): Party[] {
  const { roster } = incident.settings
  if (roster === undefined) return []
  const span = { since: lifecycle.current.order, now }
  return notificationOrder(roster).map((id) => partyOf(incident, roster, id, [id], span))
}

/** Only calls after `since`, a position in the fold, count; `now` is in milliseconds. */
export interface CallWindow {
  readonly since: number
  readonly now: number
}

/** Combines the people that several names of the roster stand for into one party, each person once. */
export function partyOf(
  incident: Incident,
  roster: Roster,
  id: string,
  names: readonly string[],
  span: CallWindow,
): Party {
  const people = [...new Set(names.flatMap((name) => peopleOf(roster, name)))]
  const calls = people.map((person) => callOf(incident, roster, person, span))
  const reached = calls.find((call) => call.state === 'reached') ?? null
  return { id, calls, reached, next: reached === null ? nextPerson(calls) : null }
}

/** The first person not called yet; if all have been called, the one whose call is longest ago. */
function nextPerson(calls: readonly Call[]): string | null {
  if (calls.some((call) => call.state === 'waiting')) return null
  const uncalled = calls.find((call) => call.state === 'open')
  if (uncalled !== undefined) return uncalled.person
  // Everybody has been called, so each call has a time.
  const [oldest] = [...calls].sort((a, b) => Date.parse(a.at as string) - Date.parse(b.at as string))
  return oldest?.person ?? null
}

/** Returns the state of calling a person, by the last attempt that counts. */
export function callOf(incident: Incident, { answerWithin }: Roster, person: string, { since, now }: CallWindow): Call {
  const page = incident.pages.findLast((p) => p.person === person && p.order > since) ?? null
  const last = attemptsOf(incident, person, since).at(-1)
  if (last === undefined) return { person, state: 'open', at: null, by: null, note: null, page }
  const isOverdue = now - Date.parse(last.at) >= answerWithin
  const state = last.state === 'reached' ? 'reached' : isOverdue ? 'no-answer' : 'waiting'
  return { person, state, at: last.at, by: last.by, note: last.note, page }
}

/** An attempt to call somebody: by a person, or by a page that did not fail. */
export type Attempt = CallMark & Pick<EventReference, 'at' | 'by'>

/** Returns the attempts to call a person after a position in the fold, in the order in which they were made, without those undone. */
export function attemptsOf(incident: Incident, person: string, since: number): Attempt[] {
  const byHand = registerOf(incident, `call:${person}`)
    .filter((w) => w.order > since && !w.undone)
    .map(({ at, recordedAt, order, by, value }) => ({
      record: { at, recordedAt, order },
      attempt: { at, by, ...value },
    }))
  const byPage = incident.pages
    .filter((p) => p.person === person && p.order > since && p.state !== 'failed')
    .map(({ at, recordedAt, order, by, way }) => ({
      record: { at, recordedAt, order },
      attempt: { at, by, way, state: 'tried' as const, note: null },
    }))
  return inOrderOfEvents([...byPage, ...byHand], ({ record }) => record).map(({ attempt }) => attempt)
}
