import { targetOf } from '../../domain/incident/scope.ts'
import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, paragraph, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { operationName } from '../names.ts'

/** What was stopped, from when to when, and what is now. */
export function scope(report: Report, context: ReportContext): Block[] {
  const { text, labels, stamp, now: asOf } = context
  const end = report.closedAt === null ? asOf : Date.parse(report.closedAt)
  const { scopeState } = text.words
  const history = report.scopeHistory.flatMap(({ target, spans }) =>
    spans.map(({ state, from, to }) => [
      operationName(target, context),
      scopeState[state],
      whenOf(stamp(from)),
      to < end ? whenOf(stamp(to)) : '',
    ]),
  )
  const now = report.scope.map((e) => {
    const words = e.words === null ? '' : ` (${e.words})`
    return [operationName(targetOf(e), context), `${scopeState[e.state]}${words}`, whenOf(e.since)]
  })
  return [
    table([labels.operation, labels.state, labels.from, labels.to], history, labels.noScope),
    ...(report.scope.every(({ state }) => state === 'open')
      ? []
      : [paragraph(labels.scopeNow), table([labels.operation, labels.state, labels.since], now, '')]),
  ]
}
