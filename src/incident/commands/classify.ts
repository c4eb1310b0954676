import type { Command } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import { titleOf, titleWrittenIn } from '../../domain/incident/current-values.ts'
import type { Incident } from '../../domain/incident/incident.ts'
import { fail } from '../../domain/problem.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import type { World } from '../../world.ts'
import { chooseIncidentToRecord } from '../choose.ts'
import { idNamed, parseSeverity } from '../names.ts'
import { acknowledge, appendIntents, readAtOption, requireText, sayingHowItReads } from '../record.ts'
import { titlesGiven } from '../start-incident.ts'

interface Options {
  readonly type?: string
  readonly severity?: string
  readonly title?: string
  readonly titleJa?: string
  readonly titleEn?: string
  readonly reason?: string
  readonly at?: string
}

export const help: CommandHelp = {
  page: 'commands.md#running-a-halt',
  examples: [
    ['classify --severity sev1 --reason "withdrawals are affected too"', 'change the severity', '重大度を変える'],
    ['classify --type TYPE --reason "it was no attack"', 'change the type', '種類を変える'],
    ['classify --title "Orders time out" --reason "what customers see"', 'change the title', '件名を変える'],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .option('--type <type>', say('halt type', '停止の種類'))
    .option('--severity <severity>', say('sev1 to sev4; in doubt, the higher', 'sev1 から sev4。迷えば重い方'))
    .option('--title <text>', say('title', '件名'))
    .option('--title-ja <text>', say('title in Japanese', '日本語の件名'))
    .option('--title-en <text>', say('title in English', '英語の件名'))
    .option('--reason <text>', say('why (required, except for a first title)', '理由（必須。最初の件名には不要）'))
    .option('--at <time>', say('when it was decided', '決めた時刻'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  const { type, severity, title, reason, at: when } = options
  const titles = titlesGiven(options)
  const isClassified = type !== undefined || severity !== undefined || title !== undefined
  if (!isClassified && titles === null) fail('missing-answer', { what: '--type, --severity, --title' })
  const chosen = await chooseIncidentToRecord(world)
  const { journal, clock } = chosen
  const { runbook } = journal.incident
  const changesNothing = type === undefined && severity === undefined && !hasTitle(journal.incident)
  const why = changesNothing && reason === undefined ? {} : { reason: requireText(reason, '--reason') }
  const classified = {
    kind: 'classify',
    ...(type !== undefined && { type: idNamed(type, runbook.types, 'unknown-type') }),
    ...(severity !== undefined && { severity: parseSeverity(severity, runbook) }),
    ...(title !== undefined && { title }),
    ...why,
    ...readAtOption(world, sayingHowItReads(world, clock), when),
  } as const
  const titled = titles === null ? [] : [{ kind: 'title', titles, ...why } as const]
  acknowledge(world, journal, appendIntents(journal, clock, ...(isClassified ? [classified] : []), ...titled))
  return 0
}

/** Whether a title was given, in whatever language. */
function hasTitle(incident: Incident): boolean {
  return titleOf(incident) !== null || LANGUAGES.some((language) => titleWrittenIn(incident, language) !== null)
}
