import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { at, needed, record } from '../record.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('<step...>', 'step ids')
    .option('--to <assignee>', 'person or department (needed)')
    .option('--at <time>', 'when it was given')
    .action((steps: string[], options: { to?: string; at?: string }) =>
      start((world) => {
        const to = needed(options.to, '--to', '--to')
        return record(world, (_, clock) => ({ kind: 'assign', steps, to, ...at(world, clock, options.at) }))
      }),
    )
}
