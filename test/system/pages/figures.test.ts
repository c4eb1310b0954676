import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { manyHalts } from '../../report/many-halts.ts'
import { browser, LACKING } from './browser.ts'

/** The headings of the tables of figures, not of those of incidents, of which a part has to be scrolled to. */
const CUT = `[...document.querySelectorAll('.table:not(section[id^=incidents] *)')]
  .filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)
  .map((frame) => frame.getAttribute('aria-label'))`

describe.skipIf(LACKING.length > 0)('the figures of many halts as a page', () => {
  it.each(LANGUAGES)('fit a screen without scrolling, in %s', async (language) => {
    const page = await (await manyHalts(language)).ok('stats', '--format', 'html')
    const tab = await (await browser()).newPage()
    try {
      await tab.setContent(page)
      for (const width of [900, 1280, 1920]) {
        await tab.setViewportSize({ width, height: 900 })
        expect(await tab.evaluate(CUT), `${width} pixels`).toEqual([])
      }
    } finally {
      await tab.close()
    }
  })
})
