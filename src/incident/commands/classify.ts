import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import type { World } from '../../world.ts'
import { idNamed, parseSeverity } from '../names.ts'
import { readAtOption, record, requireText } from '../record.ts'

interface Options {
  readonly type?: string
  readonly severity?: string
  readonly title?: string
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--type <type>', say('halt type', '停止の種類'))
    .option('--severity <severity>', say('sev1 to sev4; in doubt, the higher', 'sev1 から sev4。迷えば重い方'))
    .option('--title <text>', say('title', '件名'))
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .option('--at <time>', say('when it was decided', '決めた時刻'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, { type, severity, title, reason, at: when }: Options): Promise<number> {
  if (type === undefined && severity === undefined && title === undefined)
    fail('missing-answer', { what: '--type, --severity, --title' })
  const why = requireText(reason, '--reason')
  return record(world, ({ runbook }, clock) => ({
    kind: 'classify',
    ...(type !== undefined && { type: idNamed(type, runbook.types, 'unknown-type') }),
    ...(severity !== undefined && { severity: parseSeverity(severity, runbook) }),
    ...(title !== undefined && { title }),
    reason: why,
    ...readAtOption(world, clock, when),
  }))
}
