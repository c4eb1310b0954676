import type { Command } from 'commander'
import type { CommandContext } from '../command.ts'
import { fail } from '../domain/problem.ts'
import { chooseIncidentToWalk } from '../incident/choose.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

interface WalkOptions {
  readonly bell: boolean
}

export function define(command: Command, { onParsed: start, localize: say }: CommandContext): void {
  command
    .option('--no-bell', say('no bell of the terminal when something falls due', '期限が来ても端末のベルを鳴らさない'))
    .action((options: WalkOptions) => start((world) => run(world, options)))
}

async function run(world: World, { bell }: WalkOptions): Promise<number> {
  if (!world.terminal.isInteractive) fail('no-terminal', {})
  const chosen = await chooseIncidentToWalk(world)
  chosen.journal.mustBeWhole(resumeCommand(world, 'walk', '-i', chosen.journal.id))
  const { walkOn } = await import('./entry.ts')
  return walkOn(world, chosen, bell)
}
