import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import {
  type Case,
  caseOf,
  countStates,
  quarterOf,
  type Stats,
  statsOf,
  type Vantage,
} from '../../domain/stats/stats.ts'
import { type QueryResult, queryIncidents } from '../../incident/incident-index.ts'
import { isWithin, type PeriodOptions, periodOf } from '../../incident/period.ts'
import { sayingHowItReads } from '../../incident/record.ts'
import { type Strangers, strangerLines, strangersIn } from '../../incident/strangers.ts'
import { warnAboutFlawedFiles } from '../../incident/warnings.ts'
import { printPieces, type TextPieces } from '../../platform/pieces.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { csv } from '../../view/csv.ts'
import { inertLine } from '../../view/inert.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { GlobalOptions, World } from '../../world.ts'
import { reportMarkdown } from '../markdown.ts'
import { xml } from '../picture/shapes.ts'
import { quarterId, type StatsContext, type StatsSection, statsBlocks, statsDocument } from '../stats-view.ts'
import { statsText } from '../words.ts'

const FORMATS = ['text', 'html', 'svg', 'markdown', 'json', 'csv'] as const
type Format = (typeof FORMATS)[number]

interface Options extends PeriodOptions {
  readonly format?: Format
  readonly csv?: boolean
}

export const help: CommandHelp = {
  page: 'report.md#statistics-over-many-incidents',
  examples: [
    ['stats', 'the figures of all incidents', 'すべてのインシデントの数値をまとめる'],
    ['stats --since 2026-01-01 --format html', 'of this year, as a page', '今年の分をHTMLで出力する'],
    ['stats --csv', 'a row for each incident, for a spreadsheet', '表計算ソフト用に、1件を1行で出力する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--since <time>', say('only incidents that began then or later', 'この時刻以降に始まったものだけ'))
    .option('--until <time>', say('only incidents that began before', 'この時刻より前に始まったものだけ'))
    .addOption(
      new Option('--format <format>', say('form of the figures (default: text)', '出力の形式（既定値: text）')).choices(
        [...FORMATS],
      ),
    )
    .option('--csv', say('a row for each incident, for spreadsheets', '表計算ソフト用に、1件を1行で出力する'))
    .action((options: Options) => start((world) => printStats(world, options)))
}

/** The one form that is asked for. Throws `usage` if there are several. */
function formatOf({ format, csv }: Options, { json }: GlobalOptions): Format {
  const asked = { ...(format && { [`--format ${format}`]: format }), ...(csv && { '--csv': 'csv' as const }) }
  const all = { ...asked, ...(json && { '--json': 'json' as const }) }
  if (new Set(Object.values(all)).size > 1) fail('usage', { detail: Object.keys(all).join(' '), kind: 'conflict' })
  return Object.values(all)[0] ?? 'text'
}

/** Prints the figures. Exit code 4 if an incident was left out, since its log is damaged or its runbook missing. */
async function printStats(world: World, options: Options): Promise<number> {
  const format = formatOf(options, world.options)
  await world.usePager()
  const { directory } = world.workspace
  const { language } = world.text
  const { runbook, settings } = await loadConfig(world.root, directory, language)
  const clock = sayingHowItReads(world, world.clock(settings.timezone))
  const vantage = { now: clock.now(), zone: settings.timezone }
  const results = await withReadingSpinner(world, () =>
    queryIncidents<Case>(world, {
      fromIncident: (incident) => caseOf(incident, vantage.now),
      fromSummary: (summary) => summary.case,
    }),
  )
  const isUsable = ({ flaw, lacking }: QueryResult<Case>) => flaw === null && lacking.length === 0
  for (const { lacking } of results) warnAboutFlawedFiles(world, lacking)
  const period = periodOf(options, clock)
  const counted = results.filter((result) => isUsable(result) && isWithin(result.seen.at, period))
  const cases = counted.map(({ seen }) => seen)
  const strangers = await strangersIn(world, results, counted)
  const said = await statsText(language)
  const leftOut = results.filter((result) => !isUsable(result)).map(({ id }) => inertLine(id))
  const marks = [
    ...(leftOut.length === 0 ? [] : [said.leftOut(leftOut.join(', '))]),
    ...strangerLines(world, strangers),
  ]
  for (const mark of marks) world.say(mark)
  const stats = statsOf(cases, vantage)
  const stampOrNull = (ms: number | null) => (ms === null ? null : clock.stamp(ms))
  const context: StatsContext = {
    text: world.text,
    said,
    typeName: (type) => runbook.types[type]?.[language] ?? type,
    personName: (id) => settings.roster?.people[id]?.[language] ?? id,
    at: clock.stamp(vantage.now),
    zone: vantage.zone,
    period: { from: stampOrNull(period.from), to: stampOrNull(period.to) },
  }
  const sections = () => statsDocument(stats, context)
  switch (format) {
    case 'csv':
      world.raw.print(csv([Object.keys(COLUMNS), ...cases.map((one) => rowOf(one, vantage))]))
      break
    case 'json':
      world.print(JSON.stringify(documentOf(stats, leftOut, strangers)))
      break
    case 'markdown': {
      const document = {
        title: said.title,
        language,
        partial: null,
        marks,
        reservation: null,
        sections: sections(),
        annex: null,
      }
      await printPieces(world.print, reportMarkdown(document, null), world.output)
      break
    }
    case 'svg': {
      const { TRENDS_STYLE, trendsSvg } = await import('../picture/trends.ts')
      world.print(trendsSvg(stats, context, { style: TRENDS_STYLE, marks, linkOf: null }))
      break
    }
    case 'html':
      await printPieces(world.print, await statsPage(stats, context, { sections: sections(), marks }), world.output)
      break
    case 'text': {
      const blocks = statsBlocks(stats, context)
      for (const line of await terminalLinesFor(world, blocks, { folded: true })) world.raw.print(line)
    }
  }
  return leftOut.length === 0 ? 0 : 4
}

function documentOf(stats: Stats, leftOut: readonly string[], { recorded, declared }: Strangers) {
  return { schemaVersion: 1, leftOut, unknownWriters: recorded, declaredByUnknown: declared, ...stats }
}

/**
 * The tables of figures, of seven columns, fit a page. In those of incidents, ids and heads are not broken, and the picture is
 * not made too small to read: what is too wide scrolls instead.
 */
const WIDE =
  '.trends{overflow-x:auto}.trends svg{width:100%;height:auto;display:block}@media screen{th{overflow-wrap:normal}td:not(.short){min-width:6.5rem}td:last-child{min-width:9rem}td code{white-space:nowrap}.trends svg{min-width:56rem}}tr:has(>:last-child:nth-child(7))>td.short{white-space:normal}'

/** The figures as one page, with a picture of the trends if there are any. */
async function statsPage(
  stats: Stats,
  context: StatsContext,
  { sections, marks }: { readonly sections: readonly StatsSection[]; readonly marks: readonly string[] },
): Promise<TextPieces> {
  const { said, text } = context
  const [{ TRENDS_STYLE, trendsSvg }, { htmlPage }] = await Promise.all([
    import('../picture/trends.ts'),
    import('../../view/html-page.ts'),
  ])
  const frame = { style: '', marks: [], linkOf: (quarter: string) => `#${quarterId(quarter)}` }
  return htmlPage({
    title: said.title,
    language: text.language,
    partial: null,
    marks,
    reservation: null,
    sections,
    picture:
      stats.incidents === 0
        ? null
        : { html: scrolling(trendsSvg(stats, context, frame), said.title), title: said.title },
    pictureStyle: `${TRENDS_STYLE}\n${WIDE}`,
    contents: said.contents,
    annex: null,
    edges: null,
  })
}

/** The picture in a frame that can be scrolled by keyboard. */
function scrolling(svg: string, title: string): string {
  return `<div class="trends" tabindex="0" role="group" aria-label="${xml(title)}">${svg}</div>`
}

/** The columns of `--csv`, in order. */
const COLUMNS: Readonly<Record<string, (incident: Case, vantage: Vantage) => string | number | null>> = {
  incident: ({ id }) => id,
  title: ({ title }) => title,
  type: ({ type }) => type,
  severity: ({ severity }) => severity,
  drill: ({ drill }) => (drill ? 'yes' : 'no'),
  'closed-as': ({ closedAs }) => closedAs,
  began: ({ at }) => at,
  'seconds-to-notify': ({ timeToNotifySeconds }) => timeToNotifySeconds,
  'seconds-to-resume': ({ timeToResumeSeconds }) => timeToResumeSeconds,
  'reports-due': ({ updatesDue }) => updatesDue,
  'reports-kept': ({ updatesKept }) => updatesKept,
  'steps-skipped': ({ skipped }) => skipped.length,
  'follow-ups-overdue': (incident, { now }) => countStates([incident], now).overdue,
  quarter: (incident, { zone }) => quarterOf(incident, zone),
  'seconds-to-detect': ({ timeToDetectSeconds }) => timeToDetectSeconds,
  'follow-ups-open': (incident, { now }) => countStates([incident], now).open,
  'follow-ups-done-in-time': (incident, { now }) => countStates([incident], now)['done-in-time'],
  'follow-ups-done-late': (incident, { now }) => countStates([incident], now)['done-late'],
  'follow-ups-done-without-due': (incident, { now }) => countStates([incident], now).done,
  planned: ({ planned }) => (planned ? 'yes' : 'no'),
}

const rowOf = (incident: Case, vantage: Vantage) => Object.values(COLUMNS).map((cellOf) => cellOf(incident, vantage))
