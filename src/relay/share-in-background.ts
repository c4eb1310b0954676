import { backgroundRelay } from '../runbook/io/relay-settings.ts'
import { leaveBehind } from '../store/background-turn.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { relayWords } from './words.ts'

/**
 * Leaves a process behind that shares what this run has recorded, if there is a relay and no other
 * process is about to. Nobody waits for it. Never rejects.
 */
export async function shareInBackground(world: World): Promise<void> {
  try {
    const relay = await backgroundRelay(world.workspace.directory)
    if (relay === null) return
    const hasUrl = (world.env[relay.urlEnv] ?? '').trim() !== ''
    const obstacle = await leaveBehind(world, 'relay', hasUrl, ['sync'])
    if (obstacle !== null)
      world.say((await relayWords(world.text.language)).stateFull(inertLine(obstacle.path), obstacle.why ?? ''))
  } catch {
    // It is shared the next time; `status` says what waits.
  }
}
