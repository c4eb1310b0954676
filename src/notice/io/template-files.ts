import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { shown } from '../../platform/shown-path.ts'
import {
  type CheckedTemplates,
  checkReview,
  filesIn,
  readTemplate,
  reviewOf,
  unknownFile,
} from '../../runbook/io/template-files.ts'
import { TEMPLATE_FILES } from '../names.ts'
import { checkTemplate, PARTS, TEMPLATE_KEYS, type Templates } from '../template.ts'

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
      return path === undefined ? [] : [[key, readTemplate(path)]]
    }),
  )
}

/**
 * All that is wrong with the templates in force. `types` are those of the runbook in force; the shipped ones may name
 * others. Dates of the team's that lie after `today` are findings.
 */
export function checkTemplates(
  root: string,
  workspace: string,
  types: readonly string[],
  today: string,
): CheckedTemplates {
  const team = join(workspace, FOLDER)
  const own = filesIn(team)
  const templates = Object.values(loadTemplates(root, workspace))
  const ours = new Set(own.map((name) => shown(join(team, name))))
  const allowed = TEMPLATE_FILES.map((file) => `${file}.txt`)
  return {
    findings: [
      ...own
        .filter((name) => !TEMPLATE_KEYS.some((key) => name === `${key}.txt`))
        .map((name) => unknownFile(team, name, allowed)),
      ...templates.flatMap((t) => checkTemplate(t, { types: ours.has(t.file) ? types : null, parts: PARTS })),
      ...templates.filter(({ file }) => ours.has(file)).flatMap((t) => checkReview(t, today)),
    ],
    files: templates.map(({ file }) => file),
    reviews: templates.map((template) => reviewOf(template, ours.has(template.file))),
  }
}
