import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Checked, checkFile, digestOf, type Line, namedIn } from './chain.ts'
import type { Attack } from './proof.ts'

export interface Ran {
  /** Exit code; null where a signal ended it. */
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly out: string
  readonly err: string
}

export interface RunOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly input?: string | Buffer
  /** A command and its arguments to run the program under: `['strace', '-f', …]`. */
  readonly under?: readonly string[]
}

/** Whether this says that something is recorded: a receipt names its events, and `start` prints the id alone. */
export function isReceipt({ out, err }: Pick<Ran, 'out' | 'err'>): boolean {
  return /(^|\s|")[a-z2-7]{8}:\d+\b/.test(`${out}${err}`) || /^\d{8}-\d{6}-[a-z-]+(-\d+)?$/m.test(out)
}

/** A workspace of its own, with a state folder of its own, and the program under attack run in it without a terminal. */
export class Workspace {
  readonly program: string
  readonly directory: string
  readonly path: string
  readonly state: string
  readonly env: NodeJS.ProcessEnv

  constructor({ program, folder }: Attack, env: NodeJS.ProcessEnv = {}, directory = folder()) {
    this.program = program
    this.directory = directory
    this.path = env.HALT_DIR ?? join(directory, 'workspace')
    this.state = env.XDG_STATE_HOME ?? join(directory, 'state')
    this.env = {
      PATH: process.env.PATH,
      // Nobody is there to leave one.
      PAGER: '',
      HOME: directory,
      XDG_STATE_HOME: this.state,
      HALT_DIR: this.path,
      HALT_LANG: 'en',
      HALT_OPERATOR: 'taro',
      // To compile all of it for each workspace anew takes longer than what it saves.
      NODE_DISABLE_COMPILE_CACHE: '1',
      ...env,
    }
  }

  /** Starts the program; `ended` gives what it wrote, once it is gone. */
  spawn(
    args: readonly string[],
    { env, cwd, input, under = [] }: RunOptions = {},
  ): { child: ChildProcess; ended: Promise<Ran> } {
    const [command = '', ...rest] = [...under, process.execPath, this.program, ...args]
    const child = spawn(command, rest, { env: { ...this.env, ...env }, cwd: cwd ?? this.directory })
    const [out, err] = [child.stdout, child.stderr].map((stream) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      return chunks
    }) as [Buffer[], Buffer[]]
    child.stdin.on('error', () => {})
    child.stdin.end(input ?? '')
    const ended = once(child, 'close').then(([code, signal]) => ({
      code,
      signal,
      out: Buffer.concat(out).toString(),
      err: Buffer.concat(err).toString(),
    }))
    return { child, ended }
  }

  halt(...args: readonly string[]): Promise<Ran> {
    return this.haltWith({}, ...args)
  }

  haltWith(options: RunOptions, ...args: readonly string[]): Promise<Ran> {
    return this.spawn(args, options).ended
  }

  /** Runs a command that must succeed, and gives its standard output. */
  async ok(...args: readonly string[]): Promise<string> {
    const { code, signal, out, err } = await this.halt(...args)
    if (code !== 0) throw new Error(`halt ${args.join(' ')}: ${code ?? signal}: ${err}`)
    return out
  }

  /** Ids of the incidents that have a folder. */
  ids(): string[] {
    const incidents = join(this.path, 'incidents')
    return existsSync(incidents) ? readdirSync(incidents).sort() : []
  }

  /** Folder of the only incident, or of the latest. */
  get incident(): string {
    const id = this.ids().at(-1)
    if (id === undefined) throw new Error('no incident')
    return join(this.path, 'incidents', id)
  }

  /** Paths of every writer's file of every incident. */
  files(): string[] {
    const folders = this.ids().map((id) => join(this.path, 'incidents', id))
    return folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.jsonl'))
        .sort()
        .map((name) => join(folder, name)),
    )
  }

  /** Bytes of all of them. */
  size(): number {
    return this.files().reduce((sum, path) => sum + statSync(path).size, 0)
  }

  /** Path of the log where one writer wrote it. */
  get file(): string {
    const files = this.files()
    if (files.length !== 1) throw new Error(`${files.length} files: ${files.join(' ')}`)
    return files[0] as string
  }

  /** Folder inside the state folder where what belongs to this workspace is kept. */
  get kept(): string {
    const [key = '', ...others] = readdirSync(join(this.state, 'halt')).filter((name) => name !== 'trusted')
    if (others.length > 0) throw new Error('state of several workspaces')
    return join(this.state, 'halt', key)
  }

  /** Whether the head that is kept outside is that of the last event of the latest incident. */
  keepsHead(): boolean {
    const head = join(this.kept, `${this.ids().at(-1)}.head`)
    const last = this.lines().at(-1)
    return existsSync(head) && readFileSync(head, 'utf8').includes(String(last?.hash))
  }

  /**
   * Copies workspace and state aside; gives what puts them back as they were. The logs are other files then: snapshots of
   * those before are taken away, so that each run makes the same calls.
   */
  saved(): () => void {
    const aside = join(this.directory, `saved-${process.hrtime.bigint()}`)
    const places = [this.path, this.state].map((place, n) => [place, join(aside, String(n))] as const)
    for (const [place, copy] of places) if (existsSync(place)) cpSync(place, copy, { recursive: true })
    return () => {
      for (const [place, copy] of places) {
        rmSync(place, { recursive: true, force: true })
        if (existsSync(copy)) cpSync(copy, place, { recursive: true })
      }
      for (const path of this.snapshots()) rmSync(path)
    }
  }

  private snapshots(): string[] {
    const cache = join(this.directory, '.cache', 'halt')
    const names = existsSync(cache) ? readdirSync(cache) : []
    return names.filter((name) => name.endsWith('.snapshot')).map((name) => join(cache, name))
  }

  /** Every writer's file, checked by our own reading. */
  checked(): Checked[] {
    return this.files().map(checkFile)
  }

  /** The lines of every writer that verify. */
  lines(): Line[] {
    return this.checked().flatMap(({ lines }) => lines)
  }

  /** Files of runbook and settings that a line names and that are not beside it, byte by byte. */
  lackingFiles(): string[] {
    return this.files().flatMap((path) =>
      namedIn(checkFile(path).lines).flatMap(({ name, digest }) => {
        const beside = join(dirname(path), name)
        return existsSync(beside) && digestOf(readFileSync(beside)) === digest ? [] : [`named and missing: ${name}`]
      }),
    )
  }

  /** Texts of the notes that are in the log. */
  notes(): string[] {
    return this.lines().flatMap(({ type, data }) => (type === 'note.added' ? [String(data.text)] : []))
  }
}
