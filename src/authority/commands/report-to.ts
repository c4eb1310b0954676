import type { Command } from 'commander'
import type { Run } from '../../command.ts'
import { chooseAnyToRecord } from '../../incident/choose.ts'
import { at, record } from '../../incident/record.ts'
import type { World } from '../../world.ts'
import { authoritiesNow, filingMeant, standingsOf } from '../filing.ts'

interface Options {
  readonly report?: string
  readonly at?: string
  readonly ref?: string
  readonly note?: string
}

export function define(command: Command, start: (run: Run) => void): void {
  command
    .argument('<authority>', 'an authority (jp-fsa), for its report that is due next, or one report (jp-fsa-status)')
    .option('--report <report>', 'which of its reports')
    .option('--at <time>', 'when it was made')
    .option('--ref <number>', 'the number under which they keep it')
    .option('--note <text>', 'what was said')
    .action((authority: string, options: Options) => start((world) => run(world, authority, options)))
}

/** Records that a report was made; nothing is sent by it. */
async function run(world: World, given: string, { report, ref, note, at: when }: Options): Promise<number> {
  const chosen = await chooseAnyToRecord(world)
  const standings = standingsOf(await authoritiesNow(world), chosen.journal.incident)
  const meant = filingMeant(standings, given, report)
  return record(
    world,
    (_, clock) => ({
      kind: 'report-to',
      ...meant,
      ref: ref?.trim() ? ref.trim() : null,
      ...(note !== undefined && { note }),
      ...at(world, clock, when),
    }),
    chosen,
  )
}
