import { decide } from '../decide/decide.ts'
import { type Accepted, type DecisionContext, isProblem, numberNotices } from '../decide/decision.ts'
import { evolve } from '../incident/evolve.ts'
import { EMPTY_INCIDENT, type Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { type Event, type EventDraft, isCritical } from '../log/event.ts'
import { formatWithOffsetOf } from '../time.ts'
import { drillOpenedAt } from './clock.ts'
import type { Move } from './operator-moves.ts'
import { SimulatedOperator } from './simulated-operator.ts'

/** The incident at the end of a rehearsal, and when that was, in milliseconds. */
export interface RehearsalResult {
  readonly incident: Incident
  readonly ended: number
}

/** Plays a drill in memory, with the simulated operator, from its first events, recorded at `opened` (ISO 8601). */
export function rehearse(opening: readonly EventDraft[], opened: string): RehearsalResult {
  let incident = withRecorded(EMPTY_INCIDENT, opening, Date.parse(opened), opened)
  const operator = new SimulatedOperator(drillOpenedAt(incident) as number)
  for (let move = operator.nextMove(incident); move !== null; move = operator.nextMove(incident)) {
    const after = afterMove(incident, move, operator.now, opened)
    if (after === null) operator.moveRefused()
    else operator.moveMade()
    incident = after ?? incident
  }
  return { incident, ended: operator.now }
}

/** Returns the incident after a move; null if it was refused or changed nothing. */
function afterMove(incident: Incident, move: Move, now: number, sample: string): Incident | null {
  const context: DecisionContext = {
    by: REHEARSAL,
    now,
    recordedAt: formatWithOffsetOf(now, sample),
    knows: () => true,
  }
  if (move.kind === 'notify') return afterNotices(incident, move, context)
  const decision = decide(incident, move.intent, context)
  if (isProblem(decision) || decision.events.length === 0) return null
  return withRecorded(incident, decision.events, now, sample)
}

/** Records the notices of a move as a played drill does: the intents, then the outcomes. */
function afterNotices(incident: Incident, move: Move & { kind: 'notify' }, context: DecisionContext): Incident | null {
  const numbered = numberNotices({ incident, lifecycle: lifecycleOf(incident) }, move.channels, move.stage ?? undefined)
  const notices = numbered.map((notice) => ({ ...notice, ...WITHOUT_TEXT }))
  const again = move.again === undefined ? {} : { again: move.again }
  const decision = decide(incident, { kind: 'intend-notices', notices, ...again }, context)
  if (isProblem(decision)) return null
  let after = withRecorded(incident, decision.events, context.now, context.recordedAt)
  for (const { event: notice } of after.notices.slice(-notices.length)) {
    const delivered = decide(after, { kind: 'deliver-notice', data: { notice, ...SENT } }, context) as Accepted
    after = withRecorded(after, delivered.events, context.now, context.recordedAt)
  }
  return after
}

/** Stands for what nobody sees in a rehearsal: who acts, the writer, and the incident's id. */
const REHEARSAL = 'drill'
const WITHOUT_TEXT = { via: 'drill', key: 'drill', texts: [], digest: 'drill', next: null, journal: null } as const
const NO_RECIPIENTS = { accepted: null, refused: null, unknown: null, journal: null } as const
/** Always sent, since the operator sends nothing on a channel that fails. */
const SENT = { outcome: 'sent', why: 'drill', detail: null, link: null, ...NO_RECIPIENTS } as const

/** Folds drafts into the incident as if they had been recorded at `now` (ms), with the UTC offset of `sample`. */
function withRecorded(incident: Incident, drafts: readonly EventDraft[], now: number, sample: string): Incident {
  const recordedAt = formatWithOffsetOf(now, sample)
  const first = incident.events + 1
  const events = drafts.map(({ type, data, at = recordedAt }, i) => {
    const seq = first + i
    // Neither version nor hashes matter, since the events are not written to a log.
    const origin = { v: 1, incident: REHEARSAL, writer: REHEARSAL, seq, prev: null, hlc: [now, seq] as const }
    return { ...origin, at, recordedAt, by: REHEARSAL, type, critical: isCritical(type), data, hash: '' } as Event
  })
  return evolve(incident, ...events)
}
