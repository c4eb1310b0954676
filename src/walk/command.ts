import type { Command } from 'commander'
import type { CommandContext } from '../command.ts'
import { fail } from '../domain/problem.ts'
import { chooseIncidentToWalk } from '../incident/choose.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

export function define(command: Command, { start, say, walk }: CommandContext): void {
  command
    .option(
      '--no-bell',
      say('do not ring the terminal bell when something falls due', '期限が来ても端末のベルを鳴らさない'),
    )
    .action(({ bell }: { bell: boolean }) => start((world) => run(world, walk, bell)))
}

async function run(world: World, walk: CommandContext['walk'], bell: boolean): Promise<number> {
  if (!world.terminal.isInteractive) fail('no-terminal', {})
  const chosen = await chooseIncidentToWalk(world)
  chosen.journal.mustBeUsable({ next: resumeCommand(world, 'walk', '-i', chosen.journal.id) })
  return (await walk()).walkOn(world, chosen, bell)
}
