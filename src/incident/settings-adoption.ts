import { phaseOf } from '../domain/incident/current-values.ts'
import { runbookInForce } from '../runbook/io/config.ts'
import { type CurrentSettings, loadCurrentSettings } from '../runbook/io/current-settings.ts'
import type { World } from '../world.ts'
import type { ChosenIncident } from './choose.ts'
import { appendIntents, sayRecorded } from './record.ts'

/** The current settings: those of the workspace, else those in the log. */
export async function currentSettings(world: World, { journal }: ChosenIncident): Promise<CurrentSettings> {
  return loadCurrentSettings(world.workspace.directory, journal.incident, world.text.language, async () => {
    const { runbook } = await runbookInForce(world.root, world.workspace.directory, world.text.language)
    return runbook
  })
}

/** Records the settings if they changed: they are in force from then on. Does nothing if the incident is closed. */
export function adoptSettings(world: World, { journal, clock }: ChosenIncident, current: CurrentSettings): void {
  const { settings, settingsDigest } = current
  const { incident } = journal
  if (settingsDigest === incident.settingsDigest || phaseOf(incident) === 'closed') return
  const data = { settings, settingsDigest }
  sayRecorded(world, journal, appendIntents(journal, clock, { kind: 'adopt-settings', data }))
}
