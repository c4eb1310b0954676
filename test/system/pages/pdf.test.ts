import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { printPdf } from '../../../src/platform/chromium.ts'
import { htmlPage } from '../../../src/view/html-page.ts'
import { partialIn, reportIn } from '../../report/pages.ts'
import { fiveMinutes } from '../../report/stories/five-minutes.ts'
import { STORIES } from '../../report/stories/index.ts'
import { threeHoursOver } from '../../report/stories/three-hours-over.ts'
import { twoDaysConfidential } from '../../report/stories/two-days-confidential.ts'
import { LACKING } from './browser.ts'

const printed = new Map<string, Promise<string[]>>()

/** The text of each page of a report as it is printed; cached. */
function pagesOf(html: string): Promise<string[]> {
  const pages = printed.get(html) ?? print(html)
  printed.set(html, pages)
  return pages
}

async function print(html: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'halt-pdf-'))
  try {
    const path = join(folder, 'report.pdf')
    writeFileSync(path, await printPdf([html], process.env))
    return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The lines of a page, without those at its edges. */
function linesIn(page: string): string[] {
  const lines = page.split('\n').filter((line) => line.trim() !== '')
  return lines.slice(1, -1).map((line) => line.replaceAll(/\s+/g, ''))
}

const titlesIn = (html: string) =>
  [...html.matchAll(/<h[23] id="[^"]*-title">([^<]*)</g)].map(([, title = '']) => title.replaceAll(/\s+/g, ''))

describe.skipIf(LACKING.length > 0)('the report as PDF', () => {
  it('has the warning on every page of a partial report', async () => {
    const pages = await pagesOf(await partialIn(fiveMinutes, 'en'))
    expect(pages.length).toBeGreaterThan(3)
    for (const page of pages) expect(page).toContain('PARTIAL: the log is damaged')
  })

  describe.each(LANGUAGES)('in %s', (language) => {
    const EDGES = {
      ja: ['事後報告書: ホットウォレットからの不正な送付', '関係者限り・社外秘', '作成 2026-09-20 11:00（UTC+09:00）'],
      en: [
        'Post-incident report: Unauthorised transfers from a hot wallet',
        'CONFIDENTIAL, for internal use only',
        'Made 2026-09-20 11:00 (UTC+09:00)',
      ],
    }[language]

    it('says on each page what it is, for whom, of when, and which page of how many', async () => {
      const pages = await pagesOf(await reportIn(twoDaysConfidential, language, 'html'))
      expect(pages.length).toBeGreaterThan(3)
      for (const [i, page] of pages.entries()) {
        const lines = page.split('\n').filter((line) => line.trim() !== '')
        const edges = `${lines.at(0)}\n${lines.at(-1)}`.replaceAll(/\s+/g, '')
        for (const edge of [...EDGES, `${i + 1} / ${pages.length}`])
          expect(edges).toContain(edge.replaceAll(/\s+/g, ''))
      }
    })

    it('has no page that is empty, or ends with a heading', async () => {
      const html = await reportIn(threeHoursOver, language, 'html')
      const titles = titlesIn(html)
      expect(titles.length).toBeGreaterThan(20)
      for (const page of await pagesOf(html)) {
        const lines = linesIn(page)
        expect(lines.length).toBeGreaterThan(1)
        expect(titles).not.toContain(lines.at(-1))
      }
    })

    it.each(STORIES)('has at most six pages without its annex: $name', async (story) => {
      const pages = await pagesOf(await reportIn(story, language, 'html', 'internal', false))
      expect(pages.length).toBeLessThanOrEqual(6)
    })

    it('begins its annex on a page of its own', async () => {
      const annex = { ja: '付録', en: 'Annex' }[language]
      const first = (await pagesOf(await reportIn(threeHoursOver, language, 'html'))).filter(
        (page) => linesIn(page)[0] === annex,
      )
      expect(first).toHaveLength(1)
    })

    it.each([twoDaysConfidential, threeHoursOver])('has the picture of $name on one page', async (story) => {
      const html = await reportIn(story, language, 'html', 'internal', false)
      const legend = [...html.matchAll(/<li class="of-[^>]*>.*?<\/svg>([^<]*)/g)].map(([, words = '']) => words)
      const withPicture = (await pagesOf(html)).map((page) => page.replaceAll(/\s+/g, ''))
      // The zone stands at its first row.
      const page = withPicture.find((text) => text.includes('Asia/Tokyo'))
      expect(page).toContain(legend.at(-1)?.replaceAll(/\s+/g, ''))
    })
  })

  it('breaks no row of a table between two pages, and repeats its head', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`begin-${i}`, `${'words '.repeat(9 * (i % 7))}end-${i}`])
    const table = { kind: 'table', head: ['Number', 'Words'], rows } as const
    const page = {
      title: 'A "title" \\ <b>',
      language: 'en',
      partial: null,
      marks: [],
      reservation: null,
      sections: [{ id: 'one', title: 'One', blocks: [table] }],
      annex: null,
      picture: null,
      pictureStyle: '',
      contents: 'Contents',
      edges: { title: 'A "title" \\ <b>', readers: 'all', made: 'today' },
    } as const
    const pages = await pagesOf([...htmlPage(page)].join(''))
    expect(pages.length).toBeGreaterThan(1)
    const namesOn = (text: string, kind: string) => [...text.matchAll(new RegExp(`${kind}-\\d+`, 'g'))].map(String)
    for (const text of pages) {
      expect(text).toMatch(/Number +Words/)
      expect(text.split('\n')[0]).toMatch(/^A "title" \\ <b> +all$/)
      expect(namesOn(text, 'end')).toEqual(namesOn(text, 'begin').map((name) => name.replace('begin', 'end')))
    }
  })

  it('leaves nothing behind, in the home of the user nor among temporary files', async () => {
    const home = mkdtempSync(join(tmpdir(), 'halt-home-'))
    try {
      await printPdf(['<!DOCTYPE html><title>t</title><p>words'], { PATH: process.env.PATH, HOME: home, TMPDIR: home })
      expect(readdirSync(home, { recursive: true })).toEqual([])
    } finally {
      rmSync(home, { recursive: true })
    }
  })
})
