import { readinessFinding } from '../../domain/readiness/finding.ts'
import { relaySettings } from '../../runbook/io/relay-settings.ts'
import { BackgroundTurn } from '../../store/background-turn.ts'
import { workspaceKey } from '../../store/state.ts'
import type { CheckContext } from '../io/check-context.ts'
import { type CheckResult, readinessResults } from './check-result.ts'

/** Whether anything keeps the processes that commands leave behind from sharing what was recorded. */
export async function checkBackground({ world: { env, workspace } }: CheckContext): Promise<CheckResult[]> {
  if ((await relaySettings(workspace.directory))?.background !== true) return []
  const obstacle = new BackgroundTurn(env, workspaceKey(workspace.directory), 'relay').obstacle()
  // That the folder cannot be written to is said by the check of storage.
  return obstacle === null || obstacle.why !== null
    ? []
    : readinessResults(readinessFinding('warning', 'background-obstacle', obstacle))
}
