import { lstatSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { ProblemError } from '../../domain/problem.ts'
import { AUDIENCES } from '../../domain/report/audience.ts'
import { LANGUAGES, type Language, type Runbook } from '../../domain/runbook/runbook.ts'
import { shownPath } from '../../platform/shown-path.ts'
import {
  type CheckedTemplates,
  checkTemplateReviewDate,
  readTemplate,
  templateFileNames,
  templateReview,
  unknownTemplateFile,
} from '../../runbook/io/template-files.ts'
import { instant } from '../../runbook/schema-parts.ts'
import {
  parseTemplate,
  type Template,
  TemplateProblem,
  tagsIn,
  templateFinding,
} from '../../runbook/template/template.ts'
import { mustBeUsable } from '../../store/trust.ts'
import { report } from '../schema.ts'
import type { Vocabulary } from '../template/check.ts'
import { type TemplateCheckContext, type TemplateParts, templateFaults, unusedPartFaults } from '../template/check.ts'
import { TEMPLATE_FORMS, type TemplateForm } from '../template/forms.ts'
import { shapeOf } from '../template/shape.ts'
import type { Schema } from '../template/value-text.ts'

const FORM_LIST: readonly TemplateForm[] = Object.values(TEMPLATE_FORMS)

/** Reads a report template. Throws `TemplateProblem` if it cannot be read. */
export function readReportTemplate(path: string): Template {
  try {
    return readTemplate(path)
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const { params } = error.problem
    const given = 'why' in params ? String(params.why) : error.problem.code
    throw new TemplateProblem(shownPath(path), 1, 1, { why: 'unreadable', given, allowed: [] })
  }
}

/**
 * Reads the parts (`part-NAME`) of one form in one language. Throws `TemplateProblem` if one cannot be read, or
 * `untrusted-workspace`.
 */
export function readTemplateParts(
  workspace: string,
  env: NodeJS.ProcessEnv,
  language: Language,
  form: TemplateForm,
): TemplateParts {
  const folder = join(workspace, REPORTS_FOLDER)
  const names = templateFileNames(folder).filter(
    (name) => name.startsWith(`${language}/`) && isPart(basename(name), form),
  )
  return new Map(
    names.map((name) => {
      mustBeUsable(join(folder, name), workspace, env)
      return [basename(name, form.ending), readReportTemplate(join(folder, name))]
    }),
  )
}

export function vocabularyOf({ facts, channels }: Runbook): Vocabulary {
  return { facts: Object.keys(facts), channels: Object.keys(channels) }
}

/** Checks all of a team's report templates. A review date after `today` (YYYY-MM-DD) is a finding. */
export function checkReportTemplates(
  workspace: string,
  vocabulary: Vocabulary,
  today: string,
  env: NodeJS.ProcessEnv,
): CheckedTemplates {
  const folder = join(workspace, REPORTS_FOLDER)
  const names = templateFileNames(folder)
  for (const name of names) mustBeUsable(join(folder, name), workspace, env)
  const files = LANGUAGES.flatMap((language) =>
    FORM_LIST.map((form) => {
      const own = names.filter((name) => isTemplateOf(name, language, form))
      return checkForm(folder, own, form, vocabulary)
    }),
  )
  const templates = files.flatMap(({ read }) => read)
  return {
    findings: [
      ...names.filter((name) => !isKnown(name)).map((name) => unknownTemplateFile(folder, name, ALLOWED_NAMES)),
      ...files.flatMap(({ findings }) => findings),
      ...templates.flatMap((template) => checkTemplateReviewDate(template, today)),
    ],
    files: templates.map(({ file }) => file),
    reviews: templates.map((template) => templateReview(template, true)),
  }
}

const ALLOWED_NAMES = FORM_LIST.flatMap(({ file, ending }) => [file, `part-NAME${ending}`])

/** Checks the template of one form in one language, its parts, and parts that nothing includes. */
function checkForm(folder: string, names: readonly string[], form: TemplateForm, vocabulary: Vocabulary) {
  const problems: TemplateProblem[] = []
  const read = new Map<string, Template>()
  for (const name of names) {
    try {
      read.set(basename(name, form.ending), readReportTemplate(join(folder, name)))
    } catch (error) {
      if (!(error instanceof TemplateProblem)) throw error
      problems.push(error)
    }
  }
  const mainName = basename(form.file, form.ending)
  const parts: TemplateParts = new Map([...read].filter(([name]) => name !== mainName))
  const against: TemplateCheckContext = { form, shape: REPORT_SHAPE, parts, vocabulary }
  const main = read.get(mainName)
  const included = new Set([...read.values()].flatMap(includesOf))
  const unused = [...parts].flatMap(([name, part]) => (included.has(name) ? [] : [part]))
  problems.push(
    ...(main === undefined ? [] : templateFaults(main, against)),
    ...unused.flatMap((part) => unusedPartFaults(part, against)),
  )
  const sources = new Map([...read.values()].map(({ file, source }) => [file, source]))
  return {
    read: [...read.values()],
    findings: problems.map((problem) => templateFinding(problem, sources.get(problem.file) ?? '')),
  }
}

/** The parts that a template includes; none if it has a syntax error, which is a finding already. */
function includesOf(template: Template): string[] {
  try {
    return tagsIn(parseTemplate(template)).flatMap(({ type, name }) => (type === '>' ? [name] : []))
  } catch (error) {
    if (error instanceof TemplateProblem) return []
    throw error
  }
}

function isTemplateOf(name: string, language: Language, form: TemplateForm): boolean {
  const file = basename(name)
  return name === `${language}/${file}` && (file === form.file || isPart(file, form))
}

function isPart(file: string, { ending }: TemplateForm): boolean {
  return /^part-[\w-]+$/.test(basename(file, ending)) && file.endsWith(ending)
}

function isKnown(name: string): boolean {
  return LANGUAGES.some((language) => FORM_LIST.some((form) => isTemplateOf(name, language, form)))
}

const REPORTS_FOLDER = join('runbooks', 'reports')

/**
 * Path of the team's template for a form; null if there is none. A dangling symlink counts. The file is not read. Throws
 * `untrusted-workspace` if it must not be.
 */
export function findReportTemplate(
  workspace: string,
  env: NodeJS.ProcessEnv,
  language: Language,
  file: string,
): string | null {
  const path = join(workspace, REPORTS_FOLDER, language, file)
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) return null
  mustBeUsable(path, workspace, env)
  return path
}

/** The JSON report, and what templates need besides. */
const templateValues = report.extend({
  /** The title of the built-in report. */
  heading: z.string(),
  language: z.enum(LANGUAGES),
  audience: z.enum(AUDIENCES),
  open: z.boolean(),
  madeAt: instant,
})

/** The names a report template may use, and what each stands for. */
export const REPORT_SHAPE = shapeOf(z.toJSONSchema(templateValues, { unrepresentable: 'any', io: 'input' }) as Schema)
