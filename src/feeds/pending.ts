import { type FeedEvent, feedEventsOf, isFor } from '../domain/feeds/feed-event.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type Envelope, nameOf } from '../domain/log/event.ts'
import { ProblemError } from '../domain/problem.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import type { FeedState } from '../store/feed-state.ts'
import type { Journal } from '../store/journal.ts'

/** A feed that is new, or has never heard of an incident, is told what was recorded in the last hour. */
export const NEW_FEED_MS = 3_600_000

/** What a feed is still to be told of one incident. */
export interface PendingIncident {
  readonly id: string
  readonly incident: Incident
  readonly events: readonly FeedEvent[]
  /** Notes that all that this machine has recorded there is done with. */
  finish(): void
}

/**
 * What a feed is to be told of an incident: of what this machine has recorded there, whatever it was not told yet. Null where
 * that cannot be known, because the log is damaged or its runbook is missing, which says what is confidential.
 */
export function pendingOf(feed: Feed, state: FeedState, journal: Journal, now: number): PendingIncident | null {
  const { id } = journal
  const since = state.knows(id) ? Number.NEGATIVE_INFINITY : now - NEW_FEED_MS
  const isOwn = ({ writer }: Envelope) => journal.isOfThisMachine(writer)
  const isNew = (event: Envelope) =>
    isOwn(event) && event.seq > state.doneUpTo(id, event.writer) && Date.parse(event.recordedAt) >= since
  try {
    journal.refresh()
    const { incident } = journal
    if (incident.declaration === null || journal.flawedFilesInForce(true).length > 0) return null
    const { drill } = incident.declaration
    const isMeant = (event: FeedEvent): boolean =>
      isFor(event, feed.filter, drill) || (event.asKnown !== undefined && isMeant(event.asKnown))
    const confidentiality = journal.confidentiality()
    const all = feedEventsOf(incident, journal.events(), isNew, confidentiality)
    const known = journal.byKnownWriters()
    const events =
      known === incident ? all : withKnown(all, feedEventsOf(known, journal.eventsOfKnown(), isNew, confidentiality))
    const heads = [...incident.heads.values()].filter(({ writer }) => journal.isOfThisMachine(writer))
    const told = events.filter(isMeant)
    state.know(id)
    return {
      id,
      incident,
      events: told,
      finish() {
        for (const { writer, seq } of heads) state.finish(id, writer, seq)
      },
    }
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}

/** Adds what the same events are by the word of known writers alone: nobody else silences a feed by a lower severity, or a lift. */
function withKnown(events: readonly FeedEvent[], known: readonly FeedEvent[]): FeedEvent[] {
  const byName = new Map(known.map((event) => [nameOf(event.source), event]))
  return events.map((event) => {
    const asKnown = byName.get(nameOf(event.source))
    return asKnown === undefined ? event : { ...event, asKnown }
  })
}
