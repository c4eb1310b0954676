import { ACTIVE } from '../domain/guard.ts'

const EACH = new RegExp(ACTIVE, 'g')
const EACH_IN_LINES = new RegExp(`${ACTIVE.source}(?<!\\n)`, 'g')

/** Text of others as one line that can do nothing to a terminal: what could act is shown as an escape. */
export function inert(text: string): string {
  return text.replace(EACH, (char) => {
    if (char === '\n') return ' / '
    if (char === '\t') return ' '
    return escaped(char)
  })
}

/** What a program wrote, likewise, keeping its ends of lines and tabs; a carriage return alone would hide what it said. */
export function inertOutput(text: string): string {
  return text.replace(EACH, (char, at: number) => {
    const stays = char === '\n' || char === '\t' || (char === '\r' && text[at + 1] === '\n')
    return stays ? char : escaped(char)
  })
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
}

/** The same, keeping its lines apart. */
export function inertLines(text: string): string[] {
  return inertText(text).split('\n')
}

/** The same in one text; where nothing in it acts, it is that text, however long. */
export function inertText(text: string): string {
  return text.replace(EACH_IN_LINES, (char, at: number) => {
    if (char === '\r' && text[at + 1] === '\n') return ''
    return char === '\t' ? ' ' : escaped(char)
  })
}
