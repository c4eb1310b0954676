import { describe, expect, it } from 'vitest'
import { setBack, setBacks } from '../../../src/domain/log/chain.ts'
import { HOUR, iso, MINUTE, noted, SECOND, started, Writer } from '../../given.ts'

/** Notes recorded so many milliseconds after declaring, each as the clock then stood. */
function recorded(...times: readonly number[]) {
  const writer = new Writer()
  writer.write(started(), 0)
  return times.map((after) => writer.write(noted('x'), after))
}

describe('a clock set back', () => {
  it('shows in an event that was recorded before the one it follows', () => {
    const [late, early, later] = recorded(2 * HOUR, 0, MINUTE)
    expect(setBack(late, early as never)).toBe(2 * HOUR)
    expect(setBack(early, later as never)).toBe(0)
    expect(setBack(undefined, early as never)).toBe(0)
  })

  it('is none where clocks differ by less than a second, as those of several machines do', () => {
    const [first, second, third] = recorded(SECOND, 1, -SECOND)
    expect(setBack(first, second as never)).toBe(0)
    expect(setBack(second, third as never)).toBe(SECOND + 1)
  })

  it('is counted, with the furthest', () => {
    expect(setBacks(recorded(0, HOUR, 0, 3 * HOUR, HOUR, 2 * HOUR))).toEqual({ events: 2, most: 2 * HOUR })
    expect(setBacks(recorded(0, HOUR))).toEqual({ events: 0, most: 0 })
  })

  it('goes by when events were recorded, not by when they happened', () => {
    const writer = new Writer()
    const before = writer.write(started(), 0)
    expect(setBack(before, writer.write({ ...noted('x'), at: iso(-HOUR) }, SECOND))).toBe(0)
  })
})
