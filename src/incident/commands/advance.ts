import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { at, forced, record } from '../record.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--force', 'although required steps are pending')
    .option('--reason <text>', 'why it is forced')
    .option('--at <time>', 'when the phase began')
    .action((options: { force?: boolean; reason?: string; at?: string }) =>
      start((world) =>
        record(world, (_, clock) => ({ kind: 'advance', ...forced(options), ...at(world, clock, options.at) })),
      ),
    )
}
