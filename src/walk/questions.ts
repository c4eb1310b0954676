import type { Problem } from '../domain/problem.ts'
import type { Clock } from '../platform/clock.ts'
import type { InputText, Prompter, Question, Reply } from '../platform/prompter.ts'
import { inertLine } from '../view/inert.ts'
import { keyMeant, looksLikeCommand } from './entry-line.ts'
import { readTimed, type TimedText } from './timed-text.ts'
import type { UnrecordedInput } from './unrecorded-input.ts'
import type { WalkText } from './words.en.ts'

/** The operator goes back from a question without an answer. */
export class Back extends Error {}

/** What `Questions.key` returns if its screen is out of date. */
export const STALE = 'stale'

/** The lines above an input line, and whether they are out of date. */
export type KeyScreen = Pick<Question, 'lines' | 'isStale'>

/** One of several questions; `numbered` puts its place in front, such as `1 of 2`. Resolves to false if it was not asked. */
export type NumberedQuestion = (numbered: (question: string) => string) => Promise<unknown>

interface LineOptions {
  readonly draft?: string
  /** Whether what is typed is kept nowhere but in the answer. */
  readonly isPrivate?: boolean
}

interface EnteredQuestion extends Omit<Question, 'saveDraft' | 'history'> {
  /** What a draft is kept under. */
  readonly question: string
  readonly isPrivate?: boolean
  /** Whether a lone `<` is an answer here. */
  readonly takesBack?: boolean
}

const NO_INPUT: InputText = { text: '', isPasted: false }

/** What questions need of the session in which they are asked. */
export interface QuestionHost {
  readonly prompter: Prompter
  readonly clock: Clock
  readonly context: { readonly walk: WalkText }
  say(line: string): void
  /** Takes an answer that may be refused. Shows and returns the problem; null if there is none. */
  attemptAnswer(act: () => void): Problem | null
  recordNote(text: string): void
  questionLines(question: string): string[]
  hintLines(hints: string): string[]
}

/** Asks the operator. What is entered and answers nothing is kept for a note, and Esc or a lone `<` goes back. */
export class Questions {
  private readonly host: QuestionHost
  private readonly input: UnrecordedInput

  constructor(host: QuestionHost, input: UnrecordedInput) {
    this.host = host
    this.input = input
  }

  /**
   * Asks for a line of text; rejects with `Back` on Esc or a lone `<`. Unless it is private, a draft is kept until then. A
   * typed command is an answer only if the operator says so.
   */
  async line(question: string, { draft = '', isPrivate = false }: LineOptions = {}): Promise<string> {
    for (let given = draft; ; ) {
      const { text, isPasted } = await this.enter({
        question,
        lines: () => this.host.questionLines(question),
        draft: { text: given, isPasted: false },
        isPrivate,
      })
      const answer = text.trim()
      if (isPasted || !looksLikeCommand(answer) || (await this.isAnswer(answer))) {
        if (answer !== '' && !isPrivate) this.input.answered(answer)
        return answer
      }
      given = answer
    }
  }

  /** Asks whether what looks like a command is an answer. */
  private async isAnswer(text: string): Promise<boolean> {
    this.host.say(inertLine(text))
    try {
      return (await this.key(this.host.context.walk.commandAsAnswer, 'n')) === 'n'
    } catch (error) {
      if (error instanceof Back) return false
      throw error
    }
  }

  /** Asks until `act` accepts the answer; a refused one can be edited. Resolves to '' if there is none. */
  async untilAccepted(question: string, act: (answer: string) => void, draft = ''): Promise<string> {
    for (let given = draft; ; ) {
      const answer = await this.line(question, { draft: given })
      if (answer === '' || this.host.attemptAnswer(() => act(answer)) === null) return answer
      given = answer
      this.input.refused()
    }
  }

  /** Takes the answer that was typed with the name of the action, if any; asks if there is none or `act` refuses it. */
  async startingWith(given: string, question: string, act: (answer: string) => void): Promise<string> {
    if (given !== '' && this.host.attemptAnswer(() => act(given)) === null) return given
    return this.untilAccepted(question, act, given)
  }

  /** Asks for text that may start with the time of the event: `@22:05 …`, or `@10m …` for ten minutes ago. */
  async timed(question: string, draft = ''): Promise<TimedText> {
    let timed: TimedText = { text: '' }
    await this.untilAccepted(
      question,
      (answer) => {
        timed = readTimed(answer, this.host.clock)
      },
      draft,
    )
    return timed
  }

  /**
   * Asks for one of `keys`, alone and with Enter; Enter alone returns ''. Rejects with `Back` on Esc. Anything else is words,
   * which become a note. Three blanks in a question separate what may wrap to the next line.
   */
  async key(question: string | KeyScreen, keys: string): Promise<string> {
    const screen: KeyScreen = typeof question === 'string' ? { lines: () => this.host.hintLines(question) } : question
    let draft: InputText | undefined
    for (;;) {
      const reply = await this.enter({ ...screen, question: this.host.context.walk.note, ...(draft && { draft }) })
      const text = reply.text.trim()
      draft = undefined
      if (reply.kind === 'stale') {
        this.input.offer(reply)
        return STALE
      }
      if (text === '') return ''
      const isKey = (key: string) => key.length === 1 && keys.includes(key)
      if (!reply.isPasted && isKey(text)) return text
      const meant = reply.isPasted ? undefined : keyMeant(text)
      if (meant !== undefined && isKey(meant)) {
        draft = { text: meant, isPasted: false }
        this.host.say(this.host.context.walk.offerKey(meant))
      } else if (!reply.isPasted && [...text].length === 1) this.host.say(this.host.context.walk.noKey(text))
      else if (!reply.isPasted && /^[/／]/.test(text)) {
        // Commands are typed at the step.
        this.input.offer({ text, isPasted: false })
        throw new Back()
      } else await this.host.recordNote(text)
    }
  }

  /** Asks for exactly this word, typed; false for Enter alone. Rejects with `Back` on Esc. What is pasted is kept for a note. */
  async word(question: string, word: string): Promise<boolean> {
    for (;;) {
      const { text, isPasted } = await this.enter({ question, lines: () => this.host.questionLines(question) })
      const given = text.trim()
      if (given === '') return false
      if (given.normalize('NFKC') === word && !isPasted) return true
      if (isPasted) this.input.offer({ text: given, isPasted })
      this.host.say(this.host.context.walk.wrongWord(word))
    }
  }

  /** Asks for what is entered at the step, with what was kept for a note. The reply is a line, or `stale`. */
  async entry(screen: KeyScreen & Pick<Question, 'complete'>): Promise<Reply> {
    const question = this.host.context.walk.note
    const ahead = await this.host.prompter.takeTypedAhead()
    if (ahead !== '') this.input.offer({ text: ahead, isPasted: true })
    const draft = this.input.takeOffered() ?? NO_INPUT
    try {
      return await this.enter({ ...screen, question, draft, takesBack: true })
    } catch (error) {
      // Esc takes the line away; the arrow keys bring it back.
      if (error instanceof Back) return { kind: 'line', text: '', isPasted: false }
      throw error
    }
  }

  /**
   * Asks questions in order, each with `about` in front. Esc goes back to the one asked before; at the first it rejects with
   * `Back`.
   */
  async inOrder(questions: readonly NumberedQuestion[], about = ''): Promise<void> {
    const asked: number[] = []
    for (let i = 0; i < questions.length; ) {
      const place = questions.length === 1 ? '' : this.host.context.walk.place(i + 1, questions.length)
      try {
        if ((await questions[i]?.((question) => `${about}${place}${question}`)) !== false) asked.push(i)
        i += 1
      } catch (error) {
        const before = asked.pop()
        if (!(error instanceof Back) || before === undefined) throw error
        i = before
      }
    }
  }

  private async enter({ question, isPrivate = false, ...asked }: EnteredQuestion): Promise<Reply> {
    const ahead = await this.host.prompter.takeTypedAhead()
    if (ahead !== '') {
      this.input.offer({ text: ahead, isPasted: true })
      this.host.say(this.host.context.walk.typedBefore(inertLine(ahead.trim())))
    }
    const saveDraft = (text: string) => {
      if (!isPrivate) this.input.saveTyped(question, text)
    }
    this.input.hasPrivateAnswer = isPrivate
    const history = isPrivate ? [] : this.input.history
    let block = ''
    const blockScreen = {
      lines: () => this.host.questionLines(this.host.context.walk.block(block.split('\n').length)),
    }
    for (;;) {
      const draft = block === '' ? (asked.draft?.text ?? '') : block
      if (draft !== '') saveDraft(draft)
      const reply = await this.host.prompter.ask({ ...(block === '' ? asked : blockScreen), saveDraft, history })
      if (reply.kind === 'block') {
        block = block === '' ? reply.text : `${block}\n${reply.text}`
        continue
      }
      const isBack = reply.kind === 'back' || /^(?:[<＜]|\u001b)$/.test(reply.text.trim())
      if (block !== '' && isBack) {
        block = ''
        saveDraft('')
        continue
      }
      const pasted = { text: block, isPasted: true }
      if (block !== '' && reply.text !== '') this.input.offer(pasted)
      const entered = block !== '' && reply.text === '' ? { ...reply, ...pasted } : reply
      const isLine = reply.kind === 'line' && (!isBack || asked.takesBack === true)
      this.input.clearTyped(question)
      if (reply.kind !== 'stale' && entered.text.trim().length > 1 && !isPrivate) this.input.history.unshift(entered)
      this.input.hasPrivateAnswer = false
      if (!isLine && reply.kind !== 'stale') throw new Back()
      return entered
    }
  }
}
