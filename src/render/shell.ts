import { inert } from './inert.ts'

/** A word as a shell reads it back; what a line cannot carry, or could act on a terminal, as in `$'\x1b'`. */
export function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word
  if (inert(word) === word) return `'${word.replaceAll("'", "'\\''")}'`
  return `$'${[...word].map((char) => (inert(char) === char ? char.replace(/[\\']/, '\\$&') : escaped(char))).join('')}'`
}

function escaped(char: string): string {
  return [...Buffer.from(char)].map((byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')
}
