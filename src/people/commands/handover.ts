import { type Command, Option } from 'commander'
import type { CommandContext, CommandHelp } from '../../command.ts'
import type { HandoverIntent } from '../../domain/decide/handovers.ts'
import { fail, ProblemError } from '../../domain/problem.ts'
import { LANGUAGES, type Language } from '../../domain/runbook/runbook.ts'
import { type ChosenIncident, chooseIncidentToRead, chooseIncidentToRecord } from '../../incident/choose.ts'
import { printDamageBanner } from '../../incident/damage-warnings.ts'
import { warnAboutUnknownWriters } from '../../incident/new-writers.ts'
import { appendIntents, readAtOption, recordedJson, requireText, sayRecorded } from '../../incident/record.ts'
import { warnAboutVainApprovals } from '../../incident/vain-approvals.ts'
import { mustBeWritablePath, saveFile, withoutDash } from '../../platform/save.ts'
import { vouchForWriters } from '../../signing/vouching.ts'
import type { World } from '../../world.ts'
import { handoverDocument, handoverPack, renderHandoverPack } from '../handover.ts'

interface Options {
  readonly to?: string
  readonly accept?: boolean
  readonly note?: string
  readonly reason?: string
  readonly at?: string
  readonly format?: 'text' | 'markdown' | 'json'
  readonly language?: Language
  readonly output?: string
  readonly overwrite?: boolean
}

export const help: CommandHelp = {
  page: 'handover.md',
  examples: [
    ['handover', 'show what the next lead needs to know', '次の指揮者に必要な情報を表示する'],
    ['handover --to Suzuki --note "the vendor calls at 23:00"', 'offer the lead', '指揮の引き継ぎを依頼する'],
    ['handover --accept', 'take over the lead that was offered to you', '依頼された指揮を引き継ぐ'],
    [
      'handover --format markdown --output handover.md',
      'write the pack to a file',
      '引き継ぎの内容をファイルに書き出す',
    ],
  ],
}

export function define(command: Command, { start, say }: CommandContext): void {
  command
    .addOption(
      new Option('--to <name>', say('offer the lead to somebody', '指揮の引き継ぎを依頼する相手')).conflicts('accept'),
    )
    .option('--accept', say('take over the lead that was offered to you', '依頼された指揮を引き受ける'))
    .option('--note <text>', say('with --to: what they should know first', '相手に最初に知らせること（--to と併用）'))
    .option(
      '--reason <text>',
      say('with --accept: the reason, if it was not offered to you', '依頼されていない場合の理由（--accept と併用）'),
    )
    .option('--at <time>', say('when it was agreed', '決めた時刻'))
    .addOption(
      new Option(
        '--format <format>',
        say('format of the pack (default: text)', '引き継ぎの形式（既定値: text）'),
      ).choices(['text', 'markdown', 'json']),
    )
    .addOption(
      new Option(
        '--language <lang>',
        say("language of the pack (default: the operator's)", '引き継ぎの言語（既定値: 操作する人の言語）'),
      ).choices([...LANGUAGES]),
    )
    .option('--output <file>', say('write the pack to a file', '引き継ぎをファイルに書き出す'))
    .option('--overwrite', say('overwrite the file if it exists', 'ファイルがあっても上書きする'))
    .action((options: Options) => start((world) => handOver(world, withoutDash(options))))
}

async function handOver(world: World, options: Options): Promise<number> {
  checkFlags(options)
  const { output, overwrite = false } = options
  const intent = intentOf(options)
  const chosen = intent === null ? chooseIncidentToRead(world) : await chooseIncidentToRecord(world)
  const code = printDamageBanner(world, chosen.journal)
  await vouchForWriters(world, chosen.journal)
  // Whoever records is told of new ones anyway.
  if (intent === null) warnAboutUnknownWriters(world, chosen.journal)
  await warnAboutVainApprovals(world, chosen)
  if (output !== undefined) mustBeWritablePath(output, overwrite)
  const before = handoverPack(chosen)
  const recorded = intent === null ? null : recordIntent(world, chosen, intent, options)
  // Whoever takes over reads the pack as it was before they did.
  const pack = options.to === undefined ? before : handoverPack(chosen)
  const isJson = options.format === 'json' || (options.format === undefined && world.options.json)
  const text = isJson
    ? JSON.stringify(handoverDocument(pack, chosen.clock.stamp))
    : await renderHandoverPack(world, chosen, pack, {
        markdown: options.format === 'markdown',
        language: options.language ?? world.text.language,
        folded: output === undefined && world.terminal.isOutputTerminal,
      })
  if (output !== undefined) {
    savePack(recorded === null ? null : chosen.journal.id, output, text.endsWith('\n') ? text : `${text}\n`, overwrite)
    world.inform(world.text.said.written(output))
    if (recorded !== null && world.options.json) world.print(recordedJson(chosen.journal, recorded))
  } else if (recorded !== null && isJson)
    world.print(recordedJson(chosen.journal, recorded, { handover: handoverDocument(pack, chosen.clock.stamp) }))
  else if (isJson || options.format === 'markdown') world.print(text)
  else world.raw.print(text)
  return code
}

/** Refuses flags that would have no effect. */
function checkFlags(options: Options): void {
  const needs = { note: 'to', reason: 'accept', overwrite: 'output' } as const
  for (const [flag, other] of Object.entries(needs) as [keyof typeof needs, keyof Options][])
    if (options[flag] !== undefined && options[other] === undefined)
      fail('idle-flag', { flag: `--${flag}`, needs: `--${other}` })
  if (options.at !== undefined && options.to === undefined && !options.accept)
    fail('idle-flag', { flag: '--at', needs: '--to, --accept' })
}

/** Writes the pack. If that fails once something is recorded, throws `recorded-not-shown`, lest anybody record it again. */
function savePack(recordedIn: string | null, path: string, text: string, overwrite: boolean): void {
  try {
    saveFile(path, [text], overwrite)
  } catch (error) {
    const { problem } = error as ProblemError
    if (recordedIn === null || !(error instanceof ProblemError) || !('why' in problem.params)) throw error
    fail('recorded-not-shown', { incident: recordedIn, why: String(problem.params.why), path })
  }
}

/** What to record: an offer of the lead, or its acceptance; null if the pack is only shown. */
function intentOf({ to, accept, note, reason }: Options): HandoverIntent | null {
  if (to !== undefined)
    return { kind: 'offer-lead', to: requireText(to, 'handover --to').trim(), ...(note !== undefined && { note }) }
  return accept ? { kind: 'accept-lead', reason: reason?.trim() ? reason : null } : null
}

function recordIntent(world: World, { journal, clock }: ChosenIncident, intent: HandoverIntent, { at: when }: Options) {
  const appended = appendIntents(journal, clock, { ...intent, ...readAtOption(world, clock, when) })
  sayRecorded(world, journal, appended)
  return appended
}
