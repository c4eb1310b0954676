import { type EventData, eventPlace } from '../log/event.ts'
import { losesNothing } from '../log/missing-heads.ts'
import { sha256 } from '../log/sha256.ts'
import { changedStatements, isTurn, statementsOf } from '../notice/changes.ts'
import { heededSince } from './askers.ts'
import { registerNames, registerOf, registersByName } from './current-values.ts'
import { hasSeen, isKnown, knownTo } from './horizon.ts'
import { canReplace, type Incident, type Notice } from './incident.ts'
import type { Write } from './register.ts'
import { formatTarget, scopeOf } from './scope.ts'

// What voids an act that another person has to approve, since it was prepared.

/**
 * What voids an act: `redacted`, not all that was prepared can be read any more; `set-aside` and `given-up`, a writer was, or
 * the rest of its file (`what` is the event that says so, `reason` its words); `scope`, for a lift the scope or the phase, for
 * notices a lift or a reopening after which all is as it was; `replaced`, the same notice was prepared again (the event;
 * `canReplace`); `told`, another notice was recorded in its place (the channels); `facts`, what it may state (names of facts,
 * `scope` and `type`, as far as known).
 */
export interface ApprovalChange {
  readonly why: 'redacted' | 'set-aside' | 'given-up' | 'scope' | 'replaced' | 'told' | 'facts'
  readonly what: readonly string[]
  readonly reason?: string
}

/** What was prepared, without the digest of it. */
export type Prepared = Omit<EventData['approval.requested'], 'basis' | 'digest'>

/**
 * Returns what voids an act since it was prepared; null for nothing. What was redacted cannot be compared any more. Nothing that
 * unknown writers have stated since does (`heededSince`).
 */
export function changeOf(
  whole: Incident,
  request: Write<unknown>,
  prepared: EventData['approval.requested'],
  done: readonly string[],
): ApprovalChange | null {
  if (preparedDigest(prepared, prepared.basis) !== prepared.digest && !isRedactedLater(whole, request))
    return { why: 'redacted', what: [] }
  const lost = lossSince(whole, request)
  if (lost !== null) return lost
  const incident = heededSince(whole, request)
  if (prepared.lift !== undefined) return isScopeChangedSince(incident, request) ? { why: 'scope', what: [] } : null
  const left = (prepared.notices ?? []).filter(({ channel }) => !done.includes(channel))
  const replacing = replacementOf(incident, request, left)
  if (replacing !== undefined) return { why: 'replaced', what: [replacing] }
  const told = incident.notices.filter((notice) => left.some((one) => isSameNotice(one, notice)))
  if (told.length > 0) return { why: 'told', what: [...new Set(told.map(({ channel }) => channel))] }
  if (basisOf(incident, prepared) === prepared.basis)
    return isStoppedAgainSince(incident, request) ? { why: 'scope', what: [] } : null
  return { why: 'facts', what: changedStatements(statementsOf(asKnownTo(incident, request)), statementsOf(incident)) }
}

/** Whether an event is redacted, but was not yet at the time that the incident is looked at (`incidentRecordedUntil`). */
function isRedactedLater(incident: Incident, { event }: Write<unknown>): boolean {
  const isRedacted = incident.redactions.some(({ target }) => target === event)
  return isRedacted && !registerNames(incident, 'redacted:').some((name) => name.startsWith(`${event}:`))
}

/** The incident as it was known to whoever recorded an event. */
export function asKnownTo(incident: Incident, write: Write<unknown>): Incident {
  return { ...incident, registers: incident.registers.asOf(knownTo(write)) }
}

type Numbered = Pick<Notice, 'channel' | 'stage' | 'number'>

/** Whether notices are the same but for their texts. */
export function isSameNotice(one: Numbered, other: Numbered): boolean {
  return one.channel === other.channel && one.stage === other.stage && one.number === other.number
}

/** The first request by which one of these notices was prepared again after another, be it that the later one was undone. */
function replacementOf(
  incident: Incident,
  { event: request, order, writer }: Write<unknown>,
  left: readonly Numbered[],
): string | undefined {
  const marks = registersByName(incident, 'approval:').flatMap(([name, writes]) =>
    writes.filter(({ event }) => event === name && name !== request),
  )
  const replacing = marks.filter(
    ({ order: later, writer: by, value }) =>
      later > order &&
      canReplace(incident, by, writer) &&
      value.says === 'requested' &&
      value.prepared.notices?.some((notice) => left.some((one) => isSameNotice(one, notice))),
  )
  return replacing.sort((a, b) => a.order - b.order)[0]?.event
}

/** How a writer that may have refused was lost since: it was set aside, or the rest of its file given up; null if none was. */
function lossSince({ statements, ignored, givenUp }: Incident, request: Write<unknown>): ApprovalChange | null {
  const { seen } = knownTo(request)
  for (const said of statements) {
    if (said.says === 'known' || ignored.has(said.event)) continue
    if (hasSeen(seen, eventPlace(said.event))) continue
    // What stood in a file without being its writer's refused nothing.
    const given = givenUp.get(said.writer)?.find(({ event }) => event === said.event)
    if (given !== undefined && losesNothing(given)) continue
    return { why: said.says, what: [said.event], ...(said.words !== undefined && { reason: said.words }) }
  }
  return null
}

/**
 * Whether the scope or the phase was changed, or a change undone, without the knowledge of whoever prepared a lift: but for
 * lifts with this approval and the order of the phases before them. What is as it was again may be so for another reason.
 */
export function isScopeChangedSince(incident: Incident, request: Write<unknown>): boolean {
  const horizon = knownTo(request)
  const phases = registerOf(incident, 'phase').filter(({ value }) => value.by !== 'advance')
  const own = phases.flatMap(({ event, value }) => (value.approval === request.event ? [event] : []))
  const scope = registersByName(incident, 'scope:').flatMap(([, writes]) => writes)
  return [...phases, ...scope].some((write) => {
    const { event, undone, amendment } = write
    const isUndoneSince = undone && amendment !== null && !isKnown(amendment, horizon)
    return isUndoneSince || (!own.includes(event) && !isKnown(write, horizon))
  })
}

/**
 * Whether something was lifted or stopped again without the knowledge of whoever prepared a notice. The scope may be as it was,
 * but what the text says of when it was stopped is not.
 */
export function isStoppedAgainSince(incident: Incident, request: Write<unknown>): boolean {
  const horizon = knownTo(request)
  return registerOf(incident, 'phase').some((write) => isTurn(write) && !isKnown(write, horizon))
}

/** The SHA-256 of what was assumed of the halt: for notices what they may state, for a lift the scope. */
export function basisOf(incident: Incident, { lift }: Prepared): string {
  const scope = () => scopeOf(incident).map((entry) => [formatTarget(entry), entry.state, entry.words])
  return sha256(JSON.stringify(lift === undefined ? statementsOf(incident) : scope()))
}

/** The SHA-256 of everything that an approval is about. */
export function preparedDigest({ notices, claim, lift, asked }: Prepared, basis: string): string {
  const contents = notices?.map(({ channel, stage, number, next, digest, texts }) => {
    return [channel, stage, number, next, digest, texts.map(({ language, subject, text }) => [language, subject, text])]
  })
  return sha256(
    JSON.stringify([contents ?? null, claim ?? null, lift?.map(formatTarget) ?? null, asked ?? null, basis]),
  )
}
