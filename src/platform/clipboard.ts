/**
 * The escape sequence that asks a terminal to put a text on the clipboard (xterm's OSC 52), which also works over ssh. Not
 * every terminal does, and none answers.
 */
export function clipboardSequence(text: string): string {
  return `\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`
}
