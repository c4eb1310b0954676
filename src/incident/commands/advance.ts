import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { at, forceReason, record } from '../record.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--force', say('advance even if required steps are pending', '必須の手順が残っていても進む'))
    .option('--reason <text>', say('why (required with --force)', '強行する理由'))
    .option('--at <time>', say('when the phase began', '次の段階が始まった時刻'))
    .action((options: { force?: boolean; reason?: string; at?: string }) =>
      start((world) =>
        record(world, (_, clock) => ({ kind: 'advance', ...forceReason(options), ...at(world, clock, options.at) })),
      ),
    )
}
