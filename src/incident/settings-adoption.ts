import { approvalChange } from '../domain/decide/approvals.ts'
import type { Intent } from '../domain/decide/decide.ts'
import { phaseOf } from '../domain/incident/current-values.ts'
import { runbookInForce } from '../runbook/io/config.ts'
import { type CurrentSettings, loadCurrentSettings } from '../runbook/io/current-settings.ts'
import type { Journal } from '../store/journal.ts'
import type { World } from '../world.ts'
import type { ChosenIncident } from './choose.ts'
import { appendIntents, sayRecorded } from './record.ts'

/** The current settings: those of the workspace, else those in the log. */
export async function currentSettings(world: World, { journal }: ChosenIncident): Promise<CurrentSettings> {
  const governing = {
    ...journal.incident,
    isOfOthers: () => journal.foreignGoverning('settings') !== null,
  }
  return loadCurrentSettings(world.workspace.directory, governing, world.text.language, async () => {
    const { runbook } = await runbookInForce(world.root, world.workspace.directory, world.text.language)
    return runbook
  })
}

/** The intent to put settings in force, with what they change of what has to be approved, if that is known. */
export function adoptionOf(
  { settings: before, incident: { runbook } }: Pick<Journal, 'settings' | 'incident'>,
  { settings, settingsDigest }: CurrentSettings,
): Intent & { readonly kind: 'adopt-settings' } {
  const change = before === null ? {} : approvalChange(runbook, before, settings)
  return { kind: 'adopt-settings', data: { settings, settingsDigest, ...change } }
}

/** Records the settings if they changed: they are in force from then on. Does nothing if the incident is closed. */
export function adoptSettings(world: World, { journal, clock }: ChosenIncident, current: CurrentSettings): void {
  const { settingsDigest } = current
  const { incident } = journal
  if (settingsDigest === incident.settingsDigest || phaseOf(incident) === 'closed') return
  sayRecorded(world, journal, appendIntents(journal, clock, adoptionOf(journal, current)))
}
