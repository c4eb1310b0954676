import type { CommandModule } from '../command.ts'
import { at, needed, record } from './record.ts'

interface Options {
  readonly reason?: string
  readonly at?: string
}

/** The commands that leave steps undone, each with a reason: `decline` decides against, `skip` is a deviation. */
export function declineOrSkip(kind: 'decline' | 'skip'): CommandModule['define'] {
  return (command, start) =>
    command
      .argument('<step...>', 'step ids')
      .option('--reason <text>', 'why (needed)')
      .option('--note <text>', 'the same as --reason')
      .option('--at <time>', 'when it was decided')
      .action((steps: string[], options: Options & { note?: string }) =>
        start((world) => {
          const reason = needed(options.reason ?? options.note, '--reason', '--reason')
          return record(world, (_, clock) => ({ kind, steps, reason, ...at(world, clock, options.at) }))
        }),
      )
}
