import { ALL_DUTIES } from '../domain/incident/duty-filter.ts'
import { blockLines } from '../view/terminal.ts'
import type { World } from '../world.ts'
import type { Chosen } from './choose.ts'
import { dutiesView } from './duties-view.ts'
import { statusDocument } from './status-document.ts'
import { statusView } from './status-view.ts'
import { statusLabels } from './words.ts'

export async function printStatus(world: World, chosen: Chosen, filter = ALL_DUTIES): Promise<void> {
  const text = await statusText(world, chosen, filter)
  if (world.options.json) world.print(text)
  else world.raw.print(text)
}

/** The status as text, or as JSON with `--json`. */
export async function statusText(world: World, { journal, clock }: Chosen, filter = ALL_DUTIES): Promise<string> {
  const { incident } = journal
  if (world.options.json) {
    const intact = journal.findings().length === 0 && journal.behind() === null && journal.unmet().length === 0
    return JSON.stringify(statusDocument(incident, { files: journal.paths, intact }, clock.now(), clock.stamp, filter))
  }
  const { text } = world
  const context = { text, labels: await statusLabels(text.language), now: clock.now(), stamp: clock.stamp }
  const blocks = filter === ALL_DUTIES ? statusView(incident, context) : dutiesView(incident, filter, context)
  return (await blockLines(world, blocks, { drill: incident.declaration?.drill ?? false, folded: false })).join('\n')
}
