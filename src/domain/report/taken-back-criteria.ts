import { registerOf } from '../incident/current-values.ts'
import type { Incident, StepMark } from '../incident/incident.ts'
import { lifecycleOf } from '../incident/lifecycle.ts'
import type { Register, Write } from '../incident/register.ts'
import type { TimelineEntry } from '../incident/timeline.ts'
import type { Step } from '../runbook/runbook.ts'

/** An event that was undone, and who did so, when and why. */
export interface UndoneEvent {
  /** The event that undid it. */
  readonly event: string
  readonly recordedAt: string
  readonly by: string
  readonly reason: string
  readonly target: TimelineEntry
}

interface TakenBack {
  readonly step: string
  readonly by: UndoneEvent
}

/** Returns the steps on the resumption criteria that were done at a lift, and whose record was undone after it. */
export function takenBackAfterLift(incident: Incident, undone: readonly UndoneEvent[]): TakenBack[] {
  const lifts = registerOf(incident, 'phase').filter((write) => !write.undone && write.value.by === 'lift')
  const criteria = incident.runbook.steps.filter(({ gate }) => gate === 'lift')
  return criteria.flatMap((step) => {
    const marks = registerOf(incident, `step:${step.id}`)
    const restedOn = new Set(lifts.flatMap(({ order }) => basisOf(incident, step, marks, order) ?? []))
    return [...restedOn].flatMap((event) =>
      undone.filter(({ target }) => target.event === event).map((by) => ({ step: step.id, by })),
    )
  })
}

/** The event by which a step counted as done at a position in the fold, if it was undone after it and no other stands. */
function basisOf(incident: Incident, { renew }: Step, marks: Register<StepMark>, at: number): string | undefined {
  const since = renew ? lifecycleOf(incident).interruptions.findLast(({ order }) => order < at)?.order : undefined
  const before = marks.filter(({ order }) => order < at && order > (since ?? Number.NEGATIVE_INFINITY))
  const last = before.findLast((mark) => !mark.undone || isUndoneAfter(mark, at))
  return last?.undone === true && last.value.state === 'done' ? last.event : undefined
}

function isUndoneAfter({ amendment }: Write<StepMark>, at: number): boolean {
  return amendment !== null && amendment.order > at
}
