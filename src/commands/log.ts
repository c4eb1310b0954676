import type { Command } from 'commander'
import { bannerOf, chooseAny } from '../app/incident/incidents.ts'
import type { Run } from '../command.ts'
import { timeline } from '../domain/incident/timeline.ts'
import type { Envelope } from '../domain/log/event.ts'
import { timelineLine } from '../render/timeline.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command.action(() => start(run))
}

/** The events in order, merged over all writers; as JSON each line is the event as it stands in the log. */
async function run(world: World): Promise<number> {
  const { journal } = chooseAny(world)
  const code = bannerOf(world, journal)
  const standing = timeline(journal.incident)
  const mark = journal.incident.declaration?.drill ? `[${world.text.words.drill}] ` : ''
  const print = world.terminal.output ? world.print : world.raw.print
  let date = ''
  let before: Envelope | undefined
  for (const event of journal.events()) {
    if (world.options.json) {
      print(JSON.stringify(event))
      continue
    }
    const entry = standing(event, before)
    before = event
    const day = entry.at.slice(0, 10)
    if (day !== date) world.print(`${mark}${day}`)
    date = day
    world.print(`${mark}${timelineLine(entry, world.text)}`)
  }
  return code
}
