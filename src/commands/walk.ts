import type { Command } from 'commander'
import { again } from '../again.ts'
import type { Run } from '../command.ts'
import { fail } from '../domain/outcome.ts'
import { chooseOpen } from '../incidents.ts'
import type { World } from '../world.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command.action(() => start(run))
}

async function run(world: World): Promise<number> {
  if (!world.terminal.interactive) fail('no-terminal', {})
  const chosen = chooseOpen(world)
  chosen.journal.mustBeWhole(again(world, 'walk', '-i', chosen.journal.id))
  const { walkOn } = await import('../walk/entry.ts')
  return walkOn(world, chosen)
}
