import type { Language } from '../../src/domain/runbook/runbook.ts'
import { DRILL, TEXT, unspaced } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { type Size, Terminal } from './terminal.ts'

export interface PersonOptions extends Size {
  readonly language?: Language
  readonly plain?: boolean
  readonly bench?: Bench
  readonly args?: readonly string[]
  readonly env?: NodeJS.ProcessEnv
}

/** A person at a terminal, who reads questions and types answers. */
export class Person {
  readonly language: Language
  readonly bench: Bench
  readonly terminal: Terminal
  private readonly plain: boolean
  private answered = 0
  /** How often the mark of an answered question is in the output, up to this index. */
  private marks = 0
  private readTo = 0

  constructor({ language = 'en', plain = false, bench, args = ['start'], env = {}, ...size }: PersonOptions = {}) {
    this.language = language
    this.plain = plain || env.TERM === 'dumb'
    this.bench = bench ?? new Bench()
    const given = plain ? [...args, '--plain'] : args
    this.terminal = new Terminal(this.bench, given, size, { HALT_LANG: language, ...env })
  }

  get text() {
    return TEXT[this.language]
  }

  /** The lines up to the current question, once the last answer was accepted. */
  async question(lines?: number): Promise<string[]> {
    const isOpen = () => /^>( |$)/.test(this.lastLine()) && this.turns() >= this.answered
    await this.terminal.untilTrue(isOpen, 'a question')
    return unmarked(this.terminal.lines(lines))
  }

  /** Whether this is the current question, however its lines are wrapped. */
  async isAsked(question: string): Promise<boolean> {
    return this.endsWith((await this.question()).slice(0, -1).slice(-12), question)
  }

  /** Waits for this question. */
  async asked(question: string): Promise<void> {
    await this.terminal.until(() => this.endsWith(unmarked(this.terminal.lines()).slice(0, -1), question))
    await this.question()
  }

  /** Waits for a question that has these words in it. */
  async sees(words: string): Promise<void> {
    await this.terminal.until(() => unspaced(unmarked(this.terminal.lines()).join('')).includes(unspaced(words)))
    await this.question()
  }

  /** Whether lines end with a question, and what is said about the text in its line, however they are wrapped. */
  private endsWith(lines: readonly string[], question: string): boolean {
    const shown = unspaced(lines.join(''))
    const { standing, standingNote, refused } = this.text
    return ['', standing, standingNote, refused].some((about) => shown.endsWith(unspaced(`${question}${about}`)))
  }

  /** Enters a key: the character and Enter. */
  async press(key: string): Promise<void> {
    await this.answer(key)
  }

  async answer(line: string): Promise<void> {
    await this.expectAnswer()
    await this.terminal.enter(line)
  }

  /** Moves from the highlighted choice to another, and selects it. */
  async choose(place: number, highlighted: number): Promise<void> {
    await this.terminal.until(/^( *> ?)/m)
    const arrow = place < highlighted ? '\x1b[A' : '\x1b[B'
    this.answered = 1
    this.terminal.type(this.plain ? `${place + 1}\r` : `${arrow.repeat(Math.abs(place - highlighted))}\r`)
  }

  /** Waits for a question and types, without waiting for the effect. */
  async send(keys: string): Promise<void> {
    await this.expectAnswer()
    this.terminal.type(keys)
  }

  /** Waits for a question, which is answered next. */
  private async expectAnswer(): Promise<void> {
    await this.question()
    this.answered = this.turns() + 1
  }

  /** The number of answered questions: Inquirer shows the cursor again after each; with --plain each leaves a line. */
  private turns(): number {
    const { output } = this.terminal
    const mark = new RegExp(this.plain ? '^(?:\\[.+\\] )?> ' : '\\x1b\\[\\?25h', 'gm')
    mark.lastIndex = this.readTo
    while (mark.test(output)) {
      this.readTo = mark.lastIndex
      this.marks += 1
    }
    return this.plain ? this.marks - 1 : this.marks
  }

  private lastLine(): string {
    return unmarked(this.terminal.lines(1)).at(-1) ?? ''
  }
}

function unmarked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(DRILL, ''))
}
