import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { register } from '../../domain/incident/current-values.ts'
import { restricted, targetOf } from '../../domain/incident/scope.ts'
import type { World } from '../../world.ts'
import { chooseOpen } from '../choose.ts'
import { at, forced, record } from '../record.ts'
import { parseTarget } from '../statements.ts'

interface Options {
  readonly all?: boolean
  readonly force?: boolean
  readonly reason?: string
  readonly at?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('[target...]', 'OPERATION[:ASSET] that trades again')
    .option('--all', 'everything trades again')
    .option('--force', 'although the resumption criteria are not settled')
    .option('--reason <text>', 'why it is forced')
    .option('--at <time>', 'when it was opened')
    .action((targets: string[], options: Options) => start((world) => run(world, targets, options)))
}

async function run(world: World, given: readonly string[], options: Options): Promise<number> {
  const targets = options.all ? 'all' : given.map(parseTarget)
  const chosen = await chooseOpen(world)
  const before = chosen.journal.incident.events
  const code = await record(
    world,
    (_, clock) => ({ kind: 'lift', targets, ...forced(options), ...at(world, clock, options.at) }),
    chosen,
  )
  const { incident } = chosen.journal
  const lift = register(incident, 'phase').at(-1)
  const open = lift !== undefined && lift.order > before ? (lift.value.forced?.open ?? []) : []
  if (open.length > 0) world.say(world.text.said.openAtLift(open))
  const left = restricted(incident).map((e) => `${targetOf(e)}=${e.state}`)
  if (left.length > 0) world.say(world.text.said.stillRestricted(left.join(' ')))
  return code
}
