import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AUDIENCES } from '../../../src/domain/report/audience.ts'
import { LANGUAGES } from '../../../src/domain/runbook/runbook.ts'
import { printPdf } from '../../../src/platform/chromium.ts'
import { type Block, list, paragraph, table } from '../../../src/view/blocks.ts'
import { htmlPage } from '../../../src/view/html-page.ts'
import { draftIn, partialIn, reportIn } from '../../report/pages.ts'
import { fiveMinutes } from '../../report/stories/five-minutes.ts'
import { STORIES, WHOLE } from '../../report/stories/index.ts'
import { threeHoursOver } from '../../report/stories/three-hours-over.ts'
import { twoDaysConfidential } from '../../report/stories/two-days-confidential.ts'
import { browser, LACKING } from './browser.ts'

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

/** A page of these blocks. */
function pageWith(blocks: readonly Block[]): string {
  const title = 'A "title" \\ <b>'
  const page = {
    title,
    language: 'en',
    partial: null,
    marks: [],
    reservation: null,
    sections: [{ id: 'one', title: 'One', blocks }],
    annex: null,
    picture: null,
    pictureStyle: '',
    contents: 'Contents',
    edges: { title, readers: 'all', made: 'today' },
  } as const
  return [...htmlPage(page)].join('')
}

const namesOn = (text: string, kind: string) =>
  [...text.matchAll(new RegExp(`(?<![\\w-])${kind}-\\d+`, 'g'))].map(String)

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

    it.each(['jp-fsa', 'jp-ppc', 'jvcea', 'eu-dora'])(
      'has no page of a few lines in a draft for %s, and none that begins with a source',
      async (authority) => {
        for (const story of WHOLE)
          for (const page of await pagesOf(await draftIn(story, authority, language))) {
            const lines = linesIn(page)
            expect(lines.length, story.name).toBeGreaterThan(5)
            expect(lines[0]).not.toMatch(/^(?:Source|出典):/)
          }
      },
    )

    it('has no last page of a few lines without its annex', async () => {
      for (const story of WHOLE.concat(fiveMinutes))
        for (const audience of AUDIENCES) {
          const pages = await pagesOf(await reportIn(story, language, 'html', audience, false))
          expect(linesIn(pages.at(-1) ?? '').length, `${story.name} for ${audience}`).toBeGreaterThan(5)
        }
    })

    it.each(WHOLE)('has few pages for customers without its annex: $name', async (story) => {
      const pages = await pagesOf(await reportIn(story, language, 'html', 'customer', false))
      expect(pages.length).toBeLessThanOrEqual({ ja: 2, en: 3 }[language])
    })

    it.each(STORIES)('has at most six pages without its annex: $name', async (story) => {
      const pages = await pagesOf(await reportIn(story, language, 'html', 'internal', false))
      expect(pages.length).toBeLessThanOrEqual(6)
    })

    it.each(WHOLE)(
      'has the story and the impact on its first page, and the picture after them: $name',
      async (story) => {
        const html = await reportIn(story, language, 'html')
        const [first = '', second] = await pagesOf(html)
        for (const id of ['story', 'impact']) {
          const [, title = ''] = new RegExp(`id="${id}-title">([^<]*)<`).exec(html) ?? []
          expect(linesIn(first)).toContain(title.replaceAll(/\s+/g, ''))
        }
        expect(second?.replaceAll(/\s+/g, '')).toContain('Asia/Tokyo')
      },
    )

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

  it('has the picture on its first page where there is room for it', async () => {
    const html = await reportIn(threeHoursOver, 'en', 'html', 'customer')
    const [first = ''] = await pagesOf(html)
    expect(first).toContain('next update, in time')
  })

  it('fills its first page for authorities with the impact, since a large picture needs a page', async () => {
    const [first = '', second] = await pagesOf(await reportIn(twoDaysConfidential, 'en', 'html', 'regulator'))
    expect(first).toMatch(/^Impact$/m)
    expect(second).toContain('Asia/Tokyo')
  })

  it('has no head of more than two lines in a table of few columns', async () => {
    const head = [
      'Service',
      'Suspended for',
      'Restricted for (suspension included)',
      'From the beginning of the halt to resumption',
    ]
    const [page = ''] = await pagesOf(
      pageWith([table(head, [['yen withdrawals; crypto withdrawals except XEM', '6 h', '6 h', '6 h']], '')]),
    )
    const lines = linesIn(page)
    expect(lines.findIndex((line) => line.startsWith('yen'))).toBe(
      lines.findIndex((line) => line.includes('Service')) + 2,
    )
  })

  it('keeps the lines of what stands in a cell', async () => {
    const [page = ''] = await pagesOf(
      pageWith([table(['Words'], [['Title: what was stopped, and since when\nCause: not known']], '')]),
    )
    expect(linesIn(page)).toContain('Cause:notknown')
  })

  it('breaks no row of a table between two pages, and repeats its head', async () => {
    const rows = Array.from({ length: 60 }, (_, i) => [`begin-${i}`, `${'words '.repeat(9 * (i % 7))}end-${i}`])
    const pages = await pagesOf(pageWith([table(['Number', 'Words'], rows, '')]))
    expect(pages.length).toBeGreaterThan(1)
    for (const text of pages) {
      expect(text).toMatch(/Number +Words/)
      expect(text.split('\n')[0]).toMatch(/^A "title" \\ <b> +all$/)
      expect(namesOn(text, 'end')).toEqual(namesOn(text, 'begin').map((name) => name.replace('begin', 'end')))
    }
  })

  it('leaves no row and no item alone on a page, and no small table or short list in two parts', async () => {
    const names = (kind: string, count: number) => Array.from({ length: count }, (_, i) => `${kind}-${i}`)
    const inRows = (cells: readonly string[]) =>
      table(
        ['Name'],
        cells.map((cell) => [cell]),
        '',
      )
    const places = Array.from({ length: 24 }, (_, i) => i)
    const blocks = places.flatMap((i) => [
      ...Array.from({ length: 11 + (i % 7) }, () => paragraph('words')),
      inRows(names(`small-row-of-${i}`, 4)),
      list(names(`small-item-of-${i}`, 4)),
      inRows(names(`row-of-${i}`, 20 + i)),
      list(names(`item-of-${i}`, 20 + i)),
    ])
    const pages = await pagesOf(pageWith(blocks))
    const counts = (kind: string) => pages.map((text) => namesOn(text, kind).length)
    for (const i of places) {
      for (const kind of [`small-row-of-${i}`, `small-item-of-${i}`])
        expect(counts(kind).filter((count) => count > 0)).toEqual([4])
      for (const kind of [`row-of-${i}`, `item-of-${i}`]) expect(counts(kind)).not.toContain(1)
    }
  })

  it('has words above a notice that are no larger than the heading of the part', async () => {
    const tab = await (await browser()).newPage()
    try {
      await tab.setContent(await reportIn(fiveMinutes, 'ja', 'html'))
      await tab.emulateMedia({ media: 'print' })
      const sizeOf = (selector: string) =>
        tab.evaluate<number>(`parseFloat(getComputedStyle(document.querySelector('${selector}')).fontSize)`)
      expect(await sizeOf('#texts figcaption')).toBeLessThan(await sizeOf('#texts h3'))
    } finally {
      await tab.close()
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
