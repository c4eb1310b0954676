import type { Command } from 'commander'
import type { Run } from '../catalogue.ts'
import { at, needed, record } from '../recording.ts'

interface Options {
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('<step...>', 'step ids')
    .option('--reason <text>', 'why (needed)')
    .option('--at <time>', 'when it was decided')
    .action((steps: string[], options: Options) =>
      start((world) => {
        const reason = needed(options.reason, '--reason', '--reason')
        return record(world, (_, clock) => ({ kind: 'skip', steps, reason, ...at(world, clock, options.at) }))
      }),
    )
}
