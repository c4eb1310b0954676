import type { Incident } from '../domain/incident/incident.ts'
import type { EventData } from '../domain/log/event.ts'
import { announcedStage } from '../domain/notice/announced-stage.ts'
import { ProblemError } from '../domain/problem.ts'
import type { EventDescriptions } from '../i18n/events.en.ts'
import { eventsWithOwnNames } from '../i18n/own-names.ts'
import type { Text } from '../i18n/text.ts'
import type { Journal } from '../store/journal.ts'

/**
 * The descriptions of events with the names of the manual in force, and notices by the stage by which they are called; without
 * both if a file is missing or altered.
 */
export function eventsWithNamesInForce(text: Text, journal: Journal): EventDescriptions {
  const named = eventsWithOwnNames(text, () => unlessFlawed(() => journal.incident.runbook) ?? {})
  const called = <T extends NamedNotice>(data: T): T => unlessFlawed(() => asAnnounced(data, journal.incident)) ?? data
  return {
    ...named,
    'notice.intended': (data) => named['notice.intended'](called(data)),
    'notice.posted': (data) => named['notice.posted'](called(data)),
  }
}

type NamedNotice = Pick<EventData['notice.posted'], 'channel' | 'stage' | 'number'>

function asAnnounced<T extends NamedNotice>(data: T, incident: Incident): T {
  if (data.stage !== 'resumption') return data
  const notice = incident.notices.findLast(
    ({ channel, stage, number }) => channel === data.channel && stage === data.stage && number === data.number,
  )
  return notice === undefined ? data : { ...data, stage: announcedStage(incident, notice) }
}

function unlessFlawed<T>(read: () => T): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof ProblemError) return null
    throw error
  }
}
