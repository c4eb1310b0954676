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
    const isMeant = (event: FeedEvent) => isFor(event, feed.filter, drill)
    const confidentiality = journal.confidentiality()
    const events = feedEventsOf(incident, journal.events(), isNew, confidentiality)
    const known = journal.byKnownWriters()
    // Nor does a lower severity silence a feed by the word of others alone.
    const meantByKnown =
      known === incident
        ? []
        : feedEventsOf(known, journal.eventsOfKnown(), isNew, confidentiality).filter((event) => isMeant(event))
    const isMeantByKnown = new Set(meantByKnown.map(({ source }) => nameOf(source)))
    const heads = [...incident.heads.values()].filter(({ writer }) => journal.isOfThisMachine(writer))
    const told = events.filter((event) => isMeant(event) || isMeantByKnown.has(nameOf(event.source)))
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
