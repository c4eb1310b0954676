import { describe, expect, it } from 'vitest'
import { drawMarks, type Mark } from '../../../src/report/picture/lanes.ts'
import { picture as english } from '../../../src/report/words.en.ts'

const mark = (x: number, over: Partial<Mark> = {}): Mark => ({
  kind: 'sent',
  x,
  draw: (width) => `<path d="M${x} 0h${width}"/>`,
  meaning: () => `at ${x}`,
  ...over,
})
const shapes = (...marks: Mark[]) => drawMarks(marks, english.more).match(/<path/g)?.length

describe('the marks of a lane', () => {
  it('are drawn separately if they are apart', () => {
    expect(drawMarks([mark(1), mark(2)], english.more)).toBe(
      '<g><title>at 1</title><path d="M1 0h0"/></g><g><title>at 2</title><path d="M2 0h0"/></g>',
    )
  })

  it('are merged if they would hide each other: as wide as the widest, with all meanings', () => {
    const near = [mark(1, { width: 3 }), mark(1.2, { width: 40, label: '<text>2</text>' }), mark(1.4, { width: 5 })]
    expect(drawMarks(near, english.more)).toBe(
      '<g><title>at 1; at 1.2; at 1.4</title><path d="M1 0h40"/><text>2</text></g>',
    )
  })

  it('are not merged across kinds or rows', () => {
    expect(shapes(mark(1), mark(1, { kind: 'failed' }), mark(1, { row: 1 }))).toBe(3)
  })

  it('say how many more there are than listed', () => {
    expect(
      drawMarks(
        [1, 2, 3, 4, 5].map(() => mark(7)),
        english.more,
      ),
    ).toContain('<title>at 7; at 7; at 7; and 2 more</title>')
  })

  it('are limited in number by the width, and all are counted', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => mark(i / 125))
    const svg = drawMarks(many, english.more)
    const titles = [...svg.matchAll(/<title>at [\d.]+(?:; and (\d+) more)?<\/title>/g)]
    expect(titles.length).toBeLessThan(210)
    expect(titles.reduce((sum, [, more = '0']) => sum + 1 + Number(more), 0)).toBe(100_000)
  })
})
