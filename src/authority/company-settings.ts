import { ProblemError } from '../domain/problem.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { adoptSettings, currentSettings } from '../incident/settings-adoption.ts'
import type { World } from '../world.ts'

/**
 * Puts the settings in force if they say something else of the company than the log: deadlines follow its holidays. Settings
 * with mistakes are left to `doctor`: they must not keep anybody from recording a time that a deadline counts from.
 */
export async function adoptCompanySettings(world: World, chosen: ChosenIncident): Promise<void> {
  try {
    const current = await currentSettings(world, chosen)
    const { entity } = chosen.journal.incident.settings
    if (JSON.stringify(current.settings.entity) !== JSON.stringify(entity)) adoptSettings(world, chosen, current)
  } catch (error) {
    if (!(error instanceof ProblemError) || error.problem.code !== 'bad-setting') throw error
  }
}
