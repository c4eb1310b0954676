import { type NoteLineFault, ProblemError } from '../domain/problem.ts'
import type { Clock } from '../platform/clock.ts'

/** A note that was kept elsewhere. `at` is ISO 8601. */
export interface KeptNote {
  readonly at: string
  readonly text: string
}

export interface ReadNotes {
  readonly notes: readonly KeptNote[]
  /** The lines that cannot be recorded, and why. */
  readonly faults: readonly NoteLineFault[]
}

/**
 * Reads lines `22:05 words` below a line with their date. A line without a time continues the note before it; empty lines
 * and those that begin with `# ` are skipped. Times are in the clock's zone, unless they have an offset.
 */
export function readNoteLines(text: string, clock: Clock): ReadNotes {
  const reader = new NoteReader(clock)
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) reader.read(index + 1, line.trim())
  return reader.finish()
}

// Digits and signs may be full-width.
const DIGIT = '[0-9０-９]'
const BULLET = '(?:[-*・•]\\s*)?[[［]?'
/** A date, with the day of the week in brackets or not. */
const DATE = new RegExp(
  `^(${DIGIT}{4})[-/.年－／](${DIGIT}{1,2})[-/.月－／](${DIGIT}{1,2})日?(?:\\s*[(（][^)）]*[)）])?(?=\\s|$)`,
)
/** A time of day, with its offset or not; in a list or in brackets too, as chats export it. */
const TIME = new RegExp(
  `^${BULLET}(${DIGIT}{1,2})[:：時](${DIGIT}{2})(?:分|(?:[:：]|分)(${DIGIT}{2})秒?)?(Z|[+-]\\d{2}:\\d{2})?[\\]］]?(?=\\s|$)`,
)
/** What somebody meant as a date or a time. */
const LIKE_DATE = new RegExp(`^${DIGIT}{4}[-/.年－／]${DIGIT}`)
const LIKE_TIME = new RegExp(`^${BULLET}(?:${DIGIT}{1,2}[:：時]${DIGIT}|午前|午後)`)
const HALF_DAY = /^[ap]\.?m\b/i
/** A comment or a heading. A `#` before a word belongs to the words, as in the name of a chat's room. */
const HASH = /^#+(?:\s+|$)/

/** How far back a time may lie from the one above it. One that lies further back has crossed midnight without its date. */
const MAX_STEP_BACK_MS = 12 * 3_600_000

class NoteReader {
  private readonly clock: Clock
  private readonly notes: { readonly line: number; readonly at: string; readonly words: string[] }[] = []
  private readonly faults: NoteLineFault[] = []
  /** The date for the times to come; null before the first, empty after one that does not exist. */
  private date: string | null = null
  /** The last time below this date, in milliseconds. */
  private previous: number | null = null
  /** Whether a line without a time continues a note; if that was refused, so was all that continues it. */
  private continues: 'note' | 'refused' | null = null

  constructor(clock: Clock) {
    this.clock = clock
  }

  read(line: number, text: string): void {
    const content = text.replace(HASH, '')
    const dated = DATE.exec(content)
    const rest = dated === null ? content : content.slice(dated[0].length).trim()
    const isComment = content !== text && (dated === null || rest !== '')
    if (content === '' || isComment) return
    if (dated !== null && !this.readDate(line, dated)) return
    const timed = TIME.exec(rest)
    if (timed !== null) this.readTime(line, timed, rest.slice(timed[0].length).trim())
    else if (LIKE_DATE.test(rest)) this.refuse(line, 'not-a-date', rest)
    else if (LIKE_TIME.test(rest) || (dated !== null && rest !== '')) this.refuse(line, 'not-a-time', rest)
    else if (rest !== '') this.continueNote(line, rest)
  }

  finish(): ReadNotes {
    const notes = this.notes.map(({ line, at, words }) => ({ line, at, text: words.join('\n').trim() }))
    const empty = notes
      .filter(({ text }) => text === '')
      .map(({ line }) => ({ line, why: 'no-words', given: '' }) as const)
    const faults = [...this.faults, ...empty].sort((a, b) => a.line - b.line)
    return { notes: notes.map(({ at, text }) => ({ at, text })), faults }
  }

  /** Takes the date for the lines below; false if it does not exist. */
  private readDate(line: number, [given, ...parts]: RegExpExecArray): boolean {
    const [year = '', month = '', day = ''] = parts.map((part) => part.normalize('NFKC'))
    const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const exists = this.momentOf(`${date}T00:00:00Z`) !== 'not-a-time'
    this.date = exists ? date : ''
    this.previous = null
    this.continues = null
    if (!exists) this.refuse(line, 'not-a-date', given)
    return exists
  }

  private readTime(line: number, [given, ...parts]: RegExpExecArray, words: string): void {
    // The line with the date was refused.
    if (this.date === '') return
    const ms = this.timeOf(parts, words)
    if (typeof ms === 'number') {
      this.previous = ms
      this.continues = 'note'
      this.notes.push({ line, at: this.clock.stamp(ms), words: [words] })
    } else if (ms === 'no-date') this.refuse(line, ms, given)
    else this.refuse(line, ms, `${this.date} ${given.trim()}${HALF_DAY.exec(words)?.[0] ?? ''}`)
  }

  /** The moment of a time below the current date, in milliseconds; else why there is none. */
  private timeOf(parts: readonly string[], words: string): number | NoteLineFault['why'] {
    if (this.date === null) return 'no-date'
    if (HALF_DAY.test(words)) return 'not-a-time'
    const [hour = '', minute = '', second = '00', offset = ''] = parts.map((part) => part?.normalize('NFKC'))
    const ms = this.momentOf(`${this.date}T${hour.padStart(2, '0')}:${minute}:${second}${offset}`)
    const isNextDay = typeof ms === 'number' && this.previous !== null && ms < this.previous - MAX_STEP_BACK_MS
    return isNextDay ? 'over-midnight' : ms
  }

  private continueNote(line: number, words: string): void {
    if (this.continues === 'note') this.notes.at(-1)?.words.push(words)
    else if (this.continues === null && this.date !== '') this.refuse(line, 'no-time', words)
  }

  private refuse(line: number, why: NoteLineFault['why'], given: string): void {
    this.continues = 'refused'
    this.faults.push({ line, why, given: given.trim().slice(0, 30) })
  }

  /** A moment in the past, in milliseconds; else why there is none. */
  private momentOf(text: string): number | 'future' | 'not-a-time' {
    try {
      return this.clock.past(text)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      return error.problem.code === 'future-time' ? 'future' : 'not-a-time'
    }
  }
}
