import { ProblemError } from '../domain/problem.ts'
import type { EventDescriptions } from '../i18n/events.en.ts'
import { eventsWithOwnNames } from '../i18n/own-names.ts'
import type { Text } from '../i18n/text.ts'
import type { Journal } from '../store/journal.ts'

/** The descriptions of events with the names of the manual in force; without them if its file is missing or altered. */
export function eventsWithNamesInForce(text: Text, journal: Journal): EventDescriptions {
  return eventsWithOwnNames(text, () => {
    try {
      return journal.incident.runbook
    } catch (error) {
      if (error instanceof ProblemError) return {}
      throw error
    }
  })
}
