import { stripVTControlCharacters } from 'node:util'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { DRILL, TEXT, unspaced } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { type Size, Terminal } from './terminal.ts'

export interface Sitting extends Size {
  readonly language?: Language
  readonly plain?: boolean
  readonly bench?: Bench
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** A person at a terminal: reads what is asked there, and answers by keys. */
export class Person {
  readonly language: Language
  readonly bench: Bench
  readonly terminal: Terminal
  private readonly plain: boolean
  private answered = 0

  constructor({ language = 'en', plain = false, bench, args = ['start'], env = {}, ...size }: Sitting = {}) {
    this.language = language
    this.plain = plain
    this.bench = bench ?? new Bench()
    const given = plain ? [...args, '--plain'] : args
    this.terminal = new Terminal(this.bench, given, size, { HALT_LANG: language, ...env })
  }

  get text() {
    return TEXT[this.language]
  }

  /** The lines down to the question that stands on the screen, once the last answer was taken. */
  async question(): Promise<string[]> {
    await this.terminal.until(() => this.turns() >= this.answered && /^>( |$)/.test(this.lastLine()))
    return unmarked(this.terminal.lines())
  }

  /** Whether the question that stands there is this one, however its lines were folded. */
  async isAsked(question: string): Promise<boolean> {
    return unspaced((await this.question()).slice(0, -1).slice(-12).join('')).endsWith(unspaced(question))
  }

  /** Waits until this is asked. */
  async asked(question: string): Promise<void> {
    const shown = () => unspaced(unmarked(this.terminal.lines()).slice(0, -1).join(''))
    await this.terminal.until(() => shown().endsWith(unspaced(question)))
    await this.question()
  }

  async press(key: string): Promise<void> {
    await this.send(this.plain ? `${key}\r` : key)
  }

  async answer(line: string): Promise<void> {
    await this.send(`${line}\r`)
  }

  /** Goes down or up from the highlighted choice to another, and takes it. */
  async choose(place: number, highlighted: number): Promise<void> {
    await this.terminal.until(/^( *> ?)/m)
    const arrow = place < highlighted ? '\x1b[A' : '\x1b[B'
    this.answered = 1
    this.terminal.type(this.plain ? `${place + 1}\r` : `${arrow.repeat(Math.abs(place - highlighted))}\r`)
  }

  /** Types without waiting for what comes of it. */
  async send(keys: string): Promise<void> {
    await this.question()
    this.answered = this.turns() + 1
    this.terminal.type(keys)
  }

  /** Questions that were answered so far: Inquirer shows the cursor again after each; plain ones leave their lines. */
  private turns(): number {
    if (!this.plain) return this.terminal.output.split('\x1b[?25h').length - 1
    return stripVTControlCharacters(this.terminal.output).split(/^(?:\[.+\] )?> /m).length - 2
  }

  private lastLine(): string {
    return unmarked(this.terminal.lines()).at(-1) ?? ''
  }
}

function unmarked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(DRILL, ''))
}
