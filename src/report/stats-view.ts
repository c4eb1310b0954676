import { FOLLOW_UP_STATES } from '../domain/incident/follow-up-state.ts'
import type { Figures, Spread, Stats } from '../domain/stats/stats.ts'
import { spanWords } from '../i18n/span.ts'
import type { Text } from '../i18n/text.ts'
import type { Words } from '../i18n/words.en.ts'
import { type Block, code, heading, type Inline, type Item, lines, link, list, type Table } from '../view/blocks.ts'
import { dueText, timeText } from '../view/time-format.ts'
import type { StatsText } from './words.en.ts'

export interface StatsContext {
  readonly text: Text
  readonly said: StatsText
  readonly typeName: (type: string) => string
  /** The time that the figures are of (ISO 8601). */
  readonly at: string
  /** A person's name in the contacts, else as recorded. */
  readonly personName: (id: string) => string
  /** The time zone of the quarters. */
  readonly zone: string
  /** The period that the figures are limited to, in ISO 8601; null where it has no such end. */
  readonly period: { readonly from: string | null; readonly to: string | null }
}

export interface StatsSection {
  readonly id: string
  readonly title: string
  readonly blocks: readonly Block[]
}

const MAX_SKIPPED_STEPS = 10

/** The figures on a terminal: the sections, and the ids of the incidents behind each quarter instead of their own figures. */
export function statsBlocks(stats: Stats, context: StatsContext): Block[] {
  const { said } = context
  const [summary, ...rest] = statsSections(stats, context, sparkline)
  const behind = (stats.trends[0]?.quarters ?? []).flatMap(({ quarter, incidents }) =>
    incidents.length === 0 ? [] : [said.behindQuarter(quarterName(quarter, said), incidents)],
  )
  return [
    ...(summary?.blocks ?? []),
    ...rest.flatMap(({ title, blocks }) => [heading(title), ...blocks]),
    ...(behind.length === 0 ? [] : [heading(said.behind), list(behind)]),
  ]
}

/** The figures in full, with each incident behind them. */
export function statsDocument(stats: Stats, context: StatsContext): StatsSection[] {
  const { said, text, typeName } = context
  const behind = (stats.trends[0]?.quarters ?? []).flatMap(({ quarter }): StatsSection[] => {
    const cases = stats.cases.filter((one) => one.quarter === quarter)
    if (cases.length === 0) return []
    const time = (seconds: number | null) => (seconds === null ? said.unknown : spanWords(seconds, text.words))
    const rows = cases.map((one): Inline[] => [
      code(one.incident),
      typeName(one.type),
      one.title ?? '',
      timeText(one.began),
      one.planned ? said.notForPlanned : time(one.timeToDetectSeconds),
      time(one.timeToNotifySeconds),
      time(one.timeToResumeSeconds),
      promisesCell(one, said),
      followUpsCell(one, said),
    ])
    const head = [said.incident, said.type, said.titled, said.began, ...figureHead(said)]
    return [
      {
        id: quarterId(quarter),
        title: said.incidentsOf(quarterName(quarter, said)),
        blocks: [{ kind: 'table', head, rows }],
      },
    ]
  })
  return [...statsSections(stats, context, null), ...behind]
}

/** The id of the section that has the incidents of a quarter. */
export function quarterId(quarter: string): string {
  return `incidents-${quarter.toLowerCase()}`
}

/** `chart` draws counts with characters; null where these would not be of one width. */
function statsSections(stats: Stats, context: StatsContext, chart: typeof sparkline | null): StatsSection[] {
  const { said, text, typeName } = context
  const { drills, falseAlarms, duplicates, trends } = stats
  const excluded = drills + falseAlarms + duplicates > 0 ? [said.apart(drills, falseAlarms, duplicates)] : []
  const period = periodWords(context)
  if (stats.incidents === 0) {
    const nothing = period.length > 0 ? said.nothing : said.nothingYet
    const none = lines(excluded.length > 0 ? said.nothingElse : nothing, ...excluded, ...period)
    return [{ id: 'summary', title: said.summary, blocks: [none] }]
  }
  const [all, ...types] = trends
  const skipped = stats.skipped.slice(0, MAX_SKIPPED_STEPS).map((step) => skippedItem(step, context))
  const overdue = stats.overdue.map((followUp) => overdueLine(followUp, context))
  const blocksOf = (items: readonly (Item | Inline)[]) => (items.length === 0 ? [] : [list(items)])
  const sections: StatsSection[] = [
    {
      id: 'summary',
      title: said.summary,
      blocks: [
        lines(`${said.incidents(stats.incidents)}  ${monthsLine(stats.months, said, chart)}`, ...excluded, ...period),
        typesTable(stats, context),
        lines(
          ...(showsRange(stats, text.words) ? [said.howSpread] : []),
          said.asOf(timeText(context.at), context.zone),
        ),
      ],
    },
    { id: 'quarters', title: said.byQuarter(null), blocks: all === undefined ? [] : [trendTable(all, context)] },
    ...(types.length < 2 ? [] : types).map((trend, i) => {
      const title = said.byQuarter(typeName(trend.type ?? ''))
      return { id: `quarters-${i + 1}`, title, blocks: [trendTable(trend, context)] }
    }),
    { id: 'skipped', title: said.skipped, blocks: blocksOf(skipped) },
    { id: 'overdue', title: said.overdue, blocks: blocksOf(overdue) },
  ]
  return sections.filter(({ blocks }) => blocks.length > 0)
}

/** The period that the figures are limited to; nothing if there is none. */
export function periodWords({ said, period: { from, to } }: StatsContext): string[] {
  return from === null && to === null ? [] : [said.period(from && timeText(from), to && timeText(to))]
}

function monthsLine(months: Stats['months'], said: StatsText, chart: typeof sparkline | null): string {
  const [first = '', last = ''] = [months[0]?.month, months.at(-1)?.month]
  if (first === last) return first
  return [said.months(first, last), ...(chart === null ? [] : [chart(months.map(({ count }) => count))])].join('  ')
}

function typesTable(stats: Stats, context: StatsContext): Table {
  const { said, typeName } = context
  const rows = [
    ...stats.types.map((type) => [typeName(type.type), ...figureCells(type, type.count, context)]),
    ...(stats.types.length === 1 ? [] : [[said.all, ...figureCells(stats, stats.incidents, context)]]),
  ]
  return { kind: 'table', head: [said.type, said.count, ...figureHead(said)], rows }
}

/** A row for each quarter; one without incidents says only that. */
function trendTable({ quarters }: Stats['trends'][number], context: StatsContext): Table {
  const { said } = context
  const rows = quarters.map((point) => [
    quarterName(point.quarter, said),
    ...(point.incidents.length === 0
      ? [said.none, '', '', '', '', '']
      : figureCells(point, point.incidents.length, context)),
  ])
  return { kind: 'table', head: [said.quarter, said.count, ...figureHead(said)], rows }
}

function figureHead({ detect, notify, resume, promises, followUps }: StatsText): string[] {
  return [detect, notify, resume, promises, followUps]
}

function figureCells(figures: Figures, count: number, context: StatsContext): string[] {
  return [
    String(count),
    detectionWords(figures, count, context),
    spreadWords(figures.timeToNotify, count, context),
    spreadWords(figures.timeToResume, count, context),
    promisesCell(figures, context.said),
    followUpsCell(figures, context.said),
  ]
}

/** The time to detect, which planned halts do not have. */
export function detectionWords({ timeToDetect, planned }: Figures, incidents: number, context: StatsContext): string {
  return planned === incidents ? context.said.notForPlanned : spreadWords(timeToDetect, incidents - planned, context)
}

/** The median of times with their range, and of how many of the incidents they are known, if not of all. */
export function spreadWords(spread: Spread | null, incidents: number, { text, said }: StatsContext): string {
  if (spread === null) return said.unknown
  const inWords = (seconds: number) => spanWords(seconds, text.words)
  const [median, least, most] = [inWords(spread.median), inWords(spread.least), inWords(spread.most)]
  const times = least === most ? median : said.spread(median, least, most)
  return spread.count === incidents ? times : said.knownOf(times, spread.count, incidents)
}

function promisesCell(
  { updatesDue, updatesKept }: Pick<Figures, 'updatesDue' | 'updatesKept'>,
  said: StatsText,
): string {
  return updatesDue === 0 ? said.noneDue : said.keptOf(updatesKept, updatesDue)
}

function followUpsCell({ followUps }: Pick<Figures, 'followUps'>, said: StatsText): string {
  const counted = FOLLOW_UP_STATES.flatMap((state) =>
    followUps[state] === 0 ? [] : [said.counted(followUps[state], said.states[state])],
  )
  return counted.length === 0 ? said.noFollowUps : said.listed(counted)
}

/** `2026-Q4` in words. */
export function quarterName(quarter: string, said: StatsText): string {
  return said.quarterName(quarter.slice(0, 4), quarter.slice(-1))
}

/** Whether a time over all types is shown with its range, and not only with its median. */
function showsRange({ timeToDetect, timeToNotify, timeToResume }: Stats, words: Words): boolean {
  return [timeToDetect, timeToNotify, timeToResume].some(
    (spread) => spread !== null && spanWords(spread.least, words) !== spanWords(spread.most, words),
  )
}

function skippedItem({ step, title, count, reasons }: Stats['skipped'][number], { text, said }: StatsContext): Item {
  return {
    text: `${said.times(count)}  ${step}  ${title[text.language]}`,
    items: reasons.map((reason) => ({ text: `- ${reason}` })),
  }
}

function overdueLine(
  { incident, text, owner, due, ref }: Stats['overdue'][number],
  { text: { words }, personName }: StatsContext,
): Inline {
  const tracker: Inline = ref === null ? '' : ['  ', link(ref)]
  return [
    `${dueText(due)}  ${text}  ${owner === null ? words.noOwner : personName(owner)}`,
    tracker,
    `  ${words.aside(incident)}`,
  ]
}

/** A bar chart with one character for each count: `|. =#|` for 1, 0, 4, 7. ASCII, since block characters differ in width. */
export function sparkline(counts: readonly number[]): string {
  const levels = ' .:-=+*#'
  const most = Math.max(1, ...counts)
  return `|${counts.map((count) => levels[Math.ceil((count / most) * (levels.length - 1))]).join('')}|`
}
