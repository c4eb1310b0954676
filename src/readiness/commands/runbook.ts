import { Argument, type Command, Option } from 'commander'
import type { CommandContext } from '../../command.ts'
import type { Intent } from '../../domain/decide/decide.ts'
import { clauseCoverage, PHASES } from '../../domain/runbook/runbook.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import { chooseIncidentToRecord } from '../../incident/choose.ts'
import { acknowledge, appendIntents, requireText } from '../../incident/record.ts'
import { adoptionOf } from '../../incident/settings-adoption.ts'
import { saveFile, withoutDash } from '../../platform/save.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import type { World } from '../../world.ts'
import { EXPORT_FORMATS, type ExportFormat } from '../export/formats.ts'
import { FILE_KINDS, type FileKind, readFileSchema } from '../io/file-schemas.ts'
import { LANGUAGE_CHOICES, type LanguageChoice } from '../language-choice.ts'
import { defineCheck } from './runbook-check.ts'
import { defineNew } from './runbook-new.ts'
import { defineTemplate } from './runbook-template.ts'

export { help } from './runbook-help.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  defineNew(command, { start, say })
  defineCheck(command, { start, say })
  command
    .command('show')
    .description(say('show the runbook in force', '有効な手順書を表示する'))
    .action(() => start(show))
  command
    .command('coverage')
    .description(say('show what covers each clause of the manual', 'マニュアルの各条項を何が受け持つかを表示する'))
    .action(() => start(showCoverage))
  command
    .command('schema')
    .description(say('print the JSON Schema of a file, for editors', 'エディター用に、ファイルのJSON Schemaを表示する'))
    .addArgument(
      new Argument(
        '[kind]',
        say('the kind of file (default: chapter)', 'ファイルの種類。省略すると、手順書の章（chapter）'),
      ).choices(FILE_KINDS),
    )
    .action((kind: FileKind = 'chapter') => start((world) => printSchema(world, kind)))
  defineTemplate(command, { start, say })
  command
    .command('export')
    .description(
      say(
        'export the runbook in force: to read, or as a CACAO playbook for other tools',
        '有効な手順書を書き出す。読むための文書、またはほかのツールのためのCACAOプレイブック',
      ),
    )
    .addOption(
      new Option(
        '--format <format>',
        say(
          'markdown: to read and review; cacao: a CACAO 2.0 playbook (default: markdown)',
          '形式。markdownは読んで確認する文書、cacaoはCACAO 2.0のプレイブック（既定値: markdown）',
        ),
      ).choices([...EXPORT_FORMATS]),
    )
    .option(
      '--type <type>',
      say('only the steps for this type, the most urgent first', 'この種類の手順だけを、急ぐものから並べる'),
    )
    .addOption(
      new Option(
        '--language <lang>',
        say("its language (default: the operator's)", '言語（既定値: 操作する人の言語）'),
      ).choices([...LANGUAGE_CHOICES]),
    )
    .option('--output <file>', say('write it to a file', 'ファイルに書き出す'))
    .option('--overwrite', say('although the file exists', 'ファイルがあっても上書きする'))
    .action((options: ExportOptions) => start((world) => writeExport(world, withoutDash(options))))
  command
    .command('adopt')
    .description(
      say('apply the current runbooks to a running incident', '継続中のインシデントに、現在の手順書を適用する'),
    )
    .option('--reason <text>', say('why (required)', '理由（必須）'))
    .action((options: { reason?: string }) => start((world) => adopt(world, options.reason)))
}

async function show(world: World): Promise<number> {
  await world.usePager()
  const { runbook } = await loadConfig(world.root, world.workspace.directory, world.text.language)
  const allPhases = PHASES.map((id) => ({ id, steps: runbook.steps.filter((s) => s.phase === id) }))
  const phases = allPhases.filter(({ steps }) => steps.length > 0)
  const { types, operations, departments, channels, facts } = runbook
  const names = { types, operations, departments, channels, facts }
  if (world.options.json) {
    world.print(JSON.stringify({ schemaVersion: 1, phases, ...names }))
    return 0
  }
  const { words, language } = withOwnNames(world.text, runbook)
  for (const { id, steps } of phases) {
    world.print(`# ${words.phase[id]}\n`)
    for (const step of steps) {
      const department = runbook.departments[step.department]?.[language]
      const cited = step.clauses.length > 0 ? step.clauses.join(' ') : step.source
      world.print(`${step.id}  ${step.title[language]}  (${department}, ${words.modality[step.modality]}; ${cited})`)
      for (const line of step.instructions[language].split('\n')) world.print(`  ${line}`)
      world.print('')
    }
  }
  for (const [what, named] of Object.entries(names)) {
    world.print(`# ${world.text.said.vocabularies[what as keyof typeof names]}\n`)
    for (const [id, name] of Object.entries(named)) world.print(`${id}  ${name[language]}`)
    world.print('')
  }
  return 0
}

async function showCoverage(world: World): Promise<number> {
  await world.usePager()
  const { runbook } = await loadConfig(world.root, world.workspace.directory, world.text.language)
  const clauses = clauseCoverage(runbook)
  const places = Object.fromEntries(Object.entries(runbook.places).map(([name, { ja, en }]) => [name, { ja, en }]))
  const uncovered = clauses.filter((c) => !c.covered).length
  if (world.options.json) world.print(JSON.stringify({ schemaVersion: 1, clauses, places }))
  else {
    const { language } = world.text
    for (const clause of runbook.clauses) {
      const by = clauses.find((c) => c.id === clause.id)?.by ?? []
      world.print(`${clause.id}  ${clause.gist[language]}  ${by.join(' ') || '!!'}`)
    }
    for (const [name, place] of Object.entries(places)) world.print(`place:${name}  ${place[language]}`)
  }
  return uncovered > 0 ? 2 : 0
}

async function printSchema(world: World, kind: FileKind): Promise<number> {
  world.print(readFileSchema(world.root, kind).trimEnd())
  return 0
}

interface ExportOptions {
  readonly format?: ExportFormat
  readonly type?: string
  readonly language?: LanguageChoice
  readonly output?: string
  readonly overwrite?: boolean
}

async function writeExport(world: World, { output, overwrite = false, ...options }: ExportOptions): Promise<number> {
  const { exportRunbook } = await import('../export/export-runbook.ts')
  const { format = world.options.json ? 'cacao' : 'markdown' } = options
  const text = await exportRunbook(world, format, options)
  if (output === undefined) world.print(text)
  else {
    saveFile(output, [`${text}\n`], overwrite)
    world.inform(world.text.said.written(output))
  }
  return 0
}

async function adopt(world: World, given: string | undefined): Promise<number> {
  const reason = requireText(given, '--reason')
  const chosen = await chooseIncidentToRecord(world, false)
  const config = await loadConfig(world.root, world.workspace.directory, world.text.language)
  const { runbook, runbookDigest, settings, settingsDigest } = config
  const { journal, clock } = chosen
  const isLost = journal.flawedFilesInForce().length > 0
  const hasSameSettings = settingsDigest === journal.incident.settingsDigest
  const intents: Intent[] = [
    ...(hasSameSettings ? [] : [adoptionOf(journal, { settings, settingsDigest })]),
    { kind: 'adopt-runbook', data: { runbook, runbookDigest, reason }, isLost },
  ]
  acknowledge(world, journal, appendIntents(journal, clock, ...intents))
  return 0
}
