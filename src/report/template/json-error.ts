/** Why a text is no JSON, as the engine says it, without the text itself; `at` counts UTF-16 units. */
export interface JsonFault {
  readonly at: number
  readonly detail: string
}

/** Null where it is JSON. The engine does not always say where a text breaks off from being JSON; its beginnings do. */
export function jsonFault(text: string): JsonFault | null {
  const message = refusal(text)
  if (message === null) return null
  const detail = message.split(/ in JSON at |, (?:\.\.\.)?"/)[0] ?? message
  let [good, bad] = [0, text.length]
  if (canGoOn(text)) return { at: text.trimEnd().length, detail }
  while (bad - good > 1) {
    const middle = (good + bad) >> 1
    if (canGoOn(text.slice(0, middle))) good = middle
    else bad = middle
  }
  return { at: good, detail }
}

/** Whether more text could make it JSON, or it is some. */
function canGoOn(text: string): boolean {
  const message = refusal(text)
  if (message === null) return true
  const at = /position (\d+)/.exec(message)?.[1]
  return /end of JSON|Unterminated string/.test(message) || (at !== undefined && Number(at) >= text.length)
}

function refusal(text: string): string | null {
  try {
    JSON.parse(text)
    return null
  } catch (error) {
    return (error as SyntaxError).message
  }
}
