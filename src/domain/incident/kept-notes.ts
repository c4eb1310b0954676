import type { Envelope, EventData } from '../log/event.ts'
import { REDACTED } from '../log/redaction.ts'

/** A note that was kept elsewhere, such as on paper or in a chat. `at` is ISO 8601. */
export interface KeptNote {
  readonly at: string
  readonly text: string
}

/**
 * Returns the notes that the events of a log do not have yet, as they were first recorded: what was corrected or redacted
 * since is not new. Of notes that say the same at the same time, only as many are new as there are more of them than in the log.
 */
export function newNotes(notes: readonly KeptNote[], events: Iterable<Envelope>): KeptNote[] {
  const recorded = new Map<string, number>()
  for (const { type, at, data } of events) {
    if (type !== 'note.added') continue
    const key = keyOf({ at, text: (data as EventData['note.added']).text })
    recorded.set(key, (recorded.get(key) ?? 0) + 1)
  }
  const isRecorded = (key: string) => {
    const count = recorded.get(key) ?? 0
    if (count > 0) recorded.set(key, count - 1)
    return count > 0
  }
  return notes.filter(({ at, text }) => !isRecorded(keyOf({ at, text })) && !isRecorded(keyOf({ at, text: REDACTED })))
}

function keyOf({ at, text }: KeptNote): string {
  return `${Date.parse(at)} ${text}`
}
