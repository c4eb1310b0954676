import { TOKYO } from '../../domain/time.ts'
import type { Feed } from '../feeds-schema.ts'
import { machineSettings, maySet } from './machine-settings.ts'

const FEEDS = /feeds|\\/

/** Whether the settings of a workspace may name feeds: to parse them takes nearly as long as to record. */
export function mayHaveFeeds(workspace: string): boolean {
  return maySet(workspace, FEEDS)
}

/**
 * The workspace's feeds, and its time zone. They belong to the machine, and are in no incident's settings. The file is only
 * parsed if it may have any; one that is broken has none.
 */
export async function feedSettings(
  workspace: string,
): Promise<{ readonly feeds: readonly Feed[]; readonly timezone: string }> {
  const { feeds = {}, language = 'ja', timezone = TOKYO } = (await machineSettings(workspace, FEEDS)) ?? {}
  if (Object.keys(feeds).length === 0) return { feeds: [], timezone }
  const { normaliseFeed } = await import('../feeds-schema.ts')
  return { feeds: Object.entries(feeds).map(([name, file]) => normaliseFeed(name, file, language)), timezone }
}
