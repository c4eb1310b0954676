import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { run } from '../src/cli/run.ts'
import type { Output } from '../src/platform/output.ts'
import type { Host } from '../src/world.ts'
import { refusing, type Script } from './script.ts'
import { TestWorkspace } from './workspace.ts'

export const ROOT = resolve(import.meta.dirname, '..')

/** 22:17:05 in Tokyo: what the clock of a bench shows at first. */
const BEGINS = Date.parse('2026-11-24T22:17:05.120+09:00')

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
  /** What a person saw on the terminal, in order: what was printed, said and asked, with the answers, as text. */
  readonly screen: string
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
  /** Takes what is seen on the terminal, as it comes. */
  readonly onScreen?: (text: string) => void
}

/**
 * A workspace of its own with its own state and cache, and the program run in it, in this process: standard streams in
 * memory, a clock that stands still until it is set, and answers from a script. `test/system/bench.ts` has the same for the
 * program as it is built, in a process of its own.
 */
export class Bench extends TestWorkspace {
  readonly env: NodeJS.ProcessEnv
  /** What the clock shows, in milliseconds. */
  now = BEGINS
  /** What is called each second. */
  private readonly seconds = new Set<() => void>()

  constructor(env: NodeJS.ProcessEnv = {}) {
    super()
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

  /** Lets milliseconds go by, at least a second where something is waited for. */
  pass(ms: number): void {
    this.now += ms
    for (const act of this.seconds) act()
  }

  halt(...args: readonly string[]): Promise<Outcome> {
    return this.haltWith({}, ...args)
  }

  async haltWith(circumstances: Circumstances, ...args: readonly string[]): Promise<Outcome> {
    const { cwd = this.directory, script } = circumstances
    const { out, err, screen, host } = this.host(circumstances, args)
    const [before, { TZ }] = [process.cwd(), process.env]
    process.chdir(cwd)
    if (host.env.TZ !== undefined) process.env.TZ = host.env.TZ
    try {
      const code = await run(host)
      script?.mustBeOver()
      return { code, out: textOf(out), err: textOf(err), screen: plainText(textOf(screen)) }
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

  async json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.ok(...args, '--json')) as T
  }

  private host(circumstances: Circumstances, argv: readonly string[]) {
    const { input = '', env, script, columns = 80, rows = 24, onScreen = () => {}, meanwhile } = circumstances
    const nothing = (): Buffer[] => []
    const [out, err, screen] = [nothing(), nothing(), nothing()]
    const show = (bytes: Buffer) => {
      screen.push(bytes)
      onScreen(plainText(bytes.toString()))
    }
    const keptIn = (list: Buffer[]) =>
      new Kept(columns, rows, (bytes) => {
        list.push(bytes)
        show(bytes)
      })
    const output = keptIn(out)
    if (meanwhile !== undefined) slow(output, meanwhile)
    const isTerminal = script !== undefined
    const host: Host = {
      root: ROOT,
      invocation: () => ['haltctl'],
      argv,
      env: { ...this.env, ...env },
      now: () => this.now,
      sleep: async (ms) => this.pass(ms),
      output,
      errorOutput: keptIn(err),
      terminals: [isTerminal, isTerminal, isTerminal],
      input: inputOf(input),
      eachSecond: (act) => {
        this.seconds.add(act)
        return () => this.seconds.delete(act)
      },
      prompter: async (now, mark, plain) =>
        script?.prompter(now, { mark, plain, show: (text) => show(Buffer.from(text)) }) ?? refusing(),
    }
    return { out, err, screen, host }
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

/** Hands on what is written to it. */
class Kept implements Output {
  private readonly keep: (bytes: Buffer) => void
  readonly stream: NodeJS.WriteStream

  constructor(columns: number, rows: number, keep: (bytes: Buffer) => void) {
    this.keep = keep
    const write = (data: Buffer, _: unknown, done: () => void) => {
      keep(data)
      done()
    }
    this.stream = Object.assign(new Writable({ write }), { columns, rows }) as unknown as NodeJS.WriteStream
  }

  write(data: string | Uint8Array): void {
    this.keep(Buffer.from(data as string))
  }

  takesMore(): Promise<boolean> {
    return Promise.resolve(true)
  }

  flush(): Promise<null> {
    return Promise.resolve(null)
  }
}

/** What a person sees of it. */
function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\u0007', '')
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString()
}
