import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import type { Language } from '../../domain/runbook/runbook.ts'

/** Templates of reports, beside those of notices. */
export const REPORTS_FOLDER = join('runbooks', 'reports')

/** The team's template of a form of the report, if there is one, be it a link to nothing; nothing of it is read. */
export function reportTemplateAt(workspace: string, language: Language, file: string): string | null {
  const path = join(workspace, REPORTS_FOLDER, language, file)
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? null : path
}
