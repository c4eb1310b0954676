import { arrayOf, nullable, oneOf, safeInteger, shape, text, word } from '../domain/guard.ts'
import { LANGUAGES, STAGES } from '../domain/runbook/runbook.ts'
import type { NoticeText } from '../notice/notice.ts'
import type { Journal } from '../store/journal.ts'

const isEdit = shape(() => ({
  channel: word,
  stage: oneOf(STAGES),
  number: nullable(safeInteger),
  language: oneOf(LANGUAGES),
  subject: nullable(text),
  text,
}))
const areEdits = arrayOf(isEdit)

/** What the operator's edit made of a notice's text. */
export type NoticeEdit = Pick<NoticeText, 'channel' | 'stage' | 'number' | 'language' | 'subject' | 'text'>

/** Texts of notices that were edited and not used yet. They outlive the walk, as a draft outside the log. */
export class EditedNotices {
  private readonly journal: Pick<Journal, 'draft' | 'keepDraft'>
  private readonly edits: Map<string, NoticeEdit>
  /** Whether all of them are kept for the next walk. */
  isKept = true

  constructor(journal: Pick<Journal, 'draft' | 'keepDraft'>) {
    this.journal = journal
    this.edits = new Map(parseEdits(journal.draft('notices')).map((edit) => [keyOf(edit), edit]))
  }

  get all(): readonly NoticeEdit[] {
    return [...this.edits.values()]
  }

  /** The edit of this very notice; null if there is none. */
  of(notice: NoticeText): NoticeEdit | null {
    return this.edits.get(keyOf(notice)) ?? null
  }

  set({ channel, stage, number, language, subject, text }: NoticeText): void {
    const edit = { channel, stage, number, language, subject, text }
    this.edits.set(keyOf(edit), edit)
    this.keep()
  }

  delete(notices: readonly NoticeText[]): void {
    const found = notices.filter((notice) => this.edits.delete(keyOf(notice)))
    if (found.length > 0) this.keep()
  }

  clear(): void {
    this.edits.clear()
    this.keep()
  }

  private keep(): void {
    this.isKept = this.journal.keepDraft('notices', this.edits.size === 0 ? '' : JSON.stringify(this.all))
  }
}

function keyOf({ channel, stage, number, language }: NoticeEdit): string {
  return [channel, stage, number, language].join(' ')
}

/** None if the draft is empty or not in this form. */
function parseEdits(draft: string): readonly NoticeEdit[] {
  try {
    const edits: unknown = JSON.parse(draft)
    return areEdits(edits) ? edits : []
  } catch {
    return []
  }
}
