import { peopleOf, type Roster, toldInOrder } from '../contacts/roster.ts'
import type { Course } from './course.ts'
import { type CallMark, type Incident, register } from './incident.ts'
import { standing, type Write } from './register.ts'

/** `waiting` for an answer, `no-answer` when the time for one is over. */
export type CallState = 'open' | 'waiting' | 'no-answer' | 'reached'

/** One person, as far as calling them has come. */
export interface Call {
  readonly person: string
  readonly state: CallState
  /** When they were last called, or answered. */
  readonly at: string | null
  readonly by: string | null
  readonly note: string | null
}

/** A department, a person of the flow or an escalation level: reached when one of its people has answered. */
export interface Party {
  readonly id: string
  readonly calls: readonly Call[]
  readonly reached: Call | null
  /** Whom to call next; null where somebody was reached, an answer is awaited, or there is nobody. */
  readonly next: string | null
}

/** Departments and people of the contact flow, in the order in which they are told (manual chapter 6). */
export function partiesOf(incident: Incident, course: Course, now: number): Party[] {
  const { roster } = incident.settings
  const since = course.current.order
  return roster === undefined
    ? []
    : toldInOrder(roster).map((id) => partyOf(incident, roster, id, [id], { since, now }))
}

/** Which calls count: those after `since`, a position in the fold, as they are at `now`, in milliseconds. */
interface Span {
  readonly since: number
  readonly now: number
}

/** Those behind several names as one party, each person once. */
export function partyOf(incident: Incident, roster: Roster, id: string, names: readonly string[], span: Span): Party {
  const people = [...new Set(names.flatMap((name) => peopleOf(roster, name)))]
  const calls = people.map((person) => callOf(incident, roster, person, span))
  const reached = calls.find((call) => call.state === 'reached') ?? null
  return { id, calls, reached, next: reached === null ? nextOf(calls) : null }
}

/** The first who has not been called; when all have been, the one whose call is longest ago. */
function nextOf(calls: readonly Call[]): string | null {
  if (calls.some((call) => call.state === 'waiting')) return null
  const open = calls.find((call) => call.state === 'open')
  if (open !== undefined) return open.person
  const [longest] = [...calls].sort((a, b) => Date.parse(a.at as string) - Date.parse(b.at as string))
  return longest?.person ?? null
}

function callOf(incident: Incident, { answerWithin }: Roster, person: string, { since, now }: Span): Call {
  const mark = standing(marksOf(incident, person, since))
  if (mark === undefined) return { person, state: 'open', at: null, by: null, note: null }
  const { at, by, value } = mark
  const late = now - Date.parse(at) >= answerWithin
  const state = value.state === 'reached' ? 'reached' : late ? 'no-answer' : 'waiting'
  return { person, state, at, by, note: value.note }
}

/** Calls after a position in the fold, in the order in which they were made: after a reopening people are told anew. */
export function marksOf(incident: Incident, person: string, since: number): Write<CallMark>[] {
  return register(incident, `call:${person}`)
    .filter((w) => w.order > since)
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
}
