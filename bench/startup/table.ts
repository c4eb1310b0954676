import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { commandNames } from '../commandnames.ts'
import { PROGRAM } from '../figures.ts'
import type { Made } from '../made.ts'
import { middle } from '../middle.ts'
import { markdown } from '../page.ts'
import { type Line, linesOf } from './lines.ts'
import { othersIn } from './others.ts'
import { putBack } from './putback.ts'
import { type Stopwatch, stopwatch, type Where } from './stopwatch.ts'

/** By how many times the CPU time of each exceeds that of bare Node. */
export interface Startups {
  readonly table: string
  readonly how: string
  /** By the first word of a command, that of its first line. */
  readonly times: ReadonlyMap<string, number>
}

/** The program learns from the first runs of a command, and is in use from then on. */
const USES = [1, 2, 3]
const BARE = [process.execPath, '-e', '0']
const GIT = {
  GIT_AUTHOR_NAME: 'taro',
  GIT_AUTHOR_EMAIL: 'taro@example.com',
  GIT_COMMITTER_NAME: 'taro',
  GIT_COMMITTER_EMAIL: 'taro@example.com',
}

/** Every command of the program, each run in turn with `node -e 0`, and what somebody might pick instead. */
export function startups(made: Made, pairs: number, withOclif: boolean): Startups {
  const watch = stopwatch()
  const lines = linesOf(commandNames())
  const ground = new Ground(made, lines)
  const where: Where = { cwd: made.directory, env: { ...GIT, ...made.env } }
  const times = new Map<string, number>()
  const rows: string[][] = []
  const measure = (name: string, isOurs: boolean, run: () => number) => {
    const took = Array.from({ length: pairs }, () => [bareOf(watch, where), run()] as const)
    const ratio = middle(took.map(([bare, own]) => own / bare))
    if (isOurs && !times.has(firstOf(name))) times.set(firstOf(name), ratio)
    const [bare, own] = [middle(took.map(([bare]) => bare)), middle(took.map(([, own]) => own))]
    rows.push([`\`${name}\``, ratio.toFixed(2), own.toFixed(1), bare.toFixed(1)])
    process.stderr.write(`${name}\n`)
  }
  for (const line of lines) measure(line.words, true, () => ground.run(watch, line))
  for (const { name, words } of othersIn(where, withOclif)) measure(name, false, () => watch.run(words, where).cpuMs)
  return { table: markdown(['command', 'times bare Node', 'CPU, ms', 'bare Node, ms'], rows), how: watch.how, times }
}

function bareOf(watch: Stopwatch, where: Where): number {
  return watch.run(BARE, where).cpuMs
}

function firstOf(words: string): string {
  return words.split(' ')[0] ?? ''
}

/** Where the program is run: what was made, put back before each time. It was read before, and each line was run before. */
class Ground {
  private readonly made: Made
  private readonly kept: string
  private readonly empty: string
  /** Those that are put back. */
  private readonly places: string[] = []

  constructor(made: Made, lines: readonly Line[]) {
    this.made = made
    this.kept = join(made.directory, 'kept')
    this.empty = join(made.directory, 'empty')
    const { HALT_DIR, XDG_STATE_HOME, XDG_CACHE_HOME } = made.env
    const watch = stopwatch()
    for (const words of ['init --organisation-ja 取引所', 'note begun', 'status']) this.once(watch, { words })
    this.keep(HALT_DIR, XDG_STATE_HOME)
    for (const _ of USES) for (const line of lines) this.run(watch, line)
    for (const place of this.places) putBack(place, this.keptAs(place))
    this.once(watch, { words: 'status' })
    this.keep(XDG_CACHE_HOME)
  }

  private keep(...places: readonly string[]): void {
    for (const place of places) {
      cpSync(place, this.keptAs(place), { recursive: true })
      this.places.push(place)
    }
  }

  /** Milliseconds of CPU. Throws where it does not end as it should. */
  run(watch: Stopwatch, line: Line): number {
    rmSync(this.empty, { recursive: true, force: true })
    mkdirSync(this.empty)
    for (const place of this.places) putBack(place, this.keptAs(place))
    if (line.after !== undefined) this.once(watch, { ...line, words: line.after })
    return this.once(watch, line)
  }

  private once(watch: Stopwatch, { words, isNew, code = 0 }: Line): number {
    const env = { ...this.made.env, ...(isNew && { HALT_DIR: this.empty, XDG_STATE_HOME: join(this.empty, 'state') }) }
    const run = watch.run([process.execPath, PROGRAM, ...words.split(' ')], { cwd: this.made.directory, env })
    if (run.code !== code) throw new Error(`haltctl ${words}: exit ${run.code}`)
    return run.cpuMs
  }

  private keptAs(place: string): string {
    return join(this.kept, place.slice(this.made.directory.length))
  }
}
