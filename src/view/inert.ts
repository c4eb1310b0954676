import { TERMINAL_CONTROLS, TERMINAL_CONTROLS_EXCEPT_LF } from '../domain/guard.ts'

const EACH = new RegExp(TERMINAL_CONTROLS, 'g')
const EACH_IN_LINES = new RegExp(TERMINAL_CONTROLS_EXCEPT_LF, 'g')

/** Makes untrusted text one safe line: LF becomes ` / `, a tab a blank, other `TERMINAL_CONTROLS` visible escapes. */
export function inertLine(text: string): string {
  return text.replace(EACH, (char) => {
    if (char === '\n') return ' / '
    if (char === '\t') return ' '
    return unicodeEscape(char)
  })
}

/** How much is shown of a name, and of a title, where it has to fit on a screen. */
export const LONGEST_NAME = 80
export const LONGEST_TITLE = 160
/** How much is shown of what somebody wrote in a line of a view: more than anybody writes there, less than a flood. */
export const LONGEST_LINE = 2000

/**
 * Makes untrusted text one safe line of limited width: `…` stands for what is cut off. Whatever is no printable ASCII counts as
 * two columns, since measuring it takes longer than a command.
 */
export function shortLine(text: string, columns = LONGEST_NAME): string {
  // No UTF-16 unit is narrower than a column.
  const line = inertLine(text.slice(0, columns + 1))
  let [width, beforeMark] = [0, '']
  for (const char of line) {
    width += char >= ' ' && char <= '~' ? 1 : 2
    if (width > columns) break
    // The mark may be two columns wide.
    if (width <= columns - 2) beforeMark += char
  }
  return width > columns || text.length > columns ? `${beforeMark}…` : line
}

/** Makes program output inert: keeps tabs and line ends, but not a lone carriage return, which could hide output. */
export function inertOutput(text: string): string {
  return text.replace(EACH, (char, at: number) => {
    const isKept = char === '\n' || char === '\t' || (char === '\r' && text[at + 1] === '\n')
    return isKept ? char : unicodeEscape(char)
  })
}

/** The escape of one UTF-16 unit in JSON and JavaScript. */
export function unicodeEscape(char: string): string {
  return `\\u${hexOf(char)}`
}

/** A character as `U+001B`. */
export function codePointName(char: string): string {
  return `U+${hexOf(char).toUpperCase()}`
}

function hexOf(char: string): string {
  return char.charCodeAt(0).toString(16).padStart(4, '0')
}

export function inertLines(text: string): string[] {
  return inertText(text).split('\n')
}

/** Makes text inert but keeps its line breaks, as line feeds. Tabs become blanks. */
export function inertText(text: string): string {
  return text.replace(EACH_IN_LINES, (char, at: number) => {
    if (char === '\r' && text[at + 1] === '\n') return ''
    return char === '\t' ? ' ' : unicodeEscape(char)
  })
}
