import { registersByName } from './current-values.ts'
import type { EventReference, HypothesisMark, Incident } from './incident.ts'
import type { Write } from './register.ts'

/** A possible cause, and the note that states it. */
export interface Hypothesis extends EventReference {
  readonly text: string
  /** Null while it is open. */
  readonly discarded: (EventReference & { readonly reason: string }) | null
}

/** Returns every hypothesis that was stated and not undone, in log order. */
export function hypothesesOf(incident: Incident): Hypothesis[] {
  return registersByName(incident, 'hypothesis:').flatMap(([event, writes]) => {
    const live = writes.filter((w) => !w.undone)
    // If the note that states the hypothesis was undone, a note that discards it may still come first.
    const [stated] = live
    if (stated?.event !== event) return []
    const { at, by, value } = stated
    return [{ event, text: value.note, at, by, discarded: discardOf(live.at(-1)) }]
  })
}

function discardOf(last: Write<HypothesisMark> | undefined): Hypothesis['discarded'] {
  if (last?.value.state !== 'discarded') return null
  const { event, at, by, value } = last
  return { event, reason: value.note, at, by }
}
