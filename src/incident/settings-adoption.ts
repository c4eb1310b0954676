import { phaseOf } from '../domain/incident/current-values.ts'
import { type SettingsNow, settingsNow } from '../runbook/io/current-settings.ts'
import type { World } from '../world.ts'
import type { Chosen } from './choose.ts'
import { append, tell } from './record.ts'

/** The settings as they stand now: those of the workspace, else those in the log. */
export async function currentSettings(world: World, { journal }: Chosen): Promise<SettingsNow> {
  return settingsNow(world.workspace.directory, journal.incident, world.text.language)
}

/** Settings that changed since they were last in force govern from now on, and the log says so. */
export function adoptSettings(
  world: World,
  { journal, clock }: Chosen,
  { settings, settingsDigest }: SettingsNow,
): void {
  const { incident } = journal
  if (settingsDigest === incident.settingsDigest || phaseOf(incident) === 'closed') return
  tell(world, journal, append(journal, clock, { kind: 'adopt-settings', data: { settings, settingsDigest } }))
}
