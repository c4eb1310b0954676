import { targetOf } from '../../../domain/incident/scope.ts'
import type { Report } from '../../../domain/report/report.ts'
import { targetName } from '../../names.ts'
import { whenOf } from '../../value.ts'
import { type Block, paragraph, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What was stopped, from when to when, and what is now. */
export function scope(report: Report, { runbook, text, labels, stamp }: ReportContext): Block[] {
  const { scopeState } = text.words
  const named = (target: string) => targetName(target, runbook, text.language)
  const history = report.scopeHistory.flatMap(({ target, spans }) =>
    spans.map(({ state, from, to }) => [named(target), scopeState[state], whenOf(stamp(from)), whenOf(stamp(to))]),
  )
  const now = report.scope.map((e) => {
    const words = e.words === null ? '' : ` (${e.words})`
    return [named(targetOf(e)), `${scopeState[e.state]}${words}`, whenOf(e.since)]
  })
  return [
    table([labels.operation, labels.state, labels.from, labels.to], history, labels.nothing),
    ...(now.length === 0
      ? []
      : [paragraph(labels.scopeNow), table([labels.operation, labels.state, labels.since], now, '')]),
  ]
}
