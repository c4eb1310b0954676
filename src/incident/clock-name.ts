import type { Authority, Filing } from '../domain/authorities/authority.ts'
import type { Roster } from '../domain/contacts/roster.ts'
import { filingIn } from '../domain/incident/filings.ts'
import type { Incident } from '../domain/incident/incident.ts'
import type { Bilingual, Runbook } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'

/** What a department, a person of the contact flow or an escalation level is called. */
export function partyTitle(runbook: Runbook, roster: Roster | undefined, id: string): Bilingual | undefined {
  return runbook.departments[id] ?? roster?.people[id] ?? roster?.levels.find((level) => level.id === id)?.title
}

/** What a clock is called, by its id such as `first-notice:website` or `step:3.3-vigilance`. */
export function clockName(incident: Incident, id: string, text: Text): { kind: string; name: string } {
  const { runbook, settings } = incident
  const { words, language } = text
  const colon = id.indexOf(':')
  const kind = id.slice(0, colon)
  const of = id.slice(colon + 1)
  const step = runbook.steps.find((s) => s.id === of)
  const filed = kind === 'authority' ? filingIn(incident, of) : null
  if (filed !== null) return { kind, name: words.clock(kind, filingName(filed.authority, filed.filing, text)) }
  const level = kind === 'escalation' ? settings.roster?.levels.find((l) => l.id === of) : undefined
  const party = kind === 'answer' ? partyTitle(runbook, settings.roster, of) : undefined
  const title = party ?? (step ?? level)?.title
  return { kind, name: words.clock(kind, runbook.channels[of]?.[language] ?? title?.[language] ?? of) }
}

/** A report to an authority, marked where somebody has yet to check what is wanted. */
export function filingName({ title, verify }: Authority, filing: Filing, { words, language }: Text): string {
  const name = `${title[language]} ${filing.title[language]}`
  return verify ? words.marked(name, words.verify) : name
}
