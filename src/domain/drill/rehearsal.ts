import { decide } from '../decide/decide.ts'
import { type Accepted, type Circumstances, isProblem, numberNotices } from '../decide/decision.ts'
import { evolve } from '../incident/evolve.ts'
import { INITIAL, type Incident } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import { type Draft, type Event, isCritical } from '../log/event.ts'
import { openedAt, stampLike } from './clock.ts'
import type { Move } from './player.ts'
import { Player } from './player.ts'

/** A drill as it goes where nothing is recorded: its state at the end, and when that is, in milliseconds. */
export interface Rehearsed {
  readonly incident: Incident
  readonly ended: number
}

/** Plays a drill through in memory; `opening` are its first events, recorded at `opened`, in ISO 8601. */
export function rehearse(opening: readonly Draft[], opened: string): Rehearsed {
  let incident = took(INITIAL, opening, Date.parse(opened), opened)
  const player = new Player(openedAt(incident) as number)
  for (let move = player.next(incident); move !== null; move = player.next(incident)) {
    const after = made(incident, move, player.now, opened)
    if (after === null) player.wasRefused()
    else player.made()
    incident = after ?? incident
  }
  return { incident, ended: player.now }
}

/** The incident after a move; null where that was refused, or changed nothing. */
function made(incident: Incident, move: Move, now: number, sample: string): Incident | null {
  const when: Circumstances = { by: PLAYER, now, recordedAt: stampLike(now, sample) }
  if (move.kind === 'notify') return told(incident, move, when)
  const decision = decide(incident, move.intent, when)
  return isProblem(decision) || decision.events.length === 0 ? null : took(incident, decision.events, now, sample)
}

/** The notices of a move: intent, then outcome, as they are recorded where texts are composed. */
function told(
  incident: Incident,
  { channels, stage }: Move & { kind: 'notify' },
  when: Circumstances,
): Incident | null {
  const numbered = numberNotices({ incident, lifecycle: lifecycleOf(incident) }, channels, stage ?? undefined)
  const notices = numbered.map((notice) => ({ ...notice, ...WITHOUT_TEXT }))
  const decision = decide(incident, { kind: 'intend-notices', notices }, when)
  if (isProblem(decision)) return null
  let after = took(incident, decision.events, when.now, when.recordedAt)
  for (const { event: notice } of after.notices.slice(-notices.length)) {
    const delivered = decide(after, { kind: 'deliver-notice', data: { notice, ...SENT } }, when) as Accepted
    after = took(after, delivered.events, when.now, when.recordedAt)
  }
  return after
}

const PLAYER = 'drill'
const WITHOUT_TEXT = { via: 'drill', key: 'drill', texts: [], digest: 'drill', next: null, journal: null } as const
const NOBODY = { accepted: null, refused: null, unknown: null, journal: null } as const
/** The player tells nobody on a channel that fails. */
const SENT = { outcome: 'sent', why: 'drill', detail: null, link: null, ...NOBODY } as const

/** Folds drafts as if they had been recorded at a time. */
function took(incident: Incident, drafts: readonly Draft[], now: number, sample: string): Incident {
  const recordedAt = stampLike(now, sample)
  const first = incident.events + 1
  const events = drafts.map(({ type, data, at = recordedAt }, i) => {
    const seq = first + i
    const place = { v: 1, incident: PLAYER, writer: PLAYER, seq, prev: null, hlc: [now, seq] as const }
    return { ...place, at, recordedAt, by: PLAYER, type, critical: isCritical(type), data, hash: '' } as Event
  })
  return evolve(incident, ...events)
}
