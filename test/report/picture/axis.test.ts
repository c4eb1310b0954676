import { afterAll, describe, expect, it } from 'vitest'
import { timeAxis } from '../../../src/report/picture/axis.ts'

const zone = process.env.TZ
process.env.TZ = 'Asia/Tokyo'
afterAll(() => {
  process.env.TZ = zone
})

const HOUR = 3_600_000
const from = Date.parse('2026-11-24T22:05:30+09:00')
const ticksOver = (hours: number) => timeAxis({ from, to: from + hours * HOUR }, [100, 900], 8).ticks

describe('the time axis', () => {
  it('has ticks at round times of the zone, and labels each day once', () => {
    expect(ticksOver(1).map(({ time, day }) => [time, day])).toEqual([
      ['22:05', '11/24'],
      ['22:10', null],
      ['22:15', null],
      ['22:20', null],
      ['22:25', null],
      ['22:30', null],
      ['22:35', null],
      ['22:40', null],
      ['22:45', null],
      ['22:50', null],
      ['22:55', null],
      ['23:00', null],
      ['23:05', null],
    ])
    expect(
      ticksOver(120)
        .filter(({ day }) => day !== null)
        .map(({ day }) => day),
    ).toEqual(['11/25', '11/26', '11/27', '11/28', '11/29'])
  })

  it('labels its start if the first round time is far from it', () => {
    const [first, second] = ticksOver(24)
    expect(first).toEqual({ x: 100, time: '22:05', day: '11/24' })
    expect(second).toMatchObject({ time: '00:00', day: '11/25' })
  })

  it('has no overlapping labels, however long the span is', () => {
    for (const hours of [0, 0.01, 1, 5, 24, 47, 120, 24 * 40]) {
      const places = ticksOver(hours).map(({ x }) => x)
      for (const [i, place] of places.entries())
        if (i > 0) expect(place - (places[i - 1] as number)).toBeGreaterThan(38)
      expect(places.length).toBeGreaterThan(0)
    }
  })

  it('clamps times outside of it to its ends', () => {
    const { x } = timeAxis({ from, to: from + HOUR }, [100, 900], 8)
    expect([x(from - HOUR), x(from), x(from + HOUR / 2), x(from + 9 * HOUR)]).toEqual([100, 100, 500, 900])
  })
})
