import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { at, record, requireText } from '../record.ts'
import { parseScope } from '../statements.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--reason <text>', say('why trading stopped again (required)', '再び停止した理由（必須）'))
    .option('--scope <statement...>', say('OPERATION[:ASSET]=STATE', '操作[:資産]=状態'))
    .option('--at <time>', say('when it stopped again', '再び停止した時刻'))
    .action((options: { reason?: string; scope?: string[]; at?: string }) =>
      start((world) => {
        const reason = requireText(options.reason, '--reason')
        const scope = parseScope(options.scope ?? [])
        return record(world, (_, clock) => ({ kind: 'reopen', reason, scope, ...at(world, clock, options.at) }))
      }),
    )
}
