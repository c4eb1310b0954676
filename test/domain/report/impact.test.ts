import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { impactOf, noticeOutcomes } from '../../../src/domain/report/impact.ts'
import {
  advanced,
  DECLARED,
  deliveredAs,
  HOUR,
  happened,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  SECOND,
  scoped,
  started,
} from '../../given.ts'

function impact(...drafts: readonly EventDraft[]) {
  const incident = incidentOf(...drafts)
  return impactOf(incident, lifecycleOf(incident), DECLARED + HOUR)
}

describe('the whole seconds that something lasted', () => {
  it('are those between its times as people read them', () => {
    const stop = happened(900, scoped('trading', 'stopped'))
    const resumed = happened(10 * SECOND + 100, lifted('trading'))
    const [trading] = impact(started({ startedAt: iso(900) }), stop, resumed).operations
    expect(trading).toMatchObject({ stoppedSeconds: 10, restrictedSeconds: 10, timeToResumeSeconds: 10 })
  })
})

describe('impactOf', () => {
  it('counts for each operation how long it was stopped, restricted and not resumed', () => {
    const log = [
      started(),
      happened(0, scoped('trading', 'stopped')),
      happened(20 * MINUTE, scoped('trading', 'cancel-only')),
      happened(30 * MINUTE, scoped('trading', 'open')),
      happened(40 * MINUTE, scoped('withdrawals', 'stopped', 'XEM')),
    ]
    expect(impact(...log).operations).toEqual([
      { target: 'trading', stoppedSeconds: 1200, restrictedSeconds: 1800, timeToResumeSeconds: 42 * 60 },
      { target: 'withdrawals:XEM', stoppedSeconds: 1200, restrictedSeconds: 1200, timeToResumeSeconds: null },
    ])
  })

  it('has no time to resume if the halt has not begun, or began after the operation was open', () => {
    const opened = [happened(0, scoped('trading', 'stopped')), happened(MINUTE, scoped('trading', 'open'))]
    expect(impact(planned(), ...opened).operations).toEqual([])
    const late = impact(started({ startedAt: iso(30 * MINUTE) }), ...opened)
    expect(late.operations[0]?.timeToResumeSeconds).toBeNull()
  })

  it('resumes an asset once its exception is removed and its operation is open', () => {
    const exception = (state: 'stopped' | null) => scoped('withdrawals', state, 'XEM')
    const toResume = (...drafts: EventDraft[]) =>
      impact(started(), ...drafts).operations.find(({ target }) => target === 'withdrawals:XEM')?.timeToResumeSeconds
    const stopped = happened(0, exception('stopped'))
    const open = (minutes: number) => happened(minutes * MINUTE, scoped('withdrawals', 'open'))
    const back = happened(20 * MINUTE, exception(null))
    expect(toResume(stopped, open(10), back)).toBe(32 * 60)
    expect(toResume(stopped, back, open(30))).toBe(42 * 60)
    expect(toResume(stopped, back)).toBeNull()
    expect(toResume(stopped, open(5), happened(10 * MINUTE, scoped('withdrawals', 'open', 'XEM')), back)).toBe(22 * 60)
    expect(toResume(stopped, back, happened(30 * MINUTE, scoped('withdrawals', 'stopped')))).toBeNull()
  })

  it('does not resume an asset by removing its exception until its operation is stated open', () => {
    const log = [
      started(),
      scoped('withdrawals', 'stopped'),
      scoped('withdrawals', 'stopped', 'XEM'),
      happened(20 * MINUTE, scoped('withdrawals', null, 'XEM')),
      scoped('deposits', 'stopped', 'XEM'),
      happened(30 * MINUTE, scoped('deposits', null, 'XEM')),
    ]
    const resumed = (...drafts: readonly EventDraft[]) =>
      impact(...log, ...drafts).operations.map(({ target, timeToResumeSeconds }) => [target, timeToResumeSeconds])
    expect(resumed()).toEqual([
      ['deposits:XEM', null],
      ['withdrawals', null],
      ['withdrawals:XEM', null],
    ])
    expect(resumed(happened(10 * MINUTE, scoped('withdrawals', 'open')))).toContainEqual(['withdrawals:XEM', 32 * 60])
    expect(resumed(happened(40 * MINUTE, scoped('withdrawals', 'open')))).toContainEqual(['withdrawals:XEM', 52 * 60])
  })

  it('counts nothing of a planned halt before it begins', () => {
    const stopped = happened(-3 * HOUR, scoped('trading', 'stopped'))
    expect(impact(planned(), stopped).operations).toEqual([])
    const begun = impact(planned(), stopped, happened(40 * MINUTE, advanced('initial-response')))
    expect(begun.operations).toMatchObject([{ target: 'trading', stoppedSeconds: 1200 }])
  })

  it('omits operations that were never restricted', () => {
    expect(impact(started(), scoped('trading', 'open')).operations).toEqual([])
  })

  it('counts notices sent, and recipients accepted or refused', () => {
    const log = [
      started(),
      posted('website', 'first', 1),
      intended('email', 'first', 1),
      deliveredAs(nth(3), 'sent', { accepted: 8, refused: 1, unknown: 0 }),
      intended('email', 'update', 2),
      deliveredAs(nth(5), 'failed'),
    ]
    expect(impact(...log)).toMatchObject({ noticesSent: 2, recipientsAccepted: 8, recipientsRefused: 1 })
    const unanswered = [...log, intended('app-push', 'update', 2)]
    expect(noticeOutcomes(incidentOf(...unanswered).notices)).toEqual({ sent: 2, failed: 1, unknown: 1 })
  })
})
