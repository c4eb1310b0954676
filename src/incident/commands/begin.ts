import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { at, record } from '../record.ts'

interface Options {
  readonly note?: string
  readonly at?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('<step...>', 'step ids')
    .option('--note <text>', 'what is being done')
    .option('--at <time>', 'when it was begun')
    .action((steps: string[], options: Options) =>
      start((world) =>
        record(world, (_, clock) => ({
          kind: 'begin',
          steps,
          ...(options.note !== undefined && { note: options.note }),
          ...at(world, clock, options.at),
        })),
      ),
    )
}
