import { basename, resolve } from 'node:path'
import type { StepView } from '../domain/incident/steps.ts'
import type { StepCommand } from '../domain/runbook/runbook.ts'
import { examineAllEvidence, findLeftovers } from '../evidence/io/evidence-status.ts'
import { createLiveOutput } from '../evidence/io/live-output.ts'
import { DEFAULT_KEPT_BYTES, DEFAULT_TIMEOUT_MS, runRecorded } from '../evidence/io/run-recorded.ts'
import { mustBeRunnable } from '../evidence/offered-commands.ts'
import { mustBeDeleted, removeEvidence as removeRecorded, resolvePieceToRemove } from '../evidence/remove-evidence.ts'
import { evidenceLine, leftoverLine, stepCommandLine } from '../evidence/view.ts'
import { appendNoteWithEvidence } from '../incident/note-with-evidence.ts'
import { splitCommandLine } from '../platform/command-line.ts'
import { hostName } from '../platform/machine.ts'
import { endBySignal, workingDirectory } from '../platform/process.ts'
import { mustBeAttachable } from '../store/evidence-files.ts'
import { quoteArgv } from '../view/shell-quote.ts'
import type { Session } from './session.ts'

/** The same in every language, like the keys. */
const REMOVE_WORD = 'remove'
/** Confirms a command if no step is on the screen. */
const RUN_WORD = 'run'

/** Copies a file to the evidence, with a note on what it shows. */
export async function attachFile(session: Session): Promise<void> {
  const { walk } = session.context
  let path = ''
  await session.ask.inOrder([
    async (numbered) => {
      path = await session.ask.untilAccepted(numbered(walk.attachPath), mustBeAttachable, path)
    },
    async (numbered) => {
      if (path === '') return
      const { text, ...at } = await session.ask.timed(numbered(walk.attachNote))
      session.attempt(() => {
        session.show(appendNoteWithEvidence(session, text === '' ? basename(path) : text, { attach: [path], ...at }))
      })
    },
  ])
}

/** Records a note whose text is kept outside the log. */
export async function privateNote(session: Session): Promise<void> {
  const text = await session.ask.line(session.context.text.said.privateNote, { isPrivate: true })
  if (text === '') return
  session.attempt(() => session.show(appendNoteWithEvidence(session, text, { private: true })))
}

/** Asks which evidence file to delete, for a reason and for a typed word, since the deletion cannot be undone. */
export async function removeEvidence(session: Session): Promise<void> {
  const { journal, context, world } = session
  const { walk, text } = context
  const present = examineAllEvidence(journal).filter(({ standing }) => standing !== 'removed')
  const leftovers = findLeftovers(journal)
  const lines = new Map([
    ...present.map((piece) => [piece.file, evidenceLine(piece, text.words)] as const),
    ...leftovers.map((leftover) => [leftover.file, leftoverLine(leftover, text.words)] as const),
  ])
  for (const line of lines.values()) session.say(line)
  const given = await session.ask.line(walk.removeWhich)
  if (given === '') return
  let file = ''
  const refused = session.attempt(() => {
    file = resolvePieceToRemove(journal, given)
  })
  if (refused !== null) return
  session.say(lines.get(file) ?? file)
  const reason = await session.ask.line(walk.why)
  if (reason === '') return
  if (!(await session.ask.word(walk.removeConfirm(REMOVE_WORD), REMOVE_WORD))) return session.say(walk.notRemoved)
  session.attempt(() => {
    const removed = removeRecorded(session, [file], reason)
    session.show(removed.appended)
    for (const late of removed.lateDeleted) session.say(world.text.said.deletedLate(late))
    mustBeDeleted(journal, removed)
  })
}

/** Runs a command that the step offers, or one that is typed, after showing it in full. A drill only shows it. */
export async function runCommand(session: Session, view: StepView | null): Promise<void> {
  const step = view?.step ?? null
  const offered = await chooseOffered(session, step?.commands ?? [])
  if (offered === null) return
  const argv = offered === 'other' ? await askCommand(session) : offered.run
  if (argv === null) return
  const { world } = session
  const directory = offered === 'other' ? workingDirectory() : resolve(world.workspace.directory, offered.directory)
  for (const line of world.text.said.runs(quoteArgv(argv), hostName(), quoteArgv([directory])).split('\n'))
    session.say(line)
  if (session.incident.declaration?.drill) return session.say(world.text.said.drillRunsNothing)
  if (!(await confirmed(session, offered !== 'other' && offered.dangerous, step?.id ?? RUN_WORD))) return
  await session.attemptAsync(async () => {
    if (offered !== 'other' && step !== null) await mustBeRunnable(world, session.journal, step, offered)
    const { outcome } = await session.prompter.whileRunning(() =>
      runRecorded(world.env, session, {
        argv,
        directory,
        step: step?.id ?? null,
        timeoutMs: DEFAULT_TIMEOUT_MS,
        keptBytes: DEFAULT_KEPT_BYTES,
        liveOutput: createLiveOutput({ stdout: world.output.stream, stderr: world.errorOutput.stream }),
        onRecorded: (appended) => session.show(appended),
      }),
    )
    // The terminal went away meanwhile; the outcome is recorded, so the process may end as it would have.
    if (outcome.lostTerminal) endBySignal('SIGHUP')
  })
}

/** Asks which of the offered commands to run: one of them, or another one to be typed; null for none. */
async function chooseOffered(session: Session, offers: readonly StepCommand[]): Promise<StepCommand | 'other' | null> {
  if (offers.length === 0) return 'other'
  const { walk, text } = session.context
  const numbers = offers.map((_, i) => String(i + 1))
  const { directory } = session.world.workspace
  const named = offers.map((offer, i) => stepCommandLine(offer, i + 1, resolve(directory, offer.directory), text))
  for (const line of named) session.say(line)
  const key = await session.ask.key(walk.runWhich, `${numbers.join('')}0`)
  return key === '0' ? 'other' : (offers[Number(key) - 1] ?? null)
}

/** Asks for a command line. Resolves to null if none was given or it cannot be parsed. */
async function askCommand(session: Session): Promise<readonly string[] | null> {
  const given = await session.ask.line(session.context.walk.runCommand)
  const argv = splitCommandLine(given)
  if (argv === null) session.complain({ code: 'open-quote', params: { given } })
  else if (argv[0] === '') session.complain({ code: 'missing-argument', params: { name: '-- CMD', of: 'exec' } })
  return argv?.[0] ? argv : null
}

/** Asks for the word that runs the command; for a dangerous one the question says so. */
async function confirmed(session: Session, isDangerous: boolean, word: string): Promise<boolean> {
  const { walk } = session.context
  const isTyped = await session.ask.word(
    isDangerous ? session.world.text.said.typeToRun(word) : walk.runConfirm(word),
    word,
  )
  if (!isTyped) session.say(walk.notRun)
  return isTyped
}
