import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import type { Clock } from '../../platform/clock.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { eventNamed } from '../event-name.ts'
import { readAtOption, record, requireText } from '../record.ts'
import { addTextFlags, type TextFlags, textsGiven } from '../text-flags.ts'

interface Options extends TextFlags {
  readonly at?: string
  readonly text?: string
  readonly reason?: string
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    [
      'correct 12 --at "10m ago" --reason "by the log of the balancer"',
      'correct when it happened',
      '起きた時刻を訂正する',
    ],
    ['correct 12 --text "engine-2 is down" --reason "mistyped"', 'correct the words of a note', 'メモの文を訂正する'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  addTextFlags(command, say)
    .argument(
      '<event>',
      say(
        'WRITER:SEQ, as shown by log; of your own, SEQ',
        'log に表示される 書き手:番号（自分の記録は番号だけでも可）',
      ),
    )
    .option('--at <time>', say('when it really happened', '実際に起きた時刻'))
    .option('--text <text>', say('what it should say', '正しい文'))
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .action((event: string, options: Options) => start((world) => run(world, event, options)))
}

async function run(world: World, event: string, options: Options): Promise<number> {
  const chosen = await chooseIncidentToRecord(world)
  const reason = requireText(options.reason, '--reason')
  const texts = textsGiven(options)
  const isWorded = options.text !== undefined || Object.keys(texts).length > 0
  if (options.at === undefined && !isWorded) fail('missing-answer', { what: '--at, --text' })
  const target = eventNamed(chosen.journal, event)
  const text = options.text === undefined ? {} : { text: options.text }
  const when = (clock: Clock) => readAtOption(world, clock, options.at)
  return record(world, (_, clock) => ({ kind: 'correct', target, ...when(clock), ...text, texts, reason }), chosen)
}
