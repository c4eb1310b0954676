import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import type { Output } from '../src/edges/output.ts'
import { run } from '../src/run.ts'
import type { Host } from '../src/world.ts'
import { refusing, type Script } from './script.ts'

export const ROOT = resolve(import.meta.dirname, '..')

/** 22:17:05 in Tokyo: what the clock of a bench shows at first. */
const BEGINS = Date.parse('2026-11-24T22:17:05.120+09:00')

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** An event as `log --json` gives it. */
export interface Recorded {
  readonly writer: string
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly data: Readonly<Record<string, unknown>>
}

/** What one command line is run with, where that is not what the bench has. */
export interface Circumstances {
  readonly input?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** Who answers at a terminal of 80 columns; without one there is no terminal, and nobody may be asked. */
  readonly script?: Script
  readonly columns?: number
  readonly rows?: number
  /** What happens once something was printed, before more of it is taken. */
  readonly meanwhile?: () => unknown
}

/**
 * A workspace of its own with its own state and cache, and the program run in it, in this process: standard streams in
 * memory, a clock that stands still until it is set, and answers from a script. `test/system/bench.ts` has the same for the
 * program as it is built, in a process of its own.
 */
export class Bench {
  readonly directory = mkdtempSync(join(tmpdir(), 'halt-'))
  readonly workspace = join(this.directory, 'workspace')
  readonly env: NodeJS.ProcessEnv
  /** What the clock shows, in milliseconds. */
  now = BEGINS

  constructor(env: NodeJS.ProcessEnv = {}) {
    this.env = {
      PATH: process.env.PATH,
      HOME: this.directory,
      XDG_STATE_HOME: join(this.directory, 'state'),
      XDG_CACHE_HOME: join(this.directory, 'cache'),
      HALT_DIR: this.workspace,
      HALT_LANG: 'en',
      HALT_OPERATOR: 'taro',
      ...env,
    }
  }

  /** The same with a workspace that is there and empty. */
  static empty(env: NodeJS.ProcessEnv = {}): Bench {
    const bench = new Bench(env)
    mkdirSync(bench.workspace)
    return bench
  }

  /** Puts a file into the workspace. */
  write(path: string, text: string): void {
    const target = join(this.workspace, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
  }

  /** Lets milliseconds go by. */
  pass(ms: number): void {
    this.now += ms
  }

  halt(...args: readonly string[]): Promise<Outcome> {
    return this.haltWith({}, ...args)
  }

  async haltWith(circumstances: Circumstances, ...args: readonly string[]): Promise<Outcome> {
    const { cwd = this.directory, script } = circumstances
    const { out, err, host } = this.host(circumstances, args)
    const [before, { TZ }] = [process.cwd(), process.env]
    process.chdir(cwd)
    if (host.env.TZ !== undefined) process.env.TZ = host.env.TZ
    try {
      const code = await run(host)
      script?.mustBeOver()
      return { code, out: out.text, err: err.text }
    } finally {
      process.chdir(before)
      if (TZ === undefined) delete process.env.TZ
      else process.env.TZ = TZ
    }
  }

  /** What the log of the latest incident holds, in order; of these types alone where some are named. */
  async events(...types: readonly string[]): Promise<Recorded[]> {
    const lines = (await this.ok('log', '--json', '-i', 'latest')).trim().split('\n')
    const events = lines.map((line) => JSON.parse(line) as Recorded)
    return types.length === 0 ? events : events.filter(({ type }) => types.includes(type))
  }

  /** Runs a command that must succeed, and gives its standard output. */
  async ok(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.halt(...args)
    if (code !== 0) throw new Error(`halt ${args.join(' ')} exited ${code}: ${err}`)
    return out
  }

  /** The settings that the latest incident began with, as they stand beside its log. */
  settings(workspace = this.workspace): unknown {
    const incident = join(workspace, 'incidents', readdirSync(join(workspace, 'incidents')).sort().at(-1) ?? '')
    const name = readdirSync(incident).find((file) => file.startsWith('settings.')) ?? ''
    return JSON.parse(readFileSync(join(incident, name), 'utf8'))
  }

  async json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.ok(...args, '--json')) as T
  }

  private host(circumstances: Circumstances, argv: readonly string[]) {
    const { input = '', env, script, columns = 80, rows = 24 } = circumstances
    const [out, err] = [new Kept(columns, rows), new Kept(columns, rows)]
    const isTerminal = script !== undefined
    const host: Host = {
      root: ROOT,
      called: () => ['haltctl'],
      argv,
      env: { ...this.env, ...env },
      now: () => this.now,
      sleep: async (ms) => this.pass(ms),
      output: out,
      talk: err,
      terminals: [isTerminal, isTerminal, isTerminal],
      input: inputOf(input),
      prompter: async (now) => script?.prompter(now) ?? refusing(),
    }
    if (circumstances.meanwhile !== undefined) slow(out, circumstances.meanwhile)
    return { out, err, host }
  }
}

/** Has an output wait for something before it takes more for the first time. */
function slow(output: Output, act: () => unknown): void {
  let isDone = false
  output.takesMore = async () => {
    if (!isDone) {
      isDone = true
      await act()
    }
    return true
  }
}

async function* inputOf(input: string | Uint8Array): AsyncGenerator<Uint8Array> {
  yield Buffer.from(input as string)
}

/** Keeps what is written to it. */
class Kept implements Output {
  private readonly chunks: Buffer[] = []
  readonly stream: NodeJS.WriteStream

  constructor(columns: number, rows: number) {
    const write = (data: Buffer, _: unknown, done: () => void) => {
      this.chunks.push(data)
      done()
    }
    this.stream = Object.assign(new Writable({ write }), { columns, rows }) as unknown as NodeJS.WriteStream
  }

  write(data: string | Uint8Array): void {
    this.chunks.push(Buffer.from(data as string))
  }

  takesMore(): Promise<boolean> {
    return Promise.resolve(true)
  }

  lost(): Promise<null> {
    return Promise.resolve(null)
  }

  get text(): string {
    return Buffer.concat(this.chunks).toString()
  }
}
