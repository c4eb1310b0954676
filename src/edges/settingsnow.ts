import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { digestOf } from './digest.ts'
import { SETTINGS_FILE } from './workspace.ts'

export interface SettingsNow {
  readonly settings: Settings
  readonly settingsDigest: string
}

/** The settings as the workspace's file says them now; null where it has none: then those in the log go on to govern. */
export async function settingsNow(workspace: string, language: Language): Promise<SettingsNow | null> {
  const file = join(workspace, SETTINGS_FILE)
  if (!existsSync(file)) return null
  const { loadSettings } = await import('./custom.ts')
  const settings = await loadSettings(file, language)
  return { settings, settingsDigest: digestOf(settings) }
}
