import { nameOf, type Output } from '../../domain/log/event.ts'
import { Failed, fail } from '../../domain/outcome.ts'
import type { Chosen } from '../../incident/choose.ts'
import { append } from '../../incident/record.ts'
import { type Ended, runCommand } from '../../platform/child.ts'
import { errnoName } from '../../platform/errno.ts'
import { hostName } from '../../platform/machine.ts'
import { type EvidenceStore, type EvidenceWriter, evidenceOf, newName } from '../../store/evidence-files.ts'
import type { Appended } from '../../store/journal.ts'
import { distrustOfCommand } from '../../store/trust.ts'
import type { World } from '../../world.ts'
import type { Live } from './live-output.ts'

/** One hour: how long a command may run, if `--timeout` does not say otherwise. */
export const TIMEOUT_MS = 3_600_000
export const MAX_TIMEOUT_MS = 24 * 3_600_000
/** 16 MiB: how much of each output stream is kept, if `--keep` does not say otherwise. */
export const DEFAULT_KEPT_BYTES = 16 * 1024 * 1024

export interface RunRequest {
  readonly argv: readonly string[]
  readonly directory: string
  /** The step it is run for. */
  readonly step: string | null
  /** Milliseconds. */
  readonly timeout: number
  /** Bytes kept of each stream; the rest is shown but not kept. */
  readonly limit: number
  /** Shows its output while it runs. */
  readonly live: Live
  /** Called after the intent and after the outcome was recorded. */
  readonly tell: (appended: Appended) => void
}

export interface RunResult {
  readonly started: Appended
  readonly ended: Appended
  readonly outcome: Ended
  /** Standard output, then standard error; null for a stream that the command wrote nothing to. */
  readonly wrote: readonly (Output | null)[]
}

/**
 * Checks that a command offered by a runbook is the team's own. Throws `untrusted-workspace` if the workspace was found, not
 * named, and others could change its settings, contacts or runbooks, or a file in it that the command line names by path,
 * unless the user trusts the workspace.
 */
export function mustBeTrusted({ workspace, env }: World, argv: readonly string[], directory: string): void {
  if (workspace.origin !== 'found') return
  const distrust = distrustOfCommand(argv, directory, workspace.directory, env)
  if (distrust !== null) fail('untrusted-workspace', { directory: workspace.directory, ...distrust })
}

/**
 * Records the intent, runs the command, records the outcome. Runs nothing if the intent cannot be recorded. Rejects with
 * `outcome-not-recorded` if the command has run but its outcome cannot be recorded.
 */
export function runRecorded(
  env: NodeJS.ProcessEnv,
  { journal, clock }: Chosen,
  request: RunRequest,
): Promise<RunResult> {
  const { argv, directory, step, timeout, limit, live, tell } = request
  // Without a program there is no command; and no argument with a NUL can be passed to one (execve(2)).
  if (!argv[0] || argv.some((word) => word.includes('\0'))) fail('missing-argument', { name: '-- CMD' })
  const store = evidenceOf(journal)
  const streams = { stdout: new KeptOutput(store, limit), stderr: new KeptOutput(store, limit) }
  const { stdout, stderr } = streams
  let started: Appended = { events: [], already: [] }
  return runCommand({
    argv,
    directory,
    env,
    timeout,
    begin() {
      openAll(store, [stdout, stderr])
      const files = { stdout: stdout.file, stderr: stderr.file }
      const data = { argv, host: hostName(), directory, step, ...files, timeout }
      try {
        started = append(journal, clock, { kind: 'start-command', data })
      } catch (error) {
        for (const stream of [stdout, stderr]) stream.abandon()
        throw error
      }
      tell(started)
    },
    output(name, bytes) {
      streams[name].take(bytes)
      live.show(name, bytes)
    },
    finish(outcome) {
      live.end()
      // That the terminal was lost (`lost`) concerns this process, not the command, and is not recorded.
      const { lost: _, left, ...howItEnded } = outcome
      const outputs = { stdout: stdout.finish(), stderr: stderr.finish() }
      const intent = started.events.find(({ type }) => type === 'command.started')
      const command = intent === undefined ? '' : nameOf(intent)
      try {
        const ended = append(journal, clock, {
          kind: 'end-command',
          data: { command, ...howItEnded, ...outputs, ...(left && { left }) },
        })
        tell(ended)
        return { started, ended, outcome, wrote: Object.values(outputs) }
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        const { path = '', why = error.problem.code } = error.problem.params as { path?: string; why?: string }
        return fail('outcome-not-recorded', { event: command, id: journal.id, outcome: howItEnded, path, why })
      }
    },
  })
}

/** Opens the files for the output, before anything is recorded or run. Throws `not-recorded`, and then leaves no files. */
function openAll(store: EvidenceStore, streams: readonly KeptOutput[]): void {
  try {
    for (const stream of streams) stream.open()
  } catch (error) {
    for (const stream of streams) stream.abandon()
    const { path = store.directory } = error as NodeJS.ErrnoException
    fail('not-recorded', { path, why: errnoName(error) })
  }
}

/** One output stream of a command, kept up to a limit. A full disk stops the keeping, never the command. */
export class KeptOutput {
  readonly file = newName()
  private readonly store: EvidenceStore
  private readonly limit: number
  private writer: EvidenceWriter | null = null
  /** Bytes kept so far. */
  private kept = 0
  /** Bytes that the command has written so far. */
  private total = 0
  private hasWriteFailed = false

  constructor(store: EvidenceStore, limit: number) {
    this.store = store
    this.limit = limit
  }

  open(): void {
    this.writer = this.store.open(this.file)
  }

  /** Deletes what was kept. */
  abandon(): void {
    this.writer?.abandon()
    this.writer = null
  }

  /** Takes the next bytes that the command has written; keeps those within the limit. */
  take(bytes: Uint8Array): void {
    this.total += bytes.length
    const space = this.limit - this.kept
    if (space <= 0) return
    const part = bytes.subarray(0, space)
    this.kept += part.length
    try {
      this.writer?.write(part)
    } catch {
      // Nothing more is kept, or the file would have a hole.
      this.kept = this.limit
      this.hasWriteFailed = true
    }
  }

  /**
   * Closes the file and says what was kept of how much. Null, without a file, if the command wrote nothing. `kept` is null,
   * also without a file, if the limit is 0 or the bytes could not be synced to disk.
   */
  finish(): Output | null {
    if (this.total === 0) {
      this.abandon()
      return null
    }
    if (this.limit === 0) this.abandon()
    try {
      return { total: this.total, kept: this.writer?.finish() ?? null, ...(this.hasWriteFailed && { lost: true }) }
    } catch {
      this.writer?.abandon()
      return { total: this.total, kept: null, lost: true }
    }
  }
}
