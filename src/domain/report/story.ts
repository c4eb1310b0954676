import { approvalsEver } from '../incident/approvals.ts'
import type { Incident } from '../incident/incident.ts'
import { answeredMoments, keyMoments } from '../incident/key-moments.ts'
import { wentOut } from '../incident/notice-reach.ts'
import { noticesAsSent } from '../incident/notices.ts'
import type { TimelineEntry } from '../incident/timeline.ts'
import type { EventData, EventType } from '../log/event.ts'
import type { Stage } from '../runbook/runbook.ts'

/** The key moments of an incident, in the order in which they happened. */
export interface Story {
  /** Whether people marked them; if nobody did, they are those that `proposedMoment` picks. */
  readonly isMarked: boolean
  readonly entries: readonly TimelineEntry[]
}

/** Events that change the course of an incident: decisions, what stops and resumes, who leads. */
const TURNING_POINTS: ReadonlySet<string> = new Set<EventType>([
  'incident.started',
  'incident.classified',
  'scope.changed',
  'scope.lifted',
  'incident.reopened',
  'incident.closed',
  'handover.accepted',
  'escalation.raised',
  'authority.reported',
  'approval.granted',
  'approval.refused',
])

/** Notices of these stages are turning points; of each stage, the first that went out. */
export const TOLD_STAGES: readonly Stage[] = ['scheduled', 'first', 'resumption', 'final', 'correction', 'retraction']

/**
 * Returns whether an event belongs to the story: those marked as key moments, and each beginning of which nobody said that it is
 * none; if none is marked, the turning points. What was undone belongs to it only if somebody marked it.
 */
export function tellsStory(incident: Incident): (entry: TimelineEntry) => boolean {
  const [marked, answered] = [keyMoments(incident), answeredMoments(incident)]
  if (marked.size === 0) return proposedMoment(incident)
  return (entry) => marked.has(entry.event) || (isBeginning(entry) && !answered.has(entry.event))
}

/** Whether an event declared the halt, began it as planned, or reopened it. */
function isBeginning({ type, data, undoneBy }: TimelineEntry): boolean {
  if (undoneBy !== null) return false
  return type === 'incident.started' || type === 'incident.reopened' || beginsPlannedHalt(type, data)
}

/** Returns whether an event is to be proposed as a key moment: a turning point of which nobody has said whether it is one. */
export function openMoment(incident: Incident): (entry: TimelineEntry) => boolean {
  const [isProposed, answered] = [proposedMoment(incident), answeredMoments(incident)]
  return (entry) => isProposed(entry) && !answered.has(entry.event)
}

/**
 * Returns whether an event is picked as a key moment: a turning point, or a note that judges a possible cause. An approval is
 * none where it does not count.
 */
function proposedMoment(incident: Incident): (entry: TimelineEntry) => boolean {
  const granted = new Set(approvalsEver(incident).flatMap(({ grants }) => grants.map(({ event }) => event)))
  const told = new Set(
    TOLD_STAGES.flatMap((stage) => {
      const sent = incident.notices.filter((notice) => notice.stage === stage && wentOut(notice))
      return noticesAsSent(sent)[0]?.event ?? []
    }),
  )
  return ({ event, type, data, undoneBy }) => {
    if (undoneBy !== null) return false
    if (type === 'approval.granted') return granted.has(event)
    if (type === 'note.added') return judgesCause(data as EventData['note.added'])
    return TURNING_POINTS.has(type) || told.has(event) || beginsPlannedHalt(type, data)
  }
}

/** Whether an event began a planned halt: no other advances to the first phase. */
export function beginsPlannedHalt(type: string, data: TimelineEntry['data']): boolean {
  return type === 'phase.advanced' && (data as EventData['phase.advanced']).to === 'initial-response'
}

function judgesCause({ discards, confirms }: EventData['note.added']): boolean {
  return discards !== undefined || confirms !== undefined
}
