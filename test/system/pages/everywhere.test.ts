import axe from 'axe-core'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { AUDIENCES } from '../../../src/domain/report/audience.ts'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { draftIn, reportIn } from '../../report/pages.ts'
import { WHOLE } from '../../report/stories/index.ts'
import { twoDaysConfidential } from '../../report/stories/two-days-confidential.ts'
import { browser, LACKING } from './browser.ts'

const WIDTHS = [390, 768, 1280, 1920] as const
const SCHEMES = ['light', 'dark'] as const
const SCREENS = SCHEMES.flatMap((colorScheme) =>
  WIDTHS.map((width) => ({ media: 'screen', colorScheme, width }) as const),
)
/** The width of A4 between the margins, in pixels of CSS. */
const A4 = Math.floor((182 / 25.4) * 96)
const PRINTED = SCHEMES.map((colorScheme) => ({ media: 'print', colorScheme, width: A4 }) as const)

/** Rules of axe whose findings can differ from one width to the next; all others are checked once. */
const OF_LAYOUT = ['target-size', 'scrollable-region-focusable']

const validator = new HtmlValidate({
  root: true,
  extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
})

async function axeIn(tab: Page, options: axe.RunOptions): Promise<string[]> {
  const { violations } = await tab.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(options)})`)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
}

/**
 * A script for the page that returns each text whose contrast with the ground behind it is below 4.5 (WCAG 2.2, 1.4.3), each
 * text in a printed picture that is smaller than 7.5 pt, each word in a table that is broken between lines, each date in one and each word beside
 * a lane, each cell of many lines of a few characters, each two labels of an axis that touch, each lane that its lines do not fill, each plan whose words touch its bar, each table whose first column scrolls out of view, what happened beside its times that has to be scrolled to be read, and
 * whether the page itself scrolls sideways. Unlike axe, it leaves no text undecided that is scrolled out of view. Text in
 * pictures has colours that contrast.test.ts checks.
 */
const FAULTS = `(() => {
  const parts = (colour) => (colour.match(/[\\d.]+/g) ?? []).map(Number)
  const linear = (part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
  const luminance = (colour) => {
    const [r, g, b] = parts(colour).map((part) => linear(part / 255))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const groundOf = (element) => {
    if (element === null) return 'rgb(255, 255, 255)'
    const { backgroundColor } = getComputedStyle(element)
    return parts(backgroundColor)[3] === 0 ? groundOf(element.parentElement) : backgroundColor
  }
  const isPale = (element) => {
    const colours = [getComputedStyle(element).color, groundOf(element)]
    const [lighter, darker] = colours.map(luminance).sort((a, b) => b - a)
    return (lighter + 0.05) / (darker + 0.05) < 4.5
  }
  const hasText = ({ childNodes }) => [...childNodes].some((node) => node.nodeType === 3 && node.data.trim() !== '')
  const pale = [...document.querySelectorAll('body *:not(svg, svg *, style)')].filter((one) => hasText(one) && isPale(one))
  const points = (text) => text.getScreenCTM().a * parseFloat(getComputedStyle(text).fontSize) * 0.75
  const small = matchMedia('print').matches ? [...document.querySelectorAll('svg text')].filter((text) => points(text) < 7.5) : []
  // On paper, where nothing scrolls, a word of a long cell may have to be broken.
  const isScreen = matchMedia('screen').matches
  const brokenIn = (pattern) => (node) => [...node.data.matchAll(pattern)].flatMap((word) => {
    const range = document.createRange()
    range.setStart(node, word.index)
    range.setEnd(node, word.index + word[0].length)
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1 ? [word[0]] : []
  })
  const textsIn = (cell) => [...cell.childNodes].filter((node) => node.nodeType === 3)
  const inAll = (selector, pattern) => [...document.querySelectorAll(selector)].flatMap(textsIn).flatMap(brokenIn(pattern))
  const broken = [
    ...inAll(isScreen ? 'th, td' : 'th, td.short', /[A-Za-z]{2,}/g),
    ...inAll('td, td span', /\\d{4}-\\d\\d-\\d\\d/g),
    ...inAll('.lane-label', /[A-Za-z]{2,}|[ァ-ヶー]{2,}/g),
  ]
  const edgeOf = (one, edge) => one.getBoundingClientRect()[edge]
  const linesOf = (cell) => {
    const range = document.createRange()
    range.selectNodeContents(cell)
    return Math.round(range.getBoundingClientRect().height / parseFloat(getComputedStyle(cell).lineHeight))
  }
  const isTall = (cell) => linesOf(cell) > 4 && cell.textContent.length / linesOf(cell) < 10
  const tall = isScreen ? [...document.querySelectorAll('td')].filter(isTall) : []
  const times = [...document.querySelectorAll('.lane:first-child .time')]
  const meeting = times.filter((one) =>
    times.some(
      (other) =>
        edgeOf(other, 'top') === edgeOf(one, 'top') &&
        edgeOf(other, 'left') > edgeOf(one, 'left') &&
        edgeOf(other, 'left') < edgeOf(one, 'right') + 2,
    ),
  )
  const unfilled = [...document.querySelectorAll('.lane')].filter((lane) => {
    const lines = [...lane.querySelectorAll('.grid')].map((line) => edgeOf(line, 'bottom'))
    return Math.max(...lines) < edgeOf(lane, 'bottom') - 2
  })
  const touching = [...document.querySelectorAll('g:has(> .planned), g:has(> .overrun)')].filter((group) => {
    return edgeOf(group.querySelector('text'), 'top') < edgeOf(group.querySelector('rect'), 'bottom')
  })
  const leaving = (isScreen ? [...document.querySelectorAll('.table')] : []).filter((frame) => {
    frame.scrollLeft = frame.scrollWidth
    const label = frame.querySelector('tbody td')
    const hasLeft = label !== null && label.getBoundingClientRect().left < frame.getBoundingClientRect().left - 1
    frame.scrollLeft = 0
    return hasLeft
  })
  const cut = (isScreen ? [...document.querySelectorAll('.table')] : []).filter((frame) => {
    return [...frame.querySelectorAll('td.short:nth-child(2)+td:last-child')].some((cell) => edgeOf(cell, 'right') > edgeOf(frame, 'right') + 1)
  })
  const { scrollWidth, clientWidth } = document.documentElement
  return [
    ...pale.map(({ outerHTML }) => 'pale: ' + outerHTML.slice(0, 200)),
    ...small.map((text) => 'small: ' + points(text).toFixed(1) + ' ' + text.textContent),
    ...broken.map((word) => 'broken: ' + word),
    ...tall.map((cell) => 'many short lines: ' + cell.textContent),
    ...meeting.map((label) => 'touches the next: ' + label.textContent),
    ...unfilled.map((lane) => 'lines end above the lane: ' + lane.textContent.slice(0, 40)),
    ...touching.map((group) => 'words touch the bar: ' + group.textContent),
    ...leaving.map((frame) => 'row labels leave: ' + frame.getAttribute('aria-label')),
    ...cut.map((frame) => 'what happened is cut: ' + frame.getAttribute('aria-label')),
    ...(scrollWidth > clientWidth ? ['scrolls sideways: ' + scrollWidth + ' of ' + clientWidth] : []),
  ]
})()`

async function findingsIn(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html)
  const invalid = results.flatMap(({ messages }) => messages.map(({ ruleId, line }) => `invalid: ${line} ${ruleId}`))
  // axe is a script, which the policy of the page blocks.
  const context = await (await browser()).newContext({ bypassCSP: true, offline: true })
  try {
    const tab = await context.newPage()
    await tab.setContent(html)
    await tab.evaluate(axe.source)
    const layout: string[] = []
    for (const { media, colorScheme, width } of [...SCREENS, ...PRINTED]) {
      await tab.emulateMedia({ media, colorScheme })
      await tab.setViewportSize({ width, height: 844 })
      const found = await tab.evaluate<string[]>(FAULTS)
      // Neither the size of a target nor what scrolls depends on colours.
      if (media === 'screen' && colorScheme === 'light') found.push(...(await axeIn(tab, { runOnly: OF_LAYOUT })))
      layout.push(...found.map((finding) => `${media} ${colorScheme} ${width}: ${finding}`))
    }
    const anywhere = await axeIn(tab, { rules: { 'color-contrast': { enabled: false } } })
    return [...invalid, ...layout, ...anywhere]
  } finally {
    await context.close()
  }
}

/** The whole incidents, for each audience in each language. */
const TOLD = WHOLE.flatMap((story) =>
  AUDIENCES.flatMap((audience) => LANGUAGES.map((language) => ({ story, audience, language }))),
)

describe.skipIf(LACKING.length > 0)('on any screen and in print', () => {
  it.each(TOLD)(
    'the page of $story.name for $audience in $language is sound',
    async ({ story, audience, language }) => {
      expect(await findingsIn(await reportIn(story, language, 'html', audience, false))).toEqual([])
    },
  )

  it.each(
    LANGUAGES.flatMap((language) =>
      ['jp-fsa', 'jp-ppc', 'jvcea', 'eu-dora'].map((authority) => ({ language, authority })),
    ),
  )('the draft for $authority in $language is sound', async ({ language, authority }) => {
    expect(await findingsIn(await draftIn(twoDaysConfidential, authority, language))).toEqual([])
  })

  it('pale text, a page that is too wide and a nameless image are found', async () => {
    const faulty =
      '<!DOCTYPE html><html lang="en"><title>t</title><main><h1>t</h1><p style="color:#ccc">pale</p><img src="data:,"><div style="width:3000px">wide</div></main>'
    const findings = await findingsIn(faulty)
    for (const kind of ['invalid:', 'screen light 390: pale:', 'screen dark 1920: scrolls sideways', 'image-alt'])
      expect(
        findings.some((finding) => finding.startsWith(kind)),
        kind,
      ).toBe(true)
  })
})
