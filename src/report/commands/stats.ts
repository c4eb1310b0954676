import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import { type Case, caseOf, countStates, quarterOf, statsOf, type Vantage } from '../../domain/stats/stats.ts'
import { type QueryResult, queryIncidents } from '../../incident/incident-index.ts'
import { sayingHowItReads } from '../../incident/record.ts'
import { warnAboutFlawedFiles } from '../../incident/warnings.ts'
import type { Clock } from '../../platform/clock.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { withReadingSpinner } from '../../store/spinner.ts'
import { csv } from '../../view/csv.ts'
import { inertLine } from '../../view/inert.ts'
import { terminalLinesFor } from '../../view/terminal.ts'
import type { World } from '../../world.ts'
import { statsBlocks } from '../stats-view.ts'
import { statsText } from '../words.ts'

interface Options {
  readonly since?: string
  readonly until?: string
  readonly csv?: boolean
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--since <time>', say('only incidents that began then or later', 'この時刻以降に始まったものだけ'))
    .option('--until <time>', say('only incidents that began before', 'この時刻より前に始まったものだけ'))
    .option('--csv', say('a row for each incident, for spreadsheets', '表計算ソフト用に、1件を1行で出力する'))
    .action((options: Options) => start((world) => printStats(world, options)))
}

/** Prints the figures. Exit code 4 if an incident was left out, since its log is damaged or its runbook missing. */
async function printStats(world: World, options: Options): Promise<number> {
  if (options.csv && world.options.json) fail('usage', { detail: '--csv --json', kind: 'conflict' })
  const { directory } = world.workspace
  const { runbook, settings } = await loadConfig(world.root, directory, world.text.language)
  const clock = sayingHowItReads(world, world.clock(settings.timezone))
  const now = clock.now()
  const results = await withReadingSpinner(world, () =>
    queryIncidents<Case>(world, {
      fromIncident: (incident) => caseOf(incident, now),
      fromSummary: (summary) => summary.case,
    }),
  )
  const isUsable = ({ flaw, lacking }: QueryResult<Case>) => flaw === null && lacking.length === 0
  const damaged = results.filter(({ flaw }) => flaw !== null)
  for (const { lacking } of results) warnAboutFlawedFiles(world, lacking)
  const usable = results.filter(isUsable).map(({ seen }) => seen)
  const cases = casesBetween(usable, options, clock)
  const said = await statsText(world.text.language)
  if (damaged.length > 0) world.say(said.leftOut(damaged.map(({ id }) => inertLine(id)).join(', ')))
  const vantage = { now, zone: settings.timezone }
  const stats = statsOf(cases, vantage)
  const typeName = (type: string) => runbook.types[type]?.[world.text.language] ?? type
  const inPeriod = options.since !== undefined || options.until !== undefined
  if (options.csv) world.raw.print(csv([Object.keys(COLUMNS), ...cases.map((one) => rowOf(one, vantage))]))
  else if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, ...stats }))
  else {
    const blocks = statsBlocks(stats, { text: world.text, said, typeName, inPeriod })
    for (const line of await terminalLinesFor(world, blocks, { folded: true })) world.print(line)
  }
  return results.every(isUsable) ? 0 : 4
}

/** Returns the cases that began within the period. Throws `bad-range` if it ends before it begins. */
function casesBetween(cases: readonly Case[], { since, until }: Options, clock: Clock): Case[] {
  const from = since === undefined ? null : clock.past(since)
  const to = until === undefined ? null : clock.bound(until)
  if (from !== null && to !== null && to <= from) fail('bad-range', { given: `${since}/${until}` })
  return cases.filter(({ at }) => {
    const began = Date.parse(at)
    return (from === null || began >= from) && (to === null || began < to)
  })
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
}

const rowOf = (incident: Case, vantage: Vantage) => Object.values(COLUMNS).map((cellOf) => cellOf(incident, vantage))
