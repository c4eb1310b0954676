import type { KeptNote } from '../domain/incident/kept-notes.ts'
import { type NoteLineFault, ProblemError } from '../domain/problem.ts'
import type { Clock } from '../platform/clock.ts'
import { type LineHead, looksLikeDate, looksLikeTime, readLineHead } from './note-line-head.ts'

export interface ReadNotes {
  readonly notes: readonly KeptNote[]
  /** The lines that cannot be recorded, and why. */
  readonly faults: readonly NoteLineFault[]
  /** The dates that were given without their year, or by a word for a day, and how they were read. */
  readonly readings: ReadonlyMap<string, string>
}

/**
 * Reads lines `22:05 words` below a line with their date. Dates and times have the forms that `clock` reads, in its zone
 * unless they have an offset. A line without a time continues the note before it; empty lines and those that begin with `# `
 * are skipped.
 */
export function readNoteLines(text: string, clock: Clock): ReadNotes {
  const reader = new NoteReader(clock)
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  for (const [index, line] of lines.entries()) reader.read(index + 1, line.trim())
  return reader.finish()
}

/** A comment or a heading. A `#` before a word belongs to the words, as in the name of a chat's room. */
const HASH = /^#+(?:\s+|$)/
const HALF_DAY = /^[ap]\.?m\b/i

/** How far back a time may lie from the one above it. One that lies further back has crossed midnight without its date. */
const MAX_STEP_BACK_MS = 12 * 3_600_000

type Refusal = NoteLineFault['why']

class NoteReader {
  private readonly clock: Clock
  private readonly notes: { readonly line: number; readonly at: string; readonly words: string[] }[] = []
  private readonly faults: NoteLineFault[] = []
  private readonly readings = new Map<string, string>()
  /** The date for the times to come; null before the first, empty after one that cannot be read. */
  private date: string | null = null
  /** The last time below this date, in milliseconds. */
  private previous: number | null = null
  /** Whether a line without a time continues a note; if that was refused, so was all that continues it. */
  private continues: 'note' | 'refused' | null = null

  constructor(clock: Clock) {
    this.clock = clock.echoing(() => {})
  }

  read(line: number, text: string): void {
    const content = text.replace(HASH, '')
    const { date, time, words, given } = readLineHead(content)
    const isComment = content !== text && (date === null || time !== null || words !== '')
    if (content === '' || isComment) return
    if (date !== null && !this.readDate(line, date)) return
    if (time !== null) this.readTime(line, { time, words, given })
    else if (date !== null && words !== '') this.refuse(line, 'not-a-time', words)
    else if (date === null) this.readWords(line, content)
  }

  finish(): ReadNotes {
    const notes = this.notes.map(({ line, at, words }) => ({ line, at, text: words.join('\n').trim() }))
    const empty = notes
      .filter(({ text }) => text === '')
      .map(({ line }) => ({ line, why: 'no-words', given: '' }) as const)
    const faults = [...this.faults, ...empty].sort((a, b) => a.line - b.line)
    return { notes: notes.map(({ at, text }) => ({ at, text })), faults, readings: this.readings }
  }

  /** Takes the date for the lines below; false if it cannot be read. */
  private readDate(line: number, given: string): boolean {
    const day = this.dayOf(given)
    this.date = day.date ?? ''
    this.previous = null
    this.continues = null
    if (day.date === null) this.refuse(line, day.why, given)
    else if (!/^\d{4}/.test(given)) this.readings.set(given, day.date)
    return day.date !== null
  }

  /** The day that is meant, by the rules of `--at` for dates without their year; else why it cannot be read. */
  private dayOf(given: string): { readonly date: string } | { readonly date: null; readonly why: Refusal } {
    const [, year, month = '', day = ''] = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})/.exec(given) ?? []
    const dated = year === undefined ? given : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    // A word for a day needs a time of day; noon is one that every day has.
    const found = momentOf(() => this.clock.bound(/\d/.test(dated) ? dated : `${dated} 12:00`))
    if (typeof found === 'number') return { date: this.clock.stamp(found).slice(0, 10) }
    return { date: null, why: found === 'time-unclear' ? 'unclear-date' : 'not-a-date' }
  }

  private readTime(line: number, { time, words, given }: Pick<LineHead, 'words' | 'given'> & { time: string }): void {
    // The line with the date was refused.
    if (this.date === '') return
    const ms = this.timeOf(time, words)
    if (typeof ms === 'number') {
      this.previous = ms
      this.continues = 'note'
      this.notes.push({ line, at: this.clock.stamp(ms), words: [words] })
    } else if (ms === 'no-date') this.refuse(line, ms, given)
    else this.refuse(line, ms, `${this.date} ${time}${HALF_DAY.exec(words)?.[0] ?? ''}`)
  }

  /** The moment of a time below the current date, in milliseconds; else why there is none. */
  private timeOf(time: string, words: string): number | Refusal {
    if (this.date === null) return 'no-date'
    if (HALF_DAY.test(words)) return 'not-a-time'
    const found = momentOf(() => this.clock.past(`${this.date} ${time.replace(/^\d(?!\d)/, '0$&')}`))
    if (typeof found !== 'number') return found === 'future-time' ? 'future' : 'not-a-time'
    return this.previous !== null && found < this.previous - MAX_STEP_BACK_MS ? 'over-midnight' : found
  }

  /** Words without a time continue the note above, unless they begin with what was meant as a date or time. */
  private readWords(line: number, words: string): void {
    if (looksLikeDate(words)) this.refuse(line, 'not-a-date', words)
    else if (looksLikeTime(words)) this.refuse(line, 'not-a-time', words)
    else if (this.continues === 'note') this.notes.at(-1)?.words.push(words)
    else if (this.continues === null && this.date !== '') this.refuse(line, 'no-time', words)
  }

  private refuse(line: number, why: Refusal, given: string): void {
    this.continues = 'refused'
    this.faults.push({ line, why, given: given.trim().slice(0, 30) })
  }
}

/** What `read` returns, in milliseconds; the code of the problem if it refuses. */
function momentOf(read: () => number): number | string {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return error.problem.code
  }
}
