import type { Intent } from '../domain/decide/decide.ts'
import { isProblem } from '../domain/decide/decision.ts'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { toldSooner } from '../domain/incident/notice-deadlines.ts'
import type { StepView } from '../domain/incident/steps.ts'
import { customerChannels, type Step } from '../domain/runbook/runbook.ts'
import { nameLike } from '../incident/assignee.ts'
import { typedNames } from '../incident/labels.ts'
import { assigneeNamed } from '../incident/names.ts'
import { parsePromise } from '../incident/statements.ts'
import { briefTimeText } from '../view/time-format.ts'
import { warnOfWording } from './facts.ts'
import type { NumberedQuestion } from './questions.ts'
import type { Session } from './session.ts'
import { StepAnswers } from './step-answers.ts'
import { type TimedText, withItsTime } from './timed-text.ts'

/** Whether an intent would record anything now; else says why not, so that nothing is asked for in vain. */
function isPossible(session: Session, intent: Intent): boolean {
  const decision = session.decision(intent)
  if (isProblem(decision)) session.complain(decision)
  else if (decision.events.length === 0) session.show({ events: [], already: decision.already })
  return !isProblem(decision) && decision.events.length > 0
}

/** Puts the step's id in front of a question, since the step is no longer on screen by then. */
function aboutStep({ id }: Step, question: string): string {
  return `${id}  ${question}`
}

/** Carries out a step: gives its notices, or calls its department, or asks for its facts and records it as done. */
export async function finish(session: Session, { step }: StepView): Promise<void> {
  if (step.channel !== null && step.stage !== null) return giveNotices(session, step)
  if (step.tells !== undefined) {
    const outcome = await (await import('./calls.ts')).notifyDepartment(session, step)
    if (outcome === 'escalate') return escalate(session)
    if (outcome === 'told') return
  }
  await recordDone(session, step)
}

/**
 * Asks what was done, then for what the step needs and nobody has stated yet; records all of it at the end. Each question can
 * be left open; Esc at the first one leaves without recording.
 */
async function recordDone(session: Session, step: Step): Promise<void> {
  if (!isPossible(session, { kind: 'done', steps: [step.id] })) return
  let note: TimedText = { text: '' }
  let given = ''
  const answers = new StepAnswers(session)
  const first: NumberedQuestion = async (numbered) => {
    note = await session.ask.timed(numbered(session.context.walk.doneNote), given)
    given = withItsTime(note)
  }
  await session.ask.inOrder([first, ...answers.questions(step)], aboutStep(step, ''))
  const { text, ...at } = note
  const done: Intent = { kind: 'done', steps: [step.id], ...(text !== '' && { note: text }), ...at }
  const refused = session.attempt(() => {
    session.append(...answers.beginnings())
    session.append(...answers.others(), done)
  })
  if (refused === null) await warnOfWording(session, answers.others())
  else session.input.offer({ text: [text, ...answers.words()].join('\n').trim(), isPasted: true })
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
  if (!isPossible(session, { kind: 'begin', steps: [step.id] })) return
  const { text: note, ...at } = await session.ask.timed(aboutStep(step, session.context.walk.noteText))
  session.record({ kind: 'begin', steps: [step.id], ...(note !== '' && { note }), ...at })
}

/** Skips a required step; declines another one. Either needs a reason. */
export async function declineOrSkip(session: Session, { step }: StepView): Promise<void> {
  const { walk } = session.context
  const [kind, question] =
    step.modality === 'must' ? (['skip', walk.skipReason] as const) : (['decline', walk.declineReason] as const)
  if (!isPossible(session, { kind, steps: [step.id], reason: '' })) return
  const { text: reason, ...at } = await session.ask.timed(aboutStep(step, question))
  if (reason !== '') session.record({ kind, steps: [step.id], reason, ...at })
}

/** Assigns a step to a department or a person. */
export async function assign(session: Session, { step }: StepView): Promise<void> {
  const { departments } = session.incident.runbook
  const question = aboutStep(step, session.context.walk.assignTo(typedNames(departments, session.context.text)))
  for (let to = ''; ; ) {
    let like: string | null = null
    const intent = (given: string): Intent => ({
      kind: 'assign',
      steps: [step.id],
      to: assigneeNamed(given, departments),
    })
    to = await session.ask.untilAccepted(
      question,
      (given) => {
        like = nameLike(given, session.incident)
        if (like === null) session.append(intent(given))
      },
      to,
      { isName: true },
    )
    if (to === '') return
    if (like !== null && !(await session.ask.yes(session.context.walk.isPerson(to, like)))) continue
    if (like !== null) session.record(intent(to))
    return (await import('./calls.ts')).offerPage(session, to)
  }
}

/** Records when the next report comes on all customer channels, as their next notice will tell. */
export async function promise(session: Session, words = ''): Promise<void> {
  const channels = customerChannels(session.incident.runbook)
  const promiseAt = (given: string) => {
    const next = parsePromise(given, session.clock)
    session.append({ kind: 'promise', channels, next })
    const told = toldSooner(session.incident, lifecycleOf(session.incident), channels, next)
    if (told !== null) session.say(session.context.text.said.toldSooner(briefTimeText(told)))
  }
  await session.ask.startingWith(words, session.context.walk.promise, promiseAt, { tense: 'future' })
}

/** Asks for a note about the step on the screen. */
export async function askNote(session: Session): Promise<void> {
  const { text, ...at } = await session.ask.timed(session.context.walk.note)
  if (text !== '') session.recordNote(text, at)
}
