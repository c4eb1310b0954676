import { readinessFinding } from '../../domain/readiness/finding.ts'
import { feedSettings } from '../../runbook/io/feed-settings.ts'
import { FeedState } from '../../store/feed-state.ts'
import { workspaceKey } from '../../store/state.ts'
import { inertLine } from '../../view/inert.ts'
import { briefTimeText } from '../../view/time-format.ts'
import type { CheckContext } from '../io/check-context.ts'
import { type CheckResult, readinessResults } from './check-result.ts'

/** What feeds still have to be told. Whether they can be reached is checked with the channels. */
export async function checkFeeds({ world }: CheckContext): Promise<CheckResult[]> {
  const { directory } = world.workspace
  const { feeds, timezone } = await feedSettings(directory)
  const key = workspaceKey(directory)
  const findings = feeds.flatMap(({ name: feed }) => {
    const { trouble } = new FeedState(world.env, key, feed)
    if (trouble === null) return []
    const { waiting, why, detail } = trouble
    const since = briefTimeText(world.clock(timezone).stamp(trouble.since))
    return [readinessFinding('warning', 'feed-behind', { feed, waiting, since, why, detail: inertLine(detail) })]
  })
  return readinessResults(...findings)
}
