import { severityOf, titleOf, typeOf } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type ScopeEntry, scopeOf } from '../domain/incident/scope.ts'
import type { Text } from '../i18n/text.ts'
import { partyTitle } from '../incident/labels.ts'
import { inert } from '../view/inert.ts'
import { personName } from './contacts-view.ts'
import type { PagingText } from './words.en.ts'

/** Whom a page is for, and who sends it. */
export interface PageFor {
  readonly person: string
  /** A department or an escalation level; null where they were named by themselves. */
  readonly party: string | null
  readonly by: string
}

/** What a page says, in one language: short enough for a pager, with how to answer. */
export function pageText(
  incident: Incident,
  { person, party, by }: PageFor,
  text: Text,
  said: PagingText,
): { readonly subject: string; readonly text: string } {
  const { words, language } = text
  const type = incident.runbook.types[typeOf(incident)]?.[language] ?? typeOf(incident)
  const mark = incident.declaration?.drill ? `[${words.drill}] ` : ''
  const what = `${words.severity(severityOf(incident))} ${type}`
  const subject = `${mark}${said.subject(what, inert(titleOf(incident) ?? words.untitled))}`
  const title =
    party === null ? null : (partyTitle(incident.runbook, incident.settings.roster, party)?.[language] ?? party)
  const lines = [
    subject,
    stoppedLine(incident, text, said),
    said.incident(incident.declaration?.id ?? ''),
    said.calledBy(inert(by), personName(incident, person, text), title === null ? null : inert(title)),
    said.answer(`haltctl contacts reached ${person}`),
  ]
  return { subject, text: `${lines.join('\n')}\n` }
}

function stoppedLine(incident: Incident, { words, language }: Text, said: PagingText): string {
  const entries = scopeOf(incident)
  const restricted = entries.filter(({ state }) => state !== 'open')
  if (entries.length === 0) return said.stoppedUnknown
  return restricted.length === 0 ? said.stoppedNothing : said.stopped(restricted.map(named))

  function named({ operation, asset, state, words: limits }: ScopeEntry): string {
    const name = incident.runbook.operations[operation]?.[language] ?? operation
    const how = limits === null ? words.scopeState[state] : inert(limits)
    const what = asset === null ? inert(name) : `${inert(name)} ${inert(asset)}`
    return state === 'stopped' ? what : `${what} (${how})`
  }
}
