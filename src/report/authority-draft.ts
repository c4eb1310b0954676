import type { FORM_PARTS, FormField, KnownAuthority } from '../domain/authorities/authority.ts'
import type { Report } from '../domain/report/report.ts'
import type { Bilingual } from '../domain/runbook/runbook.ts'
import { factValueWords } from '../i18n/fact-value.ts'
import { type Block, list, paragraph } from '../view/blocks.ts'
import type { ReportContext } from './context.ts'
import type { ReportDocument } from './document.ts'
import { preventionBlocks } from './sections/follow-up.ts'
import { impactBlocks, milestoneBlocks, reportPartBlocks } from './sections/overview.ts'
import { scopeBlocks } from './sections/record.ts'
import { filingBlocks, publishedNoticeBlocks } from './sections/response.ts'
import { factName, publicWordsIn } from './wording.ts'

type Part = (typeof FORM_PARTS)[number]

export interface AuthorityDraftContext extends ReportContext {
  /** The company's name in each language; null where the settings have none. */
  readonly organisation: { readonly [K in keyof Bilingual]: string | null }
}

/** Drafts a report to an authority, with each field of its form filled from the log; a person checks and completes it. */
export function authorityDraftDocument(
  { authority, form }: KnownAuthority,
  report: Report,
  context: AuthorityDraftContext,
): ReportDocument {
  const { labels, text, damage } = context
  const { language } = text
  const { title, verify, reviewed } = authority
  return {
    title: labels.draft(title[language]),
    language,
    partial: damage.length === 0 ? null : labels.partial(damage),
    marks: [...(report.drill ? [labels.drill] : []), ...(verify ? [labels.checkForm(reviewed)] : [])],
    sections: form.map((field, i) => ({
      id: `field-${i + 1}`,
      title: `${i + 1}. ${field.title[language]}`,
      blocks: fieldBlocks(field, report, context),
    })),
  }
}

/** What fills a field: the parts and facts that its definition names; if none, that it is to be filled in by hand. */
function fieldBlocks({ from }: FormField, report: Report, context: AuthorityDraftContext): Block[] {
  const blocks = from.flatMap((source) =>
    isPart(source) ? PARTS[source](report, context) : factBlocks(source, report, context),
  )
  return blocks.length === 0 ? [paragraph(context.labels.byHand)] : blocks
}

const PARTS: Readonly<Record<Part, (report: Report, context: AuthorityDraftContext) => Block[]>> = {
  organisation: (_, { organisation, text, labels }) => [
    paragraph(organisation[text.language] ?? organisation.ja ?? organisation.en ?? labels.unknown),
  ],
  times: milestoneBlocks,
  scope: scopeBlocks,
  figures: impactBlocks,
  notices: publishedNoticeBlocks,
  causes: reportPartBlocks('causes'),
  compensation: reportPartBlocks('compensation'),
  prevention: preventionBlocks,
  filings: filingBlocks,
}

function isPart(source: string): source is Part {
  return Object.hasOwn(PARTS, source)
}

function factBlocks(fact: string, { facts }: Report, context: AuthorityDraftContext): Block[] {
  const { value = null, ja = null, en = null } = facts[fact] ?? {}
  // Public words in the draft's language take precedence over the value that operators recorded.
  const { text, runbook } = context
  const stated = value === null ? null : factValueWords(value, runbook.facts[fact], text.language)
  const words = publicWordsIn(text.language, { ja, en }) ?? stated
  return [list([`${factName(fact, context)}: ${words ?? context.labels.unknown}`])]
}
