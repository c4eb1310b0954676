import type { LineOutcome } from '../command.ts'

/** What a command line came to that was run for somebody else, from what it wrote to standard output and standard error. */
export function lineOutcome(code: number, out: string, err: string): LineOutcome {
  const lines = err.split('\n').filter((line) => line.trim() !== '')
  const failed = code === 0 ? null : failureIn(lines.at(-1) ?? '')
  if (failed === null) return { code, out, said: lines, failure: null }
  return { code, out, said: failed.messages, failure: failed.error }
}

interface FailureDocument {
  readonly error: NonNullable<LineOutcome['failure']>
  readonly messages: readonly string[]
}

/** The failure that a line of JSON says (`failureDocument`); null if it says something else. */
function failureIn(line: string): FailureDocument | null {
  try {
    const document = JSON.parse(line) as FailureDocument | null
    return document?.error?.code === undefined ? null : document
  } catch {
    return null
  }
}
