import type { NoticeRequest, NoticeText } from './notice.ts'
import { render, templateFor } from './rendering.ts'
import type { Templates } from './template.ts'
import { valuesOf } from './values.ts'
import { wordsIn } from './words.ts'

/** Composes the text of one channel. Throws `TemplateProblem` for a template that does not parse or names what is unknown. */
export function compose(request: NoticeRequest, templates: Templates): NoticeText {
  const { incident, channel, stage, number, language } = request
  const { values, next } = valuesOf(request)
  const audience = incident.runbook.channels[channel]?.audience ?? 'customers'
  const { subject, text } = render(templateFor(templates, language, channel, audience), values, templates, language)
  const marked = incident.declaration?.drill === true ? drilled(request, subject, text) : { subject, text }
  return { channel, stage, number, language, ...marked, next }
}

/** A drill looks like one in every text, whatever the templates say. */
function drilled({ language }: NoticeRequest, subject: string | null, text: string) {
  const { drillMark, drillLine } = wordsIn(language)
  return subject === null
    ? { subject, text: `${drillMark}${text}` }
    : { subject: `${drillMark}${subject}`, text: `${drillLine}\n\n${text}` }
}
