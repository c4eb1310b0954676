import type { Report } from '../../../domain/report/report.ts'
import type { ReportPart } from '../../../domain/runbook/runbook.ts'
import { readable } from '../../value.ts'
import { type Block, type Item, list, paragraph } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** What the facts of one part of the report say; what nobody stated is said not to be known. */
export function part(id: ReportPart) {
  return (report: Report, { runbook, text, labels, audience }: ReportContext): Block[] => {
    if (audience === 'customer' && report.parts[id].length === 0) return []
    const items = report.parts[id].map(({ fact, view: { value, ja, en } }): Item => {
      const words = [ja, en].filter((said) => said !== null)
      const said = value === null ? words.join(' / ') : readable(value)
      return { text: `${runbook.facts[fact]?.[text.language] ?? fact}: ${said === '' ? labels.unknown : said}` }
    })
    return [items.length === 0 ? paragraph(labels.unknown) : list(items)]
  }
}
