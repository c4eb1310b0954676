import { proposedAuthorities } from '../domain/authorities/clock-starts.ts'
import { ProblemError } from '../domain/problem.ts'
import { typedName } from '../incident/labels.ts'
import type { Reminder } from '../incident/reminder.ts'
import type { Journal } from '../store/journal.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { authorityNames, loadCurrentAuthorities } from './authority-status.ts'
import { authoritiesText } from './words.ts'

/**
 * Names the authorities that may require reports and that the log says nothing about, with the command that lists their
 * deadlines; null if there are none. At a `start` nobody can have answered yet; at a `close` nobody has. Files that are broken
 * or cannot be read are left to `doctor`: the start or the close is recorded, and must not look as if it were not.
 */
export async function authorityReminder(
  world: World,
  { id, incident }: Journal,
  at: 'start' | 'close',
): Promise<Reminder | null> {
  try {
    const proposed = proposedAuthorities(incident, await loadCurrentAuthorities(world))
    if (proposed.length === 0) return null
    const said = await authoritiesText(world.text.language)
    const names = authorityNames(proposed)
    const listed = proposed.map(({ authority }) => typedName(authority.id, names, world.text))
    return { said: said.reminder[at](listed), command: resumeCommand(world, 'clock', 'list', '-i', id) }
  } catch (error) {
    if (error instanceof ProblemError || (error as NodeJS.ErrnoException).errno !== undefined) return null
    throw error
  }
}
