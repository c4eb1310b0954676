/** Splits a line into words like a shell, with '…', "…" and backslash, but no expansions. Null if a quote is left open. */
export function splitCommandLine(line: string): readonly string[] | null {
  const words: string[] = []
  const pieces = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y
  let word: string | null = null
  while (pieces.lastIndex < line.length) {
    const piece = pieces.exec(line)
    if (piece === null) return null
    const [, single, double, escaped, plain] = piece
    const part = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain
    if (part !== undefined) word = (word ?? '') + part
    else if (word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}
