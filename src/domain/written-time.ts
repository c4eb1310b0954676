import { type Problem, problem, type TimeReading } from './problem.ts'

/** A time in a form that `Clock` reads. */
export interface WrittenTime {
  readonly text: string
  /** Whether its whole date was given, so that nothing about it was inferred. */
  readonly isDated: boolean
}

/** What a time without its year or day depends on; times in ISO 8601, with the offset of the zone that is meant. */
export interface WrittenTimeContext {
  readonly now: string
  /** What it counts from, most often now. */
  readonly from: string
  /** Whether a date without its year lies before or after that. */
  readonly tense: 'past' | 'future'
}

const DAY_MS = 86_400_000

/** `22時5分`, `22時半`, `22時`; not `22時間`, which is a duration. */
const SPOKEN_TIME = /(\d{1,2}) ?時(?!間) ?(?:(半)|(\d{1,2}) ?分(?: ?(\d{1,2}) ?秒)?)?/
const DATE = '(?:(\\d{4})[-/年] ?)?(\\d{1,2})([-/月]) ?(\\d{1,2})(?:日 ?|[T ] ?|$)'
const DAYS_FROM_TODAY: Readonly<Record<string, number>> = {
  yesterday: -1,
  昨日: -1,
  today: 0,
  今日: 0,
  本日: 0,
  tomorrow: 1,
  明日: 1,
}
const DAY = `(${Object.keys(DAYS_FROM_TODAY).join('|')}) ?`
const WRITTEN = new RegExp(`^(?:${DATE}|${DAY})?(?:(\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?$`, 'i')

/**
 * Reads the forms of a time that `Clock` does not: hours up to 27 (`24:10` is 00:10 of the next day), Japanese words
 * (`11月28日 22時5分`), a day's word alone (`yesterday`), and dates with slashes or without their year. Null for any other text; `time-unclear` if the year,
 * or which number is the month, would be a guess.
 */
export function readWrittenTime(given: string, context: WrittenTimeContext): WrittenTime | Problem | null {
  const typed = given.normalize('NFKC').trim().replace(/\s+/g, ' ')
  const [, year, first = '', sign, second = '', dayWord, hours, minutes, seconds = '00'] =
    WRITTEN.exec(typed.replace(SPOKEN_TIME, inDigits)) ?? []
  const hour = Number(hours ?? 0)
  const isDayWord = dayWord !== undefined && hours === undefined
  if (hour > 27 || (hour < 24 && !isDayWord && !/[/年月時]/.test(typed))) return null
  const time = hours === undefined ? '' : `${pad(hour % 24)}:${minutes}:${seconds}`
  const on = (date: string) => (time === '' ? date : `${daysAfter(date, hour < 24 ? 0 : 1)}T${time}`)
  if (dayWord !== undefined) {
    const days = DAYS_FROM_TODAY[dayWord.toLowerCase()] as number
    return { text: on(daysAfter(dateOf(context.now), days)), isDated: false }
  }
  if (sign === undefined) return time === '' ? null : { text: time, isDated: false }
  if (year !== undefined) {
    const date = dateIn(year, first, second)
    return date === null ? null : { text: on(date), isDated: hour < 24 }
  }
  if (sign === '-') return null
  const orders =
    sign === '/' && first !== second ? [`${first}/${second}`, `${second}/${first}`] : [`${first}/${second}`]
  const dates = orders.map((order) => datesAround(order, context.from)).filter((found) => found.length > 0)
  return nearestOf(given.trim(), dates, on, context)
}

function inDigits(_: string, hour: string, half = '', minute = half === '' ? '0' : '30', second = '0'): string {
  return `${hour}:${pad(minute)}:${pad(second)}`
}

/** The dates with this month and day in the years around a time, as far as they exist, in order. */
function datesAround(order: string, at: string): string[] {
  const [month = '', day = ''] = order.split('/')
  return [-1, 0, 1].flatMap((years) => dateIn(Number(at.slice(0, 4)) + years, month, day) ?? [])
}

/** Half of all dates, as 12 hours are half of all times of day: a date without its year is not read further away. */
const FARTHEST_MS = 183 * DAY_MS

/**
 * The last or the next of a date's moments; there are several lists if it is not clear which number is the month. Whether a
 * day has come does not depend on its hours: `24:10` of today lies ahead, but is no time of last year.
 */
function nearestOf(
  given: string,
  dates: readonly (readonly string[])[],
  on: (date: string) => string,
  { now, from, tense }: WrittenTimeContext,
): WrittenTime | Problem | null {
  const found = dates.map((days) => {
    const moments = days.map(on)
    const counted = from.slice(0, moments[0]?.length)
    const last = days
      .filter((day) => day <= dateOf(from))
      .map(on)
      .at(-1)
    const next = moments.find((at) => at >= counted)
    const meant = tense === 'past' ? last : next
    const isNear = meant !== undefined && Math.abs(msOf(meant) - msOf(counted)) <= FARTHEST_MS
    return { meant, isNear, around: [last, next].flatMap((at) => at ?? []) }
  })
  const [only, ...others] = found
  if (only === undefined) return null
  if (others.length === 0 && only.isNear) return { text: only.meant as string, isDated: false }
  // Days up to 12, of which several orders are read, exist in every year.
  const readings = others.length === 0 ? only.around : found.map(({ meant }) => meant as string).sort()
  return problem('time-unclear', { given, why: 'far', readings: readings.map((at) => readingOf(at, now)) })
}

const NAMED_DAYS: Readonly<Record<number, TimeReading['day']>> = { [-1]: 'yesterday', 0: 'today', 1: 'tomorrow' }

function readingOf(at: string, now: string): TimeReading {
  const days = (msOf(dateOf(at)) - msOf(dateOf(now))) / DAY_MS
  return { at: at.replace(/:00$/, ''), day: NAMED_DAYS[days] ?? null, isAhead: at > now.slice(0, at.length) }
}

/** A date or a local time as if it were UTC, to count between two of them. */
function msOf(at: string): number {
  return Date.parse(at.length === 10 ? at : `${at}Z`)
}

function dateOf(at: string): string {
  return at.slice(0, 10)
}

function daysAfter(date: string, days: number): string {
  return dateOf(new Date(msOf(date) + days * DAY_MS).toISOString())
}

/** A date; null if there is none such. */
function dateIn(year: number | string, month: string, day: string): string | null {
  const date = `${year}-${pad(month)}-${pad(day)}`
  // `Date` turns 31 February into 3 March.
  return Number.isNaN(msOf(date)) || daysAfter(date, 0) !== date ? null : date
}

function pad(n: number | string): string {
  return String(n).padStart(2, '0')
}
