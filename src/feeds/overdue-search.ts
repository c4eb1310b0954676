import type { Deadlines } from '../command.ts'
import { type OverdueClock, overdueClocks } from '../domain/feeds/overdue.ts'
import { EMPTY_INCIDENT } from '../domain/incident/incident.ts'
import { ProblemError } from '../domain/problem.ts'
import { vouchForWriters } from '../signing/vouching.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'

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
      return overdueClocks(viewsOf(journal), this.world.now()).map((clock) => ({ clock, journal }))
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

/** Nobody vouches for what is due in an incident that somebody unknown declared. */
function viewsOf(journal: Journal): Parameters<typeof overdueClocks>[0] {
  const { incident: recorded } = journal
  const [declaredBy = ''] = recorded.declaration?.event.split(':') ?? []
  const vouched = journal.knows(declaredBy) ? journal.byKnownWriters() : EMPTY_INCIDENT
  return { recorded, unsilenced: journal.ofKnownWriters().incident, vouched }
}

function unknownIn(journal: Journal): string {
  const names = journal.unknownWriters().map(({ writer }) => writer)
  return names.join()
}
