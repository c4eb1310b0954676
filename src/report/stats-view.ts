import type { Spread, Stats } from '../domain/stats/stats.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { columnsOf } from '../view/columns.ts'
import { folded } from '../view/fold.ts'
import { inert } from '../view/inert.ts'
import type { StatsText } from './words.en.ts'

interface Context {
  readonly text: Text
  readonly said: StatsText
  readonly columns: number
  /** What a halt type is called. */
  readonly typeName: (type: string) => string
  /** Whether only incidents of some time are counted. */
  readonly inPeriod: boolean
}

const MOST_SKIPPED = 10

/** The figures as lines for a terminal. */
export function statsLines(stats: Stats, context: Context): string[] {
  const { said, text } = context
  const { incidents, drills, falseAlarms, duplicates, months, updatesDue, updatesKept } = stats
  const apart = drills + falseAlarms + duplicates > 0 ? [said.apart(drills, falseAlarms, duplicates)] : []
  if (incidents === 0) return [context.inPeriod ? said.nothing : said.nothingYet, ...apart]
  return [
    `${said.incidents(incidents)}  ${monthsLine(months, said)}`,
    ...apart,
    '',
    ...tableLines(stats, context),
    ...(hasSpread(stats, text.words) ? [said.howSpread] : []),
    '',
    said.promises(updatesKept, updatesDue),
    ...skippedLines(stats, context),
    ...overdueLines(stats, context),
  ].flatMap((line) => folded(line, context.columns))
}

function monthsLine(months: Stats['months'], said: StatsText): string {
  const [first = '', last = ''] = [months[0]?.month, months.at(-1)?.month]
  return first === last ? first : `${said.months(first, last)}  ${sparkline(months.map(({ count }) => count))}`
}

function tableLines(stats: Stats, { text, said, typeName, columns }: Context): string[] {
  const spread = (of: Spread | null) => {
    if (of === null) return said.unknown
    const inWords = (seconds: number) => text.words.seconds(Math.round(seconds))
    const [median, least, most] = [inWords(of.median), inWords(of.least), inWords(of.most)]
    return least === most ? median : said.spread(median, least, most)
  }
  const rows = [
    ...stats.types.map((one) => [
      inert(typeName(one.type)),
      String(one.count),
      spread(one.timeToNotify),
      spread(one.timeToResume),
    ]),
    [said.all, String(stats.incidents), spread(stats.timeToNotify), spread(stats.timeToResume)],
  ]
  const widths = said.head.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i] ?? '')].map(columnsOf)))
  const width = widths.reduce((sum, one) => sum + one + 2, 0)
  if (width <= columns)
    return [said.head, ...rows].map((row) =>
      row
        .map((cell, i) => padded(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  return rows.flatMap(([type = '', count = '', notify = '', resume = '']) => [
    `${type}  ${count}`,
    `  ${said.head[2]}: ${notify}`,
    `  ${said.head[3]}: ${resume}`,
  ])
}

/** Whether any time is told with its range. */
function hasSpread({ timeToNotify, timeToResume }: Stats, { seconds }: Words): boolean {
  const said = (value: number) => seconds(Math.round(value))
  return [timeToNotify, timeToResume].some((of) => of !== null && said(of.least) !== said(of.most))
}

function padded(cell: string, width: number): string {
  return cell + ' '.repeat(width - columnsOf(cell))
}

function skippedLines({ skipped }: Stats, { text, said }: Context): string[] {
  if (skipped.length === 0) return []
  const lines = skipped
    .slice(0, MOST_SKIPPED)
    .flatMap(({ step, title, count, reasons }) => [
      `  ${said.times(count)}  ${inert(step)}  ${inert(title[text.language])}`,
      ...reasons.map((reason) => `    - ${inert(reason)}`),
    ])
  return ['', said.skipped, ...lines]
}

function overdueLines({ overdue }: Stats, { said, text: { words } }: Context): string[] {
  if (overdue.length === 0) return []
  const lines = overdue.map(
    ({ incident, text, owner, due }) =>
      `  ${due.slice(0, 10)}  ${inert(text)}  ${inert(owner ?? words.noOwner)}  (${incident})`,
  )
  return ['', said.overdue, ...lines]
}

/** Heights in ASCII, since how wide block characters are differs from terminal to terminal. */
export function sparkline(counts: readonly number[]): string {
  const levels = ' .:-=+*#'
  const most = Math.max(1, ...counts)
  return `|${counts.map((count) => levels[Math.ceil((count / most) * (levels.length - 1))]).join('')}|`
}
