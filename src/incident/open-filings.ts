import { filingsOf } from '../domain/incident/filings.ts'
import { resumeCommand } from '../view/resume-command.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import type { ChosenIncident } from './choose.ts'
import { filingName } from './labels.ts'
import type { Reminder } from './reminder.ts'

/** The reports that are still due to authorities, each with the command that records it. */
export function filingReminders(world: World, { journal, clock }: ChosenIncident): Reminder[] {
  const { text } = world
  return filingsOf(journal.incident).flatMap(({ authority, filing, state, dueAt }) => {
    if (state !== 'running') return []
    const due = dueAt === null ? null : timeText(clock.stamp(dueAt))
    const command = resumeCommand(world, 'report-to', filing.id, '-i', journal.id)
    return [{ said: text.said.stillToReport(filingName(authority, filing, text), due), command }]
  })
}
