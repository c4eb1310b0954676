import { type Envelope, isNewer, nameOf } from '../log/event.ts'
import { setBackMs } from '../log/hybrid-clock.ts'
import type { Correction, Incident } from './incident.ts'

/** One event as it stands now, with the corrections that later events made. */
export interface TimelineEntry {
  readonly event: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly type: string
  readonly data: unknown
  readonly undoneBy: string | null
  readonly correctedBy: string | null
  /** Seconds by which its `recordedAt` precedes that of the event before it, if a clock was set back; else null. */
  readonly setBackSeconds: number | null
  /** What was recorded at first; null if it was never corrected. */
  readonly original: { readonly at: string; readonly data: unknown } | null
}

/** Returns a function that turns an event, and the one before it in log order, into a timeline entry. */
export function timelineEntryMaker(
  incident: Incident,
): (event: Envelope, before: Envelope | undefined) => TimelineEntry {
  const correctionsByTarget = new Map<string, Correction[]>()
  for (const correction of incident.corrections) {
    const own = correctionsByTarget.get(correction.target)
    if (own === undefined) correctionsByTarget.set(correction.target, [correction])
    else own.push(correction)
  }
  return (event, before) => {
    const name = nameOf(event)
    const { recordedAt, by, at, data } = event
    // A later version may use a known type with another meaning.
    const type = isNewer(event) ? `${event.type} (v${event.v})` : event.type
    const own = correctionsByTarget.get(name) ?? []
    const setBack = setBackMs(before, event)
    return {
      event: name,
      at: own.findLast((c) => c.at !== null)?.at ?? at,
      recordedAt,
      by,
      type,
      data: withText(data, own.findLast((c) => c.text !== null)?.text ?? null),
      undoneBy: incident.undone.get(name) ?? null,
      correctedBy: own.at(-1)?.event ?? null,
      setBackSeconds: setBack === 0 ? null : setBack / 1000,
      original: own.length === 0 ? null : { at, data },
    }
  }
}

/** Returns the data of an event with the text of its last correction. */
function withText(data: unknown, text: string | null): unknown {
  if (text === null) return data
  const original = data as Record<string, unknown>
  const field = ['text', 'reason'].find((key) => key in original) ?? 'note'
  return { ...original, [field]: text }
}
