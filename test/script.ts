import { stripVTControlCharacters } from 'node:util'
import { NoAnswer, type Prompter, type Screen } from '../src/edges/prompter.ts'

/** What a person is asked. */
export interface Question {
  readonly kind: 'key' | 'line' | 'choice'
  /** All that stands on the screen of the question, lines ended by LF. */
  readonly text: string
  /** The keys that are taken, or the values of the choices; none where words are. */
  readonly takes: readonly string[]
  /** What stands in the line to be edited. */
  readonly draft: string
}

/** Ctrl-C. */
export const LEAVE = Symbol('Ctrl-C')

type Answer = string | typeof LEAVE

/** What is expected to be asked, and the answer. */
export type Reply = readonly [question: string | RegExp, answer: Answer]

/** Somebody at a terminal. */
export interface Script {
  prompter(now: () => number): Prompter
  /** Throws where something was to be answered and was not asked. */
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
    return next[1]
  })
  return {
    asked,
    prompter: script.prompter,
    mustBeOver() {
      if (left.length > 0) throw new Error(`was never asked: ${left.map(([question]) => String(question)).join('\n')}`)
    },
  }
}

/** Answers as a function of the question. */
export function answering(answer: (question: Question) => Answer): Script {
  const given = async (question: Question): Promise<string> => {
    const said = answer(question)
    if (said === LEAVE) throw new NoAnswer()
    if (question.takes.length > 0 && !question.takes.includes(said))
      throw new Error(`${JSON.stringify(said)} is not taken by:\n${question.text}`)
    return said
  }
  return {
    prompter: (now) => ({
      key: ({ lines, keys }: Screen) => given({ kind: 'key', text: textOf(lines(now())), takes: [...keys], draft: '' }),
      async line(question, draft, keep) {
        const typed = await given({ kind: 'line', text: textOf([question]), takes: [], draft })
        keep(typed)
        return typed === '' ? draft : typed
      },
      choose: (question, choices) =>
        given({
          kind: 'choice',
          text: textOf([question, ...choices.map(({ name }) => name)]),
          takes: choices.map(({ value }) => value),
          draft: '',
        }),
      aside: (act) => act(),
      lend: (act) => act(),
      interject: (say) => say(),
      close: () => {},
    }),
    mustBeOver: () => {},
  }
}

/** Nobody is there to be asked. */
export function refusing(): Prompter {
  return answering(({ text }) => {
    throw new Error(`asks without a terminal:\n${text}`)
  }).prompter(() => 0)
}

function textOf(lines: readonly string[]): string {
  return stripVTControlCharacters(lines.join('\n'))
}

/** Wherever lines are folded. */
function isOf(expected: string | RegExp, text: string): boolean {
  if (typeof expected !== 'string') return expected.test(text)
  return text.replaceAll(/\s+/g, '').includes(expected.replaceAll(/\s+/g, ''))
}
