import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { at, record } from '../record.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<step...>', say('step ids', '手順の ID'))
    .option('--note <text>', say('what is being done', '何をしているか'))
    .option('--at <time>', say('when it was started', '着手した時刻'))
    .action((steps: string[], { note, at: when }: { note?: string; at?: string }) =>
      start((world) => {
        const noted = note === undefined ? {} : { note }
        return record(world, (_, clock) => ({ kind: 'begin', steps, ...noted, ...at(world, clock, when) }))
      }),
    )
}
