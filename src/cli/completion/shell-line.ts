/** A command line as bash hands it over: read into words, and words written so that they fit in where the cursor is. */

export interface Line {
  /** Without quotes; the last is the one that is being typed. */
  readonly words: readonly string[]
  /** The quote that is open at the cursor. */
  readonly quote: '"' | "'" | null
  /** How much of the last word stands before what bash is going to replace. */
  readonly kept: number
}

/**
 * Reads words as a shell does, expanding nothing. Bash replaces what stands after the last of `breaks`
 * (COMP_WORDBREAKS) or after the quote that is open, not the whole word.
 */
export function readLine(line: string, breaks: string): Line {
  const words = ['']
  let quote: Line['quote'] = null
  let kept = 0
  let isWord = false
  const add = (text: string) => {
    words.push((words.pop() ?? '') + text)
    isWord = true
  }
  for (let at = 0; at < line.length; at += 1) {
    const char = line[at] as string
    const next = line[at + 1] ?? ''
    if (quote === "'" || (quote === '"' && char === '"')) {
      if (char === quote) quote = null
      else add(char)
    } else if (char === '\\' && (quote === null || '"\\$`'.includes(next))) {
      add(next)
      at += 1
    } else if (quote === null && (char === '"' || char === "'")) {
      quote = char
      add('')
      kept = (words.at(-1) as string).length
    } else if (quote === null && /\s/.test(char)) {
      if (isWord) words.push('')
      isWord = false
      kept = 0
    } else {
      add(char)
      if (quote === null && breaks.includes(char)) kept = (words.at(-1) as string).length
    }
  }
  return { words, quote, kept }
}

/** A word, less what is kept, as bash is to put it there: it takes what it is given as it is. */
export function written(word: string, { quote, kept }: Pick<Line, 'quote' | 'kept'>): string {
  const rest = word.slice(kept)
  if (quote === '"') return rest.replaceAll(/["\\$`]/g, '\\$&')
  if (quote === "'") return rest.replaceAll("'", "'\\''")
  return rest.replaceAll(/[^\p{L}\p{N}\p{M}_@%+=:,./-]/gu, '\\$&')
}
