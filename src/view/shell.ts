/** What a POSIX shell takes as it stands, as most words are. */
const PLAIN = /^[\w@%+=:,./-]+$/

/** An argument list as one line that a shell would read as just that, and that can do nothing to a terminal. */
export function shellWords(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ')
}

/** One word of it; what a line cannot carry stands byte by byte, as in `$'\x1b'`. */
export function shellWord(word: string): string {
  if (PLAIN.test(word) || isPlain(word)) return word
  if (!isHidden(word)) return `'${word.replaceAll("'", "'\\''")}'`
  const escaped = [...word].map((char) => (isHidden(char) ? bytesOf(char) : char.replace(/[\\']/, '\\$&')))
  return `$'${escaped.join('')}'`
}

/** The same in all scripts. What stands for so many characters takes long to make: not before it is needed. */
function isPlain(word: string): boolean {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word)
}

/** Whether it has controls, bidirectional controls, separators or what else could act on a terminal or hide from the eye. */
function isHidden(text: string): boolean {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text)
}

function bytesOf(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
