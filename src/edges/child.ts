import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import type { CommandEnd } from '../domain/log/event.ts'

/** After a signal that asks a command to end, this long until it is ended without asking. */
const GRACE_MS = 5000
/** Output that a command left open for others to write is waited for no longer than this after it has ended. */
const LINGER_MS = 500

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
  /** The terminal was lost meanwhile: whoever runs this should end by the same signal. */
  readonly lost: boolean
}

/**
 * Runs an argument list without a shell, in a process group of its own, so that all it started ends with it. A Ctrl-C
 * reaches it as one; a second one, or the end of the time, ends it for good.
 */
export async function runCommand<T>(job: Job<T>): Promise<T> {
  const running = new Running()
  const onInterrupt = () => running.stop('interrupted', 'SIGINT')
  const onTerminate = () => running.stop('interrupted', 'SIGTERM')
  const onHangUp = () => {
    running.lost = true
    running.stop('interrupted', 'SIGHUP')
  }
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
  private child: ChildProcessByStdio<Writable | null, Readable, Readable> | null = null
  private end: CommandEnd | null = null
  private mercy: NodeJS.Timeout | undefined
  private linger: NodeJS.Timeout | undefined

  run({ argv, directory, env, timeout, input, output }: Job<unknown>): Promise<Ended> {
    const [program = '', ...rest] = argv
    const began = performance.now()
    const child = spawn(program, rest, {
      cwd: directory,
      env,
      detached: true,
      stdio: [input !== undefined ? 'pipe' : process.stdin.isTTY ? 'ignore' : 'inherit', 'pipe', 'pipe'],
    }) as ChildProcessByStdio<Writable | null, Readable, Readable>
    this.child = child
    // Nobody has to read what is offered.
    child.stdin?.on('error', () => {}).end(input)
    for (const stream of ['stdout', 'stderr'] as const)
      child[stream].on('data', (bytes: Buffer) => {
        output(stream, bytes)
        this.linger?.refresh()
      })
    const limit = setTimeout(() => this.stop('timed-out', 'SIGTERM'), timeout)
    return new Promise((resolve) => {
      const settle = (code: number | null, signal: string | null, why: string | null) => {
        for (const timer of [limit, this.mercy, this.linger]) clearTimeout(timer)
        const natural = why !== null ? 'not-started' : signal === null ? 'exited' : 'signalled'
        const duration = Math.round(performance.now() - began)
        resolve({ end: this.end ?? natural, code, signal, why, duration, lost: this.lost })
      }
      child.on('error', (error: NodeJS.ErrnoException) => {
        if (child.pid === undefined) settle(null, null, error.code ?? 'UNKNOWN')
      })
      child.on('exit', () => this.leave(child))
      child.on('close', (code, signal) => {
        if (child.pid !== undefined) settle(code, signal, null)
      })
    })
  }

  /** Asks the command to end, the second time without asking. */
  stop(how: CommandEnd, signal: NodeJS.Signals): void {
    this.send(this.end === null ? signal : 'SIGKILL')
    this.end ??= how
    this.mercy ??= setTimeout(() => this.send('SIGKILL'), GRACE_MS)
  }

  /** What it left running goes with it where it was made to end, and is not waited for where it ended by itself. */
  private leave({ stdout, stderr }: { stdout: Readable; stderr: Readable }): void {
    if (this.end !== null) this.send('SIGKILL')
    this.linger = setTimeout(() => {
      stdout.destroy()
      stderr.destroy()
    }, LINGER_MS)
  }

  private send(signal: NodeJS.Signals): void {
    try {
      if (this.child?.pid !== undefined) process.kill(-this.child.pid, signal)
    } catch {
      // The whole group is gone already.
    }
  }
}
