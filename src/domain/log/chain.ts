import type { Damage } from '../outcome.ts'
import type { Envelope, Head } from './event.ts'

/** Milliseconds and a counter. */
export type HybridClock = readonly [number, number]

/** Where one writer's chain stands: null before its first line. */
export type ChainState = (Head & { readonly incident: string; readonly hlc: HybridClock }) | null

/** Follows one writer's chain by one event: `seq` 1 and `prev` null open it, then each names the one before. */
export function follow(
  state: ChainState,
  event: Envelope,
): { readonly next: ChainState } | { readonly damage: Damage } {
  if (state === null) {
    if (event.seq !== 1 || event.prev !== null) return { damage: 'chain-broken' }
  } else {
    if (event.writer !== state.writer) return { damage: 'wrong-writer' }
    if (event.incident !== state.incident) return { damage: 'wrong-incident' }
    if (event.seq !== state.seq + 1 || event.prev !== state.hash) return { damage: 'chain-broken' }
    if (compareClocks(event.hlc, state.hlc) <= 0) return { damage: 'clock-runs-back' }
  }
  const { writer, seq, hash, incident, hlc } = event
  return { next: { writer, seq, hash, incident, hlc } }
}

export function compareClocks(a: HybridClock, b: HybridClock): number {
  return a[0] - b[0] || a[1] - b[1]
}

/** Clocks of other writers that are farther ahead than this, in milliseconds, are wrong or lie: they push nobody else's. */
export const FAR_AHEAD_MS = 86_400_000

export function isFarAhead(clock: HybridClock, now: number): boolean {
  return clock[0] - now > FAR_AHEAD_MS
}

/**
 * The next value of a writer's hybrid clock: never behind its own last event or the wall clock, nor behind others' that are
 * not far ahead. Null where nothing can follow its own.
 */
export function tick(own: HybridClock | null, others: readonly HybridClock[], now: number): HybridClock | null {
  const near = others.filter((clock) => !isFarAhead(clock, now))
  const seen = [...near, ...(own === null ? [] : [own])].reduce((a, b) => (compareClocks(a, b) < 0 ? b : a), BEGINNING)
  if (now > seen[0]) return [now, 0]
  if (seen[1] < Number.MAX_SAFE_INTEGER) return [seen[0], seen[1] + 1]
  return seen[0] < Number.MAX_SAFE_INTEGER ? [seen[0] + 1, 0] : null
}

const BEGINNING: HybridClock = [-1, 0]

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
