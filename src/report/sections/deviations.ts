import type { Deviation } from '../../domain/report/deviations.ts'
import type { Report } from '../../domain/report/report.ts'
import { stepById } from '../../domain/runbook/runbook.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, type Inline, joined, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { personName } from '../names.ts'

/** Where the manual was departed from, and why. */
export function deviations(report: Report, context: ReportContext): Block[] {
  const { runbook, text, labels } = context
  const firsts = new Map<string, Deviation>()
  const rows = report.deviations.map((d) => {
    const again = firsts.get(sameness(d))
    if (again === undefined) firsts.set(sameness(d), d)
    else if (d.what.length > 1)
      return [
        whenOf(d.at),
        labels.deviation[d.kind],
        labels.sameAs(whenOf(again.at)),
        d.reason ?? '',
        personName(d.by, context),
      ]
    const what = d.what.map((id): Inline => {
      const title = stepById(runbook, id)?.title[text.language]
      return title === undefined ? code(id) : [code(id), ` ${title}`]
    })
    return [whenOf(d.at), labels.deviation[d.kind], joined(what, '; '), d.reason ?? '', personName(d.by, context)]
  })
  return [table([labels.time, labels.what, labels.step, labels.reason, labels.by], rows, labels.nothing)]
}

/** What stood open at one lift often stands open at the next. */
function sameness({ kind, what }: Deviation): string {
  return `${kind}:${what.join()}`
}
