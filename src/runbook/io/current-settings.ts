import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Contacts } from '../../domain/contacts/contacts.ts'
import type { Language, Runbook } from '../../domain/runbook/runbook.ts'
import type { ChannelSettings, Settings } from '../../domain/settings.ts'
import { jsonDigest } from '../../store/digest.ts'
import { CONTACTS_FILE, SETTINGS_FILE } from '../../store/workspace.ts'
import type { HasChannels } from '../settings-schema.ts'

export interface CurrentSettings {
  readonly settings: Settings
  readonly settingsDigest: string
}

/** What governs a running incident, according to its log. */
type Governing = CurrentSettings & {
  readonly runbook: Runbook
  /** Whether only other machines put these settings in force. */
  readonly isOfOthers: () => boolean
}

/**
 * The workspace's settings; what it has no file for stays as in the log, without ways to send of others. They may name channels of `newerRunbook`, that of
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
  const hasSettings = existsSync(settingsPath)
  const inLog = hasSettings ? governing : withoutWaysOfOthers(governing)
  if (!hasSettings && !existsSync(contactsPath))
    return { settings: inLog.settings, settingsDigest: inLog.settingsDigest }
  const { roster, ...withoutRoster } = inLog.settings
  const fromFile = hasSettings
    ? await (await import('./user-config.ts')).loadSettings(settingsPath, language, governing.runbook, newerRunbook)
    : withoutRoster
  const contacts = await loadCurrentContacts(workspace, governing.runbook, fromFile.timezone, language)
  const currentRoster = contacts?.roster ?? roster
  const settings = currentRoster === undefined ? fromFile : { ...fromFile, roster: currentRoster }
  return { settings, settingsDigest: jsonDigest(settings) }
}

/**
 * The settings in the log. If only other machines put them in force, each channel is posted by hand: whoever can write to the
 * log could name a program, or a server, for one.
 */
function withoutWaysOfOthers({ settings, settingsDigest, isOfOthers }: Governing): CurrentSettings {
  const ways = Object.entries(settings.channels)
  if (ways.every(([, { via }]) => via === 'by-hand') || !isOfOthers()) return { settings, settingsDigest }
  const byHand = ({ languages }: ChannelSettings) => ({ via: 'by-hand' as const, ...(languages && { languages }) })
  const own = { ...settings, channels: Object.fromEntries(ways.map(([channel, way]) => [channel, byHand(way)])) }
  return { settings: own, settingsDigest: jsonDigest(own) }
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
