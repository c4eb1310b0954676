import { basename, dirname, join, resolve, sep } from 'node:path'
import { Argument, type Command, Option } from 'commander'
import { AUTHORITIES_FOLDER } from '../../authority/io/compiled-authorities.ts'
import type { CommandContext } from '../../command.ts'
import type { Intent } from '../../domain/decide/decide.ts'
import { INVOCATION } from '../../domain/problem.ts'
import type { ReadinessFinding } from '../../domain/readiness/finding.ts'
import { clauseCoverage, EMPTY_RUNBOOK, PHASES, type Runbook } from '../../domain/runbook/runbook.ts'
import { withOwnNames } from '../../i18n/own-names.ts'
import { chooseIncidentToRecord } from '../../incident/choose.ts'
import { acknowledge, appendIntents, requireText } from '../../incident/record.ts'
import { adoptionOf } from '../../incident/settings-adoption.ts'
import { latestToday } from '../../platform/clock.ts'
import { pathExists } from '../../platform/regular-files.ts'
import { saveFile, withoutDash } from '../../platform/save.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { excerptWithCaret, type Finding, type YamlSource } from '../../runbook/finding.ts'
import { loadRunbook, loadRunbookWith } from '../../runbook/io/chapter-files.ts'
import { loadConfig } from '../../runbook/io/config.ts'
import { loadGeneralClaims } from '../../runbook/io/general-claims.ts'
import { shippedRunbooks } from '../../runbook/io/shipped-runbooks.ts'
import { checkSettings } from '../../runbook/settings-schema.ts'
import { findingWords } from '../../runbook/words.ts'
import { CONTACTS_FILE, nearestWorkspace, SETTINGS_FILE } from '../../store/workspace.ts'
import { inertLine } from '../../view/inert.ts'
import { withCommands } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { describeResults, readinessResults } from '../checks/check-result.ts'
import { EXPORT_FORMATS, EXPORT_LANGUAGES, type ExportFormat, type ExportLanguage } from '../export/formats.ts'
import { FILE_KINDS, type FileKind, readFileSchema } from '../io/file-schemas.ts'
import { readinessText } from '../words.ts'
import { defineNew } from './runbook-new.ts'
import { defineTemplate } from './runbook-template.ts'

export { help } from './runbook-help.ts'

export function define(command: Command, { start, say }: CommandContext): void {
  defineNew(command, { start, say })
  command
    .command('check')
    .description(
      say(
        'list every problem in settings, runbooks, authorities, scenarios, templates and contacts',
        '設定、手順書、当局への報告、訓練シナリオ、テンプレート、連絡先一覧の問題点をすべて表示する',
      ),
    )
    .argument(
      '[path]',
      say(
        'file, folder or workspace (default: this workspace)',
        'ファイル、フォルダー、またはワークスペース。省略すると、現在のワークスペース',
      ),
    )
    .action((path: string | undefined) => start((world) => check(world, path)))
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
        '有効な手順書を書き出す。読むための文書、または他のツールのためのCACAOプレイブック',
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
      ).choices([...EXPORT_LANGUAGES]),
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

interface CheckedFiles {
  readonly runbook: Runbook
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly remarks?: readonly ReadinessFinding[]
}

/**
 * Checks all files of a workspace; only its settings, if a mistake in them leaves open which others count, and not what
 * refers to the chapters while one of them hides names.
 */
async function checkWorkspace({ root, now, text, env }: World, workspace: string): Promise<CheckedFiles> {
  const today = latestToday(now())
  const team = join(workspace, 'runbooks')
  const { parseSettings, readContacts, usesShippedRunbooks } = await import('../../runbook/io/user-config.ts')
  const settingsPath = join(workspace, SETTINGS_FILE)
  const settings = pathExists(settingsPath) ? parseSettings(settingsPath) : null
  if (settings !== null && usesShippedRunbooks(settings) === null)
    return combine(EMPTY_RUNBOOK, partOf(settings.source))
  const shipped = await shippedRunbooks(root, workspace, text.language)
  const claims = await loadGeneralClaims(root)
  const { runbook, ...read } = loadRunbook(shipped, team, today, claims)
  const first = settings === null ? [] : [partOf(settings.source)]
  if (!read.hasAllNames) return combine(runbook, ...first, read)
  if (settings !== null && settings.value !== null) checkSettings(settings.value, runbook, settings.source)
  const { checkTemplates } = await import('../../notice/io/template-files.ts')
  const templates = checkTemplates(root, workspace, runbook, today, env, claims)
  const { checkReportTemplates, vocabularyOf } = await import('../../report/io/template-files.ts')
  const reports = checkReportTemplates(workspace, vocabularyOf(runbook), today, env)
  const { readAuthorities } = await import('../../authority/io/authority-files.ts')
  const authorities = readAuthorities(shipped, team, { runbook, today })
  const { readScenarios } = await import('../../drill/io/scenario-files.ts')
  const scenarios = readScenarios(shipped, team, { runbook, today })
  const contactsPath = join(workspace, CONTACTS_FILE)
  const contacts = pathExists(contactsPath) ? [partOf(readContacts(contactsPath, runbook, today).source)] : []
  return combine(runbook, ...first, read, authorities, scenarios, templates, reports, ...contacts)
}

function partOf({ findings, file }: YamlSource): Omit<CheckedFiles, 'runbook'> {
  return { findings, files: [file] }
}

function combine(runbook: Runbook, ...parts: readonly Omit<CheckedFiles, 'runbook'>[]): CheckedFiles {
  return {
    runbook,
    findings: parts.flatMap(({ findings }) => findings),
    files: parts.flatMap(({ files }) => files),
    remarks: parts.flatMap(({ remarks = [] }) => remarks),
  }
}

/** The workspace at a path: the current one, or a folder with a workspace's files; null if it is neither. */
function workspaceAt({ workspace }: World, path: string | undefined): string | null {
  if (path === undefined || resolve(path) === workspace.directory) return workspace.directory
  return [SETTINGS_FILE, CONTACTS_FILE].some((file) => pathExists(join(path, file))) ? path : null
}

/** Checks a file or folder of runbooks, with its authorities and scenarios, or a single authority or scenario file. */
async function checkPath(world: World, path: string): Promise<CheckedFiles> {
  const today = latestToday(world.now())
  const workspace = nearestWorkspace(resolve(path)) ?? world.workspace.directory
  const shipped = await shippedRunbooks(world.root, workspace, world.text.language)
  const { readAuthorities, readAuthority } = await import('../../authority/io/authority-files.ts')
  if (basename(dirname(resolve(path))) === AUTHORITIES_FOLDER && pathExists(path)) {
    const { runbook } = loadRunbook(shipped, dirname(dirname(resolve(path))))
    return { runbook, ...readAuthority(path, { runbook, today }) }
  }
  const { isScenarioPath, readScenariosAt } = await import('../../drill/io/scenario-files.ts')
  if (isScenarioPath(path)) {
    const { runbook } = loadRunbook(shipped, join(workspace, 'runbooks'))
    return { runbook, ...readScenariosAt(path, { runbook, today }) }
  }
  const read = loadRunbookWith(shipped, path, today, await loadGeneralClaims(world.root))
  if (!read.hasAllNames) return combine(read.runbook, read)
  const scenarios = readScenariosAt(path, { runbook: read.runbook, today })
  const authorities = readAuthorities(shipped, path, { runbook: read.runbook, today })
  return combine(read.runbook, read, authorities, scenarios)
}

async function check(world: World, path: string | undefined): Promise<number> {
  const workspace = workspaceAt(world, path)
  // Only a path that was given can be no workspace.
  const { runbook, findings, files, remarks } =
    workspace === null ? await checkPath(world, path as string) : await checkWorkspace(world, workspace)
  const words = await findingWords(world.text.language, INVOCATION)
  const describe = (finding: Finding) =>
    words(finding).map((part) => withCommands(part, world.invocation, world.options)) as [string, string]
  const notes = await describedRemarks(world, remarks)
  const errors = findings.filter((f) => f.level === 'error').length
  if (world.options.json) {
    const shown = findings.map((finding) => {
      const [message, mend] = describe(finding)
      const { code, level, file, line, column } = finding
      return { code, level, message, mend, file, line, column }
    })
    world.print(JSON.stringify({ schemaVersion: 1, findings: [...shown, ...notes] }))
  } else {
    for (const finding of findings) {
      const [message, mend] = describe(finding)
      world.print(
        `${finding.file}:${finding.line}:${finding.column} ${inertLine(message)} (${finding.code})\n${excerptWithCaret(finding)}\n  ${inertLine(mend)}\n`,
      )
    }
    for (const { code, message, mend } of notes) world.print(`${inertLine(message)} (${code})\n  ${inertLine(mend)}\n`)
    const own = files.filter((file) => !file.startsWith(`${shownPath(join(world.root, 'runbooks'))}${sep}`)).length
    const warnings = findings.length - errors
    world.inform(world.text.said.checked(own, files.length - own, runbook.steps.length, errors, warnings))
  }
  return errors > 0 ? 2 : 0
}

/** Remarks are about no place in a file. */
async function describedRemarks(world: World, remarks: CheckedFiles['remarks'] = []) {
  const results = readinessResults(...remarks).map((result) => ({ area: 'drills' as const, result }))
  const described = await describeResults(world, (await readinessText(world.text.language)).doctor, results)
  return described.map(({ code, level, message, mend }) => {
    return { code, level, message, mend, file: null, line: null, column: null }
  })
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
  readonly language?: ExportLanguage
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
