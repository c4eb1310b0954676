import { arrayOf, boolean, optional, shape, text } from '../domain/guard.ts'
import type { Clock } from '../platform/clock.ts'
import type { InputText } from '../platform/prompter.ts'
import type { Journal } from '../store/journal.ts'
import { isLoneKey } from './entry-line.ts'
import { spanAsTime, type Tense, withSpanAsTime } from './timed-text.ts'

const isAnswer = shape(() => ({ question: text, text, isTyped: optional(boolean) }))
const areAnswers = arrayOf(isAnswer)

/** What was entered at a question, or is being typed there. */
interface Answer {
  readonly question: string
  readonly text: string
  /** Whether its beginning was typed, which may say when it happened. */
  readonly isTyped?: boolean | undefined
}

/** A text for the line of a step, and the step that was on the screen when it was typed, if that is known. */
export interface OfferedText extends InputText {
  readonly step?: string
}

/**
 * What the operator entered and nothing has recorded: answers of the current action, the text kept for the line of the next
 * step, and what is being typed. It outlives the walk as a draft outside the log.
 */
export class UnrecordedInput {
  /** Lines entered earlier, the latest first. */
  readonly history: InputText[] = []
  /** The step on the screen, at which texts are typed until another one stands there. */
  step: string | null = null
  /** Whether leaving now would lose a private answer, of which no draft is kept. */
  hasPrivateAnswer = false
  private readonly journal: Pick<Journal, 'takeOverDrafts' | 'keepDraft'>
  /** The question under which the draft of a note is kept. */
  private readonly noteQuestion: string
  /** What the walk before left at questions, until another answer to them is recorded. */
  private earlier: readonly Answer[]
  private answers: readonly Answer[] = []
  /** The answer that stands in the line again, at the question to which the operator went back. */
  private reopened: Answer | null = null
  /** What was typed and stands in the line of the next step, and the text that is offered there after it, for a note. */
  private line: OfferedText | null = null
  private note: OfferedText | null = null
  private typing: Answer | null = null
  /** What is not recorded, each as JSON, and its text with the times that it had when it was entered. */
  private lasting: ReadonlyMap<string, string> = new Map()
  /** The draft as it was saved last, and whether that worked. */
  private saved: string
  private isSaved = true
  private readonly clock: Clock
  /** The tense of each question that asked for a time. */
  private readonly tenses = new Map<string, Tense>()

  constructor(journal: Pick<Journal, 'takeOverDrafts' | 'keepDraft'>, noteQuestion: string, clock: Clock) {
    this.journal = journal
    this.noteQuestion = noteQuestion
    this.clock = clock
    this.saved = journal.takeOverDrafts('typed', (drafts) => draftOf(drafts.flatMap(parseAnswers)))
    this.earlier = parseAnswers(this.saved)
  }

  /** Takes what is entered at a question for a time. */
  asksTime(question: string, tense: Tense): void {
    this.tenses.set(question, tense)
  }

  /** Takes up what was answered to a question before and stands in its line now: that counts no more if it is changed. */
  reopen(question: string, text: string): void {
    this.reopened = this.answers.find((answer) => answer.question === question && answer.text === text) ?? null
  }

  answered(question: string, text: string): void {
    this.answers = [...this.answers.filter((answer) => answer !== this.reopened), { question, text }]
    this.reopened = null
    this.save()
  }

  /** Keeps other words for the last answer. */
  restate(text: string): void {
    this.answers = this.answers.map((answer, i) => (i === this.answers.length - 1 ? { ...answer, text } : answer))
    this.save()
  }

  /** Forgets the last answer, which was refused and is asked for again. */
  refused(): void {
    this.answers = this.answers.slice(0, -1)
    this.save()
  }

  /** Forgets all answers, since they are no longer asked for. What the walk before left at their questions stays. */
  dropAnswers(): void {
    this.answers = []
    this.save()
  }

  /** Forgets all answers, since they are recorded or have had their effect, and what they took the place of. */
  settleAnswers(): void {
    this.earlier = this.waiting
    this.dropAnswers()
  }

  /**
   * Keeps a text for the line of the next step, where Enter makes it a note, or if it was typed does what it means. A typed
   * line comes first, alone, so that it can be mended.
   */
  offer({ text, isPasted, beginsTyped, standing, step = this.step ?? undefined }: OfferedText): void {
    if (text.trim() === '') return
    const words = text.replaceAll(/^\n+|\n+$/g, '')
    const how = { ...(standing && { standing }), ...(step !== undefined && { step }) }
    if (!isPasted && this.line === null) this.line = { text: words, isPasted, ...how }
    else if (this.note !== null) this.note = joined(this.note, words, how)
    else this.note = { text: words, isPasted: true, ...(beginsTyped && { beginsTyped }), ...how }
    this.save()
  }

  /** Adds to the text kept for the line of the next step; of both, nobody knows that nothing was pasted. */
  continueOffered(more: string): void {
    const before = this.line ?? this.note
    if (more === '' || before === null) return
    const { step, isPasted } = before
    const whole = {
      text: before.text + more,
      isPasted: true,
      beginsTyped: !isPasted,
      ...(step !== undefined && { step }),
    }
    if (this.line === null) this.note = whole
    else this.line = whole
    this.save()
  }

  /** Whether anything stands in the line of the next step. */
  get hasOffered(): boolean {
    return this.line !== null || this.note !== null
  }

  /** Whether a typed line stands there. */
  get hasOfferedLine(): boolean {
    return this.line !== null
  }

  /** What stands in the line of the next step; null for nothing. Forgets it. */
  takeOffered(): OfferedText | null {
    const { line, note } = this
    if (line === null) this.note = null
    this.line = null
    return line ?? note
  }

  /** Takes what the walk before left: offers notes at the step, and keeps answers for their questions. */
  takeUpEarlier(): { readonly notes: readonly string[]; readonly answers: readonly string[] } {
    const isNote = ({ question }: Answer) => question === this.noteQuestion
    const notes = this.earlier.filter(isNote).map((answer) => ({ ...answer, text: answer.text.trim() }))
    this.earlier = this.earlier.filter((answer) => !isNote(answer))
    // What looks like a command was not entered as one, and is a note like the others.
    for (const { text, isTyped = false } of notes)
      this.offer({ text, isPasted: true, beginsTyped: isTyped && !/^[/／]/.test(text), standing: 'offered' })
    return { notes: notes.map(({ text }) => text), answers: this.earlier.map(({ text }) => text.trim()) }
  }

  /** What the walk before left at a question; '' for nothing. */
  earlierAt(question: string): string {
    return this.earlier.find((answer) => answer.question === question)?.text.trim() ?? ''
  }

  /** Forgets what the walk before left at a question, since the operator took it out of the line. */
  dropEarlierAt(question: string): void {
    const found = this.earlier.find((answer) => answer.question === question)
    this.earlier = this.earlier.filter((answer) => answer !== found)
    this.save()
  }

  /** Saves what is being typed at a question. */
  saveTyped(question: string, input: InputText): void {
    this.typing = input.text === '' ? null : { question, text: input.text, isTyped: isTyped(input) }
    this.save()
  }

  /** Forgets what was being typed at a question, once that is answered. */
  clearTyped(question: string): void {
    if (this.typing?.question !== question) return
    this.typing = null
    this.save()
  }

  /** Everything that was entered and is not recorded. */
  get texts(): readonly string[] {
    return this.all.map(({ text }) => text.trim())
  }

  /** Keeps everything for the next time that the walk is opened. False if that fails. */
  keepForNextTime(): boolean {
    this.save()
    return this.isSaved
  }

  /** The answers that count: the one that stands in its line again does not, as it may be changed there. */
  private get counting(): readonly Answer[] {
    return this.answers.filter((answer) => answer !== this.reopened)
  }

  /** What the walk before left and no answer takes the place of. */
  private get waiting(): readonly Answer[] {
    const answered = new Set(this.counting.map(({ question }) => question))
    return this.earlier.filter((one) => !answered.delete(one.question))
  }

  private get all(): readonly Answer[] {
    const kept = [this.line, this.note].flatMap((one) =>
      one === null ? [] : { question: this.noteQuestion, text: one.text, isTyped: isTyped(one) },
    )
    // A key that was not entered has done nothing, and is no words.
    const isKey = this.typing?.question === this.noteQuestion && isLoneKey(this.typing.text.trim())
    const typing = this.typing === null || isKey ? [] : [this.typing]
    const { typing: typed } = this
    const isInLine = ({ question, text }: Answer) => question === typed?.question && text.trim() === typed.text.trim()
    const earlier = this.waiting.filter((answer) => !isInLine(answer))
    return [...earlier, ...this.counting, ...kept, ...typing].filter(({ text }) => text.trim() !== '')
  }

  /** The text of an answer to be read later; words that were pasted for a note stay as they are. */
  private lastingText({ question, text, isTyped }: Answer): string {
    const isNote = question === this.noteQuestion
    if (isNote && isTyped !== true) return text
    return withSpanAsTime(isNote ? text : spanAsTime(text, this.clock, this.tenses.get(question)), this.clock)
  }

  private save(): void {
    const answers = this.all.map((answer) => ({ answer, key: JSON.stringify(answer) }))
    const lasting = answers.map(({ answer, key }) => this.lasting.get(key) ?? this.lastingText(answer))
    this.lasting = new Map(answers.map(({ key }, i) => [key, lasting[i] as string]))
    const draft = draftOf(answers.map(({ answer }, i) => ({ ...answer, text: lasting[i] as string })))
    if (draft === this.saved) return
    this.isSaved = this.journal.keepDraft('typed', draft)
    if (this.isSaved) this.saved = draft
  }
}

/** Whether the beginning of a text was typed. */
export function isTyped({ isPasted, beginsTyped }: InputText): boolean {
  return !isPasted || beginsTyped === true
}

/** A text for a note with more words; of texts typed at several steps, none is known to be about one of them. */
function joined(
  { text, step }: OfferedText,
  words: string,
  { step: other, ...how }: Pick<OfferedText, 'standing' | 'step'>,
): OfferedText {
  return { text: `${text}\n${words}`, isPasted: true, ...how, ...(step !== undefined && step === other && { step }) }
}

function draftOf(answers: readonly Answer[]): string {
  return answers.length === 0 ? '' : JSON.stringify(answers)
}

/** None if the draft is empty or not in this form. */
function parseAnswers(draft: string): Answer[] {
  try {
    const answers: unknown = JSON.parse(draft)
    return areAnswers(answers) ? [...answers] : []
  } catch {
    return []
  }
}
