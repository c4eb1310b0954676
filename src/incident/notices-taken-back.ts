import type { Incident, Notice, UndoneNotice } from '../domain/incident/incident.ts'
import type { Text } from '../i18n/text.ts'
import type { Journal } from '../store/journal.ts'
import { shortLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { World } from '../world.ts'
import { KnownFirst } from './known-first.ts'
import { noticeName } from './labels.ts'

/** A notice that only a writer took back whom this machine does not know, in a line, with who that was. */
export function takenBackLine(incident: Incident, notice: UndoneNotice, text: Text): string {
  const { event, by } = notice.undone
  return text.said.noticeTakenBack(noticeLine(incident, notice, text), shortLine(by), event)
}

/** A notice with its channel and time. */
export function noticeLine(incident: Incident, notice: Notice, text: Text): string {
  const channel = incident.runbook.channels[notice.channel]?.[text.language] ?? notice.channel
  return `${channel}  ${noticeName(incident, notice, text)}  ${timeText(notice.at)}`
}

/** Says which such notices were posted on some channels, before anybody there is told the same again. */
export function sayNoticesTakenBack(
  world: World,
  journal: Journal,
  channels: readonly string[],
  say: (line: string) => void = (line) => world.say(line),
): void {
  const { incident } = journal
  for (const notice of new KnownFirst(world, journal).noticesTakenBack())
    if (channels.includes(notice.channel)) say(takenBackLine(incident, notice, world.text))
}
