import type { Step } from '../runbook/runbook.ts'
import { lastWriteWhere, registerOf } from './current-values.ts'
import type { Incident, StepMark } from './incident.ts'
import { type Interruption, type Lifecycle, lifecycleOf } from './lifecycle.ts'
import { countsFrom, isUpdateLate, updateOwedBy } from './notice-deadlines.ts'
import { inOrderOfEvents } from './order-of-events.ts'
import type { Write } from './register.ts'

/** Whether a recurring step has stopped recurring. */
export function hasEnded(incident: Incident, step: Step): boolean {
  return endOf(lifecycleOf(incident), step) !== null
}

/**
 * Whether a recurring step that has ended should have been done; a `renew` step, in an interruption without a mark of it. One
 * that is required is owed from the beginning, at least once, but an update only once it was due. The time of a phase that was
 * passed over counts too: a halt of hours that was lifted in its first phase had needed updates all the same.
 */
export function wasOwed(incident: Incident, lifecycle: Lifecycle, step: Step): boolean {
  const { interruptions, closedAt } = lifecycle
  return interruptions.some((interruption) => {
    if (step.renew && lastMarkWhere(incident, step, isWithin(interruption)) !== undefined) return false
    if (step.modality === 'must' && step.every !== 'cadence') return true
    // It has ended, in each interruption.
    const end = endIn(interruption, step, interruptions[interruption.number]?.startedAt ?? closedAt) as number
    return isLate(step, dueBefore(incident, lifecycle, interruption, step, end), end)
  })
}

/** When a recurring step that was never done was due in an interruption, or would have been if its phase had been entered. */
function dueBefore(
  incident: Incident,
  { phaseAt }: Lifecycle,
  interruption: Interruption,
  { phase, every, channel }: Step,
  end: number,
): number {
  // A step that recurs by a cadence always has a channel.
  if (every === 'cadence') return updateOwedBy(incident, interruption, channel as string, end)
  const entered = { scheduled: phaseAt.get('scheduled'), 'after-resumption': interruption.liftedAt }[String(phase)]
  return Date.parse(entered ?? countsFrom(incident, interruption, end)) + (every as number)
}

/** Whether a step that is due at `dueAt` is late at `at`, both in milliseconds. */
export function isLate(step: Step, dueAt: number, at: number): boolean {
  return step.every === 'cadence' ? isUpdateLate(dueAt, at) : dueAt < at
}

/** When a recurring step ended, at closing at the latest, in milliseconds; null while it recurs, and for a step that is done once. */
export function endOf({ current, closedAt }: Lifecycle, step: Step): number | null {
  return step.kind === 'once' ? null : endIn(current, step, closedAt)
}

/** When a recurring step ended in an interruption, which is over at `over` if that is known; in milliseconds. */
function endIn({ liftedAt, fullyResumedAt }: Interruption, { until }: Step, over: string | null): number | null {
  const end = { lifted: liftedAt, 'fully-resumed': fullyResumedAt, closed: over }[until ?? 'closed'] ?? over
  return end === null ? null : Date.parse(end)
}

/** When a step was done, each time, in that order; a `renew` step since the last reopening. */
export function timesDone(incident: Incident, step: Step): string[] {
  return timesDoneWhere(incident, step, step.renew ? isWithin(lifecycleOf(incident).current) : EVER)
}

/** How often a step was done in all interruptions. */
export function countDone(incident: Incident, step: Step): number {
  return timesDoneWhere(incident, step, EVER).length
}

/** Whether a `renew` step was done before a reopening, and not since. */
export function isDoneBeforeReopening(incident: Incident, step: Step): boolean {
  return timesDone(incident, step).length === 0 && countDone(incident, step) > 0
}

function timesDoneWhere(incident: Incident, { id }: Step, counts: (mark: Write<StepMark>) => boolean): string[] {
  const done = registerOf(incident, `step:${id}`).filter(
    (mark) => !mark.undone && mark.value.state === 'done' && counts(mark),
  )
  return inOrderOfEvents(done, (mark) => mark).map(({ at }) => at)
}

/**
 * Whether a step with an interval of its own was done in time, for each time that it fell due before its end, or before `now`
 * (ms). It falls due again only after it was done.
 */
export function intervalsKept(incident: Incident, step: Step, now: number): boolean[] {
  const lifecycle = lifecycleOf(incident)
  const { interruptions, current, closedAt } = lifecycle
  // What a reopening does not renew is one series over all interruptions.
  const spans = step.renew ? interruptions : [{ ...current, order: 0 }]
  return spans.flatMap((span) => {
    const end = endIn(span, step, interruptions[span.number]?.startedAt ?? closedAt)
    const until = end ?? now
    const times = timesDoneWhere(incident, step, isWithin(span)).map((at) => Date.parse(at))
    const dueTimes = [firstDue(incident, lifecycle, span, step, end), ...times.map((at) => at + (step.every as number))]
    return dueTimes.flatMap((dueAt, i) => {
      const isOver = i > 0 && (times[i - 1] as number) > until
      return isOver || dueAt >= until ? [] : [(times[i] ?? Number.POSITIVE_INFINITY) <= dueAt]
    })
  })
}

/** When a step was first due in an interruption that ended at `end` (ms); infinite if it was not, or was done before. */
function firstDue(
  incident: Incident,
  lifecycle: Lifecycle,
  span: Interruption,
  step: Step,
  end: number | null,
): number {
  const entered = registerOf(incident, 'phase').findLast(
    ({ undone, value, order }) => !undone && value.phase === step.phase && order >= span.order && order < span.endOrder,
  )
  if (entered === undefined)
    return end === null ? Number.POSITIVE_INFINITY : dueBefore(incident, lifecycle, span, step, end)
  const [first = entered.at] = timesDoneWhere(incident, step, isWithin(span))
  const from = Date.parse(entered.at)
  return Date.parse(first) < from ? Number.POSITIVE_INFINITY : from + (step.every as number)
}

/** The last mark of a step among those that count. */
export function lastMarkWhere(
  incident: Incident,
  { id }: Step,
  counts: (mark: Write<StepMark>) => boolean,
): Write<StepMark> | undefined {
  return lastWriteWhere(incident, `step:${id}`, counts)
}

/** Counts every mark. */
export const EVER = () => true

/** Counts the marks of an interruption. */
export function isWithin(interruption: Interruption): (mark: Write<StepMark>) => boolean {
  return ({ order }) => order > interruption.order && order < interruption.endOrder
}
