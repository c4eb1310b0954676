import { titleOf, titleWrittenIn } from '../domain/incident/current-values.ts'
import type { Incident } from '../domain/incident/incident.ts'
import { lifecycleOf, typesByInterruption } from '../domain/incident/lifecycle.ts'
import { redactPicture } from '../domain/report/audience.ts'
import { chronologyOf } from '../domain/report/report.ts'
import { timelinePictureOf } from '../domain/report/timeline-picture.ts'
import type { ChosenIncident } from '../incident/choose.ts'
import type { TextPieces } from '../platform/pieces.ts'
import { type EmbeddedPicture, htmlPage } from '../view/html-page.ts'
import { LONGEST_TITLE, shortLine } from '../view/inert.ts'
import { timeText } from '../view/time-format.ts'
import type { ReportContext } from './context.ts'
import type { ReportDocument } from './document.ts'
import { pictureMermaid } from './picture/mermaid.ts'
import { picturePage } from './picture/page.ts'
import { PAGE_PICTURE_STYLE, PICTURE_STYLE } from './picture/style.ts'
import { pictureSvg } from './picture/svg.ts'
import { readerWords, type Viewer } from './readers.ts'
import { inOwnLanguage } from './wording.ts'
import { pictureText, reportLabels } from './words.ts'

/** The timeline of an incident as a standalone SVG; `marks` are notes shown above it. */
export async function timelineSvg(chosen: ChosenIncident, viewer: Viewer, marks: readonly string[]): Promise<string> {
  const { picture, context } = await loadPicture(chosen, viewer)
  const incident = chosen.journal.incident.declaration?.id ?? ''
  return pictureSvg(picture, context, { style: PICTURE_STYLE, marks, incident })
}

export async function timelineMermaid(chosen: ChosenIncident, viewer: Viewer): Promise<string> {
  const { picture, context } = await loadPicture(chosen, viewer)
  return pictureMermaid(picture, { ...context, stamp: chosen.clock.stamp })
}

/** The timeline for embedding in a page, which supplies the style. */
export async function timelineInPage(chosen: ChosenIncident, viewer: Viewer): Promise<EmbeddedPicture> {
  const { picture, context } = await loadPicture(chosen, viewer)
  return { html: picturePage(picture, context), title: context.said.title(picture.title) }
}

/** A document as an HTML page; without a timeline if `picture` is null. */
export async function htmlReport(document: ReportDocument, picture: EmbeddedPicture | null): Promise<TextPieces> {
  const { contents } = await pictureText(document.language, 'internal')
  return htmlPage({ ...document, picture, pictureStyle: PAGE_PICTURE_STYLE, contents })
}

async function loadPicture({ journal, clock }: ChosenIncident, viewer: Viewer) {
  const { language, audience } = viewer
  const { incident } = journal
  const { runbook } = incident
  const [words, said, labels] = await Promise.all([
    readerWords(incident, viewer),
    pictureText(language, audience),
    reportLabels(language, audience),
  ])
  const formatTime = (ms: number) => timeText(clock.stamp(ms))
  const { story } = chronologyOf(incident, journal.events(), journal.knows)
  const picture = timelinePictureOf(incident, lifecycleOf(incident), clock.now(), story)
  const title = headingOf(incident, viewer, { text: words.text, labels })
  return {
    picture: { ...redactPicture(audience, picture, incident), title },
    context: { runbook, said, labels, ...words, formatTime },
  }
}

/**
 * The title of the halt, said to be in the other language if it is; else, as for customers, its type if it had only one.
 * What customers were told it was is not told them again after a false alarm.
 */
function headingOf(
  incident: Incident,
  { language, audience }: Viewer,
  context: Pick<ReportContext, 'text' | 'labels'>,
): string | null {
  const title = audience === 'customer' ? null : (titleWrittenIn(incident, language) ?? titleOf(incident))
  if (title !== null) return inOwnLanguage(shortLine(title, LONGEST_TITLE), context)
  if (audience === 'customer' && lifecycleOf(incident).closedAs === 'false-alarm')
    return context.text.words.closing['false-alarm']
  const [type, other] = typesByInterruption(incident)
  if (type === undefined || other !== undefined) return null
  return incident.runbook.types[type]?.[language] ?? type
}
