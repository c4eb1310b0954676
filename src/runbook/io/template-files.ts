import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDate } from '../../domain/readiness/review.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { readText } from '../../platform/bounded.ts'
import { shown } from '../../platform/shown-path.ts'
import type { Finding } from '../finding.ts'
import { findingOf, reviewedIn, type Template, type TemplateFinding, TemplateProblem } from '../template/template.ts'
import type { Reviewed } from './chapter-files.ts'

/** Nothing that a team writes needs a template as long as this, in bytes. */
export const MAX_TEMPLATE_BYTES = 64 * 1024

/** What a check of templates gives. */
export interface CheckedTemplates {
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly reviews: readonly Reviewed[]
}

/** Throws `Failed` for a file that cannot be read: `unreadable`, `bad-text-file`. */
export function readTemplate(path: string): Template {
  return { file: shown(path), source: readText(path, MAX_TEMPLATE_BYTES).text }
}

/** Files below a folder of templates, as `ja/website.txt`. */
export function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const { name } = entry
      const known = entry.isDirectory() && (LANGUAGES as readonly string[]).includes(name)
      return known ? readdirSync(join(folder, name)).map((file) => `${name}/${file}`) : [name]
    })
    .filter((name) => !/(^|\/)\./.test(name))
    .sort()
}

/** A file that nothing reads, with the names that something would. */
export function unknownFile(folder: string, name: string, allowed: readonly string[]): TemplateFinding {
  const what = { why: 'unknown-file' as const, given: name, allowed }
  return findingOf(new TemplateProblem(shown(join(folder, name)), 1, 1, what), '')
}

/** When a template says that it was gone through. */
export function reviewOf({ file, source }: Template, own: boolean): Reviewed {
  const { date, column } = reviewedIn(source) ?? { date: '', column: 1 }
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return { place, reviewed: isDate(date) ? date : null, own }
}

/** What is wrong with the day that it states, which may not lie after `today`. */
export function checkReview({ file, source }: Template, today: string): Finding[] {
  const stated = reviewedIn(source)
  if (stated === null || (isDate(stated.date) && stated.date <= today)) return []
  const { date: given, column } = stated
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return isDate(given)
    ? [{ code: 'future-date', level: 'warning', params: { given }, ...place }]
    : [{ code: 'bad-date', level: 'error', params: { key: 'reviewed', given }, ...place }]
}
