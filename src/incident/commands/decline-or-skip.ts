import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { at, record, requireText } from '../record.ts'

/** `decline` and `skip` leave steps undone for a reason: a declined step was decided against, a skipped one deviates. */
export function define(command: Command, { start, say }: CommandContext): void {
  const kind = command.name() === 'skip' ? 'skip' : 'decline'
  command
    .argument('<step...>', say('step ids', '手順の ID'))
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .option('--note <text>', say('same as --reason', '--reason と同じ'))
    .option('--at <time>', say('when it was decided', '決めた時刻'))
    .action((steps: string[], options: { reason?: string; note?: string; at?: string }) =>
      start((world) => {
        const reason = requireText(options.reason ?? options.note, '--reason')
        return record(world, (_, clock) => ({ kind, steps, reason, ...at(world, clock, options.at) }))
      }),
    )
}
