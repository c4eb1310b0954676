import { parseDuration } from '../domain/time.ts'
import { type Clock, offsetIfTwice } from '../platform/clock.ts'
import { briefTimeText } from '../view/time-format.ts'

export interface TimedText {
  readonly text: string
  /** When it happened, ISO 8601, if the operator said so. */
  readonly at?: string
}

/** The text with its time in front, as a date and a time of day: `10m` means another time whenever it is read. */
export function withItsTime({ text, at }: TimedText): string {
  return at === undefined ? text : `@${briefTimeText(at)}${offsetIfTwice(at)} ${text}`
}

const TIME_OF_DAY = '(?=\\p{Nd}{1,2}[:：時])'
/** A day or a date before a time of day. */
const DAY = `(?:(?:yesterday|today|昨日|今日|本日)\\s*|\\p{Nd}[\\p{Nd}年月日/／-]*\\s+)${TIME_OF_DAY}`
/** `@` and a time: `22:05`, `22時5分`, `10m`, `10m ago`, `yesterday 22:05` (昨日), or a date with or without a time. */
const TIMED = new RegExp(`^[@＠]((?:${DAY})?\\p{Nd}\\S*(?:\\s+ago(?!\\S))?)(?:\\s+(.*))?$`, 'su')

/** Reads a text that may start with `@` and a time; `@` and anything else is words. Throws if the time is refused. */
export function readTimed(text: string, clock: Clock): TimedText {
  const [, time, words = ''] = TIMED.exec(text) ?? []
  if (time === undefined) return { text }
  const span = parseDuration(time.normalize('NFKC')) === null ? time : `${time} ago`
  return { text: words, at: clock.stamp(clock.past(span)) }
}
