import type { Authority, Filing } from '../domain/authorities/authority.ts'
import type { Roster } from '../domain/contacts/roster.ts'
import { filingIn } from '../domain/incident/filings.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { type ScopeEntry, targetOf } from '../domain/incident/scope.ts'
import type { StepState, StepView } from '../domain/incident/steps.ts'
import type { Bilingual, Language, Runbook } from '../domain/runbook/runbook.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { timeText } from '../view/format.ts'
import { inert } from '../view/inert.ts'

/** The title of a department, a contact or an escalation level. */
export function partyTitle(runbook: Runbook, roster: Roster | undefined, id: string): Bilingual | undefined {
  return runbook.departments[id] ?? roster?.people[id] ?? roster?.levels.find((level) => level.id === id)?.title
}

/** The kind and name of a clock, from its id, such as `first-notice:website` or `step:3.3-vigilance`. */
export function deadlineName(incident: Incident, id: string, text: Text): { kind: string; name: string } {
  const { runbook, settings } = incident
  const { words, language } = text
  const colon = id.indexOf(':')
  const kind = id.slice(0, colon)
  const subject = id.slice(colon + 1)
  const step = runbook.steps.find((s) => s.id === subject)
  const filed = kind === 'authority' ? filingIn(incident, subject) : null
  if (filed !== null) return { kind, name: words.clock(kind, filingName(filed.authority, filed.filing, text)) }
  const level = kind === 'escalation' ? settings.roster?.levels.find((l) => l.id === subject) : undefined
  const party = kind === 'answer' ? partyTitle(runbook, settings.roster, subject) : undefined
  const title = party ?? (step ?? level)?.title
  return { kind, name: words.clock(kind, runbook.channels[subject]?.[language] ?? title?.[language] ?? subject) }
}

/** The name of a report to an authority, marked while nobody has verified what the authority requires. */
export function filingName({ title, verify }: Authority, filing: Filing, { words, language }: Text): string {
  const name = `${title[language]} ${filing.title[language]}`
  return verify ? words.marked(name, words.verify) : name
}

/** `withdrawals:XEM  stopped  22:05:00` */
export function scopeLine(entry: ScopeEntry, words: Words): string {
  const detail = entry.words === null ? '' : ` (${inert(entry.words)})`
  return `${targetOf(entry)}  ${words.scopeState[entry.state]}${detail}  ${timeText(entry.since)}`
}

/** The display name of `OPERATION` or `OPERATION:ASSET`: `trading`, `withdrawals XEM`. */
export function targetName(target: string, { operations }: Runbook, language: Language): string {
  const [operation = '', asset] = target.split(':')
  const name = operations[operation]?.[language] ?? operation
  return asset === undefined ? name : `${name} ${asset}`
}

/** A step as text: its title, department and state, then its instructions. */
export function stepLines({ step, state, assignee }: StepView, runbook: Runbook, { words, language }: Text): string[] {
  const department = runbook.departments[step.department]?.[language] ?? step.department
  const traits = [department, words.modality[step.modality]]
  if (step.kind === 'recurring') traits.push(words.recurring)
  if (state !== 'pending') traits.push(words.stepState[state])
  if (assignee !== null) traits.push(inert(assignee))
  return [
    `${step.id}  ${step.title[language]}  (${traits.join(', ')})`,
    ...step.instructions[language].split('\n').map((line) => `  ${line}`),
  ]
}

/** The mark in brackets before a step in a list. */
export const SIGNS: Readonly<Record<StepState, string>> = {
  pending: ' ',
  'in-progress': '~',
  done: 'x',
  declined: '-',
  skipped: '!',
  'not-applicable': '/',
}
