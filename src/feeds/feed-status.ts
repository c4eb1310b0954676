import type * as z from 'zod'
import { deliveryWords } from '../delivery/words.ts'
import { reasonWords } from '../i18n/events.en.ts'
import type { Clock } from '../platform/clock.ts'
import { feedSettings } from '../runbook/io/feed-settings.ts'
import { FeedState, TOO_OLD } from '../store/feed-state.ts'
import { workspaceKey } from '../store/state.ts'
import { inertLine } from '../view/inert.ts'
import { briefTimeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import type { feedStatus } from './schema.ts'
import { feedWords } from './words.ts'

/** For so long it is said that messages were left out. */
const DAY_MS = 24 * 3_600_000

/** How far a feed was told, as it was last known. */
export type FeedStatus = z.output<typeof feedStatus>

/** How far each feed was told, as JSON has it; no server is asked. */
export async function feedStatuses({ workspace: { directory }, env, clock }: World): Promise<FeedStatus[]> {
  const { feeds, timezone } = await feedSettings(directory)
  return feeds.map(({ name }) => feedStatusOf(new FeedState(env, workspaceKey(directory), name), name, clock(timezone)))
}

export function feedStatusOf({ lastAt, trouble, leftOut }: FeedState, feed: string, { stamp }: Clock): FeedStatus {
  return {
    feed,
    lastAt: lastAt === null ? null : stamp(lastAt),
    waiting: trouble?.waiting ?? 0,
    trouble: trouble && { since: stamp(trouble.since), why: trouble.why, detail: trouble.detail },
    leftOut: leftOut && { ...leftOut, at: stamp(leftOut.at) },
  }
}

/** A line for each feed that is behind, and for each that lacks messages for good since a day; no server is asked. */
export async function feedStatusLines(world: World): Promise<string[]> {
  const { workspace, env, text } = world
  const { feeds, timezone } = await feedSettings(workspace.directory)
  if (feeds.length === 0) return []
  const words = await feedWords(text.language)
  const failures = (await deliveryWords(text.language)).why
  const at = (ms: number) => briefTimeText(world.clock(timezone).stamp(ms))
  const why = ({ why, detail }: { readonly why: string; readonly detail: string }) => {
    const reason = why === TOO_OLD ? words.tooOld : reasonWords(failures, why)
    return detail === '' ? reason : text.words.marked(reason, inertLine(detail))
  }
  const key = workspaceKey(workspace.directory)
  return feeds.flatMap(({ name }) => {
    const { trouble, leftOut } = new FeedState(env, key, name)
    const isRecent = leftOut !== null && world.now() - leftOut.at < DAY_MS
    return [
      ...(trouble === null ? [] : [words.behind(name, trouble.waiting, at(trouble.since), why(trouble))]),
      ...(isRecent ? [words.leftOut(name, leftOut.count, at(leftOut.at), why(leftOut))] : []),
    ]
  })
}
