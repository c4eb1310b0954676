import { stripVTControlCharacters } from 'node:util'
import { type Reply as Entered, type InputText, NoAnswer, type Prompter } from '../src/platform/prompter.ts'

/** A question to the operator. */
export interface Question {
  readonly kind: 'line' | 'choice'
  /** The whole screen of the question, in lines, without the mark of a drill. */
  readonly text: string
  /** The same as it is printed, with mark and styles. */
  readonly lines: readonly string[]
  /** The values of the choices; empty if text is asked for. */
  readonly takes: readonly string[]
  /** The text to be edited, or the choice that Enter selects. */
  readonly draft: string
}

/** Ctrl-C. */
export const LEAVE: unique symbol = Symbol('Ctrl-C')

/** Esc. */
export const ESC: unique symbol = Symbol('Esc')

/** All that stands in the line is deleted, then Enter. */
export const EMPTIED: unique symbol = Symbol('emptied')

/** No key is pressed until the screen is redrawn, which happens each second. */
export const WAIT: unique symbol = Symbol('wait')

/** A text that is pasted, perhaps after some of it was typed, then Enter. */
export interface Pasted {
  readonly pasted: string
  readonly beginsTyped?: boolean
}

/** A line that is entered, and a text that is typed before the next question stands on the screen. */
export interface Hasty {
  readonly line: string
  readonly ahead: string
}

/** Ctrl-C after text was typed without Enter, or pasted, perhaps after some of it was typed. */
export interface Typed {
  readonly typed: string
  readonly isPasted?: boolean
  readonly beginsTyped?: boolean
}

/** A text that is typed without Enter until the screen is out of date, and what is typed while it is drawn anew. */
export interface Half {
  readonly half: string
  readonly ahead?: string
}

/** Several lines that arrive at once in plain lines, before Enter. */
export interface Block {
  readonly block: string
}

export type Answer =
  | string
  | Typed
  | Block
  | Half
  | Pasted
  | Hasty
  | typeof LEAVE
  | typeof ESC
  | typeof EMPTIED
  | typeof WAIT

/** The expected question, and the answer or an action before the answer. */
export type Reply = readonly [
  question: string | RegExp,
  answer: Answer | ((question: Question) => Answer | Promise<Answer>),
]

/** The terminal of a script. */
export interface Surface {
  /** The prefix of each line that is typed. */
  readonly mark: string
  /** Without redrawing: messages in between are printed below the question. */
  readonly plain: boolean
  /** Called with each question and its answer, in plain lines. */
  show(text: string): void
}

/** The answers of somebody at a terminal. */
export interface Script {
  prompter(now: () => number, surface?: Surface): Prompter
  /** Throws if something went wrong, or if an expected question was not asked. */
  mustBeOver(): void
}

/** Answers the expected questions in their order, and fails on any other. */
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
      // The program would report it as a defect.
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
  let ahead = ''
  const shown = (lines: readonly string[], typed: string) => show([...lines, `${mark}> ${typed}`, ''].join('\n'))
  return {
    isPlain: plain,
    async ask({ lines: screen, draft = NOTHING, saveDraft = () => {}, isStale = () => false }) {
      for (;;) {
        const lines = screen(now())
        const said = await answer({ kind: 'line', lines, takes: [], draft: draft.text }, mark)
        const all = draft.text === '' || isRefused(draft, plain) ? lines : [...lines, `${mark}[${draft.text}]`]
        if (said === WAIT) {
          if (isStale()) return { kind: 'stale', ...draft }
          continue
        }
        if (typeof said === 'object' && 'half' in said) {
          ahead = said.ahead ?? ''
          if (isStale()) return { kind: 'stale', text: said.half, isPasted: false }
          throw new Error('nothing makes the screen out of date')
        }
        const reply = replyOf(said, draft, plain)
        shown(all, typeof said === 'symbol' ? '' : lineOf(said).trim().replaceAll('\n', '\u23ce'))
        if (typeof said === 'object' && 'ahead' in said) ahead = said.ahead
        if (reply === null) {
          if (typeof said === 'object' && 'typed' in said) saveDraft({ isPasted: false, ...said, text: said.typed })
          throw new NoAnswer()
        }
        if (reply.text !== '') saveDraft(reply)
        return reply
      }
    },
    async askChoice(question, choices, first) {
      const lines = [`${mark}${question}`, ...choices.map(({ name }, i) => `${mark}${i + 1} ${name}`)]
      const takes = choices.map((choice) => choice.value)
      const said = await answer({ kind: 'choice', lines, takes, draft: first }, mark)
      const place = takes.indexOf(said as string) + 1
      shown(
        lines.map((line, i) => (i > 0 && takes[i - 1] === first ? `${line} *` : line)),
        place > 0 ? String(place) : '',
      )
      if (typeof said !== 'string') throw new NoAnswer()
      return said
    },
    async takeTypedAhead() {
      const typed = ahead
      ahead = ''
      return { text: typed, hasPaste: false }
    },
    whileRunning: (act) => act(),
    lendTerminal: (act) => act(),
    printDuringQuestion(say) {
      if (plain) say()
    },
    close: () => {},
  }
}

const NOTHING = { text: '', isPasted: false }

/** Whether a draft was refused, and is not taken by Enter. */
const isRefused = ({ standing }: InputText, plain: boolean) => plain && standing === 'refused'

/** What the prompter returns for an answer: Enter alone takes the draft; null for Ctrl-C. */
function replyOf(said: Exclude<Answer, typeof WAIT | Half>, draft: InputText, plain: boolean): Entered | null {
  if (said === ESC) return { kind: 'back', ...draft }
  if (typeof said === 'object' && 'block' in said) return { kind: 'block', text: said.block, isPasted: true }
  if (said === EMPTIED) return { kind: 'line', ...NOTHING }
  if (said === LEAVE || (typeof said === 'object' && 'typed' in said)) return null
  const text = lineOf(said)
  if (text === '') return { kind: 'line', ...(isRefused(draft, plain) ? NOTHING : draft) }
  const replaced = draft.standing && draft.text !== '' && { replaced: draft }
  if (typeof said !== 'object' || !('pasted' in said)) return { kind: 'line', text, isPasted: false, ...replaced }
  return { kind: 'line', text, isPasted: true, beginsTyped: said.beginsTyped ?? false, ...replaced }
}

function lineOf(said: string | Typed | Block | Pasted | Hasty): string {
  if (typeof said === 'string') return said
  if ('block' in said) return said.block
  return 'typed' in said ? said.typed : 'pasted' in said ? said.pasted : said.line
}

/** Fails on any question. */
export function refusing(): Prompter {
  return answering(({ text }) => {
    throw new Error(`asks without a terminal:\n${text}`)
  }).prompter(() => 0)
}

/** Compares without regard to line breaks. */
function isOf(expected: string | RegExp, text: string): boolean {
  if (typeof expected !== 'string') return expected.test(text)
  return text.replaceAll(/\s+/g, '').includes(expected.replaceAll(/\s+/g, ''))
}
