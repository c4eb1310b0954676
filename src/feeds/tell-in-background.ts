import { mayHaveFeeds } from '../runbook/io/feed-settings.ts'
import { variablesNamed } from '../runbook/io/machine-settings.ts'
import { type BackgroundObstacle, leaveBehind } from '../store/background-turn.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { feedWords } from './words.ts'

/** Tells the feeds what was recorded, by a process that is left behind. Nobody waits for it. Never rejects. */
export async function tellInBackground(world: World): Promise<void> {
  const obstacle = await leaveTellerBehind(world)
  if (obstacle !== null)
    world.say((await feedWords(world.text.language)).stateFull(inertLine(obstacle.path), obstacle.why ?? ''))
}

/**
 * Leaves a process behind that tells the feeds, if there may be any and no other process is about to: with `--overdue`, of
 * deadlines that have passed too. Never rejects. Resolves to what keeps such processes from beginning, null if nothing does.
 */
export async function leaveTellerBehind(
  world: World,
  further: readonly '--overdue'[] = [],
): Promise<BackgroundObstacle | null> {
  try {
    const { directory } = world.workspace
    if (!mayHaveFeeds(directory)) return null
    const isEquipped = variablesNamed(directory).every((name) => (world.env[name] ?? '') !== '')
    return await leaveBehind(world, 'feeds', isEquipped, ['feed', 'send', ...further])
  } catch {
    // It is told the next time; `status` says what waits.
    return null
  }
}
