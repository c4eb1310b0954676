import { HtmlValidate } from 'html-validate'
import { parseXmlDocument } from 'slimdom'
import { describe, expect, it } from 'vitest'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { draftIn, reportIn } from './pages.ts'
import { fiveDays } from './stories/five-days.ts'
import { STORIES } from './stories/index.ts'

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
})

async function findingsIn(page: string): Promise<string[]> {
  const { results } = await validator.validateString(page)
  return results.flatMap(({ messages }) => messages.map(({ ruleId, line, message }) => `${line} ${ruleId}: ${message}`))
}

describe.each(LANGUAGES)('in %s', (language) => {
  it.each(STORIES)('the page of $name is valid HTML', async (story) => {
    expect(await findingsIn(await reportIn(story, language, 'html'))).toEqual([])
  })

  it.each(AUDIENCES)('a page for %s is', async (audience) => {
    expect(await findingsIn(await reportIn(fiveDays, language, 'html', audience))).toEqual([])
  })

  it.each(['jp-fsa', 'jp-ppc', 'jvcea'])('a draft for %s is', async (authority) => {
    expect(await findingsIn(await draftIn(fiveDays, authority, language))).toEqual([])
  })

  it.each(STORIES)('the picture of $name is well-formed XML, by itself and in the page', async (story) => {
    const alone = await reportIn(story, language, 'svg')
    const [within = ''] = /<svg.*<\/svg>/s.exec(await reportIn(story, language, 'html')) ?? []
    for (const picture of [alone, within]) expect(parseXmlDocument(picture).documentElement?.localName).toBe('svg')
  })
})

it('is told where a page is not valid', async () => {
  expect(await findingsIn('<!DOCTYPE html><p>')).not.toEqual([])
  expect(() => parseXmlDocument('<svg><g></svg>')).toThrow()
})
