import { createHash } from 'node:crypto'
import { lifecycleOf } from '../domain/incident/lifecycle.ts'
import { type Audience, pictureFor } from '../domain/report/audience.ts'
import { pictureOf } from '../domain/report/picture.ts'
import type { Language } from '../domain/runbook/runbook.ts'
import { loadText } from '../i18n/text.ts'
import type { Chosen } from '../incident/choose.ts'
import type { Pieces } from '../platform/pieces.ts'
import { timeText } from '../view/format.ts'
import type { ReportDocument } from './document.ts'
import { type Page, type Picture, reportHtml } from './html.ts'
import { pictureMermaid } from './picture/mermaid.ts'
import { type Frame, pictureSvg, STYLE } from './picture/svg.ts'
import { pictureText } from './words.ts'

interface Viewer {
  readonly language: Language
  readonly audience: Audience
}

/** The timeline of an incident as a standalone SVG; `marks` are notes shown above it. */
export function timelineSvg(chosen: Chosen, viewer: Viewer, marks: readonly string[]): Promise<string> {
  return drawSvg(chosen, viewer, { style: STYLE, marks })
}

/** The timeline as a Mermaid chart, for Markdown. */
export async function timelineMermaid({ journal, clock }: Chosen, { language, audience }: Viewer): Promise<string> {
  const { incident } = journal
  const [text, said] = await Promise.all([loadText(language), pictureText(language)])
  const picture = pictureFor(audience, pictureOf(incident, lifecycleOf(incident), clock.now()), incident.runbook)
  return pictureMermaid(picture, { runbook: incident.runbook, text, said, stamp: clock.stamp })
}

/** The timeline for embedding in a page, which supplies the style. */
export async function timelineInPage(chosen: Chosen, viewer: Viewer): Promise<Picture> {
  const { title } = await pictureText(viewer.language)
  const svg = await drawSvg(chosen, viewer, { style: '', marks: [] })
  return { svg, title: title(chosen.journal.id) }
}

/** A document as an HTML page; without a timeline if `picture` is null. */
export async function htmlPage(document: ReportDocument, picture: Page['picture']): Promise<Pieces> {
  const { contents } = await pictureText(document.language)
  const digest = (style: string) => createHash('sha256').update(style).digest('base64')
  return reportHtml({ document, picture, pictureStyle: STYLE, digest, contents })
}

async function drawSvg({ journal, clock }: Chosen, { language, audience }: Viewer, frame: Frame): Promise<string> {
  const { incident } = journal
  const [text, said] = await Promise.all([loadText(language), pictureText(language)])
  const shown = (ms: number) => timeText(clock.stamp(ms))
  const picture = pictureFor(audience, pictureOf(incident, lifecycleOf(incident), clock.now()), incident.runbook)
  return pictureSvg(picture, incident.declaration?.id ?? '', { runbook: incident.runbook, text, said, shown }, frame)
}
