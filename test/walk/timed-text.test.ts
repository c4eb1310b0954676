import { describe, expect, it } from 'vitest'
import { readingWrittenTimes } from '../../src/incident/written-times.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { readTimed } from '../../src/walk/timed-text.ts'

const clock = readingWrittenTimes(clockOf('Asia/Tokyo', () => Date.parse('2026-11-24T22:17:00+09:00')))

describe('words after @ and a time', () => {
  it.each([
    ['@22:05 no orders', '2026-11-24T22:05', 'no orders'],
    ['＠２２：０５　注文不通', '2026-11-24T22:05', '注文不通'],
    ['@22時5分 注文不通', '2026-11-24T22:05', '注文不通'],
    ['@昨日22:05 注文不通', '2026-11-23T22:05', '注文不通'],
    ['@昨日 24:10 注文不通', '2026-11-24T00:10', '注文不通'],
    ['@11月24日22:05 注文不通', '2026-11-24T22:05', '注文不通'],
    ['@11月24日 22時5分 注文不通', '2026-11-24T22:05', '注文不通'],
    ['@11/24 22:05 no orders', '2026-11-24T22:05', 'no orders'],
    ['@2026-11-24 22:05 no orders', '2026-11-24T22:05', 'no orders'],
    ['@10m ago no orders', '2026-11-24T22:07', 'no orders'],
    ['@10分前 注文不通', '2026-11-24T22:07', '注文不通'],
  ])('%s', (given, at, text) => {
    expect(readTimed(given, clock)).toEqual({ text, at: `${at}:00.000+09:00` })
  })

  it('is refused after a date alone, which is not midnight', () => {
    expect(() => readTimed('@11月23日 2 engines left', clock)).toThrow('time-unclear')
  })

  it.each(['@sato please look', '@昨日の件', '@昨日2回落ちた', '@今日 2号機を交換', '@ 22:05 x'])(
    '%s is words',
    (given) => {
      expect(readTimed(given, clock)).toEqual({ text: given })
    },
  )
})
