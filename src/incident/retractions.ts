import { falseAlarmOf, isRetractionDue, unsettledOn } from '../domain/incident/notices.ts'
import { customerChannels } from '../domain/runbook/runbook.ts'
import { withOwnNames } from '../i18n/own-names.ts'
import type { Journal } from '../store/journal.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

/** After a closing as a false alarm, where customers still have to be told so, and where it is not known whether they have to. */
export function retractionLines(world: World, { incident, id }: Pick<Journal, 'incident' | 'id'>): string[] {
  if (falseAlarmOf(incident) === undefined) return []
  const { words, said } = withOwnNames(world.text, incident.runbook)
  const channels = customerChannels(incident.runbook)
  const due = channels.filter((channel) => isRetractionDue(incident, channel)).map(words.channel)
  const unsettled = channels.flatMap((channel) => {
    const notice = unsettledOn(incident, channel)
    if (notice === undefined) return []
    const line = resumeCommand(world, 'notice', channel, '--posted', '-i', id)
    return [said.mayNeedRetraction(words.channel(channel), words.notice(notice.stage, notice.number), line)]
  })
  return [...(due.length === 0 ? [] : [said.toRetract(due, resumeCommand(world, 'notice', '-i', id))]), ...unsettled]
}
