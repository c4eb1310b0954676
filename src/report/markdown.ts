import { joinPieces, type TextPieces } from '../platform/pieces.ts'
import { blockMarkdown, escapeMarkdown, escapeMarkdownInline } from '../view/markdown.ts'
import type { ReportDocument, Section } from './document.ts'

/** Markdown has no pages, nor edges of them. */
type MarkdownDocument = Omit<ReportDocument, 'edges'>

/** Writes the report as GitHub-flavoured Markdown with a Mermaid chart of the timeline. Text from the log is escaped. */
export function* reportMarkdown(document: MarkdownDocument, mermaid: string | null): Generator<string> {
  yield* joinPieces(paragraphs(document, mermaid), '\n\n')
  yield '\n'
}

function* paragraphs(document: MarkdownDocument, mermaid: string | null): Generator<TextPieces> {
  const { title, partial, reservation, sections, annex } = document
  const [first, ...rest] = sections
  yield [`# ${escapeMarkdownInline(title)}`]
  yield* marksMarkdown(document)
  if (first !== undefined) yield* sectionMarkdown(first, partial)
  if (reservation !== null) yield markMarkdown(reservation)
  if (mermaid !== null) yield [chartMarkdown(mermaid)]
  for (const section of rest) yield* sectionMarkdown(section, partial)
  if (annex === null) return
  if (annex.leftOut !== null) yield [escapeMarkdown(annex.leftOut)]
  if (annex.sections.length > 0) yield [`# ${escapeMarkdownInline(annex.title)}`]
  for (const section of annex.sections) yield* sectionMarkdown(section, partial)
}

/** The notes at the top, the warning about a damaged log first; each is a paragraph. */
export function marksMarkdown({ partial, marks }: Pick<MarkdownDocument, 'partial' | 'marks'>): TextPieces[] {
  return [...partialMarkdown(partial), ...marks.map(markMarkdown)]
}

function markMarkdown(mark: string): TextPieces {
  return [`> **${escapeMarkdown(mark)}**`]
}

/** A section as paragraphs; it repeats the warning about a damaged log. */
export function* sectionMarkdown({ title, blocks }: Section, partial: string | null): Generator<TextPieces> {
  yield [`## ${escapeMarkdownInline(title)}`]
  yield* partialMarkdown(partial)
  for (const block of blocks) yield blockMarkdown(block)
}

export function chartMarkdown(mermaid: string): string {
  return `\`\`\`mermaid\n${mermaid}\n\`\`\``
}

function partialMarkdown(partial: string | null): TextPieces[] {
  return partial === null ? [] : [markMarkdown(partial)]
}
