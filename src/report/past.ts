import type { FactView } from '../domain/incident/facts.ts'
import type { Report } from '../domain/report/report.ts'
import { roleOf } from '../domain/runbook/fact-roles.ts'
import type { ReportContext } from './context.ts'

type Ends = Pick<Report, 'fullyResumedAt' | 'closedAt'>

/** When the halt was over: everything had resumed, or the incident was closed; null while it goes on. */
function overAt({ fullyResumedAt, closedAt }: Ends): string | null {
  return fullyResumedAt ?? closedAt
}

/** Whether a fact is about what nobody waits for any more: when services are expected to resume, once the halt is over. */
export function isMoot(fact: string, report: Ends, { runbook }: Pick<ReportContext, 'runbook'>): boolean {
  return overAt(report) !== null && roleOf(runbook, fact) === 'expected-end'
}

/**
 * Whether the public words of a fact held only while the halt went on: they are on its impact, or on work that has to be
 * stated anew after the resumption, and were stated before it was over.
 */
export function heldThen(
  fact: string,
  { at }: Pick<FactView, 'at'>,
  report: Ends,
  { runbook }: ReportContext,
): boolean {
  const over = overAt(report)
  if (over === null || at === null || Date.parse(at) >= Date.parse(over)) return false
  return roleOf(runbook, fact) === 'impact' || runbook.facts[fact]?.renew === true
}

/** The public words of a fact, said to be of then if they held only then. */
export function inItsTime(fact: string, words: string, view: FactView, report: Ends, context: ReportContext): string {
  return heldThen(fact, view, report, context) ? context.labels.saidThen(words) : words
}
