import { lstatSync } from 'node:fs'
import { basename, join } from 'node:path'
import * as z from 'zod'
import { Failed } from '../../domain/outcome.ts'
import { AUDIENCES } from '../../domain/report/audience.ts'
import { LANGUAGES, type Language, type Runbook } from '../../domain/runbook/runbook.ts'
import { shown } from '../../platform/shown-path.ts'
import type { Finding } from '../../runbook/finding.ts'
import {
  type CheckedTemplates,
  checkReview,
  filesIn,
  readTemplate,
  reviewOf,
  unknownFile,
} from '../../runbook/io/template-files.ts'
import { instant } from '../../runbook/schema-parts.ts'
import { findingOf, piecesOf, type Template, TemplateProblem, tagsIn } from '../../runbook/template/template.ts'
import { report } from '../schema.ts'
import type { Vocabulary } from '../template/check.ts'
import { type Against, faultsOf, faultsOfPart, type Parts } from '../template/check.ts'
import { FORMS, type TemplateForm } from '../template/forms.ts'
import { shapeOf } from '../template/shape.ts'
import type { Schema } from '../template/value-text.ts'

const FORM_LIST: readonly TemplateForm[] = Object.values(FORMS)

/** A template of a report. Throws `TemplateProblem` where it cannot be read. */
export function readReportTemplate(path: string): Template {
  try {
    return readTemplate(path)
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    const { params } = error.problem
    const given = 'why' in params ? String(params.why) : error.problem.code
    throw new TemplateProblem(shown(path), 1, 1, { why: 'unreadable', given, allowed: [] })
  }
}

/** The parts of a form in a language. Throws `TemplateProblem` where one cannot be read. */
export function readParts(workspace: string, language: Language, form: TemplateForm): Parts {
  const folder = join(workspace, REPORTS_FOLDER)
  const names = filesIn(folder).filter((name) => name.startsWith(`${language}/`) && isPart(basename(name), form))
  return new Map(names.map((name) => [basename(name, form.ending), readReportTemplate(join(folder, name))]))
}

/** What templates may name of a runbook. */
export function vocabularyOf({ facts, channels }: Runbook): Vocabulary {
  return { facts: Object.keys(facts), channels: Object.keys(channels) }
}

/** All that is wrong with a team's templates of reports. Dates that lie after `today` are findings. */
export function checkReportTemplates(workspace: string, vocabulary: Vocabulary, today: string): CheckedTemplates {
  const folder = join(workspace, REPORTS_FOLDER)
  const names = filesIn(folder)
  const files = LANGUAGES.flatMap((language) =>
    FORM_LIST.map((form) =>
      ofForm(
        folder,
        names.filter((name) => belongs(name, language, form)),
        form,
        vocabulary,
      ),
    ),
  )
  const templates = files.flatMap(({ read }) => read)
  return {
    findings: [
      ...names.filter((name) => !isKnown(name)).map((name) => unknownFile(folder, name, ALLOWED)),
      ...files.flatMap(({ findings }) => findings),
      ...templates.flatMap((template) => checkReview(template, today)),
    ],
    files: templates.map(({ file }) => file),
    reviews: templates.map((template) => reviewOf(template, true)),
  }
}

const ALLOWED = FORM_LIST.flatMap(({ file, ending }) => [file, `part-NAME${ending}`])

interface Found {
  readonly read: readonly Template[]
  readonly findings: readonly Finding[]
}

/** The files of one form in one language. */
function ofForm(folder: string, names: readonly string[], form: TemplateForm, vocabulary: Vocabulary): Found {
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
  const whole = basename(form.file, form.ending)
  const parts: Parts = new Map([...read].filter(([name]) => name !== whole))
  const against: Against = { form, shape: VALUES, parts, vocabulary }
  const main = read.get(whole)
  const included = new Set([...read.values()].flatMap(includesOf))
  const idle = [...parts].flatMap(([name, part]) => (included.has(name) ? [] : [part]))
  problems.push(
    ...(main === undefined ? [] : faultsOf(main, against)),
    ...idle.flatMap((part) => faultsOfPart(part, against)),
  )
  const sources = new Map([...read.values()].map(({ file, source }) => [file, source]))
  return {
    read: [...read.values()],
    findings: problems.map((problem) => findingOf(problem, sources.get(problem.file) ?? '')),
  }
}

function includesOf(template: Template): string[] {
  try {
    return tagsIn(piecesOf(template)).flatMap(({ type, name }) => (type === '>' ? [name] : []))
  } catch (error) {
    if (error instanceof TemplateProblem) return []
    throw error
  }
}

function belongs(name: string, language: Language, form: TemplateForm): boolean {
  const file = basename(name)
  return name === `${language}/${file}` && (file === form.file || isPart(file, form))
}

function isPart(file: string, { ending }: TemplateForm): boolean {
  return /^part-[\w-]+$/.test(basename(file, ending)) && file.endsWith(ending)
}

function isKnown(name: string): boolean {
  return LANGUAGES.some((language) => FORM_LIST.some((form) => belongs(name, language, form)))
}

/** Templates of reports, beside those of notices. */
export const REPORTS_FOLDER = join('runbooks', 'reports')

/** The team's template of a form of the report, if there is one, be it a link to nothing; nothing of it is read. */
export function reportTemplateAt(workspace: string, language: Language, file: string): string | null {
  const path = join(workspace, REPORTS_FOLDER, language, file)
  return lstatSync(path, { throwIfNoEntry: false }) === undefined ? null : path
}

/** The report for programs, and what only those who write for people need. */
const values = report.extend({
  /** As the built-in forms head it. */
  heading: z.string(),
  language: z.enum(LANGUAGES),
  audience: z.enum(AUDIENCES),
  open: z.boolean(),
  madeAt: instant,
})

/** What a template of a report may name. */
export const VALUES = shapeOf(z.toJSONSchema(values, { unrepresentable: 'any', io: 'input' }) as Schema)
