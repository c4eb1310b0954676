import type { Holiday } from '../domain/settings.ts'

/** What a calendar says of days off, and which of its lines are not understood. */
export interface HolidayCalendar {
  readonly holidays: readonly Holiday[]
  readonly notUnderstood: readonly { readonly line: number; readonly text: string }[]
}

/** The most days off that one event can have. */
const MOST_DAYS = 366
const DAY = 86_400_000

interface ContentLine {
  /** Where it begins, from 1. */
  readonly line: number
  readonly text: string
}

/**
 * Reads the holidays in a calendar (iCalendar, RFC 5545): events of whole days (`DTSTART;VALUE=DATE`), also of several
 * (`DTEND`), and those of every year (`RRULE:FREQ=YEARLY`). What else says when an event is, is not understood.
 */
export function parseHolidays(text: string): HolidayCalendar {
  const holidays: Holiday[] = []
  const notUnderstood: { line: number; text: string }[] = []
  if (!/^\uFEFF?BEGIN:VCALENDAR\s*$/im.test(text)) notUnderstood.push({ line: 1, text: 'BEGIN:VCALENDAR' })
  let event: ContentLine[] | null = null
  for (const line of contentLines(text)) {
    if (/^BEGIN:VEVENT$/i.test(line.text)) event = []
    else if (/^END:VEVENT$/i.test(line.text)) {
      const found = holidaysOf(event ?? [], line)
      if ('line' in found) notUnderstood.push({ line: found.line, text: found.text })
      else holidays.push(...found)
      event = null
    } else event?.push(line)
  }
  return { holidays, notUnderstood }
}

/** The lines of a calendar, those that were folded joined (RFC 5545, 3.1). */
function contentLines(text: string): ContentLine[] {
  const found: ContentLine[] = []
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const last = found.at(-1)
    if (last !== undefined && /^[ \t]/.test(line))
      found[found.length - 1] = { ...last, text: last.text + line.slice(1) }
    else found.push({ line: i + 1, text: line.trimEnd() })
  }
  return found
}

/** The days off of an event, or the line that is not understood. */
function holidaysOf(event: readonly ContentLine[], end: ContentLine): Holiday[] | ContentLine {
  const lineOf = (name: string) => event.find(({ text }) => new RegExp(`^${name}[;:]`, 'i').test(text))
  if (/:CANCELLED$/i.test(lineOf('STATUS')?.text ?? '')) return []
  const start = lineOf('DTSTART')
  const from = start === undefined ? null : dateOf(start.text)
  if (from === null) return start ?? end
  const till = lineOf('DTEND')
  const to = till === undefined ? from + DAY : dateOf(till.text)
  if (to === null || to <= from || to - from > MOST_DAYS * DAY) return till as ContentLine
  const rule = lineOf('RRULE')
  if (rule !== undefined && !/^RRULE:FREQ=YEARLY(?:;INTERVAL=1)?$/i.test(rule.text)) return rule
  const other = lineOf('RDATE') ?? lineOf('EXDATE') ?? lineOf('DURATION')
  if (other !== undefined) return other
  const dates = Array.from({ length: (to - from) / DAY }, (_, i) => new Date(from + i * DAY).toISOString().slice(0, 10))
  return dates.map((date) => ({ date, yearly: rule !== undefined }))
}

/** The date of a line such as `DTSTART;VALUE=DATE:20261224`, by its midnight in UTC; null if it is none. */
function dateOf(line: string): number | null {
  const [, year, month, day] = /^\w+;VALUE=DATE:(\d{4})(\d\d)(\d\d)$/i.exec(line) ?? []
  if (year === undefined) return null
  const ms = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  return Number.isNaN(ms) || new Date(ms).getUTCDate() !== Number(day) ? null : ms
}
