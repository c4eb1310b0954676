import { type CommandOutput, nameOf } from '../../domain/log/event.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import type { ChosenIncident } from '../../incident/choose.ts'
import { appendIntents } from '../../incident/record.ts'
import { errnoName } from '../../platform/errno.ts'
import { hostName } from '../../platform/machine.ts'
import { type CommandResult, runCommand } from '../../platform/run-command.ts'
import { type EvidenceStore, evidenceStoreOf } from '../../store/evidence-files.ts'
import type { AppendResult } from '../../store/journal.ts'
import { KeptOutput } from './kept-output.ts'
import type { LiveOutput } from './live-output.ts'

/** One hour: how long a command may run, if `--timeout` does not say otherwise. */
export const DEFAULT_TIMEOUT_MS = 3_600_000
export const MAX_TIMEOUT_MS = 24 * 3_600_000
/** 16 MiB: how much of each output stream is kept, if `--keep` does not say otherwise. */
export const DEFAULT_KEPT_BYTES = 16 * 1024 * 1024

export interface RunRequest {
  readonly argv: readonly string[]
  readonly directory: string
  readonly step: string | null
  readonly timeoutMs: number
  /** Bytes kept of each stream; the rest is shown but not kept. */
  readonly keptBytes: number
  readonly liveOutput: LiveOutput
  /** Called after the intent and after the outcome was recorded. */
  readonly onRecorded: (appended: AppendResult) => void
}

export interface RunResult {
  readonly started: AppendResult
  readonly ended: AppendResult
  readonly outcome: CommandResult
  /** Standard output, then standard error; null for a stream that the command wrote nothing to. */
  readonly outputs: readonly (CommandOutput | null)[]
}

/** Records intent, run and outcome. Rejects with `outcome-not-recorded`; runs nothing if the intent cannot be recorded. */
export function runRecorded(env: NodeJS.ProcessEnv, chosen: ChosenIncident, request: RunRequest): Promise<RunResult> {
  const { journal, clock } = chosen
  const { argv, directory, step, timeoutMs, keptBytes, liveOutput, onRecorded } = request
  // Without a program there is no command; and no argument with a NUL can be passed to one (execve(2)).
  if (!argv[0] || argv.some((word) => word.includes('\0'))) fail('missing-argument', { name: '-- CMD', of: 'exec' })
  const store = evidenceStoreOf(journal)
  const streams = { stdout: new KeptOutput(store, keptBytes), stderr: new KeptOutput(store, keptBytes) }
  const { stdout, stderr } = streams
  let started: AppendResult = { events: [], already: [] }
  return runCommand({
    argv,
    directory,
    env,
    timeout: timeoutMs,
    beforeStart() {
      openAll(store, [stdout, stderr])
      const data = {
        argv,
        host: hostName(),
        directory,
        step,
        stdout: stdout.file,
        stderr: stderr.file,
        timeout: timeoutMs,
      }
      try {
        started = appendIntents(journal, clock, { kind: 'start-command', data })
      } catch (error) {
        for (const stream of [stdout, stderr]) stream.abandon()
        throw error
      }
      onRecorded(started)
    },
    onOutput(name, bytes) {
      streams[name].add(bytes)
      liveOutput.show(name, bytes)
    },
    onEnd(outcome) {
      liveOutput.end()
      // That the terminal was lost (`lostTerminal`) concerns this process, not the command, and is not recorded.
      const { lostTerminal: _, leftProcess: left, ...howItEnded } = outcome
      const outputs = { stdout: stdout.finish(), stderr: stderr.finish() }
      const intent = started.events.find(({ type }) => type === 'command.started')
      const command = intent === undefined ? '' : nameOf(intent)
      try {
        const data = { command, ...howItEnded, ...outputs, ...(left && { left }) }
        const ended = appendIntents(journal, clock, { kind: 'end-command', data })
        onRecorded(ended)
        return { started, ended, outcome, outputs: Object.values(outputs) }
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error
        const { path = '', why = error.problem.code } = error.problem.params as { path?: string; why?: string }
        return fail('outcome-not-recorded', { event: command, id: journal.id, outcome: howItEnded, path, why })
      }
    },
  })
}

/**
 * Opens the files for the output, before anything is recorded or run. Throws `not-recorded` or `bad-evidence-folder`, and then
 * leaves no files.
 */
function openAll(store: EvidenceStore, streams: readonly KeptOutput[]): void {
  try {
    for (const stream of streams) stream.open()
  } catch (error) {
    for (const stream of streams) stream.abandon()
    if (error instanceof ProblemError) throw error
    const { path = store.directory } = error as NodeJS.ErrnoException
    fail('not-recorded', { path, why: errnoName(error) })
  }
}
