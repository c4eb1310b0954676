import { join } from 'node:path'
import type { Bilingual, Language } from '../../domain/runbook/runbook.ts'
import type { Settings } from '../../domain/settings.ts'
import { idNamed } from '../../incident/names.ts'
import { shippedRunbooks } from '../../runbook/io/shipped-runbooks.ts'
import { loadSettings, loadValidRunbook } from '../../runbook/io/user-config.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'
import type { World } from '../../world.ts'
import type { LanguageChoice } from '../language-choice.ts'
import { type ExportedRunbook, exportedAuthorities } from './exported-runbook.ts'
import type { ExportFormat } from './formats.ts'
import { type Omissions, type OmittedKind, onlyInExtension } from './omissions.ts'
import { exportText, exportTitle, loadWording, type Wording } from './wording.ts'

/** Returns the runbook in a format, and says what the format lacks. Rejects with `bad-runbook` or `unknown-type`. */
export async function exportRunbook(
  world: World,
  format: ExportFormat,
  { type, language = world.text.language }: { readonly type?: string; readonly language?: LanguageChoice },
): Promise<string> {
  const { root, workspace, text } = world
  const exported = await loadExported(root, workspace.directory, text.language, type)
  const wording = await loadWording(language, exported.runbook)
  if (format === 'markdown') return markdown(world, exported, wording)
  const { cacaoPlaybook } = await import('./cacao.ts')
  await sayOmissions(world, exported)
  return JSON.stringify(cacaoPlaybook(exported, language, wording), null, 2)
}

async function loadExported(
  root: string,
  workspace: string,
  language: Language,
  type: string | undefined,
): Promise<ExportedRunbook> {
  const shipped = await shippedRunbooks(root, workspace, language)
  const { runbook, digest, chapters } = await loadValidRunbook(shipped, join(workspace, 'runbooks'), language)
  const settings = await loadSettings(join(workspace, SETTINGS_FILE), language, runbook)
  return {
    runbook,
    digest,
    chapters,
    organisation: nameIn(settings) ?? runbook.organisation ?? null,
    cadence: settings.cadence,
    type: type === undefined ? null : idNamed(type, runbook.types, 'unknown-type'),
  }
}

/** The organisation's name in the settings; null if there is none. A language without one has the other's. */
function nameIn({ organisation: { ja, en } }: Settings): Bilingual | null {
  const name = ja ?? en
  return name === null ? null : { ja: name, en: en ?? name }
}

async function markdown(world: World, exported: ExportedRunbook, wording: Wording): Promise<string> {
  const { manualView } = await import('./manual-view.ts')
  const { blocksMarkdown, escapeMarkdownInline } = await import('../../view/markdown.ts')
  const title = `# ${escapeMarkdownInline(exportTitle(exported, wording))}`
  return `${title}\n\n${blocksMarkdown(manualView(exported, await authoritiesOf(world), wording))}`
}

async function authoritiesOf(world: World) {
  return (await import('../../authority/authority-status.ts')).loadCurrentAuthorities(world)
}

/** Names what the playbook lacks on standard error, a line for each kind. */
async function sayOmissions(world: World, exported: ExportedRunbook): Promise<void> {
  const { omitted } = await exportText(world.text.language)
  const omissions = { ...(await notExported(world, exported)), ...onlyInExtension(exported) }
  for (const [kind, count] of Object.entries(omissions)) if (count > 0) world.say(omitted[kind as OmittedKind](count))
}

/** What stands beside the runbook in the workspace and is no part of a playbook. */
async function notExported(world: World, exported: ExportedRunbook): Promise<Omissions> {
  const { root, workspace, env, text } = world
  const { runbook } = exported
  const { loadTemplates } = await import('../../notice/io/template-files.ts')
  const { isPlayable, loadScenarios } = await import('../../drill/io/scenario-files.ts')
  const { loadCurrentContacts } = await import('../../runbook/io/current-settings.ts')
  const scenarios = await loadScenarios(world, runbook)
  const contacts = await loadCurrentContacts(workspace.directory, runbook, 'UTC', text.language)
  return {
    templates: Object.keys(loadTemplates(root, workspace.directory, Object.keys(runbook.channels), env)).length,
    authorities: exportedAuthorities(await authoritiesOf(world), exported).length,
    scenarios: scenarios.filter(isPlayable).length,
    people: contacts === null ? 0 : Object.keys(contacts.roster.people).length,
  }
}
