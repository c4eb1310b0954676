import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { unstated } from '../../domain/incident/current-values.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { stepById } from '../../domain/runbook/runbook.ts'
import type { World } from '../../world.ts'
import { chooseOpen } from '../choose.ts'
import { at, record } from '../record.ts'

interface Options {
  readonly note?: string
  readonly at?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument('<step...>', say('step ids', '手順の ID'))
    .option('--note <text>', say('what was done or found', '何をしたか、何が分かったか'))
    .option('--at <time>', say('when it was done', '完了した時刻'))
    .action((steps: string[], options: Options) => start((world) => run(world, steps, options)))
}

async function run(world: World, steps: readonly string[], { note, at: when }: Options): Promise<number> {
  const chosen = await chooseOpen(world)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'done', steps, ...(note !== undefined && { note }), ...at(world, clock, when) }),
    chosen,
  )
  remindOfFacts(world, chosen.journal.incident, steps)
  return code
}

/** Names the facts that the steps ask for and that are not stated yet. The steps are done even so. */
function remindOfFacts(world: World, incident: Incident, steps: readonly string[]): void {
  for (const id of steps) {
    const facts = unstated(incident, stepById(incident.runbook, id)?.facts ?? [])
    if (facts.length > 0) world.say(world.text.said.factsMissing(id, facts, world.me))
  }
}
