import type { Command } from 'commander'
import type { CommandContext } from '../../command.ts'
import { chooseAnyIncidentToRecord } from '../../incident/choose.ts'
import { readAtOption, record } from '../../incident/record.ts'
import type { World } from '../../world.ts'
import { authorityStatuses, loadCurrentAuthorities, resolveFiling } from '../authority-status.ts'

interface Options {
  readonly report?: string
  readonly at?: string
  readonly ref?: string
  readonly note?: string
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '<authority>',
      say('a report, or an authority (its report due next)', '報告、または当局（次に期限が来る報告）'),
    )
    .option('--report <report>', say('which of its reports', 'その当局への報告のうち、どれか'))
    .option('--at <time>', say('when it was submitted', '報告した時刻'))
    .option('--ref <number>', say('reference number given by the authority', '受付番号'))
    .option('--note <text>', say('what was said', '伝えた内容'))
    .action((authority: string, options: Options) => start((world) => recordSubmission(world, authority, options)))
}

/** Records that a report was submitted. Does not send anything. */
async function recordSubmission(world: World, id: string, { report, ref, note, at: when }: Options): Promise<number> {
  const chosen = await chooseAnyIncidentToRecord(world)
  const statuses = authorityStatuses(await loadCurrentAuthorities(world), chosen.journal.incident)
  const filing = resolveFiling(statuses, id, report)
  return record(
    world,
    (_, clock) => ({
      kind: 'report-to',
      ...filing,
      ref: ref?.trim() ? ref.trim() : null,
      ...(note !== undefined && { note }),
      ...readAtOption(world, clock, when),
    }),
    chosen,
  )
}
