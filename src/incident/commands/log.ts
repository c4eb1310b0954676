import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { stepsInBulk } from '../../domain/incident/steps-in-bulk.ts'
import { timelineEntryMaker } from '../../domain/incident/timeline.ts'
import type { Envelope, Event } from '../../domain/log/event.ts'
import type { Text } from '../../i18n/text.ts'
import { printPieces } from '../../platform/pieces.ts'
import type { Journal } from '../../store/journal.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead } from '../choose.ts'
import { drillPrefix, timelineLine } from '../event-lines.ts'
import { followUntilInterrupted } from '../follow.ts'
import { eventsWithNamesInForce } from '../names-in-force.ts'
import { printDamageBanner, warnAboutFlawedFiles } from '../warnings.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--follow', say('keep printing new events, of any writer', '新しい記録（誰のものでも）を表示し続ける'))
    .action((options: { follow?: boolean }) => start((world) => run(world, options)))
}

/** Prints the events of all writers in order; with `--json`, each line is an event as stored in the log. */
async function run(world: World, { follow }: { follow?: boolean }): Promise<number> {
  const { journal } = chooseIncidentToRead(world)
  const code = printDamageBanner(world, journal)
  warnAboutFlawedFiles(world, journal.flawedFilesInForce())
  const text = { ...world.text, events: eventsWithNamesInForce(world.text, journal) }
  const linesOf = world.options.json ? jsonLines : textLines(journal, text)
  // In JSON for a file or another program nothing is escaped, so that it stays as stored.
  const print = world.options.json && !world.terminal.isOutputTerminal ? world.raw.print : world.print
  await printPieces(print, linesOf(journal.events()), world.output)
  return follow && (await world.output.takesMore())
    ? printNewEvents(world, journal, (events) => printPieces(print, linesOf(events), world.output))
    : code
}

/** Prints new events in the order in which they arrive here, until the reader goes away. Rejects with `paused` on Ctrl-C. */
async function printNewEvents(
  world: World,
  journal: Journal,
  show: (events: Iterable<Event | Envelope>) => Promise<void>,
): Promise<number> {
  const shownUpTo = new Map([...journal.incident.heads].map(([writer, { seq }]) => [writer, seq]))
  const resumeArgv = ['log', '--follow', '-i', journal.id, ...(world.options.json ? ['--json'] : [])]
  return followUntilInterrupted(world, resumeArgv, async (end) => {
    // A file that is re-read from its start yields events that were shown before; they are filtered out.
    const fresh = journal.readNewEvents().filter(({ writer, seq }) => seq > (shownUpTo.get(writer) ?? 0))
    for (const { writer, seq } of fresh) shownUpTo.set(writer, seq)
    journal.mustBeWhole()
    if (fresh.length > 0) await show(fresh)
    if (!(await world.output.takesMore())) end()
  })
}

function* jsonLines(events: Iterable<Event | Envelope>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`
}

/** Makes a line for each event, after one for its date if that is new. Remembers date and last event between calls. */
function textLines(journal: Journal, text: Text): typeof jsonLines {
  let date = ''
  let previous: Envelope | undefined
  return function* (events) {
    // Without its runbook, a log does not tell which steps a notice completed.
    const inBulk = journal.flawedFilesInForce().length > 0 ? [] : stepsInBulk(journal.incident)
    const entryOf = timelineEntryMaker(journal.incident, inBulk)
    const mark = drillPrefix(journal.incident, text)
    for (const event of events) {
      const entry = entryOf(event, previous)
      previous = event
      const day = entry.at.slice(0, 10)
      if (day !== date) yield `${mark}${day}\n`
      date = day
      yield `${mark}${timelineLine(entry, text)}\n`
    }
  }
}
