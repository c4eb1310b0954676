import { stripVTControlCharacters } from 'node:util'
import { NoAnswer, type Prompter } from '../src/platform/prompter.ts'

/** What a person is asked. */
export interface Question {
  readonly kind: 'key' | 'line' | 'choice'
  /** All that stands on the screen of the question, lines parted by LF, without the mark of a drill. */
  readonly text: string
  /** The same as it is written, mark and styles included. */
  readonly lines: readonly string[]
  /** The keys that are taken, or the values of the choices; none where words are. */
  readonly takes: readonly string[]
  /** What stands in the line to be edited, or the choice that Enter takes. */
  readonly draft: string
}

/** Ctrl-C. */
export const LEAVE: unique symbol = Symbol('Ctrl-C')

/** Nothing is pressed until the screen is drawn anew, as it is each second. */
export const WAIT: unique symbol = Symbol('wait')

/** Ctrl-C, once words were typed and not ended with Enter. */
export interface Typed {
  readonly typed: string
}

export type Answer = string | Typed | typeof LEAVE | typeof WAIT

/** What is expected to be asked, and the answer, or what is done before it is given. */
export type Reply = readonly [
  question: string | RegExp,
  answer: Answer | ((question: Question) => Answer | Promise<Answer>),
]

/** What a script is asked on. */
export interface Surface {
  /** What stands before each line that is typed. */
  readonly mark: string
  /** Nothing is redrawn: what is said between stands below the question. */
  readonly plain: boolean
  /** Takes what was asked and answered, as plain lines show it. */
  show(text: string): void
}

/** Somebody at a terminal. */
export interface Script {
  prompter(now: () => number, surface?: Surface): Prompter
  /** Throws what went wrong, or where something was to be answered and was not asked. */
  mustBeOver(): void
}

/** Answers what it is told of, in that order, and fails on any other question. */
export function replies(...expected: readonly Reply[]): Script & { readonly asked: readonly Question[] } {
  const left = [...expected]
  const asked: Question[] = []
  const script = answering((question) => {
    asked.push(question)
    const next = left.shift()
    if (next === undefined || !isOf(next[0], question.text))
      throw new Error(`asked unexpectedly, where ${String(next?.[0] ?? 'nothing')} was expected:\n${question.text}`)
    return typeof next[1] === 'function' ? next[1](question) : next[1]
  })
  return {
    asked,
    prompter: script.prompter,
    mustBeOver() {
      script.mustBeOver()
      if (left.length > 0) throw new Error(`was never asked: ${left.map(([question]) => String(question)).join('\n')}`)
    },
  }
}

const NOWHERE: Surface = { mark: '', plain: false, show: () => {} }

/** Answers as a function of the question. */
export function answering(answer: (question: Question) => Answer | Promise<Answer>): Script {
  let wrong: unknown = null
  const answered: Answering = async (asked, mark) => {
    const lines = asked.lines.map((line) => (line.startsWith(mark) ? line.slice(mark.length) : line))
    const question = { ...asked, text: stripVTControlCharacters(lines.join('\n')) }
    try {
      const said = await answer(question)
      if (typeof said === 'string' && question.takes.length > 0 && !question.takes.includes(said))
        throw new Error(`${JSON.stringify(said)} is not taken by:\n${question.text}`)
      return said
    } catch (error) {
      // The program would take it for a defect of its own.
      wrong ??= error
      throw error
    }
  }
  return {
    prompter: (now, surface = NOWHERE) => prompterOf(answered, now, surface),
    mustBeOver() {
      if (wrong !== null) throw wrong
    },
  }
}

type Answering = (question: Omit<Question, 'text'>, mark: string) => Promise<Answer>

function prompterOf(answer: Answering, now: () => number, { mark, plain, show }: Surface): Prompter {
  /** Shows what was asked and typed, and gives the answer. */
  const settle = (lines: readonly string[], said: Answer, typed = said, keep = (_: string) => {}): string => {
    if (said === WAIT) throw new Error('only a question of keys is drawn anew')
    const left = typeof said === 'object' ? said.typed : ''
    show([...lines, `${mark}> ${typeof typed === 'string' ? typed.trim() : left}`, ''].join('\n'))
    if (typeof said === 'string') return said
    if (left !== '') keep(left)
    throw new NoAnswer()
  }
  return {
    async askKey({ lines, keys, isStale: stale }) {
      for (;;) {
        const shown = lines(now())
        const said = await answer({ kind: 'key', lines: shown, takes: [...keys], draft: '' }, mark)
        if (said !== WAIT) return settle(shown, said)
        if (stale()) return 'refresh'
      }
    },
    async askLine(question, draft, keep) {
      const lines = question.split('\n')
      const said = await answer({ kind: 'line', lines, takes: [], draft }, mark)
      const typed = settle(draft === '' ? lines : [...lines, `${mark}[${draft}]`], said, said, keep)
      if (typed !== '') keep(typed)
      return typed === '' ? draft : typed
    },
    async askChoice(question, choices, first) {
      const lines = [`${mark}${question}`, ...choices.map(({ name }, i) => `${mark}${i + 1} ${name}`)]
      const takes = choices.map((choice) => choice.value)
      const said = await answer({ kind: 'choice', lines, takes, draft: first }, mark)
      const place = takes.indexOf(said as string) + 1
      const shown = lines.map((line, i) => (i > 0 && takes[i - 1] === first ? `${line} *` : line))
      return settle(shown, said, place > 0 ? String(place) : said)
    },
    whileRunning: (act) => act(),
    lendTerminal: (act) => act(),
    printDuringQuestion(say) {
      if (plain) say()
    },
    close: () => {},
  }
}

/** Nobody is there to be asked. */
export function refusing(): Prompter {
  return answering(({ text }) => {
    throw new Error(`asks without a terminal:\n${text}`)
  }).prompter(() => 0)
}

/** Wherever lines are folded. */
function isOf(expected: string | RegExp, text: string): boolean {
  if (typeof expected !== 'string') return expected.test(text)
  return text.replaceAll(/\s+/g, '').includes(expected.replaceAll(/\s+/g, ''))
}
