import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { fail } from '../../domain/problem.ts'
import type { Runbook } from '../../domain/runbook/runbook.ts'
import { readInput } from '../../platform/input.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { type AtOption, readAtOption, record, sayingHowItReads } from '../record.ts'
import { type FactStatement, parseFacts } from '../statements.ts'
import { sayLateBeginning } from '../warnings.ts'
import { wordingWarnings } from '../wording-warnings.ts'

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['set FACT=?', 'say that it is not known yet', 'まだ分からないことを記録する'],
    [
      'set FACT.ja="注文ができません" FACT.en="Orders cannot be placed"',
      'the words that customers will read',
      '顧客に伝える文言を記録する',
    ],
    [
      'set FACT="no order reaches the engine" --at "5m ago"',
      'what is known internally, and since when',
      '社内で分かったことと、分かった時刻を記録する',
    ],
  ],
}

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
  const given = parseFacts(facts, runbook.facts, sayingHowItReads(world, chosen.clock))
  const statements = await withPersonalInput(world, given, runbook)
  const code = await record(
    world,
    (_, clock) => ({ kind: 'set', statements, ...readAtOption(world, clock, at) }),
    chosen,
  )
  sayLateBeginning(world, chosen.journal.incident, statements, world.say)
  for (const line of await wordingWarnings(world, runbook, statements)) world.say(line)
  return code
}

/** The most bytes of a personal value from standard input. */
const MAX_VALUE_BYTES = 64 * 1024

/** Reads the value of a personal fact that is given as `-` from standard input: what is typed in a command is in histories. */
async function withPersonalInput(
  world: World,
  statements: readonly FactStatement[],
  { facts }: Runbook,
): Promise<FactStatement[]> {
  const read: FactStatement[] = []
  for (const statement of statements) {
    const isFromInput = statement.value === '-' && facts[statement.fact]?.personal === true
    read.push(isFromInput ? { ...statement, value: await personalInput(world, statement) } : statement)
  }
  return read
}

async function personalInput(world: World, { fact }: FactStatement): Promise<string> {
  const value = (await readInput(world.input, MAX_VALUE_BYTES)).trim()
  return value === '' ? fail('bad-assignment', { given: `${fact}=`, example: `${fact}=-` }) : value
}
