import { approvalOfPosted } from '../incident/approved-acts.ts'
import { currentWrite } from '../incident/current-values.ts'
import type { Incident, Notice } from '../incident/incident.ts'
import { firstNoticeOf, nextNoticeNumber, unsettledOn } from '../incident/notices.ts'
import { applyingStepIds, type StepState, type StepView, stepApplies, stepOf, stepsOf } from '../incident/steps.ts'
import type { EventDraft } from '../log/event.ts'
import { nextAsPlanned } from '../notice/next-report.ts'
import { problem } from '../problem.ts'
import { idByName } from '../runbook/names.ts'
import type { Decision, GivenTime, Situation } from './decision.ts'
import { accept, allOrNone, givenTime, isProblem, notResumedProblem, unchanged } from './decision.ts'
import { arrivalOf } from './unsettled.ts'

export type StepIntent =
  | ({ readonly kind: 'begin' | 'done'; readonly steps: readonly string[]; readonly note?: string } & GivenTime)
  | ({ readonly kind: 'decline' | 'skip'; readonly steps: readonly string[]; readonly reason: string } & GivenTime)
  | ({ readonly kind: 'assign'; readonly steps: readonly string[]; readonly to: string } & GivenTime)

export function decideSteps(situation: Situation, intent: StepIntent): Decision {
  const { incident, context } = situation
  let current = situation
  return allOrNone(
    [...new Set(intent.steps)].map((id) => {
      const view = stepOf(incident, id, context.now)
      if (view === undefined) return problem('unknown-step', { given: id, allowed: applyingStepIds(incident) })
      const decision = decideStep(current, intent, view)
      if (!isProblem(decision) && decision.events.some(({ type }) => type === 'notice.posted'))
        current = { ...current, incident: withPostedNotices(current, decision.events) }
      return decision
    }),
  )
}

/** Adds the notices posted by earlier steps of the same intent, so that the next one is numbered after them. */
function withPostedNotices({ incident, context }: Situation, drafts: readonly EventDraft[]): Incident {
  const notices = drafts.flatMap(({ type, data }): Notice[] => {
    if (type !== 'notice.posted') return []
    // The event has no name yet, and will come after all others.
    const { recordedAt, by } = context
    const order = Number.MAX_SAFE_INTEGER
    const origin = { event: '', order, at: recordedAt, recordedAt, timeOrder: order, by, seen: [] }
    return [
      { ...data, ...origin, state: 'posted', texts: [], corrects: null, claim: null, forced: null, sending: null },
    ]
  })
  return { ...incident, notices: [...incident.notices, ...notices] }
}

/** The state of a step after each kind of intent; null if it does not change. */
const RESULTING_STATE: Readonly<Record<StepIntent['kind'], StepState | null>> = {
  begin: 'in-progress',
  done: 'done',
  decline: 'declined',
  skip: 'skipped',
  assign: null,
}

function decideStep(situation: Situation, intent: StepIntent, view: StepView): Decision {
  const { step, state } = view
  const statement = `${intent.kind} ${step.id}`
  if (intent.kind === 'assign') {
    // What names no department is a person.
    const to = idByName(situation.incident.runbook.departments, intent.to) ?? intent.to
    if (view.assignee === to) return unchanged(`${statement} ${to}`)
    return accept({ type: 'step.assigned', ...givenTime(intent), data: { step: step.id, to } })
  }
  const canRepeat = step.kind === 'recurring' && (intent.kind === 'done' || intent.kind === 'begin')
  if (state === RESULTING_STATE[intent.kind] && !(state === 'done' && canRepeat)) {
    const text = intent.kind === 'done' ? intent.note : undefined
    if (text === undefined || text === view.reason) return unchanged(statement)
    // It says something new, as where a notice has completed the step before.
    const note = { type: 'note.added', ...givenTime(intent), data: { text, step: step.id } } as const
    return { ...unchanged(statement), events: [note] }
  }
  const dismisses = intent.kind === 'decline' || intent.kind === 'skip'
  if (dismisses && (state === 'not-applicable' || isDismissedThen(situation.incident, intent, step.id)))
    return unchanged(statement)
  if (intent.kind === 'decline' && step.modality === 'must') return problem('required-step', { step: step.id })
  if (state === 'done' && !canRepeat) return problem('step-resolved', { step: step.id, state })
  const { channel, stage } = step
  if (intent.kind === 'done' && channel !== null && stage === 'resumption') {
    const early = notResumedProblem(situation, { channel, stage })
    if (early !== null) return early
  }
  return accept(...draftsOf(situation, intent, view))
}

/** Whether a step was last dismissed just so, at the time given: before a later lift, that counts for nothing any more. */
function isDismissedThen(incident: Incident, { kind, at }: StepIntent, step: string): boolean {
  const last = currentWrite(incident, `step:${step}`)
  return at !== undefined && last?.at === at && last.value.state === RESULTING_STATE[kind]
}

function draftsOf(situation: Situation, intent: Exclude<StepIntent, { kind: 'assign' }>, view: StepView): EventDraft[] {
  const step = view.step.id
  const when = givenTime(intent)
  if ('reason' in intent) {
    const type = intent.kind === 'decline' ? 'step.declined' : 'step.skipped'
    return [{ type, ...when, data: { step, reason: intent.reason } }]
  }
  const data = { step, ...(intent.note !== undefined && { note: intent.note }) }
  if (intent.kind === 'begin') return [{ type: 'step.begun', ...when, data }]
  return [...postedNotice(situation, view, when), { type: 'step.done', ...when, data }]
}

/**
 * Doing a notice step also records its notice as posted, without the text, or as arrived if it was sent with an unknown
 * outcome; not if it is for the first one and that went out before. Other steps record no notice.
 */
function postedNotice({ incident, lifecycle, context }: Situation, { step }: StepView, when: GivenTime): EventDraft[] {
  const { channel, stage } = step
  if (channel === null || stage === null) return []
  if (stage === 'first' && firstNoticeOf(incident, lifecycle, channel) !== undefined) return []
  const unsettled = unsettledOn(incident, channel)
  if (unsettled?.stage === stage && when.at === undefined) return [arrivalOf(unsettled)]
  const number = nextNoticeNumber(incident, lifecycle, channel, stage)
  const notice = { channel, stage, number }
  const next = nextAsPlanned(incident, notice, Date.parse(when.at ?? context.recordedAt))
  const approval = approvalOfPosted(incident, { ...notice, text: null }, false, { now: context.now })
  return [
    { type: 'notice.posted', ...when, data: { ...notice, link: null, text: null, digest: null, next, ...approval } },
  ]
}

/** Returns the `step.done` events of the notice steps that a notice of this channel and stage completes. */
export function stepsDoneByNotice(situation: Situation, channel: string, stage: string, when: GivenTime): EventDraft[] {
  return stepsDoneWhere(situation, when, ({ step, state }) => {
    const canBeDone = state !== 'done' || step.kind === 'recurring'
    return canBeDone && step.channel === channel && step.stage === stage
  })
}

/**
 * Returns the `step.done` events of the applying steps that something else, such as a notice or a call, completes, as everybody
 * or as known writers left them.
 */
export function stepsDoneWhere(
  { incident, known, context }: Situation,
  intent: GivenTime,
  isCompleted: (view: StepView) => boolean,
): EventDraft[] {
  const ofKnown = known === incident ? [] : stepsOf(known, context.now).filter(isCompleted)
  const completed = new Set(ofKnown.map(({ step }) => step.id))
  return stepsOf(incident, context.now)
    .filter((view) => stepApplies(incident, view.step) && (isCompleted(view) || completed.has(view.step.id)))
    .map(({ step }) => ({ type: 'step.done', ...givenTime(intent), data: { step: step.id } }))
}
