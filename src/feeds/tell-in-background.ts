import { mayHaveFeeds } from '../runbook/io/feed-settings.ts'
import { variablesNamed } from '../runbook/io/machine-settings.ts'
import { BackgroundTurn } from '../store/background-turn.ts'
import { workspaceKey } from '../store/state.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'
import { feedWords } from './words.ts'

/**
 * Leaves a process behind that tells the feeds what was recorded, if there may be any and no other process is about to. Nobody
 * waits for it. Never rejects.
 */
export async function tellInBackground(world: World): Promise<void> {
  try {
    const { directory } = world.workspace
    if (!mayHaveFeeds(directory)) return
    const isEquipped = variablesNamed(directory).every((name) => (world.env[name] ?? '') !== '')
    const wanted = new BackgroundTurn(world.env, workspaceKey(directory), 'feeds').want(world.now(), isEquipped)
    if (typeof wanted === 'object')
      world.say((await feedWords(world.text.language)).stateFull(inertLine(wanted.path), wanted.why ?? ''))
    else if (wanted) await world.inBackground(['feed', 'send', '--background', '--no-input', '--dir', directory])
  } catch {
    // It is told the next time; `status` says what waits.
  }
}
