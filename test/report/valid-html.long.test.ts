import { HtmlValidate } from 'html-validate'
import { parseXmlDocument } from 'slimdom'
import { describe, expect, it } from 'vitest'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { draftIn, reportIn } from './pages.ts'
import { STORIES } from './stories/index.ts'
import { twoDaysConfidential } from './stories/two-days-confidential.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
})

async function findingsIn(page: string): Promise<string[]> {
  const { results } = await validator.validateString(page)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`))
}

/** Each story in one of the languages, and the longest in both. */
const TOLD = STORIES.flatMap((story, i) =>
  LANGUAGES.filter((_, j) => story === twoDaysConfidential || j === i % LANGUAGES.length).map((language) => ({
    story,
    language,
  })),
)

it.each(TOLD)('the page of $story.name in $language is valid HTML, its picture well-formed XML', async (told) => {
  const { story, language } = told
  const page = await reportIn(story, language, 'html')
  expect(await findingsIn(page)).toEqual([])
  const rows = page.match(/<svg.*?<\/svg>/gs) ?? []
  expect(rows.length).toBeGreaterThan(10)
  for (const picture of [await reportIn(story, language, 'svg'), ...rows])
    expect(parseXmlDocument(picture).documentElement?.localName).toBe('svg')
})

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(AUDIENCES.filter((audience) => audience !== 'internal'))('a page for %s is valid HTML', async (audience) => {
    expect(await findingsIn(await reportIn(twoDaysConfidential, language, 'html', audience))).toEqual([])
  })

  it.each(['jp-fsa', 'jp-ppc', 'jvcea'])('a draft for %s is valid HTML', async (authority) => {
    expect(await findingsIn(await draftIn(twoDaysConfidential, authority, language))).toEqual([])
  })
})

it('the validator finds invalid HTML', async () => {
  expect(await findingsIn('<!DOCTYPE html><p>')).not.toEqual([])
  expect(() => parseXmlDocument('<svg><g></svg>')).toThrow()
})
