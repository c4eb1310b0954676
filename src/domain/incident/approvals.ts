import { isSamePerson } from '../contacts/roster.ts'
import { type Event, type EventData, nameOf, writerOf } from '../log/event.ts'
import type { Settings } from '../settings.ts'
import { type Actor, inviterOf, isLinked } from './actor.ts'
import { actsSince, isDone } from './approval-acts.ts'
import { type ApprovalChange, changeOf, type Prepared } from './approval-changes.ts'
import { heededSince, isKnownAsker } from './askers.ts'
import { registerNames, registerOf } from './current-values.ts'
import type { EventPosition } from './horizon.ts'
import type { ApprovalMark, EventReference, Incident } from './incident.ts'
import type { Register, Write } from './register.ts'
import { type UnheededWords, unheededSince } from './unheeded-words.ts'

/** How long an approval can be given and used after the act was prepared, in milliseconds. */
export const APPROVAL_HOLDS_MS = 30 * 60_000

/**
 * `changed`: what the act rests on has changed since it was prepared, or not all that was prepared can be read any more;
 * `expired`: its time is over; `done`: it was carried out, at least in part.
 */
export type ApprovalState = 'waiting' | 'approved' | 'refused' | 'changed' | 'expired' | 'done'

/** An act that was prepared for the approval of another person. `at` and `by` are of whoever prepared it. */
export interface Approval extends EventReference {
  readonly writer: string
  /** Who let its author act through a program of theirs; missing for whoever used the machine that recorded it. */
  readonly invitedBy?: string
  readonly recordedAt: string
  readonly prepared: EventData['approval.requested']
  readonly state: ApprovalState
  /** The approvals by others who may give it, in log order. Which of them count with `signers` is known only to a machine. */
  readonly grants: readonly Grant[]
  /** The latest of them; null if there is none. */
  readonly granted: Grant | null
  readonly refused: (EventReference & { readonly reason: string }) | null
  /** In milliseconds since the epoch. */
  readonly expiresAt: number
  /** What voids it whenever that is; null for nothing. */
  readonly changed: ApprovalChange | null
  /** What would void it if the writers that said so were known. */
  readonly unheeded: readonly UnheededWords[]
  /** Why it cannot be carried out, or tried again, any more; null while it can. */
  readonly lapsed: 'refused' | 'changed' | 'expired' | null
  /** The events that carried it out, in part or wholly. */
  readonly acts: readonly string[]
}

export interface Grant extends EventReference, EventPosition {}

/** The acts for which approval was asked, in log order, without those that were withdrawn. */
export function approvalsOf(incident: Incident, now: number): Approval[] {
  return registerNames(incident, 'approval:').flatMap((event) => approvalOf(incident, event, now) ?? [])
}

/** What can still be approved or, once it is, carried out. */
export function openApprovals(incident: Incident, now: number): Approval[] {
  return approvalsOf(incident, now).filter(({ state }) => state === 'waiting' || state === 'approved')
}

/** The acts for which approval was asked, with all approvals, also those that were taken back since. */
export function approvalsEver(incident: Incident): Approval[] {
  return registerNames(incident, 'approval:').flatMap((event) => approvalOf(incident, event, 0, () => true) ?? [])
}

/** The act for which an event asked approval; null if it asked for none, or that was undone. */
export function approvalOf(
  incident: Incident,
  event: string,
  now: number,
  stands = ({ undone }: Write<unknown>) => !undone,
): Approval | null {
  const asked = requestOf(incident, event, stands)
  if (asked === null) return null
  const { request, author, prepared, grants } = asked
  const { writer, at, recordedAt } = request
  // Each of them is enough: the one that holds longest.
  const latest = Math.max(...grants.map(({ recordedAt }) => Date.parse(recordedAt)))
  const refused = refusalOf(incident, asked)
  const acts = actsSince(incident, event)
  const approval = {
    ...{ event, at, ...author, writer, recordedAt, prepared, acts: acts.map((act) => act.event) },
    expiresAt: expiryOf(prepared, Date.parse(request.recordedAt), grants.length === 0 ? null : latest),
    grants,
    granted: grants.at(-1) ?? null,
    refused,
  }
  const done = acts.flatMap((act) => act.parts)
  const changed = changeOf(incident, request, prepared, done)
  const unheeded = unheededSince(incident, request, prepared, done)
  const lapsed = lapseOf(approval, changed, now)
  return { ...approval, changed, unheeded, lapsed, state: stateOf(approval, done, lapsed) }
}

/**
 * The last refusal that counts, of a known writer if there is one; null if none does. What unknown writers refuse no longer counts
 * once a known one has approved what a known one asked.
 */
function refusalOf(
  incident: Incident,
  { marks, request, grants }: NonNullable<ReturnType<typeof requestOf>>,
): Approval['refused'] {
  const isKnown = (write: { readonly writer: string }) => isKnownAsker(incident, write)
  const refusals = marks.flatMap(({ value, event, at, by, writer }) =>
    value.says === 'refused' ? [{ writer, refused: { event, at, by, reason: value.reason } }] : [],
  )
  const ofKnown = refusals.filter(isKnown)
  if (ofKnown.length === 0 && isKnown(request) && grants.some(isKnown)) return null
  return (ofKnown.at(-1) ?? refusals.at(-1))?.refused ?? null
}

/** Whether an act can be approved although it was refused: a known writer asked, and only unknown ones refused. */
function isRefusedByUnknown(incident: Incident, approval: Approval): boolean {
  const { refused } = approval
  return (
    refused !== null && isKnownAsker(incident, approval) && !isKnownAsker(incident, { writer: writerOf(refused.event) })
  )
}

/** An act as it stands without such a refusal. */
export function withoutRefusalByUnknown(incident: Incident, approval: Approval, now: number): Approval {
  if (!isRefusedByUnknown(incident, approval)) return approval
  const again = { ...approval, refused: null }
  const lapsed = lapseOf(again, approval.changed, now)
  return { ...again, lapsed, state: stateOf(again, [], lapsed) }
}

/** What an event asked approval for, and the last approval of it, whatever became of it since; null if it asked for none. */
export function grantedOf(incident: Incident, event: string): Pick<Approval, 'event' | 'prepared' | 'granted'> | null {
  const asked = requestOf(incident, event)
  return asked && { event, prepared: asked.prepared, granted: asked.grants.at(-1) ?? null }
}

function requestOf(incident: Incident, event: string, stands = ({ undone }: Write<unknown>) => !undone) {
  const marks = marksOf(incident, event).filter(stands)
  const request = marks.find((write) => write.event === event)
  if (request?.value.says !== 'requested') return null
  const { prepared } = request.value
  const author = { by: request.by, ...inviterOf(request.value) }
  // What an unknown writer asks, another one approves only if it is known.
  const isHeeded = (write: Write<unknown>) => isKnownAsker(incident, request) || isKnownAsker(incident, write)
  const grants = marks.filter((write) => isGrant(incident, prepared, author, write) && isHeeded(write)).map(grantOf)
  return { marks, request, author, prepared, grants }
}

/** What was said of a request; unknown writers take back nothing that known ones said of what a known one asked. */
function marksOf(incident: Incident, event: string): Register<ApprovalMark> {
  const marks = registerOf(incident, `approval:${event}`)
  const request = marks.find((write) => write.event === event)
  const heeded = request === undefined ? incident : heededSince(incident, request)
  if (heeded === incident) return marks
  const heededMarks = new Map(registerOf(heeded, `approval:${event}`).map((write) => [write.event, write]))
  return marks.map((write) => heededMarks.get(write.event) ?? write)
}

function grantOf({ event, at, by, writer, seq, order, recordedAt }: Write<unknown>): Grant {
  return { event, at, by, writer, seq, order, recordedAt }
}

/**
 * Whether an act had been prepared and then approved, but for approvals that do not count here (`except`), at a time in
 * milliseconds, which people give to the minute; infinite for ever.
 */
export function wasApprovedAt(
  { grants, recordedAt: prepared }: Pick<Approval, 'grants' | 'recordedAt'>,
  time: number,
  except: readonly string[],
): boolean {
  const wasBefore = (recordedAt: string) => Date.parse(recordedAt) < time + 60_000
  // The clock of whoever approved may have been set back.
  return wasBefore(prepared) && grants.some(({ event, recordedAt }) => !except.includes(event) && wasBefore(recordedAt))
}

/**
 * Until when an act can be approved and carried out: thirty minutes after it was prepared by the clocks of both, and a notice
 * only until the time that it promises for the next one.
 */
function expiryOf({ notices = [] }: Prepared, requested: number, granted: number | null): number {
  const recorded = Math.min(requested, granted ?? requested)
  const promised = notices.flatMap(({ next }) => (next === null ? [] : [Date.parse(next)]))
  return Math.min(recorded + APPROVAL_HOLDS_MS, ...promised.filter((time) => time > recorded))
}

type Unjudged = Omit<Approval, 'state' | 'lapsed' | 'changed' | 'unheeded'>

function stateOf({ prepared, granted }: Unjudged, done: readonly string[], lapsed: Approval['lapsed']): ApprovalState {
  if (isDone(prepared, done)) return 'done'
  if (lapsed === 'refused') return 'refused'
  if (lapsed !== null) return done.length > 0 ? 'done' : lapsed
  return granted === null ? 'waiting' : 'approved'
}

function lapseOf({ refused, expiresAt }: Unjudged, changed: ApprovalChange | null, now: number): Approval['lapsed'] {
  if (refused !== null) return 'refused'
  if (changed !== null) return 'changed'
  return now > expiresAt ? 'expired' : null
}

type Granting = Extract<Event, { readonly type: 'approval.granted' }>

/**
 * Returns what tells whether an event could have approved what was prepared, were its writer not set aside; null if nothing was
 * prepared.
 */
export function approverTest(incident: Incident, request: string): ((event: Granting) => boolean) | null {
  const mark = registerOf(incident, `approval:${request}`).find((write) => write.event === request)
  if (mark?.value.says !== 'requested') return null
  const { prepared, ...asked } = mark.value
  const author = { by: mark.by, ...inviterOf(asked) }
  return (event) => {
    const { digest, as = null } = event.data
    const value = { says: 'granted', digest, as, ...inviterOf(event) } as const
    return isGrant(incident, prepared, author, { value, by: event.by, event: nameOf(event) })
  }
}

/** Whether a write approves just what was prepared, and comes from another person, one of those who were asked. */
function isGrant(
  { settings, vainApprovals }: Incident,
  prepared: EventData['approval.requested'],
  author: Actor,
  { value, by, event }: Pick<Write<ApprovalMark>, 'value' | 'by' | 'event'>,
): boolean {
  if (value.says !== 'granted' || value.digest !== prepared.digest || vainApprovals.includes(event)) return false
  // Later contacts change nothing of who they were.
  const haveIds = prepared.as !== undefined && value.as !== null && !isSamePerson(undefined, author.by, by)
  const isSame = haveIds ? prepared.as === value.as : isSamePerson(settings.roster, author.by, by)
  const isShared = isLinked(settings.roster, author, { by, ...inviterOf(value) })
  return (
    !isSame &&
    !isShared &&
    ((value.as !== null && prepared.asked?.includes(value.as)) || wasAsked(settings, prepared, by))
  )
}

/** Whether somebody is among the people who were asked for an approval; where nobody is named, everybody is. */
export function wasAsked({ roster }: Settings, { asked }: Prepared, name: string): boolean {
  return asked === undefined || asked.some((id) => isSamePerson(roster, id, name))
}
