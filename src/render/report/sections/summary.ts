import { spanBetween } from '../../../domain/report/milestones.ts'
import type { Report } from '../../../domain/report/report.ts'
import { whenOf } from '../../value.ts'
import { type Block, code, type Inline, type Item, joined, list } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function summary(report: Report, { runbook, text, labels, audience, stamp }: ReportContext): Block[] {
  const { words, language } = text
  const named = (type: string): Inline => [`${runbook.types[type]?.[language] ?? type} (`, code(type), ')']
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
    return { text: `${name}: ${words.marked(words.seconds((to - from) / 1000), labels.fromTo(begun, ended))}` }
  })
  const rows: [string, Inline | null, Item[]?][] = [
    [labels.incident, code(report.incident)],
    [labels.type, joined(types, '; ')],
    [
      labels.severity,
      audience === 'customer' ? null : severities.length === 0 ? words.severity(null) : severities.join('; '),
    ],
    [labels.phase, words.phase[report.phase as keyof typeof words.phase], audience === 'customer' ? [] : phases],
    [labels.closedAs, report.closedAs === null ? null : words.closing[report.closedAs as keyof typeof words.closing]],
    [labels.planned, report.planned === null ? null : `${whenOf(report.planned.from)} / ${whenOf(report.planned.to)}`],
    [labels.plannedDuration, planned === null ? null : words.seconds(planned)],
    [labels.duration, span === null ? labels.unknown : words.seconds(span)],
    [labels.declaredBy, report.declaredBy || null],
    [labels.people, report.people.length === 0 ? null : report.people.join(', ')],
    [labels.time, `UTC${report.declaredAt.slice(23)}`],
  ]
  return [
    list(
      rows.flatMap(([label, value, items = []]) => (value === null ? [] : [{ text: [`${label}: `, value], items }])),
    ),
  ]
}
