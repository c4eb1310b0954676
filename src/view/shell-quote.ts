/** Words of these characters need no quotes in a POSIX shell. Most words consist of them. */
const PLAIN = /^[\w@%+=:,./-]+$/

/** Quotes an argument list for a shell, as one line that is safe on a terminal. */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map(quoteArg).join(' ')
}

/** Quotes one word if it needs quotes. Hidden characters are written as UTF-8 bytes, as in `$'\x1b'`. */
export function quoteArg(word: string): string {
  if (PLAIN.test(word) || isPlain(word)) return word
  if (!isHidden(word)) return `'${word.replaceAll("'", "'\\''")}'`
  const escaped = [...word].map((char) => (isHidden(char) ? byteEscapes(char) : char.replace(/[\\']/, '\\$&')))
  return `$'${escaped.join('')}'`
}

/** Like `PLAIN`, for all scripts. The regular expression is slow to compile, so it is created only when needed. */
function isPlain(word: string): boolean {
  return /^[\p{L}\p{N}_@%+=:,./-]+$/u.test(word)
}

/** Whether the text has control, format or separator characters, which are invisible or act on a terminal. */
function isHidden(text: string): boolean {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text)
}

function byteEscapes(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
