import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../domain/settings.ts'
import { type Access, accessFor } from '../../platform/access.ts'
import { jsonDigest } from '../../store/digest.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'
import { readCompiledRunbook } from './compiled-runbook.ts'
import { loadCurrentContacts } from './current-settings.ts'
import { shippedRunbooks } from './shipped-runbooks.ts'

/** What governs an incident that starts now; the runbook and the settings are recorded in its log. */
export interface Config {
  readonly runbook: Runbook
  readonly runbookDigest: string
  readonly settings: Settings
  readonly settingsDigest: string
  /** Who gets access to the files of the incident. */
  readonly access: Access
}

/** Parses YAML only if the workspace has files of its own. Rejects if one of these has errors. */
export async function loadConfig(root: string, workspace: string, language: Language): Promise<Config> {
  const settingsPath = join(workspace, SETTINGS_FILE)
  const { runbook, digest } = await runbookInForce(root, workspace, language)
  const fromFile = existsSync(settingsPath)
    ? await (await import('./user-config.ts')).loadSettings(settingsPath, language, runbook)
    : DEFAULT_SETTINGS
  const contacts = await loadCurrentContacts(workspace, runbook, fromFile.timezone, language)
  const settings = contacts === null ? fromFile : { ...fromFile, roster: contacts.roster }
  const access = accessFor(settings.share?.group ?? null)
  return { runbook, runbookDigest: digest, settings, settingsDigest: jsonDigest(settings), access }
}

/**
 * Loads the shipped chapters together with the team's, which replace those of the same name; only the team's, if the
 * settings say so. Rejects with `bad-setting`, `bad-runbook` or `no-chapters`.
 */
export async function runbookInForce(
  root: string,
  workspace: string,
  language: Language,
): Promise<{ readonly runbook: Runbook; readonly digest: string }> {
  const team = join(workspace, 'runbooks')
  const shipped = await shippedRunbooks(root, workspace, language)
  const compiled = shipped === null || existsSync(team) ? null : readCompiledRunbook(root)
  return compiled ?? (await import('./user-config.ts')).loadValidRunbook(shipped, team, language)
}
