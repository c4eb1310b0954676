import type { Problem } from '../domain/problem.ts'
import type { Clock } from '../platform/clock.ts'
import type { AheadText, InputText, Question, Reply } from '../platform/prompter.ts'
import { inertLine } from '../view/inert.ts'
import { isLoneKey, keyMeant, looksLikeCommand } from './entry-line.ts'
import { Back, type EnteredQuestion, type ReplyHost, ReplyReader } from './reply-reader.ts'
import { readTimed, spanAsTime, type Tense, type TimedText, withItsTime } from './timed-text.ts'
import { isTyped, type OfferedText, type UnrecordedInput } from './unrecorded-input.ts'

/** What `Questions.key` returns if its screen is out of date. */
export const STALE = 'stale'

/** The lines above an input line, and whether they are out of date. */
export type KeyScreen = Pick<Question, 'lines' | 'isStale'>

/** One of several questions; `numbered` puts its place in front, such as `1 of 2`. Resolves to false if it was not asked. */
export type NumberedQuestion = (numbered: (question: string) => string) => Promise<unknown>

export interface LineOptions {
  /** What was answered before. */
  readonly draft?: string
  /** Whether the program wrote the draft, so that nothing is lost with it. */
  readonly isDraftOwn?: boolean
  /** A word that counts only if it is typed. */
  readonly typedWord?: string
  /** A word that a later question asks for, and that is no answer here. */
  readonly laterWord?: string
  /** Whether what is typed is kept nowhere but in the answer. */
  readonly isPrivate?: boolean
  /** Whether customers read the answer. */
  readonly isPublic?: boolean
  /** Whether somebody's name is asked for. */
  readonly isName?: boolean
  /** A key of the walk that is an answer here. */
  readonly takesKey?: string
  /** Whether a time is asked for, past or to come. */
  readonly tense?: Tense | undefined
}

const NO_INPUT: InputText = { text: '', isPasted: false }

/** The key that a word stands for at a question for yes or no; none leaves the question. */
const KEY_OF_WORD: ReadonlyMap<string, string> = new Map([
  ['yes', 'y'],
  ['はい', 'y'],
  ['no', ''],
  ['いいえ', ''],
])
/** The words that confirm a notice, which nobody means for customers to read. */
const NOTICE_WORDS: ReadonlySet<string> = new Set(['posted', 'send'])
const NO_WORDS: ReadonlyMap<string, string> = new Map()

/** What questions need of the session in which they are asked. */
export interface QuestionHost extends ReplyHost {
  readonly clock: Clock
  /** Takes an answer that may be refused. Shows and returns the problem; null if there is none. */
  attemptAnswer(act: () => void): Problem | null
  /** Records a note, or offers it again and returns false. */
  recordNote(text: string): boolean
  /** The same of what was typed, which may begin with the time at which it happened; null if it is offered again. */
  recordTypedNote(input: InputText): string | null
  hintLines(hints: string): string[]
  /** Whether there is something that the operator was not told yet, such as what others recorded. */
  hasNews(): boolean
  showNews(): void
}

/** Asks the operator. What is entered and answers nothing is kept for a note, and Esc or a lone `<` goes back. */
export class Questions {
  private readonly host: QuestionHost
  private readonly input: UnrecordedInput
  private readonly reader: ReplyReader
  /** The place of the question that is asked in a series; it may be another one when the same is asked again. */
  private place = ''
  /** The answer to the question that was asked last; asked again at once, it was refused. */
  private latest: (InputText & { readonly question: string }) | null = null

  /** Whether news took the place of the line of a step while something stood in it. */
  private isInterrupted = false

  constructor(host: QuestionHost, input: UnrecordedInput) {
    this.host = host
    this.input = input
    this.reader = new ReplyReader(host, input)
  }

  /** Asks for a line of text; rejects with `Back` on Esc or a lone `<`. Unless it is private, a draft is kept until then. */
  async line(question: string, options: LineOptions = {}): Promise<string> {
    const { isPrivate = false, isDraftOwn = false } = options
    const kept = question.replace(this.place, '')
    if (options.tense !== undefined) this.input.asksTime(kept, options.tense)
    const lines = () => this.host.questionLines(question)
    const first = this.draftOf(kept, options)
    for (let draft = first; ; ) {
      const about = this.aboutDraft(draft)
      const reply = await this.enter({
        question: kept,
        lines,
        draft,
        isPrivate,
        isDraftOwn,
        ...(about !== null && { about }),
      })
      const answer = reply.text.trim()
      const instead = await this.instead(reply, draft, options)
      if (instead !== null) {
        draft = instead
        continue
      }
      this.latest = { ...reply, question: kept, text: answer }
      if (answer !== '' && !isPrivate) this.input.answered(kept, answer)
      if (answer === '' && draft === first && first.standing === 'offered') this.input.dropEarlierAt(kept)
      return answer
    }
  }

  /** What stands in the line of a question at first: what was answered, or left in the walk before. */
  private draftOf(question: string, { draft = '', isPrivate = false }: LineOptions): InputText {
    const earlier = isPrivate ? '' : this.input.earlierAt(question)
    const isRefused = draft !== '' && this.latest?.question === question && this.latest.text === draft
    const text = draft === '' ? earlier : draft
    const isPasted = isRefused ? this.latest?.isPasted === true : text.includes('\n')
    return { text, isPasted, standing: isRefused ? 'refused' : 'offered' }
  }

  private aboutDraft({ text, standing }: InputText): string | null {
    const { walk } = this.host.context
    if (text === '' || standing === undefined) return null
    if (standing === 'offered') return walk.standing
    return this.host.prompter.isPlain ? walk.refusedPlain(inertLine(text)) : walk.refused
  }

  /** What stands in the line next, if an answer may not be meant as one; null if it is. */
  private async instead(reply: Reply, draft: InputText, options: LineOptions): Promise<InputText | null> {
    const text = reply.text.trim()
    const { isPasted } = reply
    if (options.laterWord !== undefined && text.normalize('NFKC') === options.laterWord) {
      this.host.say(this.host.context.walk.wordComesLater(options.laterWord))
      return NO_INPUT
    }
    if (isPasted && options.typedWord !== undefined && endsWithWord(text, options.typedWord)) {
      this.refusePaste(text, options.typedWord)
      return NO_INPUT
    }
    if (isPasted && options.isName && text.includes('\n')) return this.keepForNote(text)
    if (isPasted) return options.isPublic && text.includes('\n') ? this.insteadOfPaste(text) : null
    if (looksLikeCommand(text) && !(await this.isAnswer(text))) return { text, isPasted, standing: 'refused' }
    const { walk } = this.host.context
    const isKey = isLoneKey(text) && text.normalize('NFKC') !== options.takesKey
    const isWord = options.isPublic === true && NOTICE_WORDS.has(text.normalize('NFKC').toLowerCase())
    if (!(isKey || isWord) || text === draft.text) return null
    this.host.say(isKey ? walk.keyAsAnswer(text) : walk.wordAsAnswer(text))
    return { text, isPasted, standing: 'offered' }
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

  /** Asks whether a paste of several lines is what customers read; null if it is. */
  private async insteadOfPaste(text: string): Promise<InputText | null> {
    const { host } = this
    const lines = () => [
      ...text.split('\n').flatMap((line) => host.questionLines(`  ${inertLine(line)}`)),
      ...host.hintLines(host.context.walk.publicPaste),
    ]
    try {
      const key = await this.key({ lines }, 'yn')
      if (key === 'y') return null
      if (key === 'n') host.recordNote(text)
      return key === 'n' ? NO_INPUT : { text, isPasted: true, standing: 'offered' }
    } catch (error) {
      if (error instanceof Back) return { text, isPasted: true, standing: 'offered' }
      throw error
    }
  }

  /** Keeps pasted lines that are no answer for a note; nothing stands in the line then. */
  private keepForNote(text: string): InputText {
    this.input.offer({ text, isPasted: true, standing: 'offered' })
    this.host.say(this.host.context.walk.keptForNote(text.split('\n').length))
    return NO_INPUT
  }

  /** Says that a word counts only if it is typed, and keeps what was pasted for a note. */
  private refusePaste(text: string, word: string): void {
    this.input.offer({ text, isPasted: true, standing: 'offered' })
    this.host.say(this.host.context.walk.wrongWord(word))
  }

  /**
   * Asks until `act` accepts the answer; a refused one can be edited, but pasted lines are kept for a note. Resolves to it, as
   * it can be read later, or to '' if there is none.
   */
  async untilAccepted(
    question: string,
    act: (answer: string) => void,
    draft = '',
    options: Omit<LineOptions, 'draft'> = {},
  ): Promise<string> {
    for (let given = draft; ; ) {
      const answer = await this.line(question, { ...options, draft: given })
      const { latest } = this
      if (answer === '' || this.host.attemptAnswer(() => act(answer)) === null)
        return this.lasting(answer, options.tense)
      this.input.refused()
      const isChat = latest !== null && !isTyped(latest) && answer.includes('\n') && !options.isPublic
      given = isChat ? this.keepForNote(answer).text : answer
    }
  }

  /** Takes the answer that was typed with the name of the action, if any; asks if there is none or `act` refuses it. */
  async startingWith(
    given: string,
    question: string,
    act: (answer: string) => void,
    options: Omit<LineOptions, 'draft'> = {},
  ): Promise<string> {
    if (given !== '' && this.host.attemptAnswer(() => act(given)) === null) return given
    return this.untilAccepted(question, act, given, options)
  }

  /** Asks for text that may start with the time of the event: `@22:05 …`, or `@10m …` for ten minutes ago. */
  async timed(question: string, draft = '', typedWord?: string): Promise<TimedText> {
    let timed: TimedText = { text: '' }
    await this.untilAccepted(
      question,
      (answer) => {
        timed = readTimed(answer, this.host.clock)
      },
      draft,
      typedWord === undefined ? {} : { typedWord },
    )
    if (timed.at !== undefined) this.restate(withItsTime(timed))
    return timed
  }

  /** An answer to a question for a time, as that time. */
  private lasting(answer: string, tense: Tense | undefined): string {
    const lasting = tense === undefined ? answer : spanAsTime(answer, this.host.clock, tense)
    if (lasting !== answer) this.restate(lasting)
    return lasting
  }

  /** Keeps other words for the last answer, which mean the same. */
  private restate(text: string): void {
    if (this.latest !== null) this.latest = { ...this.latest, text }
    this.input.restate(text)
  }

  /**
   * Asks for one of `keys`, alone and with Enter; Enter alone returns ''. Rejects with `Back` on Esc. Anything else is words,
   * which become a note; `words` are no note but the keys that they stand for. Three blanks in a question separate what may
   * wrap to the next line.
   */
  async key(question: string | KeyScreen, keys: string, words = NO_WORDS): Promise<string> {
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
      const named = reply.isPasted ? undefined : words.get(text.normalize('NFKC').toLowerCase())
      if (named !== undefined) return named
      const meant = reply.isPasted ? undefined : keyMeant(text)
      if (meant !== undefined && isKey(meant)) {
        draft = { text: meant, isPasted: false, standing: 'offered' }
        this.host.say(this.host.context.walk.offerKey(meant))
      } else if (!reply.isPasted && [...text].length === 1) this.host.say(this.host.context.walk.noKey(text))
      else if (!reply.isPasted && /^[/／]/.test(text)) {
        // Commands are typed at the step, where this one stands in the line.
        this.host.say(this.host.context.walk.atTheStep(inertLine(text)))
        this.input.offer({ text, isPasted: false, standing: 'offered' })
        throw new Back()
      } else {
        this.host.say(this.host.context.walk.noKeyButNote)
        if (reply.isPasted && !reply.beginsTyped) this.host.recordNote(text)
        else this.host.recordTypedNote({ ...reply, text })
      }
    }
  }

  /** Asks for `y`, or the word for it; false for Enter alone, or a no. Rejects with `Back` on Esc. */
  async yes(question: string): Promise<boolean> {
    return (await this.key(question, 'y', KEY_OF_WORD)) === 'y'
  }

  /** Asks for exactly this word, typed; false for Enter alone. Rejects with `Back` on Esc. What is pasted is kept for a note. */
  async word(question: string, word: string): Promise<boolean> {
    for (;;) {
      const { text, isPasted } = await this.enter({ question, lines: () => this.host.questionLines(question) })
      const given = text.trim()
      if (given === '') return false
      if (given.normalize('NFKC') === word && !isPasted) return true
      if (isPasted) this.input.offer({ text: given, isPasted, standing: 'offered' })
      this.host.say(this.host.context.walk.wrongWord(word))
    }
  }

  /** Asks for what is entered at the step, with what was kept for a note. The reply is a line, or `stale`. */
  async entry({
    step,
    ...screen
  }: KeyScreen & Pick<Question, 'complete'> & { readonly step: string | null }): Promise<Reply & OfferedText> {
    const question = this.host.context.walk.note
    const ahead = await this.host.prompter.takeTypedAhead()
    if (this.isInterrupted && this.input.hasOffered) this.goOnTyping(ahead.text)
    else this.keepAhead(ahead)
    this.isInterrupted = false
    this.input.step = step
    const draft: OfferedText = this.input.takeOffered() ?? NO_INPUT
    const isOfOther = step !== null && draft.step !== undefined && draft.step !== step
    const typedAt = isOfOther ? { step: draft.step as string } : {}
    const about = isOfOther ? this.host.context.walk.typedAt(typedAt.step as string) : this.aboutOffered(draft)
    try {
      const reply = await this.enter({ ...screen, question, draft, takesBack: true, ...(about !== null && { about }) })
      this.isInterrupted = reply.kind === 'stale'
      const isNote = draft.standing === 'offered' && draft.isPasted && draft.text !== ''
      if (reply.replaced === undefined) return { ...reply, ...typedAt }
      if (!isNote) return reply
      // A lone `<` drops what is offered, as Esc does; other words and keys leave it for later.
      if (/^[<＜]$/.test(reply.text.trim())) return { kind: 'line', ...NO_INPUT }
      this.input.offer(draft)
      return reply
    } catch (error) {
      // Esc takes the line away; the arrow keys bring it back.
      if (error instanceof Back) return { kind: 'line', text: '', isPasted: false }
      throw error
    }
  }

  /**
   * Puts what was typed ahead into the line of the step, where it can be typed on: for a note or, if it is a command, to be
   * entered there. An Enter in it is said not to have entered the command.
   */
  private keepAhead({ text, hasPaste }: AheadText): void {
    const isCommand = !hasPaste && !text.trim().includes('\n') && looksLikeCommand(text.trim())
    this.input.offer({ text, isPasted: !isCommand })
    if (isCommand && text.includes('\n')) this.host.say(this.host.context.walk.commandAhead)
  }

  /** Adds what was typed on while a line was replaced by news. An Enter among it is said not to have entered the line. */
  private goOnTyping(ahead: string): void {
    this.input.continueOffered(ahead.replace(/\n+$/, ''))
    if (ahead.includes('\n')) this.host.say(this.host.context.walk.notEntered)
  }

  /** What is said about a text that stands in the line of a step. */
  private aboutOffered({ text, isPasted, standing }: InputText): string | null {
    if (text === '' || standing === undefined) return null
    if (standing === 'offered') return isPasted ? this.host.context.walk.standingNote : null
    return this.aboutDraft({ text, isPasted, standing })
  }

  /**
   * Asks questions in order, each with `about` in front. Esc goes back to the one asked before; at the first it rejects with
   * `Back`. The numbers count what is asked, and what may still be.
   */
  async inOrder(questions: readonly NumberedQuestion[], about = ''): Promise<void> {
    const asked: number[] = []
    for (let i = 0; i < questions.length; ) {
      const notAsked = i - asked.length
      const all = questions.length - notAsked
      this.place = all === 1 ? '' : this.host.context.walk.place(asked.length + 1, all)
      const { place } = this
      try {
        if ((await questions[i]?.((question) => `${about}${place}${question}`)) !== false) asked.push(i)
        i += 1
      } catch (error) {
        const before = asked.pop()
        if (!(error instanceof Back) || before === undefined) throw error
        i = before
      } finally {
        this.place = ''
      }
    }
  }

  private async enter(question: EnteredQuestion): Promise<Reply> {
    this.latest = null
    this.input.reopen(question.question, question.draft?.text ?? '')
    return question.isStale === undefined ? this.enterDespiteNews(question) : this.reader.read(question)
  }

  /** Shows news as soon as nobody is typing, above the same question; what stands in the line stays. */
  private async enterDespiteNews({ about, ...question }: EnteredQuestion): Promise<Reply> {
    const { host } = this
    const isStale = () => host.hasNews()
    for (let draft = question.draft ?? NO_INPUT; ; ) {
      const said = about !== undefined && draft.standing !== undefined ? { about } : {}
      const reply = await this.reader.read({ ...question, ...said, draft, isStale })
      if (reply.kind !== 'stale') return reply
      const { kind: _, replaced: __, ...line } = reply
      const ahead = (await host.prompter.takeTypedAhead()).text.replace(/\n+$/, '')
      draft = ahead === '' ? line : { ...line, text: line.text + ahead, isPasted: true, beginsTyped: isTyped(line) }
      host.showNews()
    }
  }
}

/** Whether the last word of a text is this one; a time may stand before it. */
function endsWithWord(text: string, word: string): boolean {
  return text.split(/\s+/).at(-1)?.normalize('NFKC') === word
}
