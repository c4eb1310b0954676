import { describe, expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { headDigest } from '../../../src/domain/log/line.ts'
import { type Report, reportOf } from '../../../src/domain/report/report.ts'
import {
  classified,
  closed,
  continued,
  corrected,
  DECLARED,
  declined,
  deliveredAs,
  done,
  foldEvents,
  followUp,
  HOUR,
  happened,
  history,
  intended,
  iso,
  MINUTE,
  noted,
  nth,
  planned,
  posted,
  recovered,
  reopened,
  scoped,
  skipped,
  started,
  stated,
  undone,
  Writer,
} from '../../given.ts'

function report(...drafts: readonly EventDraft[]): Report {
  const events = history(...drafts)
  return reportOf(foldEvents(events), events, DECLARED + 24 * HOUR)
}

const lift = (open: readonly string[], forced?: { reason: string; open: readonly string[] }): EventDraft => ({
  type: 'scope.lifted',
  data: {
    changes: [{ operation: 'trading', asset: null, state: 'open', words: null }],
    open,
    ...(forced && { forced }),
  },
})

describe('reportOf', () => {
  it('summarises the incident: type, severity, times, facts, notices and follow-ups', () => {
    const told = report(
      started(),
      classified({ type: 'order' }),
      scoped('trading', 'stopped'),
      posted('website', 'first', 1),
      stated('root-cause', { value: 'disk full' }),
      happened(HOUR, lift([])),
      followUp('Buy disks'),
      happened(2 * HOUR, closed()),
    )
    expect(told).toMatchObject({
      incident: '20261124-221705-failure',
      title: 'Matching engine down',
      type: 'order',
      types: [
        { type: 'failure', at: iso(0) },
        { type: 'order', at: iso(1000) },
      ],
      severity: 'sev2',
      drill: false,
      phase: 'closed',
      closedAs: 'resolved',
      startedAt: iso(-12 * MINUTE),
      declaredAt: iso(0),
      declaredBy: 'taro',
      liftedAt: iso(HOUR),
      fullyResumedAt: iso(HOUR),
      closedAt: iso(2 * HOUR),
      planned: null,
      interruptions: 1,
      people: ['taro'],
      scope: [{ operation: 'trading', state: 'open' }],
      facts: { 'root-cause': { value: 'disk full' } },
      notices: [{ channel: 'website', number: 1 }],
      actions: [{ text: 'Buy disks' }],
      corrections: [],
      conflicts: [],
    })
    expect(told.steps).toHaveLength(13)
    expect(told.clauses).toHaveLength(5)
  })

  it('counts interruptions, and contains the planned window', () => {
    expect(report(started(), lift([]), reopened('trading')).interruptions).toBe(2)
    expect(report(planned()).planned).toEqual({ from: iso(HOUR), to: iso(3 * HOUR) })
  })

  it('omits a type that was undone', () => {
    expect(report(started(), classified({ type: 'order' }), undone(nth(2))).types).toHaveLength(1)
  })

  it('contains the head of the log', () => {
    const events = history(started(), noted('x'))
    const { log } = reportOf(foldEvents(events), events, DECLARED)
    expect(log).toEqual({ events: 2, head: headDigest(events.slice(-1)) })
  })

  it('is empty for a log without a declaration', () => {
    const { timeline, ...said } = reportOf(EMPTY_INCIDENT, [], DECLARED)
    expect([...timeline]).toEqual([])
    expect(said).toMatchObject({
      incident: '',
      declaredAt: '',
      declaredBy: '',
      drill: false,
      planned: null,
      startedAt: null,
      milestones: [],
    })
  })
})

describe('deviations in the report', () => {
  it('include skipped steps with their reason, but not declined ones', () => {
    expect(report(started(), skipped('a-look', 'busy'), declined('a-ask')).deviations).toEqual([
      { kind: 'skipped', what: ['a-look'], reason: 'busy', event: nth(2), at: iso(1000), by: 'taro' },
    ])
  })

  it('include what force overrode, with the reason', () => {
    const forced = { reason: 'mail is down', open: ['b-email'] }
    const advance: EventDraft = { type: 'phase.advanced', data: { to: 'during-halt', forced } }
    const close: EventDraft = { type: 'incident.closed', data: { as: 'resolved', reason: null, forced } }
    expect(report(started(), advance, close).deviations).toEqual([
      { kind: 'forced', what: ['b-email'], reason: 'mail is down', event: nth(2), at: iso(1000), by: 'taro' },
      { kind: 'forced', what: ['b-email'], reason: 'mail is down', event: nth(3), at: iso(2000), by: 'taro' },
    ])
  })

  it('include the steps left open at a lift', () => {
    expect(report(started(), lift(['a-look', 'b-email'])).deviations).toEqual([
      { kind: 'open-at-lift', what: ['a-look', 'b-email'], reason: null, event: nth(2), at: iso(1000), by: 'taro' },
    ])
    expect(report(started(), lift([])).deviations).toEqual([])
  })

  it('include notices sent despite findings', () => {
    const forced = { reason: 'no translator awake', open: ['language-missing'] }
    const tried = [intended('website', 'first', 1), deliveredAs(nth(2), 'failed')]
    const again = intended('website', 'first', 1, { retries: nth(2), forced })
    expect(report(started(), ...tried, again).deviations).toMatchObject([{ kind: 'forced', reason: forced.reason }])
    expect(report(started(), intended('website', 'first', 1, { forced })).deviations).toEqual([
      {
        kind: 'forced',
        what: ['website: language-missing'],
        reason: forced.reason,
        event: nth(2),
        at: iso(1000),
        by: 'taro',
      },
    ])
  })

  it('include once what was stated to be open without a lift', () => {
    const forced = { reason: 'mistyped', open: ['trading', 'deposits'] }
    const open = (operation: string) => ({ operation, asset: null, state: 'open' as const, words: null })
    const scope: EventDraft = {
      type: 'scope.changed',
      data: { changes: [open('trading'), open('deposits')], forced },
    }
    expect(report(started(), scope).deviations).toEqual([
      { kind: 'forced', what: ['trading', 'deposits'], reason: 'mistyped', event: nth(2), at: iso(1000), by: 'taro' },
    ])
    expect(report(started(), scope, undone(nth(2))).deviations).toEqual([])
  })

  it('include forced and open steps of a forced lift as one', () => {
    const forced = { reason: 'ordered', open: ['c-criteria'] }
    expect(report(started(), lift(['a-look', 'c-criteria'], forced)).deviations).toMatchObject([
      { kind: 'forced', what: ['c-criteria', 'a-look'], reason: 'ordered' },
    ])
  })

  it('include criteria that were taken back after the lift that rested on them, by whom and why', () => {
    const takenBack = { kind: 'taken-back', what: ['c-criteria'], reason: 'slip', by: 'taro' }
    const kinds = (...drafts: readonly EventDraft[]) => report(started(), ...drafts).deviations
    const lifting = [done('c-criteria'), lift([])]
    expect(kinds(...lifting, undone(nth(2)))).toEqual([{ ...takenBack, event: nth(4), at: iso(3000) }])
    // Done anew, it was taken back all the same.
    expect(kinds(...lifting, undone(nth(2)), done('c-criteria'))).toMatchObject([takenBack])
    expect(kinds(...lifting, undone(nth(2)), undone(nth(3)))).toEqual([])
    expect(kinds(done('c-criteria'), undone(nth(2)), done('c-criteria'), lift([]))).toEqual([])
    expect(kinds(done('c-criteria'), ...lifting, undone(nth(2)))).toEqual([])
    expect(kinds(...lifting, reopened('trading'), done('c-criteria'), undone(nth(5)))).toEqual([])
    expect(kinds(done('a-look'), lift([]), undone(nth(2)))).toEqual([])
  })

  it('are in order of time, without undone ones', () => {
    const deviations = report(started(), lift(['a-look']), happened(-MINUTE, skipped('b-email'))).deviations
    expect(deviations.map((d) => d.kind)).toEqual(['skipped', 'open-at-lift'])
    expect(report(started(), lift(['a-look']), undone(nth(2))).deviations).toEqual([])
  })
})

describe('the timeline of the report', () => {
  const timeline = (...drafts: readonly EventDraft[]) => [...report(started(), ...drafts).timeline].slice(1)

  it('lists every event at the time it happened, with the time it was recorded', () => {
    const entries = [...report(started(), done('a-look'), happened(-MINUTE, noted('it began'))).timeline]
    expect(entries.map(({ event, at }) => [event, at])).toEqual([
      [nth(3), iso(-MINUTE)],
      [nth(1), iso(0)],
      [nth(2), iso(1000)],
    ])
    expect(entries[0]).toMatchObject({
      recordedAt: iso(2000),
      by: 'taro',
      type: 'note.added',
      undoneBy: null,
      original: null,
    })
  })

  it('shows the last correction with the original', () => {
    const [note] = timeline(
      noted('engine-3'),
      corrected(nth(2), { text: 'engine-4' }),
      corrected(nth(2), { at: iso(500) }),
    )
    expect(note).toMatchObject({ at: iso(500), data: { text: 'engine-4' }, correctedBy: nth(4) })
    expect(note?.original).toEqual({ at: iso(1000), data: { text: 'engine-3' } })
  })

  it('replaces the reason or note of a step by its corrected text', () => {
    const words = (draft: EventDraft) => timeline(draft, corrected(nth(2), { text: 'y' }))[0]?.data
    expect(words(skipped('a-look'))).toEqual({ step: 'a-look', reason: 'y' })
    expect(words(done('a-look'))).toEqual({ step: 'a-look', note: 'y' })
    expect(words(done('a-look', 'x'))).toEqual({ step: 'a-look', note: 'y' })
  })

  it('keeps the order of recording after a clock was set back, and shows by how much', () => {
    const writer = new Writer()
    writer.write(started(), 0)
    writer.write(noted('before'), HOUR)
    writer.write(noted('after'), -HOUR)
    writer.write(noted('two minutes later'), -HOUR + 2 * MINUTE)
    writer.write({ ...noted('a minute before that'), at: iso(-HOUR + MINUTE) }, -HOUR + 5 * MINUTE)
    writer.write(noted('clock right again'), 2 * HOUR)
    const { timeline } = reportOf(foldEvents(writer.events), writer.events, DECLARED)
    expect(
      [...timeline].slice(1).map(({ data, setBackSeconds }) => [(data as { text: string }).text, setBackSeconds]),
    ).toEqual([
      ['before', null],
      ['after', 7200],
      ['a minute before that', null],
      ['two minutes later', null],
      ['clock right again', null],
    ])
  })

  it('shows which event undid another', () => {
    expect(timeline(done('a-look'), undone(nth(2))).map((entry) => entry.undoneBy)).toEqual([nth(3), null])
  })

  it('shows changes of type and severity, but no repetitions', () => {
    const told = report(
      started(),
      happened(MINUTE, classified({ severity: 'sev2' })),
      happened(2 * MINUTE, classified({ severity: 'sev1', type: 'maintenance' })),
    )
    expect(told.severities).toEqual([
      { severity: 'sev2', at: iso(0) },
      { severity: 'sev1', at: iso(2 * MINUTE) },
    ])
    expect(told.types.map(({ type }) => type)).toEqual(['failure', 'maintenance'])
  })

  it('counts writers, torn writes and abandoned files', () => {
    const other = new Writer('bbbbbbbb', 'hanako')
    expect(report(started(), recovered('torn-1', 7), continued('cccccccc')).chain).toEqual({
      writers: 1,
      tornEnds: 1,
      givenUp: 1,
      absent: [],
    })
    const foreign = { reason: 'foreign-lines', kept: { writer: 'cccccccc', seq: 1, hash: '0'.repeat(64) } }
    expect(report(started(), continued('cccccccc', null, foreign)).chain).toMatchObject({ givenUp: 0 })
    const kept = { writer: 'cccccccc', seq: 1, hash: '0'.repeat(64) }
    const left = continued('cccccccc', kept, { reason: 'unwritable', kept })
    expect(report(started(), left).chain).toMatchObject({ givenUp: 0 })
    expect(report(started(), left, continued('cccccccc')).chain).toMatchObject({ givenUp: 1 })
    const aside = continued('cccccccc', null, { reason: 'set-aside' })
    expect(report(started(), continued('cccccccc'), aside).chain).toMatchObject({ givenUp: 0 })
    const events = [...history(started()), other.write(noted('from the other desk'))]
    expect(reportOf(foldEvents(events), events, DECLARED).chain).toMatchObject({ writers: 2, tornEnds: 0, givenUp: 0 })
  })
})
