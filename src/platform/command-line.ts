/**
 * A line as an argument list: words apart by blanks, held together by '…', "…" or a backslash, as a shell reads them.
 * Nothing in it is replaced, and no other sign means anything. Null where a quote is not closed or a backslash ends it.
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
