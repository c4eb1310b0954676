import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll } from 'vitest'
import { TestWorkspace } from '../workspace.ts'

export const PROGRAM = resolve(import.meta.dirname, '../../bin/halt.js')

export interface Outcome {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

/** A new workspace with its own state directory, in which the built program runs without a terminal. */
export class Bench extends TestWorkspace {
  readonly env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv = {}) {
    super()
    this.env = {
      PATH: process.env.PATH,
      // Nobody is there to leave one.
      PAGER: '',
      HOME: this.directory,
      XDG_STATE_HOME: join(this.directory, 'state'),
      HALT_DIR: this.workspace,
      HALT_LANG: 'en',
      HALT_OPERATOR: 'taro',
      // Compiling everything again for each workspace takes longer than the cache saves.
      NODE_DISABLE_COMPILE_CACHE: '1',
      ...env,
    }
    benches.push(this)
  }

  halt(...args: readonly string[]): Outcome {
    return this.haltWith({}, ...args)
  }

  haltWith(options: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string }, ...args: readonly string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [PROGRAM, ...args], {
      env: { ...this.env, ...options.env },
      cwd: options.cwd ?? this.directory,
      input: options.input ?? '',
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    })
    return { code: status, out: stdout, err: stderr }
  }

  /** Runs the program by another path to it, such as the link that a package manager makes. */
  through(path: string, ...args: readonly string[]): Outcome {
    const { status, stdout, stderr } = spawnSync(process.execPath, [path, ...args], {
      env: this.env,
      cwd: this.directory,
      input: '',
      encoding: 'utf8',
    })
    return { code: status, out: stdout, err: stderr }
  }

  /** Runs a command that must succeed, and returns its standard output. */
  ok(...args: readonly string[]): string {
    const { code, out, err } = this.halt(...args)
    if (code !== 0) throw new Error(`halt ${args.join(' ')} exited ${code}: ${err}`)
    return out
  }

  json<T = Record<string, unknown>>(...args: readonly string[]): T {
    return JSON.parse(this.ok(...args, '--json')) as T
  }
}

const benches: Bench[] = []

afterAll(() => {
  for (const bench of benches.splice(0)) rmSync(bench.directory, { recursive: true, force: true })
})
