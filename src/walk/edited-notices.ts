import { arrayOf, nullable, oneOf, safeInteger, shape, text, word } from '../domain/guard.ts'
import { LANGUAGES, STAGES } from '../domain/runbook/runbook.ts'
import type { NoticeText } from '../notice/notice.ts'
import { withoutOwnTime } from '../notice/stated-times.ts'
import type { Journal } from '../store/journal.ts'

const isEdit = shape(() => ({
  channel: word,
  stage: oneOf(STAGES),
  number: nullable(safeInteger),
  language: oneOf(LANGUAGES),
  subject: nullable(text),
  text,
  from: shape(() => ({ subject: nullable(text), text, next: nullable(text) })),
}))
const areEdits = arrayOf(isEdit)

/** What the operator's edit made of a notice's text. */
export interface NoticeEdit extends Pick<NoticeText, 'channel' | 'stage' | 'number' | 'language' | 'subject' | 'text'> {
  /** The text as it was composed: the edit is used only while that is what would go out without it. */
  readonly from: Pick<NoticeText, 'subject' | 'text' | 'next'>
}

/** Texts of notices that were edited and not used yet. They outlive the walk, as a draft outside the log. */
export class EditedNotices {
  private readonly journal: Pick<Journal, 'takeOverDrafts' | 'keepDraft'>
  /** The latest last. */
  private edits: readonly NoticeEdit[] = []
  /** Whether all of them are kept for the next walk. */
  isKept = true

  constructor(journal: Pick<Journal, 'takeOverDrafts' | 'keepDraft'>) {
    this.journal = journal
    this.takeOver()
  }

  /** Takes over what other walks of this incident kept, unless it is the same. */
  takeOver(): void {
    const merge = (drafts: readonly string[]) => draftOf(unique([...drafts.flatMap(parseEdits), ...this.edits]))
    this.edits = parseEdits(this.journal.takeOverDrafts('notices', merge))
  }

  get all(): readonly NoticeEdit[] {
    return this.edits
  }

  /** The edit of this very text, as composed; null if there is none. */
  of(composed: NoticeText): NoticeEdit | null {
    return this.edits.findLast((edit) => isSameNotice(edit, composed) && isSameText(edit.from, composed)) ?? null
  }

  /** The edit of this notice from before what would go out has changed; null if there is none, or a later one of this text. */
  outdated(composed: NoticeText): NoticeEdit | null {
    if (this.of(composed) !== null) return null
    return this.edits.findLast((edit) => isSameNotice(edit, composed)) ?? null
  }

  /** Keeps what became of a composed text, in place of an earlier edit of the notice. */
  set(composed: NoticeText, { subject, text }: Pick<NoticeText, 'subject' | 'text'>): void {
    const before = this.of(composed) ?? this.outdated(composed)
    const { channel, stage, number, language, next } = composed
    const from = { subject: composed.subject, text: composed.text, next }
    const edit = { channel, stage, number, language, subject, text, from }
    this.keep([...this.edits.filter((other) => other !== before), edit])
  }

  delete(used: readonly NoticeEdit[]): void {
    if (used.length > 0) this.keep(this.edits.filter((edit) => !used.includes(edit)))
  }

  private keep(edits: readonly NoticeEdit[]): void {
    this.edits = edits
    this.isKept = this.journal.keepDraft('notices', draftOf(edits))
  }
}

type Named = Pick<NoticeText, 'channel' | 'stage' | 'number' | 'language'>

function isSameNotice(a: Named, b: Named): boolean {
  return a.channel === b.channel && a.stage === b.stage && a.number === b.number && a.language === b.language
}

function isSameText(a: NoticeEdit['from'], b: NoticeEdit['from']): boolean {
  return a.subject === b.subject && withoutOwnTime(a.text) === withoutOwnTime(b.text) && a.next === b.next
}

/** Each edit once, where it comes last. */
function unique(edits: readonly NoticeEdit[]): NoticeEdit[] {
  const last = new Map(edits.map((edit, i) => [JSON.stringify(edit), i]))
  return edits.filter((edit, i) => last.get(JSON.stringify(edit)) === i)
}

function draftOf(edits: readonly NoticeEdit[]): string {
  return edits.length === 0 ? '' : JSON.stringify(edits)
}

/** None if the draft is not in this form. */
function parseEdits(draft: string): readonly NoticeEdit[] {
  try {
    const edits: unknown = JSON.parse(draft)
    return areEdits(edits) ? edits : []
  } catch {
    return []
  }
}
