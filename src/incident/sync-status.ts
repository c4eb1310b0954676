import { relaySettings } from '../runbook/io/relay-settings.ts'
import type { Journal } from '../store/journal.ts'
import { type HeardMachine, RelayState } from '../store/relay-state.ts'
import { inertLine } from '../view/inert.ts'
import type { World } from '../world.ts'

/** How far an incident is shared, as this machine last knew: no server is asked. */
export interface SyncStatus {
  /** Host, port and database of the relay that was last asked; null if none ever was. */
  readonly relay: string | null
  /** `off`: there is no relay; `waiting`: something here is not known to be in it; `unreachable`: it did not answer last. */
  readonly state: 'off' | 'ok' | 'waiting' | 'unreachable'
  /** How many events are here that are not known to be in the relay. */
  readonly waiting: number
  /** When it last answered, in milliseconds since 1970. */
  readonly lastAt: number | null
  /** The other machines that it had heard of lately then, the latest first. */
  readonly machines: readonly HeardMachine[]
}

const OFF: SyncStatus = { relay: null, state: 'off', waiting: 0, lastAt: null, machines: [] }

export async function syncStatusOf({ workspace, env }: World, { machine, id, incident }: Journal): Promise<SyncStatus> {
  if ((await relaySettings(workspace.directory)) === null) return OFF
  const kept = RelayState.open(env, machine)
  const { relay, lastAt, isReached, machines } = kept
  const waiting = Math.max(0, incident.events - (kept.shared(id)?.events ?? 0))
  const isSilent = relay !== null && !isReached
  return { relay, state: isSilent ? 'unreachable' : waiting > 0 ? 'waiting' : 'ok', waiting, lastAt, machines }
}

/** Says what is not shared; nothing if all is, or if there is no relay. */
export async function warnAboutSync(world: World, journal: Journal): Promise<void> {
  const { relay, state, waiting } = await syncStatusOf(world, journal)
  const { said } = world.text
  if (state === 'unreachable') world.say(said.relaySilent(inertLine(relay ?? ''), waiting))
  else if (state === 'waiting') world.say(said.waitingToShare(waiting))
}
