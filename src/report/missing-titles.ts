import { titleOf, titleWrittenIn } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { customerChannels, LANGUAGES, type Language } from '../domain/runbook/runbook.ts'
import { languagesOf } from '../domain/settings.ts'
import { isJapanese } from './wording.ts'

/**
 * The languages of the reader and of notices in which nobody wrote the title, though there is one; a title without a language
 * counts as written in that of its characters.
 */
export function languagesWithoutTitle(incident: Incident, reader: Language): Language[] {
  const title = titleOf(incident)
  if (title === null) return []
  const { runbook, settings } = incident
  const own = isJapanese(title) ? 'ja' : 'en'
  const used = customerChannels(runbook).flatMap((channel) => languagesOf(settings, runbook, channel))
  return LANGUAGES.filter(
    (language) =>
      language !== own &&
      (language === reader || used.includes(language)) &&
      titleWrittenIn(incident, language) === null,
  )
}
