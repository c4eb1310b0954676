import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { type Case, caseOf, spreadOf, statsOf as statsAt } from '../../../src/domain/stats/stats.ts'
import {
  DECLARED,
  finished,
  followUp,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  skipped,
  started,
  stated,
} from '../../given.ts'

const both = (text: string) => ({ ja: text, en: text })
const halt = (over: Partial<Case> = {}): Case => ({
  id: 'a',
  title: null,
  type: 'failure',
  severity: null,
  drill: false,
  planned: false,
  closedAs: 'resolved',
  at: '2026-11-24T22:05:05.000+09:00',
  timeToDetectSeconds: 30,
  timeToNotifySeconds: 60,
  timeToResumeSeconds: 600,
  updatesDue: 4,
  updatesKept: 3,
  skipped: [],
  followUps: [],
  ...over,
})

/** A follow-up that is due an hour after the declaration. */
const due = (doneAt: string | null, over: Partial<Case['followUps'][number]> = {}): Case['followUps'][number] => {
  const by = {
    at: iso(0),
    by: 'taro',
    serves: null,
    ref: null,
    doneEvent: null,
    unknown: false,
    texts: { ja: null, en: null },
  }
  return { id: 'w:1', text: 'Buy disks', owner: null, due: iso(HOUR), doneAt, ...by, ...over }
}
const VANTAGE = { now: DECLARED + 2 * HOUR, zone: 'Asia/Tokyo' }
const statsOf = (cases: readonly Case[]) => statsAt(cases, VANTAGE)

describe('caseOf', () => {
  it('contains times, skipped steps and follow-ups', () => {
    const incident = incidentOf(
      started(),
      stated('detected-at', { known: true, value: iso(-2 * MINUTE), ja: null, en: null }),
      happened(0, posted('website', 'first', 1)),
      happened(MINUTE, posted('email', 'first', 1)),
      skipped('a-ask', 'no time'),
      happened(48 * MINUTE, lifted()),
      followUp('Buy disks', 'taro', iso(HOUR)),
      followUp('Count disks'),
      finished(nth(8)),
    )
    expect(caseOf(incident, DECLARED + 2 * HOUR)).toMatchObject({
      id: '20261124-221705-failure',
      type: 'failure',
      severity: 'sev2',
      at: iso(-12 * MINUTE),
      timeToDetectSeconds: 10 * 60,
      timeToNotifySeconds: 13 * 60,
      timeToResumeSeconds: 3600,
      skipped: [{ step: 'a-ask', reason: 'no time' }],
      followUps: [
        { id: nth(7), text: 'Buy disks', owner: 'taro', due: iso(HOUR), doneAt: null },
        { id: nth(8), text: 'Count disks', owner: null, due: null, doneAt: iso(8000) },
      ],
    })
  })

  it('is empty for an incident that was never declared', () => {
    expect(caseOf(EMPTY_INCIDENT, DECLARED)).toMatchObject({
      id: '',
      at: '',
      drill: false,
      planned: false,
      timeToNotifySeconds: null,
    })
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
    const rest = { planned: 0, updatesDue: 12, updatesKept: 9, followUps: expect.any(Object) }
    expect(stats.incidents).toBe(5)
    expect(stats.types).toEqual([
      {
        ...rest,
        type: 'failure',
        count: 3,
        timeToDetect: { count: 3, median: 30, least: 30, most: 30 },
        timeToNotify: { count: 2, median: 90, least: 60, most: 120 },
        timeToResume: { count: 3, median: 1200, least: 600, most: 6000 },
      },
      expect.objectContaining({ type: 'audit', count: 1, updatesDue: 4, updatesKept: 3 }),
      expect.objectContaining({
        type: 'order',
        count: 1,
        timeToNotify: { count: 1, median: 30, least: 30, most: 30 },
        timeToResume: null,
      }),
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
    const followUps = [due(null), due(null, { due: null }), due(iso(0))]
    const stats = statsOf([
      halt({ skipped: [skip('b', 'no time'), skip('a', 'no time')] }),
      halt({ skipped: [skip('b', 'no time'), skip('c', 'why')], followUps }),
      halt({ skipped: [skip('b', 'forgot')] }),
    ])
    expect(stats.skipped.map(({ step, count, reasons }) => [step, count, reasons])).toEqual([
      ['b', 3, ['no time', 'forgot']],
      ['a', 1, ['no time']],
      ['c', 1, ['why']],
    ])
    expect(stats.overdue).toEqual([
      { incident: 'a', event: 'w:1', text: 'Buy disks', owner: null, due: iso(HOUR), ref: null },
    ])
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
    const farApart = statsOf([halt({ at: '1970-12-31' }), halt({ at: '9999-12-31' })]).months
    expect(farApart.length).toBe(8029 * 12 + 1)
    expect([farApart[1], farApart.at(-1)]).toEqual([
      { month: '1971-01', count: 0 },
      { month: '9999-12', count: 1 },
    ])
    expect(statsOf([halt({ at: '' })]).months).toEqual([])
    expect(statsOf([])).toMatchObject({ incidents: 0, months: [], types: [], timeToNotify: null })
  })

  it('counts follow-ups that were done in time, late, or without a due date, and those open or overdue', () => {
    const followUps = [
      due(iso(HOUR)),
      due(iso(HOUR + 1)),
      due(iso(0), { due: null }),
      due(null, { due: null }),
      due(null, { due: iso(2 * HOUR) }),
      due(null),
    ]
    expect(statsOf([halt({ followUps }), halt({ followUps })]).followUps).toEqual({
      'done-in-time': 2,
      'done-late': 2,
      done: 2,
      open: 4,
      overdue: 2,
    })
  })

  it('has the same quarters for all incidents and for each type, empty ones included, with the incidents of each', () => {
    const { trends, cases } = statsOf([
      halt({ id: 'a', at: '2026-05-01T00:00:00+09:00' }),
      halt({ id: 'b', at: '2026-06-30T23:59:59+09:00', timeToResumeSeconds: null }),
      halt({ id: 'c', at: '2026-12-31T00:00:00+09:00', type: 'order', timeToResumeSeconds: 60, updatesDue: 1 }),
      halt({ id: 'd', at: '', type: 'order' }),
      halt({ id: 'e', at: '2027-12-31T00:00:00+09:00', drill: true }),
    ])
    expect(trends.map(({ type, quarters }) => [type, quarters.map((one) => [one.quarter, one.incidents])])).toEqual([
      [
        null,
        [
          ['2026-Q2', ['a', 'b']],
          ['2026-Q3', []],
          ['2026-Q4', ['c']],
        ],
      ],
      [
        'failure',
        [
          ['2026-Q2', ['a', 'b']],
          ['2026-Q3', []],
          ['2026-Q4', []],
        ],
      ],
      [
        'order',
        [
          ['2026-Q2', []],
          ['2026-Q3', []],
          ['2026-Q4', ['c']],
        ],
      ],
    ])
    expect(trends[1]?.quarters[0]).toMatchObject({
      timeToResume: { count: 1, median: 600, least: 600, most: 600 },
      updatesDue: 8,
      updatesKept: 6,
    })
    expect(trends[0]?.quarters[1]).toMatchObject({ timeToDetect: null, timeToNotify: null, updatesDue: 0 })
    expect(cases.map(({ incident, quarter }) => [incident, quarter])).toEqual([
      ['a', '2026-Q2'],
      ['b', '2026-Q2'],
      ['c', '2026-Q4'],
      ['d', null],
    ])
  })

  it('counts an incident in the quarter that the clocks of the zone show', () => {
    const newYear = halt({ at: '2026-12-31T16:00:00Z' })
    const quarterIn = (zone: string) => statsAt([newYear], { ...VANTAGE, zone }).cases[0]?.quarter
    expect(['UTC', 'Asia/Tokyo', 'America/New_York'].map(quarterIn)).toEqual(['2026-Q4', '2027-Q1', '2026-Q4'])
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
