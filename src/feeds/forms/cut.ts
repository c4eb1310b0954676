/** Cuts a text to `max` UTF-16 units, but never between the two of a character; `…` stands for what is cut off. */
export function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, '')}…`
}

/** Cuts a text whose escapes begin with a mark: none is left half. */
export function cutEscaped(text: string, max: number, halfEscape: RegExp): string {
  return text.length <= max
    ? text
    : `${text
        .slice(0, max - 1)
        .replace(/[\ud800-\udbff]$/, '')
        .replace(halfEscape, '')}…`
}
