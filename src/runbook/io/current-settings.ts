import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contacts } from '../../domain/contacts/contacts.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import type { Settings } from '../../domain/settings.ts'
import { jsonDigest } from '../../store/digest.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import type { HasChannels } from '../settings-schema.ts'

export interface CurrentSettings {
  readonly settings: Settings
  readonly settingsDigest: string
}

/** What governs a running incident, according to its log. */
type Governing = CurrentSettings & { readonly runbook: Runbook }

/**
 * The workspace's settings; what it has no file for stays as in the log. They may name channels of `newerRunbook`, that of
 * the workspace. Rejects with `bad-setting` or `bad-contacts`.
 */
export async function loadCurrentSettings(
  workspace: string,
  governing: Governing,
  language: Language,
  newerRunbook: () => Promise<HasChannels>,
): Promise<CurrentSettings> {
  const settingsPath = join(workspace, SETTINGS_FILE)
  const contactsPath = join(workspace, CONTACTS_FILE)
  if (!existsSync(settingsPath) && !existsSync(contactsPath))
    return { settings: governing.settings, settingsDigest: governing.settingsDigest }
  const { roster, ...withoutRoster } = governing.settings
  const fromFile = existsSync(settingsPath)
    ? await (await import('./user-config.ts')).loadSettings(settingsPath, language, governing.runbook, newerRunbook)
    : withoutRoster
  const contacts = await loadCurrentContacts(workspace, governing.runbook, fromFile.timezone, language)
  const currentRoster = contacts?.roster ?? roster
  const settings = currentRoster === undefined ? fromFile : { ...fromFile, roster: currentRoster }
  return { settings, settingsDigest: jsonDigest(settings) }
}

/** The current contact list of the workspace; null if it has none. Rejects with `bad-contacts`. */
export async function loadCurrentContacts(
  workspace: string,
  runbook: Runbook,
  timezone: string,
  language: Language,
): Promise<Contacts | null> {
  const path = join(workspace, CONTACTS_FILE)
  return existsSync(path) ? (await import('./user-config.ts')).loadContacts(path, runbook, timezone, language) : null
}
