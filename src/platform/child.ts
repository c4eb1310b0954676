import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import type { CommandEnd } from '../domain/log/event.ts'
import { fail } from '../domain/outcome.ts'
import { errnoName } from './errno.ts'
import { isTerminal } from './output.ts'

/** After a signal that asks a command to end, this long until it is ended without asking. */
const GRACE_MS = 5000
/** After a command has ended, output that stays open is read until nothing came for so long, */
const QUIET_MS = 500
/** and no longer than this. */
const LINGER_MS = 2000

export interface Job<T> {
  readonly argv: readonly string[]
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds until the command is ended. */
  readonly timeout: number
  /** What it reads; without it, its input is ours unless that is a terminal. */
  readonly input?: string
  /** Records the intent; where it throws, nothing is run. */
  readonly begin: () => void
  readonly output: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void
  /** Records the outcome, before a signal can end us as well. */
  readonly finish: (ended: Ended) => T
}

export interface Ended {
  readonly end: CommandEnd
  readonly code: number | null
  readonly signal: string | null
  /** Error code where it could not be started. */
  readonly why: string | null
  /** Milliseconds. */
  readonly duration: number
  /** What it started still had its output open, and was left running: what that writes later is not kept. */
  readonly left: boolean
  /** The terminal was lost meanwhile: whoever runs this should end by the same signal. */
  readonly lost: boolean
}

/**
 * Runs an argument list without a shell, in a process group of its own, so that all it started ends with it where it is
 * made to end. A Ctrl-C reaches it as one; a second one, or the end of the time, ends it for good. What it started and
 * left behind when it ended by itself goes on.
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
  private over = false
  private left = false
  private limit: NodeJS.Timeout | undefined
  private mercy: NodeJS.Timeout | undefined
  private quiet: NodeJS.Timeout | undefined
  private linger: NodeJS.Timeout | undefined

  run(job: Job<unknown>): Promise<Ended> {
    const began = performance.now()
    return new Promise((resolve) => {
      const settle = (code: number | null, signal: string | null, why: string | null) => {
        for (const timer of [this.limit, this.mercy, this.quiet, this.linger]) clearTimeout(timer)
        const natural = why !== null ? 'not-started' : signal === null ? 'exited' : 'signalled'
        const duration = Math.round(performance.now() - began)
        const { left, lost } = this
        resolve({ end: this.end ?? natural, code, signal, why, duration, left, lost })
      }
      this.begin(job, settle)
    })
  }

  private begin({ argv, directory, env, timeout, input, output }: Job<unknown>, settle: Settle): void {
    const [program = '', ...rest] = argv
    const child = startProgram(program, rest, { directory, env, input })
    if (typeof child === 'string') {
      settle(null, null, child)
      return
    }
    this.child = child
    this.limit = setTimeout(() => this.stop('timed-out', 'SIGTERM'), timeout)
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (bytes: Buffer) => {
        output(stream, bytes)
        this.quiet?.refresh()
      })
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid === undefined) settle(null, null, error.code ?? 'UNKNOWN')
    })
    child.on('exit', () => this.leave(child))
    child.on('close', (code, signal) => {
      if (child.pid !== undefined) settle(code, signal, null)
    })
  }

  /** Asks the command to end, the second time without asking; what it left running is no longer it. */
  stop(how: CommandEnd, signal: NodeJS.Signals): void {
    if (this.over) return
    this.send(this.end === null ? signal : 'SIGKILL')
    this.end ??= how
    this.mercy ??= setTimeout(() => this.send('SIGKILL'), GRACE_MS)
  }

  /** What it left running goes with it where it was made to end; where it ended by itself, it goes on unread. */
  private leave(child: Child): void {
    if (this.end !== null) this.send('SIGKILL')
    this.over = true
    clearTimeout(this.limit)
    clearTimeout(this.mercy)
    const letGo = () => {
      for (const stream of [child.stdout, child.stderr])
        if (!stream.readableEnded && !stream.destroyed) this.handOver(stream)
    }
    this.quiet = setTimeout(letGo, QUIET_MS)
    this.linger = setTimeout(letGo, LINGER_MS)
  }

  private handOver(stream: Readable): void {
    this.left = true
    readOn(stream)
  }

  private send(signal: NodeJS.Signals): void {
    try {
      if (this.child?.pid !== undefined) process.kill(-this.child.pid, signal)
    } catch {
      // The whole group is gone already.
    }
  }
}

type Settle = (code: number | null, signal: string | null, why: string | null) => void

export type Child = ChildProcessByStdio<Writable | null, Readable, Readable>

interface Surroundings {
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** What it reads; without it, its input is ours unless that is a terminal. */
  readonly input: string | undefined
}

/** A program that is missing and a folder that is missing are the same error later. */
export function mustBeFolder(path: string): void {
  try {
    if (statSync(path).isDirectory()) return
  } catch (error) {
    const why = errnoName(error)
    if (why !== 'ENOENT') fail('unreadable', { path, why })
  }
  fail('no-such-file', { path })
}

/** The child, or the error code where none could be made; some errors come later, as an event. */
export function startProgram(
  program: string,
  rest: readonly string[],
  { directory: cwd, env, input }: Surroundings,
): Child | string {
  try {
    const stdin = input !== undefined ? 'pipe' : isTerminal(0) ? 'ignore' : 'inherit'
    const child = spawn(program, rest, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] }) as Child
    // Nobody has to read what is offered.
    child.stdin?.on('error', () => {}).end(input)
    return child
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return code
  }
}

/** Without a reader whoever writes would be ended by SIGPIPE: another process reads on, as long as there is something. */
export function readOn(stream: Readable): void {
  stream.pause()
  spawn('cat', [], { cwd: '/', stdio: [stream, 'ignore', 'ignore'], detached: true })
    .on('error', () => {})
    .unref()
  stream.destroy()
}
