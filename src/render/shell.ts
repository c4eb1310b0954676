/** What a POSIX shell takes as it stands. */
const PLAIN = /^[\p{L}\p{N}_@%+=:,./-]+$/u
/** Controls, bidirectional controls, separators and whatever else could act on a terminal or hide from the eye. */
const HIDDEN = /[\p{C}\p{Zl}\p{Zp}]/u

/** An argument list as one line that a shell would read as just that, and that can do nothing to a terminal. */
export function shellWords(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ')
}

/** One word of it; what a line cannot carry stands byte by byte, as in `$'\x1b'`. */
export function shellWord(word: string): string {
  if (PLAIN.test(word)) return word
  if (!HIDDEN.test(word)) return `'${word.replaceAll("'", "'\\''")}'`
  const escaped = [...word].map((char) => (HIDDEN.test(char) ? bytesOf(char) : char.replace(/[\\']/, '\\$&')))
  return `$'${escaped.join('')}'`
}

function bytesOf(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
