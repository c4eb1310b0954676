import { describe, expect, it } from 'vitest'
import { unescapeHtml } from '../../../src/view/html.ts'
import { reportIn } from '../pages.ts'
import type { Story } from '../stories/story.ts'
import { threeHoursOver } from '../stories/three-hours-over.ts'
import { twoDaysConfidential } from '../stories/two-days-confidential.ts'

/** The words that stand in a row of the picture; those of one mark, which may take some lines, as one. */
async function wordsIn(story: Story, row: string): Promise<string[]> {
  const svg = await reportIn(story, 'en', 'svg')
  const [, lane = ''] = svg.split(`>${row}</text>`)
  const marks = lane.slice(0, lane.indexOf('<path class="line"')).match(/<g(?: class="\w+")?><title>.*?<\/g>/g) ?? []
  return marks.map((mark) => {
    const lines = [...mark.matchAll(/<text [^>]*>([^<]*)/g)].map(([, words]) => unescapeHtml(words as string))
    return lines.join(' ')
  })
}

describe('in the picture', () => {
  it('each phase has its name, also one that is too narrow for it', async () => {
    const phases = await wordsIn(twoDaysConfidential, 'Phases')
    for (const name of ['Before declaration', 'Initial response', 'During the halt', 'After resumption'])
      expect(phases).toContain(name)
  })

  it('each report to an authority and each deadline has words that say what it is', async () => {
    const words = await wordsIn(twoDaysConfidential, 'Authorities')
    expect(words).toHaveLength(6)
    expect(words).not.toContain('')
    expect(words).toContain('PPC (Japan) preliminary report')
    expect(words).toContain('FSA (Japan) failure occurrence report: deadline')
  })

  it('each quiet stretch says how long it was, roughly where there is little room', async () => {
    const svg = await reportIn(twoDaysConfidential, 'en', 'svg')
    expect([...svg.matchAll(/class="length"[^>]*>([^<]*)/g)].map(([, words]) => words)).toEqual([
      '≈ 9 h',
      '≈ 14 h',
      '≈ 39 h',
      '≈ 46 h',
    ])
  })

  it('a quiet stretch of two days and a half is not said to be of two', async () => {
    const svg = await reportIn(threeHoursOver, 'en', 'svg')
    const words = [...svg.matchAll(/class="length"[^>]*>([^<]*)/g)].map(([, words]) => words)
    expect(words.at(-1)).toBe('≈ 60 h')
  })

  it('a quiet stretch has the same words for its length as the report would', async () => {
    const svg = await reportIn(twoDaysConfidential, 'en', 'svg')
    const lengths = [...svg.matchAll(/<title>time without marks, drawn shorter: ([^<]*)/g)].map(([, words]) => words)
    expect(lengths.slice(2)).toEqual(['1 d 14 h 50 min', '1 d 22 h 20 min'])
  })

  it('each decision, key moment and lead has words, all of them', async () => {
    for (const row of ['Decisions', 'Key moments', 'Lead'])
      for (const words of await wordsIn(threeHoursOver, row)) expect(words).not.toMatch(/^$|\.\.$/)
    expect(await wordsIn(threeHoursOver, 'Key moments')).toEqual([
      'Conversion of the order history runs at a third of the speed of the rehearsal.',
    ])
    expect((await wordsIn(threeHoursOver, 'Decisions'))[0]).toBe(
      'planned: SEV4, system maintenance, trading stopped, deposits stopped, withdrawals stopped',
    )
  })
})
