import type { Report } from '../../domain/report/report.ts'
import { type Stamp, stepDocument } from '../document.ts'
import { filingDocument } from '../filings.ts'

/** The report for programs (contract, `report --format json`). */
export function reportJson(report: Report, stamp: Stamp): string {
  const steps = report.steps.map((view) => stepDocument(view, stamp))
  const filings = report.filings.map((view) => filingDocument(view, stamp))
  return JSON.stringify({ schemaVersion: 1, ...report, steps, filings }, null, 2)
}
