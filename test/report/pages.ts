import type { Audience } from '../../src/domain/report/audience.ts'
import { LANGUAGES, type Language } from '../../src/domain/runbook/runbook.ts'
import { joinedText, type TextPieces } from '../../src/platform/pieces.ts'
import { makeAuthorityDraft, makeReport } from '../../src/report/make-report.ts'
import { fiveMinutes } from './stories/five-minutes.ts'
import type { Story } from './stories/story.ts'
import { twoDaysConfidential } from './stories/two-days-confidential.ts'
import { damagedOf, logOfStory } from './story-log.ts'

function textOf(report: TextPieces | Buffer): string {
  return Buffer.isBuffer(report) ? report.toString() : joinedText(report)
}

/** The report of a story, as a command would print it. */
export async function reportIn(
  story: Story,
  language: Language,
  format: 'markdown' | 'html' | 'svg' | 'brief' | 'json',
  audience: Audience = 'internal',
  annex = true,
): Promise<string> {
  const told = logOfStory(story)
  const wanted = { format, language, audience, ...(!annex && { annex }) }
  return textOf(await makeReport(await told.worldIn(language), told, wanted))
}

/** The draft for an authority about a story, as an HTML page. */
export async function draftIn(story: Story, authority: string, language: Language): Promise<string> {
  const told = logOfStory(story)
  return textOf(await makeAuthorityDraft(await told.worldIn(language), told, authority, { format: 'html', language }))
}

/** The partial report of a story whose log was damaged later, as an HTML page. */
export async function partialIn(story: Story, language: Language): Promise<string> {
  const told = damagedOf(story)
  return textOf(
    await makeReport(await told.worldIn(language), told, { format: 'html', language, audience: 'internal' }),
  )
}

/** Pages with a golden file: a full report, and one for customers. */
export const PAGES = LANGUAGES.flatMap((language) => [
  { name: `five-minutes.${language}`, page: () => reportIn(fiveMinutes, language, 'html') },
  {
    name: `two-days-confidential.customer.${language}`,
    page: () => reportIn(twoDaysConfidential, language, 'html', 'customer'),
  },
])
