import type { Incident } from '../domain/incident/incident.ts'
import type { Language, Stage } from '../domain/runbook/runbook.ts'
import type { Settings } from '../domain/settings.ts'
import { render, templateFor } from './rendering.ts'
import type { Templates } from './template.ts'
import { valuesOf } from './values.ts'
import { wordsIn } from './words.ts'

export interface NoticeRequest {
  readonly incident: Incident
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly language: Language
  /** When the next report was promised; ISO 8601. Null where the cadence says it. */
  readonly next: string | null
  /** Milliseconds since the epoch; the notice is dated with it. */
  readonly now: number
  /** The settings as they are now. */
  readonly settings: Settings
  /** Who approved a claim such as that assets are safe, and on what evidence. */
  readonly claim: { readonly evidence: string; readonly approvedBy: string } | null
}

export interface NoticeText {
  readonly channel: string
  readonly stage: Stage
  readonly number: number | null
  readonly language: Language
  /** Subject of a mail, title of a page or a push notice; null where the channel has none. */
  readonly subject: string | null
  /** Lines parted by LF, the last without one. */
  readonly text: string
  /** The time of the next report as it stands in the text; ISO 8601. */
  readonly next: string | null
}

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
