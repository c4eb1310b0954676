import { stripVTControlCharacters } from 'node:util'
import { currentWrite, phaseOf } from '../domain/incident/current-values.ts'
import { restrictedScope } from '../domain/incident/scope.ts'
import { applyingStepIds, RESOLVED_STATES, type StepView, stepOf, stepsOf } from '../domain/incident/steps.ts'
import { plan } from '../domain/plan.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { AUDIENCES, isConfidential } from '../domain/report/audience.ts'
import { eventNamed } from '../incident/event-name.ts'
import { openFilingLines } from '../incident/open-filings.ts'
import { pasteText } from '../notice/notice.ts'
import { noticeTitle } from '../notice/title.ts'
import { type InputText, NoAnswer } from '../platform/prompter.ts'
import { columnsOf } from '../view/columns.ts'
import { inertLine, inertLines } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { type ActionName, KEYS, type NamedAction, namedActions } from './actions.ts'
import { askSeverity, askTitle, askType } from './classify.ts'
import { correct } from './corrections.ts'
import { completeName, type Entry, EVENT, readEntry } from './entry-line.ts'
import { attachFile, privateNote, removeEvidence, runCommand } from './evidence.ts'
import { askFactStatement } from './facts.ts'
import { followUp } from './follow-ups.ts'
import { showHelp } from './help.ts'
import { isLeadOffered } from './operator.ts'
import { advance, close, lift, reopen } from './phases.ts'
import { Back } from './questions.ts'
import { remindOfAuthorities } from './reminders.ts'
import { askScope } from './scope.ts'
import type { Session } from './session.ts'
import { askNote, assign, begin, callPeople, declineOrSkip, escalate, finish, giveNotices, promise } from './steps.ts'
import { readTimed, type TimedText } from './timed-text.ts'
import { type CommandOutcome, runTypedCommand } from './typed-commands.ts'
import { undo, undoEvent } from './undo.ts'
import { lineMark, PHASE_ACTIONS, type ShownStep, stepListLines, walkScreen } from './view.ts'

/** The step on the screen, by id; null for the first of the plan. */
interface Selection {
  step: string | null
}

/** Names the command that makes the report. For a confidential halt it has an audience, and the others are named. */
function sayReport(session: Session): void {
  const { world, incident, journal, context } = session
  const [audience, ...others] = AUDIENCES
  const flags = isConfidential(incident) ? ['--audience', audience] : []
  session.say(flags.length === 0 ? context.walk.closed : context.walk.closedConfidential(others))
  world.say(resumeCommand(world, 'report', '-i', journal.id, ...flags))
}

/** The main loop: show a step, read a line, act on it, until the operator pauses or the incident is closed. */
export async function walk(session: Session): Promise<number> {
  const selection: Selection = { step: null }
  const names = namedActions(session.commandLine.names)
  const stopWatching = session.watchDeadlines()
  try {
    if (isLeadOffered(session)) await orBack(() => handingOver('promptPendingOffer')(session))
    while (phaseOf(session.incident) !== 'closed') {
      session.beginTurn()
      session.showOthers()
      session.showOtherIncidents()
      session.announceOverdue()
      session.journal.mustBeWhole()
      session.recordDueInjects()
      const view = viewAt(session, selection)
      selection.step = view?.step.id ?? null
      session.step = view?.step ?? null
      const shown: ShownStep = { view, phaseActions: view === null ? phaseActions(session) : [] }
      const reply = await session.ask.entry({
        lines: (now) => walkScreen(session.incident, shown, now, session.context),
        isStale: () => session.journal.hasGrown() || session.hasNewOverdue || session.isInjectDue(),
        complete: (line) => completeName(line, names),
      })
      // What others recorded meanwhile is shown first; the line stays.
      if (reply.kind === 'stale' || session.journal.hasGrown()) session.input.offer(reply)
      else await orBack(() => enter(session, selection, view, reply, names))
    }
    for (const line of openFilingLines(session.world, session)) session.say(line)
    await remindOfAuthorities(session, 'close')
    sayReport(session)
    const closing = currentWrite(session.incident, 'phase')
    if (closing !== undefined) {
      session.say(session.context.walk.closedByMistake)
      const undo = ['undo', closing.event, '--reason', 'TEXT', '-i', session.journal.id]
      session.world.say(resumeCommand(session.world, ...undo))
    }
    const goesOnIn = closing?.value.duplicateOf ?? null
    if (goesOnIn !== null) {
      session.say(session.context.walk.goesOnIn(goesOnIn))
      session.world.say(resumeCommand(session.world, 'walk', '-i', goesOnIn))
    }
    return session.incident.exercise === null ? 0 : await showScore(session)
  } catch (error) {
    if (error instanceof NoAnswer) return pause(session)
    const line = resumeCommand(session.world, 'walk', '-i', session.journal.id)
    if (error instanceof ProblemError && error.problem.code === 'damaged') session.journal.mustBeWhole(line)
    throw error
  } finally {
    stopWatching()
  }
}

/** Leaves the walk, saying what is not recorded; that is offered again when the walk is resumed. */
export function pause(session: Session): never {
  const { input, edits, context } = session
  const unrecorded = input.texts
  const isKept = input.keepForNextTime()
  const edited = edits.all.map((edit) => noticeTitle(edit, context.text.words))
  const line = resumeCommand(session.world, 'walk', '-i', session.journal.id)
  if (!edits.isKept) showEdits(session)
  const kept = { isKept, areEditsKept: edits.isKept }
  return fail('paused', { line, unrecorded, edited, ...kept, lost: input.hasPrivateAnswer })
}

/** Prints edited texts that could not be kept, unwrapped, to be copied. */
function showEdits({ edits, world, context, incident }: Session): void {
  const mark = lineMark(incident, context)
  for (const edit of edits.all) {
    const lines = [noticeTitle(edit, context.text.words), ...inertLines(pasteText(edit)), '']
    for (const line of lines) world.raw.say(`${mark}${line}`)
  }
}

/** Runs an action that the operator may leave with Esc. */
async function orBack(act: () => Promise<void> | void): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Back)) throw error
  }
}

/** The step to show: the selected one, else the first of the plan; null if the plan is empty. */
function viewAt(session: Session, selection: Selection): StepView | null {
  const now = session.clock.now()
  const chosen = stepsOf(session.incident, now).find((v) => v.step.id === selection.step)
  return chosen ?? openSteps(session)[0] ?? null
}

function phaseActions(session: Session): ActionName[] {
  const isPossible: Readonly<Record<(typeof PHASE_ACTIONS)[number], boolean>> = {
    advance: session.refusal({ kind: 'advance' }) === null,
    lift: restrictedScope(session.incident).length > 0,
    close: session.refusal({ kind: 'close', as: 'resolved', reason: null }) === null,
  }
  return PHASE_ACTIONS.filter((action) => isPossible[action])
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

function switchBrief(session: Session): void {
  const { incident, clock, context } = session
  session.isBrief = !session.isBrief
  const { length } = plan(incident, clock.now(), { brief: true })
  session.say(session.isBrief ? context.walk.briefOn(length) : context.walk.briefOff)
}

/** Does what the entered line means. */
async function enter(
  session: Session,
  selection: Selection,
  view: StepView | null,
  reply: InputText,
  names: ReadonlyMap<string, NamedAction>,
): Promise<void> {
  const entry = readEntry(reply, names)
  const { walk } = session.context
  switch (entry.kind) {
    case 'nothing':
      if (view === null || RESOLVED_STATES.has(view.state)) selection.step = null
      return
    case 'action':
      return ACTS[entry.action](session, selection, view)
    case 'offer':
      session.say(walk.offerKey(`${entry.key}: ${walk.labels[entry.action]}`))
      return session.input.offer({ text: entry.key, isPasted: false, standing: 'offered' })
    case 'answer':
      return openWith(session, selection, entry, reply.text)
    case 'command':
      if (isOpenedWith(entry)) return openWith(session, selection, entry, reply.text)
      if (entry.action === 'done' && view?.step.channel != null && !entry.words.startsWith('-')) {
        session.input.offer({ text: entry.words, isPasted: true })
        return ACTS.done(session, selection, view)
      }
      return goOnAfter(session, selection, reply.text, await runTypedCommand(session, entry))
    case 'unclear':
      if ([...entry.text].length === 1) return session.say(walk.noKey(entry.text))
      return askWhatIsMeant(session, { ...reply, text: entry.text })
    case 'note':
      return noteDown(session, reply, entry.text, names)
  }
}

/** Goes on after a typed command: to the first step if it ran, else with its line to be mended or noted. */
async function goOnAfter(session: Session, selection: Selection, line: string, outcome: CommandOutcome): Promise<void> {
  if (outcome === 'ran') selection.step = null
  else if (outcome === 'refused') session.input.offer({ text: line, isPasted: false, standing: 'refused' })
  else {
    const { notTaken } = outcome
    if (notTaken === null || notTaken.code === 'usage') sayNotTaken(session, line)
    else session.complain(notTaken)
    await askWhatIsMeant(session, { text: line.trim(), isPasted: false })
  }
}

type EntryWithWords = Pick<Entry & { kind: 'command' | 'answer' }, 'action' | 'words'>

/** Actions whose first question can be answered by the words after their name. */
const OPENED_WITH: Readonly<
  Partial<Record<ActionName, (session: Session, selection: Selection, words: string) => Promise<void>>>
> = {
  severity: (session, _, words) => askSeverity(session, words),
  type: (session, _, words) => askType(session, words),
  title: (session, _, words) => askTitle(session, words),
  jump,
  promise: (session, _, words) => promise(session, words),
  undo: (session, _, words) => undoEvent(session, eventNamed(session.journal, words)),
  correct: (session, _, words) => correct(session, eventNamed(session.journal, words)),
}

/** Whether the words of a command answer the first question of its action: no flags and, of an event, only its name. */
function isOpenedWith({ action, words }: EntryWithWords): boolean {
  return action === 'undo' || action === 'correct' ? EVENT.test(words) : action === 'type' && !words.startsWith('-')
}

/** Opens an action with words for its first question. What is left there comes back into the line. */
async function openWith(
  session: Session,
  selection: Selection,
  { action, words }: EntryWithWords,
  line: string,
): Promise<void> {
  const open = action === null ? undefined : OPENED_WITH[action]
  if (open === undefined) {
    sayNotTaken(session, line)
    return askWhatIsMeant(session, { text: line.trim(), isPasted: false })
  }
  try {
    const refused = await session.attemptAsync(() => open(session, selection, words))
    if (refused !== null) session.input.offer({ text: line, isPasted: false, standing: 'refused' })
  } catch (error) {
    if (error instanceof Back) session.input.offer({ text: line, isPasted: false, standing: 'offered' })
    throw error
  }
}

function sayNotTaken(session: Session, line: string): void {
  session.say(session.context.walk.wordsNotTaken(inertLine(/^\S+/.exec(line.trim())?.[0] ?? '')))
}

/** Records a note; typed words may begin with the time at which it happened. */
function noteDown(
  session: Session,
  { isPasted }: InputText,
  text: string,
  names: ReadonlyMap<string, NamedAction>,
): void {
  let timed: TimedText = { text }
  const refused = session.attempt(() => {
    if (!isPasted) timed = readTimed(text, session.clock)
  })
  const { text: words, ...at } = timed
  if (refused !== null) session.input.offer({ text, isPasted: false, standing: 'refused' })
  else if (words === '') session.recordNote(text)
  else if (session.recordNote(words, at) && !isPasted) hintAtAction(session, words, names)
}

/** Says how to do what was only noted down, if the note is the name of an action. */
function hintAtAction(session: Session, words: string, names: ReadonlyMap<string, NamedAction>): void {
  const name = words.normalize('NFKC').toLowerCase()
  const action = names.get(name)?.action ?? null
  if (action === null) return
  const key = KEYS[action]
  session.say(session.context.walk.nameButNote(name, [...(key === null ? [] : [key]), `/${name}`].join(', ')))
}

/** Asks whether a line that looks like a command is a note; Esc leaves it in the line, and what was pasted stays a note. */
async function askWhatIsMeant(session: Session, { text, isPasted }: InputText): Promise<void> {
  try {
    const lines = () => [...session.questionLines(inertLine(text)), ...session.hintLines(session.context.walk.unclear)]
    const key = await session.ask.key({ lines }, 'n')
    if (key === 'n') return void session.recordNote(text)
  } catch (error) {
    if (!(error instanceof Back)) throw error
  }
  session.input.offer({ text, isPasted, standing: isPasted ? 'offered' : 'refused' })
}

/** What an action does. */
type Act = (session: Session, selection: Selection, view: StepView | null) => Promise<void> | void

/** Makes a key act on the step on screen, then return to the first of the plan; without a step it does nothing. */
const onStep =
  (act: (session: Session, view: StepView) => Promise<void>): Act =>
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

const ACTS: Readonly<Record<ActionName, Act>> = {
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
  notice: resettingStep(giveNotices),
  fact: askFactStatement,
  scope: (session) => askScope(session),
  severity: (session) => askSeverity(session),
  type: resettingStep((session) => askType(session)),
  title: (session) => askTitle(session),
  escalate: resettingStep(escalate),
  contacts: resettingStep(callPeople),
  lead: handingOver('handOver'),
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
  pause: () => {
    throw new NoAnswer()
  },
  help: showHelp,
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
async function jump(session: Session, selection: Selection, given = ''): Promise<void> {
  const { incident, context } = session
  const ids = incident.runbook.steps.map(({ id }) => id)
  const known = applyingStepIds(incident)
  await session.ask.startingWith(given, context.walk.jumpTo, (answer) => {
    const isMeant = (id: string) => id.startsWith(answer) || id.endsWith(`-${answer}`)
    const found = ids.includes(answer) ? answer : (known.find(isMeant) ?? ids.find(isMeant))
    selection.step = found ?? fail('unknown-step', { given: answer, allowed: known })
  })
}

/** Selects the step of the plan `by` places further on. After the last one comes the first, which is said. */
function move(session: Session, selection: Selection, view: StepView | null, by: 1 | -1): void {
  const { walk } = session.context
  const ids = openSteps(session).map((v) => v.step.id)
  if (ids.length === 0) return
  const at = ids.indexOf(view?.step.id ?? '')
  if (by === -1 && at === 0) session.say(walk.firstStep)
  if (by === 1 && at === ids.length - 1) session.say(walk.fromTheFirst)
  selection.step = ids[Math.max(at + by, 0) % ids.length] ?? null
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
