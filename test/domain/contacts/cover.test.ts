import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAYS_OF_WEEK, type WorkingHours } from '../../../src/domain/contacts/contacts.ts'
import { isWorking, uncoveredSpans, weeklyGaps } from '../../../src/domain/contacts/cover.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const TOKYO = 'Asia/Tokyo'
/** A Wednesday, 10:30 in Tokyo. */
const NOW = Date.parse('2026-11-25T01:30:20Z')

const WEEKDAYS = DAYS_OF_WEEK.slice(0, 5)
const hours = (
  days: readonly (typeof DAYS_OF_WEEK)[number][],
  from: number,
  to: number,
  timezone = TOKYO,
): WorkingHours => ({
  days,
  from: from * 60,
  to: to * 60,
  timezone,
})
const unattended = (...people: readonly (readonly WorkingHours[])[]) => weeklyGaps(people, NOW, TOKYO)

describe('gaps in working hours', () => {
  it('are empty if somebody is always on duty', () => {
    expect(unattended([hours(WEEKDAYS, 9, 18)], [])).toEqual([])
    expect(unattended([hours(DAYS_OF_WEEK, 9, 9)])).toEqual([])
  })

  it('are the whole week if there is nobody', () => {
    expect(weeklyGaps([], Date.parse('2026-11-25T15:00:00Z'), TOKYO)).toEqual([
      { days: ['thu'], from: 0, to: 1440, endsDaysLater: 6 },
    ])
  })

  it('are the nights and the weekend if one person works weekdays, with equal nights grouped', () => {
    expect(unattended([hours(WEEKDAYS, 9, 18)])).toEqual([
      { days: ['mon', 'tue', 'wed', 'thu'], from: 1080, to: 540, endsDaysLater: 1 },
      { days: ['fri'], from: 1080, to: 540, endsDaysLater: 3 },
    ])
  })

  it('join across the start of the week examined', () => {
    expect(unattended([hours(['mon', 'tue'], 0, 0)])).toEqual([{ days: ['wed'], from: 0, to: 1440, endsDaysLater: 4 }])
    expect(unattended([hours(DAYS_OF_WEEK, 12, 10)])).toEqual([
      { days: [...DAYS_OF_WEEK], from: 600, to: 720, endsDaysLater: 0 },
    ])
  })

  it('end at 24:00, not 00:00, if they end at midnight', () => {
    expect(unattended([hours(DAYS_OF_WEEK, 0, 20)])).toEqual([
      { days: [...DAYS_OF_WEEK], from: 1200, to: 1440, endsDaysLater: 0 },
    ])
  })

  it('are given in the zone asked for, whatever zones people work in', () => {
    const two = [hours(DAYS_OF_WEEK, 9, 18), hours(DAYS_OF_WEEK, 18, 0, 'Asia/Kolkata')]
    expect(unattended(two)).toEqual([
      { days: [...DAYS_OF_WEEK], from: 210, to: 540, endsDaysLater: 0 },
      { days: [...DAYS_OF_WEEK], from: 1080, to: 1290, endsDaysLater: 0 },
    ])
  })

  it('account for daylight saving changes in that week', () => {
    const before = Date.parse('2026-10-23T12:20:00Z')
    const [morning, afternoon] = [hours(DAYS_OF_WEEK, 0, 12, 'Europe/London'), hours(DAYS_OF_WEEK, 12, 0, 'UTC')]
    expect(weeklyGaps([[morning], [afternoon]], before, 'UTC')).toEqual([
      { days: ['sat'], from: 660, to: 720, endsDaysLater: 0 },
    ])
    expect(weeklyGaps([[hours(DAYS_OF_WEEK, 9, 17, 'Europe/London')]], before, 'Europe/London')).toEqual([
      { days: [...DAYS_OF_WEEK], from: 1020, to: 540, endsDaysLater: 1 },
    ])
  })

  it('end correctly if the clocks change at the end of the range', () => {
    const change = Date.parse('2026-10-25T01:00:00Z')
    const night = [hours(DAYS_OF_WEEK, 0, 2, 'Europe/London')]
    expect(uncoveredSpans([night], { from: change - 2 * HOUR, to: change })).toEqual([])
    expect(uncoveredSpans([night], { from: change - 2 * HOUR, to: change + 61 * MINUTE })).toEqual([
      { from: change + HOUR, to: change + 61 * MINUTE },
    ])
  })

  it('match minute-by-minute checks around every quarter hour, across zones and clock changes', () => {
    // The UTC offsets of all zones, and their changes, are multiples of 15 minutes.
    const QUARTER = 15 * MINUTE
    const ofDay = fc.nat(95).map((quarters) => quarters * 15)
    const zones = [TOKYO, 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']
    const changes = [
      '2026-03-08T06:00Z',
      '2026-10-25T00:00Z',
      '2026-11-01T04:00Z',
      '2026-04-04T14:00Z',
      '2026-10-03T14:00Z',
    ]
    const rule = fc.record({
      days: fc.subarray([...DAYS_OF_WEEK], { minLength: 1 }),
      from: ofDay,
      to: ofDay,
      timezone: fc.constantFrom(...zones),
    })
    const people = fc.array(fc.array(rule, { minLength: 1, maxLength: 2 }), { maxLength: 2 })
    fc.assert(
      fc.property(people, fc.constantFrom(...changes), fc.integer({ min: 0, max: 26 * 60 }), (all, change, shift) => {
        const from = Date.parse(change) - shift * MINUTE
        const within = { from, to: from + 27 * HOUR }
        const open = uncoveredSpans(all, within)
        const quarters = Array.from({ length: 27 * 4 }, (_, i) => Math.ceil(from / QUARTER + i) * QUARTER)
        const looks = quarters.flatMap((at) => [at - MINUTE, at]).filter((at) => from <= at && at < within.to)
        for (const at of looks) {
          const isOpen = open.some((span) => span.from <= at && at < span.to)
          if (isOpen === all.some((one) => isWorking(one, at))) return false
        }
        return open.every((span, i) => span.from < span.to && (open[i + 1]?.from ?? Number.POSITIVE_INFINITY) > span.to)
      }),
      { numRuns: 40 },
    )
  })
})
