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

/** Sequences of control characters take no columns, several together. */
const HAS_SEQUENCES = /[\u001b\u009b]/
/** More grapheme clusters than a language has, and longer ones. */
const MOST_KEPT = 10_000
const LONGEST_KEPT = 32
/** Of clusters that were measured, which takes long: a text has the same ones again and again. */
const measured = new Map<string, number>()

/** The width of a text in terminal columns: kana and kanji take two, a line feed none. */
export function columnsOf(text: string): number {
  if (!PLAIN.test(text)) return HAS_SEQUENCES.test(text) ? stringWidth(text) : sumOfClusters(text)
  let columns = 0
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at)
    if (unit !== LF) columns += unit <= LAST_ASCII || unit === KEPT ? 1 : 2
  }
  return columns
}

function sumOfClusters(text: string): number {
  const known = measured.get(text)
  if (known !== undefined) return known
  let columns = 0
  for (const cluster of charactersOf(text)) {
    const own = measured.get(cluster) ?? stringWidth(cluster)
    if (measured.size < MOST_KEPT && cluster.length <= LONGEST_KEPT) measured.set(cluster, own)
    columns += own
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
