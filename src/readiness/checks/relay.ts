import { ProblemError } from '../../domain/problem.ts'
import { type ReadinessFinding, readinessFinding } from '../../domain/readiness/finding.ts'
import { relayAddress } from '../../relay/io/address.ts'
import { POLL_MS } from '../../relay/io/follow-relay.ts'
import { compareRelay, countWaiting } from '../../relay/sync.ts'
import { relaySettings } from '../../runbook/io/relay-settings.ts'
import { BackgroundTurn } from '../../store/background-turn.ts'
import { type RelayChange, RelayState } from '../../store/relay-state.ts'
import { workspaceKey } from '../../store/state.ts'
import type { CheckContext } from '../io/check-context.ts'
import { type CheckResult, readinessResults } from './check-result.ts'

/** A clock that differs by more than this is to be corrected. */
const MAX_APART_MS = 2_000

function howChanged({ isOther, alternates }: RelayChange): 'other' | 'alternates' | 'lacks' {
  if (alternates) return 'alternates'
  return isOther ? 'other' : 'lacks'
}

/** Whether the relay can be used and by whom, how soon word of others comes, and whether its clock is this machine's. */
export async function checkRelay({ world }: CheckContext): Promise<CheckResult[]> {
  const { directory } = world.workspace
  try {
    const settings = await relaySettings(directory)
    if (settings === null) return []
    const address = relayAddress(settings, world.env)
    const { openRelay } = await import('../../relay/io/postgres.ts')
    const relay = await openRelay(address)
    try {
      const apart = world.now() - (await relay.connection.now())
      const state = RelayState.open(world.env, workspaceKey(directory))
      const before = state.change
      await compareRelay(relay, state, world.now())
      const { change } = state
      const lag = state.lastAt === null ? null : Math.max(0, world.now() - state.lastAt)
      const { name: role, mayAdd } = await relay.connection.role()
      const isHeard = await relay.connection.listen(() => {})
      const at = { relay: address.name }
      const found: ReadinessFinding[] = [
        readinessFinding('info', 'relay-reached', { ...at, waiting: countWaiting(world, state), lag }),
        readinessFinding('info', 'relay-news', { ...at, isHeard, seconds: POLL_MS / 1000 }),
        ...(change === before || change === null
          ? []
          : [readinessFinding('warning', 'relay-changed', { ...at, how: howChanged(change) })]),
        ...(mayAdd ? [] : [readinessFinding('warning', 'relay-read-only', { ...at, role })]),
      ]
      if (Math.abs(apart) > MAX_APART_MS)
        found.push(
          readinessFinding('warning', 'relay-clock', { relay: address.name, seconds: Math.round(apart / 1000) }),
        )
      const last = state.trouble?.problem
      const takesNothing =
        last?.code === 'relay-unusable' && (last.params.why === 'full' || last.params.why === 'read-only')
      return [
        ...(takesNothing ? [{ of: 'problem', problem: last, place: null } as const] : []),
        ...readinessResults(...found),
      ]
    } finally {
      await relay.close()
    }
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    return [{ of: 'problem', problem: error.problem, place: null }]
  }
}

/** Whether anything keeps the processes that commands leave behind from sharing what was recorded. */
export async function checkBackground({ world: { env, workspace } }: CheckContext): Promise<CheckResult[]> {
  if ((await relaySettings(workspace.directory))?.background !== true) return []
  const obstacle = new BackgroundTurn(env, workspaceKey(workspace.directory), 'relay').obstacle()
  // That the folder cannot be written to is said by the check of storage.
  return obstacle === null || obstacle.why !== null
    ? []
    : readinessResults(readinessFinding('warning', 'background-obstacle', obstacle))
}
