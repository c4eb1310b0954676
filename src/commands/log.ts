import type { Command } from 'commander'
import type { Run } from '../command.ts'
import { type Envelope, isKnown, nameOf } from '../domain/log/event.ts'
import { setBack } from '../domain/log/skew.ts'
import { bannerOf, chooseAny } from '../incidents.ts'
import { receipt } from '../render/receipt.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command.action(() => start(run))
}

/** The events in order, merged over all writers; as JSON each line is the event as it stands in the log. */
async function run(world: World): Promise<number> {
  const { journal } = chooseAny(world)
  const code = bannerOf(world, journal)
  const { undone, corrections, declaration } = journal.incident
  const corrected = new Map(corrections.map((c) => [c.target, c.event]))
  const { words } = world.text
  const mark = declaration?.drill ? `[${words.drill}] ` : ''
  const print = world.terminal.output ? world.print : world.raw.print
  let date = ''
  let before: Envelope | undefined
  for (const event of journal.events()) {
    if (world.options.json) {
      print(JSON.stringify(event))
      continue
    }
    const day = event.at.slice(0, 10)
    if (day !== date) world.print(`${mark}${day}`)
    date = day
    const name = nameOf(event)
    const [undoneBy, correctedBy, back] = [undone.get(name), corrected.get(name), setBack(before, event)]
    before = event
    const marks = [
      isKnown(event) ? '' : '?',
      undoneBy === undefined ? '' : words.undone(undoneBy),
      correctedBy === undefined ? '' : words.corrected(correctedBy),
      back === 0 ? '' : words.setBack(words.seconds(back / 1000)),
    ]
    world.print(`${mark}${[receipt(event, world.text.events), ...marks.filter(Boolean)].join('  ')}`)
  }
  return code
}
