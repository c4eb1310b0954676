import { OnceAmongMachines } from '../relay/io/once-among-machines.ts'
import { feedSettings } from '../runbook/io/feed-settings.ts'
import { FeedState } from '../store/feed-state.ts'
import type { Journal } from '../store/journal.ts'
import { type KeptHead, openWriterState, workspaceKey } from '../store/state.ts'
import type { World } from '../world.ts'
import { findOverdue } from './overdue.ts'
import { type FeedTold, Teller, type Telling } from './teller.ts'

/** The last heads that this machine has recorded in incidents that are here. */
export function recordedHeads({ workspace, env }: World): KeptHead[] {
  const ids = new Set(workspace.ids())
  return openWriterState(workspace.directory, env).heads((id) => ids.has(id))
}

/**
 * Tells all feeds what they were not told of what this machine has recorded, and of deadlines that passed. One process at a
 * time may do so (`BackgroundTurn`). A feed that fails keeps no other one waiting.
 */
export async function tellFeeds(world: World, telling: Telling): Promise<FeedTold[]> {
  const { workspace, env } = world
  const { feeds } = await feedSettings(workspace.directory)
  const heads = recordedHeads(world)
  const journals = new Map<string, Journal>()
  const journalOf = (id: string) => {
    const journal = journals.get(id) ?? workspace.journal(id)
    journals.set(id, journal)
    return journal
  }
  const context = { workspace: workspace.directory, env, stop: telling.stop }
  const overdue = await findOverdue(world, feeds, telling.deadlines)
  const once = await OnceAmongMachines.of(world)
  try {
    return await Promise.all(
      feeds.map((feed) => new Teller(world, feed, heads, context, once).tell(journalOf, telling, overdue)),
    )
  } finally {
    await once.close()
  }
}

/** Whether it is time to try again to tell a feed that failed. */
export async function isRetryDue(world: World): Promise<boolean> {
  const { directory } = world.workspace
  const key = workspaceKey(directory)
  const { feeds } = await feedSettings(directory)
  return feeds.some(({ name }) => {
    const { trouble } = new FeedState(world.env, key, name)
    return trouble !== null && world.now() >= trouble.nextAt
  })
}

/** When to try again what failed: milliseconds since 1970; null if nothing is to be tried again here. */
export function earliestRetry(told: readonly FeedTold[]): number | null {
  const times = told.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt]))
  return times.length === 0 ? null : Math.min(...times)
}
