import { backgroundRelay } from '../runbook/io/relay-settings.ts'
import { BackgroundTurn } from '../store/background-turn.ts'
import { workspaceKey } from '../store/state.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { relayWords } from './words.ts'

/**
 * Leaves a process behind that shares what this run has recorded, if there is a relay and no other
 * process is about to. Nobody waits for it. Never rejects.
 */
export async function shareInBackground(world: World): Promise<void> {
  const { directory } = world.workspace
  try {
    const relay = await backgroundRelay(directory)
    if (relay === null) return
    const hasUrl = (world.env[relay.urlEnv] ?? '').trim() !== ''
    const wanted = new BackgroundTurn(world.env, workspaceKey(directory), 'relay').want(world.now(), hasUrl)
    if (typeof wanted === 'object')
      world.say((await relayWords(world.text.language)).stateFull(inertLine(wanted.path), wanted.why ?? ''))
    else if (wanted) await world.inBackground(['sync', '--background', '--no-input', '--dir', directory])
  } catch {
    // It is shared the next time; `status` says what waits.
  }
}
