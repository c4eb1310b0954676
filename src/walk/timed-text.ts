import { ProblemError } from '../domain/problem.ts'
import { type Clock, isDuration, isSpan, offsetIfTwice } from '../platform/clock.ts'
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
  return { text: words, at: clock.stamp(clock.past(time)) }
}

/** A text to be read later: a time in front that counts back from now, such as `@5m`, is written as a date and a time of day. */
export function withSpanAsTime(text: string, clock: Clock): string {
  const [, time] = TIMED.exec(text) ?? []
  if (time === undefined || !(isDuration(time) || /(?:ago|前)$/u.test(time))) return text
  return readSilently(text, clock, (silent) => withItsTime(readTimed(text, silent)))
}

/** Whether an answer says when something happened, or when it will. */
export type Tense = 'past' | 'future'

/**
 * An answer to be read later: a time that counts from now, such as `10m ago`, as a date and a time of day. `10m` alone does so
 * only where a time is asked for, in this tense.
 */
export function spanAsTime(answer: string, clock: Clock, asked?: Tense): string {
  const said = /(?:ago|前)\s*$/u.test(answer) ? 'past' : /^\s*in\s|後\s*$/u.test(answer) ? 'future' : undefined
  const tense = said ?? asked
  if (!isSpan(answer) || tense === undefined) return answer
  return readSilently(answer, clock, (silent) => {
    const at = clock.stamp(silent[tense](answer))
    return `${briefTimeText(at)}${offsetIfTwice(at)}`
  })
}

/** What is read of a text without saying how its times read; the text itself if a time in it is refused. */
function readSilently(text: string, clock: Clock, read: (silent: Clock) => string): string {
  try {
    return read(clock.echoing(() => {}))
  } catch (error) {
    if (error instanceof ProblemError) return text
    throw error
  }
}
