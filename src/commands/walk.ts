import type { Command } from 'commander'
import { again } from '../app/dialog/again.ts'
import { chooseToWalk } from '../app/incident/incidents.ts'
import type { Run } from '../command.ts'
import { fail } from '../domain/outcome.ts'
import type { World } from '../world.ts'

interface Bell {
  readonly bell: boolean
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--no-bell', 'no bell of the terminal when something falls due')
    .action((options: Bell) => start((world) => run(world, options)))
}

async function run(world: World, { bell }: Bell): Promise<number> {
  if (!world.terminal.interactive) fail('no-terminal', {})
  const chosen = await chooseToWalk(world)
  chosen.journal.mustBeWhole(again(world, 'walk', '-i', chosen.journal.id))
  const { walkOn } = await import('../walk/entry.ts')
  return walkOn(world, chosen, bell)
}
