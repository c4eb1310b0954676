import type { Report } from '../../../domain/report/report.ts'
import { readable, whenOf } from '../../value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What was known, and the words in which customers were told of it. */
export function facts(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const rows = Object.entries(report.facts).flatMap(([name, { value, ja, en, at }]) => {
    if (at === null) return []
    const words = [ja, en].filter((w) => w !== null)
    const said = value === null ? (words.length > 0 ? '' : text.words.unknown) : readable(value)
    return [[runbook.facts[name]?.[text.language] ?? name, said, words.join(' / '), whenOf(at)]]
  })
  return [table([labels.fact, labels.value, labels.publicWords, labels.time], rows, labels.nothing)]
}
