import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail } from '../../domain/outcome.ts'
import type { World } from '../../world.ts'
import { chooseOpen } from '../choose.ts'
import { record, requireText } from '../record.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[event]',
      say(
        'WRITER:SEQ; by default, your latest event that can be undone',
        '書き手:番号。省略すると、自分の記録のうち取り消せる最後のもの',
      ),
    )
    .option('--reason <text>', say('why (needed)', '理由（必須）'))
    .option('--note <text>', say('the same as --reason', '--reason と同じ'))
    .action((event: string | undefined, options: { reason?: string; note?: string }) =>
      start((world) => run(world, event, options.reason ?? options.note)),
    )
}

async function run(world: World, event: string | undefined, given: string | undefined): Promise<number> {
  const reason = requireText(given, '--reason', '--reason')
  const chosen = await chooseOpen(world)
  const target = event === undefined ? null : (chosen.journal.find(event) ?? fail('unknown-event', { given: event }))
  return record(world, () => ({ kind: 'undo', target, reason }), chosen)
}
