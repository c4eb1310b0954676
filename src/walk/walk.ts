import { stripVTControlCharacters } from 'node:util'
import { phaseOf } from '../domain/incident/current-values.ts'
import { type StepView, stepsOf } from '../domain/incident/steps.ts'
import { plan } from '../domain/plan.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { openFilingLines } from '../incident/open-filings.ts'
import { NoAnswer } from '../platform/prompter.ts'
import { columnsOf } from '../view/columns.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { askSeverity, askTitle, askType } from './classify.ts'
import { correct, undo } from './corrections.ts'
import { attachFile, privateNote, removeEvidence, runCommand } from './evidence.ts'
import { askFactStatement } from './facts.ts'
import { followUp } from './follow-ups.ts'
import { advance, close, lift, reopen } from './phases.ts'
import { askScope } from './scope.ts'
import { askNote, isLeadOffered, type Session } from './session.ts'
import { assign, begin, callPeople, declineOrSkip, escalate, finish, giveNotices, promise } from './steps.ts'
import { KEYS, moreScreen, SECOND_SCREEN_KEYS, stepListLines, walkScreen } from './view.ts'

/** The step that the operator selected, by id; null for the first of the plan. */
interface Selection {
  step: string | null
}

/** The main loop: plan, ask, append, show, until the operator pauses or the incident is closed. */
export async function walk(session: Session): Promise<number> {
  const selection: Selection = { step: null }
  const stopWatching = session.watchDeadlines()
  try {
    if (isLeadOffered(session)) await handingOver('promptPendingOffer')(session)
    while (phaseOf(session.incident) !== 'closed') {
      session.unrecorded = false
      session.showOthers()
      session.announceOverdue()
      session.journal.mustBeWhole()
      session.recordDueInjects()
      const view = viewAt(session, selection)
      const key = await session.prompter.askKey({
        lines: (now) => walkScreen(session.incident, view, now, session.context),
        keys: KEY_SET,
        isStale: () => isStale(session, selection, view),
      })
      if (!session.journal.hasGrown()) await act(session, selection, view, key)
    }
    for (const line of openFilingLines(session.world, session)) session.say(line)
    session.say(session.context.walk.closed)
    session.world.say(resumeCommand(session.world, 'report', '-i', session.journal.id))
    return session.incident.exercise === null ? 0 : await showScore(session)
  } catch (error) {
    const line = resumeCommand(session.world, 'walk', '-i', session.journal.id)
    if (error instanceof NoAnswer) return fail('paused', { line, lost: session.unrecorded })
    if (error instanceof ProblemError && error.problem.code === 'damaged') session.journal.mustBeWhole(line)
    throw error
  } finally {
    stopWatching()
  }
}

const KEY_SET: ReadonlySet<string> = new Set([...Object.values(KEYS), ...Object.values(SECOND_SCREEN_KEYS)])

/** The step to show: the selected one, else the first of the plan; null if the plan is empty. */
function viewAt(session: Session, selection: Selection): StepView | null {
  const now = session.clock.now()
  const chosen = stepsOf(session.incident, now).find((v) => v.step.id === selection.step)
  return chosen ?? plan(session.incident, now)[0] ?? null
}

/** Whether the screen is out of date: the log grew, something fell due, an inject is due, or another step comes first. */
function isStale(session: Session, selection: Selection, view: StepView | null): boolean {
  if (session.journal.hasGrown() || session.hasNewOverdue || session.isInjectDue()) return true
  return selection.step === null && viewAt(session, selection)?.step.id !== view?.step.id
}

/** What a key does. */
type Act = (session: Session, selection: Selection, view: StepView | null) => Promise<void> | void

/** Makes a key act on the step on screen, then return to the first of the plan; without a step it does nothing. */
const onStep =
  (act: (session: Session, view: StepView) => Promise<void>): Act =>
  async (session, selection, view) => {
    if (view === null) return
    await act(session, view)
    selection.step = null
  }

/** Makes a key act, then return to the first step of the plan. */
const resettingStep =
  (act: (session: Session) => Promise<void>): Act =>
  async (session, selection) => {
    await act(session)
    selection.step = null
  }

/** Loads the hand-over module only when needed. */
const handingOver =
  (act: 'handOver' | 'promptPendingOffer') =>
  async (session: Session): Promise<void> =>
    (await import('./handover.ts'))[act](session)

const ACTS: Readonly<Record<string, Act>> = {
  [KEYS.done]: onStep(finish),
  [KEYS.begin]: onStep(begin),
  [KEYS.skip]: onStep(declineOrSkip),
  [KEYS.assign]: onStep(assign),
  [KEYS.note]: askNote,
  [KEYS.fact]: askFactStatement,
  [KEYS.scope]: askScope,
  [KEYS.notice]: resettingStep(giveNotices),
  [KEYS.escalate]: resettingStep(escalate),
  [KEYS.undo]: resettingStep(undo),
  [KEYS.list]: (session) => say(session, stepListLines(session.incident, session.clock.now(), session.context)),
  [KEYS.help]: (session) => say(session, session.context.walk.help),
  [KEYS.jump]: jump,
  [KEYS.forward]: (session, selection, view) => move(session, selection, view, 1),
  [KEYS.back]: (session, selection, view) => move(session, selection, view, -1),
  [KEYS.more]: more,
  [KEYS.pause]: () => {
    throw new NoAnswer()
  },
  [SECOND_SCREEN_KEYS.advance]: resettingStep(advance),
  [SECOND_SCREEN_KEYS.lift]: resettingStep(lift),
  [SECOND_SCREEN_KEYS.reopen]: resettingStep(reopen),
  [SECOND_SCREEN_KEYS.close]: resettingStep(close),
  [SECOND_SCREEN_KEYS.type]: resettingStep(askType),
  [SECOND_SCREEN_KEYS.severity]: askSeverity,
  [SECOND_SCREEN_KEYS.title]: askTitle,
  [SECOND_SCREEN_KEYS.correct]: correct,
  [SECOND_SCREEN_KEYS.action]: followUp,
  [SECOND_SCREEN_KEYS.promise]: promise,
  [SECOND_SCREEN_KEYS.lead]: handingOver('handOver'),
  [SECOND_SCREEN_KEYS.authority]: async (session) => (await import('./authorities.ts')).reportToAuthorities(session),
  [SECOND_SCREEN_KEYS.hypothesis]: async (session) => (await import('./hypothesis.ts')).recordHypothesis(session),
  [SECOND_SCREEN_KEYS.contacts]: resettingStep(callPeople),
  [SECOND_SCREEN_KEYS.run]: (session, _, view) => runCommand(session, view),
  [SECOND_SCREEN_KEYS.attach]: attachFile,
  [SECOND_SCREEN_KEYS.private]: privateNote,
  [SECOND_SCREEN_KEYS.remove]: removeEvidence,
  [SECOND_SCREEN_KEYS.status]: showStatus,
  [SECOND_SCREEN_KEYS.timeline]: showTimeline,
}

async function act(session: Session, selection: Selection, view: StepView | null, key: string): Promise<void> {
  await ACTS[key]?.(session, selection, view)
}

/** Shows the second screen, and acts on the key pressed there. */
async function more(session: Session, selection: Selection, view: StepView | null): Promise<void> {
  const keys = new Set(Object.values(SECOND_SCREEN_KEYS))
  const lines = (now: number) => moreScreen(session.incident, now, session.context)
  await act(session, selection, view, await session.prompter.askKey({ lines, keys, isStale: () => false }))
}

/** Shows the score of a scenario drill. Returns the exit code for passed or failed. */
async function showScore(session: Session): Promise<number> {
  const { scoreExitCode, scoreDrill, drillResultBlocks } = await import('../drill/score-drill.ts')
  const { world, journal, clock } = session
  const result = await scoreDrill(world, { journal, clock })
  session.sayBlocks(await drillResultBlocks(world, { journal, clock }, result))
  return scoreExitCode(result)
}

function say(session: Session, lines: readonly string[]): void {
  for (const line of lines) session.say(line)
}

/** Selects a step by its id, by the beginning of it, or by what follows a hyphen in it. */
async function jump(session: Session, selection: Selection): Promise<void> {
  const given = await session.askLine(session.context.walk.jumpTo)
  if (given === '') return
  const ids = session.incident.runbook.steps.map((s) => s.id)
  const found = ids.includes(given) ? given : ids.find((id) => id.startsWith(given) || id.endsWith(`-${given}`))
  if (found === undefined) session.complain({ code: 'unknown-step', params: { given, allowed: ids } })
  else selection.step = found
}

/** Selects the step of the plan `by` places further on; after the last one comes the first. */
function move(session: Session, selection: Selection, view: StepView | null, by: number): void {
  const ids = plan(session.incident, session.clock.now()).map((v) => v.step.id)
  if (ids.length === 0) return
  const at = ids.indexOf(view?.step.id ?? '')
  selection.step = ids[(at + by + ids.length) % ids.length] ?? null
}

/** Prints the status. Lines that are too wide are wrapped, which costs them their colour. */
async function showStatus(session: Session): Promise<void> {
  const { statusText } = await import('../incident/status-view.ts')
  const { world, journal, clock } = session
  const drill = `[${world.text.words.drill}] `
  for (const line of (await statusText(world, { journal, clock })).split('\n')) {
    const words = stripVTControlCharacters(line)
    if (words !== '' && columnsOf(words) < world.terminal.columns) world.raw.say(line)
    else session.say(words.startsWith(drill) ? words.slice(drill.length) : words)
  }
}

async function showTimeline({ world, journal, clock }: Session): Promise<void> {
  const { timelineText } = await import('../report/picture/terminal/timeline.ts')
  const viewer = { language: world.text.language, audience: 'internal', damage: [], isFile: false } as const
  world.raw.say((await timelineText(world, { journal, clock }, viewer)).trimEnd())
}
