import type { Envelope } from './event.ts'

/** Clocks that differ by less, in milliseconds, agree: those of several machines never do better for certain. */
export const SKEW_MS = 1000

/** Milliseconds by which an event was recorded before the one it follows, since a clock was set back; else 0. */
export function setBack(before: Envelope | undefined, event: Envelope): number {
  return before === undefined ? 0 : behind(Date.parse(before.recordedAt), Date.parse(event.recordedAt))
}

/** How far `now` is behind a time that has been seen already; 0 where that is less than clocks differ anyway. */
export function behind(seen: number, now: number): number {
  return seen - now < SKEW_MS ? 0 : seen - now
}

/** Of events in their order: how many were recorded by a clock set back, and by how many milliseconds at most. */
export function setBacks(events: Iterable<Envelope>): { readonly events: number; readonly most: number } {
  let before: Envelope | undefined
  let [count, most] = [0, 0]
  for (const event of events) {
    const back = setBack(before, event)
    if (back > 0) count += 1
    most = Math.max(most, back)
    before = event
  }
  return { events: count, most }
}
