import type { Deadlines } from '../command.ts'
import { highestSeverity, type Standing, standingOf } from '../domain/feeds/feed-event.ts'
import { byUrgency, isForOverdue } from '../domain/feeds/overdue.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Envelope, Event } from '../domain/log/event.ts'
import { memoize } from '../domain/memoize.ts'
import type { Severity } from '../domain/runbook/runbook.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import { feedSettings } from '../runbook/io/feed-settings.ts'
import { FeedState } from '../store/feed-state.ts'
import type { Journal } from '../store/journal.ts'
import { workspaceKey } from '../store/state.ts'
import type { World } from '../world.ts'
import { type LateClock, OverdueSearch } from './overdue-search.ts'
import { NEW_FEED_MS } from './pending.ts'

/** The deadlines that passed, and what tells how things stand later. */
export interface Overdue extends Deadlines {
  readonly search: OverdueSearch
  readonly late: readonly LateClock[]
}

/** Null if no feed is to be told of any. */
export async function findOverdue(
  world: World,
  feeds: readonly Feed[],
  deadlines: Deadlines | null,
): Promise<Overdue | null> {
  if (deadlines === null || !feeds.some(isToldOfOverdue)) return null
  const search = new OverdueSearch(world, deadlines.incidentsWithDeadlines)
  return { ...deadlines, search, late: await search.find() }
}

/** Of which deadlines that passed feeds were not told yet: the keys of those that can be told now, with the feed. */
export async function untoldOverdue(world: World, search: OverdueSearch): Promise<string> {
  const { directory } = world.workspace
  const { feeds } = await feedSettings(directory)
  const key = workspaceKey(directory)
  const ready = feeds.flatMap((feed) => {
    const state = new FeedState(world.env, key, feed.name)
    return isToldOfOverdue(feed) && state.trouble === null ? [{ feed, state }] : []
  })
  if (ready.length === 0) return ''
  const late = await search.find()
  return ready
    .flatMap(({ feed, state }) =>
      pendingClocks(feed, state, late, world.now()).map(({ clock }) => `${feed.name} ${clock.key}`),
    )
    .join()
}

export function isToldOfOverdue({ filter }: Feed): boolean {
  return filter.on.includes('overdue')
}

/** What a feed is still to be told of a deadline. */
export interface PendingClock extends LateClock {
  readonly incident: Incident
  readonly standing: Standing
  /** Until when no more such deadlines of the incident are told after it, since there were so many; null if more may be. */
  readonly pausesUntil: number | null
}

/**
 * Those of the deadlines that passed which a feed is to be told and was not told yet, the most urgent first, as far as there
 * are not too many in an hour: those that only come from unknown writers are counted apart. `now` is in milliseconds since 1970.
 */
export function pendingClocks(feed: Feed, state: FeedState, late: readonly LateClock[], now: number): PendingClock[] {
  if (!isToldOfOverdue(feed)) return []
  const since = overdueSince(state, now)
  const fresh = late
    .filter(({ clock: { key, dueAt } }) => dueAt > since && !state.hasFinishedOverdue(key))
    .sort((a, b) => byUrgency(a.clock, b.clock))
  const isMeant = memoize((journal: Journal) => {
    const { incident } = journal
    const isMeantBy = (view: Incident, events: Iterable<Event | Envelope>) =>
      isForOverdue(standingOf(view), highestOf(feed, events), feed.filter, incident.declaration?.drill ?? false)
    // By what writers say that nobody here knows, it is no less severe.
    return isMeantBy(incident, journal.events()) || isMeantBy(journal.byKnownWriters(), journal.eventsOfKnown())
  })
  const taken = new Map<string, number>()
  return fresh.flatMap((one) => {
    const { incident } = one.journal
    const share = shareOf(one)
    const { left, until } = state.overdueAllowance(share, now)
    const count = (taken.get(share) ?? 0) + 1
    if (!isMeant(one.journal) || count > left) return []
    taken.set(share, count)
    return [{ ...one, incident, standing: standingOf(incident), pausesUntil: count === left ? until : null }]
  })
}

/** With what a deadline shares the number of messages that there may be in an hour. */
export function shareOf({ clock: { isVouchedFor }, journal: { id } }: LateClock): string {
  return isVouchedFor ? id : `${id} unknown`
}

/** Since when deadlines count that passed: for a feed that is new, or whose clock was ahead, for an hour. */
export function overdueSince({ overdueSince: kept }: FeedState, now: number): number {
  return kept === null || kept > now ? now - NEW_FEED_MS : kept
}

/** Only read from the log where something depends on it. */
function highestOf({ filter }: Feed, events: Iterable<Event | Envelope>): Severity | null {
  return filter.severity === null ? null : highestSeverity(events)
}
