import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contacts } from '../../domain/contacts/contacts.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import type { Settings } from '../../domain/settings.ts'
import { digestOf } from '../../store/digest.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'

export interface SettingsNow {
  readonly settings: Settings
  readonly settingsDigest: string
}

/** What governs an incident that runs. */
interface Governing extends SettingsNow {
  readonly runbook: Runbook
}

/** The settings as the workspace's files say them now; what has no file goes on as the log has it. */
export async function settingsNow(workspace: string, governing: Governing, language: Language): Promise<SettingsNow> {
  const file = join(workspace, SETTINGS_FILE)
  const list = join(workspace, CONTACTS_FILE)
  if (!existsSync(file) && !existsSync(list))
    return { settings: governing.settings, settingsDigest: governing.settingsDigest }
  const { roster, ...inForce } = governing.settings
  const stated = existsSync(file) ? await (await import('./user-config.ts')).loadSettings(file, language) : inForce
  const contacts = await contactsNow(workspace, governing.runbook, stated.timezone, language)
  const known = contacts?.roster ?? roster
  const settings = known === undefined ? stated : { ...stated, roster: known }
  return { settings, settingsDigest: digestOf(settings) }
}

/** The contact list as the workspace's file says it now; null where it has none. */
export async function contactsNow(
  workspace: string,
  runbook: Runbook,
  timezone: string,
  language: Language,
): Promise<Contacts | null> {
  const path = join(workspace, CONTACTS_FILE)
  return existsSync(path) ? (await import('./user-config.ts')).loadContacts(path, runbook, timezone, language) : null
}
