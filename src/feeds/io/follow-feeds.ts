import { ProblemError } from '../../domain/problem.ts'
import { mayHaveFeeds } from '../../runbook/io/feed-settings.ts'
import { BackgroundTurn } from '../../store/background-turn.ts'
import { workspaceKey } from '../../store/state.ts'
import type { World } from '../../world.ts'

/** To look whether there is something to tell takes at most one part in so many of the time. */
const IDLE_SHARE = 50

/**
 * Tells the feeds what is recorded on this machine, until the returned function is called, which resolves once nothing goes on
 * any more. Does nothing without feeds; nothing here ever waits for them.
 */
export function followFeeds(world: World): () => Promise<void> {
  const { workspace, env } = world
  if (!mayHaveFeeds(workspace.directory)) return async () => {}
  const turn = new BackgroundTurn(env, workspaceKey(workspace.directory), 'feeds')
  const stop = new AbortController()
  let running: Promise<void> | null = null
  let seen = ''
  /** When a feed that failed is tried again; null if none is. */
  let nextAt: number | null = null
  let notBefore = 0

  async function tell(): Promise<void> {
    const { earliestRetry, recordedHeads, tellFeeds } = await import('../tell.ts')
    const begun = performance.now()
    const heads = recordedHeads(world)
      .map(({ incident, head }) => `${incident} ${head.writer} ${head.seq}`)
      .join()
    notBefore = begun + IDLE_SHARE * (performance.now() - begun)
    if (heads === seen && (nextAt === null || world.now() < nextAt)) return
    try {
      await turn.run(async () => {
        const told = await tellFeeds(world, { isAsked: false, stop: stop.signal })
        nextAt = earliestRetry(told)
        seen = heads
      }, stop.signal)
    } catch (error) {
      // Another process is at it, or the workspace cannot be read for now.
      if (!(error instanceof ProblemError)) throw error
    }
  }

  const stopTicking = world.eachSecond(() => {
    if (running !== null || performance.now() < notBefore) return
    running = tell()
      .catch(() => {})
      .finally(() => {
        running = null
      })
  })
  return async () => {
    stopTicking()
    stop.abort()
    await running
  }
}
