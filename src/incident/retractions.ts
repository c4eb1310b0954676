import { falseAlarmOf, isRetractionDue, unsettledOn } from '../domain/incident/notices.ts'
import { customerChannels } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import type { Journal } from '../store/journal.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'
import { noticeName } from './labels.ts'
import type { Reminder } from './reminder.ts'

/** After a closing as a false alarm, where customers still have to be told so, and where it is not known whether they have to. */
export function retractionReminders(world: World, { incident, id }: Pick<Journal, 'incident' | 'id'>): Reminder[] {
  if (falseAlarmOf(incident) === undefined) return []
  const text = withOwnNames(world.text, incident.runbook)
  const { words, said } = text
  const channels = customerChannels(incident.runbook)
  const due = channels.filter((channel) => isRetractionDue(incident, channel)).map(words.channel)
  const unsettled = channels.flatMap((channel) => {
    const notice = unsettledOn(incident, channel)
    if (notice === undefined) return []
    const command = resumeCommand(world, 'notice', channel, '--posted', '-i', id)
    return [{ said: said.mayNeedRetraction(words.channel(channel), noticeName(incident, notice, text)), command }]
  })
  const toRetract = { said: said.toRetract(due), command: resumeCommand(world, 'notice', '-i', id) }
  return [...(due.length === 0 ? [] : [toRetract]), ...unsettled]
}
