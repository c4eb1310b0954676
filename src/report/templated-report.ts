import type { Report } from '../domain/report/report.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import { type Template, TemplateProblem, templateFinding } from '../runbook/template/template.ts'
import { throwBadTemplate } from '../runbook/throw-on-errors.ts'
import type { World } from '../world.ts'
import type { ReportContext } from './context.ts'
import { reportDocument } from './document.ts'
import { REPORT_SHAPE, readReportTemplate, readTemplateParts } from './io/template-files.ts'
import { reportData } from './json.ts'
import { PAGE_PICTURE_STYLE } from './picture/style.ts'
import { type BuiltInParts, htmlParts, jsonParts, markdownParts, svgParts } from './template/built-in-parts.ts'
import { templateFaults } from './template/check.ts'
import { TEMPLATE_FORMS } from './template/forms.ts'
import { renderTemplate } from './template/rendering.ts'
import { templateViewOf } from './template/shape.ts'
import { timelineInPage, timelineMermaid, timelineSvg } from './timeline-picture.ts'

/** A form that has templates; PDF is printed from the HTML page. */
export type TemplateFormat = keyof typeof TEMPLATE_FORMS

export interface TemplateInput {
  readonly form: TemplateFormat
  /** Already redacted for its audience. */
  readonly report: Report
  readonly context: ReportContext
  /** Whether the sections of the annex have content. */
  readonly hasAnnex: boolean
}

/** Renders the report with the template at `path`. Rejects with `bad-template`, which names the flag that avoids it. */
export async function templatedReport(
  world: World,
  chosen: ChosenIncident,
  path: string,
  input: TemplateInput,
): Promise<string> {
  const { report, context } = input
  const form = TEMPLATE_FORMS[input.form]
  // The templates read so far, whose source a problem quotes.
  const read: Template[] = []
  try {
    const template = readReportTemplate(path)
    read.push(template)
    const parts = readTemplateParts(world.workspace.directory, world.env, context.text.language, form)
    read.push(...parts.values())
    const faults = templateFaults(template, { form, shape: REPORT_SHAPE, parts, vocabulary: null })
    const fault = faults.find((problem) => templateFinding(problem, '').level === 'error')
    if (fault !== undefined) throw fault
    const ours = await builtInParts(chosen, input)
    const view = templateViewOf(REPORT_SHAPE, templateValues(report, context), context)
    return renderTemplate(template, view, { form, parts, builtInParts: ours })
  } catch (error) {
    if (error instanceof TemplateProblem) return throwBadTemplate(world, error, read, '--built-in')
    throw error
  }
}

/** What a template may name: the JSON report, and what templates need besides. */
function templateValues(report: Report, context: ReportContext) {
  const { text, audience, stamp, now } = context
  return {
    ...reportData(report, stamp, context),
    timeline: [...report.timeline],
    heading: reportDocument(report, context).title,
    language: text.language,
    audience,
    open: report.closedAt === null,
    madeAt: stamp(now),
  }
}

async function builtInParts(
  chosen: ChosenIncident,
  { form, report, context, hasAnnex }: TemplateInput,
): Promise<BuiltInParts> {
  const { audience, damage, text } = context
  const viewer = { language: text.language, audience }
  if (form === 'json') return jsonParts(report, audience, damage)
  const document = reportDocument(report, context, hasAnnex)
  if (form === 'markdown') return markdownParts(document, await timelineMermaid(chosen, viewer))
  if (form === 'html') return htmlParts(document, await timelineInPage(chosen, viewer), PAGE_PICTURE_STYLE)
  return svgParts(document, await timelineSvg(chosen, viewer, []))
}
