import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDate } from '../../domain/readiness/review.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { readText } from '../../platform/regular-files.ts'
import { shown } from '../../platform/shown-path.ts'
import type { Finding } from '../finding.ts'
import { findingOf, reviewedIn, type Template, type TemplateFinding, TemplateProblem } from '../template/template.ts'
import type { Reviewed } from './chapter-files.ts'

/** More than any template needs. */
export const MAX_TEMPLATE_BYTES = 64 * 1024

/** What was checked, and what was found. */
export interface CheckedTemplates {
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly reviews: readonly Reviewed[]
}

/** Reads a template. Throws `no-such-file`, `unreadable` or `bad-text-file`. */
export function readTemplate(path: string): Template {
  return { file: shown(path), source: readText(path, MAX_TEMPLATE_BYTES).text }
}

/** Names of the files in a folder of templates and its folders `ja` and `en`, such as `ja/website.txt`; no hidden ones. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const { name } = entry
      const isLanguage = entry.isDirectory() && (LANGUAGES as readonly string[]).includes(name)
      return isLanguage ? readdirSync(join(folder, name)).map((file) => `${name}/${file}`) : [name]
    })
    .filter((name) => !/(^|\/)\./.test(name))
    .sort()
}

/** The finding for a file that no template is read from; `allowed` lists the names that are read. */
export function unknownFile(folder: string, name: string, allowed: readonly string[]): TemplateFinding {
  const what = { why: 'unknown-file' as const, given: name, allowed }
  return findingOf(new TemplateProblem(shown(join(folder, name)), 1, 1, what), '')
}

/** The review date of a template. */
export function reviewOf({ file, source }: Template, own: boolean): Reviewed {
  const { date, column } = reviewedIn(source) ?? { date: '', column: 1 }
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return { place, reviewed: isDate(date) ? date : null, own }
}

/** The finding if the review date of a template is not a date, or is after `today`; empty if there is no date. */
export function checkReview({ file, source }: Template, today: string): Finding[] {
  const mark = reviewedIn(source)
  if (mark === null || (isDate(mark.date) && mark.date <= today)) return []
  const { date: given, column } = mark
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return isDate(given)
    ? [{ code: 'future-date', level: 'warning', params: { given }, ...place }]
    : [{ code: 'bad-date', level: 'error', params: { key: 'reviewed', given }, ...place }]
}
