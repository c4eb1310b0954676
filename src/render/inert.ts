import { ACTIVE } from '../domain/active.ts'

const EACH = new RegExp(ACTIVE, 'g')

/** Text of others as one line that can do nothing to a terminal: what could act is shown as an escape. */
export function inert(text: string): string {
  return text.replace(EACH, (char) => {
    if (char === '\n') return ' / '
    if (char === '\t') return ' '
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The same, keeping its lines apart. */
export function inertLines(text: string): string[] {
  return text.split(/\r?\n/).map(inert)
}
