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

/** One hour: how long a command may run without `--timeout`. */
export const TIMEOUT_MS = 3_600_000
export const MAX_TIMEOUT_MS = 24 * 3_600_000
/** 16 MiB: how much of each output stream is kept without `--keep`. */
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
  /** Where its output is shown while it runs. */
  readonly live: Live
  /** Says what was recorded. */
  readonly tell: (appended: Appended) => void
}

export interface RunResult {
  readonly started: Appended
  readonly ended: Appended
  readonly outcome: Ended
  /** Of standard output and standard error; null if nothing was written. */
  readonly wrote: readonly (Output | null)[]
}

/**
 * Throws `untrusted-workspace` if the workspace was found, not named, and others could change the program that one of its
 * runbooks offers.
 */
export function mustBeTrusted({ workspace, env }: World, argv: readonly string[], directory: string): void {
  if (workspace.origin !== 'found') return
  const distrust = distrustOfCommand(argv, directory, workspace.directory, env)
  if (distrust !== null) fail('untrusted-workspace', { directory: workspace.directory, ...distrust })
}

/** Records the intent, runs the command, records the outcome. Runs nothing if the intent cannot be recorded. */
export function runRecorded(env: NodeJS.ProcessEnv, { journal, clock }: Chosen, order: RunRequest): Promise<RunResult> {
  const { argv, directory, step, timeout, limit, live, tell } = order
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
      const { lost: _, left, ...how } = outcome
      const kept = { stdout: stdout.finish(), stderr: stderr.finish() }
      const intent = started.events.find(({ type }) => type === 'command.started')
      const command = intent === undefined ? '' : nameOf(intent)
      try {
        const ended = append(journal, clock, {
          kind: 'end-command',
          data: { command, ...how, ...kept, ...(left && { left }) },
        })
        tell(ended)
        return { started, ended, outcome, wrote: Object.values(kept) }
      } catch (error) {
        if (!(error instanceof Failed)) throw error
        const { path = '', why = error.problem.code } = error.problem.params as { path?: string; why?: string }
        return fail('outcome-not-recorded', { event: command, id: journal.id, outcome: how, path, why })
      }
    },
  })
}

/** Opens the files for the output before anything is recorded or run. Throws `not-recorded`, and leaves no files. */
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
  private kept = 0
  private lost = false
  private total = 0

  constructor(store: EvidenceStore, limit: number) {
    this.store = store
    this.limit = limit
  }

  open(): void {
    this.writer = this.store.open(this.file)
  }

  abandon(): void {
    this.writer?.abandon()
    this.writer = null
  }

  take(bytes: Uint8Array): void {
    this.total += bytes.length
    const space = this.limit - this.kept
    if (space <= 0) return
    const part = bytes.subarray(0, space)
    this.kept += part.length
    try {
      this.writer?.write(part)
    } catch {
      this.kept = this.limit
      this.lost = true
    }
  }

  /** Null, and no file is left, if nothing was written. `kept` is null if the bytes could not be synced to disk. */
  finish(): Output | null {
    if (this.total === 0) {
      this.abandon()
      return null
    }
    if (this.limit === 0) this.abandon()
    try {
      return { total: this.total, kept: this.writer?.finish() ?? null, ...(this.lost && { lost: true }) }
    } catch {
      this.writer?.abandon()
      return { total: this.total, kept: null, lost: true }
    }
  }
}
