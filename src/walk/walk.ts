import { currentWrite, phaseOf } from '../domain/incident/current-values.ts'
import { restrictedScope } from '../domain/incident/scope.ts'
import { ProblemError } from '../domain/problem.ts'
import { AUDIENCES } from '../domain/report/audience.ts'
import { followFeeds } from '../feeds/io/follow-feeds.ts'
import { incidentsWithDeadlines } from '../incident/incident-index.ts'
import { filingReminders } from '../incident/open-filings.ts'
import { retractionReminders } from '../incident/retractions.ts'
import { stillRestrictedLines } from '../incident/scope-lines.ts'
import { NoAnswer, type Reply } from '../platform/prompter.ts'
import { followRelay } from '../relay/io/follow-relay.ts'
import { relayWords } from '../relay/words.ts'
import { signMoments } from '../signing/sign-moments.ts'
import { inertLine } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { type NamedAction, namedActions } from './actions.ts'
import { completeName, readEntry } from './entry-line.ts'
import { isLeadOffered } from './operator.ts'
import { pause } from './pause.ts'
import { openAtClosing } from './phases.ts'
import { remindOfAuthorities } from './reminders.ts'
import { Back } from './reply-reader.ts'
import { type Selection, viewAt } from './selection.ts'
import type { Session } from './session.ts'
import { actOnLine } from './typed-line.ts'
import { PHASE_ACTIONS, type ShownStep, walkScreen } from './view.ts'

/** Names the command that makes the report. For a confidential halt it has an audience, and the others are named. */
function sayReport(session: Session): void {
  const { world, journal, context } = session
  const [audience, ...others] = AUDIENCES
  const flags = journal.isConfidential() ? ['--audience', audience] : []
  session.say(flags.length === 0 ? context.walk.closed : context.walk.closedConfidential(others))
  world.say(resumeCommand(world, 'report', '-i', journal.id, ...flags))
}

/**
 * The main loop: show a step, read a line, act on it, until the operator pauses or closes the incident. If somebody else
 * closes it, it goes on until the operator leaves, so that what is being typed does not end up in a shell.
 */
export async function walk(session: Session): Promise<number> {
  const selection: Selection = { step: null }
  const names = namedActions(session.commandLine.names)
  const stopWatching = session.watchDeadlines()
  const stopSharing = await followRelay(session.world, {
    onUnusable: (problem) => session.complain(problem),
    onChanged: async (change, relay) =>
      session.announce((await relayWords(session.context.text.language)).changed(inertLine(relay), change, null)),
    onSynced({ incidents }) {
      if (incidents.some(({ isNew }) => isNew)) session.hasNewIncidents = true
    },
  })
  const stopTelling = followFeeds(session.world, incidentsWithDeadlines)
  try {
    if (isLeadOffered(session)) await orBack(async () => (await import('./handover.ts')).promptPendingOffer(session))
    session.isOver = phaseOf(session.incident) === 'closed' && !session.input.hasOffered
    while (phaseOf(session.incident) !== 'closed' || !session.isOver) await takeTurn(session, selection, names)
    return await sayFarewell(session)
  } catch (error) {
    if (error instanceof NoAnswer) return pause(session)
    const line = resumeCommand(session.world, 'walk', '-i', session.journal.id)
    if (error instanceof ProblemError && error.problem.code === 'damaged') session.journal.mustBeUsable({ next: line })
    throw error
  } finally {
    stopWatching()
    stopTelling()
    await stopSharing()
  }
}

/** Shows what is new and a step, reads a line, and acts on it. */
async function takeTurn(
  session: Session,
  selection: Selection,
  names: ReadonlyMap<string, NamedAction>,
): Promise<void> {
  session.beginTurn()
  if (session.catchUp()) {
    await session.nameNewWriters()
    session.showOtherIncidents()
    session.announceOverdue()
    session.journal.mustBeUsable()
    await signMoments(session.world, session.world.workspace.takeSigningMoments(), (line) => session.say(line))
    session.recordDueInjects()
  }
  const isClosed = phaseOf(session.incident) === 'closed'
  if (!isClosed) session.isOver = false
  const view = isClosed ? null : viewAt(session, selection)
  selection.step = view?.step.id ?? null
  session.step = view?.step ?? null
  await orBack(async () => (await import('./hypothesis.ts')).offerHypotheses(session, view))
  const shown: ShownStep = view === null && !isClosed ? idle(session) : { view, phaseActions: [], openAtClosing: [] }
  const reply = await session.ask.entry({
    step: selection.step,
    lines: (now) => walkScreen(session.incident, shown, now, session.context),
    isStale: () => session.hasNews() || (session.isReadable && (session.hasNewIncidents || session.isInjectDue())),
    complete: (line) => completeName(line, names),
  })
  if (reply.kind !== 'stale' && (isNote(reply, names) || !session.journal.hasGrown()))
    return orBack(() => actOnLine(session, selection, view, reply, names))
  // What others recorded meanwhile is shown before anything acts; the line stays.
  session.input.offer(reply)
  if (reply.kind !== 'stale' && reply.text.trim() !== '') session.say(session.context.walk.notEntered)
}

/** Whether a line is only noted down, which does no harm whatever others recorded meanwhile. */
function isNote(reply: Reply, names: ReadonlyMap<string, NamedAction>): boolean {
  return readEntry(reply, names).kind === 'note'
}

/** Says what is left to do after the closing, and the command for the report. Resolves to the exit code. */
async function sayFarewell(session: Session): Promise<number> {
  const { world, journal, incident } = session
  for (const line of stillRestrictedLines(world, incident)) session.say(line)
  for (const { said, command } of [...retractionReminders(world, journal), ...filingReminders(world, session)]) {
    session.say(said)
    world.say(command)
  }
  await remindOfAuthorities(session, 'close')
  sayReport(session)
  const closing = currentWrite(incident, 'phase')
  if (closing !== undefined) {
    session.say(session.context.walk.closedByMistake)
    const undo = ['undo', closing.event, '--reason', session.context.walk.reasonToGive, '-i', journal.id]
    world.say(resumeCommand(world, ...undo))
  }
  const goesOnIn = closing?.value.duplicateOf ?? null
  if (goesOnIn !== null) {
    session.say(session.context.walk.goesOnIn(goesOnIn))
    world.say(resumeCommand(world, 'walk', '-i', goesOnIn))
  }
  return incident.exercise === null ? 0 : await showScore(session)
}

/** Runs an action that the operator may leave with Esc. */
async function orBack(act: () => Promise<void> | void): Promise<void> {
  try {
    await act()
  } catch (error) {
    if (!(error instanceof Back)) throw error
  }
}

/** What is shown if no step is open: the changes of phase that are possible, and what is open where closing is not. */
function idle(session: Session): ShownStep {
  const refusal = session.refusal({ kind: 'close', as: 'resolved', reason: null })
  const isPossible: Readonly<Record<(typeof PHASE_ACTIONS)[number], boolean>> = {
    advance: session.refusal({ kind: 'advance' }) === null,
    // What a planned halt is to restrict is not restricted yet.
    lift: phaseOf(session.incident) !== 'scheduled' && restrictedScope(session.incident).length > 0,
    close: refusal === null,
  }
  return {
    view: null,
    phaseActions: PHASE_ACTIONS.filter((action) => isPossible[action]),
    openAtClosing: refusal === null ? [] : openAtClosing(session, refusal),
  }
}

/** Shows the score of a scenario drill. Returns the exit code for passed or failed. */
async function showScore(session: Session): Promise<number> {
  const { scoreExitCode, scoreDrill, drillResultBlocks } = await import('../drill/score-drill.ts')
  const { world, journal, clock } = session
  const result = await scoreDrill(world, { journal, clock })
  session.sayBlocks(await drillResultBlocks(world, { journal, clock }, result))
  return scoreExitCode(result)
}
