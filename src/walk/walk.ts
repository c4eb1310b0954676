import { stripVTControlCharacters } from 'node:util'
import { phaseOf } from '../domain/incident/current-values.ts'
import { type StepView, stepsOf } from '../domain/incident/steps.ts'
import { Failed, fail } from '../domain/outcome.ts'
import { plan } from '../domain/plan.ts'
import { openFilingLines } from '../incident/open-filings.ts'
import { NoAnswer } from '../platform/prompter.ts'
import { columnsOf } from '../view/columns.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { attach, privateNote, removeEvidence, run } from './evidence.ts'
import { askScope, askSeverity, askStatement, askTitle, askType } from './facts.ts'
import type { Session } from './session.ts'
import { isLeadOffered, note } from './session.ts'
import { assign, begin, callPeople, dismiss, finish, goHigher, promise, tellCustomers } from './steps.ts'
import { advance, close, correct, followUp, lift, reopen, undo } from './turns.ts'
import { KEYS, listLines, MORE_KEYS, moreScreen, walkScreen } from './view.ts'

/** The step the operator selected, by id; null for the first of the plan. */
interface Place {
  step: string | null
}

/** The main loop: plan, ask, append, show, until the operator pauses or the incident is closed. */
export async function walk(session: Session): Promise<number> {
  const place: Place = { step: null }
  const stopWatching = session.watchDeadlines()
  try {
    if (isLeadOffered(session)) await handingOver('welcome')(session)
    while (phaseOf(session.incident) !== 'closed') {
      session.unrecorded = false
      session.showOthers()
      session.announceOverdue()
      session.journal.mustBeWhole()
      session.inject()
      const view = viewAt(session, place)
      const key = await session.prompter.key({
        lines: (now) => walkScreen(session.incident, view, now, session.context),
        keys: KEY_SET,
        stale: () => isStale(session, place, view),
      })
      if (!session.journal.hasGrown()) await act(session, place, view, key)
    }
    for (const line of openFilingLines(session.world, session)) session.say(line)
    session.say(session.context.walk.closed)
    session.world.say(resumeCommand(session.world, 'report', '-i', session.journal.id))
    return session.incident.exercise === null ? 0 : await showScore(session)
  } catch (error) {
    const line = resumeCommand(session.world, 'walk', '-i', session.journal.id)
    if (error instanceof NoAnswer) return fail('paused', { line, lost: session.unrecorded })
    if (error instanceof Failed && error.problem.code === 'damaged') session.journal.mustBeWhole(line)
    throw error
  } finally {
    stopWatching()
  }
}

const KEY_SET: ReadonlySet<string> = new Set([...Object.values(KEYS), ...Object.values(MORE_KEYS)])

function viewAt(session: Session, place: Place): StepView | null {
  const now = session.clock.now()
  const chosen = place.step === null ? undefined : stepsOf(session.incident, now).find((v) => v.step.id === place.step)
  return chosen ?? plan(session.incident, now)[0] ?? null
}

/** Whether the screen is out of date: the log grew, something fell due, or another step comes first now. */
function isStale(session: Session, place: Place, view: StepView | null): boolean {
  if (session.journal.hasGrown() || session.hasNewOverdue || session.isInjectDue()) return true
  return place.step === null && viewAt(session, place)?.step.id !== view?.step.id
}

type Act = (session: Session, place: Place, view: StepView | null) => Promise<void> | void

/** Acts on the step on screen, then returns to the first of the plan. */
const onStep =
  (act: (session: Session, view: StepView) => Promise<void>): Act =>
  async (session, place, view) => {
    if (view === null) return
    await act(session, view)
    place.step = null
  }

/** Acts without leaving the step on screen. */
const free =
  (act: (session: Session) => Promise<void>): Act =>
  (session) =>
    act(session)

/** Acts, then returns to the first step of the plan. */
const turn =
  (act: (session: Session) => Promise<void>): Act =>
  async (session, place) => {
    await act(session)
    place.step = null
  }

/** Loads the hand-over module only when needed. */
const handingOver =
  (act: 'handOver' | 'hypothesis' | 'welcome') =>
  async (session: Session): Promise<void> =>
    (await import('./handover.ts'))[act](session)

const toAuthorities = async (session: Session): Promise<void> =>
  (await import('./authorities.ts')).toAuthorities(session)

const ACTS: Readonly<Record<string, Act>> = {
  [KEYS.done]: onStep(finish),
  [KEYS.begin]: onStep(begin),
  [KEYS.skip]: onStep(dismiss),
  [KEYS.assign]: onStep(assign),
  [KEYS.note]: free(note),
  [KEYS.fact]: free(askStatement),
  [KEYS.scope]: free(askScope),
  [KEYS.notice]: turn(tellCustomers),
  [KEYS.escalate]: turn(goHigher),
  [KEYS.undo]: turn(undo),
  [KEYS.list]: (session) => say(session, listLines(session.incident, session.clock.now(), session.context)),
  [KEYS.help]: (session) => say(session, session.context.walk.help),
  [KEYS.jump]: jump,
  [KEYS.forward]: (session, place, view) => move(session, place, view, 1),
  [KEYS.back]: (session, place, view) => move(session, place, view, -1),
  [KEYS.more]: more,
  [KEYS.pause]: () => {
    throw new NoAnswer()
  },
  [MORE_KEYS.advance]: turn(advance),
  [MORE_KEYS.lift]: turn(lift),
  [MORE_KEYS.reopen]: turn(reopen),
  [MORE_KEYS.close]: turn(close),
  [MORE_KEYS.type]: turn(askType),
  [MORE_KEYS.severity]: free(askSeverity),
  [MORE_KEYS.title]: free(askTitle),
  [MORE_KEYS.correct]: free(correct),
  [MORE_KEYS.action]: free(followUp),
  [MORE_KEYS.promise]: free(promise),
  [MORE_KEYS.lead]: free(handingOver('handOver')),
  [MORE_KEYS.authority]: free(toAuthorities),
  [MORE_KEYS.hypothesis]: free(handingOver('hypothesis')),
  [MORE_KEYS.contacts]: turn(callPeople),
  [MORE_KEYS.run]: (session, _, view) => run(session, view),
  [MORE_KEYS.attach]: free(attach),
  [MORE_KEYS.private]: free(privateNote),
  [MORE_KEYS.remove]: free(removeEvidence),
  [MORE_KEYS.status]: showStatus,
  [MORE_KEYS.timeline]: showTimeline,
}

async function act(session: Session, place: Place, view: StepView | null, key: string): Promise<void> {
  await ACTS[key]?.(session, place, view)
}

async function more(session: Session, place: Place, view: StepView | null): Promise<void> {
  const keys = new Set(Object.values(MORE_KEYS))
  const lines = (now: number) => moreScreen(session.incident, now, session.context)
  await act(session, place, view, await session.prompter.key({ lines, keys, stale: () => false }))
}

/** Shows the score of a scenario drill. Returns the exit code for passed or failed. */
async function showScore(session: Session): Promise<number> {
  const { codeOf, scored, scoreView } = await import('../drill/score-drill.ts')
  const { world, journal, clock } = session
  const result = await scored(world, { journal, clock })
  session.present(await scoreView(world, { journal, clock }, result))
  return codeOf(result)
}

function say(session: Session, lines: readonly string[]): void {
  for (const line of lines) session.say(line)
}

async function jump(session: Session, place: Place): Promise<void> {
  const given = await session.line(session.context.walk.jumpTo)
  if (given === '') return
  const ids = session.incident.runbook.steps.map((s) => s.id)
  const found = ids.includes(given) ? given : ids.find((id) => id.startsWith(given) || id.endsWith(`-${given}`))
  if (found === undefined) session.complain({ code: 'unknown-step', params: { given, allowed: ids } })
  else place.step = found
}

function move(session: Session, place: Place, view: StepView | null, by: number): void {
  const ids = plan(session.incident, session.clock.now()).map((v) => v.step.id)
  if (ids.length === 0) return
  const at = ids.indexOf(view?.step.id ?? '')
  place.step = ids[(at + by + ids.length) % ids.length] ?? null
}

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
