import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../command.ts'
import { fail } from '../domain/problem.ts'
import { chooseIncidentToWalk } from '../incident/choose.ts'
import { resumeCommand } from '../view/resume-command.ts'
import type { World } from '../world.ts'

export const help: CommandHelp = {
  page: 'walk.md',
  examples: [
    ['walk', 'go on step by step from where the log is', 'ログの続きから、手順を1つずつ進める'],
    ['walk --no-bell', 'the same, without the bell when something falls due', '期限が来ても、ベルを鳴らさない'],
    [
      'walk --plain',
      'plain lines instead of redrawing, for slow lines and screen readers',
      '画面を描き直さない（遅い回線や画面読み上げ用）',
    ],
  ],
}

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
