import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { fail } from '../../domain/outcome.ts'
import type { World } from '../../world.ts'
import { chooseOpen } from '../choose.ts'
import { needed, record } from '../record.ts'

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[event]', 'WRITER:SEQ; without it your latest one that can be undone')
    .option('--reason <text>', 'why (needed)')
    .option('--note <text>', 'the same as --reason')
    .action((event: string | undefined, options: { reason?: string; note?: string }) =>
      start((world) => run(world, event, options.reason ?? options.note)),
    )
}

async function run(world: World, event: string | undefined, given: string | undefined): Promise<number> {
  const reason = needed(given, '--reason', '--reason')
  const chosen = await chooseOpen(world)
  const target = event === undefined ? null : (chosen.journal.find(event) ?? fail('unknown-event', { given: event }))
  return record(world, () => ({ kind: 'undo', target, reason }), chosen)
}
