import { lowerBound } from '../binary-search.ts'
import type { Envelope } from './event.ts'
import type { Knows } from './known-writers.ts'

/** The time of an event by a hybrid logical clock: milliseconds since 1970, and a counter within them. */
export type HybridClock = readonly [number, number]

/** Negative if `a` is earlier, positive if it is later, else 0. */
export function compareClocks(a: HybridClock, b: HybridClock): number {
  return a[0] - b[0] || a[1] - b[1]
}

/** Clocks of other writers that are farther ahead, in milliseconds, are wrong or forged: `nextClock` ignores them. */
export const FAR_AHEAD_MS = 86_400_000

export function isFarAhead(clock: HybridClock, now: number): boolean {
  return clock[0] - now > FAR_AHEAD_MS
}

/** Returns the next clock after `own` and `others` that are not far ahead, and not before `now`; null if there is none. */
export function nextClock(own: HybridClock | null, others: readonly HybridClock[], now: number): HybridClock | null {
  const near = others.filter((clock) => !isFarAhead(clock, now))
  const seen = [...near, ...(own === null ? [] : [own])].reduce((a, b) => (compareClocks(a, b) < 0 ? b : a), BEGINNING)
  if (now > seen[0]) return [now, 0]
  if (seen[1] < Number.MAX_SAFE_INTEGER) return [seen[0], seen[1] + 1]
  return seen[0] < Number.MAX_SAFE_INTEGER ? [seen[0] + 1, 0] : null
}

const BEGINNING: HybridClock = [-1, 0]

/** Wall clocks agree if they differ by less than this, in milliseconds: those of several machines are no more exact. */
const SKEW_MS = 1000

/**
 * Milliseconds by which an event was recorded earlier than the one before it, as its clock was set back or that of another
 * machine is ahead; else 0.
 */
export function setBackMs(before: Envelope | undefined, event: Envelope): number {
  return before === undefined ? 0 : behindMs(Date.parse(before.recordedAt), Date.parse(event.recordedAt))
}

/** Milliseconds by which `now` is behind a time already seen; 0 if the difference is less than `SKEW_MS`. */
export function behindMs(seen: number, now: number): number {
  return seen - now < SKEW_MS ? 0 : seen - now
}

/**
 * Returns a function that says by how many milliseconds a time of recording, given in log order, has to be shifted so that none
 * precedes one before it: a clock may have been set back.
 */
export function setBackShifts(): (recorded: number) => number {
  let [latest, shift] = [Number.NEGATIVE_INFINITY, 0]
  return (recorded) => {
    shift = recorded >= latest ? 0 : Math.max(shift, latest - recorded)
    latest = recorded + shift
    return shift
  }
}

/**
 * Gives the event before each, whose clock its own is compared with: for one of a known writer, the last of a known writer,
 * since the clock of a machine that nobody knows says nothing of those of others.
 */
export function previousEventFinder(knows: Knows): (event: Envelope) => Envelope | undefined {
  let [last, lastKnown]: [Envelope | undefined, Envelope | undefined] = [undefined, undefined]
  return (event) => {
    const isKnown = knows(event.writer)
    const before = isKnown ? lastKnown : last
    last = event
    if (isKnown) lastKnown = event
    return before
  }
}

/** Counts the events of known writers, given in log order, whose clock is behind that of the event before, and by how many ms at most. */
export function countSetBacks(
  events: Iterable<Envelope>,
  knows: Knows,
): { readonly events: number; readonly most: number } {
  const previousOf = previousEventFinder(knows)
  let [count, most] = [0, 0]
  for (const event of events) {
    if (!knows(event.writer)) continue
    const back = setBackMs(previousOf(event), event)
    if (back > 0) count += 1
    most = Math.max(most, back)
  }
  return { events: count, most }
}

/** The total order of events of several writers: by clock, then writer, then sequence number. */
export function compareEvents(a: Envelope, b: Envelope): number {
  return compareClocks(a.hlc, b.hlc) || (a.writer < b.writer ? -1 : a.writer > b.writer ? 1 : a.seq - b.seq)
}

/** Merges the events of several writers, each given in order, into one order, without holding them all in memory. */
export function mergeInOrder<E extends Envelope>(writers: readonly IterableIterator<E>[]): IterableIterator<E> {
  const [only, ...others] = writers
  return only !== undefined && others.length === 0 ? only : merged(writers)
}

/** The remaining events of a writer, and the next one before them. */
interface Waiting<E> {
  readonly rest: Iterator<E>
  event: E
}

function* merged<E extends Envelope>(writers: readonly Iterator<E>[]): Generator<E> {
  const waiting: Waiting<E>[] = []
  try {
    for (const writer of writers) {
      const next = writer.next()
      if (!next.done) waiting.push({ rest: writer, event: next.value })
    }
    waiting.sort((a, b) => compareEvents(a.event, b.event))
    for (let first = waiting[0]; first !== undefined; first = waiting[0]) {
      yield first.event
      const next = first.rest.next()
      if (next.done) waiting.shift()
      else {
        first.event = next.value
        moveFirst(waiting)
      }
    }
  } finally {
    for (const { rest } of waiting) rest.return?.()
  }
}

/** Moves the first writer, which has a new next event, to its place among the others, which are sorted. */
function moveFirst<E extends Envelope>(waiting: Waiting<E>[]): void {
  const [first, second] = waiting
  if (first === undefined || second === undefined || compareEvents(first.event, second.event) < 0) return
  waiting.shift()
  const at = lowerBound(waiting.length, (i) => compareEvents((waiting[i] as Waiting<E>).event, first.event) < 0)
  waiting.splice(at, 0, first)
}
