/** What a heading says, apart from its number. */
export interface HeadingText {
  /** Such as `2` or `2.1`; null without one. */
  readonly number: string | null
  readonly title: string
}

const KANJI = '〇一二三四五六七八九'
const CIRCLED = '①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳'

/** The ways to number a heading, each with its number as the first group. */
const NUMBERED = [
  /^第\s*([\d〇一二三四五六七八九十]+(?:\.\d+)*)\s*[章節条項部編]\s*[:.、]?\s*(.*)$/,
  /^(?:chapter|section|part|step|article)\s+(\d+(?:\.\d+)*)\s*[:.)—–-]*\s*(.*)$/i,
  /^§\s*(\d+(?:\.\d+)*)\s*(.*)$/,
  /^\((\d{1,3})\)\s*(.*)$/,
  /^(\d{1,3}(?:\.\d{1,3})+)\.?\s*(?!\d)(.*)$/,
  /^(\d{1,3})(?:[.):、]\s*|\s+(?![a-z]))(?!\d)(.*)$/,
]

/** Splits a heading into its number, in Western or Japanese style, and its title. */
export function readHeading(text: string): HeadingText {
  const circle = CIRCLED.indexOf(text.charAt(0))
  if (text !== '' && circle >= 0) return { number: String(circle + 1), title: text.slice(1).trim() }
  // Full-width digits and punctuation count as those in ASCII; the title keeps its own.
  const narrow = text.normalize('NFKC')
  for (const pattern of NUMBERED) {
    const [, number, rest] = pattern.exec(narrow) ?? []
    if (number !== undefined && rest !== undefined)
      return { number: westernNumber(number), title: endOf(text, rest) || text }
  }
  return { number: null, title: text }
}

/** The end of a text that is `rest` when it is normalised. */
function endOf(text: string, rest: string): string {
  for (let start = 0; start <= text.length; start += 1)
    if (text.slice(start).normalize('NFKC') === rest) return text.slice(start)
  return rest
}

/** Digits for a number in kanji below one hundred; others as they are. */
function westernNumber(number: string): string {
  if (/^[\d.]+$/.test(number)) return number.split('.').map(Number).join('.')
  const [tens = '', ones = ''] = number.includes('十') ? number.split('十') : ['〇', number]
  const digit = (kanji: string, orElse: number) => (kanji === '' ? orElse : KANJI.indexOf(kanji))
  return String(digit(tens, 1) * 10 + digit(ones, 0))
}
