import type { Report } from '../../../domain/report/report.ts'
import { stepById } from '../../../domain/runbook/runbook.ts'
import { whenOf } from '../../value.ts'
import { type Block, BREAK, code, type Inline, joined, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

/** Where the manual was departed from, and why. */
export function deviations(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const rows = report.deviations.map((d) => {
    const what = d.what.map((id): Inline => {
      const title = stepById(runbook, id)?.title[text.language]
      return title === undefined ? code(id) : [code(id), ` ${title}`]
    })
    return [whenOf(d.at), labels.deviation[d.kind], joined(what, BREAK), d.reason ?? '', d.by]
  })
  return [table([labels.time, labels.what, labels.step, labels.reason, labels.by], rows, labels.nothing)]
}
