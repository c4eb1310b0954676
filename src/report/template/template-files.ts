import { basename, join } from 'node:path'
import { Failed } from '../../domain/outcome.ts'
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
import { piecesOf, tagsIn } from '../../runbook/template/pieces.ts'
import { findingOf, type Template, TemplateProblem } from '../../runbook/template/template.ts'
import { REPORTS_FOLDER } from '../io/report-folder.ts'
import { type Against, faultsOf, faultsOfPart, type Parts } from './check.ts'
import { FORMS, type TemplateForm } from './forms.ts'
import type { Vocabulary } from './place-names.ts'
import { VALUES } from './values.ts'

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
