import { describe, expect, it } from 'vitest'
import { type Bar, drawBars } from '../../../src/report/picture/bars.ts'
import { drawPoints, linesOf, type Point } from '../../../src/report/picture/points.ts'
import { picture as english } from '../../../src/report/words.en.ts'
import { contextIn } from './drawing.ts'

const barAt = (x: number, over: Partial<Bar> = {}): Bar => ({
  kind: 'step-done',
  x,
  width: 3,
  row: 0,
  meaning: () => `at ${x}`,
  ...over,
})
const context = await contextIn({})
const bars = (...some: readonly Bar[]) => drawBars(some, english.more)
const shapesIn = (svg: string) => svg.match(/<(path|rect|circle) /g)?.length

describe('the bars of a lane', () => {
  it('are drawn apart if they are', () => {
    expect(bars(barAt(1), barAt(5)).match(/<title>[^<]*/g)).toEqual(['<title>at 1', '<title>at 5'])
  })

  it('are merged if they would hide each other: as wide as the widest, with all meanings', () => {
    const svg = bars(barAt(1), barAt(1.2, { width: 40 }), barAt(1.4, { width: 5 }))
    expect(svg).toContain('<title>at 1; at 1.2; at 1.4</title>')
    expect(svg).toContain('width="40"')
    expect(shapesIn(svg)).toBe(1)
  })

  it('are not merged across kinds or rows', () => {
    expect(shapesIn(bars(barAt(1), barAt(1, { kind: 'step-declined' }), barAt(1, { row: 1 })))).toBe(3)
  })

  it('say how many more there are than listed, and none is lost', () => {
    expect(bars(...[1, 2, 3, 4, 5].map(() => barAt(7)))).toContain('<title>at 7; at 7; at 7; and 2 more</title>')
    const svg = bars(...Array.from({ length: 10_000 }, (_, i) => barAt(i / 12.5)))
    const titles = [...svg.matchAll(/<title>at [\d.]+(?:; and (\d+) more)?<\/title>/g)]
    expect(titles.length).toBeLessThan(210)
    expect(titles.reduce((sum, [, more = '0']) => sum + 1 + Number(more), 0)).toBe(10_000)
  })
})

const pointAt = (x: number, over: Partial<Point> = {}): Point => ({
  x,
  kind: 'sent',
  shape: (left, y) => `<circle cx="${left}" cy="${y}"/>`,
  words: '',
  meaning: () => `at ${x}`,
  isKey: false,
  ...over,
})
const points = (...some: readonly Point[]) => drawPoints(some, 800, context)
const placesIn = (svg: string) =>
  [...svg.matchAll(/cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)])

describe('the points of a lane', () => {
  it('say in which language words in the other one are', () => {
    const { content } = points(pointAt(10, { words: 'notes 銀行の記録' }))
    expect(content).toContain('>notes <tspan lang="ja">銀行の記録</tspan></text>')
  })

  it('never hide each other: those too near are in rows below each other', () => {
    const { content, height } = points(...Array.from({ length: 60 }, (_, i) => pointAt(i * 5)))
    const places = placesIn(content)
    for (const [i, [x = 0, y]] of places.entries())
      for (const [otherX = 0, otherY] of places.slice(i + 1))
        if (y === otherY) expect(Math.abs(x - otherX)).toBeGreaterThan(12)
    expect(height).toBe(6 + 3 * 16)
  })

  it('have words beside them where there is room, on the left at the end of the picture', () => {
    const { content } = points(pointAt(100, { words: 'declared' }), pointAt(790, { words: 'closed' }))
    expect(content).toContain('x="109" y="15">declared<')
    expect(content).toContain('x="781" y="15" text-anchor="end">closed<')
    const near = points(...[1, 2, 3, 4, 5].map((x) => pointAt(x * 15, { words: 'a long sentence', kind: `kind ${x}` })))
    expect(near.content.match(/a long sentence/g)).toHaveLength(4)
    expect(placesIn(near.content)).toHaveLength(5)
  })

  it('have all their words, in lines that fit on one side of them, and none beyond an end of the picture', () => {
    const words = 'the order history runs at a third of the speed of the rehearsal, and will take longer'
    const { content, height } = points(pointAt(395, { words }), pointAt(396, { words: 'next' }))
    expect(content).toContain('x="404" y="15">the order history runs at a third of the speed<')
    expect(content).toContain('x="404" y="31">of the rehearsal, and will take longer<')
    expect(content).toContain('x="405" y="47">next<')
    expect(height).toBe(6 + 3 * 16)
  })

  it('have more room for bold words, which those of key moments may be', () => {
    const words = 'lifted: withdrawals of all crypto assets'
    const rowsOf = (isKey: boolean) => points(pointAt(0, { words, isKey }), pointAt(330, { words: 'next' })).height
    expect([rowsOf(false), rowsOf(true)]).toEqual([6 + 16, 6 + 2 * 16])
  })

  it('have words also at the very beginning and end of the picture', () => {
    const { content } = points(pointAt(0, { words: 'planned' }), pointAt(800, { words: 'closed' }))
    for (const words of ['planned', 'closed']) expect(content).toContain(`>${words}<`)
  })

  it('have words that are cut only if they are longer than anybody reads in a picture', () => {
    const { content } = drawPoints([pointAt(395, { words: 'word '.repeat(200) })], 800, context, 14)
    expect(content.match(/<text /g)).toHaveLength(5)
    expect(content).toContain('..</text>')
  })

  it('take no longer for words of any length: only as much is wrapped as is shown', () => {
    const words = `é${'x'.repeat(200_000)}`
    const began = performance.now()
    expect(linesOf(words, 100)).toEqual(linesOf(words.slice(0, 1000), 100))
    expect(performance.now() - began).toBeLessThan(4000)
  })

  it('are drawn as one with their number where even the shapes have no room, by kind', () => {
    const crowd = [...Array.from({ length: 30 }, (_, i) => pointAt(100 + i / 10)), pointAt(101, { kind: 'failed' })]
    const { content } = points(...crowd)
    expect(content).toContain('×27')
    expect(content).toContain('<title>at 100; at 100.4; at 100.5; and 24 more</title>')
    expect(placesIn(content)).toHaveLength(5)
  })

  it('have their number inside the picture, also at its end', () => {
    const { content } = drawPoints([pointAt(750), pointAt(790), pointAt(791)], 800, context, 1)
    expect(content).toContain('x="781" y="15" text-anchor="end">×2<')
    const beside = drawPoints([pointAt(765), pointAt(766), pointAt(790), pointAt(791)], 800, context, 1)
    expect(beside.content).toContain('x="774" y="15">×2<')
    expect(beside.content).toContain('x="781" y="31" text-anchor="end">×2<')
  })

  it('are all counted, and say whether one of them is a key moment', () => {
    const { content, hasKey } = points(
      ...Array.from({ length: 50_000 }, (_, i) => pointAt(i / 62.5, { isKey: i === 7 })),
    )
    const titles = [...content.matchAll(/<title>([^<]*)<\/title>/g)].map(([, title = '']) => title)
    const count = (title: string) =>
      title.split('; ').reduce((sum, one) => sum + Number(/^and (\d+) more$/.exec(one)?.[1] ?? 1), 0)
    expect(titles.length).toBeLessThan(300)
    expect(titles.reduce((sum, title) => sum + count(title), 0)).toBe(50_000)
    expect(hasKey).toBe(true)
    expect(content.match(/class="key"/g)).toHaveLength(1)
  })
})
