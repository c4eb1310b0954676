/** A word of a command line; `isQuoted` if any of it was quoted or escaped. */
export interface CommandWord {
  readonly text: string
  readonly isQuoted: boolean
}

/** Splits a line into words like a shell, with '…', "…" and backslash, but no expansions. Null if a quote is left open. */
export function splitCommandLine(line: string): readonly string[] | null {
  return commandWords(line)?.map(({ text }) => text) ?? null
}

/** The same words, with whether they were quoted. */
export function commandWords(line: string): readonly CommandWord[] | null {
  const words: CommandWord[] = []
  const pieces = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\]+)/y
  let word = null as CommandWord | null
  while (pieces.lastIndex < line.length) {
    const piece = pieces.exec(line)
    if (piece === null) return null
    const [, single, double, escaped, plain] = piece
    const part = single ?? double?.replaceAll(/\\(["\\$`])/g, '$1') ?? escaped ?? plain
    if (part !== undefined)
      word = { text: (word?.text ?? '') + part, isQuoted: word?.isQuoted === true || plain === undefined }
    else if (word !== null) {
      words.push(word)
      word = null
    }
  }
  return word === null ? words : [...words, word]
}
