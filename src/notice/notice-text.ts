import Mustache from 'mustache'
import { formOf } from '../domain/runbook/channel-forms.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { customerWordsFor } from '../i18n/customer-words.ts'
import { type Template, TemplateProblem, withoutReviewDate } from '../runbook/template/template.ts'
import { isShownWhole } from './length-limits.ts'
import type { NoticeRequest, NoticeText } from './notice.ts'
import { noticeValues } from './notice-values.ts'
import { shortened } from './shorten.ts'
import { assertValidTemplate, type Templates } from './template.ts'
import type { NoticeValues } from './template-names.ts'

/** Composes one text. Throws `TemplateProblem` if a template is missing, cannot be parsed or uses an unknown name. */
export function composeText(request: NoticeRequest, templates: Templates): NoticeText {
  const { incident, channel, stage, number, language } = request
  const form = formOf(incident.runbook, channel)
  const { values, brief, next, points } = noticeValues(request)
  const render = rendererOf(templateFor(request, templates), templates, language)
  const renderWith = (someValues: NoticeValues) => {
    const { subject, text } = splitSubject(render(someValues))
    return incident.declaration?.drill === true ? markDrill(request, subject, text) : { subject, text }
  }
  // What a push notice has to state, it states even where a phone cuts it at first.
  const hasRoom = (some: NoticeValues, isDue: boolean) =>
    (isDue && form === 'push') || isShownWhole(form, renderWith(some), request.weigh)
  const filled = (some: NoticeValues) => shortened(some, points, hasRoom, customerWordsFor(language))
  const full = filled(values)
  const isBrief = !hasRoom(full.values, false)
  const { values: fitting, leftOut: others } = isBrief ? filled({ ...values, ...brief.values }) : full
  const leftOut = isBrief ? [...others, ...brief.leftOut] : others
  const { correction = null } = request
  const optional = { ...(correction !== null && { correction }), ...(leftOut.length > 0 && { leftOut }) }
  return { channel, stage, number, language, ...renderWith(fitting), next, ...optional }
}

/** Marks the text as that of a drill, whatever its template says. */
function markDrill({ language }: NoticeRequest, subject: string | null, text: string) {
  const { drillMark, drillLine } = customerWordsFor(language)
  return subject === null
    ? { subject, text: `${drillMark}${text}` }
    : { subject: `${drillMark}${subject}`, text: `${drillLine}\n\n${text}` }
}

/** The channel's template, else that of its form. Throws `TemplateProblem` if both are missing. */
function templateFor({ incident, channel, language }: NoticeRequest, templates: Templates): Template {
  const form = formOf(incident.runbook, channel)
  const names = [channel, `form-${form}`].map((name) => `${language}/${name}`)
  const found = names.map((name) => templates[name]).find((template) => template !== undefined)
  if (found !== undefined) return found
  throw new TemplateProblem(`${names[0]}.txt`, 1, 1, { why: 'missing', given: names[0] as string, allowed: [] })
}

/** Returns what renders a template with the parts of its language. Throws `TemplateProblem`. */
function rendererOf(template: Template, templates: Templates, language: Language): (values: NoticeValues) => string {
  const prefix = `${language}/`
  const own = Object.entries(templates).filter(([key]) => key.startsWith(prefix))
  const parts = Object.fromEntries(own.map(([key, part]) => [key.slice(prefix.length), part]))
  const used = new Set<string>()
  assertValidTemplate(template, parts, used, [])
  const source = withParts(template, parts)
  // Keeps the tokens of the source: a text is rendered once for each form in which it may be short enough.
  const writer = new Mustache.Writer()
  return (values) => {
    // `type.other` is true if the template has no words of its own for the type of this halt, the only key besides `name`.
    const namesType = used.has(`type.${Object.keys(values.type).find((key) => key !== 'name')}`)
    const view = { ...values, type: { ...values.type, other: !namesType } }
    const rendered = writer.render(source, view, undefined, { escape: String })
    // A sentence that ends with `Sample Inc.` has its full stop already.
    const { organisation } = values
    const isEnded = typeof organisation === 'string' && organisation.endsWith('.')
    return isEnded ? rendered.replaceAll(`${organisation}.`, organisation) : rendered
  }
}

/** The source of a template with its parts included: as lines if the tag is alone on its line, else inline. */
function withParts({ source }: Template, parts: Templates): string {
  const part = (name: string) => withParts(parts[name] as Template, parts).replace(/\n+$/, '')
  return withoutReviewDate(source)
    .replace(/^[ \t]*\{\{>\s*([\w-]+)\s*\}\}[ \t]*$/gm, (_, name: string) => part(name))
    .replace(/\{\{>\s*([\w-]+)\s*\}\}/g, (_, name: string) => part(name))
}

/** Splits a first line `Subject: …` from the text. Trims line ends and collapses consecutive empty lines. */
function splitSubject(rendered: string): { subject: string | null; text: string } {
  const tidy = rendered
    .replace(/[ \t\u3000]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
  const [, subject = null, rest] = /^Subject:[ \t]*(.*)(?:\n+|$)([\s\S]*)$/.exec(tidy) ?? []
  return { subject, text: rest ?? tidy }
}
