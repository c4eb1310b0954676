/** C0 and C1 controls, bidirectional controls, line and paragraph separators, and the byte order mark. */
const ACTIVE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g

/** Text of others as one line that can do nothing to a terminal: what could act is shown as an escape. */
export function inert(text: string): string {
  return text.replace(ACTIVE, (char) => {
    if (char === '\n') return ' / '
    if (char === '\t') return ' '
    return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

/** The same, keeping its lines apart. */
export function inertLines(text: string): string[] {
  return text.split(/\r?\n/).map(inert)
}
