import { type Approval, type ApprovalState, approvalsOf } from './approvals.ts'
import { phaseOf, registerOf } from './current-values.ts'
import type { Incident } from './incident.ts'
import { formatTarget } from './scope.ts'

const ENDED: ReadonlySet<ApprovalState> = new Set(['refused', 'changed', 'expired'])

/**
 * The acts that were refused or can no longer be approved, in log order, until one of their notices or targets is prepared
 * again, or carried out; none once the incident is closed.
 */
export function endedApprovals(incident: Incident, now: number): Approval[] {
  if (phaseOf(incident) === 'closed') return []
  const all = approvalsOf(incident, now)
  const isKnown = ({ writer }: Approval) => !incident.unknownWriters.has(writer)
  const lastPrepared = new Map<string, number>()
  for (const one of all)
    for (const part of partsOf(one)) {
      const key = isKnown(one) ? part : `${one.writer} ${part}`
      lastPrepared.set(key, Math.max(lastPrepared.get(key) ?? 0, orderOf(incident, one.event)))
    }
  const isPreparedAgain = (one: Approval) =>
    partsOf(one)
      .flatMap((part) => [part, `${one.writer} ${part}`])
      .some((key) => (lastPrepared.get(key) ?? 0) > orderOf(incident, one.event))
  return all.filter((one) => ENDED.has(one.state) && !isPreparedAgain(one) && !isDone(incident, one))
}

/** Whether a notice on one of its channels, or a lift of one of its targets, was recorded since. */
function isDone(incident: Incident, { event, prepared: { notices = [], lift = [] } }: Approval): boolean {
  const since = orderOf(incident, event)
  const channels = notices.map(({ channel }) => channel)
  return (
    incident.notices.some(({ channel, order }) => channels.includes(channel) && order > since) ||
    lift.some((target) =>
      registerOf(incident, `scope:${formatTarget(target)}`).some(
        ({ order, undone, value }) => order > since && !undone && value.state === 'open',
      ),
    )
  )
}

function partsOf({ prepared: { notices = [], lift = [] } }: Approval): string[] {
  return [...notices.map(({ channel }) => channel), ...lift.map(formatTarget)]
}

/** Position of a request in the fold. */
function orderOf(incident: Incident, request: string): number {
  return Math.max(...registerOf(incident, `approval:${request}`).flatMap((w) => (w.event === request ? [w.order] : [])))
}
