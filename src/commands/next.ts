import type { Command } from 'commander'
import type { Run } from '../command.ts'
import { plan } from '../domain/plan.ts'
import { bannerOf, chooseAny } from '../incidents.ts'
import { stepDocument } from '../render/document.ts'
import { stepLines } from '../render/step.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--all', 'everything that is open, not only the first few')
    .action((options: { all?: boolean }) => start((world) => run(world, options.all ?? false)))
}

async function run(world: World, all: boolean): Promise<number> {
  const { journal, clock } = chooseAny(world)
  const code = bannerOf(world, journal)
  const open = plan(journal.incident, clock.now())
  if (world.options.json) {
    world.print(JSON.stringify({ schemaVersion: 1, steps: open.map((view) => stepDocument(view, clock.stamp)) }))
    return code
  }
  const { runbook } = journal.incident
  if (open.length === 0) world.say(world.text.said.nothingNext)
  for (const view of all ? open : open.slice(0, 3)) world.print(`${stepLines(view, runbook, world.text).join('\n')}\n`)
  return code
}
