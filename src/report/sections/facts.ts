import type { FactChange } from '../../domain/report/fact-history.ts'
import type { Report } from '../../domain/report/report.ts'
import { readable, whenOf } from '../../view/value.ts'
import { type Block, code, type Inline, paragraph, table } from '../blocks.ts'
import type { ReportContext } from '../context.ts'
import { factName, personName } from '../names.ts'
import { wordsIn } from '../sentence-words.ts'

/** What is known, in which words customers were told of it, and how it changed. */
export function facts(report: Report, context: ReportContext): Block[] {
  const { labels } = context
  if (context.audience === 'customer') return [toldOf(report, context)]
  const rows = Object.entries(report.facts).flatMap(([fact, { value, ja, en, at }]) =>
    at === null
      ? []
      : [[factName(fact, context), saidOf({ known: null, value, ja, en }, context), wordsOf({ ja, en }), whenOf(at)]],
  )
  const times = new Map<string, number>()
  for (const { fact } of report.factHistory) times.set(fact, (times.get(fact) ?? 0) + 1)
  const again = report.factHistory.filter(({ fact }) => (times.get(fact) ?? 0) > 1)
  const changes = again.map((change): Inline[] => {
    const said = saidOf(change, context)
    return [
      whenOf(change.at),
      factName(change.fact, context),
      change.undone ? { struck: said } : said,
      wordsOf(change),
      personName(change.by, context),
      code(change.event),
    ]
  })
  const head = [labels.time, labels.fact, labels.value, labels.publicWords, labels.by, labels.event]
  return [
    table([labels.fact, labels.value, labels.publicWords, labels.time], rows, labels.nothing),
    ...(changes.length === 0 ? [] : [paragraph(labels.factChanges), table(head, changes, '')]),
  ]
}

/** What customers may be told: the public words of their language, as the notices have them. */
function toldOf({ facts: all }: Report, context: ReportContext): Block {
  const { labels } = context
  const rows = Object.entries(all).flatMap(([fact, view]) => {
    if (view.at === null) return []
    const said = wordsIn(context.text.language, view) ?? saidOf({ ...view, known: null }, context)
    return [[factName(fact, context), said, whenOf(view.at)]]
  })
  return table([labels.fact, labels.value, labels.time], rows, labels.nothing)
}

/** Where only words were stated, the value says nothing. */
function saidOf(
  { known, value, ja, en }: Pick<FactChange, 'known' | 'value' | 'ja' | 'en'>,
  { text }: ReportContext,
): string {
  if (value !== null) return readable(value)
  return known === false || (ja === null && en === null) ? text.words.unknown : ''
}

function wordsOf({ ja, en }: Pick<FactChange, 'ja' | 'en'>): string {
  return [ja, en].filter((words) => words !== null).join(' / ')
}
