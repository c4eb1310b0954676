import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { eventNamed } from '../event-name.ts'
import { record, requireText } from '../record.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[event]',
      say(
        'WRITER:SEQ, or SEQ (default: your latest undoable event)',
        '書き手:番号、または番号（既定値: 取り消せる自分の最後の記録）',
      ),
    )
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .option('--note <text>', say('same as --reason', '--reason と同じ'))
    .action((event: string | undefined, options: { reason?: string; note?: string }) =>
      start((world) => run(world, event, options.reason ?? options.note)),
    )
}

async function run(world: World, event: string | undefined, given: string | undefined): Promise<number> {
  const reason = requireText(given, '--reason')
  const chosen = await chooseIncidentToRecord(world)
  const target = event === undefined ? null : eventNamed(chosen.journal, event)
  return record(world, () => ({ kind: 'undo', target, reason }), chosen)
}
