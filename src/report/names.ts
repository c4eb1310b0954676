import { partyTitle, targetName } from '../incident/labels.ts'
import type { ReportContext } from './context.ts'

/** `withdrawals:XEM` as people call it. */
export function operationName(target: string, { runbook, text }: ReportContext): string {
  return targetName(target, runbook, text.language)
}

/** Whoever the contact list knows by this id, by their name; others as they signed. */
export function personName(id: string, { roster, text }: ReportContext): string {
  return roster?.people[id]?.[text.language] ?? id
}

/** A department, a person or an escalation level. */
export function partyName(id: string, { runbook, roster, text }: ReportContext): string {
  return partyTitle(runbook, roster, id)?.[text.language] ?? id
}

export function channelName(id: string, { runbook, text }: ReportContext): string {
  return runbook.channels[id]?.[text.language] ?? id
}

export function factName(id: string, { runbook, text }: ReportContext): string {
  return runbook.facts[id]?.[text.language] ?? id
}

const DAY = 86_400
const DAYS_FROM = 3

/** How long something took: in days as well from three on. */
export function spanWords(seconds: number, { text, labels }: ReportContext): string {
  const days = Math.floor(seconds / DAY)
  return days < DAYS_FROM ? text.words.seconds(seconds) : labels.days(days, text.words.seconds(seconds % DAY))
}
