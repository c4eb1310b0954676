import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { at, record } from '../record.ts'

interface Options {
  readonly note?: string
  readonly at?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<step...>', say('step ids', '手順の ID'))
    .option('--note <text>', say('what is being done', '何をしているか'))
    .option('--at <time>', say('when it was started', '着手した時刻'))
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
