import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { isDate } from '../domain/readiness/review.ts'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import { TEMPLATE_FILES } from '../notice/names.ts'
import { reviewedIn } from '../notice/reviewed.ts'
import {
  checkTemplate,
  findingOf,
  PARTS,
  TEMPLATE_KEYS,
  type Template,
  type TemplateFinding,
  TemplateProblem,
  type Templates,
} from '../notice/template.ts'
import type { Finding } from '../schema/finding.ts'
import { readText } from './bounded.ts'
import { type Reviewed, shown } from './runbooks.ts'

/** No notice needs a template as long as this, in bytes. */
export const MAX_TEMPLATE_BYTES = 64 * 1024

/** Templates of notices, beside the chapters of a runbook. */
const FOLDER = join('runbooks', 'notices')

/**
 * The shipped templates, each replaced by the team's file of the same name. Throws `Failed` for a file that cannot be
 * read (`unreadable`, `bad-text-file`); a name that means nothing is left to `runbook check`.
 */
export function loadTemplates(root: string, workspace: string): Templates {
  const folders = [join(root, FOLDER), join(workspace, FOLDER)]
  return Object.fromEntries(
    TEMPLATE_KEYS.flatMap((key) => {
      const path = folders.map((folder) => join(folder, `${key}.txt`)).findLast((file) => existsSync(file))
      return path === undefined ? [] : [[key, templateIn(path)]]
    }),
  )
}

interface Checked {
  readonly findings: readonly Finding[]
  readonly files: readonly string[]
  readonly reviews: readonly Reviewed[]
}

/**
 * All that is wrong with the templates in force. `types` are those of the runbook in force; the shipped ones may name
 * others. Dates of the team's that lie after `today` are findings.
 */
export function checkTemplates(root: string, workspace: string, types: readonly string[], today: string): Checked {
  const team = join(workspace, FOLDER)
  const own = filesIn(team)
  const templates = Object.values(loadTemplates(root, workspace))
  const ours = new Set(own.map((name) => shown(join(team, name))))
  return {
    findings: [
      ...own
        .filter((name) => !TEMPLATE_KEYS.some((key) => name === `${key}.txt`))
        .map((name) => unknownFile(team, name)),
      ...templates.flatMap((t) => checkTemplate(t, { types: ours.has(t.file) ? types : null, parts: PARTS })),
      ...templates.filter(({ file }) => ours.has(file)).flatMap((t) => checkReview(t, today)),
    ],
    files: templates.map(({ file }) => file),
    reviews: templates.map(({ file, source }) => {
      const { date, column } = reviewedIn(source) ?? { date: '', column: 1 }
      const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
      return { place, reviewed: isDate(date) ? date : null, own: ours.has(file) }
    }),
  }
}

function checkReview({ file, source }: Template, today: string): Finding[] {
  const stated = reviewedIn(source)
  if (stated === null || (isDate(stated.date) && stated.date <= today)) return []
  const { date: given, column } = stated
  const place = { file, line: 1, column, excerpt: source.split('\n')[0] ?? '' }
  return isDate(given)
    ? [{ code: 'future-date', level: 'warning', params: { given }, ...place }]
    : [{ code: 'bad-date', level: 'error', params: { key: 'reviewed', given }, ...place }]
}

/** Files below a folder of templates, as `ja/website.txt`. */
function filesIn(folder: string): string[] {
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

function unknownFile(team: string, name: string): TemplateFinding {
  const allowed = TEMPLATE_FILES.map((file) => `${file}.txt`)
  const what = { why: 'unknown-file' as const, given: name, allowed }
  return findingOf(new TemplateProblem(shown(join(team, name)), 1, 1, what), '')
}

function templateIn(path: string): Template {
  return { file: shown(path), source: readText(path, MAX_TEMPLATE_BYTES).text }
}
