import type { Deadlines } from '../../command.ts'
import { ProblemError } from '../../domain/problem.ts'
import { mayHaveFeeds } from '../../runbook/io/feed-settings.ts'
import type { World } from '../../world.ts'
import type { OverdueSearch } from '../overdue-search.ts'
import { leaveTellerBehind } from '../tell-in-background.ts'

/** How often it is looked whether a feed that failed is to be tried again. */
const RETRY_MS = 5_000
/** Looking for something to tell takes at most one part in this many of the time. */
const IDLE_SHARE = 50
/** After this time, another process is asked to tell of deadlines that none has told of yet. */
const OVERDUE_MS = 30_000

/**
 * Has processes of their own tell the feeds whatever is recorded on this machine, and what falls due, until the returned
 * function is called. Does nothing without feeds. A server or command that hangs is nothing to whoever goes on here.
 */
export function followFeeds(world: World, idsOf: Deadlines['incidentsWithDeadlines']): () => void {
  if (!mayHaveFeeds(world.workspace.directory)) return () => {}
  let isLooking = false
  let seen = ''
  let retriedAt = world.now()
  let notBefore = 0
  let search: OverdueSearch | null = null
  let asked = { keys: '', at: 0 }

  /** Whether something was recorded since this was last asked, a feed that failed is to be tried again, or a deadline passed. */
  async function hasWork(): Promise<boolean> {
    const { recordedHeads, isRetryDue } = await import('../tell.ts')
    const heads = recordedHeads(world)
      .map(({ incident, head }) => `${incident} ${head.writer} ${head.seq}`)
      .join()
    const isNew = heads !== seen
    seen = heads
    if (isNew || Math.abs(world.now() - retriedAt) < RETRY_MS) return isNew
    retriedAt = world.now()
    if (await isRetryDue(world)) return true
    search ??= new (await import('../overdue-search.ts')).OverdueSearch(world, idsOf)
    const { untoldOverdue } = await import('../overdue.ts')
    const keys = await untoldOverdue(world, search)
    const isKnown = keys === asked.keys && Math.abs(world.now() - asked.at) < OVERDUE_MS
    if (!isKnown) asked = { keys, at: world.now() }
    return keys !== '' && !isKnown
  }

  async function look(): Promise<void> {
    const begun = performance.now()
    try {
      if (await hasWork()) await leaveTellerBehind(world, ['--overdue'])
    } catch (error) {
      // The workspace cannot be read for now.
      if (!(error instanceof ProblemError)) throw error
    } finally {
      isLooking = false
      notBefore = begun + IDLE_SHARE * (performance.now() - begun)
    }
  }

  return world.eachSecond(() => {
    if (isLooking || performance.now() < notBefore) return
    isLooking = true
    void look()
  })
}
