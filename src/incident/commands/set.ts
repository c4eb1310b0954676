import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { claimWarnings } from '../claim-warnings.ts'
import { type AtOption, readAtOption, record, sayingHowItReads } from '../record.ts'
import { parseFacts } from '../statements.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '<fact...>',
      say('FACT[.ja|.en]=VALUE, or FACT=? if not known yet', '項目[.ja|.en]=値。未確認なら 項目=?'),
    )
    .option('--at <time>', say('when it became known', '判明した時刻'))
    .action((facts: string[], options: AtOption) => start((world) => set(world, facts, options)))
}

async function set(world: World, facts: readonly string[], { at }: AtOption): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const { runbook } = chosen.journal.incident
  const statements = parseFacts(facts, runbook.facts, sayingHowItReads(world, chosen.clock))
  const code = await record(
    world,
    (_, clock) => ({ kind: 'set', statements, ...readAtOption(world, clock, at) }),
    chosen,
  )
  for (const line of await claimWarnings(world, runbook, statements)) world.say(line)
  return code
}
