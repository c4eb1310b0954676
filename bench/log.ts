import { execFileSync } from 'node:child_process'
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sealed } from '../proof/chain.ts'
import { Dice } from './dice.ts'
import { PROGRAM } from './figures.ts'
import { type Said, Story, stamp } from './story.ts'

const OPTIONS = '--type system-failure --severity sev2 --title Benchmark --scope trading=stopped --no-walk'.split(' ')
const WRITERS = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const
const BEGAN = Date.UTC(2026, 0, 5)
const BETWEEN_MS = 20_000

/** A workspace with one incident, and how the program is run in it. */
export interface Made {
  readonly directory: string
  readonly env: NodeJS.ProcessEnv
  readonly logBytes: number
  readonly remove: () => void
}

/** What the program wrote of a halt that it began and whose deadlines it started. */
interface Begun {
  readonly incident: string
  readonly started: { readonly id: string; readonly runbook: { readonly steps: readonly { readonly id: string }[] } }
  readonly clock: Readonly<Record<string, unknown>>
}

/**
 * Makes the log of one halt with so many events, of three writers, in the format of docs/log.md: always the same ones. The
 * first line, with the runbook in it, is one that the program wrote.
 */
export function madeLog(events: number): Made {
  const directory = mkdtempSync(join(tmpdir(), 'halt-bench-'))
  const env = {
    PATH: process.env.PATH,
    HOME: directory,
    HALT_DIR: join(directory, 'workspace'),
    XDG_STATE_HOME: join(directory, 'state'),
    HALT_OPERATOR: 'taro',
    HALT_LANG: 'en',
  }
  const begun = begin(env)
  const folder = join(env.HALT_DIR, 'incidents', begun.started.id)
  rmSync(folder, { recursive: true })
  rmSync(env.XDG_STATE_HOME, { recursive: true })
  mkdirSync(folder)
  const chains = WRITERS.map((writer) => new Chain(folder, begun, writer))
  const dice = new Dice(1)
  const story = new Story(begun, dice)
  for (let n = 0; n < events; n += 1) {
    const chain = n === 0 ? chains[0] : dice.of(chains)
    const recorded = BEGAN + n * BETWEEN_MS
    const said = story.next(recorded, n, events)
    const name = chain?.write(said, recorded, n, chains) ?? ''
    story.took(said, name)
  }
  const logBytes = chains.reduce((sum, chain) => sum + chain.close(), 0)
  return { directory, env, logBytes, remove: () => rmSync(directory, { recursive: true, force: true }) }
}

function begin(env: NodeJS.ProcessEnv & { readonly HALT_DIR: string }): Begun {
  for (const args of [
    ['start', ...OPTIONS],
    ['clock', 'start', 'jp-fsa:awareness'],
  ])
    execFileSync(process.execPath, [PROGRAM, ...args], { env, stdio: 'ignore' })
  const incidents = join(env.HALT_DIR, 'incidents')
  const folder = join(incidents, readdirSync(incidents)[0] ?? '')
  const file = readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? ''
  const lines = readFileSync(join(folder, file), 'utf8').trimEnd().split('\n')
  const [first, second] = lines.map((line) => JSON.parse(line))
  return { incident: first.incident, started: first.data, clock: second.data }
}

const FLUSH = 1024 * 1024

/** One writer's file. */
class Chain {
  seq = 0
  hash: string | null = null
  private bytes = 0
  private pending = ''
  private readonly fd: number
  private readonly begun: Begun
  private readonly writer: string

  constructor(folder: string, begun: Begun, writer: string) {
    this.begun = begun
    this.writer = writer
    this.fd = openSync(join(folder, `${begun.started.id}.${writer}.jsonl`), 'w')
  }

  /** Returns the name of the event. */
  write({ type, at, by, data }: Said, recorded: number, n: number, chains: readonly Chain[]): string {
    this.seq += 1
    const seen = chains.filter((chain) => chain !== this && chain.seq > 0)
    const after = seen.map(({ writer, seq, hash }) => ({ writer, seq, hash }))
    const event = {
      v: 1,
      incident: this.begun.incident,
      writer: this.writer,
      seq: this.seq,
      prev: this.hash,
      hlc: [recorded, n],
      ...(after.length > 0 && { after }),
      at: stamp(at ?? recorded),
      recordedAt: stamp(recorded),
      by,
      type,
      critical: !PASSABLE.test(type),
      data,
    }
    const { line, hash } = sealed(JSON.stringify(event).slice(0, -1))
    this.hash = hash
    this.pending += `${line}\n`
    if (this.pending.length > FLUSH) this.flush()
    return `${this.writer}:${this.seq}`
  }

  /** Returns the length of the file. */
  close(): number {
    this.flush()
    closeSync(this.fd)
    return this.bytes
  }

  private flush(): void {
    this.bytes += writeSync(this.fd, this.pending)
    this.pending = ''
  }
}

/** Types that a version not knowing them may pass over (docs/log.md). */
const PASSABLE = /^(note|command|contact|page|escalation|handover|clock|authority)\./
