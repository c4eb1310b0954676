import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isCalendarDate } from '../../domain/readiness/review.ts'
import { LANGUAGES } from '../../domain/runbook/runbook.ts'
import { readTextFile } from '../../platform/regular-files.ts'
import { shownPath } from '../../platform/shown-path.ts'
import type { FileReview } from '../file-review.ts'
import type { Finding } from '../finding.ts'
import type { Template, TemplateFinding } from '../template/template.ts'
import { reviewDateIn, TemplateProblem, templateFinding } from '../template/template.ts'

/** More than any template needs. */
export const MAX_TEMPLATE_BYTES = 64 * 1024

export interface CheckedTemplates {
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly reviews: readonly FileReview[]
}

/** Reads a template. Throws `no-such-file`, `unreadable` or `bad-text-file`. */
export function readTemplate(path: string): Template {
  return { file: shownPath(path), source: readTextFile(path, MAX_TEMPLATE_BYTES).text }
}

/** Names of the files in a folder of templates and its folders `ja` and `en`, such as `ja/website.txt`; no hidden ones. */
export function templateFileNames(folder: string): string[] {
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
export function unknownTemplateFile(folder: string, name: string, allowed: readonly string[]): TemplateFinding {
  const what = { why: 'unknown-file' as const, given: name, allowed }
  return templateFinding(new TemplateProblem(shownPath(join(folder, name)), 1, 1, what), '')
}

export function templateReview({ file, source }: Template, isOwn: boolean): FileReview {
  const { date, column } = reviewDateIn(source) ?? { date: '', column: 1 }
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return { place, reviewed: isCalendarDate(date) ? date : null, isOwn }
}

/** The finding if the review date of a template is not a date, or is after `today`; empty if there is no date. */
export function checkTemplateReviewDate({ file, source }: Template, today: string): Finding[] {
  const mark = reviewDateIn(source)
  if (mark === null || (isCalendarDate(mark.date) && mark.date <= today)) return []
  const { date: given, column } = mark
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return isCalendarDate(given)
    ? [{ code: 'future-date', level: 'warning', params: { given }, ...place }]
    : [{ code: 'bad-date', level: 'error', params: { key: 'reviewed', given }, ...place }]
}
