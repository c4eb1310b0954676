/** What a POSIX shell takes as it stands. */
const PLAIN = /^[\p{L}\p{N}_@%+=:,./-]+$/u
/** Controls, bidirectional controls, separators and whatever else could act on a terminal or hide from the eye. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u

/** An argument list as one line that a shell would read as just that, and that can do nothing to a terminal. */
export function shellWords(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ')
}

export function shellWord(word: string): string {
  if (PLAIN.test(word)) return word
  if (!HIDDEN.test(word)) return `'${word.replaceAll("'", "'\\''")}'`
  const escaped = [...word].map((char) => {
    if (char === "'" || char === '\\') return `\\${char}`
    return HIDDEN.test(char) ? escapeOf(char) : char
  })
  return `$'${escaped.join('')}'`
}

function escapeOf(char: string): string {
  const code = char.codePointAt(0) as number
  if (code < 0x80) return `\\x${code.toString(16).padStart(2, '0')}`
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
}
