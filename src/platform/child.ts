import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import type { CommandEnd } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import { errnoName } from './errno.ts'
import { isTerminal } from './output.ts'
import { signalGroup } from './process.ts'

/** How long a command has to end after a signal asks it to, before it is killed. */
const GRACE_MS = 5000
/** After a command has exited, output that is still open is read until nothing has come for this long, */
const QUIET_MS = 500
/** and no longer than this. */
const LINGER_MS = 2000

export interface Job<T> {
  readonly argv: readonly string[]
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds after which the command is stopped. */
  readonly timeout: number
  /** Its standard input. Without it, the command inherits ours, unless that is a terminal. */
  readonly input?: string
  /** Records the intent; if it throws, nothing is run. */
  readonly begin: () => void
  readonly output: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void
  /** Records the outcome, before a signal can end this process as well. */
  readonly finish: (ended: Ended) => T
}

export interface Ended {
  readonly end: CommandEnd
  readonly code: number | null
  readonly signal: string | null
  /** The error code if it could not be started. */
  readonly why: string | null
  /** Milliseconds. */
  readonly duration: number
  /** Whether a process that it started still had the output open and was left running; later output is not kept. */
  readonly left: boolean
  /** Whether the terminal was lost meanwhile (SIGHUP); the caller should then end by the same signal. */
  readonly lost: boolean
}

/**
 * Runs an argument list without a shell, in its own process group, so that stopping it stops everything it started. The
 * first Ctrl-C is passed on to it and a timeout sends SIGTERM; a second signal, or GRACE_MS later, SIGKILL. Processes
 * that it left behind when it exited by itself keep running.
 */
export async function runCommand<T>(job: Job<T>): Promise<T> {
  const running = new Running()
  const onInterrupt = () => running.stop('interrupted', 'SIGINT')
  const onTerminate = () => running.stop('interrupted', 'SIGTERM')
  const onHangUp = () => {
    running.lost = true
    running.stop('interrupted', 'SIGHUP')
  }
  mustBeFolder(job.directory)
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGHUP', onHangUp)
  try {
    job.begin()
    return job.finish(await running.run(job))
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGHUP', onHangUp)
  }
}

class Running {
  lost = false
  private child: Child | null = null
  private end: CommandEnd | null = null
  private hasExited = false
  private left = false
  private timeout: NodeJS.Timeout | undefined
  private grace: NodeJS.Timeout | undefined
  private quiet: NodeJS.Timeout | undefined
  private linger: NodeJS.Timeout | undefined

  run(job: Job<unknown>): Promise<Ended> {
    const began = performance.now()
    return new Promise((resolve) => {
      const settle = (code: number | null, signal: string | null, why: string | null) => {
        for (const timer of [this.timeout, this.grace, this.quiet, this.linger]) clearTimeout(timer)
        const natural = why !== null ? 'not-started' : signal === null ? 'exited' : 'signalled'
        const duration = Math.round(performance.now() - began)
        const { left, lost } = this
        resolve({ end: this.end ?? natural, code, signal, why, duration, left, lost })
      }
      this.begin(job, settle)
    })
  }

  private begin(job: Job<unknown>, settle: Settle): void {
    const [program = '', ...rest] = job.argv
    const child = startProgram(program, rest, job)
    if (typeof child === 'string') {
      settle(null, null, child)
      return
    }
    this.child = child
    this.timeout = setTimeout(() => this.stop('timed-out', 'SIGTERM'), job.timeout)
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (bytes: Buffer) => {
        job.output(stream, bytes)
        this.quiet?.refresh()
      })
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) settle(null, null, error.code ?? 'UNKNOWN')
    })
    child.on('exit', () => this.onExit(child))
    child.on('close', (code, signal) => {
      if (child.pid !== undefined) settle(code, signal, null)
    })
  }

  /** Asks the command to end, or kills it on the second call. Does nothing once it has exited. */
  stop(how: CommandEnd, signal: NodeJS.Signals): void {
    if (this.hasExited) return
    this.send(this.end === null ? signal : 'SIGKILL')
    this.end ??= how
    this.grace ??= setTimeout(() => this.send('SIGKILL'), GRACE_MS)
  }

  /** Kills what the command left running if it was stopped; if it exited by itself, stops reading from that instead. */
  private onExit(child: Child): void {
    if (this.end !== null) this.send('SIGKILL')
    this.hasExited = true
    clearTimeout(this.timeout)
    clearTimeout(this.grace)
    const detach = () => {
      for (const stream of [child.stdout, child.stderr])
        if (!stream.readableEnded && !stream.destroyed) {
          this.left = true
          drainDetached(stream)
        }
    }
    this.quiet = setTimeout(detach, QUIET_MS)
    this.linger = setTimeout(detach, LINGER_MS)
  }

  private send(signal: NodeJS.Signals): void {
    signalGroup(this.child?.pid, signal)
  }
}

type Settle = (code: number | null, signal: string | null, why: string | null) => void

export type Child = ChildProcessByStdio<Writable | null, Readable, Readable>

/** Throws `no-such-file` or `unreadable`. `spawn` reports a missing folder with the same error as a missing program. */
export function mustBeFolder(path: string): void {
  try {
    if (statSync(path).isDirectory()) return
  } catch (error) {
    const why = errnoName(error)
    if (why !== 'ENOENT') fail('unreadable', { path, why })
  }
  fail('no-such-file', { path })
}

/** Starts a program. Returns the error code if that fails at once; some errors come later, as an `error` event. */
function startProgram(
  program: string,
  rest: readonly string[],
  { directory: cwd, env, input }: Pick<Job<unknown>, 'directory' | 'env' | 'input'>,
): Child | string {
  try {
    const stdin = input !== undefined ? 'pipe' : isTerminal(0) ? 'ignore' : 'inherit'
    const child = spawn(program, rest, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] }) as Child
    // The child need not read its input.
    child.stdin?.on('error', () => {}).end(input)
    return child
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return code
  }
}

/** Lets a detached `cat` read a stream to its end: without a reader, SIGPIPE would kill the writer. */
function drainDetached(stream: Readable): void {
  stream.pause()
  spawn('cat', [], { cwd: '/', stdio: [stream, 'ignore', 'ignore'], detached: true })
    .on('error', () => {})
    .unref()
  stream.destroy()
}
