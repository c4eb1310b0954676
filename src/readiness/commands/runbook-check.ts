import { basename, dirname, join, resolve, sep } from 'node:path'
import type { Command } from 'commander'
import { AUTHORITIES_FOLDER } from '../../authority/io/compiled-authorities.ts'
import type { CommandContext } from '../../command.ts'
import { INVOCATION } from '../../domain/problem.ts'
import type { ReadinessFinding } from '../../domain/readiness/finding.ts'
import { EMPTY_RUNBOOK, type Runbook } from '../../domain/runbook/runbook.ts'
import { latestToday } from '../../platform/clock.ts'
import { pathExists } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import { excerptWithCaret, type Finding, type YamlSource } from '../../runbook/finding.ts'
import { loadRunbook, loadRunbookWith } from '../../runbook/io/chapter-files.ts'
import { loadGeneralClaims } from '../../runbook/io/general-claims.ts'
import { shippedRunbooks } from '../../runbook/io/shipped-runbooks.ts'
import { checkSettings } from '../../runbook/settings-schema.ts'
import { findingWords } from '../../runbook/words.ts'
import { CONTACTS_FILE, nearestWorkspace, SETTINGS_FILE } from '../../store/workspace.ts'
import { inertLine } from '../../view/inert.ts'
import { withCommands } from '../../view/resume-command.ts'
import type { World } from '../../world.ts'
import { describeResults, readinessResults } from '../checks/check-result.ts'
import { readinessText } from '../words.ts'

export function defineCheck(command: Command, { start, say }: Pick<CommandContext, 'start' | 'say'>): void {
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
}

interface CheckedFiles {
  readonly runbook: Runbook
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly remarks?: readonly ReadinessFinding[]
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

/** The workspace at a path: the current one, or a folder with a workspace's files; null if it is neither. */
function workspaceAt({ workspace }: World, path: string | undefined): string | null {
  if (path === undefined || resolve(path) === workspace.directory) return workspace.directory
  return [SETTINGS_FILE, CONTACTS_FILE].some((file) => pathExists(join(path, file))) ? path : null
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

/** Remarks are about no place in a file. */
async function describedRemarks(world: World, remarks: CheckedFiles['remarks'] = []) {
  const results = readinessResults(...remarks).map((result) => ({ area: 'drills' as const, result }))
  const described = await describeResults(world, (await readinessText(world.text.language)).doctor, results)
  return described.map(({ code, level, message, mend }) => {
    return { code, level, message, mend, file: null, line: null, column: null }
  })
}
