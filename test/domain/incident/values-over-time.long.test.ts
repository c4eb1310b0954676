import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Write } from '../../../src/domain/incident/register.ts'
import { valuesOverTime } from '../../../src/domain/incident/spans.ts'
import { DECLARED, iso, MINUTE } from '../../given.ts'

const said = (value: string, minutes: number, undone = false): Write<string> => ({
  event: 'aaaaaaaa:1',
  writer: 'aaaaaaaa',
  seq: 1,
  after: [],
  order: 1,
  place: 0,
  at: iso(minutes * MINUTE),
  recordedAt: iso(0),
  by: 'taro',
  value,
  undone,
  corrected: false,
  amendment: null,
})
const spans = (to: number, ...writes: Write<string>[]) =>
  valuesOverTime(writes, DECLARED, DECLARED + to * MINUTE).map(({ value, from, to }) => [
    value,
    (from - DECLARED) / MINUTE,
    (to - DECLARED) / MINUTE,
  ])

describe('valuesOverTime', () => {
  it('lets a value hold until the next one, and the last to the end', () => {
    expect(spans(60, said('stopped', 0), said('open', 40))).toEqual([
      ['stopped', 0, 40],
      ['open', 40, 60],
    ])
  })

  it('drops a value if one recorded later holds from an earlier time', () => {
    expect(spans(60, said('stopped', 10), said('open', 40), said('limited', 20))).toEqual([
      ['stopped', 10, 20],
      ['limited', 20, 60],
    ])
  })

  it('ignores undone values and those from the end on', () => {
    expect(spans(60, said('stopped', 0), said('open', 20, true), said('limited', 60), said('open', 70))).toEqual([
      ['stopped', 0, 60],
    ])
  })

  it('ends each value at the earliest time of all values recorded later', () => {
    const write = fc.tuple(fc.constantFrom('a', 'b'), fc.integer({ min: -5, max: 30 }), fc.boolean())
    fc.assert(
      fc.property(fc.array(write, { maxLength: 10 }), (all) => {
        const live = all.filter(([, , undone]) => !undone).map(([value, at]) => [value, Math.max(0, at)] as const)
        const expected = live.flatMap(([value, from], i) => {
          const to = Math.min(25, ...live.slice(i + 1).map(([, at]) => at))
          return from < to ? [[value, from, to]] : []
        })
        expect(spans(25, ...all.map((one) => said(...one)))).toEqual(expected)
      }),
    )
  })

  it('accepts 300,000 writes', () => {
    const writes = Array.from({ length: 300_000 }, (_, i) => said(String(i), i / 10_000))
    expect(valuesOverTime(writes, DECLARED, DECLARED + 60 * MINUTE)).toHaveLength(300_000)
  })
})
