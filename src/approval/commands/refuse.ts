import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { requestNamed } from '../../incident/approval-request.ts'
import { chooseIncidentToRecord } from '../../incident/choose.ts'
import { record, requireText } from '../../incident/record.ts'

export const help: CommandHelp = {
  page: 'approval.md',
  examples: [
    [
      'refuse k3v9x2ab:12 --reason "the time is wrong"',
      'refuse what another person prepared',
      '別の人が用意したものを却下する',
    ],
    ['refuse 12 --reason "withdrawn: a new text follows"', 'withdraw your own', '自分が用意したものを取り下げる'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<event>', say('what to refuse, or to withdraw', '却下する、または取り下げるもの'))
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .action((event: string, options: { readonly reason?: string }) =>
      start(async (world) => {
        const reason = requireText(options.reason, '--reason')
        const chosen = await chooseIncidentToRecord(world)
        const { event: request } = requestNamed(chosen.journal, event, chosen.clock.now())
        return record(world, () => ({ kind: 'refuse', request, reason }), chosen)
      }),
    )
}
