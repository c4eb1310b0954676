import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import type { ScopeStatement } from '../../domain/decide/scope.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { lifecycleOf } from '../../domain/incident/lifecycle.ts'
import { formatTarget, openScope, scopeOf } from '../../domain/incident/scope.ts'
import { wasNothing } from '../../domain/incident/scope-statements.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import type { Journal } from '../../store/journal.ts'
import { resumeCommand } from '../../view/resume-command.ts'
import { timeText } from '../../view/time-format.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRead, chooseIncidentToRecord } from '../choose.ts'
import { drillPrefix } from '../event-lines.ts'
import { scopeLine, targetName, unstatedLine } from '../labels.ts'
import { readAtOption, readForceOption, record } from '../record.ts'
import { datedBackLine, sayStillOpen } from '../scope-lines.ts'
import { parseScope } from '../statements.ts'

interface Options {
  readonly at?: string
  readonly force?: boolean
  readonly reason?: string
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    [
      'scope',
      'show what is stopped, and what nobody has stated',
      '何が止まっているか、まだ記録がないものは何かを表示する',
    ],
    ['scope OPERATION=stopped', 'record that it is stopped', '止まっていることを記録する'],
    ['scope OPERATION:BTC/JPY=cancel-only --at "5m ago"', 'for a single market', '1つの市場だけについて記録する'],
    ['scope "OPERATION=limited:large orders only"', 'with words for what is limited', '制限の内容を言葉で記録する'],
  ],
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
  const before = chosen.journal.incident
  const code = await record(
    world,
    (_, clock) => ({ kind: 'scope', statements, ...readAtOption(world, clock, options.at), ...force }),
    chosen,
  )
  sayStillOpen(world, chosen.journal, statements)
  const datedBack = datedBackLine(world, before, chosen.journal)
  if (datedBack !== null) world.inform(`${drillPrefix(chosen.journal.incident, world.text)}${datedBack}`)
  sayHadResumed(world, before, chosen.journal, statements)
  return code
}

/** Says of what was open again `before` and is now restricted that it had resumed, with the command for a second stop. */
function sayHadResumed(world: World, before: Incident, journal: Journal, statements: readonly ScopeStatement[]): void {
  const { incident, id } = journal
  const resumed = openScope(before, [...lifecycleOf(before).current.resumed.keys()]).map(formatTarget)
  const restricted = statements.filter(
    ({ operation, asset, state }) =>
      state !== 'open' && [operation, formatTarget({ operation, asset })].some((target) => resumed.includes(target)),
  )
  const targets = restricted.map(formatTarget)
  const stated = scopeOf(incident).find((entry) => formatTarget(entry) === targets[0])
  if (stated?.since == null) return
  const text = withOwnNames(world.text, incident.runbook)
  const names = targets.map((target) => targetName(target, incident.runbook, text.language))
  const scope = restricted.map(({ state, words }, i) => `${targets[i]}=${state}${words === null ? '' : `:${words}`}`)
  const flags = ['--reason', '...', '--scope', ...scope, '--at', timeText(stated.since)]
  const line = resumeCommand(world, 'reopen', ...flags, '-i', id)
  world.say(`${drillPrefix(incident, text)}${text.said.hadResumed(names, line)}`)
}

async function show(world: World): Promise<number> {
  const { incident } = chooseIncidentToRead(world).journal
  const scope = scopeOf(incident)
  const text = withOwnNames(world.text, incident.runbook)
  const unstated = unstatedLine(scope.map(formatTarget), incident.runbook, text)
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, scope }))
  else if (wasNothing(incident)) world.print(text.words.noHalt)
  else for (const entry of scope) world.print(scopeLine(entry, incident.runbook, text))
  if (unstated !== null) world.say(unstated)
  return 0
}
