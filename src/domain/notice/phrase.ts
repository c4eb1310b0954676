import { memoize } from '../memoize.ts'

/** A phrase of a manual, such as `no cards*lost|stolen`; `runbooks/claims/general.yaml` says what stands for what in one. */
export interface Phrase {
  readonly parts: readonly Part[]
}

/** Alternatives between two gaps. */
interface Part {
  /** Up to how many characters may stand before it, after the part before. */
  readonly gap: number
  readonly anyOf: RegExp
  /** Each by itself, in their order. */
  readonly alternatives: () => readonly RegExp[]
}

/** Words of a text that a phrase stands for. */
export interface Found {
  readonly index: number
  readonly end: number
}

const GAPS: Readonly<Record<string, number>> = { '*': 40, _: 12 }

export function parsePhrase(phrase: string): Phrase {
  const parts: Part[] = []
  let gap = 0
  const pieces = phrase.normalize('NFKC').split(/([*_])/)
  pieces.forEach((piece, i) => {
    if (i % 2 === 1) gap += GAPS[piece] as number
    else if (i === 0 || i === pieces.length - 1 || piece.trim() !== '') {
      parts.push(partOf(piece.trim(), gap))
      gap = 0
    }
  })
  return { parts }
}

function partOf(words: string, gap: number): Part {
  const sources = words.split('|').flatMap(wordsSources)
  const alternatives = memoize((all: readonly string[]) => all.map((source) => new RegExp(source, 'giu')))
  return { gap, anyOf: new RegExp(sources.join('|'), 'iu'), alternatives: () => alternatives(sources) }
}

/** A number in digits, with words for large ones. */
const NUMBER = '(?<![\\d.,])\\d[\\d.,]*\\s*[千万億兆]*(?:(?:thousand|million|billion)(?![a-z]))?'
const DIGITS = '(?<![\\d.,])\\d[\\d.,]*'

/** Words as whole words, so far as they are of letters with spaces between words; a number with and without such a word. */
function wordsSources(words: string): string[] {
  const source = words.replace(/[\\^$.+?()[\]{}/]/g, '\\$&').replace(/\s+/g, '\\s+')
  const [start, end] = [/^[a-z]/i.test(words) ? '(?<![a-z])' : '', /[a-z]$/i.test(words) ? '(?![a-z])' : '']
  const numbers = words.endsWith('#') ? [NUMBER, DIGITS] : [NUMBER]
  return numbers.map((number) => `${start}${source.replaceAll('#', number)}${end}`)
}

const anyBeginning = memoize(
  (phrases: readonly Phrase[]) => new RegExp(phrases.map(({ parts }) => parts[0]?.anyOf.source).join('|'), 'iu'),
)

/** Finds the words that one of the phrases stands for, from left to right; of those with one beginning, the first phrase's. */
export function* wordsFound(phrases: readonly Phrase[], text: string): Generator<Found> {
  // Most texts have none, which one pattern finds sooner than one for each phrase.
  if (!anyBeginning(phrases).test(text)) return
  const fits = phrases.flatMap((phrase) => fitIn(phrase, text) ?? [])
  if (fits.length === 0) return
  for (let index = 0; index <= text.length; ) {
    const end = fits.find(({ begins }) => begins(index))?.endOf(index)
    if (end !== undefined) yield { index, end }
    index = Math.max(end ?? 0, index + 1)
  }
}

export function isIn(phrase: Phrase, text: string): boolean {
  return fitIn(phrase, text) !== null
}

/** Whether a text ends in words of the phrase, but for white space. */
export function isAtEnd(phrase: Phrase, text: string): boolean {
  const end = text.trimEnd().length
  return fitIn(phrase, text, (at) => at >= end) !== null
}

/** Whether a text begins with words of the phrase, but for white space. */
export function isAtStart(phrase: Phrase, text: string): boolean {
  const found = fitIn(phrase, text)
  const blank = text.length - text.trimStart().length
  return found !== null && Array.from({ length: blank + 1 }, (_, at) => at).some(found.begins)
}

/** Where words of a phrase begin in a text, and where they end. */
interface Fit {
  begins(index: number): boolean
  endOf(index: number): number
}

/**
 * Finds where words of a phrase begin in a text, the shortest gaps first; null if there are none. Parts are matched from the
 * last to the first, each once: a pattern for all of them would try each gap with each other one.
 */
function fitIn({ parts }: Phrase, text: string, isEnd: (index: number) => boolean = () => true): Fit | null {
  if (!parts.every(({ anyOf }) => anyOf.test(text))) return null
  /** For each part, from the last: at which index it is followed by the others, and where it ends there. */
  const fitting: { readonly ends: ReadonlyMap<number, number>; readonly next: Int32Array }[] = []
  let follows = isEnd
  for (const part of [...parts].reverse()) {
    const ends = endsOf(part, text, follows)
    if (ends.size === 0) return null
    const next = nearest(ends, text.length)
    fitting.unshift({ ends, next })
    follows = (index) => isWithin(part.gap, index, next[index] as number, text)
  }
  const [first, ...others] = fitting
  return {
    begins: (index) => first?.ends.has(index) === true,
    endOf: (index) =>
      others.reduce((end, { ends, next }) => ends.get(next[end] as number) as number, first?.ends.get(index) as number),
  }
}

/** Where a part begins, with the end of its first alternative there that is followed by the others. */
function endsOf({ alternatives }: Part, text: string, follows: (index: number) => boolean): Map<number, number> {
  const ends = new Map<number, number>()
  for (const alternative of alternatives()) {
    alternative.lastIndex = 0
    for (let found = alternative.exec(text); found !== null; found = alternative.exec(text)) {
      const { index } = found
      const end = index + found[0].length
      if (!ends.has(index) && follows(end)) ends.set(index, end)
      // From the next character on: one of two UTF-16 code units would be found again.
      alternative.lastIndex = index + ((text.codePointAt(index) ?? 0) > 0xffff ? 2 : 1)
    }
  }
  return ends
}

/** For each index of a text, the nearest beginning at or after it; -1 if there is none. */
function nearest(ends: ReadonlyMap<number, number>, length: number): Int32Array {
  const next = new Int32Array(length + 1)
  for (let index = length, last = -1; index >= 0; index--) {
    if (ends.has(index)) last = index
    next[index] = last
  }
  return next
}

/** Whether a gap from one index to another is short enough, and within a clause. */
function isWithin(gap: number, from: number, to: number, text: string): boolean {
  return to >= 0 && to - from <= gap && !text.slice(from, to).includes(';')
}
