import { sentencesOf } from '../domain/notice/claims.ts'
import { factWithRole } from '../domain/runbook/fact-roles.ts'
import { type FactRole, LANGUAGES } from '../domain/runbook/runbook.ts'
import { MINUTE, wholeMinute } from '../domain/time.ts'
import { labelOf } from '../i18n/customer-words.ts'
import { isoOf, isSameDay, type Moment, momentOf, timeOfDay } from '../i18n/moment.ts'
import { type CheckRequest, type NoticeText, pasteText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'
import { expectedResumption } from './notice-times.ts'

/** A text without the time at which it says that it was written, which differs each time it is composed. */
export function withoutOwnTime(text: string): string {
  return text.replace(AS_OF, '')
}

const AS_OF = /\d+年\d+月\d+日\(.\)\d+時\d+分(?:（[^）]*）)?現在|\bas of \d\d:\d\d [^:\n]*/gi

/** Times of day in a text as `22:05`, in order. */
export function timesIn(text: string): string[] {
  const found = text.normalize('NFKC').matchAll(/(\d{1,2})(?:時(?!間)(?:(\d{1,2})分)?|:(\d{2}))/g)
  return [...found].map(([, h = '', ja, en]) => `${h.padStart(2, '0')}:${(ja ?? en ?? '').padStart(2, '0')}`)
}

/**
 * Reports a text that does not state the time of the next report that would be recorded with it, or another one too, as
 * after an edit.
 */
export function checkNextStated({ settings, now }: CheckRequest, { next, text }: NoticeText, add: AddFinding): void {
  if (next === null) return
  const at = momentOf(Date.parse(next), settings.timezone)
  const isDayClear = isSameDay(at, momentOf(now, settings.timezone)) || namesDay(text, at.day)
  // People may write 24:10 of the day before.
  const isSame = Date.parse(nextStatedIn(text, now, settings.timezone) ?? '') === wholeMinute(Date.parse(next))
  const isStated = isSame || (timesIn(text).includes(timeOfDay(at)) && isDayClear)
  if (!isStated || promisesAnother(text, timeOfDay(at))) add('next-unstated', { next })
}

/** What a row or a line calls the next report, in the words of notices or as people write it. */
const NEXT_ROW = /次報|次回のお知らせ|Next update/

/** Whether a line that is about the next report gives another time, as an edit of the wrong line can leave behind. */
function promisesAnother(text: string, time: string): boolean {
  return text.split('\n').some((line) => {
    const start = line.search(NEXT_ROW)
    const times = start === -1 ? [] : timesIn(line.slice(start))
    return times.length > 0 && !times.some((one) => one.replace(/^24/, '00') === time)
  })
}

/** Whether the number of a day of the month is in a text other than as part of a time. */
function namesDay(text: string, day: number): boolean {
  return new RegExp(`(?<![\\d:時])0?${day}(?![\\d:時分])`).test(text.normalize('NFKC'))
}

/** What is said of times to come, in either language. */
const AHEAD =
  /次報|次回|次のお知らせ|見込|予定|目途|めど|再開(?:いたし|し|でき)ます|\bnext (?:report|update|notice)\b|\bexpect(?:s|ed)?\b|\b(?:planned|scheduled|estimated)\b|\bwill (?:be )?(?:resumed?|restored?|end|reopen)\b/i
/** What is said of what has happened, or of how a time was moved. */
const NOT_AHEAD =
  /ました|変更|取り下げ|取り消|前回|当初|延期|繰り|→|より早|遅れ|no longer|\b(?:was|were|had|has been|changed|moved|originally|previously|delayed|instead)\b/i

/**
 * Reports sentences that tell customers to wait for a time that has passed. The expected resumption on record is reported
 * by itself.
 */
export function checkPastTimes(request: CheckRequest, notice: NoticeText, add: AddFinding): void {
  const { incident, settings, now } = request
  const current = momentOf(now, settings.timezone)
  const labels = (['expected-end', 'planned-begin', 'planned-end'] satisfies FactRole[]).flatMap((role) => {
    const name = factWithRole(incident.runbook, role)
    return name === null ? [] : LANGUAGES.map((language) => labelOf(incident.runbook.facts, name, language))
  })
  const known = Date.parse(expectedResumption(incident)?.value.split('/').at(-1) ?? '')
  const expected = Number.isNaN(known) ? null : localTime(momentOf(known, settings.timezone))
  for (const sentence of sentencesOf(pasteText(notice))) {
    const isAhead = AHEAD.test(sentence) || labels.some((label) => sentence.includes(label.normalize('NFKC')))
    if (!isAhead || NOT_AHEAD.test(sentence)) continue
    const last = localTimesIn(sentence, current).at(-1) ?? endOfDayAhead(sentence, current)
    if (last !== undefined && last < localTime(current) && last !== expected) add('time-past', { words: sentence })
  }
}

/** Returns the time of the next report that a text states, ISO 8601; null if there is none, or if it has passed. */
export function nextStatedIn(text: string, now: number, zone: string): string | null {
  const current = momentOf(now, zone)
  const sentence = sentencesOf(text).find(
    (one) => /次報|次回|次のお知らせ|\bnext (?:report|update|notice)\b/i.test(one) && timesIn(one).length > 0,
  )
  const local = sentence === undefined ? undefined : localTimesIn(sentence, current).at(-1)
  if (local === undefined || local <= localTime(current)) return null
  return isoOf(local - current.offsetMinutes * MINUTE, zone)
}

const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A time to the minute as milliseconds, as if its zone were UTC. */
function localTime({ year, month, day, hour, minute }: Moment): number {
  return Date.UTC(year, month - 1, day, hour, minute)
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const MONTH = `(${MONTHS.join('|')})[a-z]*\\.?`
const DATE = new RegExp(
  '(?:(\\d{4})[年/-])?(\\d{1,2})[月/-](\\d{1,2})(?:日|(?=[\\sT(]))' +
    String.raw`|\b(\d{1,2}) ${MONTH}(?:,? (\d{4}))?|\b${MONTH} (\d{1,2})(?:,? (\d{4}))?`,
  'gi',
)
const TIME = /(午後)?\s*(\d{1,2})(?:時(?!間)(?:(\d{1,2})分|(半))?|:(\d{2})(?::\d{2})?)(?:\s*([ap])\.?m\b)?/gi

/**
 * The times in a sentence, in order, as `localTime`: on the date that follows (`22:50 JST, 24 Nov`) or stands before, else
 * within twelve hours from `now`, behind or ahead.
 */
export function localTimesIn(sentence: string, now: Moment): number[] {
  const dates = datesIn(sentence, now)
  let last = Number.NEGATIVE_INFINITY
  return [...sentence.matchAll(TIME)].map((match) => {
    const time = timeOf(match)
    const end = match.index + match[0].length
    const following = dates.find(({ start }) => start >= end && isZoneOnly(sentence.slice(end, start)))
    const before = dates.findLast((date) => date.end <= match.index)
    const date = following ?? before
    const at = date === undefined ? nearest(time, now) : date.value + time
    // The end of a span that runs past midnight.
    last = date !== undefined && date === before && at < last ? at + DAY : at
    return last
  })
}

/** Midnight of the dates in a sentence, in order, as `localTime`, with where they stand. */
function datesIn(sentence: string, now: Moment): { start: number; end: number; value: number }[] {
  return [...sentence.matchAll(DATE)].map((match) => {
    const [, year, month, day, dayOf, monthName, yearOf, monthFirst, dayAfter, yearAfter] = match
    const name = monthName ?? monthFirst
    const value = dateNear(
      Number(year ?? yearOf ?? yearAfter ?? Number.NaN),
      name === undefined ? Number(month) : MONTHS.indexOf(name.toLowerCase()) + 1,
      Number(day ?? dayOf ?? dayAfter),
      now,
    )
    return { start: match.index, end: match.index + match[0].length, value }
  })
}

/** The last minute of a day without a time at which something is to happen, as `localTime`. */
function endOfDayAhead(sentence: string, now: Moment): number | undefined {
  const date = datesIn(sentence, now).findLast(
    ({ start, end }) => DAY_AHEAD_BEFORE.test(sentence.slice(0, start)) || DAY_AHEAD_AFTER.test(sentence.slice(end)),
  )
  return date === undefined ? undefined : date.value + DAY - MINUTE
}

/** Other days in a sentence on what is to come may be those on which something was stopped or announced. */
const DAY_AHEAD_BEFORE =
  /(?:\b(?:resum(?:e|ed|ption)|restored?|reopen|end|planned|scheduled|expected|estimated)(?: (?:for|on|by)|:)(?: \w+day,?)? |(?:予定日?|見込み?|再開日?)[:は]、?)$/i
const DAY_AHEAD_AFTER = /^(?:\(.\))?[にの]?、?(?:再開(?:の?予定|の?見込|いたし|し|でき)|予定です|見込)/

/** Whether only a zone and a weekday stand between a time and a date. */
function isZoneOnly(between: string): boolean {
  return /^(?: [A-Z]{2,5})?(?: ?\(?UTC[+-]?[\d:]*\)?)?,?(?: on)?(?: \w+day,?)? $/i.test(between)
}

/** Milliseconds after midnight. */
function timeOf([, afternoon, hour, minute, half, minutes, meridiem]: RegExpExecArray): number {
  const isLate = afternoon !== undefined || meridiem?.toLowerCase() === 'p'
  const ofHalf = isLate || meridiem !== undefined ? Number(hour) % 12 : Number(hour)
  return (ofHalf + (isLate ? 12 : 0)) * HOUR + Number(minute ?? minutes ?? (half === undefined ? 0 : 30)) * MINUTE
}

/** Midnight of a date; one without its year (`NaN`) is the nearest. */
function dateNear(year: number, month: number, day: number, now: Moment): number {
  if (!Number.isNaN(year)) return Date.UTC(year, month - 1, day)
  const years = [-1, 0, 1].map((more) => Date.UTC(now.year + more, month - 1, day))
  const distance = (at: number) => Math.abs(at - localTime(now))
  return years.reduce((best, at) => (distance(at) < distance(best) ? at : best))
}

/** A time of day on the day on which it is nearest to now. */
function nearest(time: number, now: Moment): number {
  const today = Date.UTC(now.year, now.month - 1, now.day) + time
  const ahead = today - localTime(now)
  return ahead > DAY / 2 ? today - DAY : ahead <= -DAY / 2 ? today + DAY : today
}
