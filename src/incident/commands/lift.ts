import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { register } from '../../domain/incident/current-values.ts'
import type { World } from '../../world.ts'
import { chooseOpen } from '../choose.ts'
import { at, forceReason, record, tellRestricted } from '../record.ts'
import { parseTarget } from '../statements.ts'

interface Options {
  readonly all?: boolean
  readonly force?: boolean
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('[target...]', say('OPERATION[:ASSET] that has resumed', '再開した 操作[:資産]'))
    .option('--all', say('everything has resumed', 'すべて再開した'))
    .option('--force', say('even if resumption criteria are not settled', '再開基準が確認されていなくても記録'))
    .option('--reason <text>', say('why (required with --force)', '強行する理由'))
    .option('--at <time>', say('when it resumed', '再開した時刻'))
    .action((targets: string[], options: Options) => start((world) => run(world, targets, options)))
}

async function run(world: World, given: readonly string[], options: Options): Promise<number> {
  const targets = options.all ? 'all' : given.map(parseTarget)
  const chosen = await chooseOpen(world)
  const before = chosen.journal.incident.events
  const code = await record(
    world,
    (_, clock) => ({ kind: 'lift', targets, ...forceReason(options), ...at(world, clock, options.at) }),
    chosen,
  )
  const { incident } = chosen.journal
  const lift = register(incident, 'phase').at(-1)
  const open = lift !== undefined && lift.order > before ? (lift.value.forced?.open ?? []) : []
  if (open.length > 0) world.say(world.text.said.openAtLift(open))
  tellRestricted(world, incident)
  return code
}
