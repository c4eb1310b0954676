import { join } from 'node:path'
import { ProblemError } from '../../domain/problem.ts'
import type { Language } from '../../domain/runbook/runbook.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'

/** More than is read of the settings. */
const MAX_SETTINGS_BYTES = 1024 * 1024

/**
 * The folder of the shipped runbook files; null if `halt.yaml` of the workspace says `runbooks: { shipped: false }`. Rejects
 * with `bad-setting` if a mistake there leaves open whether they count; others are reported by whoever needs the settings.
 * YAML is parsed only if a line that is no comment may be about them.
 */
export async function shippedRunbooks(root: string, workspace: string, language: Language): Promise<string | null> {
  const path = join(workspace, SETTINGS_FILE)
  if (!/^(?!\s*#).*(?:runbook|ship)/im.test(textOf(path))) return join(root, 'runbooks')
  const { parseSettings, usesShippedRunbooks } = await import('./user-config.ts')
  const settings = parseSettings(path)
  const isUsed = usesShippedRunbooks(settings)
  if (isUsed === null) {
    const { throwOnErrors } = await import('../throw-on-errors.ts')
    await throwOnErrors('bad-setting', settings.source.findings, language)
  }
  return isUsed === false ? null : join(root, 'runbooks')
}

/** The text of a file; empty if it cannot be read. */
function textOf(path: string): string {
  try {
    return readBounded(path, MAX_SETTINGS_BYTES)
  } catch (error) {
    if (error instanceof ProblemError) return ''
    throw error
  }
}
