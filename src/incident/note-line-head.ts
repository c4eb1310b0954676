/** What a line of notes begins with: a date, a time of day, both or neither; in ASCII digits and signs. */
export interface LineHead {
  /** `2026-11-24`, `11月24日`, `11/24` or a word for a day. */
  readonly date: string | null
  /** `22:05`, `22時5分` or `22時半`, perhaps with an offset. */
  readonly time: string | null
  /** The rest of the line. */
  readonly words: string
  /** The head as it was typed. */
  readonly given: string
}

const LIST_SIGN = '(?:[-*・•]\\s*)?\\[?'
const DATE = '\\d{4}[-/.年]\\s?\\d{1,2}[-/.月]\\s?\\d{1,2}日?|\\d{1,2}月\\s?\\d{1,2}日?|\\d{1,2}/\\d{1,2}'
const NAMED_DAY = 'yesterday|today|tomorrow|昨日|今日|本日|明日'
/** The day of the week, or a holiday, in brackets. */
const WEEKDAY = '(?:\\s*\\([^)]*\\))?'
const SPOKEN_TIME = '\\d{1,2}\\s?時(?!間)(?:\\s?(?:半|\\d{1,2}\\s?分(?:\\s?\\d{1,2}\\s?秒)?))?'
const TIME = `(?:\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?|${SPOKEN_TIME})(?:Z|[+-]\\d{2}:?\\d{2})?`
const END = '(?=\\s|$)'

/** A time may follow a date at once only after a sign that ends it: `11月24日22:05`, `2026-11-24T22:05`. */
const DATED = new RegExp(`^${LIST_SIGN}(${DATE})${WEEKDAY}(?:(?<=[日)])(?=\\d)|T(?=\\d)|${END}|(?=\\]))`, 'i')
const NAMED = new RegExp(`^${LIST_SIGN}(${NAMED_DAY})(?:\\s*(?=${TIME}\\]?${END})|$)`, 'i')
const TIMED = new RegExp(`^${LIST_SIGN}(${TIME})\\]?${END}`)

/** Reads the head of a line; a day's name only where a time or nothing follows, since it is a word too. */
export function readLineHead(line: string): LineHead {
  const ascii = inAscii(line)
  const dated = DATED.exec(ascii) ?? NAMED.exec(ascii)
  const afterDate = dated?.[0].length ?? 0
  const blanks = /^\s*/.exec(ascii.slice(afterDate))?.[0].length ?? 0
  const timed = TIMED.exec(ascii.slice(afterDate + blanks))
  const end = timed === null ? afterDate : afterDate + blanks + timed[0].length
  return {
    date: dated?.[1] ?? null,
    time: timed?.[1] ?? null,
    words: line.slice(end).replace(/^\]/, '').trim(),
    given: line.slice(0, end).trim(),
  }
}

const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t|tember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const DAYS_OF_WEEK = '(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\\.?,?'
const DAY_OF_WEEK = `(?:${DAYS_OF_WEEK}|[月火水木金土日]曜日?|\\([月火水木金土日]\\))`
const MONTH = `(?:${MONTHS})\\.?`
const ORDINAL = '\\d{1,2}(?:st|nd|rd|th)?'
const CLOCK_FACE = '\\d{1,2}(?::\\d|\\s?時(?!間))'
/** Words before a time of day that make it one which cannot be read. */
const BEFORE_TIME =
  'at|about|around|ca\\.?|~|約|翌日?|翌朝|前日|前夜|同日|当日|一昨日|午前|午後|深夜|未明|早朝|朝|昼|夕方?|夜'

const LIKE_DATE = [
  '\\d{4}[-/.年]\\d',
  '\\d{8}(?=$|T|\\s)',
  '\\d{1,2}\\s?/\\s?\\d{1,2}(?![\\d/])',
  '\\d{1,2}月\\s?\\d',
  `\\d{1,2}日\\s*(?:\\(|${CLOCK_FACE}|$)`,
  `\\d{1,2}-\\d{1,2}\\s*(?:\\(|${CLOCK_FACE}|$)`,
  `(?:${DAY_OF_WEEK}\\s*)?(?:${MONTH}\\s*${ORDINAL}|${ORDINAL}\\s+${MONTH})(?![a-z\\d])`,
  `${DAY_OF_WEEK}\\s*(?:${CLOCK_FACE}|$)`,
  `(?:${NAMED_DAY})\\s*(?:(?:${BEFORE_TIME})\\s*)?${CLOCK_FACE}`,
]
const LIKE_TIME = [
  CLOCK_FACE,
  `午前|午後|正午${END}`,
  `(?:${BEFORE_TIME})\\s*${CLOCK_FACE}`,
  `(?:\\d+\\s?(?:[dhms]|days?|hours?|hrs?|minutes?|mins?|sec(?:ond)?s?|日|時間|分|秒)\\s?)+(?:ago|前)${END}`,
]

/** Whether somebody meant the beginning of a line as a date, in whatever form. */
export function looksLikeDate(line: string): boolean {
  return beginsWith(LIKE_DATE, line)
}

/** Whether somebody meant the beginning of a line as a time, in whatever form. */
export function looksLikeTime(line: string): boolean {
  return beginsWith(LIKE_TIME, line)
}

function beginsWith(patterns: readonly string[], line: string): boolean {
  return new RegExp(`^${LIST_SIGN}(?:${patterns.join('|')})`, 'i').test(inAscii(line))
}

/** The line with full-width digits, signs and blanks as ASCII, each in its place. */
function inAscii(line: string): string {
  return line.replace(/[\uFF01-\uFF5E\u3000]/g, (sign) => sign.normalize('NFKC'))
}
