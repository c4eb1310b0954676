import type { Incident } from '../incident/incident.ts'
import { type TimelineEntry, timeline } from '../incident/timeline.ts'
import type { Envelope } from '../log/event.ts'

/** What happened, and who acted. */
export interface Chronology {
  /** Everybody who acted, in the order of the log. */
  readonly people: readonly string[]
  /** Every event as it stands now, in the order in which things happened; read afresh each time it is gone through. */
  readonly entries: Iterable<TimelineEntry>
}

/** An event with its place among the times at which things happened. */
interface Placed {
  readonly entry: TimelineEntry
  readonly place: number
  /** The how manieth of the log it is. */
  readonly n: number
  /** Whether it stands elsewhere than in the order of the log: it was given another time than that of its recording. */
  readonly isMoved: boolean
}

/**
 * Puts the events of a log in the order in which things happened. They can be read again, and are: only those that stand
 * elsewhere than in the log are kept.
 */
export function chronologyOf(incident: Incident, events: Iterable<Envelope>): Chronology {
  const standing = timeline(incident)
  const people = new Set<string>()
  const moved: Placed[] = []
  for (const placed of placedIn(events, standing)) {
    people.add(placed.entry.by)
    if (placed.isMoved) moved.push(placed)
  }
  moved.sort((a, b) => a.place - b.place)
  return {
    people: [...people],
    entries: { [Symbol.iterator]: () => inOrder(placedIn(events, standing), moved) },
  }
}

/** Where a clock was set back, what it recorded stands where it would stand had the clock gone on. */
function* placedIn(events: Iterable<Envelope>, standing: ReturnType<typeof timeline>): Generator<Placed> {
  let [latest, shift, n] = [Number.NEGATIVE_INFINITY, 0, 0]
  let before: Envelope | undefined
  for (const event of events) {
    const recorded = Date.parse(event.recordedAt)
    shift = recorded >= latest ? 0 : Math.max(shift, latest - recorded)
    latest = recorded + shift
    const entry = standing(event, before)
    const place = Date.parse(entry.at) + (entry.at === event.at ? shift : 0)
    yield { entry, place, n, isMoved: place !== latest }
    before = event
    n += 1
  }
}

/** Those that stand where the log has them never go back in time; the others, sorted, are put between them. */
function* inOrder(all: Iterable<Placed>, moved: readonly Placed[]): Generator<TimelineEntry> {
  const waiting = moved.values()
  let next = waiting.next()
  for (const placed of all) {
    if (placed.isMoved) continue
    for (; !next.done && isBefore(next.value, placed); next = waiting.next()) yield next.value.entry
    yield placed.entry
  }
  for (; !next.done; next = waiting.next()) yield next.value.entry
}

function isBefore(one: Placed, other: Placed): boolean {
  return one.place === other.place ? one.n < other.n : one.place < other.place
}
