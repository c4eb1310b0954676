import type { Language } from '../../../src/domain/runbook/runbook.ts'
import { MINUTE } from '../../given.ts'

// Times as a reader finds them in a text.

const HOUR = 60 * MINUTE
const DAYS = { ja: [...'日月火水木金土'], en: 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ') }
const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')
const YEAR = 2026

const TIMES: Readonly<Record<Language, RegExp>> = {
  ja: /(?:(?:(?<year>\d+)年)?(?<month>\d+)月(?<day>\d+)日\((?<weekday>.)\))?(?<hour>\d\d)時(?<minute>\d\d)分/g,
  en: /(?<hour>\d\d):(?<minute>\d\d)(?: JST)?(?: \(UTC\+9\))?(?:, (?:(?<weekday>\w+day) )?(?<day>\d+) (?<month>[A-Z][a-z]{2})[a-z]*(?: (?<year>\d{4}))?)?/g,
}

interface DateInText {
  readonly month: number
  readonly day: number
}

/**
 * The times in a line, in milliseconds since the epoch, to the minute. In a range, Japanese gives the date of the second time
 * only if it is another one, and English that of the first. Throws if a time has no date, or a date that does not exist.
 */
export function timesIn(line: string, language: Language): number[] {
  const found = [...line.matchAll(TIMES[language])].map(({ groups = {} }) => groups)
  const dates = found.map((groups) => dateOf(groups, language, line))
  return found.map(({ hour, minute }, i) => {
    const date = dates[i] ?? dates[language === 'ja' ? i - 1 : i + 1]
    if (date == null) throw new Error(`a time without a date: ${line}`)
    return Date.UTC(YEAR, date.month - 1, date.day, Number(hour), Number(minute)) - 9 * HOUR
  })
}

function dateOf(groups: Partial<Record<string, string>>, language: Language, line: string): DateInText | null {
  const { year = String(YEAR), month, day, weekday } = groups
  if (month === undefined) return null
  const date = { month: language === 'ja' ? Number(month) : MONTHS.indexOf(month) + 1, day: Number(day) }
  const at = new Date(Date.UTC(YEAR, date.month - 1, date.day))
  const isRight = weekday === undefined || weekday === DAYS[language][at.getUTCDay()]
  if (Number(year) !== YEAR || !isRight) throw new Error(`no such date: ${line}`)
  return date
}

export const toMinute = (ms: number) => Math.floor(ms / MINUTE) * MINUTE
