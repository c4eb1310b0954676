import type { Report } from '../../domain/report/report.ts'
import { type Stamp, stepDocument } from '../document.ts'
import { filingDocument } from '../filings.ts'

/** The report for programs (contract, `report --format json`). */
export function reportJson(report: Report, stamp: Stamp, damage: readonly string[]): string {
  return JSON.stringify(reportData(report, stamp, damage), null, 2)
}

/** The same before it is written (schemas/report.schema.json). */
export function reportData(report: Report, stamp: Stamp, damage: readonly string[]) {
  const steps = report.steps.map((view) => stepDocument(view, stamp))
  const filings = report.filings.map((view) => filingDocument(view, stamp))
  const phases = report.phases.map(({ phase, from, to }) => ({ phase, from: stamp(from), to: stamp(to) }))
  const scopeHistory = report.scopeHistory.map(({ target, spans }) => ({
    target,
    spans: spans.map(({ state, from, to }) => ({ state, from: stamp(from), to: stamp(to) })),
  }))
  const promises = report.promises.map(({ dueAt, at, ...promise }) => ({
    ...promise,
    dueAt: stamp(dueAt),
    at: at === null ? null : stamp(at),
  }))
  return {
    schemaVersion: 1,
    partial: damage.length > 0,
    damage,
    ...report,
    steps,
    phases,
    filings,
    scopeHistory,
    promises,
  }
}
