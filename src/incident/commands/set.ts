import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { readAtOption, record } from '../record.ts'
import { parseFacts } from '../statements.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '<fact...>',
      say('FACT[.ja|.en]=VALUE, or FACT=? if not known yet', '項目[.ja|.en]=値。未確認なら 項目=?'),
    )
    .option('--at <time>', say('when it became known', '判明した時刻'))
    .action((statements: string[], options: { at?: string }) =>
      start((world) =>
        record(world, (incident, clock) => ({
          kind: 'set',
          statements: parseFacts(statements, incident.runbook.facts, clock),
          ...readAtOption(world, clock, options.at),
        })),
      ),
    )
}
