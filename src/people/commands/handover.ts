import { type Command, Option } from 'commander'
import type { Defining } from '../../command.ts'
import type { HandoverIntent } from '../../domain/decide/handovers.ts'
import { Failed, fail } from '../../domain/outcome.ts'
import { LANGUAGES, type Language } from '../../domain/runbook/runbook.ts'
import { bannerOf, type Chosen, chooseAny, chooseOpen } from '../../incident/choose.ts'
import { append, at, needed, recordedJson, tell } from '../../incident/record.ts'
import { mustBeFree, saveFile } from '../../platform/save.ts'
import type { World } from '../../world.ts'
import { handoverDocument, handoverPack, handoverText } from '../handover/pack.ts'

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

export function define(command: Command, { start, say }: Defining): void {
  command
    .addOption(
      new Option('--to <name>', say('offer the lead to somebody', '指揮の引き継ぎを依頼する相手')).conflicts('accept'),
    )
    .option('--accept', say('take over the lead that was offered to you', '依頼された指揮を引き受ける'))
    .option('--note <text>', say('with --to: what they should know first', '--to と共に: 相手に最初に知らせること'))
    .option(
      '--reason <text>',
      say('with --accept: why, where it was not offered to you', '--accept と共に: 依頼されていない場合の理由'),
    )
    .option('--at <time>', say('when it was agreed', '決めた時刻'))
    .addOption(
      new Option(
        '--format <format>',
        say('form of the pack (default: text)', '引き継ぎの形式（既定値: text）'),
      ).choices(['text', 'markdown', 'json']),
    )
    .addOption(
      new Option(
        '--language <lang>',
        say("language of the pack (default: the operator's)", '引き継ぎの言語（既定値: 操作する人の言語）'),
      ).choices([...LANGUAGES]),
    )
    .option('--output <file>', say('write the pack to a file', '引き継ぎをファイルに書き出す'))
    .option('--overwrite', say('although the file exists', 'ファイルがあっても書き出す'))
    .action((options: Options) => start((world) => run(world, options)))
}

async function run(world: World, options: Options): Promise<number> {
  mustFit(options)
  const { output, overwrite = false } = options
  const intent = intentOf(options)
  const chosen = intent === null ? chooseAny(world) : await chooseOpen(world)
  const code = bannerOf(world, chosen.journal)
  if (output !== undefined) mustBeFree(output, overwrite)
  const before = handoverPack(chosen)
  const said = intent === null ? null : agreed(world, chosen, intent, options)
  // What was left to whoever takes over is what stood before they did.
  const pack = options.to === undefined ? before : handoverPack(chosen)
  const isJson = options.format === 'json' || (options.format === undefined && world.options.json)
  const text = isJson
    ? JSON.stringify(handoverDocument(pack, chosen.clock.stamp))
    : await handoverText(world, chosen, pack, {
        markdown: options.format === 'markdown',
        language: options.language ?? world.text.language,
        folded: output === undefined && world.terminal.output,
      })
  if (output !== undefined) {
    saved(said === null ? null : chosen.journal.id, output, text.endsWith('\n') ? text : `${text}\n`, overwrite)
    world.say(world.text.said.written(output))
    if (said !== null && world.options.json) world.print(recordedJson(chosen.journal, said))
  } else if (said !== null && isJson)
    world.print(recordedJson(chosen.journal, said, { handover: handoverDocument(pack, chosen.clock.stamp) }))
  else if (isJson || options.format === 'markdown') world.print(text)
  else world.raw.print(text)
  return code
}

/** A flag that would do nothing is refused. */
function mustFit(options: Options): void {
  const needs = { note: 'to', reason: 'accept', overwrite: 'output' } as const
  for (const [flag, other] of Object.entries(needs) as [keyof typeof needs, keyof Options][])
    if (options[flag] !== undefined && options[other] === undefined)
      fail('idle-flag', { flag: `--${flag}`, needs: `--${other}` })
  if (options.at !== undefined && options.to === undefined && !options.accept)
    fail('idle-flag', { flag: '--at', needs: '--to, --accept' })
}

/** What was recorded stays so, whether or not the file can be written; `recorded` is the incident, null where nothing was. */
function saved(recorded: string | null, path: string, text: string, overwrite: boolean): void {
  try {
    saveFile(path, [text], overwrite)
  } catch (error) {
    const { problem } = error as Failed
    if (recorded === null || !(error instanceof Failed) || !('why' in problem.params)) throw error
    fail('recorded-not-shown', { incident: recorded, why: String(problem.params.why), path })
  }
}

/** Null where the pack is only to be shown. */
function intentOf({ to, accept, note, reason }: Options): HandoverIntent | null {
  if (to !== undefined)
    return { kind: 'offer-lead', to: needed(to, '--to', '--to').trim(), ...(note !== undefined && { note }) }
  return accept ? { kind: 'accept-lead', reason: reason?.trim() ? reason : null } : null
}

function agreed(world: World, { journal, clock }: Chosen, intent: HandoverIntent, { at: when }: Options) {
  const appended = append(journal, clock, { ...intent, ...at(world, clock, when) })
  tell(world, journal, appended)
  return appended
}
