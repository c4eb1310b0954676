import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/settings.ts'
import { type Access, accessFor } from '../../platform/durable.ts'
import { digestOf } from '../../store/digest.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'
import { readCompiled } from './compiled.ts'
import { contactsNow } from './current-settings.ts'

/** What an incident that begins now is governed by; both go into its log. */
export interface Config {
  readonly runbook: Runbook
  readonly runbookDigest: string
  readonly settings: Settings
  readonly settingsDigest: string
  /** Whom the files of an incident that begins now are for. */
  readonly access: Access
}

/**
 * The runbook and the settings in force for a workspace; broken ones end the command before anything is asked. YAML is
 * parsed only where the workspace has files of its own.
 */
export async function loadConfig(root: string, workspace: string, language: Language): Promise<Config> {
  const file = join(workspace, SETTINGS_FILE)
  const stated = existsSync(file)
    ? await (await import('./user-config.ts')).loadSettings(file, language)
    : DEFAULT_SETTINGS
  const { runbook, digest } = await runbookInForce(root, workspace, language)
  const contacts = await contactsNow(workspace, runbook, stated.timezone, language)
  const settings = contacts === null ? stated : { ...stated, roster: contacts.roster }
  const access = accessFor(settings.share?.group ?? null)
  return { runbook, runbookDigest: digest, settings, settingsDigest: digestOf(settings), access }
}

/** The shipped runbook, with the team's own files in the place of those of the same name. */
export async function runbookInForce(
  root: string,
  workspace: string,
  language: Language,
): Promise<{ readonly runbook: Runbook; readonly digest: string }> {
  const team = join(workspace, 'runbooks')
  const compiled = existsSync(team) ? null : readCompiled(root)
  return compiled ?? (await import('./user-config.ts')).loadWhole(join(root, 'runbooks'), team, language)
}
