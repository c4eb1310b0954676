import type { Report } from '../../domain/report/report.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { offset } from '../../view/elapsed.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import type { ReportLabels } from '../words.en.ts'

export function milestones(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const rows = report.milestones.map(({ id, at, offsetSeconds, interruption }) => {
    const elapsed = offsetSeconds === null ? '' : offset(offsetSeconds * 1000)
    const what = milestoneWords(id, runbook, text.language, labels)
    return [whenOf(at), elapsed, what, report.interruptions === 1 ? '' : String(interruption)]
  })
  return [table([labels.time, labels.offset, labels.what, labels.interruption], rows, labels.nothing)]
}

/** What a milestone is called, by its id such as `first-notice:website`. */
export function milestoneWords(id: string, runbook: Runbook, language: Language, labels: ReportLabels): string {
  const [kind = '', ...rest] = id.split(':')
  return labels.milestone(kind, nameOf(rest, runbook, language))
}

function nameOf([id = '', asset]: readonly string[], { channels, operations }: Runbook, language: Language): string {
  const name = channels[id]?.[language] ?? operations[id]?.[language] ?? id
  return asset === undefined ? name : `${name} ${asset}`
}
