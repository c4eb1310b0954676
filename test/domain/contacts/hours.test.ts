import { describe, expect, it } from 'vitest'
import type { DayOfWeek, WorkingHours } from '../../../src/domain/contacts/contacts.ts'
import { isWorking } from '../../../src/domain/contacts/cover.ts'

const hours = (days: readonly DayOfWeek[], from: number, to: number, timezone = 'Asia/Tokyo'): WorkingHours => ({
  days,
  from: from * 60,
  to: to * 60,
  timezone,
})
const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri'] as const
const at = (time: string) => Date.parse(`2026-11-${time}+09:00`)

describe('working hours', () => {
  it('that nobody stated are always', () => {
    expect(isWorking([], at('24T03:00'))).toBe(true)
  })

  it('begin with their first minute and end before their last', () => {
    const day = [hours(WEEKDAYS, 9, 18)]
    expect(['24T08:59', '24T09:00', '24T17:59', '24T18:00'].map((time) => isWorking(day, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('are those of the named days', () => {
    expect(isWorking([hours(WEEKDAYS, 9, 18)], at('28T12:00'))).toBe(false)
  })

  it('go past midnight, into the day after the named one', () => {
    const night = [hours(['sun'], 22, 6)]
    expect(['22T22:00', '23T05:59', '23T06:00', '23T22:00'].map((time) => isWorking(night, at(time)))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('from an hour to the same are a whole day', () => {
    expect(isWorking([hours(['tue'], 0, 0)], at('24T00:00'))).toBe(true)
    expect(isWorking([hours(['tue'], 0, 0)], at('25T00:00'))).toBe(false)
  })

  it('are those of their time zone, and several add up', () => {
    const london = hours(WEEKDAYS, 9, 18, 'Europe/London')
    expect(isWorking([london], at('24T12:00'))).toBe(false)
    expect(isWorking([london], at('24T19:00'))).toBe(true)
    expect(isWorking([london, hours(WEEKDAYS, 9, 18)], at('24T12:00'))).toBe(true)
  })
})
