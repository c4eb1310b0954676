import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { matchesFilter } from '../../domain/incident/duty-filter.ts'
import { plan } from '../../domain/plan.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead } from '../choose.ts'
import { addDutyFilter, type DutyFilterOptions, dutyFilterOf } from '../duty-filter-options.ts'
import { stepLines } from '../labels.ts'
import { stepDocument } from '../status-document.ts'
import { printDamageBanner } from '../warnings.ts'

type Options = DutyFilterOptions & { readonly all?: boolean }

export function define(command: Command, { start, say }: CommandContext): void {
  addDutyFilter(command, say)
    .option('--all', say('all open steps, not only the first few', '先頭の数件だけでなく、残りをすべて表示する'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, { all, ...options }: Options): Promise<number> {
  const { journal, clock } = chooseIncidentToRead(world)
  const code = printDamageBanner(world, journal)
  const filter = dutyFilterOf(journal.incident, options)
  const open = plan(journal.incident, clock.now()).filter((view) => matchesFilter(view, filter))
  if (world.options.json) {
    world.print(JSON.stringify({ schemaVersion: 1, steps: open.map((view) => stepDocument(view, clock.stamp)) }))
    return code
  }
  const { runbook } = journal.incident
  if (open.length === 0) world.say(world.text.said.nothingNext)
  for (const view of all ? open : open.slice(0, 3)) world.print(`${stepLines(view, runbook, world.text).join('\n')}\n`)
  return code
}
