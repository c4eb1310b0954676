import type { Spread, Stats } from '../domain/stats/stats.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { type Block, type Item, lines, section } from '../view/blocks.ts'
import type { StatsText } from './words.en.ts'

type Times = Pick<Stats, 'timeToNotify' | 'timeToResume'>

interface Context {
  readonly text: Text
  readonly said: StatsText
  /** The name of a halt type. */
  readonly typeName: (type: string) => string
  /** Whether the figures are limited to a period. */
  readonly inPeriod: boolean
}

const MAX_SKIPPED = 10

/** The figures as blocks. */
export function statsView(stats: Stats, context: Context): Block[] {
  const { said, text } = context
  const { incidents, drills, falseAlarms, duplicates, months, updatesDue, updatesKept } = stats
  const excluded = drills + falseAlarms + duplicates > 0 ? [said.apart(drills, falseAlarms, duplicates)] : []
  if (incidents === 0) return [lines(context.inPeriod ? said.nothing : said.nothingYet, ...excluded)]
  return [
    lines(`${said.incidents(incidents)}  ${monthsLine(months, said)}`, ...excluded),
    timesTable(stats, context),
    lines(...(hasSpread(stats, text.words) ? [said.howSpread] : []), said.promises(updatesKept, updatesDue)),
    ...section(
      said.skipped,
      stats.skipped.slice(0, MAX_SKIPPED).map((one) => skippedItem(one, context)),
    ),
    ...section(
      said.overdue,
      stats.overdue.map((one) => overdueLine(one, text.words)),
    ),
  ]
}

function monthsLine(months: Stats['months'], said: StatsText): string {
  const [first = '', last = ''] = [months[0]?.month, months.at(-1)?.month]
  return first === last ? first : `${said.months(first, last)}  ${sparkline(months.map(({ count }) => count))}`
}

function timesTable(stats: Stats, { text, said, typeName }: Context): Block {
  const spread = (of: Spread | null) => {
    if (of === null) return said.unknown
    const inWords = (seconds: number) => text.words.seconds(Math.round(seconds))
    const [median, least, most] = [inWords(of.median), inWords(of.least), inWords(of.most)]
    return least === most ? median : said.spread(median, least, most)
  }
  const row = (name: string, count: number, { timeToNotify, timeToResume }: Times) => [
    name,
    String(count),
    spread(timeToNotify),
    spread(timeToResume),
  ]
  const rows = [
    ...stats.types.map((one) => row(typeName(one.type), one.count, one)),
    row(said.all, stats.incidents, stats),
  ]
  return { kind: 'table', head: said.head, rows }
}

/** Whether any time is shown with its range. */
function hasSpread({ timeToNotify, timeToResume }: Stats, { seconds }: Words): boolean {
  const shown = (value: number) => seconds(Math.round(value))
  return [timeToNotify, timeToResume].some((of) => of !== null && shown(of.least) !== shown(of.most))
}

function skippedItem({ step, title, count, reasons }: Stats['skipped'][number], { text, said }: Context): Item {
  return {
    text: `${said.times(count)}  ${step}  ${title[text.language]}`,
    items: reasons.map((reason) => ({ text: `- ${reason}` })),
  }
}

function overdueLine({ incident, text, owner, due }: Stats['overdue'][number], words: Words): string {
  return `${due.slice(0, 10)}  ${text}  ${owner ?? words.noOwner}  (${incident})`
}

/** A bar chart in ASCII, because the width of block characters varies between terminals. */
export function sparkline(counts: readonly number[]): string {
  const levels = ' .:-=+*#'
  const most = Math.max(1, ...counts)
  return `|${counts.map((count) => levels[Math.ceil((count / most) * (levels.length - 1))]).join('')}|`
}
