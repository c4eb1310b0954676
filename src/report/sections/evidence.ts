import type { Report } from '../../domain/report/report.ts'
import { standingWords } from '../../evidence/view.ts'
import type { Words } from '../../i18n/words.en.ts'
import { shellWords } from '../../view/shell.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, type Inline, list, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { personName } from '../names.ts'

/** What is kept beside the log, by name and digest; commands whose outcome nobody knows stand first. */
export function evidence(report: Report, context: ReportContext): Block[] {
  const { text, labels } = context
  const unknown = report.commands.flatMap(({ event, argv, end, settled }): Inline[] => {
    const command = [code(event), ` ${shellWords(argv)}`]
    if (end !== null) return []
    if (settled === null) return [[`${labels.outcomeUnknown}: `, command]]
    return [
      [
        `${labels.outcomeSettled}: `,
        command,
        ` ${settled.words} (${personName(settled.by, context)}) `,
        code(settled.event),
      ],
    ]
  })
  const rows = report.evidence.map((e) => [
    whenOf(e.at),
    [text.words.evidence[e.kind], e.name ?? ''].filter(Boolean).join(' '),
    text.words.bytes(e.bytes),
    code(e.digest.slice(0, 20)),
    evidenceState(e, text.words),
    code(e.event),
  ])
  const head = [labels.time, labels.what, labels.size, labels.digest, labels.state, labels.event]
  return [...(unknown.length === 0 ? [] : [list(unknown)]), table(head, rows, labels.nothing)]
}

/** What is there of it, as far as that was looked at, and why it was removed. */
function evidenceState(e: Report['evidence'][number], words: Words): string {
  const there = 'standing' in e ? standingWords(e, words) : e.removed === null ? '' : words.standing.removed
  return e.removed === null ? there : `${there}: ${e.removed.reason}`
}
