import { spanBetween } from '../../domain/report/milestones.ts'
import type { Report } from '../../domain/report/report.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, type Inline, type Item, joined, list } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { personName, spanWords } from '../names.ts'

export function summary(report: Report, context: ReportContext): Block[] {
  const { runbook, text, labels, audience, stamp } = context
  const { words, language } = text
  const named = (type: string) => runbook.types[type]?.[language] ?? type
  const types = report.types.map(
    ({ type, at }, i): Inline => (i === 0 ? named(type) : [`${labels.typeBecame} ${whenOf(at)}: `, named(type)]),
  )
  const span = spanBetween(report.startedAt, report.fullyResumedAt ?? report.closedAt)
  const planned = report.planned === null ? null : spanBetween(report.planned.from, report.planned.to)
  const severities = report.severities.map(
    ({ severity, at }, i) => `${i === 0 ? '' : `${labels.severityBecame} ${whenOf(at)}: `}${words.severity(severity)}`,
  )
  const phases = report.phases.map(({ phase, from, to }): Item => {
    const name = phase === null ? labels.undeclared : words.phase[phase]
    const [begun, ended] = [whenOf(stamp(from)), whenOf(stamp(to))]
    return { text: `${name}: ${words.marked(spanWords((to - from) / 1000, context), labels.fromTo(begun, ended))}` }
  })
  const rows: [string | null, Inline | null, Item[]?][] = [
    [labels.incident, code(report.incident)],
    [labels.type, joined(types, '; ')],
    [null, audience === 'customer' ? null : labels.severity(severities.join('; ') || words.severity(null))],
    [labels.phase, words.phase[report.phase as keyof typeof words.phase], audience === 'customer' ? [] : phases],
    [labels.closedAs, report.closedAs === null ? null : words.closing[report.closedAs as keyof typeof words.closing]],
    [
      labels.planned,
      report.planned === null ? null : labels.fromTo(whenOf(report.planned.from), whenOf(report.planned.to)),
    ],
    [labels.plannedDuration, planned === null ? null : spanWords(planned, context)],
    [labels.duration, span === null ? labels.unknown : spanWords(span, context)],
    [labels.declaredBy, report.declaredBy === '' ? null : personName(report.declaredBy, context)],
    [
      labels.people,
      report.people.length === 0 ? null : labels.listed(report.people.map((id) => personName(id, context))),
    ],
    [labels.zone, `UTC${report.declaredAt.slice(23)}`],
  ]
  return [
    list(
      rows.flatMap(([label, value, items = []]) =>
        value === null ? [] : [{ text: label === null ? value : [`${label}: `, value], items }],
      ),
    ),
  ]
}
