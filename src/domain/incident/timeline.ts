import { setBack } from '../log/chain.ts'
import { type Envelope, isNewer, nameOf } from '../log/event.ts'
import type { Correction, Incident } from './incident.ts'

/** One event as it stands now: with the time and the words that later events gave it. */
export interface TimelineEntry {
  readonly event: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly type: string
  readonly data: unknown
  /** The event that took it back. */
  readonly undoneBy: string | null
  /** The last event that corrected it, and what was recorded first. */
  readonly correctedBy: string | null
  /** How far the clock that recorded it was behind the event it follows, in seconds; null where it was not. */
  readonly setBackSeconds: number | null
  readonly original: { readonly at: string; readonly data: unknown } | null
}

/** Reads the events of an incident as they stand now, each with the one it follows. */
export function timeline(incident: Incident): (event: Envelope, before: Envelope | undefined) => TimelineEntry {
  const corrections = new Map<string, Correction[]>()
  for (const correction of incident.corrections) {
    const own = corrections.get(correction.target)
    if (own === undefined) corrections.set(correction.target, [correction])
    else own.push(correction)
  }
  return (event, before) => {
    const name = nameOf(event)
    const { recordedAt, by, at, data } = event
    // What a later version means by a type that is known here need not be what is known of it.
    const type = isNewer(event) ? `${event.type} (v${event.v})` : event.type
    const own = corrections.get(name) ?? []
    const back = setBack(before, event)
    return {
      event: name,
      at: own.findLast((c) => c.at !== null)?.at ?? at,
      recordedAt,
      by,
      type,
      data: reworded(data, own.findLast((c) => c.text !== null)?.text ?? null),
      undoneBy: incident.undone.get(name) ?? null,
      correctedBy: own.at(-1)?.event ?? null,
      setBackSeconds: back === 0 ? null : back / 1000,
      original: own.length === 0 ? null : { at, data },
    }
  }
}

/** The data of an event with the words that its last correction gave it. */
function reworded(data: unknown, text: string | null): unknown {
  if (text === null) return data
  const words = data as Record<string, unknown>
  const field = ['text', 'reason'].find((key) => key in words) ?? 'note'
  return { ...words, [field]: text }
}
