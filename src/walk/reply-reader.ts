import type { InputText, Prompter, Question, Reply } from '../platform/prompter.ts'
import { inertLine } from '../view/inert.ts'
import type { UnrecordedInput } from './unrecorded-input.ts'
import type { WalkText } from './words.en.ts'

/** The operator goes back from a question without an answer. */
export class Back extends Error {}

export interface EnteredQuestion extends Omit<Question, 'saveDraft' | 'history'> {
  /** What a draft is kept under. */
  readonly question: string
  /** What is said about the text that stands in the line. */
  readonly about?: string
  readonly isPrivate?: boolean
  readonly isDraftOwn?: boolean
  /** Whether a lone `<` is an answer here. */
  readonly takesBack?: boolean
}

/** What reading replies needs of the session. */
export interface ReplyHost {
  readonly prompter: Prompter
  readonly context: { readonly walk: WalkText }
  say(line: string): void
  questionLines(question: string): string[]
}

const NO_INPUT: InputText = { text: '', isPasted: false }

/**
 * Reads what is entered at one question, whatever it means: takes the lines of a paste as one text, keeps drafts and history,
 * and what was typed before the question for a note.
 */
export class ReplyReader {
  private readonly host: ReplyHost
  private readonly input: UnrecordedInput

  constructor(host: ReplyHost, input: UnrecordedInput) {
    this.host = host
    this.input = input
  }

  /** Rejects with `Back` on Esc or a lone `<`. */
  async read({ question, isPrivate = false, isDraftOwn = false, about, ...asked }: EnteredQuestion): Promise<Reply> {
    const ahead = (await this.host.prompter.takeTypedAhead()).text.trim()
    if (ahead !== '') {
      this.input.offer({ text: ahead, isPasted: true, standing: 'offered' })
      this.host.say(this.host.context.walk.typedBefore(inertLine(ahead)))
    }
    const saveDraft = (input: InputText) => {
      if (!isPrivate) this.input.saveTyped(question, input)
    }
    this.input.hasPrivateAnswer = isPrivate
    const history = isPrivate ? [] : this.input.history
    let block = ''
    const aboutLines = about === undefined ? [] : this.host.questionLines(about)
    const screen = { ...asked, lines: (now: number) => [...asked.lines(now), ...aboutLines] }
    const blockScreen = {
      lines: () => this.host.questionLines(this.host.context.walk.block(block.split('\n').length)),
    }
    for (;;) {
      const draft = block === '' ? (asked.draft ?? NO_INPUT) : { text: block, isPasted: true }
      if (draft.text !== '' && !(isDraftOwn && draft.text === asked.draft?.text)) saveDraft(draft)
      const reply = await this.host.prompter.ask({ ...(block === '' ? screen : blockScreen), saveDraft, history })
      const isBack = reply.kind === 'back' || /^(?:[<＜]|\u001b)$/.test(reply.text.trim())
      // The terminal holds back the last line of a paste until Enter: it belongs to the text, whatever it says.
      if (reply.kind === 'block' || (block !== '' && reply.kind === 'line' && reply.text !== '' && !isBack)) {
        block = block === '' ? reply.text : `${block}\n${reply.text}`
        continue
      }
      if (block !== '' && isBack) {
        block = ''
        saveDraft(NO_INPUT)
        continue
      }
      // Nobody types a line break.
      const isPasted = reply.isPasted || reply.text.includes('\n')
      const entered = block === '' ? { ...reply, isPasted } : { ...reply, text: block, isPasted: true }
      const isLine = reply.kind === 'line' && (!isBack || asked.takesBack === true)
      this.input.clearTyped(question)
      if (reply.kind !== 'stale' && entered.text.trim().length > 1 && !isPrivate) this.input.history.unshift(entered)
      this.input.hasPrivateAnswer = false
      if (!isLine && reply.kind !== 'stale') throw new Back()
      return entered
    }
  }
}
