/** Words of these characters need no quotes, unless they begin with what zsh or fish replaces. Most words consist of them. */
const PLAIN = /^(?![=%])[\w@%+=:,./-]+$/

/** Quotes an argument list for bash, zsh and fish, as one line that is safe on a terminal. */
export function quoteArgv(argv: readonly string[]): string {
  return argv.map(quoteArg).join(' ')
}

/**
 * Quotes one word if it needs quotes. In the quotes of fish, a backslash takes a quote or a backslash after it literally, so it
 * stands outside of them there. Hidden characters are written as UTF-8 bytes, as in `$'\x1b'`, and quotes there as well: fish
 * refuses such a word, and a shell that only knows the quotes in it takes it literally.
 */
export function quoteArg(word: string): string {
  if (PLAIN.test(word) || isPlain(word)) return word
  if (!isHidden(word)) return `'${word.replace(/'|\\(?=[\\']|$)/g, "'\\$&'")}'`
  const escaped = [...word].map((char) => (/[\\']/.test(char) || isHidden(char) ? byteEscapes(char) : char))
  return `$'${escaped.join('')}'`
}

/** Like `PLAIN`, for all scripts. The regular expression is slow to compile, so it is created only when needed. */
function isPlain(word: string): boolean {
  return /^(?![=%])[\p{L}\p{N}_@%+=:,./-]+$/u.test(word)
}

/** Whether the text has control, format or separator characters, which are invisible or act on a terminal. */
function isHidden(text: string): boolean {
  return /[\p{C}\p{Zl}\p{Zp}]/u.test(text)
}

function byteEscapes(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
