import type { Command } from 'commander'
import { bannerOf, chooseAny } from '../app/incident/incidents.ts'
import type { Run } from '../command.ts'
import { timeline } from '../domain/incident/timeline.ts'
import type { Envelope } from '../domain/log/event.ts'
import type { Journal } from '../edges/journal.ts'
import { pour } from '../edges/pouring.ts'
import { timelineLine } from '../render/timeline.ts'
import type { Text } from '../text/text.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command.action(() => start(run))
}

/** The events in order, merged over all writers; as JSON each line is the event as it stands in the log. */
async function run(world: World): Promise<number> {
  const { journal } = chooseAny(world)
  const code = bannerOf(world, journal)
  if (world.options.json)
    await pour(world.terminal.output ? world.print : world.raw.print, documents(journal), world.output)
  else await pour(world.print, lines(journal, world.text), world.output)
  return code
}

function* documents(journal: Journal): Generator<string> {
  for (const event of journal.events()) yield `${JSON.stringify(event)}\n`
}

/** A line for each event, under its day. */
function* lines(journal: Journal, text: Text): Generator<string> {
  const standing = timeline(journal.incident)
  const mark = journal.incident.declaration?.drill ? `[${text.words.drill}] ` : ''
  let date = ''
  let before: Envelope | undefined
  for (const event of journal.events()) {
    const entry = standing(event, before)
    before = event
    const day = entry.at.slice(0, 10)
    if (day !== date) yield `${mark}${day}\n`
    date = day
    yield `${mark}${timelineLine(entry, text)}\n`
  }
}
