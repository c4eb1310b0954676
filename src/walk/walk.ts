import { currentWrite, phaseOf } from '../domain/incident/current-values.ts'
import { restrictedScope } from '../domain/incident/scope.ts'
import { fail, ProblemError } from '../domain/problem.ts'
import { AUDIENCES, isConfidential } from '../domain/report/audience.ts'
import { openFilingLines } from '../incident/open-filings.ts'
import { pasteText } from '../notice/notice.ts'
import { noticeTitle } from '../notice/title.ts'
import { NoAnswer } from '../platform/prompter.ts'
import { inertLines } from '../view/inert.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { type ActionName, namedActions } from './actions.ts'
import { completeName } from './entry-line.ts'
import { isLeadOffered } from './operator.ts'
import { remindOfAuthorities } from './reminders.ts'
import { Back } from './reply-reader.ts'
import { type Selection, viewAt } from './selection.ts'
import type { Session } from './session.ts'
import { actOnLine } from './typed-line.ts'
import { lineMark, PHASE_ACTIONS, type ShownStep, walkScreen } from './view.ts'

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
    if (isLeadOffered(session)) await orBack(async () => (await import('./handover.ts')).promptPendingOffer(session))
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
      else await orBack(() => actOnLine(session, selection, view, reply, names))
    }
    for (const line of openFilingLines(session.world, session)) session.say(line)
    await remindOfAuthorities(session, 'close')
    sayReport(session)
    const closing = currentWrite(session.incident, 'phase')
    if (closing !== undefined) {
      session.say(session.context.walk.closedByMistake)
      const undo = ['undo', closing.event, '--reason', session.context.walk.reasonToGive, '-i', session.journal.id]
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

function phaseActions(session: Session): ActionName[] {
  const isPossible: Readonly<Record<(typeof PHASE_ACTIONS)[number], boolean>> = {
    advance: session.refusal({ kind: 'advance' }) === null,
    lift: restrictedScope(session.incident).length > 0,
    close: session.refusal({ kind: 'close', as: 'resolved', reason: null }) === null,
  }
  return PHASE_ACTIONS.filter((action) => isPossible[action])
}

/** Shows the score of a scenario drill. Returns the exit code for passed or failed. */
async function showScore(session: Session): Promise<number> {
  const { scoreExitCode, scoreDrill, drillResultBlocks } = await import('../drill/score-drill.ts')
  const { world, journal, clock } = session
  const result = await scoreDrill(world, { journal, clock })
  session.sayBlocks(await drillResultBlocks(world, { journal, clock }, result))
  return scoreExitCode(result)
}
