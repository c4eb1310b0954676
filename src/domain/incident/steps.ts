import { memoizeAt } from '../memoize.ts'
import { roleOf } from '../runbook/fact-roles.ts'
import { PHASES, type Phase, phaseIndex, type Step, stepById, type Urgency } from '../runbook/runbook.ts'
import { currentWrite, phaseOf, typeOf } from './current-values.ts'
import type { Incident, StepMark } from './incident.ts'
import { type Lifecycle, lastLift, lifecycleOf } from './lifecycle.ts'
import { nextUpdateDue, noticeDeadlines } from './notice-deadlines.ts'
import { happenedBefore } from './order-of-events.ts'
import { EVER, endOf, hasEnded, isLate, isWithin, lastMarkWhere, timesDone, wasOwed } from './recurring-steps.ts'
import type { Write } from './register.ts'

/** A step as it stands, whether somebody put it in that state or the rules did. */
export type StepState = 'pending' | 'in-progress' | 'done' | 'declined' | 'skipped' | 'not-applicable'

export const RESOLVED_STATES: ReadonlySet<StepState> = new Set(['done', 'declined', 'skipped', 'not-applicable'])

export interface StepView {
  readonly step: Step
  readonly state: StepState
  readonly assignee: string | null
  /** Milliseconds since 1970; null if it has no deadline, or none anymore. */
  readonly dueAt: number | null
  readonly overdue: boolean
  /** Where, when and by whom its state was last recorded; null if nobody has recorded one. */
  readonly event: string | null
  readonly at: string | null
  readonly by: string | null
  /** A note on what was done, or the reason why it was not. */
  readonly reason: string | null
}

/** Returns every step of the runbook as it stands at `now` (milliseconds), in the manual's order. */
export const stepsOf = memoizeAt((incident: Incident, now: number): readonly StepView[] =>
  incident.runbook.steps.map(stepViewer(incident, now)),
)

export function stepOf(incident: Incident, id: string, now: number): StepView | undefined {
  const step = stepById(incident.runbook, id)
  return step === undefined ? undefined : stepViewer(incident, now)(step)
}

/** Returns a function that views a step. It computes the notice deadlines only when the first step needs one. */
function stepViewer(incident: Incident, now: number): (step: Step) => StepView {
  const lifecycle = lifecycleOf(incident)
  let deadlines: ReadonlyMap<string, number> | null = null
  const noticeDueAt = (id: string) => {
    deadlines ??= new Map(noticeDeadlines(incident, lifecycle).map(({ id, dueAt }) => [id, dueAt]))
    return deadlines.get(id) ?? null
  }
  return (step) => {
    const mark = markOf(incident, lifecycle, step)
    const due = dueOf(incident, lifecycle, noticeDueAt, step)
    const state = stateOf(incident, lifecycle, step, mark, due, now)
    const isOpen = !RESOLVED_STATES.has(state)
    const recurs = state === 'done' && step.kind === 'recurring' && endOf(lifecycle, step) === null
    // After closing, no step can be done any more: it was late then, and does not get later.
    const canBeDone = (isOpen || recurs) && lifecycle.closedAt === null
    // What ended before it was due is late at no time, even if it still has to be accounted for.
    const wasDue = due !== null && due <= (endOf(lifecycle, step) ?? due)
    const dueAt = canBeDone && wasDue ? due : null
    const overdue = isOpen && dueAt !== null && isLate(step, dueAt, now)
    const assignee = currentWrite(incident, `assignee:${step.id}`)?.value ?? null
    const { event = null, at = null, by = null } = mark ?? {}
    return { step, state, assignee, dueAt, overdue, event, at, by, reason: mark?.value.note ?? null }
  }
}

/** Returns when the notice deadline with this id is due, in milliseconds; null if there is none. */
type NoticeDueAt = (id: string) => number | null

/** Whether a step is for the incident's type; in the phase `scheduled`, only if the halt is planned or always has to be. */
export function stepApplies(incident: Incident, step: Step): boolean {
  const type = typeOf(incident)
  if (step.applies[type] === undefined) return false
  if (step.phase !== 'scheduled' || incident.declaration?.planned != null) return true
  return incident.runbook.types[type]?.planned === 'required'
}

/** Returns the facts that a step asks for: nobody detects a planned halt. */
export function factsAskedBy({ runbook, declaration }: Incident, { facts }: Step): readonly string[] {
  return declaration?.planned == null ? facts : facts.filter((name) => roleOf(runbook, name) !== 'detected')
}

/** Returns the ids of the steps for the incident's type: what is suggested for a mistyped one. */
export function applyingStepIds(incident: Incident): string[] {
  return incident.runbook.steps.filter((step) => stepApplies(incident, step)).map(({ id }) => id)
}

/** Returns the begun or assigned steps of earlier phases that are not resolved: somebody still has to finish them. */
export function stepsLeftBehind(incident: Incident, now: number): StepView[] {
  const phase = phaseIndex(phaseOf(incident))
  const waits = ({ state, assignee }: StepView) => state === 'in-progress' || (state === 'pending' && assignee !== null)
  return stepsOf(incident, now).filter((view) => phaseIndex(view.step.phase) < phase && waits(view))
}

/** Returns how urgent a step is for the incident's type; `later` if it is not for this type. */
export function urgencyOf(incident: Incident, step: Step): Urgency {
  return step.applies[typeOf(incident)] ?? 'later'
}

export function isPhaseReached(incident: Incident, phase: Phase): boolean {
  return phaseIndex(phase) <= phaseIndex(phaseOf(incident))
}

/** The mark by which a step stands. What a notice of resumption told does not count for what was lifted after it. */
function markOf(incident: Incident, lifecycle: Lifecycle, step: Step): Write<StepMark> | undefined {
  const mark = lastCountingMark(incident, lifecycle, step)
  if (mark === undefined || step.stage !== 'resumption') return mark
  const lift = lastLift(incident)
  const isOutdated = lift !== undefined && mark.value.state !== 'in-progress' && happenedBefore(mark, lift)
  return isOutdated ? undefined : mark
}

/**
 * The last mark of a step. For a `renew` step, those before a reopening do not count, unless it has ended without having been
 * due again.
 */
function lastCountingMark(incident: Incident, lifecycle: Lifecycle, step: Step): Write<StepMark> | undefined {
  if (!step.renew) return lastMarkWhere(incident, step, EVER)
  const mark = lastMarkWhere(incident, step, isWithin(lifecycle.current))
  if (mark !== undefined || endOf(lifecycle, step) === null || wasOwed(incident, lifecycle, step)) return mark
  return lastMarkWhere(incident, step, EVER)
}

/** The last recorded state, as far as it still holds: a recurring step that was done is pending once it is due again. */
function stateOf(
  incident: Incident,
  lifecycle: Lifecycle,
  step: Step,
  mark: Write<StepMark> | undefined,
  due: number | null,
  now: number,
): StepState {
  if (mark === undefined) return notApplicableBecause(incident, step) === null ? 'pending' : 'not-applicable'
  if (mark.value.state !== 'done' || step.kind === 'once' || endOf(lifecycle, step) !== null) return mark.value.state
  return due !== null && isLate(step, due, now) ? 'pending' : 'done'
}

/** Why nobody had to do a step: see `notApplicableBecause`. */
export const NOT_APPLICABLE = ['other-type', 'unplanned', 'not-reached', 'not-due'] as const
type NotApplicable = (typeof NOT_APPLICABLE)[number]

/**
 * Why nothing has to be recorded of a step: it is for other types, or for planned halts; a false alarm, a duplicate or a
 * halt that never began was closed before its phase; or it recurs, and ended before it was due, which excuses an update and
 * what is not required. Null if it has to be done, or had to be.
 */
export function notApplicableBecause(incident: Incident, step: Step): NotApplicable | null {
  if (!stepApplies(incident, step)) return step.applies[typeOf(incident)] === undefined ? 'other-type' : 'unplanned'
  const lifecycle = lifecycleOf(incident)
  if (isNeverReached(lifecycle, step.phase)) return 'not-reached'
  return hasEnded(incident, step) && !wasOwed(incident, lifecycle, step) ? 'not-due' : null
}

/** Whether a halt was closed before this phase, and not because trading had resumed: then the duties of the phase stay. */
function isNeverReached({ startedAt, closedAt, closedAs, phaseAt }: Lifecycle, phase: Phase): boolean {
  if (closedAt === null || (closedAs === 'resolved' && startedAt !== null)) return false
  return !PHASES.some((other) => other !== 'closed' && phaseAt.has(other) && phaseIndex(other) >= phaseIndex(phase))
}

/** When a step is due or due again, in milliseconds; null if it has no deadline. */
function dueOf(incident: Incident, lifecycle: Lifecycle, noticeDueAt: NoticeDueAt, step: Step): number | null {
  if (step.every === null) return step.channel === null ? null : noticeDueAt(`${step.stage}-notice:${step.channel}`)
  // A step that recurs by a cadence always has a channel.
  if (step.every === 'cadence') return nextUpdateDue(incident, lifecycle, step.channel ?? '', endOf(lifecycle, step))
  const from = timesDone(incident, step).at(-1) ?? lifecycle.phaseAt.get(step.phase)
  return from === undefined ? null : Date.parse(from) + step.every
}
