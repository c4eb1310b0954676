import type { Report } from '../../domain/report/report.ts'
import { type Block, code, joined, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** The manual clause by clause, and what carried each. */
export function manual(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const gists = new Map(runbook.clauses.map((c) => [c.id, c.gist[text.language]]))
  const rows = report.clauses.map((c) => [
    code(c.id),
    gists.get(c.id) ?? '',
    text.words.clauseState[c.state],
    joined(c.by.map(code), ' '),
    c.reason ?? '',
  ])
  return [table([labels.clause, labels.what, labels.state, labels.carriers, labels.reason], rows, labels.nothing)]
}
