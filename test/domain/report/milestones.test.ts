import { describe, expect, it } from 'vitest'
import { foldInOrder } from '../../../src/domain/incident/evolve.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { durationInSeconds, milestonesOf, signedSecondsBetween } from '../../../src/domain/report/milestones.ts'
import {
  advanced,
  announced,
  closed,
  foldEvents,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  planned,
  posted,
  reopened,
  scoped,
  started,
  stated,
  Writer,
} from '../../given.ts'

/** Each milestone as `id offset/interruption`, the offset in minutes from the start. */
function milestones(...drafts: readonly EventDraft[]): string[] {
  const incident = incidentOf(...drafts)
  return milestonesOf(incident, lifecycleOf(incident)).map(
    ({ id, offsetSeconds, interruption }) =>
      `${id} ${offsetSeconds === null ? '?' : offsetSeconds / 60}/${interruption}`,
  )
}

describe('milestonesOf', () => {
  it('names the number of a notice, and says of a lift whether something was still restricted', () => {
    const incident = incidentOf(
      started(),
      scoped('trading', 'stopped'),
      scoped('withdrawals', 'stopped'),
      posted('website', 'first', 1),
      posted('website', 'update', 2),
      posted('email', 'first', 2),
      happened(HOUR, lifted('trading')),
      happened(2 * HOUR, reopened('trading')),
      happened(3 * HOUR, lifted('trading', 'withdrawals')),
    )
    const found = milestonesOf(incident, lifecycleOf(incident)).map(({ id, number, partial }) => [id, number, partial])
    expect(found).toContainEqual(['first-notice:website', 1, false])
    expect(found).toContainEqual(['first-notice:email', 2, false])
    expect(found.filter(([id]) => id === 'lifted')).toEqual([
      ['lifted', null, true],
      ['lifted', null, false],
    ])
  })

  it('has no first notice of a channel that heard of the resumption only', () => {
    const log = [
      started(),
      happened(3 * MINUTE, posted('website', 'first', 1)),
      happened(HOUR, lifted('trading')),
      happened(HOUR + MINUTE, posted('email', 'resumption', 2)),
    ]
    expect(milestones(...log).filter((one) => /notice:/.test(one))).toEqual([
      'first-notice:website 15/1',
      'resumption-notice:email 73/1',
    ])
  })

  it('has the retraction of what was told of a false alarm, on each channel', () => {
    const log: readonly EventDraft[] = [
      started(),
      posted('website', 'first', 1),
      { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test' } },
      happened(HOUR, posted('website', 'retraction', 2)),
    ]
    expect(milestones(...log).at(-1)).toBe('retraction-notice:website 72/1')
  })

  it('says how much later than they happened they were entered, if by more than two minutes', () => {
    const writer = new Writer()
    const at = (after: number, draft: EventDraft, given: number) => writer.write({ ...draft, at: iso(given) }, after)
    at(0, started({ startedAt: iso(-12 * MINUTE) }), -12 * MINUTE)
    at(MINUTE, scoped('trading', 'stopped'), 0)
    at(HOUR, stated('detected-at', { value: iso(-MINUTE) }), HOUR)
    at(HOUR, posted('website', 'first', 1), 3 * MINUTE)
    at(HOUR, posted('email', 'first', 1), HOUR - MINUTE)
    at(6 * HOUR, lifted('trading'), 2 * HOUR)
    at(6 * HOUR, posted('website', 'resumption', 2), 3 * HOUR)
    at(50 * HOUR, closed(), 7 * HOUR)
    const incident = foldEvents(writer.events)
    const late = milestonesOf(incident, lifecycleOf(incident)).map(
      ({ id, enteredLateSeconds: s }): [string, number?] => (s === null ? [id] : [id, s / 60]),
    )
    expect(late).toEqual([
      ['started', 12],
      ['detected', 61],
      ['declared'],
      ['first-notice:website', 57],
      ['first-notice:email'],
      ['lifted', 240],
      ['resumed:trading', 240],
      ['fully-resumed', 240],
      ['resumption-notice:website', 180],
      ['closed', 43 * 60],
    ])
  })

  it('says so of a beginning that was stated or corrected later, and of a reopening', () => {
    const late = (...recorded: readonly (readonly [after: number, draft: EventDraft])[]) => {
      const writer = new Writer()
      for (const [after, draft] of recorded) writer.write(draft, after)
      const incident = foldEvents(writer.events)
      return milestonesOf(incident, lifecycleOf(incident)).flatMap(({ id, interruption, enteredLateSeconds: s }) =>
        s === null ? [] : [`${id}/${interruption} ${s / 60}`],
      )
    }
    expect(late([0, started()], [HOUR, stated('started-at', { value: iso(0) })])).toEqual(['started/1 60'])
    expect(late([0, planned()], [HOUR, advanced('initial-response')])).toEqual([])
    expect(late([0, planned()], [HOUR, { ...advanced('initial-response'), at: iso(0) }])).toEqual(['started/1 60'])
    const unknown = started({ startedAt: null })
    expect(late([0, unknown], [0, lifted('trading')], [HOUR, { ...reopened('trading'), at: iso(0) }])).toEqual([
      'started/2 60',
    ])
  })

  it('lists milestones with offsets from the start of the incident, in order of time', () => {
    const log = [
      started(),
      stated('detected-at', { value: iso(-2 * MINUTE) }),
      scoped('trading', 'stopped'),
      scoped('withdrawals', 'stopped', 'XEM'),
      happened(3 * MINUTE, posted('website', 'first', 1)),
      happened(4 * MINUTE, posted('email', 'first', 1)),
      happened(5 * MINUTE, posted('internal', 'first', 1)),
      happened(33 * MINUTE, posted('website', 'update', 2)),
      happened(48 * MINUTE, lifted('trading')),
      happened(50 * MINUTE, posted('website', 'resumption', 3)),
      happened(55 * MINUTE, posted('website', 'resumption', 4)),
      happened(60 * MINUTE, scoped('withdrawals', 'open', 'XEM')),
      happened(108 * MINUTE, closed()),
    ]
    expect(milestones(...log)).toEqual([
      'started 0/1',
      'detected 10/1',
      'declared 12/1',
      'first-notice:website 15/1',
      'first-notice:email 16/1',
      'lifted 60/1',
      'resumed:trading 60/1',
      'resumption-notice:website 62/1',
      'resumed:withdrawals:XEM 72/1',
      'fully-resumed 72/1',
      'closed 120/1',
    ])
  })

  it('counts offsets from the corrected start', () => {
    expect(milestones(started(), stated('started-at', { value: iso(-20 * MINUTE) }))).toEqual([
      'started 0/1',
      'declared 20/1',
    ])
  })

  it('lists the milestones of each interruption', () => {
    const again = [happened(48 * MINUTE, lifted('trading')), happened(HOUR, reopened('trading'))]
    expect(milestones(started(), ...again, happened(63 * MINUTE, posted('website', 'first', 1)))).toEqual([
      'started 0/1',
      'declared 12/1',
      'lifted 60/1',
      'resumed:trading 60/1',
      'fully-resumed 60/1',
      'started 72/2',
      'first-notice:website 75/2',
    ])
  })

  it('takes the first notice by time of posting, not by order of recording', () => {
    const log = [
      happened(9 * MINUTE, posted('website', 'update', 1)),
      happened(3 * MINUTE, posted('website', 'first', 1)),
    ]
    expect(milestones(started(), ...log)).toContain('first-notice:website 15/1')
  })

  it('has no offsets for a planned halt that has not begun', () => {
    expect(milestones(planned(), announced('website'))).toEqual(['declared ?/1'])
  })

  it('has no offset for milestones before the start, as after a clock was set back', () => {
    expect(milestones(started({ startedAt: iso(0) }), happened(-2 * HOUR, lifted('trading')))).toEqual([
      'lifted ?/1',
      'resumed:trading ?/1',
      'fully-resumed ?/1',
      'declared 0/1',
      'started 0/1',
    ])
  })

  it('has no offset for a detection that was stated by a clock that was set back', () => {
    const writer = new Writer()
    writer.write(started({ startedAt: iso(0) }))
    writer.write(stated('detected-at', { value: iso(-2 * HOUR) }), -2 * HOUR)
    const incident = foldInOrder(writer.events)
    const [detected] = milestonesOf(incident, lifecycleOf(incident)).filter(({ id }) => id === 'detected')
    expect(detected?.offsetSeconds).toBeNull()
  })

  it('has a negative offset for the declaration of a planned halt', () => {
    expect(milestones(planned(), happened(HOUR, advanced('initial-response')))).toEqual([
      'declared -60/1',
      'started 0/1',
    ])
  })

  it('has a negative offset for a detection before the start', () => {
    const detected = (draft: EventDraft) => happened(HOUR, draft)
    const begun = [planned(), detected(stated('detected-at', { value: iso(59 * MINUTE) }))]
    expect(milestones(...begun, happened(HOUR, advanced('initial-response')))).toEqual([
      'declared -60/1',
      'detected -1/1',
      'started 0/1',
    ])
    expect(milestones(started(), stated('detected-at', { value: iso(-13 * MINUTE) })).slice(0, 2)).toEqual([
      'detected -1/1',
      'started 0/1',
    ])
  })

  it('is in the order of the log where a clock was set back, with no offset from the start', () => {
    const writer = new Writer()
    writer.write(started({ startedAt: null }), 0)
    writer.write(scoped('trading', 'stopped'), 0)
    writer.write(posted('website', 'first', 1), 3 * MINUTE)
    writer.write(lifted('trading'), -HOUR)
    writer.write(closed(), -50 * MINUTE)
    const incident = foldInOrder(writer.events)
    const found = milestonesOf(incident, lifecycleOf(incident))
    expect(
      found.map(({ id, offsetSeconds }) => `${id} ${offsetSeconds === null ? '?' : offsetSeconds / 60}/1`),
    ).toEqual([
      'declared 0/1',
      'started 0/1',
      'first-notice:website 3/1',
      'lifted ?/1',
      'resumed:trading ?/1',
      'fully-resumed ?/1',
      'closed ?/1',
    ])
  })

  it('is empty without a declaration', () => {
    expect(milestonesOf(EMPTY_INCIDENT, lifecycleOf(EMPTY_INCIDENT))).toEqual([])
  })
})

describe('signedSecondsBetween and durationInSeconds', () => {
  it('count seconds across offsets, and are null if a time is missing', () => {
    expect(signedSecondsBetween('2026-11-24T22:00:00+09:00', '2026-11-24T13:00:01.500Z')).toBe(1)
    expect(signedSecondsBetween(null, iso(0))).toBeNull()
    expect(signedSecondsBetween(iso(0), null)).toBeNull()
  })

  it('are null for a duration whose end is before its beginning', () => {
    expect(durationInSeconds(iso(0), iso(MINUTE))).toBe(60)
    expect(durationInSeconds(iso(0), iso(0))).toBe(0)
    expect(durationInSeconds(iso(MINUTE), iso(0))).toBeNull()
    expect(durationInSeconds(iso(0), null)).toBeNull()
  })
})
