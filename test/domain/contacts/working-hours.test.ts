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

describe('isWorking', () => {
  it('is always true without working hours', () => {
    expect(isWorking([], at('24T03:00'))).toBe(true)
  })

  it('includes the first minute and excludes the end', () => {
    const day = [hours(WEEKDAYS, 9, 18)]
    expect(['24T08:59', '24T09:00', '24T17:59', '24T18:00'].map((time) => isWorking(day, at(time)))).toEqual([
      false,
      true,
      true,
      false,
    ])
  })

  it('is false on days that are not named', () => {
    expect(isWorking([hours(WEEKDAYS, 9, 18)], at('28T12:00'))).toBe(false)
  })

  it('carries hours past midnight into the day after the named one', () => {
    const night = [hours(['sun'], 22, 6)]
    expect(['22T22:00', '23T05:59', '23T06:00', '23T22:00'].map((time) => isWorking(night, at(time)))).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('treats hours from a time to the same time as a whole day', () => {
    expect(isWorking([hours(['tue'], 0, 0)], at('24T00:00'))).toBe(true)
    expect(isWorking([hours(['tue'], 0, 0)], at('25T00:00'))).toBe(false)
  })

  it('reads hours in their own time zone, and accepts any of several', () => {
    const london = hours(WEEKDAYS, 9, 18, 'Europe/London')
    expect(isWorking([london], at('24T12:00'))).toBe(false)
    expect(isWorking([london], at('24T19:00'))).toBe(true)
    expect(isWorking([london, hours(WEEKDAYS, 9, 18)], at('24T12:00'))).toBe(true)
  })
})
