import { join, resolve } from 'node:path'
import { Writable } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { run } from '../src/cli/run.ts'
import type { Output } from '../src/platform/output.ts'
import type { Host } from '../src/world.ts'
import { mustFitSchema } from './json-documents.ts'
import { refusing, type Script } from './script.ts'
import { TestWorkspace } from './workspace.ts'

export const ROOT = resolve(import.meta.dirname, '..')

/** 22:17:05 in Tokyo: the first time on the clock of a bench. */
const BEGINS = Date.parse('2026-11-24T22:17:05.120+09:00')

/** The exit codes with which a command prints its document. */
const DOCUMENT_EXITS = new Set([0, 4, 7, 8, 9])

export interface Outcome {
  readonly code: number
  readonly out: string
  readonly err: string
  /** Everything on the terminal as plain text, in order: output, messages, questions and answers. */
  readonly screen: string
}

/** An event as `log --json` prints it. */
export interface Recorded {
  readonly writer: string
  readonly seq: number
  readonly type: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly data: Readonly<Record<string, unknown>>
}

/** Deviations from the defaults of the bench for one command line. */
export interface Circumstances {
  readonly input?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  /** The operating system; Linux unless another one is given. */
  readonly platform?: NodeJS.Platform
  /** The answers at a terminal; without a script there is no terminal, and questions fail the test. */
  readonly script?: Script
  readonly columns?: number
  readonly rows?: number
  /** Called after the first output, before more is read. */
  readonly meanwhile?: () => unknown
  /** Called with each text that appears on the terminal. */
  readonly onScreen?: (text: string) => void
}

/** The working directory and the time zone, both of the whole process. */
interface Surroundings {
  readonly cwd: string
  readonly TZ: string | undefined
}

/** Those of the tests, and then those of each command line that runs, the latest last. */
const surroundings: Surroundings[] = [{ cwd: ROOT, TZ: process.env.TZ }]

function enterLatest(): void {
  const { cwd, TZ } = surroundings.at(-1) as Surroundings
  process.chdir(cwd)
  if (TZ === undefined) delete process.env.TZ
  else process.env.TZ = TZ
}

/** Command lines may overlap, as with a board that serves meanwhile, and end in any order. */
async function inSurroundings<T>(entered: Surroundings, act: () => Promise<T>): Promise<T> {
  surroundings.push(entered)
  try {
    enterLatest()
    return await act()
  } finally {
    surroundings.splice(surroundings.indexOf(entered), 1)
    enterLatest()
  }
}

/**
 * Runs the program in this process, in a new workspace with its own state and cache: standard streams in memory, a clock
 * that stands still until it is set, and answers from a script. `test/system/bench.ts` does the same for the built program,
 * in a process of its own.
 */
export class Bench extends TestWorkspace {
  readonly env: NodeJS.ProcessEnv
  /** The time on the clock, in milliseconds. */
  now = BEGINS
  /** The command lines that were to run in the background, oldest first; a test runs them when it likes. */
  readonly background: (readonly string[])[] = []
  /** Functions that are called each second. */
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

  /** Advances the clock, and calls the functions that wait for the next second. */
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
    const code = await inSurroundings({ cwd, TZ: host.env.TZ ?? process.env.TZ }, () => run(host))
    script?.mustBeOver()
    if (args.includes('--json') && DOCUMENT_EXITS.has(code)) mustFitSchema(args, textOf(out))
    return { code, out: textOf(out), err: textOf(err), screen: plainText(textOf(screen)) }
  }

  /** The events of the latest incident, in order; only those of the given types, if any are given. */
  async events(...types: readonly string[]): Promise<Recorded[]> {
    const lines = (await this.ok('log', '--json', '-i', 'latest')).trim().split('\n')
    const events = lines.map((line) => JSON.parse(line) as Recorded)
    return types.length === 0 ? events : events.filter(({ type }) => types.includes(type))
  }

  /** Runs a command that must succeed, and returns its standard output. */
  async ok(...args: readonly string[]): Promise<string> {
    const { code, out, err } = await this.halt(...args)
    if (code !== 0) throw new Error(`halt ${args.join(' ')} exited ${code}: ${err}`)
    return out
  }

  async json<T = Record<string, unknown>>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.ok(...args, '--json')) as T
  }

  /** Waits, by the clock of the bench. */
  async sleep(ms: number, _signal?: AbortSignal): Promise<void> {
    this.pass(ms)
  }

  private host(circumstances: Circumstances, argv: readonly string[]) {
    const {
      input = '',
      env,
      script,
      columns = 80,
      rows = 24,
      onScreen = () => {},
      meanwhile,
      platform = 'linux',
    } = circumstances
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
      platform,
      root: ROOT,
      invocation: () => ['haltctl'],
      argv,
      env: { ...this.env, ...env },
      now: () => this.now,
      sleep: (ms, signal) => this.sleep(ms, signal),
      output,
      errorOutput: keptIn(err),
      terminals: [isTerminal, isTerminal, isTerminal],
      input: inputOf(input),
      eachSecond: (act) => {
        this.seconds.add(act)
        return () => this.seconds.delete(act)
      },
      usePager: async () => null,
      showsHyperlinks: async () => this.env.FORCE_HYPERLINK === '1',
      showPage: async () => false,
      inBackground: async (args) => {
        this.background.push(args)
      },
      prompter: async (now, mark, plain) =>
        script?.prompter(now, { mark, plain, show: (text) => show(Buffer.from(text)) }) ?? refusing(),
    }
    return { out, err, screen, host }
  }
}

/** Makes the output wait once for `act` before it accepts more. */
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

/** An output that passes on everything that is written to it. */
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

/** The text without terminal control sequences. */
function plainText(text: string): string {
  return stripVTControlCharacters(text).replaceAll('\u0007', '')
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString()
}
