import type { Report } from '../../../domain/report/report.ts'
import type { Language, Runbook } from '../../../domain/runbook/runbook.ts'
import { offset } from '../../elapsed.ts'
import { whenOf } from '../../value.ts'
import { type Block, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'

export function milestones(report: Report, { runbook, text, labels }: ReportContext): Block[] {
  const rows = report.milestones.map(({ id, at, offsetSeconds, interruption }) => {
    const [kind = '', ...rest] = id.split(':')
    const name = nameOf(rest, runbook, text.language)
    const elapsed = offsetSeconds === null ? '' : offset(offsetSeconds * 1000)
    return [whenOf(at), elapsed, labels.milestone(kind, name), report.interruptions === 1 ? '' : String(interruption)]
  })
  return [table([labels.time, labels.offset, labels.what, labels.interruption], rows, labels.nothing)]
}

function nameOf([id = '', asset]: readonly string[], { channels, operations }: Runbook, language: Language): string {
  const name = channels[id]?.[language] ?? operations[id]?.[language] ?? id
  return asset === undefined ? name : `${name} ${asset}`
}
