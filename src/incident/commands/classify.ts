import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { fail } from '../../domain/outcome.ts'
import type { Severity } from '../../domain/severity.ts'
import type { World } from '../../world.ts'
import { at, needed, record } from '../record.ts'

interface Options {
  readonly type?: string
  readonly severity?: Severity
  readonly title?: string
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .option('--type <type>', 'halt type')
    .option('--severity <severity>', 'sev1 to sev4; in doubt the higher')
    .option('--title <text>', 'title')
    .option('--reason <text>', 'why (needed)')
    .option('--at <time>', 'when it was decided')
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, { type, severity, title, reason, at: when }: Options): Promise<number> {
  if (type === undefined && severity === undefined && title === undefined)
    fail('missing-answer', { flag: '--type, --severity, --title', what: '--type' })
  const why = needed(reason, '--reason', '--reason')
  return record(world, (_, clock) => ({
    kind: 'classify',
    ...(type !== undefined && { type }),
    ...(severity !== undefined && { severity }),
    ...(title !== undefined && { title }),
    reason: why,
    ...at(world, clock, when),
  }))
}
