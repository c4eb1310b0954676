import { type FactView, factOf } from '../incident/facts.ts'
import type { Incident } from '../incident/incident.ts'
import { REPORT_PARTS, type ReportPart } from '../runbook/runbook.ts'

/** A fact that fills a part of the report, as it stands. */
export interface Filling {
  readonly fact: string
  readonly view: FactView
}

/** What the runbook's facts say for each part of the report: causes, compensation, prevention, review (manual 4.3, 4.4). */
export function partsOf(incident: Incident): Readonly<Record<ReportPart, readonly Filling[]>> {
  const definitions = Object.entries(incident.runbook.facts)
  const of = (part: ReportPart) =>
    definitions.flatMap(([fact, { report }]) => (report?.part === part ? [{ fact, view: factOf(incident, fact) }] : []))
  return Object.fromEntries(REPORT_PARTS.map((part) => [part, of(part)])) as Record<ReportPart, Filling[]>
}

/** Facts that the report asks for and that nobody has stated, in the order of its parts. */
export function unfilled(incident: Incident): string[] {
  const parts = partsOf(incident)
  return REPORT_PARTS.flatMap((part) => parts[part].flatMap(({ fact, view }) => (view.at === null ? [fact] : [])))
}
