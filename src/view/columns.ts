import stringWidth from 'string-width'

/**
 * Line feeds, printable ASCII, kana, kanji and their usual marks, as in the program's own texts: none combines with another
 * or can be shown as emoji. They are measured and split here: `string-width` and `Intl.Segmenter` take longer than the rest of a command.
 */
const PLAIN = /^[\n -~\ue0ff\u3000-\u3011\u3014-\u301f\u3041-\u3096\u30a1-\u30fe\u4e00-\u9fff\uff01-\uff60]*$/
const LF = 0x0a
/** Stands for a blank at which a line is not wrapped. */
export const KEPT_BLANK = '\ue0ff'
const KEPT = 0xe0ff
const LAST_ASCII = 0x7e

/** The width of a text in terminal columns: kana and kanji take two, a line feed none. */
export function columnsOf(text: string): number {
  if (!PLAIN.test(text)) return stringWidth(text)
  let columns = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit !== LF) columns += unit <= LAST_ASCII || unit === KEPT ? 1 : 2
  }
  return columns
}

let segmenter: Intl.Segmenter | null = null

/** Splits a text into grapheme clusters (Unicode Standard Annex #29). */
export function charactersOf(text: string): string[] {
  if (PLAIN.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'grapheme' })
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}
