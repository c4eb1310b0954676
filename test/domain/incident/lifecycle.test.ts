import { describe, expect, it } from 'vitest'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { hasEverResumed, lifecycleOf, startedAtOf } from '../../../src/domain/incident/lifecycle.ts'
import type { Event, EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  closed,
  corrected,
  HOUR,
  happened,
  history,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  reopened,
  scoped,
  started,
  stated,
  takenBack,
  undone,
} from '../../given.ts'

const courseAfter = (...drafts: readonly EventDraft[]) => lifecycleOf(incidentOf(...drafts))
const resumedOf = (...drafts: readonly EventDraft[]) => Object.fromEntries(courseAfter(...drafts).current.resumed)

describe('the start of an incident', () => {
  it('is the fact that states it, as last stated', () => {
    expect(courseAfter(started()).startedAt).toBe(iso(-12 * MINUTE))
    expect(courseAfter(started(), stated('started-at', { value: iso(-20 * MINUTE) })).startedAt).toBe(iso(-20 * MINUTE))
  })

  it('is the time of the declaration while it is not known', () => {
    expect(courseAfter(happened(-MINUTE, started({ startedAt: null }))).startedAt).toBe(iso(0))
    expect(courseAfter(started(), stated('started-at', { known: false })).startedAt).toBe(iso(0))
  })

  it('of a planned halt is when it began, and null before that', () => {
    const begun = happened(HOUR, advanced('initial-response'))
    expect(courseAfter(planned()).startedAt).toBeNull()
    expect(courseAfter(planned(), begun).startedAt).toBe(iso(HOUR))
    expect(courseAfter(planned(), begun, corrected(nth(2), { at: iso(2 * HOUR) })).startedAt).toBe(iso(2 * HOUR))
    expect(courseAfter(planned(), begun, stated('started-at', { known: false })).startedAt).toBe(iso(HOUR))
    expect(startedAtOf(incidentOf(planned(), begun, undone(nth(2))))).toBeNull()
    expect(startedAtOf(incidentOf(planned(), closed()))).toBeNull()
  })

  it('without a declaration is when the first phase was entered', () => {
    const [, event] = history(started(), advanced('during-halt')) as [Event, Event]
    expect(startedAtOf(evolve(EMPTY_INCIDENT, event))).toBe(iso(1000))
  })
})

describe('a lift', () => {
  const stopped = [started(), scoped('trading', 'stopped'), scoped('deposits', 'stopped')] as const

  it('that is partial resumes only what it names', () => {
    const { current } = courseAfter(...stopped, happened(HOUR, lifted('trading')))
    expect(current).toMatchObject({ liftedAt: iso(HOUR), lastLiftAt: iso(HOUR), fullyResumedAt: null })
    expect(Object.fromEntries(current.resumed)).toEqual({ trading: iso(HOUR) })
  })

  it('that leaves nothing restricted resumes fully, and first and last lift are distinguished', () => {
    const lifts = [happened(HOUR, lifted('trading')), happened(2 * HOUR, lifted('deposits'))]
    const { current } = courseAfter(...stopped, ...lifts)
    expect(current).toMatchObject({ liftedAt: iso(HOUR), lastLiftAt: iso(2 * HOUR), fullyResumedAt: iso(2 * HOUR) })
    expect(Object.fromEntries(current.resumed)).toEqual({ trading: iso(HOUR), deposits: iso(2 * HOUR) })
  })

  it('resumes fully if no scope was ever stated', () => {
    expect(courseAfter(started(), happened(HOUR, lifted())).current.fullyResumedAt).toBe(iso(HOUR))
  })

  it('resumes fully once the rest is opened, and no longer once something is restricted again', () => {
    const partly = [...stopped, lifted('trading')] as const
    const opened = [...partly, happened(HOUR, scoped('deposits', 'open'))] as const
    expect(courseAfter(...opened).current.fullyResumedAt).toBe(iso(HOUR))
    expect(courseAfter(...opened, scoped('trading', 'limited')).current.fullyResumedAt).toBeNull()
  })

  it('is needed to resume fully, even if the whole scope is open', () => {
    expect(courseAfter(started(), scoped('trading', 'open')).current.fullyResumedAt).toBeNull()
  })

  it('can be undone', () => {
    const { current } = courseAfter(...stopped, lifted('trading', 'deposits'), undone(nth(4)))
    expect(current).toMatchObject({ liftedAt: null, fullyResumedAt: null })
  })
})

describe('the resumed scope', () => {
  const exception = (state: 'stopped' | null): EventDraft => ({
    type: 'scope.changed',
    data: { changes: [{ operation: 'withdrawals', asset: 'XEM', state, words: null }] },
  })

  it('is what is open and was restricted, or was opened by a lift without a stated scope', () => {
    expect(resumedOf(started(), scoped('trading', 'open'))).toEqual({})
    expect(resumedOf(started(), scoped('trading', 'open'), lifted('trading'))).toEqual({})
    expect(resumedOf(started(), happened(HOUR, lifted('trading')))).toEqual({ trading: iso(HOUR) })
    expect(resumedOf(started(), scoped('trading', 'stopped'), lifted('deposits'))).toEqual({})
    expect(resumedOf(started(), scoped('trading', 'stopped'), scoped('trading', 'cancel-only'))).toEqual({})
  })

  it('does not include what is said never to have been restricted, and the rest resumes without it', () => {
    const mistaken = [started(), scoped('trading', 'stopped'), scoped('withdrawals', 'stopped')] as const
    const lift = happened(HOUR, lifted('trading'))
    for (const drafts of [
      [takenBack('withdrawals'), lift],
      [lift, takenBack('withdrawals')],
    ]) {
      const { current } = courseAfter(...mistaken, ...drafts)
      expect(Object.fromEntries(current.resumed)).toEqual({ trading: iso(HOUR) })
      expect(current.fullyResumedAt).toBe(iso(HOUR))
    }
    const blind = [happened(HOUR, lifted()), happened(HOUR, scoped('deposits', 'stopped'))] as const
    expect(resumedOf(started(), ...blind, takenBack('deposits'))).toEqual({})
    const asset = [scoped('withdrawals', 'open'), scoped('withdrawals', 'stopped', 'XEM')]
    expect(resumedOf(started(), ...asset, takenBack('withdrawals', 'XEM', null))).toEqual({})
  })

  it('is nothing that was taken out of the plan before a planned halt began, or was called off', () => {
    const plan = [planned(), scoped('trading', 'stopped'), scoped('deposits', 'stopped'), scoped('trading', 'open')]
    expect(resumedOf(...plan)).toEqual({})
    expect(resumedOf(...plan, closed())).toEqual({})
    const begun = [...plan, happened(HOUR, advanced('initial-response'))]
    expect(resumedOf(...begun)).toEqual({})
    expect(resumedOf(...begun, happened(2 * HOUR, lifted('deposits')))).toEqual({ deposits: iso(2 * HOUR) })
  })

  it('includes a removed exception if its operation is open, but not if it is stopped', () => {
    const stopped = [started(), exception('stopped')] as const
    expect(resumedOf(...stopped, scoped('withdrawals', 'open'), exception(null))).toEqual({
      'withdrawals:XEM': iso(3000),
    })
    expect(resumedOf(...stopped, scoped('withdrawals', 'stopped'), exception(null))).toEqual({})
    expect(resumedOf(...stopped, exception(null))).toEqual({})
  })

  it('includes an asset whose exception is removed by the event that first opens its operation', () => {
    const change = (asset: string | null, state: 'open' | null) => ({
      operation: 'withdrawals',
      asset,
      state,
      words: null,
    })
    const all: EventDraft = {
      type: 'scope.lifted',
      data: { changes: [change(null, 'open'), change('XEM', null)], open: [] },
    }
    const lifted = happened(HOUR, all)
    expect(resumedOf(started(), scoped('withdrawals', 'stopped', 'XEM'), lifted)).toEqual({
      'withdrawals:XEM': iso(HOUR),
    })
  })
})

describe('a reopening', () => {
  const again = [
    started(),
    happened(HOUR, lifted('trading')),
    happened(2 * HOUR, reopened('trading')),
    happened(3 * HOUR, lifted('trading')),
  ] as const

  it('starts another interruption with its own times', () => {
    const { interruptions, current } = courseAfter(...again)
    expect(interruptions).toMatchObject([
      { number: 1, startedAt: iso(-12 * MINUTE), order: 0, endOrder: 3, liftedAt: iso(HOUR) },
      { number: 2, startedAt: iso(2 * HOUR), order: 3, endOrder: Number.POSITIVE_INFINITY, liftedAt: iso(3 * HOUR) },
    ])
    expect(current).toBe(interruptions[1])
    expect(Object.fromEntries(current.resumed)).toEqual({ trading: iso(3 * HOUR) })
  })

  it('does not change the start of the incident', () => {
    expect(courseAfter(...again).startedAt).toBe(iso(-12 * MINUTE))
  })
})

describe('lifecycleOf', () => {
  it('has the times at which phases were entered, and how the incident ended', () => {
    const lifecycle = courseAfter(started(), happened(MINUTE, advanced('during-halt')), happened(HOUR, closed()))
    expect(lifecycle.phaseAt.get('during-halt')).toBe(iso(MINUTE))
    expect([lifecycle.closedAt, lifecycle.closedAs]).toEqual([iso(HOUR), 'resolved'])
    expect(courseAfter(started())).toMatchObject({ closedAt: null, closedAs: null })
  })
})

describe('whether something has ever resumed', () => {
  it('is asked of all interruptions, and of lifts as of services that were stated to be open', () => {
    const stopped = [started(), scoped('trading', 'stopped')]
    expect(hasEverResumed(courseAfter(...stopped))).toBe(false)
    expect(hasEverResumed(courseAfter(...stopped, lifted('trading'), reopened('trading')))).toBe(true)
    expect(hasEverResumed(courseAfter(...stopped, scoped('trading', 'open')))).toBe(true)
    // Nothing is known of what it was that was lifted.
    expect(hasEverResumed(courseAfter(started(), lifted()))).toBe(true)
  })
})
