import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { nameOf } from '../../domain/log/event.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { eventNamed } from '../event-name.ts'
import { acknowledge, appendIntents } from '../record.ts'

export const help: CommandHelp = {
  page: 'report.md',
  examples: [
    ['key 12', 'mark your event 12, so that the report tells of it', '自分の記録12に、報告書に載せる印を付ける'],
    ['key 12 14', 'several at once', '複数の記録に付ける'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .argument(
      '<event...>',
      say(
        'WRITER:SEQ, as shown by log; of your own, SEQ',
        'log に表示される 書き手:番号（自分の記録は番号だけでも可）',
      ),
    )
    .action((events: string[]) => start((world) => run(world, events)))
}

/** Marks events as key moments, of which the report tells the story. Rejects with `unknown-event`, recording nothing. */
async function run(world: World, given: readonly string[]): Promise<number> {
  const { journal, clock } = await chooseIncidentToRecord(world, false)
  const intents = given.map((name) => ({ kind: 'mark-moment', event: nameOf(eventNamed(journal, name)) }) as const)
  acknowledge(world, journal, appendIntents(journal, clock, ...intents))
  return 0
}
