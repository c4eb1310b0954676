import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { draftIn, reportIn } from '../../report/pages.ts'
import { fiveMinutes } from '../../report/stories/five-minutes.ts'
import { STORIES } from '../../report/stories/index.ts'
import { twoDaysConfidential } from '../../report/stories/two-days-confidential.ts'
import { browser, LACKING } from './browser.ts'

interface Screen {
  readonly colorScheme: 'light' | 'dark'
  readonly width: number
}

const PHONE: Screen = { colorScheme: 'light', width: 390 }
const DESK: Screen = { colorScheme: 'dark', width: 1280 }
const SCREENS: readonly Screen[] = [PHONE, { ...PHONE, colorScheme: 'dark' }, { ...DESK, colorScheme: 'light' }, DESK]

/** Violations that axe finds, and checks it cannot decide, except for contrast in pictures (see contrast.test.ts). */
async function findingsIn(page: string, { colorScheme, width }: Screen): Promise<string[]> {
  const viewport = { width, height: 844 }
  // axe is a script, which the policy of the page blocks.
  const context = await (await browser()).newContext({ bypassCSP: true, colorScheme, viewport, offline: true })
  try {
    const tab = await context.newPage()
    await tab.setContent(page)
    await tab.evaluate(axe.source)
    const { violations, incomplete } = await tab.evaluate<axe.AxeResults>('axe.run()')
    const undecided = incomplete.filter(({ id }) => id !== 'color-contrast')
    return [...violations, ...undecided].flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`),
    )
  } finally {
    await context.close()
  }
}

const everywhere = SCREENS.map((screen) => ({ ...screen, name: `${screen.colorScheme}, ${screen.width} px wide` }))

describe.skipIf(LACKING.length > 0)('axe in Chromium', () => {
  describe.each(LANGUAGES)('on pages in %s', (language) => {
    it.each(everywhere)('finds nothing in a full report: $name', async (screen) => {
      expect(await findingsIn(await reportIn(fiveMinutes, language, 'html'), screen)).toEqual([])
    })

    it.each(everywhere)('finds nothing in a draft for an authority: $name', async (screen) => {
      expect(await findingsIn(await draftIn(twoDaysConfidential, 'jp-fsa', language), screen)).toEqual([])
    })
  })

  it.each(STORIES.filter((story) => story !== fiveMinutes))(
    'finds nothing in the report of the story $name',
    async (story) => {
      expect(await findingsIn(await reportIn(story, 'ja', 'html'), PHONE)).toEqual([])
      expect(await findingsIn(await reportIn(story, 'en', 'html'), DESK)).toEqual([])
    },
  )

  it('a picture opened without a page has its ground all around it', async () => {
    const context = await (await browser()).newContext({ colorScheme: 'dark', offline: true })
    try {
      const tab = await context.newPage()
      await tab.goto(`data:image/svg+xml,${encodeURIComponent(await reportIn(fiveMinutes, 'en', 'svg'))}`)
      const ground = await tab.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
      expect(ground).toBe('rgb(13, 17, 23)')
    } finally {
      await context.close()
    }
  })

  it('finds low contrast', async () => {
    const page = '<!DOCTYPE html><html lang="en"><title>t</title><main><h1>t</h1><p style="color:#ccc">pale</p></main>'
    expect(await findingsIn(page, PHONE)).toEqual([expect.stringMatching(/^color-contrast/)])
  })
})
