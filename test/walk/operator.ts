import type { Language, Runbook } from '../../src/domain/runbook/runbook.ts'
import { SCOPE_STATE_NAMES } from '../../src/i18n/scope-state-names.ts'
import { words as wordsEn } from '../../src/i18n/words.en.ts'
import { words as wordsJa } from '../../src/i18n/words.ja.ts'
import { typedNames } from '../../src/incident/labels.ts'
import { sending as sendingEn } from '../../src/notice/words.en.ts'
import { sending as sendingJa } from '../../src/notice/words.ja.ts'
import { calling as callingEn } from '../../src/people/words.en.ts'
import { calling as callingJa } from '../../src/people/words.ja.ts'
import type { WalkText } from '../../src/walk/words.en.ts'
import { walk as en } from '../../src/walk/words.en.ts'
import { walk as ja } from '../../src/walk/words.ja.ts'
import { answering, type Question, type Script } from '../script.ts'
import { KEYS } from './keys.ts'

export const TEXT = { en, ja } as const
export const SENDING = { en: sendingEn, ja: sendingJa } as const
const CALLING = { en: callingEn, ja: callingJa } as const
const WORDS = { en: wordsEn, ja: wordsJa } as const

/** The prefix of each line in a drill. */
export const DRILL = /^\[(?:\*|DRILL|訓練)\](?: |$)/

/** The keys to press at the end of a phase or before a step, with the answers they require. */
export interface Turn {
  readonly before?: string
  readonly key: string
  readonly answers?: readonly string[]
}

export interface Halt {
  readonly type: string
  readonly title: string
  readonly planned?: string
  /** The operations that the walk asks about, all of which are stopped; missing for those of the supplied manual. */
  readonly operations?: Runbook['operations']
  /** What to answer when asked for a fact; missing for facts of the supplied manual. */
  readonly fact?: (name: string, language: Language) => string
  readonly turns: readonly Turn[]
}

export const OPERATIONS: Readonly<Record<Language, readonly string[]>> = {
  ja: ['売買', '入金・預入', '出金・送付'],
  en: ['trading', 'deposits', 'withdrawals'],
}

/** This person's answers, for the walk and for the script. */
export const SAID = {
  scope: stoppedAll(OPERATIONS.en, 'en'),
  severity: 'sev2 as seen on the dashboards',
  link: 'https://status.example.com/1',
  en: { done: 'checked with the team', declined: 'no need this time', why: 'as seen on the dashboards' },
  ja: { done: '担当者と確認した', declined: '今回は不要', why: '監視画面で確認したため' },
  fact(name: string, language: Language): string {
    if (name === 'started-at') return '1m ago'
    if (name === 'detected-at') return 'now'
    if (name.startsWith('planned-')) return name === 'planned-start' ? '2099-01-10T02:00' : '2099-01-10T04:00'
    if (name === 'next-drill') return '2099-04-01'
    if (name === 'expected-recovery') return '?'
    if (name === 'affected-amount') return '1250000 JPY'
    if (name === 'complaints' || /^affected-(?:customers|orders|people)$/.test(name)) return '120'
    return language === 'ja' ? `${name}を確認した` : `${name} as found`
  },
} as const

/** A fact in a list that is asked for by number. */
const LISTED_FACT = /^(?:\[\S+\] )?(\d+) {2}[^[]*\[([a-z0-9-]+)(?:\.(ja|en))?\]/gm

/** Optional steps are declined if the manual leaves the choice. */
const DECLINED = ['if-needed', 'consider'] as const

/** More than any of the walks asks: an answer that is refused each time ends here. */
const MOST_QUESTIONS = 500

type Asked = Pick<Question, 'kind' | 'text'>

/** Takes a halt from start to close, guided by the screen alone. */
export class Operator {
  private readonly halt: Halt
  private readonly language: Language
  private readonly turns: Turn[]
  private readonly answers: string[] = []
  private asked = 0

  constructor(halt: Halt, language: Language) {
    this.halt = halt
    this.language = language
    this.turns = [...halt.turns]
  }

  answer(question: Asked): string {
    if (++this.asked > MOST_QUESTIONS) throw new Error(`asked again and again:\n${question.text}`)
    if (question.kind === 'choice') return this.halt.type
    const answer = this.answers.shift()
    if (answer !== undefined) return answer
    return asks(question, this.text.words) ? this.key(question) : this.words(question)
  }

  private key(question: Asked): string {
    const step = showsStep(question, this.text) ? stepOn(question) : null
    const [turn] = this.turns
    if (turn !== undefined && (turn.before ?? null) === step) {
      this.turns.shift()
      this.answers.push(...(turn.answers ?? []))
      return turn.key
    }
    if (step === null) throw new Error(`nothing left to do:\n${question.text}`)
    return this.isDeclined(question) ? KEYS.skip : KEYS.done
  }

  private words(question: Asked): string {
    const { text, sending, language, halt } = this
    const [, fact, of = language] = asks(question, text.factHint)
      ? ([...question.text.matchAll(/\[([a-z0-9-]+)(?:\.(ja|en))?\]/g)].at(-1) ?? [])
      : []
    const { fact: answer = SAID.fact } = halt
    const listed = [...question.text.matchAll(LISTED_FACT)]
    if (listed.length > 1)
      return listed.map(([, n, name = '', of = language]) => `${n}=${answer(name, of as Language)}`).join(' ')
    const operations = halt.operations === undefined ? OPERATIONS[language] : typedNames(halt.operations, { language })
    if (fact !== undefined) return answer(fact, of as Language)
    if (asks(question, sending.missingKeys)) return '?'
    // Whoever is called answers.
    if (unspaced(question.text).includes(unspaced(`d ${CALLING[language].keys.reached}`))) return 'd'
    // Notices are posted by hand, since nothing is sent here.
    if (asks(question, sending.keys({ errors: 0, sends: false, isEdited: false }))) return 'y'
    const answers: readonly (readonly [question: string, answer: string])[] = [
      [text.title, halt.title],
      [text.plannedWindow, halt.planned ?? ''],
      [text.doneNote, SAID[language].done],
      [text.declineReason, SAID[language].declined],
      [text.why, SAID[language].why],
      [text.severity, SAID.severity],
      [sending.postedWhere('posted'), SAID.link],
    ]
    if (unspaced(question.text).includes(unspaced(text.scope(operations)))) return stoppedAll(operations, language)
    return answers.find(([known]) => asks(question, known))?.[1] ?? ''
  }

  private isDeclined(question: Asked): boolean {
    const { modality, listed } = WORDS[this.language]
    const heading = headingOf(question).slice(0, 3).join(' ')
    return DECLINED.some((word) => heading.includes(listed(['', modality[word]])))
  }

  private get text() {
    return TEXT[this.language]
  }

  private get sending() {
    return SENDING[this.language]
  }
}

function showsStep({ text }: Asked, { labels }: WalkText): boolean {
  return unspaced(text).includes(unspaced(`${KEYS.done} ${labels.done} ${KEYS.skip} ${labels.skip}`))
}

/** The same as a script. */
export function walkingThrough(halt: Halt, language: Language): Script {
  const operator = new Operator(halt, language)
  return answering((question) => operator.answer(question))
}

function stoppedAll(operations: readonly string[], language: Language): string {
  return operations.map((operation) => `${operation}=${SCOPE_STATE_NAMES.stopped[language][0]}`).join(' ')
}

/** Whether the output ends with a text, regardless of line wrapping. */
export function asks({ text }: Asked, question: string): boolean {
  return unspaced(text).endsWith(unspaced(question))
}

export function unspaced(text: string): string {
  return text.replaceAll(/\s+/g, '')
}

function stepOn(question: Asked): string | null {
  return /^(\S+)/.exec(headingOf(question)[0] ?? '')?.[1] ?? null
}

function headingOf({ text }: Asked): readonly string[] {
  const lines = text.split('\n')
  return lines.slice(lines.findLastIndex((line) => /^[A-Z\d][A-Z\d.]*-[a-z-]+ {2}/.test(line)))
}
