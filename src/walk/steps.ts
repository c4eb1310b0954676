import type { StepView } from '../domain/incident/steps.ts'
import { customerChannels, type Step } from '../domain/runbook/runbook.ts'
import { parsePromise } from '../incident/statements.ts'
import { askFor } from './facts.ts'
import type { Session } from './session.ts'
import { KEYS } from './view.ts'

/** What an operator does with the step on the screen. */

/** A question about a step names it: the step's own lines are gone from the screen by then. */
function of(step: Step | null, question: string): string {
  return step === null ? question : `${step.id}  ${question}`
}

export async function finish(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  if (step.channel !== null && step.stage !== null) return tellCustomers(session, step)
  if (step.tells !== undefined) {
    const told = await (await import('./calls.ts')).tellDepartment(session, step)
    if (told === 'escalate') return goHigher(session)
    if (told === 'told') return
  }
  await askFor(session, step)
  const { text: note, ...at } = await session.timed(of(step, walk.doneNote))
  session.record({ kind: 'done', steps: [step.id], ...(note !== '' && { note }), ...at })
}

/** What notices need is loaded by who gets to one. */
export async function tellCustomers(session: Session, step: Step | null = null): Promise<void> {
  await (await import('./notices.ts')).tellOf(session, step)
}

/** What calls need is loaded by who makes one. */
export async function callPeople(session: Session): Promise<void> {
  if (await (await import('./calls.ts')).callPeople(session)) await goHigher(session)
}

export async function goHigher(session: Session): Promise<void> {
  await (await import('./calls.ts')).escalate(session)
}

export async function begin(session: Session, { step }: StepView): Promise<void> {
  const { text: note, ...at } = await session.timed(of(step, session.context.walk.noteText))
  session.record({ kind: 'begin', steps: [step.id], ...(note !== '' && { note }), ...at })
}

/** A required step can only be skipped; of others the operator says whether it is decided against or skipped. */
export async function dismiss(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  const kind = step.modality === 'must' ? 'skip' : await declineOrSkip(session)
  if (kind === null) return
  const { text: reason, ...at } = await session.timed(of(step, kind === 'skip' ? walk.skipReason : walk.declineReason))
  if (reason !== '') session.record({ kind, steps: [step.id], reason, ...at })
}

async function declineOrSkip(session: Session): Promise<'decline' | 'skip' | null> {
  const lines = () => session.marked(session.context.walk.declineOrSkip)
  const keys = new Set(['d', KEYS.skip, '\r', '\n', ''])
  const key = await session.prompter.key({ lines, keys, stale: () => false })
  return key === 'd' ? 'decline' : key === KEYS.skip ? 'skip' : null
}

export async function assign(session: Session, { step }: StepView): Promise<void> {
  const { departments } = session.incident.runbook
  const to = await session.line(of(step, session.context.walk.assignTo(Object.keys(departments).join(', '))))
  if (to !== '') session.record({ kind: 'assign', steps: [step.id], to })
}

/** Records when the next report is promised on all customers' channels, apart from any notice. */
export async function promise(session: Session): Promise<void> {
  const channels = customerChannels(session.incident.runbook)
  for (;;) {
    const given = await session.line(session.context.walk.promise)
    if (given === '') return
    const refused = session.attempt(() => {
      session.record({ kind: 'promise', channels, next: parsePromise(given, session.clock) })
    })
    if (refused === null) return
  }
}
