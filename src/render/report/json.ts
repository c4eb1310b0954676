import type { Report } from '../../domain/report/report.ts'
import { type Stamp, stepDocument } from '../document.ts'

/** The report for programs (contract, `report --format json`). */
export function reportJson(report: Report, stamp: Stamp): string {
  const steps = report.steps.map((view) => stepDocument(view, stamp))
  return JSON.stringify({ schemaVersion: 1, ...report, steps }, null, 2)
}
