import type { StepView } from '../domain/incident/steps.ts'
import { customerChannels, type Step } from '../domain/runbook/runbook.ts'
import { parsePromise } from '../incident/statements.ts'
import { askWhatStepNeeds } from './facts.ts'
import type { Session } from './session.ts'
import { KEYS } from './view.ts'

/** Puts the step's id in front of a question, since the step is no longer on screen by then. */
function aboutStep({ id }: Step, question: string): string {
  return `${id}  ${question}`
}

/** Carries out a step: gives its notices, or calls its department, or asks for its facts and records it as done. */
export async function finish(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  if (step.channel !== null && step.stage !== null) return giveNotices(session, step)
  if (step.tells !== undefined) {
    const outcome = await (await import('./calls.ts')).notifyDepartment(session, step)
    if (outcome === 'escalate') return escalate(session)
    if (outcome === 'told') return
  }
  await askWhatStepNeeds(session, step)
  const { text: note, ...at } = await session.askTimed(aboutStep(step, walk.doneNote))
  session.record({ kind: 'done', steps: [step.id], ...(note !== '' && { note }), ...at })
}

/** Gives the notices of a step; without one, the next on each customer channel. Loads the modules for it when needed. */
export async function giveNotices(session: Session, step: Step | null = null): Promise<void> {
  await (await import('./notices.ts')).composeAndGiveNotices(session, step)
}

/** Calls everybody who is due. Loads the modules for calls only when needed. */
export async function callPeople(session: Session): Promise<void> {
  if (await (await import('./calls.ts')).callPeople(session)) await escalate(session)
}

/** Raises escalation levels, and calls their people. */
export async function escalate(session: Session): Promise<void> {
  await (await import('./calls.ts')).escalate(session)
}

export async function begin(session: Session, { step }: StepView): Promise<void> {
  const { text: note, ...at } = await session.askTimed(aboutStep(step, session.context.walk.noteText))
  session.record({ kind: 'begin', steps: [step.id], ...(note !== '' && { note }), ...at })
}

/** Skips a required step; for other steps, the operator chooses between declining and skipping. */
export async function declineOrSkip(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  const kind = step.modality === 'must' ? 'skip' : await chooseDeclineOrSkip(session)
  if (kind === null) return
  const question = kind === 'skip' ? walk.skipReason : walk.declineReason
  const { text: reason, ...at } = await session.askTimed(aboutStep(step, question))
  if (reason !== '') session.record({ kind, steps: [step.id], reason, ...at })
}

/** Asks whether to decline or to skip a step; null for neither. */
async function chooseDeclineOrSkip(session: Session): Promise<'decline' | 'skip' | null> {
  const lines = () => session.questionLines(session.context.walk.declineOrSkip)
  const keys = new Set(['d', KEYS.skip, '\r', '\n', ''])
  const key = await session.prompter.askKey({ lines, keys, isStale: () => false })
  return key === 'd' ? 'decline' : key === KEYS.skip ? 'skip' : null
}

/** Assigns a step to a department or a person. */
export async function assign(session: Session, { step }: StepView): Promise<void> {
  const { departments } = session.incident.runbook
  const to = await session.askLine(aboutStep(step, session.context.walk.assignTo(Object.keys(departments).join(', '))))
  if (to !== '') session.record({ kind: 'assign', steps: [step.id], to })
}

/** Records when the next report is promised on all customer channels, independently of a notice. */
export async function promise(session: Session): Promise<void> {
  const channels = customerChannels(session.incident.runbook)
  for (;;) {
    const given = await session.askLine(session.context.walk.promise)
    if (given === '') return
    const refused = session.attempt(() => {
      session.record({ kind: 'promise', channels, next: parsePromise(given, session.clock) })
    })
    if (refused === null) return
  }
}
