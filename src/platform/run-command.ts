import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import type { CommandEnd } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import { errnoName } from './errno.ts'
import { isTerminal } from './output.ts'
import { signalGroup } from './process.ts'

/** How long a command may take to end after a signal asks it to, before it is killed. */
const GRACE_MS = 5000
/** Output that is still open after a command has exited is read until nothing has come for this long. */
const QUIET_MS = 500
/** The longest that output is read after a command has exited. */
const LINGER_MS = 2000

export interface CommandJob<T> {
  readonly argv: readonly string[]
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  /** Milliseconds after which the command is stopped. */
  readonly timeout: number
  /** Its standard input. Without it, the command inherits ours, unless that is a terminal. */
  readonly input?: string
  /** Records the intent; if it throws, nothing is run. */
  readonly beforeStart: () => void
  /** Receives the output as it comes. */
  readonly onOutput: (stream: 'stdout' | 'stderr', bytes: Uint8Array) => void
  /** Records the outcome, before a signal can end this process as well. */
  readonly onEnd: (ended: CommandResult) => T
}

export interface CommandResult {
  readonly end: CommandEnd
  /** The exit code; null if it was killed by a signal or could not be started. */
  readonly code: number | null
  /** The signal that killed it; null if none did. */
  readonly signal: string | null
  /** The error code if it could not be started, else null. */
  readonly why: string | null
  /** Milliseconds. */
  readonly duration: number
  /** Whether it left a process running that still has the output open; what that writes from now on is dropped. */
  readonly leftProcess: boolean
  /** Whether the terminal was lost meanwhile (SIGHUP); the caller should then end this process by the same signal. */
  readonly lostTerminal: boolean
}

/**
 * Runs an argument list without a shell, in its own process group, which is stopped as a whole. The first SIGINT, SIGTERM
 * or SIGHUP is passed on to the group, and a timeout sends it SIGTERM; a second signal, or GRACE_MS after the first, kills
 * it. What a command that exits by itself left behind keeps running. Rejects like `mustBeFolder`.
 */
export async function runCommand<T>(job: CommandJob<T>): Promise<T> {
  const command = new RunningCommand()
  const onInterrupt = () => command.stop('interrupted', 'SIGINT')
  const onTerminate = () => command.stop('interrupted', 'SIGTERM')
  const onHangUp = () => {
    command.lostTerminal = true
    command.stop('interrupted', 'SIGHUP')
  }
  mustBeFolder(job.directory)
  process.on('SIGINT', onInterrupt).on('SIGTERM', onTerminate).on('SIGHUP', onHangUp)
  try {
    job.beforeStart()
    return job.onEnd(await command.run(job))
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerminate).off('SIGHUP', onHangUp)
  }
}

class RunningCommand {
  lostTerminal = false
  private child: Child | null = null
  /** Why it was asked to end; null if it was not. */
  private stoppedBy: CommandEnd | null = null
  private hasExited = false
  private leftProcess = false
  private timeout: NodeJS.Timeout | undefined
  private grace: NodeJS.Timeout | undefined
  private quiet: NodeJS.Timeout | undefined
  private linger: NodeJS.Timeout | undefined

  run(job: CommandJob<unknown>): Promise<CommandResult> {
    const began = performance.now()
    return new Promise((resolve) => {
      const settle = (code: number | null, signal: string | null, why: string | null) => {
        for (const timer of [this.timeout, this.grace, this.quiet, this.linger]) clearTimeout(timer)
        const natural = why !== null ? 'not-started' : signal === null ? 'exited' : 'signalled'
        const end = this.stoppedBy ?? natural
        const duration = Math.round(performance.now() - began)
        const { leftProcess, lostTerminal } = this
        resolve({ end, code, signal, why, duration, leftProcess, lostTerminal })
      }
      this.begin(job, settle)
    })
  }

  private begin(job: CommandJob<unknown>, settle: Settle): void {
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
        job.onOutput(stream, bytes)
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
  stop(why: CommandEnd, signal: NodeJS.Signals): void {
    if (this.hasExited) return
    this.send(this.stoppedBy === null ? signal : 'SIGKILL')
    this.stoppedBy ??= why
    this.grace ??= setTimeout(() => this.send('SIGKILL'), GRACE_MS)
  }

  /** Kills what a stopped command left running. If the command exited by itself, only stops reading output after a while. */
  private onExit(child: Child): void {
    if (this.stoppedBy !== null) this.send('SIGKILL')
    this.hasExited = true
    clearTimeout(this.timeout)
    clearTimeout(this.grace)
    const detach = () => {
      for (const stream of [child.stdout, child.stderr])
        if (!stream.readableEnded && !stream.destroyed) {
          this.leftProcess = true
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

type Child = ChildProcessByStdio<Writable | null, Readable, Readable>

/** Throws `no-such-file` or `unreadable`, since `spawn` reports a missing working directory like a missing program. */
function mustBeFolder(path: string): void {
  try {
    if (statSync(path).isDirectory()) return
  } catch (error) {
    const why = errnoName(error)
    if (why !== 'ENOENT') fail('unreadable', { path, why })
  }
  fail('no-such-file', { path })
}

/** Starts a program in its own process group. Returns the code of an error at once; later ones come as `error` events. */
function startProgram(
  program: string,
  rest: readonly string[],
  { directory: cwd, env, input }: Pick<CommandJob<unknown>, 'directory' | 'env' | 'input'>,
): Child | string {
  try {
    // A background process group that reads from a terminal would be suspended (SIGTTIN).
    const stdin = input !== undefined ? 'pipe' : isTerminal(0) ? 'ignore' : 'inherit'
    const child = spawn(program, rest, { cwd, env, detached: true, stdio: [stdin, 'pipe', 'pipe'] }) as Child
    // An error here only means that the child did not read all of its input, which it need not.
    child.stdin?.on('error', () => {}).end(input)
    return child
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    return code
  }
}

/** Lets a detached process read a stream to its end: without a reader, SIGPIPE would kill the writer. `cat` needs least memory. */
function drainDetached(stream: Readable): void {
  stream.pause()
  const readers = [['cat'], [process.execPath, '--eval', 'process.stdin.resume()']] as const
  readers.some(([program, ...argv]) => {
    const reader = spawn(program, argv, { cwd: '/', stdio: [stream, 'ignore', 'ignore'], detached: true })
    reader.on('error', () => {}).unref()
    return reader.pid !== undefined
  })
  stream.destroy()
}
