import { describe, expect, it } from 'vitest'
import { Failed } from '../../src/domain/outcome.ts'
import { parsePromise } from '../../src/incident/statements.ts'
import { clockOf } from '../../src/platform/clock.ts'

const clock = clockOf('Asia/Tokyo', () => Date.parse('2026-11-24T23:40:00+09:00'))

function refusal(given: string): string {
  try {
    return parsePromise(given, clock)
  } catch (error) {
    return error instanceof Failed ? error.problem.code : String(error)
  }
}

describe('promising the next report', () => {
  it('takes a bare time of day for the next one to come, over midnight too', () => {
    expect(refusal('23:59')).toBe('2026-11-24T23:59:00.000+09:00')
    expect(refusal('0:10')).toBe('2026-11-25T00:10:00.000+09:00')
  })

  it('takes a bare time that has just passed for a slip, not for the next day', () => {
    expect(refusal('23:30')).toBe('past-time')
    expect(refusal('2026-11-25T23:30')).toBe('2026-11-25T23:30:00.000+09:00')
  })

  it('takes no time that is past', () => {
    expect(refusal('2026-11-24T23:30')).toBe('past-time')
  })
})
