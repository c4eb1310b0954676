import { mayHaveFeeds } from '../runbook/io/feed-settings.ts'
import { variablesNamed } from '../runbook/io/machine-settings.ts'
import { type BackgroundObstacle, BackgroundTurn } from '../store/background-turn.ts'
import { workspaceKey } from '../store/state.ts'
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
 * Leaves a process behind that tells the feeds, by whatever goes on also of deadlines that passed, if there may be any and no
 * other process is about to. Never rejects; resolves to what keeps such processes from beginning, null if nothing does.
 */
export async function leaveTellerBehind(
  world: World,
  further: readonly '--overdue'[] = [],
): Promise<BackgroundObstacle | null> {
  try {
    const { directory } = world.workspace
    if (!mayHaveFeeds(directory)) return null
    const isEquipped = variablesNamed(directory).every((name) => (world.env[name] ?? '') !== '')
    const wanted = new BackgroundTurn(world.env, workspaceKey(directory), 'feeds').want(world.now(), isEquipped)
    if (typeof wanted === 'object') return wanted
    if (wanted) await world.inBackground(['feed', 'send', '--background', ...further, '--no-input', '--dir', directory])
  } catch {
    // It is told the next time; `status` says what waits.
  }
  return null
}
