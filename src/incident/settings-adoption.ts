import { phaseOf } from '../domain/incident/current-values.ts'
import { type SettingsNow, settingsNow } from '../runbook/io/current-settings.ts'
import type { World } from '../world.ts'
import type { Chosen } from './choose.ts'
import { append, tell } from './record.ts'

/** The current settings: those of the workspace, else those in the log. */
export async function currentSettings(world: World, { journal }: Chosen): Promise<SettingsNow> {
  return settingsNow(world.workspace.directory, journal.incident, world.text.language)
}

/** Records the settings if they changed: they are in force from then on. Does nothing if the incident is closed. */
export function adoptSettings(
  world: World,
  { journal, clock }: Chosen,
  { settings, settingsDigest }: SettingsNow,
): void {
  const { incident } = journal
  if (settingsDigest === incident.settingsDigest || phaseOf(incident) === 'closed') return
  tell(world, journal, append(journal, clock, { kind: 'adopt-settings', data: { settings, settingsDigest } }))
}
