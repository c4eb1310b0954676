import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
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
import { eventsWithNamesInForce } from '../names-in-force.ts'
import { warnAboutFlawedFiles } from '../warnings.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
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

interface Options {
  readonly follow?: boolean
  readonly raw?: boolean
}

/** Prints the events of all writers in order; with `--json`, each as a line of JSON, with `--raw` as stored in the log. */
async function run(world: World, { follow, raw }: Options): Promise<number> {
  if (raw && !world.options.json) fail('idle-flag', { flag: '--raw', needs: '--json' })
  const { journal } = chooseIncidentToRead(world)
  printDamageBanner(world, journal)
  const code = journal.flaw() === null ? 0 : 4
  warnAboutFlawedFiles(world, journal.flawedFilesInForce())
  const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
  const linesOf = world.options.json ? jsonLines : textLines(journal, text, await approvalsNotByAnother(world, journal))
  // In JSON for a file or another program nothing is escaped, so that it stays as stored.
  const print = world.options.json && !world.terminal.isOutputTerminal ? world.raw.print : world.print
  const show = (lines: Generator<string>) => printPieces(print, lines, world.output)
  await show(raw ? storedLines(journal) : linesOf(journal.events()))
  return follow && (await world.output.takesMore())
    ? printNewEvents(world, journal, raw ? ['--raw'] : [], (events) =>
        show(raw ? storedLines(journal, new Set(events.map(nameOf))) : linesOf(events)),
      )
    : code
}

/** Prints new events in the order in which they arrive here, until the reader goes away. Rejects with `paused` on Ctrl-C. */
async function printNewEvents(
  world: World,
  journal: Journal,
  flags: readonly string[],
  show: (events: readonly (Event | Envelope)[]) => Promise<void>,
): Promise<number> {
  const resumeArgv = ['log', '--follow', '-i', journal.id, ...(world.options.json ? ['--json'] : []), ...flags]
  const alarms = new LogAlarms(world, journal)
  return followUntilInterrupted(world, resumeArgv, async (end) => {
    const fresh = journal.readNewEvents()
    journal.mustBeUsable()
    if (fresh.length > 0) await show(fresh)
    await alarms.sayNew()
    if (!(await world.output.takesMore())) end()
  })
}

/** The lines of all events, or of some by name, as they stand in the files. */
function* storedLines(journal: Journal, wanted: ReadonlySet<string> | null = null): Generator<string> {
  for (const { event, line } of journal.lines()) if (wanted === null || wanted.has(event)) yield `${line}\n`
}

function* jsonLines(events: Iterable<Event | Envelope>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`
}

/** Makes a line for each event, after one for its date if that is new. Remembers date and last event between calls. */
function textLines(journal: Journal, text: Text, vainApprovals: readonly string[]): typeof jsonLines {
  let date = ''
  const previousOf = previousEventFinder(journal.knows)
  return function* (events) {
    // Without its runbook, a log does not tell which steps a notice completed.
    const inBulk = journal.flawedFilesInForce().length > 0 ? [] : stepsInBulk(journal.incident)
    const entryOf = timelineEntryMaker({ ...journal.incident, vainApprovals }, inBulk)
    const mark = drillPrefix(journal.incident, text)
    for (const event of events) {
      const entry = entryOf(event, previousOf(event))
      const day = entry.at.slice(0, 10)
      if (day !== date) yield `${mark}${day}\n`
      date = day
      yield `${mark}${timelineLine(entry, text, null)}\n`
    }
  }
}
