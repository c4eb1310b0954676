import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { timeline } from '../../domain/incident/timeline.ts'
import type { Envelope, Event } from '../../domain/log/event.ts'
import type { Text } from '../../i18n/text.ts'
import { pour } from '../../platform/pieces.ts'
import type { Journal } from '../../store/journal.ts'
import type { World } from '../../world.ts'
import { chooseAny, printDamageBanner, warnAboutMissingFiles } from '../choose.ts'
import { drillPrefix, timelineLine } from '../event-lines.ts'
import { followEachSecond } from '../follow.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--follow', say('keep printing new events, of any writer', '新しい記録（誰のものでも）を表示し続ける'))
    .action((options: { follow?: boolean }) => start((world) => run(world, options)))
}

/** Prints the events of all writers in order; with `--json`, each line is an event as stored in the log. */
async function run(world: World, { follow }: { follow?: boolean }): Promise<number> {
  const { journal } = chooseAny(world)
  const code = printDamageBanner(world, journal)
  warnAboutMissingFiles(world, journal.lackingFiles())
  const shown = world.options.json ? jsonLines : textLines(journal, world.text)
  const print = world.options.json && !world.terminal.output ? world.raw.print : world.print
  await pour(print, shown(journal.events()), world.output)
  return follow && (await world.output.takesMore())
    ? printNewEvents(world, journal, (events) => pour(print, shown(events), world.output))
    : code
}

/** Prints new events in the order in which they arrive here, until the reader goes away. Throws `paused` on Ctrl-C. */
async function printNewEvents(
  world: World,
  journal: Journal,
  show: (events: Iterable<Event | Envelope>) => Promise<void>,
): Promise<number> {
  const shown = new Map([...journal.incident.heads].map(([writer, { seq }]) => [writer, seq]))
  const words = ['log', '--follow', '-i', journal.id, ...(world.options.json ? ['--json'] : [])]
  return followEachSecond(world, words, async (end) => {
    // A file that is re-read from its start yields events that were shown before; they are filtered out.
    const fresh = journal.refreshed().filter(({ writer, seq }) => seq > (shown.get(writer) ?? 0))
    for (const { writer, seq } of fresh) shown.set(writer, seq)
    journal.mustBeWhole()
    if (fresh.length > 0) await show(fresh)
    if (!(await world.output.takesMore())) end()
  })
}

function* jsonLines(events: Iterable<Event | Envelope>): Generator<string> {
  for (const event of events) yield `${JSON.stringify(event)}\n`
}

/** A line for each event, with a line for each day before them. */
function textLines(journal: Journal, text: Text): typeof jsonLines {
  let date = ''
  let before: Envelope | undefined
  return function* (events) {
    const entryOf = timeline(journal.incident)
    const mark = drillPrefix(journal.incident, text)
    for (const event of events) {
      const entry = entryOf(event, before)
      before = event
      const day = entry.at.slice(0, 10)
      if (day !== date) yield `${mark}${day}\n`
      date = day
      yield `${mark}${timelineLine(entry, text)}\n`
    }
  }
}
