import type { Envelope } from '../domain/log/event.ts'
import { fail } from '../domain/problem.ts'
import type { Journal } from '../store/journal.ts'

/** The name of an event as a person types it: `WRITER:SEQ`, or the number alone for the writer that records here. */
export function eventNameOf({ writer }: Journal, given: string): string {
  const typed = given.normalize('NFKC').trim()
  return /^\d+$/.test(typed) ? `${writer}:${Number(typed)}` : typed
}

/** The event of a name as a person types it. Throws `unknown-event`. */
export function eventNamed(journal: Journal, given: string): Envelope {
  return journal.findEvent(eventNameOf(journal, given)) ?? fail('unknown-event', { given })
}
