import { describe, expect, it } from 'vitest'
import { countSetBacks, setBackMs } from '../../../src/domain/log/hybrid-clock.ts'
import { HOUR, iso, MINUTE, noted, SECOND, started, Writer } from '../../given.ts'

/** Notes recorded this many milliseconds after the declaration, according to the clock at that time. */
function recorded(...times: readonly number[]) {
  const writer = new Writer()
  writer.write(started(), 0)
  return times.map((after) => writer.write(noted('x'), after))
}

describe('a clock set back', () => {
  it('is detected by an event recorded earlier than the one before it', () => {
    const [late, early, later] = recorded(2 * HOUR, 0, MINUTE)
    expect(setBackMs(late, early as never)).toBe(2 * HOUR)
    expect(setBackMs(early, later as never)).toBe(0)
    expect(setBackMs(undefined, early as never)).toBe(0)
  })

  it('is ignored below one second, since the clocks of machines differ by that much', () => {
    const [first, second, third] = recorded(SECOND, 1, -SECOND)
    expect(setBackMs(first, second as never)).toBe(0)
    expect(setBackMs(second, third as never)).toBe(SECOND + 1)
  })

  it('is counted, with the largest difference', () => {
    expect(countSetBacks(recorded(0, HOUR, 0, 3 * HOUR, HOUR, 2 * HOUR), () => true)).toEqual({
      events: 2,
      most: 2 * HOUR,
    })
    expect(countSetBacks(recorded(0, HOUR), () => true)).toEqual({ events: 0, most: 0 })
    expect(countSetBacks(recorded(HOUR, 0), () => false)).toEqual({ events: 0, most: 0 })
  })

  it('is detected by when events were recorded, not when they happened', () => {
    const writer = new Writer()
    const before = writer.write(started(), 0)
    expect(setBackMs(before, writer.write({ ...noted('x'), at: iso(-HOUR) }, SECOND))).toBe(0)
  })
})
