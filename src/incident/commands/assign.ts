import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { at, record, requireText } from '../record.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<step...>', say('step ids', '手順の ID'))
    .option('--to <assignee>', say('person or department (required)', '人または部署（必須）'))
    .option('--at <time>', say('when it was assigned', '割り当てた時刻'))
    .action((steps: string[], options: { to?: string; at?: string }) =>
      start((world) => {
        const to = requireText(options.to, '--to')
        return record(world, (_, clock) => ({ kind: 'assign', steps, to, ...at(world, clock, options.at) }))
      }),
    )
}
