import type { Deadlines } from '../command.ts'
import { highestSeverity, type Standing, standingOf } from '../domain/feeds/feed-event.ts'
import { isForOverdue, type OverdueClock, overdueClocks } from '../domain/feeds/overdue.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { memoize } from '../domain/memoize.ts'
import { ProblemError } from '../domain/problem.ts'
import type { Severity } from '../domain/runbook/runbook.ts'
import type { Feed } from '../runbook/feeds-schema.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import type { FeedState } from '../store/feed-state.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

/** A feed that is new is told what fell due in the last hour. */
const HOUR_MS = 3_600_000

/** How often it is looked which incidents there are, closed ones included: that takes longer than to read on in the open ones. */
const LISTING_MS = 60_000

/** A deadline that passed, and its incident. */
export interface LateClock {
  readonly clock: OverdueClock
  readonly journal: Journal
}

/** A log, and the writers that are unknown although they were compared with the allowed signers. */
interface VouchedLog {
  readonly journal: Journal
  readonly unknown: string
}

/** Finds the deadlines that passed in all incidents of a workspace, again and again. */
export class OverdueSearch {
  private readonly world: World
  private readonly idsOf: Deadlines['incidentsWithDeadlines']
  private readonly logs = new Map<string, VouchedLog>()
  private ids: readonly string[] = []
  private listedAt = Number.NEGATIVE_INFINITY

  constructor(world: World, idsOf: Deadlines['incidentsWithDeadlines']) {
    this.world = world
    this.idsOf = idsOf
  }

  /** Soonest first. None of an incident whose log is damaged, or whose runbook is missing, which says what is confidential. */
  async find(): Promise<LateClock[]> {
    if (Math.abs(this.world.now() - this.listedAt) >= LISTING_MS) this.list()
    const found: LateClock[] = []
    for (const id of this.ids) found.push(...(await this.findIn(id)))
    return found.sort((a, b) => a.clock.dueAt - b.clock.dueAt)
  }

  /** While one of them cannot be read, these are those of the last time. */
  private list(): void {
    try {
      this.ids = this.idsOf(this.world)
      this.listedAt = this.world.now()
      for (const id of this.logs.keys()) if (!this.ids.includes(id)) this.logs.delete(id)
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
    }
  }

  /** Whether a deadline is overdue by what is recorded by now. */
  async isStillOverdue({ clock, journal }: LateClock): Promise<boolean> {
    return (await this.findIn(journal.id)).some((one) => one.clock.key === clock.key)
  }

  private async findIn(id: string): Promise<LateClock[]> {
    try {
      const journal = await this.read(id)
      journal.mustBeUsable()
      if (journal.incident.declaration === null || journal.flawedFilesInForce(true).length > 0) return []
      const clocks = overdueClocks(journal.incident, journal.ofKnownWriters().incident, this.world.now())
      return clocks.map((clock) => ({ clock, journal }))
    } catch (error) {
      if (error instanceof ProblemError) return []
      throw error
    }
  }

  /** Reads on, or all anew once there are other unknown writers, who are compared with the allowed signers. */
  private async read(id: string): Promise<Journal> {
    const last = this.logs.get(id)
    last?.journal.refresh()
    if (last !== undefined && last.unknown === unknownIn(last.journal)) return last.journal
    const journal = this.world.workspace.journal(id)
    journal.refresh()
    await vouchForWriters(this.world, journal)
    this.logs.set(id, { journal, unknown: unknownIn(journal) })
    return journal
  }
}

function unknownIn(journal: Journal): string {
  const names = journal.unknownWriters().map(({ writer }) => writer)
  return names.join()
}

/** What a feed is still to be told of a deadline. */
export interface PendingClock extends LateClock {
  readonly incident: Incident
  readonly standing: Standing
}

/** Those of the deadlines that passed which a feed is to be told and was not told yet; `now` is in milliseconds since 1970. */
export function pendingClocks(feed: Feed, state: FeedState, late: readonly LateClock[], now: number): PendingClock[] {
  if (!feed.filter.on.includes('overdue')) return []
  const since = overdueSince(state, now)
  const fresh = late.filter(({ clock: { key, dueAt } }) => dueAt > since && !state.hasFinishedOverdue(key))
  const isMeant = memoize((journal: Journal) =>
    isForOverdue(
      standingOf(journal.incident),
      highestOf(feed, journal),
      feed.filter,
      journal.incident.declaration?.drill ?? false,
    ),
  )
  return fresh
    .filter(({ journal }) => isMeant(journal))
    .map((one) => ({ ...one, incident: one.journal.incident, standing: standingOf(one.journal.incident) }))
}

/** Since when deadlines count that passed: for a feed that is new, or whose clock was ahead, for an hour. */
export function overdueSince({ overdueSince: kept }: FeedState, now: number): number {
  return kept === null || kept > now ? now - HOUR_MS : kept
}

/** Only read from the log where something depends on it. */
function highestOf({ filter }: Feed, journal: Journal): Severity | null {
  return filter.severity === null ? null : highestSeverity(journal.events())
}
