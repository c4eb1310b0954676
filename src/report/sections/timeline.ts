import type { TimelineEntry } from '../../domain/incident/timeline.ts'
import type { Report } from '../../domain/report/report.ts'
import type { Text } from '../../i18n/text.ts'
import { whenOf } from '../../view/value.ts'
import { type Block, code, each, type Inline, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { inWords } from '../event-text.ts'
import { personName } from '../names.ts'

/** Every event, as it stands now. */
export function timeline(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  const rows = each(report.timeline, (entry) => [
    whenOf(entry.at),
    saidOf(entry, report, context),
    personName(entry.by, context),
    code(entry.event),
  ])
  return [table([labels.time, labels.what, labels.by, labels.event], rows, labels.nothing)]
}

/** What an event says. */
export function eventWords({ type, data }: Pick<TimelineEntry, 'type' | 'data'>, text: Text): string {
  const word = (text.events as Readonly<Record<string, ((data: never) => string) | undefined>>)[type]
  return word === undefined ? `${type} ${JSON.stringify(data)}` : word(data as never)
}

function saidOf(entry: TimelineEntry, report: Report, context: ReportContext): Inline {
  const { text, labels } = context
  const { type, data } = entry
  const said = eventWords(
    { type, data: inWords(type, data as Readonly<Record<string, unknown>>, report, context) },
    text,
  )
  const { undoneBy, correctedBy, setBackSeconds } = entry
  return [
    undoneBy === null ? said : { struck: said },
    undoneBy === null ? '' : [` ${labels.undone} `, code(undoneBy)],
    correctedBy === null ? '' : [` ${labels.corrected} `, code(correctedBy)],
    setBackSeconds === null ? '' : ` ${text.words.setBack(text.words.seconds(setBackSeconds))}`,
  ]
}
