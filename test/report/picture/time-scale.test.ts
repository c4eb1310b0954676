import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import type { TimelinePicture } from '../../../src/domain/report/timeline-picture.ts'
import { COLUMNS, PIXELS, type ScaleUnit, timeScale } from '../../../src/report/picture/time-scale.ts'
import { DECLARED, HOUR, MINUTE } from '../../given.ts'
import { emptyPicture, pictureAfter } from './drawing.ts'
import { eventful } from './eventful.ts'

const zone = process.env.TZ
process.env.TZ = 'Asia/Tokyo'
afterAll(() => {
  process.env.TZ = zone
})

const at = (hour: number) => DECLARED + hour * HOUR

/** A picture of an incident, its stops, and calls at some times, all in hours after the declaration. */
function pictureOf(
  hours: number,
  stops: readonly (readonly [from: number, to: number])[] = [],
  calls: readonly number[] = [],
): TimelinePicture {
  const spans = stops.map(([from, to]) => ({ state: 'stopped' as const, from: at(from), to: at(to) }))
  return {
    ...emptyPicture(DECLARED, at(hours)),
    scope: [{ target: 'trading', spans }],
    calls: calls.map((hour) => ({ event: 'aaaaaaaa:2', at: at(hour), kind: 'tried' as const, who: 'sato' })),
  }
}

/** One call in each of so many minutes from an hour on. */
const busy = (from: number, minutes: number) => Array.from({ length: minutes + 1 }, (_, i) => from + i / 60)
const scaleOf = (picture: TimelinePicture, width = 800, unit: ScaleUnit = PIXELS) => timeScale(picture, width, unit)
const labels = (picture: TimelinePicture, width?: number, unit?: ScaleUnit) =>
  scaleOf(picture, width, unit).ticks.map(({ time, day }) => (day === null ? time : `${day} ${time}`))

describe('the scale of time', () => {
  it('gives equal times equal room if something happened all the time', () => {
    const { x, quiet } = scaleOf(pictureOf(1, [], busy(0, 60)))
    expect([0, 0.25, 0.5, 1].map((hour) => Math.round(x(at(hour))))).toEqual([0, 200, 400, 800])
    expect(quiet).toEqual([])
  })

  it('compresses a long time in which nothing happened, and says which', () => {
    const night = [...busy(0, 60), ...busy(13, 60)]
    const { x, quiet } = scaleOf(pictureOf(14, [], night))
    expect(quiet).toHaveLength(1)
    const [{ from, to, left, right }] = quiet as [(typeof quiet)[0]]
    expect([from, to]).toEqual([at(1), at(13)])
    expect([left, right]).toEqual([x(from), x(to)])
    expect(right - left).toBeLessThan(120)
    expect(x(at(0.5))).toBeGreaterThan(150)
  })

  it('compresses what came long after the halt, as the time until it was closed', () => {
    const { x, quiet } = scaleOf(pictureOf(24 * 14, [[0, 1]], busy(0, 60)))
    expect(quiet.map(({ to }) => to)).toEqual([at(24 * 14)])
    expect(x(at(1))).toBeGreaterThan(600)
  })

  it('compresses nothing of a short halt, and nothing if all there is are a few moments far apart', () => {
    expect(scaleOf(pictureOf(0.5, [[0, 0.02]])).quiet).toEqual([])
    expect(scaleOf(pictureOf(48)).quiet).toEqual([])
    expect(scaleOf(pictureOf(48, [], [12, 24, 36])).quiet).toEqual([])
  })

  it.each([
    ['columns', 12, COLUMNS],
    ['columns', 30, COLUMNS],
    ['columns', 60, COLUMNS],
    ['pixels', 776, PIXELS],
  ] as const)('gives a stop and a reopening of ten minutes in two days room of their own: %s, %i', (_, width, unit) => {
    const stops = [
      [0, 20],
      [20 + 1 / 6, 40],
      [46, 46 + 1 / 6],
    ] as const
    const { x } = scaleOf(pictureOf(48, stops), width, unit)
    const places = stops.flat().map((hour) => x(at(hour)))
    for (const [i, place] of places.slice(1).entries())
      expect(place - (places[i] as number)).toBeGreaterThanOrEqual(unit.change - unit.step)
    if (unit === COLUMNS) expect(places.every(Number.isInteger)).toBe(true)
  })

  it('never runs backwards, and stays within its width, whatever happened', () => {
    const hour = fc.double({ min: 0, max: 500, noNaN: true })
    const stop = fc
      .tuple(hour, fc.double({ min: 0, max: 50, noNaN: true }))
      .map(([from, lasts]) => [from, from + lasts] as const)
    fc.assert(
      fc.property(
        fc.array(stop),
        fc.array(hour),
        hour,
        fc.integer({ min: 6, max: 200 }),
        (stops, calls, hours, width) => {
          for (const unit of [COLUMNS, PIXELS]) {
            const { x, ticks } = scaleOf(pictureOf(hours, stops, calls), width, unit)
            const times = [0, ...stops.flat(), ...calls, hours].sort((a, b) => a - b)
            const places = times.map((time) => x(at(time)))
            for (const [i, place] of places.entries()) {
              expect(place).toBeGreaterThanOrEqual(places[i - 1] ?? 0)
              expect(place).toBeLessThanOrEqual(width)
            }
            expect(ticks.length).toBeGreaterThan(0)
          }
        },
      ),
      { numRuns: 200 },
    )
  })

  it('draws less than a minute as a minute', () => {
    const { x } = scaleOf(pictureOf(0))
    expect(Math.round(x(DECLARED + MINUTE / 2))).toBe(400)
  })

  it('clamps times outside of it to its ends', () => {
    const { x } = scaleOf(pictureOf(1))
    expect([x(at(-1)), x(at(9))]).toEqual([0, 800])
  })
})

describe('the ticks of the scale', () => {
  it('are its beginning and round times of the zone, each day labelled once', () => {
    expect(labels(pictureOf(1, [], busy(0, 60)))).toEqual([
      '11-24 22:17',
      '22:25',
      '22:30',
      '22:35',
      '22:40',
      '22:45',
      '22:50',
      '22:55',
      '23:00',
      '23:05',
      '23:10',
      '23:15',
    ])
    expect(labels(pictureOf(120)).filter((label) => label.length > 5)).toEqual([
      '11-24 22:17',
      '11-25 12:00',
      '11-26 00:00',
      '11-27 00:00',
      '11-28 00:00',
      '11-29 00:00',
    ])
  })

  it('begin anew after each quiet stretch', () => {
    const night = labels(pictureOf(14, [], [...busy(0, 60), ...busy(13, 60)]))
    expect(night).toContain('11-25 11:17')
    expect(night.filter((label) => label.startsWith('11-25'))).toHaveLength(1)
  })

  it.each([
    ['columns', 43, COLUMNS],
    ['columns', 60, COLUMNS],
    ['pixels', 776, PIXELS],
  ] as const)('name the day on which a halt began that was planned long before: %s, %i', (_, width, unit) => {
    const planned = pictureOf(200, [[132, 137]], [0, 0.1, 0.2, ...busy(132, 300)])
    expect(labels(planned, width, unit).slice(0, 2)).toEqual(['11-24 22:17', '11-30 10:17'])
  })

  it.each([1, 24, 120])('never touch, in %i hours', (hours) => {
    for (const [widths, unit] of [
      [[5, 12, 26, 40, 62, 180], COLUMNS],
      [[400, 776], PIXELS],
    ] as const)
      for (const width of widths) {
        const places = scaleOf(pictureAfter(hours, eventful(hours, 500)), width, unit).ticks.map(({ x }) => x)
        for (const [i, place] of places.entries())
          if (i > 0) expect(place - (places[i - 1] as number)).toBeGreaterThanOrEqual(i === 1 ? unit.edge : unit.label)
      }
  })
})
