import { join } from 'node:path'
import { ProblemError } from '../../domain/problem.ts'
import { readBounded } from '../../platform/regular-files.ts'
import { SETTINGS_FILE } from '../../store/workspace.ts'

/** More than is read of the settings. */
const MAX_SETTINGS_BYTES = 1024 * 1024

/**
 * The folder of the shipped runbook files; null if `halt.yaml` of the workspace says `runbooks: { shipped: false }`.
 * Broken settings are reported by whoever needs them, not here. YAML is parsed only if a line that is no comment has the
 * word.
 */
export async function shippedRunbooks(root: string, workspace: string): Promise<string | null> {
  const path = join(workspace, SETTINGS_FILE)
  if (!/^(?!\s*#).*shipped/m.test(textOf(path))) return join(root, 'runbooks')
  const { readSettings, usesShippedRunbooks } = await import('./user-config.ts')
  return usesShippedRunbooks(readSettings(path)) ? join(root, 'runbooks') : null
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
