import { createHash } from 'node:crypto'
import { courseOf } from './domain/incident/course.ts'
import { pictureOf } from './domain/report/picture.ts'
import type { Language } from './domain/runbook/runbook.ts'
import type { Chosen } from './incidents.ts'
import { pictureMermaid } from './render/picture/mermaid.ts'
import { STYLE } from './render/picture/style.ts'
import { pictureSvg } from './render/picture/svg.ts'
import type { ReportDocument } from './render/report/blocks.ts'
import { reportHtml } from './render/report/html.ts'
import { whenOf } from './render/value.ts'
import { textIn } from './text/load.ts'
import { pictureText } from './text/picture.ts'

/** The timeline of an incident as a picture by itself. */
export function timelineSvg(chosen: Chosen, language: Language): Promise<string> {
  return drawn(chosen, language, STYLE)
}

/** The same for Markdown, as a chart that Mermaid draws. */
export async function timelineMermaid({ journal, clock }: Chosen, language: Language): Promise<string> {
  const { incident } = journal
  const [text, said] = await Promise.all([textIn(language), pictureText(language)])
  const picture = pictureOf(incident, courseOf(incident), clock.now())
  return pictureMermaid(picture, { runbook: incident.runbook, text, said, stamp: clock.stamp })
}

/** The report as one page, with the picture in it. */
export async function reportPage(chosen: Chosen, document: ReportDocument): Promise<string> {
  const { language } = document
  const { contents } = await pictureText(language)
  const digest = (style: string) => createHash('sha256').update(style).digest('base64')
  return reportHtml({ document, picture: await drawn(chosen, language, ''), pictureStyle: STYLE, digest, contents })
}

async function drawn({ journal, clock }: Chosen, language: Language, style: string): Promise<string> {
  const { incident } = journal
  const [text, said] = await Promise.all([textIn(language), pictureText(language)])
  const shown = (ms: number) => whenOf(clock.stamp(ms))
  const picture = pictureOf(incident, courseOf(incident), clock.now())
  return pictureSvg(picture, incident.declaration?.id ?? '', { runbook: incident.runbook, text, said, shown }, style)
}
