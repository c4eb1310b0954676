import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { formatTarget, scopeOf } from '../../domain/incident/scope.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead, chooseIncidentToRecord } from '../choose.ts'
import { scopeLine, unstatedLine } from '../labels.ts'
import { readAtOption, readForceOption, record, sayStillOpen } from '../record.ts'
import { parseScope } from '../statements.ts'

interface Options {
  readonly at?: string
  readonly force?: boolean
  readonly reason?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '[statement...]',
      say('OPERATION[:ASSET]=STATE or =limited:WORDS', '操作[:資産]=状態、または =limited:制限の内容'),
    )
    .option('--at <time>', say('when that state began', 'その状態になった時刻'))
    .option(
      '--force',
      say('state as open what was never restricted, without a lift', '実際には止まっていなかったものを open に直す'),
    )
    .option('--reason <text>', say('with --force: the reason', '理由（--force と併用）'))
    .action((statements: string[], options: Options) =>
      start((world) => (statements.length === 0 ? show(world) : recordScope(world, statements, options))),
    )
}

async function recordScope(world: World, given: readonly string[], options: Options): Promise<number> {
  const force = readForceOption(options)
  const chosen = await chooseIncidentToRecord(world)
  const statements = parseScope(given, chosen.journal.incident.runbook)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'scope', statements, ...readAtOption(world, clock, options.at), ...force }),
    chosen,
  )
  sayStillOpen(world, chosen.journal, statements)
  return code
}

async function show(world: World): Promise<number> {
  const { incident } = chooseIncidentToRead(world).journal
  const scope = scopeOf(incident)
  const text = withOwnNames(world.text, incident.runbook)
  const unstated = unstatedLine(scope.map(formatTarget), incident.runbook, text)
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, scope }))
  else for (const entry of scope) world.print(scopeLine(entry, incident.runbook, text))
  if (unstated !== null) world.say(unstated)
  return 0
}
