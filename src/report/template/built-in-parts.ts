import type { Audience } from '../../domain/report/audience.ts'
import type { Report } from '../../domain/report/report.ts'
import { joinedText, joinPieces } from '../../platform/pieces.ts'
import { escapeHtml } from '../../view/html.ts'
import {
  type EmbeddedPicture,
  edgeStyle,
  MARK_STYLE,
  marksHtml,
  PAGE_STYLE,
  partialHtml,
  pictureHtml,
  sectionHtml,
} from '../../view/html-page.ts'
import { clipToColumns } from '../../view/wrap.ts'
import type { ReportDocument, Section } from '../document.ts'
import { chartMarkdown, marksMarkdown, sectionMarkdown } from '../markdown.ts'
import { jsonLiteral } from './forms.ts'

/** The built-in parts that templates include, by name. Sections that the audience does not see are left out. */
export type BuiltInParts = Readonly<Record<string, string>>

export function markdownParts(document: ReportDocument, mermaid: string): BuiltInParts {
  return {
    marks: lines(marksMarkdown(marked(document)).map(joinedText), '\n\n'),
    picture: lines([chartMarkdown(mermaid)]),
    ...sectionParts(document, (section) =>
      lines([joinedText(joinPieces(sectionMarkdown(section, document.partial), '\n\n'))]),
    ),
  }
}

/** Forbids scripts and external resources, whatever the template contains. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; base-uri 'none'; form-action 'none'"

/** The built-in parts of HTML templates. */
export function htmlParts(document: ReportDocument, picture: EmbeddedPicture, pictureStyle: string): BuiltInParts {
  const { partial, marks } = marked(document)
  const { language } = document
  return {
    marks: lines([`<style>${MARK_STYLE}</style>`, ...partialHtml(partial), ...marksHtml(marks, language)]),
    policy: lines([`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`]),
    style: lines([`<style>${PAGE_STYLE}\n${pictureStyle}\n${edgeStyle(document.edges)}</style>`]),
    picture: lines([pictureHtml(picture, language)]),
    ...sectionParts(document, (section) => lines([joinedText(sectionHtml(section, language))])),
  }
}

/** All that is to be said of a report as a whole, which a template puts where it likes. */
function marked({ partial, marks, reservation }: ReportDocument): Pick<ReportDocument, 'partial' | 'marks'> {
  return { partial, marks: reservation === null ? marks : [...marks, reservation] }
}

/** The parts of SVG templates: marks as lines of text from the origin, 20 units apart; the picture as nested SVG. */
export function svgParts(document: ReportDocument, picture: string): BuiltInParts {
  const { partial, marks } = marked(document)
  const texts = [...(partial === null ? [] : [partial]), ...marks].map((mark) => escapeHtml(clipToColumns(mark, 140)))
  const line = (mark: string, i: number) =>
    `<text x="10" y="${16 + i * 20}" fill="#d55e00" font-size="13" font-weight="700">${mark}</text>`
  return { marks: lines(texts.map(line)), picture: lines([picture]) }
}

/** The built-in parts of JSON templates: the marks as members of an object, without a trailing comma or line end. */
export function jsonParts({ drill, closedAt }: Report, audience: Audience, damage: readonly string[]): BuiltInParts {
  const marks = { partial: damage.length > 0, damage, drill, open: closedAt === null, audience }
  return { marks: jsonLiteral(marks).slice(1, -1) }
}

function sectionParts({ sections, annex }: ReportDocument, write: (section: Section) => string): BuiltInParts {
  return Object.fromEntries(
    [...sections, ...(annex?.sections ?? [])].map((section) => [`section-${section.id}`, write(section)]),
  )
}

/** The parts with a line end after the last; empty if there are none. */
function lines(parts: readonly string[], between = '\n'): string {
  return parts.length === 0 ? '' : `${parts.join(between)}\n`
}
