import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fail } from '../domain/outcome.ts'
import type { Language, Runbook } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { excerpt } from '../render/excerpt.ts'
import type { Finding } from '../schema/finding.ts'
import { normaliseSettings, settingsSchema } from '../schema/settings.ts'
import { readYaml } from '../schema/yaml.ts'
import { findingWords } from '../text/findings.ts'
import { digestOf, loadRunbook } from './runbooks.ts'
import { SETTINGS_FILE } from './workspace.ts'

export interface Config {
  readonly runbook: Runbook
  readonly runbookDigest: string
  readonly settings: Settings
  readonly settingsDigest: string
}

/** The runbook and the settings in force for a workspace; broken ones end the command before anything is asked. */
export async function loadConfig(root: string, workspace: string, language: Language): Promise<Config> {
  const settings = await loadSettings(workspace, language)
  const { runbook, digest, findings } = loadRunbook(join(root, 'runbooks'), join(workspace, 'runbooks'))
  await refuse('bad-runbook', findings, language)
  return { runbook, runbookDigest: digest, settings, settingsDigest: digestOf(settings) }
}

async function loadSettings(workspace: string, language: Language): Promise<Settings> {
  const path = join(workspace, SETTINGS_FILE)
  if (!existsSync(path)) return normaliseSettings({})
  const { source, value } = readYaml(path, readFileSync(path, 'utf8'), settingsSchema)
  await refuse('bad-setting', source.findings, language)
  return normaliseSettings(value ?? {})
}

async function refuse(
  code: 'bad-runbook' | 'bad-setting',
  findings: readonly Finding[],
  language: Language,
): Promise<void> {
  const errors = findings.filter((f) => f.level === 'error')
  const first = errors[0]
  if (first === undefined) return
  const words = await findingWords(language)
  const [message, mend] = words(first)
  const place = `${first.file}:${first.line}:${first.column}`
  fail(code, { count: errors.length, place, first: message, mend, excerpt: excerpt(first) })
}
