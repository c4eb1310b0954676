import { wordsIn } from '../i18n/customer-words.ts'
import { hasRoom } from './length-limits.ts'
import type { NoticeValues } from './names.ts'
import type { NoticeRequest, NoticeText } from './notice.ts'
import { render, templateFor } from './rendering.ts'
import type { Templates } from './template.ts'
import { valuesOf } from './values.ts'

/** Composes the text of one channel. Throws `TemplateProblem` for a template that does not parse or names what is unknown. */
export function compose(request: NoticeRequest, templates: Templates): NoticeText {
  const { incident, channel, stage, number, language } = request
  const { values, next } = valuesOf(request)
  const audience = incident.runbook.channels[channel]?.audience ?? 'customers'
  const template = templateFor(templates, language, channel, audience)
  const marked = fitted(request, values, (given) => {
    const { subject, text } = render(template, given, templates, language)
    return incident.declaration?.drill === true ? drilled(request, subject, text) : { subject, text }
  })
  return { channel, stage, number, language, ...marked, next }
}

/** What a short text leaves out first. */
const SPARED = ['contactBrief', 'causeBrief'] as const

/** The text with all that the channel has room for. */
function fitted<T extends { readonly text: string }>(
  { channel, weigh }: NoticeRequest,
  values: NoticeValues,
  rendered: (values: NoticeValues) => T,
): T {
  let given = values
  let out = rendered(given)
  for (const name of SPARED) {
    if (hasRoom(channel, out.text, weigh)) break
    given = { ...given, [name]: null }
    out = rendered(given)
  }
  return out
}

/** A drill looks like one in every text, whatever the templates say. */
function drilled({ language }: NoticeRequest, subject: string | null, text: string) {
  const { drillMark, drillLine } = wordsIn(language)
  return subject === null
    ? { subject, text: `${drillMark}${text}` }
    : { subject: `${drillMark}${subject}`, text: `${drillLine}\n\n${text}` }
}
