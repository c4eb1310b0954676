import { cpSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Made } from '../made.ts'
import { PROGRAM } from '../program.ts'
import type { Line } from './lines.ts'
import type { Subject } from './pairs.ts'
import { putBack } from './putback.ts'
import { type Stopwatch, stopwatch } from './stopwatch.ts'

/** The program learns from the first runs of a command, and is in use from then on. */
const USES = [1, 2, 3]

/** Where the program is run: what was made, put back before each time. It was read before, and each line was run before. */
export class Ground {
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
    for (const _ of USES)
      for (const line of lines) {
        this.prepare(watch, line)
        this.once(watch, line)
      }
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

  /** The line, with all as it was kept before each time. Throws where it does not end as it should. */
  subject(watch: Stopwatch, line: Line): Subject {
    return { prepare: () => this.prepare(watch, line), run: () => this.once(watch, line) }
  }

  private prepare(watch: Stopwatch, line: Line): void {
    rmSync(this.empty, { recursive: true, force: true })
    mkdirSync(this.empty)
    for (const place of this.places) putBack(place, this.keptAs(place))
    if (line.after !== undefined) this.once(watch, { ...line, words: line.after })
  }

  /** Milliseconds of CPU. */
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
