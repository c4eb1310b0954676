import type { Spread, Stats } from '../domain/stats/stats.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { type Block, type Item, lines, section } from '../view/blocks.ts'
import type { StatsText } from './words.en.ts'

type TimeSpreads = Pick<Stats, 'timeToNotify' | 'timeToResume'>

interface StatsContext {
  readonly text: Text
  readonly said: StatsText
  readonly typeName: (type: string) => string
  /** Whether the figures are limited to a period. */
  readonly inPeriod: boolean
}

const MAX_SKIPPED_STEPS = 10

export function statsBlocks(stats: Stats, context: StatsContext): Block[] {
  const { said, text } = context
  const { incidents, drills, falseAlarms, duplicates, months, updatesDue, updatesKept } = stats
  const excluded = drills + falseAlarms + duplicates > 0 ? [said.apart(drills, falseAlarms, duplicates)] : []
  if (incidents === 0) return [lines(context.inPeriod ? said.nothing : said.nothingYet, ...excluded)]
  const skipped = stats.skipped.slice(0, MAX_SKIPPED_STEPS).map((step) => skippedItem(step, context))
  const overdue = stats.overdue.map((followUp) => overdueLine(followUp, text.words))
  return [
    lines(`${said.incidents(incidents)}  ${monthsLine(months, said)}`, ...excluded),
    timesTable(stats, context),
    lines(...(showsRange(stats, text.words) ? [said.howSpread] : []), said.promises(updatesKept, updatesDue)),
    ...section(said.skipped, skipped),
    ...section(said.overdue, overdue),
  ]
}

function monthsLine(months: Stats['months'], said: StatsText): string {
  const [first = '', last = ''] = [months[0]?.month, months.at(-1)?.month]
  return first === last ? first : `${said.months(first, last)}  ${sparkline(months.map(({ count }) => count))}`
}

function timesTable(stats: Stats, { text, said, typeName }: StatsContext): Block {
  const spreadWords = (spread: Spread | null) => {
    if (spread === null) return said.unknown
    const { seconds } = text.words
    const [median, least, most] = [seconds(spread.median), seconds(spread.least), seconds(spread.most)]
    return least === most ? median : said.spread(median, least, most)
  }
  const row = (name: string, count: number, { timeToNotify, timeToResume }: TimeSpreads) => [
    name,
    String(count),
    spreadWords(timeToNotify),
    spreadWords(timeToResume),
  ]
  const byType = stats.types.map((type) => row(typeName(type.type), type.count, type))
  return { kind: 'table', head: said.head, rows: [...byType, row(said.all, stats.incidents, stats)] }
}

/** Whether a time over all types is shown with its range, and not only with its median. */
function showsRange({ timeToNotify, timeToResume }: Stats, { seconds }: Words): boolean {
  return [timeToNotify, timeToResume].some(
    (spread) => spread !== null && seconds(spread.least) !== seconds(spread.most),
  )
}

function skippedItem({ step, title, count, reasons }: Stats['skipped'][number], { text, said }: StatsContext): Item {
  return {
    text: `${said.times(count)}  ${step}  ${title[text.language]}`,
    items: reasons.map((reason) => ({ text: `- ${reason}` })),
  }
}

function overdueLine({ incident, text, owner, due }: Stats['overdue'][number], words: Words): string {
  return `${due.slice(0, 10)}  ${text}  ${owner ?? words.noOwner}  (${incident})`
}

/** A bar chart with one character for each count: `|. =#|` for 1, 0, 4, 7. ASCII, since block characters differ in width. */
export function sparkline(counts: readonly number[]): string {
  const levels = ' .:-=+*#'
  const most = Math.max(1, ...counts)
  return `|${counts.map((count) => levels[Math.ceil((count / most) * (levels.length - 1))]).join('')}|`
}
