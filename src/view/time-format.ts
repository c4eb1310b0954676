import type { Language } from '../domain/runbook/runbook.ts'
import { secondsBetween } from '../domain/time.ts'
import { inertLine } from './inert.ts'

/** The milliseconds since a starting point as `T+00:04:12`, or as `T-00:04:12` if negative. */
export function elapsedText(ms: number): string {
  return `T${ms < 0 ? '-' : '+'}${clockFace(Math.abs(ms))}`
}

/** The same between two times, in milliseconds since the epoch, as people read both to the second. */
export function elapsedBetween(from: number, to: number): string {
  return elapsedText(secondsBetween(from, to) * 1000)
}

/** A duration in milliseconds, without its sign: `04:12`, from an hour on `01:04:12`, from three days on `29d 01:04:12`. */
export function durationText(ms: number, words: { days(count: number): string }): string {
  const days = Math.floor(Math.abs(ms) / DAY)
  if (days >= 3) return `${words.days(days)} ${clockFace(Math.abs(ms) % DAY)}`
  const face = clockFace(Math.abs(ms))
  return face.startsWith('00:') ? face.slice(3) : face
}

const DAY = 24 * 3_600_000

/** Hours, minutes and seconds, each with at least two digits. */
function clockFace(ms: number): string {
  const seconds = Math.floor(ms / 1000)
  return [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    .map((n) => String(n).padStart(2, '0'))
    .join(':')
}

const TIME = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/

/** Between the two times of a range. */
const TO: Readonly<Record<Language, string>> = { ja: '〜', en: ' to ' }

/**
 * A fact's value for display: times and ranges without offsets and fractions of seconds, the end of a day as that day; any
 * other text inert.
 */
export function factValueText(value: string, language: Language): string {
  const times = value.split('/').map((part) => TIME.exec(part))
  if (times.some((match) => match === null)) return inertLine(value)
  return times.map((match) => (match?.[2] === '23:59:59' ? match[1] : `${match?.[1]} ${match?.[2]}`)).join(TO[language])
}

/** When something is due as `2026-12-10 09:30`, or as `2026-12-10` if that is the end of a day (23:59:59). */
export function dueText(due: string): string {
  return due.slice(11, 19) === '23:59:59' ? due.slice(0, 10) : timeText(due).slice(0, 16)
}

/** A time as `2026-11-24 22:05`, or as `2026-11-24 22:05:30` if it is not a whole minute. */
export function briefTimeText(at: string): string {
  return timeText(at).replace(/:00$/, '')
}

/** A time as `22:05` on the day of `now`, else as `2026-11-24 22:05`; both in ISO 8601, with the same offset. */
export function shortTimeText(at: string, now: string): string {
  const shown = timeText(at).slice(0, 16)
  return shown.slice(0, 10) === now.slice(0, 10) ? shown.slice(11) : shown
}

/** A time from the log as `2026-11-24 22:05:00`. */
export function timeText(at: string): string {
  return at.slice(0, 19).replace('T', ' ')
}

/** The time of day of a time in ISO 8601, with its offset from UTC: `22:05:00 +09:00`. */
export function timeOfDayText(at: string): string {
  return `${at.slice(11, 19)} ${/(?:[+-]\d\d:\d\d|Z)$/.exec(at)?.[0] ?? ''}`.trimEnd()
}
