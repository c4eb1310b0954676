import { stripVTControlCharacters } from 'node:util'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { KEYS } from '../../src/render/walk.ts'
import { sending as sendingEn } from '../../src/text/en/sending.ts'
import { walk as en } from '../../src/text/en/walk.ts'
import { words as wordsEn } from '../../src/text/en/words.ts'
import { sending as sendingJa } from '../../src/text/ja/sending.ts'
import { walk as ja } from '../../src/text/ja/walk.ts'
import { words as wordsJa } from '../../src/text/ja/words.ts'
import { Bench } from './bench.ts'
import { type Size, Terminal } from './terminal.ts'

export const TEXT = { en, ja } as const
export const SENDING = { en: sendingEn, ja: sendingJa } as const
export const WORDS = { en: wordsEn, ja: wordsJa } as const

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

/** What stands before each line of a drill. */
export const DRILL = /^\[(?:\*|DRILL|訓練)\](?: |$)/

function unmarked(lines: readonly string[]): string[] {
  return lines.map((line) => line.replace(DRILL, ''))
}

export function unspaced(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\s+/g, '')
}

/** What is pressed when nothing is left to do in a phase, or before a step; then the answers it asks for. */
export interface Turn {
  readonly before?: string
  readonly key: string
  readonly answers?: readonly string[]
}

export interface Halt {
  readonly type: string
  readonly title: string
  readonly planned?: string
  readonly turns: readonly Turn[]
}

/** What this person says, whoever asks: the walk, or a script in their place. */
export const SAID = {
  scope: 'trading=stopped deposits=stopped withdrawals=stopped',
  severity: 'sev2',
  link: 'https://status.example.com/1',
  en: { done: 'checked with the team', declined: 'no need this time', why: 'as seen on the dashboards' },
  ja: { done: '担当者と確認した', declined: '今回は不要', why: '監視画面で確認したため' },
  fact(name: string, language: Language): string {
    if (name === 'started-at' || name === 'detected-at') return '1m ago'
    if (name.startsWith('planned-')) return name === 'planned-start' ? '2099-01-10T02:00' : '2099-01-10T04:00'
    if (name === 'next-drill') return '2099-04-01'
    if (name === 'expected-recovery') return '?'
    return language === 'ja' ? `${name}を確認した` : `${name} as found`
  },
} as const

/** Softer steps are decided against, where the manual leaves the choice. */
const DECLINED = ['if-needed', 'consider'] as const

/** Walks a halt from `start` to the end by looking at the screen and answering what stands there. */
export async function walkThrough(person: Person, halt: Halt): Promise<void> {
  await begin(person, halt)
  const turns = [...halt.turns]
  const answers: string[] = []
  for (let questions = 0; questions < 500; questions += 1) {
    const screen = new Reading(person, (await person.question()).slice(-24))
    if (!screen.asksForKey) await person.answer(answers.shift() ?? answerTo(person, screen))
    else if (screen.asks(person.text.declineOrSkip)) await person.press('d')
    else if (screen.asks(SENDING[person.language].missingKeys)) await person.press('?')
    else if (screen.offersNotices) await person.press('y')
    else if (turns[0] !== undefined && (turns[0].before ?? null) === screen.step) {
      const { key, answers: given = [] } = turns.shift() as Turn
      answers.push(...given)
      await person.press(key)
    } else if (screen.step !== null) await person.press(screen.isDeclined ? KEYS.skip : KEYS.done)
    else throw new Error(`nothing left to do:\n${screen.lines.join('\n')}`)
    if (turns.length === 0 && screen.asks(person.text.closeWord)) return
  }
  throw new Error(`the walk does not end:\n${person.terminal.text()}`)
}

async function begin(person: Person, { type, title, planned }: Halt): Promise<void> {
  const types = ['maintenance', 'system-failure', 'security-incident', 'compliance', 'market-volatility']
  const { text, terminal } = person
  await terminal.until(text.chooseType)
  await person.choose(types.indexOf(type), types.indexOf('system-failure'))
  await person.asked(text.title)
  await person.answer(title)
  if (type !== 'maintenance' && type !== 'compliance') return
  await person.asked(text.plannedWindow)
  await person.answer(planned ?? '')
}

/** What a person makes of the last lines on the screen. */
class Reading {
  readonly lines: readonly string[]
  private readonly person: Person
  private readonly question: string

  constructor(person: Person, lines: readonly string[]) {
    this.person = person
    this.lines = lines
    this.question = unspaced(lines.slice(0, -1).join(''))
  }

  asks(question: string): boolean {
    return this.question.endsWith(unspaced(question))
  }

  get asksForKey(): boolean {
    const { keys, declineOrSkip } = this.person.text
    const { missingKeys } = SENDING[this.person.language]
    const others = [declineOrSkip, missingKeys].some((question) => this.asks(question))
    return this.isIdle || this.asks(`${KEYS.back} ${keys.back}`) || others || this.offersNotices
  }

  /** The texts of notices are shown, to be posted by hand: nothing here sends any. */
  get offersNotices(): boolean {
    return this.asks(SENDING[this.person.language].keys(0, false))
  }

  /** The step on the screen, null where nothing is left to do. */
  get step(): string | null {
    return this.isIdle ? null : (/^(\S+)/.exec(this.heading[0] ?? '')?.[1] ?? null)
  }

  get isDeclined(): boolean {
    const { modality } = WORDS[this.person.language]
    return DECLINED.some((word) => this.heading.slice(0, 3).join(' ').includes(`, ${modality[word]}`))
  }

  /** Which fact is asked for. */
  get fact(): string | null {
    const last = this.person.text.factHint
    return this.asks(last) ? (/^.*\[([a-z-]+)(?:\.(?:ja|en))?\]/.exec(this.question)?.[1] ?? null) : null
  }

  private get isIdle(): boolean {
    return this.asks(`${KEYS.help} ${this.person.text.keys.help}`)
  }

  private get heading(): readonly string[] {
    return this.lines.slice(this.lines.findLastIndex((line) => /^\d[\d.]*-[a-z-]+ {2}/.test(line)))
  }
}

function answerTo({ text, language }: Person, screen: Reading): string {
  if (screen.fact !== null) return SAID.fact(screen.fact, language)
  const answers: readonly (readonly [question: string, answer: string])[] = [
    [text.doneNote, SAID[language].done],
    [text.declineReason, SAID[language].declined],
    [text.why, SAID[language].why],
    [text.severity, SAID.severity],
    [SENDING[language].postedWhere, SAID.link],
    [text.scope('trading, deposits, withdrawals'), SAID.scope],
  ]
  return answers.find(([question]) => screen.asks(question))?.[1] ?? ''
}
