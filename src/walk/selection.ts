import { applyingStepIds, type StepView, stepsOf } from '../domain/incident/steps.ts'
import { plan } from '../domain/plan.ts'
import { fail } from '../domain/problem.ts'
import type { Session } from './session.ts'

/** The step on the screen, by id; null for the first of the plan. */
export interface Selection {
  step: string | null
}

/** The step to show: the selected one, else the first of the plan; null if the plan is empty. */
export function viewAt(session: Session, selection: Selection): StepView | null {
  const now = session.clock.now()
  const chosen = stepsOf(session.incident, now).find((v) => v.step.id === selection.step)
  return chosen ?? openSteps(session)[0] ?? null
}

/** The open steps in the order in which to do them; in the first minutes only what must be done then, while there is any. */
function openSteps(session: Session): readonly StepView[] {
  const { incident, clock, context } = session
  const steps = plan(incident, clock.now(), { brief: session.isBrief })
  if (steps.length > 0 || !session.isBrief) return steps
  session.isBrief = false
  session.say(context.walk.briefOver)
  return plan(incident, clock.now())
}

export function switchBrief(session: Session): void {
  const { incident, clock, context } = session
  session.isBrief = !session.isBrief
  const { length } = plan(incident, clock.now(), { brief: true })
  session.say(session.isBrief ? context.walk.briefOn(length) : context.walk.briefOff)
}

/** Selects a step by its id, by the beginning of it, or by what follows a hyphen in it. */
export async function jump(session: Session, selection: Selection, given = ''): Promise<void> {
  const { incident, context } = session
  const ids = incident.runbook.steps.map(({ id }) => id)
  const known = applyingStepIds(incident)
  await session.ask.startingWith(given, context.walk.jumpTo, (answer) => {
    const isMeant = (id: string) => id.startsWith(answer) || id.endsWith(`-${answer}`)
    const found = ids.includes(answer) ? answer : (known.find(isMeant) ?? ids.find(isMeant))
    selection.step = found ?? fail('unknown-step', { given: answer, allowed: known })
  })
  session.input.settleAnswers()
}

/** Selects the step of the plan `by` places further on. After the last one comes the first, which is said. */
export function move(session: Session, selection: Selection, view: StepView | null, by: 1 | -1): void {
  const { walk } = session.context
  const ids = openSteps(session).map((v) => v.step.id)
  if (ids.length === 0) return
  const at = ids.indexOf(view?.step.id ?? '')
  if (by === -1 && at === 0) session.say(walk.firstStep)
  if (by === 1 && at === ids.length - 1) session.say(walk.fromTheFirst)
  selection.step = ids[Math.max(at + by, 0) % ids.length] ?? null
}
