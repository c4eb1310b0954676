import { utimesSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const PRELOAD = resolve(import.meta.dirname, 'still-clock.cjs')

/** The clock of a program, in milliseconds, which stands still but for the time that a test lets pass. */
export class StillClock {
  /** What the environment of the program needs. */
  readonly env: Readonly<Record<string, string>>
  private readonly file: string
  private now: number

  constructor(folder: string, now: number) {
    this.now = now
    this.file = join(folder, 'clock')
    this.env = { NODE_OPTIONS: `--require=${PRELOAD}`, CLOCK_FILE: this.file }
    writeFileSync(this.file, '')
    this.pass(0)
  }

  pass(seconds: number): void {
    this.now += seconds * 1000
    utimesSync(this.file, this.now / 1000, this.now / 1000)
  }
}
