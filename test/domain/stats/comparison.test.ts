import { describe, expect, it } from 'vitest'
import { comparisonOf } from '../../../src/domain/stats/comparison.ts'
import type { Case } from '../../../src/domain/stats/stats.ts'

const halt = (day: number, over: Partial<Case> = {}): Case => ({
  id: `day-${day}`,
  title: null,
  type: 'failure',
  severity: null,
  drill: false,
  planned: false,
  closedAs: 'resolved',
  at: new Date(Date.UTC(2026, 10, day)).toISOString(),
  timeToDetectSeconds: day,
  timeToNotifySeconds: 10 * day,
  timeToResumeSeconds: 100 * day,
  updatesDue: 4,
  updatesKept: day % 5,
  skipped: [],
  followUps: [],
  ...over,
})

describe('comparisonOf', () => {
  it('compares an incident with the five latest of its type before it', () => {
    const others = [1, 2, 3, 4, 5, 6, 7, 9].map((day) => halt(day))
    const logs = {
      leftOut: ['torn'],
      passedOver: [],
      notRead: 2,
      unknownWriters: ['day-7'],
      declaredByUnknown: ['day-6'],
    }
    expect(comparisonOf(halt(8), others, logs)).toEqual({
      incidents: ['day-7', 'day-6', 'day-5', 'day-4', 'day-3'],
      ...logs,
      timeToDetect: { own: 8, earlier: { count: 5, median: 5, least: 3, most: 7 } },
      timeToNotify: { own: 80, earlier: { count: 5, median: 50, least: 30, most: 70 } },
      timeToResume: { own: 800, earlier: { count: 5, median: 500, least: 300, most: 700 } },
      updatesKept: { own: 0.75, earlier: { count: 5, median: 0.5, least: 0, most: 1 } },
    })
  })

  it('says what is not known, and counts no updates where none fell due', () => {
    const unknown = { timeToDetectSeconds: null, timeToResumeSeconds: null, updatesDue: 0, updatesKept: 0 }
    expect(comparisonOf(halt(8, unknown), [halt(2), halt(3, unknown)])).toMatchObject({
      incidents: ['day-3', 'day-2'],
      leftOut: [],
      timeToDetect: { own: null, earlier: { count: 1, median: 2 } },
      timeToNotify: { own: 80, earlier: { count: 2 } },
      updatesKept: { own: null, earlier: { count: 1, median: 0.5 } },
    })
    expect(comparisonOf(halt(8), [halt(3, unknown)])).toMatchObject({
      timeToDetect: { own: 8, earlier: null },
      updatesKept: { own: 0.75, earlier: null },
    })
  })

  it('is null without an earlier incident of the type that counts', () => {
    const others = [
      halt(1, { type: 'order' }),
      halt(2, { drill: true }),
      halt(3, { closedAs: 'false-alarm' }),
      halt(4, { closedAs: 'duplicate' }),
      halt(5, { at: '' }),
      halt(8),
      halt(9),
    ]
    expect(comparisonOf(halt(8), others)).toBeNull()
    expect(comparisonOf(halt(8, { at: '' }), [halt(1)])).toBeNull()
  })

  it('is null for a drill and a false alarm, which are in no figures themselves', () => {
    for (const over of [{ drill: true }, { closedAs: 'false-alarm' }])
      expect(comparisonOf(halt(8, over), [halt(1)])).toBeNull()
  })
})
