import stringWidth from 'string-width'

/**
 * Printable ASCII, kana, kanji and their usual marks: none of them joins with its neighbours or can be shown as a picture.
 * Every text of the program is made of them, and to know of all others takes longer than the rest of a command.
 */
const PLAIN = /^[ -~\u3000-\u3011\u3014-\u301b\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff\uff01-\uff60]*$/
const ASCII = /[ -~]/g

/** Columns that a text takes on a terminal: kana and kanji take two. */
export function columnsOf(text: string): number {
  return PLAIN.test(text) ? 2 * text.length - (text.match(ASCII)?.length ?? 0) : stringWidth(text)
}

let segmenter: Intl.Segmenter | null = null

/** What a reader takes for one character each (Unicode Standard Annex #29). */
export function charactersOf(text: string): string[] {
  if (PLAIN.test(text)) return text.split('')
  segmenter ??= new Intl.Segmenter('ja', { granularity: 'grapheme' })
  return [...segmenter.segment(text)].map(({ segment }) => segment)
}
