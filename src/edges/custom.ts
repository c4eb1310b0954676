import { existsSync } from 'node:fs'
import { fail } from '../domain/outcome.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { excerpt } from '../render/excerpt.ts'
import type { Finding } from '../schema/finding.ts'
import { normaliseSettings, settingsSchema } from '../schema/settings.ts'
import { MAX_YAML_BYTES, readYaml } from '../schema/yaml.ts'
import { findingWords } from '../text/findings.ts'
import { readBounded } from './bounded.ts'
import { type LoadedRunbook, loadRunbook, shown } from './runbooks.ts'

/** What a team wrote in YAML itself: its settings and runbooks. */

export async function loadSettings(path: string, language: Language): Promise<Settings> {
  if (!existsSync(path)) return normaliseSettings({})
  const { source, value } = readYaml(shown(path), readBounded(path, MAX_YAML_BYTES + 1), settingsSchema)
  await refuse('bad-setting', source.findings, language)
  return normaliseSettings(value ?? {})
}

export async function loadWhole(shipped: string, team: string, language: Language): Promise<LoadedRunbook> {
  const loaded = loadRunbook(shipped, team)
  await refuse('bad-runbook', loaded.findings, language)
  return loaded
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
