import { afterAll, describe, expect, it } from 'vitest'
import type { TimelinePicture } from '../../../src/domain/report/timeline-picture.ts'
import { eventfulSpan, unevenAxis } from '../../../src/report/picture/axis.ts'
import { DECLARED, HOUR, MINUTE } from '../../given.ts'

const zone = process.env.TZ
process.env.TZ = 'Asia/Tokyo'
afterAll(() => {
  process.env.TZ = zone
})

/** A picture of an incident and its restriction, in hours after the declaration. */
function picture(hours: number, ...stops: readonly (readonly [from: number, to: number])[]): TimelinePicture {
  const at = (hour: number) => DECLARED + hour * HOUR
  const spans = stops.map(([from, to]) => ({ state: 'stopped' as const, from: at(from), to: at(to) }))
  const nothing = { phases: [], unstated: [], interruptions: [], departments: [], notices: [], calls: [] }
  const nobody = { title: null, plan: null, decisions: [], leads: [], filings: [] }
  const none = { ...nothing, ...nobody, timezone: 'Asia/Tokyo', impact: { operations: 1, curve: [] } }
  return { from: DECLARED, to: at(hours), scope: [{ target: 'trading', spans }], ...none }
}

function eventful(...given: Parameters<typeof picture>): [from: number, to: number] {
  const { from, to } = eventfulSpan(picture(...given))
  return [(from - DECLARED) / HOUR, (to - DECLARED) / HOUR]
}

describe('the eventful span', () => {
  it('ends some time after the last restriction if more time passed after that', () => {
    expect(eventful(48, [0, 2], [3, 4])).toEqual([0, 4.6])
    expect(eventful(48, [0, 5 / 60])).toEqual([0, 15 / 60])
  })

  it('begins shortly before the first restriction if more time passed before that', () => {
    expect(eventful(108, [100, 104])).toEqual([99.4, 108])
  })

  it('is the whole picture otherwise, and without restrictions', () => {
    expect(eventful(9, [0, 4])).toEqual([0, 9])
    expect(eventful(9)).toEqual([0, 9])
  })
})

describe('the axis of a picture', () => {
  it('compresses the time long before and after', () => {
    const { x, narrow } = unevenAxis(picture(300, [100, 110]), [100, 900])
    const places = [0, 98.5, 111.5, 300].map((hour) => x(DECLARED + hour * HOUR))
    expect(places).toEqual([100, 196, 740, 900])
    expect(narrow).toEqual([
      [100, 196],
      [740, 900],
    ])
  })

  it('keeps its labels apart and in order, and labels each day once', () => {
    for (const [before, lasts, after] of [
      [0, 0.1, 70],
      [0, 47, 300],
      [130, 10, 3],
      [2000, 1, 9000],
    ] as const) {
      const { ticks } = unevenAxis(picture(before + lasts + after, [before, before + lasts]), [168, 944])
      const places = ticks.map((tick) => tick.x)
      expect(ticks.length).toBeGreaterThan(4)
      expect(Math.min(...places.slice(1).map((place, i) => place - (places[i] as number)))).toBeGreaterThanOrEqual(44)
      expect(ticks.filter((tick, i) => tick.day !== null && tick.day === ticks[i - 1]?.day)).toEqual([])
    }
  })

  it('is linear if the whole picture is eventful', () => {
    const { x, narrow } = unevenAxis(picture(4, [0, 4]), [0, 240])
    expect(narrow).toEqual([])
    expect(x(DECLARED + 90 * MINUTE)).toBe(90)
  })
})
