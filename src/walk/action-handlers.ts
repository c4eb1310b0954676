import { phaseOf } from '../domain/incident/current-values.ts'
import { RESOLVED_STATES, type StepView, stepOf } from '../domain/incident/steps.ts'
import type { ActionName } from './actions.ts'
import { askSeverity, askTitle, askType } from './classify.ts'
import { correct } from './corrections.ts'
import { attachFile, privateNote, removeEvidence, runCommand } from './evidence.ts'
import { askFactStatement } from './facts.ts'
import { followUp } from './follow-ups.ts'
import { showHelp } from './help.ts'
import { advance, close, lift, reopen } from './phases.ts'
import { askScope } from './scope.ts'
import { jump, move, type Selection, switchBrief } from './selection.ts'
import type { Session } from './session.ts'
import { askNote, assign, begin, callPeople, declineOrSkip, escalate, finish, giveNotices, promise } from './steps.ts'
import { undo } from './undo.ts'
import { stepListLines } from './view.ts'

type ActionHandler = (session: Session, selection: Selection, view: StepView | null) => Promise<void> | void

/** Makes a key act on the step on screen, then return to the first of the plan; without a step it does nothing. */
const onStep =
  (act: (session: Session, view: StepView) => Promise<void>): ActionHandler =>
  async (session, selection, view) => {
    if (view === null) return
    try {
      await act(session, view)
      selection.step = null
    } finally {
      // What was recorded before the operator went back may have resolved it.
      if (hasBecomeResolved(session, view)) selection.step = null
    }
  }

function hasBecomeResolved({ incident, clock }: Session, { step, state }: StepView): boolean {
  const now = stepOf(incident, step.id, clock.now())
  return now !== undefined && !RESOLVED_STATES.has(state) && RESOLVED_STATES.has(now.state)
}

/** Makes a key act, then stay at the step on the screen, unless the act has resolved it or opened another phase. */
export const stayingAtStep =
  (act: (session: Session) => Promise<void>): ActionHandler =>
  async (session, selection, view) => {
    const phase = phaseOf(session.incident)
    try {
      await act(session)
    } finally {
      if (view === null || hasBecomeResolved(session, view) || phaseOf(session.incident) !== phase)
        selection.step = null
    }
  }

/** Makes a key act, then return to the first step of the plan. */
export const resettingStep =
  (act: (session: Session) => Promise<void>): ActionHandler =>
  async (session, selection) => {
    await act(session)
    selection.step = null
  }

/** What each action does. */
export const ACTION_HANDLERS: Readonly<Record<ActionName, ActionHandler>> = {
  done: onStep(finish),
  begin: onStep(begin),
  skip: onStep(declineOrSkip),
  assign: onStep(assign),
  next: (session, selection, view) => move(session, selection, view, 1),
  back: (session, selection, view) => move(session, selection, view, -1),
  list: (session) => say(session, stepListLines(session.incident, session.clock.now(), session.context)),
  jump: (session, selection) => jump(session, selection),
  brief: resettingStep(async (session) => switchBrief(session)),
  note: askNote,
  notice: stayingAtStep(giveNotices),
  fact: askFactStatement,
  scope: (session) => askScope(session),
  severity: (session) => askSeverity(session),
  type: resettingStep((session) => askType(session)),
  title: (session) => askTitle(session),
  escalate: stayingAtStep(escalate),
  contacts: stayingAtStep(callPeople),
  lead: async (session) => (await import('./handover.ts')).handOver(session),
  undo: resettingStep(undo),
  correct: (session) => correct(session),
  advance: resettingStep(advance),
  lift: resettingStep(lift),
  reopen: resettingStep(reopen),
  close: resettingStep(close),
  followUp,
  promise: (session) => promise(session),
  authorities: async (session) => (await import('./authorities.ts')).reportToAuthorities(session),
  hypothesis: async (session) => (await import('./hypothesis.ts')).recordHypothesis(session),
  run: (session, _, view) => runCommand(session, view),
  attach: attachFile,
  privateNote,
  removeEvidence,
  status: showStatus,
  timeline: showTimeline,
  pause: (session) => session.leave(),
  help: showHelp,
}

function say(session: Session, lines: readonly string[]): void {
  for (const line of lines) session.say(line)
}

/** Prints the status, which is wrapped to the terminal. */
async function showStatus(session: Session): Promise<void> {
  const { statusText } = await import('../incident/status-view.ts')
  const { world, journal, clock } = session
  world.raw.say(await statusText(world, { journal, clock }))
}

async function showTimeline({ world, journal, clock }: Session): Promise<void> {
  const { timelineText } = await import('../report/picture/terminal/timeline.ts')
  const viewer = { language: world.text.language, audience: 'internal', damage: [], isFile: false } as const
  world.raw.say((await timelineText(world, { journal, clock }, viewer)).trimEnd())
}
