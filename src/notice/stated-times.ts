import type { Language } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { isSameDay, momentOf, timeOfDay } from '../i18n/moment.ts'
import type { CheckRequest, NoticeText } from './notice.ts'
import type { AddFinding } from './notice-finding.ts'

/** Times of day in a text as `22:05`, in order. */
export function timesIn(text: string): string[] {
  const found = text.normalize('NFKC').matchAll(/(\d{1,2})(?:時(?:(\d{1,2})分)?|:(\d{2}))/g)
  return [...found].map(([, h = '', ja, en]) => `${h.padStart(2, '0')}:${(ja ?? en ?? '').padStart(2, '0')}`)
}

/**
 * Reports a text that does not state the time of the next report that would be recorded with it, or another one too, as
 * after an edit.
 */
export function checkNextStated(
  { settings, now }: CheckRequest,
  { next, text, language }: NoticeText,
  add: AddFinding,
): void {
  if (next === null) return
  const at = momentOf(Date.parse(next), settings.timezone)
  const isDayClear = isSameDay(at, momentOf(now, settings.timezone)) || namesDay(text, at.day)
  const isStated = timesIn(text).includes(timeOfDay(at)) && isDayClear
  if (!isStated || promisesAnother(text, timeOfDay(at), language)) add('next-unstated', { next })
}

/** Whether a line that is about the next report gives another time, as an edit of the wrong line can leave behind. */
function promisesAnother(text: string, time: string, language: Language): boolean {
  const { next } = customerWordsFor(language).rows
  const lines = text.split('\n').filter((line) => line.includes(next))
  return lines.some((line) => {
    const times = timesIn(line.slice(line.indexOf(next)))
    return times.length > 0 && !times.includes(time)
  })
}

/** Whether the number of a day of the month is in a text other than as part of a time. */
function namesDay(text: string, day: number): boolean {
  return new RegExp(`(?<![\\d:時])0?${day}(?![\\d:時分])`).test(text.normalize('NFKC'))
}
