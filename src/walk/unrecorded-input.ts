import type { InputText } from '../platform/prompter.ts'
import type { Journal } from '../store/journal.ts'

/**
 * What the operator entered and nothing has recorded: answers of the current action, the text kept for the line of the next
 * step, and what is being typed. It outlives the walk as a draft outside the log.
 */
export class UnrecordedInput {
  /** Lines entered earlier, the latest first. */
  readonly history: InputText[] = []
  /** Whether leaving now would lose a private answer, of which no draft is kept. */
  hasPrivateAnswer = false
  private readonly journal: Pick<Journal, 'draft' | 'keepDraft'>
  /** The question under which the draft of a note is kept. */
  private readonly noteQuestion: string
  private readonly answers: string[] = []
  private kept: InputText | null = null

  constructor(journal: Pick<Journal, 'draft' | 'keepDraft'>, noteQuestion: string) {
    this.journal = journal
    this.noteQuestion = noteQuestion
  }

  answered(text: string): void {
    this.answers.push(text)
  }

  /** Forgets the last answer, which was refused and is asked for again. */
  refused(): void {
    this.answers.pop()
  }

  /** Forgets all answers, since they are recorded or no longer asked for. */
  clearAnswers(): void {
    this.answers.length = 0
  }

  /** Keeps a text for the line of the next step, where Enter makes it a note, or if it was typed does what it means. */
  offer({ text, isPasted }: InputText): void {
    if (text.trim() === '') return
    const before = this.kept
    this.kept = before === null ? { text, isPasted } : { text: `${before.text}\n${text}`, isPasted: true }
  }

  /** What stands in the line of the next step; null for nothing. Forgets it. */
  takeOffered(): InputText | null {
    const { kept } = this
    this.kept = null
    return kept
  }

  /** Saves what is being typed at a question. */
  saveTyped(question: string, text: string): void {
    this.journal.keepDraft('typed', text === '' ? '' : `${question}\n${text}`)
  }

  /** Forgets what was being typed at a question, once that is answered. */
  clearTyped(question: string): void {
    if (this.journal.draft('typed').startsWith(`${question}\n`)) this.journal.keepDraft('typed', '')
  }

  /** What was being typed, in this walk or in the one before; '' for nothing. */
  get typed(): string {
    const [question = '', ...text] = this.journal.draft('typed').split('\n')
    return question === '' ? '' : text.join('\n')
  }

  /** Everything that was entered and is not recorded. */
  get texts(): readonly string[] {
    return [...this.answers, this.kept?.text ?? '', this.typed].map((text) => text.trim()).filter((text) => text !== '')
  }

  /** Keeps everything as the draft of a note, for the next time that the walk is opened. False if that fails. */
  keepForNextTime(): boolean {
    const text = this.texts.join('\n')
    if (this.answers.length > 0 || this.kept !== null) this.saveTyped(this.noteQuestion, text)
    return this.typed.trim() === text
  }
}
