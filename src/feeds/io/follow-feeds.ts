import { ProblemError } from '../../domain/problem.ts'
import { mayHaveFeeds } from '../../runbook/io/feed-settings.ts'
import type { World } from '../../world.ts'
import { leaveTellerBehind } from '../tell-in-background.ts'

/** How often it is looked whether a feed that failed is to be tried again. */
const RETRY_MS = 5_000
/** To look for something to tell takes at most one part in so many of the time. */
const IDLE_SHARE = 50

/**
 * Has processes of their own tell the feeds whatever is recorded on this machine, until the returned function is called. Does
 * nothing without feeds. A server or command that hangs is nothing to whoever goes on here.
 */
export function followFeeds(world: World): () => void {
  if (!mayHaveFeeds(world.workspace.directory)) return () => {}
  let isLooking = false
  let seen = ''
  let retriedAt = world.now()
  let notBefore = 0

  /** Whether something was recorded since this was last asked, or a feed that failed is due. */
  async function hasWork(): Promise<boolean> {
    const { recordedHeads, isRetryDue } = await import('../tell.ts')
    const heads = recordedHeads(world)
      .map(({ incident, head }) => `${incident} ${head.writer} ${head.seq}`)
      .join()
    const isNew = heads !== seen
    seen = heads
    if (isNew || Math.abs(world.now() - retriedAt) < RETRY_MS) return isNew
    retriedAt = world.now()
    return isRetryDue(world)
  }

  async function look(): Promise<void> {
    const begun = performance.now()
    try {
      if (await hasWork()) await leaveTellerBehind(world)
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
