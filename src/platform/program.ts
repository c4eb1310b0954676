import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { statSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { fail } from '../domain/outcome.ts'
import { errnoName } from './errno.ts'
import { isTerminal } from './output.ts'

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
