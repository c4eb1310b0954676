import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { type Case, caseOf, spreadOf, statsOf } from '../../../src/domain/stats/stats.ts'
import {
  DECLARED,
  followUp,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  posted,
  skipped,
  started,
} from '../../given.ts'

const both = (text: string) => ({ ja: text, en: text })
const halt = (over: Partial<Case> = {}): Case => ({
  id: 'a',
  title: null,
  type: 'failure',
  severity: null,
  drill: false,
  closedAs: 'resolved',
  at: '2026-11-24T22:05:05.000+09:00',
  timeToNotifySeconds: 60,
  timeToResumeSeconds: 600,
  updatesDue: 4,
  updatesKept: 3,
  skipped: [],
  overdue: [],
  ...over,
})

describe('caseOf', () => {
  it('contains times, skipped steps and overdue follow-ups', () => {
    const incident = incidentOf(
      started(),
      happened(0, posted('website', 'first', 1)),
      happened(MINUTE, posted('email', 'first', 1)),
      skipped('a-ask', 'no time'),
      happened(48 * MINUTE, lifted()),
      followUp('Buy disks', 'taro', iso(HOUR)),
      followUp('Sell disks', null, iso(9 * HOUR)),
      followUp('Count disks'),
    )
    expect(caseOf(incident, DECLARED + 2 * HOUR)).toMatchObject({
      id: '20261124-221705-failure',
      type: 'failure',
      severity: 'sev2',
      at: iso(-12 * MINUTE),
      timeToNotifySeconds: 13 * 60,
      timeToResumeSeconds: 3600,
      skipped: [{ step: 'a-ask', reason: 'no time' }],
      overdue: [{ text: 'Buy disks', owner: 'taro', due: iso(HOUR) }],
    })
  })

  it('is empty for an incident that was never declared', () => {
    expect(caseOf(EMPTY_INCIDENT, DECLARED)).toMatchObject({ id: '', at: '', drill: false, timeToNotifySeconds: null })
  })
})

describe('statsOf', () => {
  it('counts incidents by type, with median and range of their times', () => {
    const stats = statsOf([
      halt(),
      halt({ timeToNotifySeconds: 120, timeToResumeSeconds: 1200 }),
      halt({ timeToNotifySeconds: null, timeToResumeSeconds: 6000 }),
      halt({ type: 'order', timeToNotifySeconds: 30, timeToResumeSeconds: null }),
      halt({ type: 'audit' }),
    ])
    expect(stats.incidents).toBe(5)
    expect(stats.types).toEqual([
      {
        type: 'failure',
        count: 3,
        timeToNotify: { count: 2, median: 90, least: 60, most: 120 },
        timeToResume: { count: 3, median: 1200, least: 600, most: 6000 },
      },
      { type: 'audit', count: 1, timeToNotify: expect.any(Object), timeToResume: expect.any(Object) },
      { type: 'order', count: 1, timeToNotify: { count: 1, median: 30, least: 30, most: 30 }, timeToResume: null },
    ])
    expect(stats).toMatchObject({ updatesDue: 20, updatesKept: 15 })
  })

  it('orders equally frequent types and steps by name', () => {
    const skip = (step: string) => ({ step, title: both(step), reason: 'no time' })
    for (const names of [
      ['a', 'b', 'c'],
      ['c', 'b', 'a'],
    ]) {
      const stats = statsOf(names.map((name) => halt({ type: name, skipped: [skip(name)] })))
      expect(stats.types.map(({ type }) => type)).toEqual(['a', 'b', 'c'])
      expect(stats.skipped.map(({ step }) => step)).toEqual(['a', 'b', 'c'])
    }
  })

  it('counts drills, false alarms and duplicates separately', () => {
    const stats = statsOf([
      halt({ drill: true }),
      halt({ drill: true, closedAs: 'false-alarm' }),
      halt({ closedAs: 'false-alarm' }),
      halt({ closedAs: 'duplicate' }),
      halt({ closedAs: null }),
    ])
    expect(stats).toMatchObject({ incidents: 1, drills: 2, falseAlarms: 1, duplicates: 1, updatesDue: 4 })
  })

  it('lists the most skipped steps with each reason once, and overdue follow-ups', () => {
    const skip = (step: string, reason: string) => ({ step, title: both(step), reason })
    const overdue = [{ text: 'Buy disks', owner: null, due: iso(0) }]
    const stats = statsOf([
      halt({ skipped: [skip('b', 'no time'), skip('a', 'no time')] }),
      halt({ skipped: [skip('b', 'no time'), skip('c', 'why')], overdue }),
      halt({ skipped: [skip('b', 'forgot')] }),
    ])
    expect(stats.skipped.map(({ step, count, reasons }) => [step, count, reasons])).toEqual([
      ['b', 3, ['no time', 'forgot']],
      ['a', 1, ['no time']],
      ['c', 1, ['why']],
    ])
    expect(stats.overdue).toEqual([{ incident: 'a', ...overdue[0] }])
  })

  it('counts every month from the first to the last, including empty ones', () => {
    expect(
      statsOf([halt({ at: '2027-02-01' }), halt({ at: '2026-11-30' }), halt({ at: '2026-11-01' })]).months,
    ).toEqual([
      { month: '2026-11', count: 2 },
      { month: '2026-12', count: 0 },
      { month: '2027-01', count: 0 },
      { month: '2027-02', count: 1 },
    ])
    const farApart = statsOf([halt({ at: '0001-12-31' }), halt({ at: '9999-12-31' })]).months
    expect(farApart.length).toBe(9998 * 12 + 1)
    expect([farApart[1], farApart.at(-1)]).toEqual([
      { month: '0002-01', count: 0 },
      { month: '9999-12', count: 1 },
    ])
    expect(statsOf([halt({ at: '' })]).months).toEqual([])
    expect(statsOf([])).toMatchObject({ incidents: 0, months: [], types: [], timeToNotify: null })
  })

  it('computes a median with at most half of the times on either side', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.nat(100_000))), (times) => {
        const spread = spreadOf(times)
        const known = times.filter((time) => time !== null)
        expect(spread?.count ?? 0).toBe(known.length)
        if (spread === null) return
        const { median, least, most } = spread
        expect([Math.min(...known), Math.max(...known)]).toEqual([least, most])
        expect(known.filter((t) => t < median).length).toBeLessThanOrEqual(known.length / 2)
        expect(known.filter((t) => t > median).length).toBeLessThanOrEqual(known.length / 2)
      }),
    )
  })
})
