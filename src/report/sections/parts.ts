import type { Report } from '../../domain/report/report.ts'
import type { ReportPart } from '../../domain/runbook/runbook.ts'
import { readable } from '../../view/value.ts'
import { type Block, type Item, list, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { wordsIn } from '../sentence-words.ts'

/** What the facts of one part of the report say; what nobody stated is said not to be known. */
export function part(id: ReportPart) {
  return (report: Report, { runbook, text, labels, audience }: ReportContext): Block[] => {
    const items = report.parts[id].map(({ fact, view }): Item => {
      const said = view.value === null ? wordsIn(text.language, view) : readable(view.value)
      return { text: `${runbook.facts[fact]?.[text.language] ?? fact}: ${said ?? labels.unknown}` }
    })
    if (items.length > 0) return [list(items)]
    return audience === 'customer' ? [] : [paragraph(labels.unknown)]
  }
}
