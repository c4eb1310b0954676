import { describe, expect, it } from 'vitest'
import type { Audience } from '../../../src/domain/report/audience.ts'
import type { Language } from '../../../src/domain/runbook/runbook.ts'
import { unescapeHtml } from '../../../src/view/html.ts'
import { reportIn } from '../pages.ts'
import { ninetyMinutes } from '../stories/ninety-minutes.ts'
import type { Story } from '../stories/story.ts'
import { threeHoursOver } from '../stories/three-hours-over.ts'
import { twoDays } from '../stories/two-days.ts'

/** What stands above the picture in the page, in the SVG, and in the chart, and what stands at the foot of the SVG. */
async function headings(story: Story, language: Language, audience: Audience = 'internal') {
  const [page, svg, chart] = await Promise.all(
    (['html', 'svg', 'markdown'] as const).map((format) => reportIn(story, language, format, audience)),
  )
  const texts = [...(svg as string).matchAll(/<text class="([\w-]+)"[^>]*>(.*?)<\/text>/g)].map(([, kind, words]) => {
    return { kind, words: unescapeHtml((words as string).replace(/<[^>]*>/g, '')) }
  })
  return {
    page: unescapeHtml((/<figcaption>(.*?)<\/figcaption>/.exec(page as string)?.[1] ?? '').replace(/<[^>]*>/g, '')),
    svg: texts
      .filter(({ kind }) => kind === 'title')
      .map(({ words }) => words)
      .join(' '),
    chart: /^ {2}title (.*)$/m.exec(chart as string)?.[1],
    foot: texts.at(-1)?.words,
  }
}

describe('above the picture', () => {
  it('stands the title in the language of the report; the id stands at the foot', async () => {
    expect(await headings(ninetyMinutes, 'en')).toEqual({
      page: 'Timeline: Orders were accepted too slowly',
      svg: 'Timeline: Orders were accepted too slowly',
      chart: 'Timeline∶ Orders were accepted too slowly · Times in Asia/Tokyo',
      foot: '20260702-090740-system-failure',
    })
    expect(await headings(ninetyMinutes, 'ja')).toMatchObject({
      page: '時系列: 注文受付の遅延',
      chart: '時系列∶ 注文受付の遅延 · 時刻∶ Asia/Tokyo',
    })
  })

  it('stands in which language the title is, if nobody wrote it in that of the report', async () => {
    const ja = '時系列: Ledger storage lost writes（英語のみ）'
    expect(await headings(twoDays, 'ja')).toMatchObject({ page: ja, svg: ja })
  })

  it('stands the type for customers, who do not see the title', async () => {
    expect(await headings(ninetyMinutes, 'en', 'customer')).toMatchObject({ page: 'Timeline: system failure' })
  })
})

it('the label of a lane is whole in the SVG, in lines that do not reach into the next lane', async () => {
  const svg = await reportIn(threeHoursOver, 'en', 'svg', 'customer')
  const labels = [...svg.matchAll(/<text class="label" x="158" y="([\d.]+)"[^>]*>([^<]*)/g)]
  const words = labels.map(([, , words = '']) => unescapeHtml(words)).join(' ')
  expect(words).toContain(
    'yen deposits, crypto deposits yen withdrawals; crypto withdrawals except XEM XEM withdrawals',
  )
  const places = labels.map(([, y]) => Number(y))
  for (const [i, y] of places.slice(1).entries()) expect(y - (places[i] as number)).toBeGreaterThanOrEqual(14)
})
