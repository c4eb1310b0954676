import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { LANGUAGES } from '../domain/runbook/runbook.ts'
import { TEMPLATE_FILES } from '../notice/names.ts'
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
import { readText } from './bounded.ts'
import { shown } from './runbooks.ts'

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

/** All that is wrong with the templates in force. `types` are those of the runbook in force; the shipped ones may name others. */
export function checkTemplates(
  root: string,
  workspace: string,
  types: readonly string[],
): { readonly findings: readonly TemplateFinding[]; readonly files: readonly string[] } {
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
    ],
    files: templates.map(({ file }) => file),
  }
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
