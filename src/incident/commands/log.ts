import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { stepsInBulk } from '../../domain/incident/steps-in-bulk.ts'
import { timelineEntryMaker } from '../../domain/incident/timeline.ts'
import { type Envelope, type Event, nameOf } from '../../domain/log/event.ts'
import { previousEventFinder } from '../../domain/log/hybrid-clock.ts'
import { fail } from '../../domain/problem.ts'
import type { Text } from '../../i18n/text.ts'
import { printPieces } from '../../platform/pieces.ts'
import { approvalsNotByAnother } from '../../signing/approver.ts'
import type { Journal } from '../../store/journal.ts'
import type { World } from '../../world.ts'
import { LogAlarms } from '../alarms.ts'
import { chooseIncidentToRead } from '../choose.ts'
import { printDamageBanner } from '../damage-warnings.ts'
import { drillPrefix, timelineLine } from '../event-lines.ts'
import { followUntilInterrupted } from '../follow.ts'
import { lastOf, limitOption } from '../limit-option.ts'
import { addLogFilter, chosenEvents, type LogFilterOptions } from '../log-filter.ts'
import { eventsWithNamesInForce } from '../names-in-force.ts'
import { sayingHowItReads } from '../record.ts'
import { warnAboutFlawedFiles } from '../warnings.ts'

export const help: CommandHelp = {
  page: 'commands.md#looking-back',
  examples: [
    ['log', 'all events in order', 'すべての記録を順に表示する'],
    ['log --follow', 'and each new one, until Ctrl-C', 'Ctrl-C を押すまで、新しい記録も表示する'],
    ['log --type notice --since "1h ago"', 'the notices of the last hour', 'この1時間の告知'],
    ['log --json', 'one event a line, for scripts', 'スクリプト用に、1行に1件ずつ出力する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  addLogFilter(command, say)
    .addOption(limitOption(say))
    .option('--follow', say('keep printing new events, of any writer', '新しい記録（誰のものでも）を表示し続ける'))
    .option(
      '--raw',
      say(
        'with --json: the lines as stored, redacted text included',
        '--json と併用: 保存された行のまま、墨消しした文も含めて表示する',
      ),
    )
    .action((options: Options) => start((world) => run(world, options)))
}

interface Options extends LogFilterOptions {
  readonly limit?: number
  readonly follow?: boolean
  readonly raw?: boolean
}

type AnyEvent = Event | Envelope
/** Makes lines of those events that are chosen. */
type LinesOf = (events: Iterable<AnyEvent>, isChosen: (event: AnyEvent) => boolean) => Generator<string>

/** Prints the events of all writers in order; with `--json`, each as a line of JSON, with `--raw` as stored in the log. */
async function run(world: World, options: Options): Promise<number> {
  const { follow, raw, limit } = options
  if (raw && !world.options.json) fail('idle-flag', { flag: '--raw', needs: '--json' })
  if (!follow) await world.usePager()
  const { journal, clock } = chooseIncidentToRead(world)
  printDamageBanner(world, journal)
  const code = journal.flaw() === null ? 0 : 4
  warnAboutFlawedFiles(world, journal.flawedFilesInForce())
  const isWanted = chosenEvents(options, journal.incident, sayingHowItReads(world, clock))
  const linesOf = await linesIn(world, journal, raw)
  // In JSON for a file or another program nothing is escaped, so that it stays as stored.
  const print = world.options.json && !world.terminal.isOutputTerminal ? world.raw.print : world.print
  const printAny = (text: string) => (text === '' ? undefined : print(text))
  const show = (lines: Generator<string>) => printPieces(printAny, lines, world.output)
  await show(linesOf(journal.events(), limit === undefined ? isWanted : lastWanted(journal, isWanted, limit)))
  return follow && (await world.output.takesMore())
    ? printNewEvents(world, journal, options, (events) => show(linesOf(events, isWanted)))
    : code
}

async function linesIn(world: World, journal: Journal, raw: boolean | undefined): Promise<LinesOf> {
  if (raw) return storedLines(journal)
  if (world.options.json) return jsonLines
  const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
  return textLines(journal, text, await approvalsNotByAnother(world, journal))
}

function lastWanted(journal: Journal, isWanted: (event: AnyEvent) => boolean, limit: number) {
  const last = new Set(lastOf([...journal.events()].filter(isWanted).map(nameOf), limit))
  return (event: AnyEvent) => last.has(nameOf(event))
}

/** Prints new events in the order in which they arrive here, until the reader goes away. Rejects with `interrupted` on Ctrl-C. */
async function printNewEvents(
  world: World,
  journal: Journal,
  options: Options,
  show: (events: readonly AnyEvent[]) => Promise<void>,
): Promise<number> {
  const flags = [...(world.options.json ? ['--json'] : []), ...flagsOf(options)]
  const alarms = new LogAlarms(world, journal)
  return followUntilInterrupted(world, ['log', '--follow', '-i', journal.id, ...flags], async (end) => {
    const fresh = journal.readNewEvents()
    journal.mustBeUsable()
    if (fresh.length > 0) await show(fresh)
    await alarms.sayNew()
    if (!(await world.output.takesMore())) end()
  })
}

/** The flags that go on showing the same: what came first is shown already, so its number does not matter. */
function flagsOf({ raw, type, by, until }: Options): string[] {
  const given = { '--type': type, '--by': by, '--until': until }
  const flags = Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))
  return raw ? ['--raw', ...flags] : flags
}

/** Makes lines as they stand in the files. */
function storedLines(journal: Journal): LinesOf {
  return function* (events, isChosen) {
    const chosen = new Set([...events].filter(isChosen).map(nameOf))
    for (const { event, line } of journal.lines()) if (chosen.has(event)) yield `${line}\n`
  }
}

function* jsonLines(...[events, isChosen]: Parameters<LinesOf>): Generator<string> {
  for (const event of events) if (isChosen(event)) yield `${JSON.stringify(event)}\n`
}

/**
 * Makes a line for each chosen event, after one for its date if that is new. Remembers date and last event between calls;
 * those that are not chosen count for what the others say.
 */
function textLines(journal: Journal, text: Text, vainApprovals: readonly string[]): LinesOf {
  let date = ''
  const previousOf = previousEventFinder(journal.knows)
  return function* (events, isChosen) {
    // Without its runbook, a log does not tell which steps a notice completed.
    const inBulk = journal.flawedFilesInForce().length > 0 ? [] : stepsInBulk(journal.incident)
    const entryOf = timelineEntryMaker({ ...journal.incident, vainApprovals }, inBulk)
    const mark = drillPrefix(journal.incident, text)
    for (const event of events) {
      const entry = entryOf(event, previousOf(event))
      if (!isChosen(event)) continue
      const day = entry.at.slice(0, 10)
      if (day !== date) yield `${mark}${day}\n`
      date = day
      yield `${mark}${timelineLine(entry, text, null)}\n`
    }
  }
}
