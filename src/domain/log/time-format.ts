/** A time in ISO 8601 with its offset, as every event has it, for the JSON Schema; whatever has this form can be parsed. */
export const TIME =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/

const ZERO = 48

/** The same as `TIME`, by hand: to compile a pattern that long takes a command longer than to check all its times. */
export function isTime(text: string): boolean {
  const isDay = isIn(text, 0, 0, 99) && isIn(text, 2, 0, 99) && text[4] === '-' && isIn(text, 5, 1, 12)
  if (!isDay || text[7] !== '-' || !isIn(text, 8, 1, 31) || text[10] !== 'T') return false
  if (!isClock(text, 11) || text[16] !== ':' || !isIn(text, 17, 0, 59)) return false
  const at = text[19] === '.' ? fractionEnd(text, 20) : 19
  if (text[at] === 'Z') return text.length === at + 1
  return (text[at] === '+' || text[at] === '-') && isClock(text, at + 1) && text.length === at + 6
}

function isClock(text: string, at: number): boolean {
  return isIn(text, at, 0, 23) && text[at + 2] === ':' && isIn(text, at + 3, 0, 59)
}

/** Whether two digits stand there, and which they are. */
function isIn(text: string, at: number, least: number, most: number): boolean {
  if (!isDigit(text, at) || !isDigit(text, at + 1)) return false
  const number = (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO
  return number >= least && number <= most
}

/** Behind one to nine digits; where there are none, or more, -1, where nothing stands. */
function fractionEnd(text: string, from: number): number {
  let at = from
  while (isDigit(text, at)) at += 1
  return at > from && at <= from + 9 ? at : -1
}

function isDigit(text: string, at: number): boolean {
  const digit = text.charCodeAt(at) - ZERO
  return digit >= 0 && digit <= 9
}
