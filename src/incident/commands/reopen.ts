import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { at, needed, record } from '../record.ts'
import { parseScope } from '../statements.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--reason <text>', 'why trading stopped again (needed)')
    .option('--scope <statement...>', 'OPERATION[:ASSET]=STATE')
    .option('--at <time>', 'when it stopped again')
    .action((options: { reason?: string; scope?: string[]; at?: string }) =>
      start((world) => {
        const reason = needed(options.reason, '--reason', '--reason')
        const scope = parseScope(options.scope ?? [])
        return record(world, (_, clock) => ({ kind: 'reopen', reason, scope, ...at(world, clock, options.at) }))
      }),
    )
}
