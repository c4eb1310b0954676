import { DAYS, type Day, type Hours } from './contacts.ts'

/** Whether somebody works at this moment, in milliseconds since the epoch; without hours they always do. */
export function isWithin(hours: readonly Hours[], now: number): boolean {
  return hours.length === 0 || hours.some((one) => covers(one, now))
}

function covers({ days, from, to, timezone }: Hours, now: number): boolean {
  const { day, minute } = localTime(now, timezone)
  if (from < to) return days.includes(day) && minute >= from && minute < to
  const before = DAYS[(DAYS.indexOf(day) + DAYS.length - 1) % DAYS.length] as Day
  return (days.includes(day) && minute >= from) || (days.includes(before) && minute < to)
}

function localTime(now: number, timeZone: string): { readonly day: Day; readonly minute: number } {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const parts = Object.fromEntries(format.formatToParts(now).map(({ type, value }) => [type, value]))
  const { weekday = '', hour = '', minute = '' } = parts
  return { day: weekday.toLowerCase() as Day, minute: Number(hour) * 60 + Number(minute) }
}
