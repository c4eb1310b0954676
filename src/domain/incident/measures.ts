import type { Language } from '../runbook/runbook.ts'
import { currentWrite } from './current-values.ts'
import type { Incident } from './incident.ts'

/** Returns the measures of prevention that have public words in one of the languages, but whose follow-ups are not all done. */
export function publicMeasuresUnderWay(incident: Incident, languages: readonly Language[]): string[] {
  const { runbook, actions } = incident
  return Object.entries(runbook.facts).flatMap(([fact, { report }]) => {
    const isOpen = actions.some(({ serves, doneAt }) => serves === fact && doneAt === null)
    const isPublic = languages.some((language) => currentWrite(incident, `words:${fact}.${language}`)?.value != null)
    return report?.part === 'prevention' && isOpen && isPublic ? [fact] : []
  })
}
