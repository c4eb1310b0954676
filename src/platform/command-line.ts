/**
 * Splits a line into arguments like a shell: words are separated by whitespace and quoted by '…', "…" or a backslash.
 * There are no expansions or other special characters. Null if a quote is not closed or the line ends with a backslash.
 */
export function argumentsOf(line: string): readonly string[] | null {
  const words: string[] = []
  const pieces = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y
  let word: string | null = null
  while (pieces.lastIndex < line.length) {
    const piece = pieces.exec(line)
    if (piece === null) return null
    const [all, single, double, escaped, plain] = piece
    const part = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain
    if (part !== undefined) word = (word ?? '') + part
    else if (all !== '' && word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}
