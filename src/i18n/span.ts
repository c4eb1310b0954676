import type { Words } from './words.en.ts'

const DAY = 86_400

const HOUR = 3_600

/**
 * A duration in words, the same wherever it is given: below an hour to the second, from then on to the nearest minute; from one
 * day on, days are counted separately. What is zero is left out.
 */
export function spanWords(seconds: number, words: Pick<Words, 'longSpan' | 'roughly' | 'seconds'>): string {
  const whole = seconds < HOUR ? Math.floor(seconds) : Math.round(seconds / 60) * 60
  if (whole >= DAY)
    return words.longSpan(Math.floor(whole / DAY), Math.floor((whole % DAY) / HOUR), Math.floor((whole % HOUR) / 60))
  const isRound = whole >= 60 && whole % (whole < HOUR ? 60 : HOUR) === 0
  return isRound ? words.roughly(whole) : words.seconds(whole)
}
