import { describe, expect, it } from 'vitest'
import { formatTarget, openScope, restrictedScope, scopeOf, unstatedScope } from '../../../src/domain/incident/scope.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  HOUR,
  happened,
  incidentOf,
  iso,
  MINUTE,
  nth,
  planned,
  posted,
  scoped,
  started,
  stated,
  takenBack,
  undone,
} from '../../given.ts'

const scopeAfter = (...drafts: readonly EventDraft[]) =>
  scopeOf(incidentOf(...drafts)).map((entry) => `${formatTarget(entry)}=${entry.state}`)

describe('the scope', () => {
  it('contains only what was stated', () => {
    expect(scopeAfter(started())).toEqual([])
    expect(scopeAfter(started(), scoped('trading', 'stopped'))).toEqual(['trading=stopped'])
  })

  it('is in the order of the operations, each before its exceptions', () => {
    const all = [
      scoped('withdrawals', 'stopped', 'XEM'),
      scoped('withdrawals', 'open', 'JPY'),
      scoped('lending', 'open'),
      scoped('staking', 'open'),
      scoped('withdrawals', 'stopped'),
      scoped('trading', 'stopped'),
    ]
    expect(scopeAfter(started(), ...all)).toEqual([
      'lending=open',
      'staking=open',
      'trading=stopped',
      'withdrawals=stopped',
      'withdrawals:JPY=open',
      'withdrawals:XEM=stopped',
    ])
  })

  it('loses an exception that was removed, and a change that was undone', () => {
    const back: EventDraft = {
      type: 'scope.changed',
      data: { changes: [{ operation: 'withdrawals', asset: 'XEM', state: null, words: null }] },
    }
    expect(scopeAfter(started(), scoped('withdrawals', 'stopped', 'XEM'), back)).toEqual([])
    expect(scopeAfter(started(), scoped('trading', 'stopped'), undone(nth(2)))).toEqual([])
  })

  it('has the time since which a state holds, unaffected by changes of the words only', () => {
    const words: EventDraft = {
      type: 'scope.changed',
      data: { changes: [{ operation: 'trading', asset: null, state: 'stopped', words: 'all pairs' }] },
    }
    const [entry] = scopeOf(incidentOf(started(), scoped('trading', 'open'), scoped('trading', 'stopped'), words))
    expect(entry).toEqual({ operation: 'trading', asset: null, state: 'stopped', words: 'all pairs', since: iso(2000) })
  })

  it('is restricted where it is stated and not open', () => {
    const states = [scoped('trading', 'open'), scoped('deposits', 'post-only'), scoped('withdrawals', 'stopped', 'XEM')]
    expect(restrictedScope(incidentOf(started(), ...states)).map(formatTarget)).toEqual(['deposits', 'withdrawals:XEM'])
  })

  it('of the first statement holds from the beginning of the halt, but not that a service is open', () => {
    const since = (...drafts: readonly EventDraft[]) =>
      scopeOf(incidentOf(started(), ...drafts)).map((one) => one.since)
    expect(since(scoped('trading', 'stopped'))).toEqual([iso(-12 * MINUTE)])
    expect(since(scoped('trading', 'open'))).toEqual([iso(1000)])
  })

  it('of the declaration moves with the beginning of the halt, earlier or later', () => {
    const trading = { operation: 'trading', asset: null, state: 'stopped', words: null } as const
    const declared = { ...started({ scope: [trading] }), at: iso(-12 * MINUTE) }
    const since = (minutes: number) => {
      const moved = stated('started-at', { value: iso(minutes * MINUTE) })
      return scopeOf(incidentOf(declared, scoped('withdrawals', 'stopped'), moved)).map((one) => one.since)
    }
    expect(since(-30)).toEqual([iso(-30 * MINUTE), iso(1000)])
    expect(since(-9)).toEqual([iso(-9 * MINUTE), iso(1000)])
  })

  it('of the declaration moves with it also if it is open, or was stated never to have been restricted', () => {
    const changes = ['trading', 'deposits'].map((operation, i) => {
      return { operation, asset: null, state: i === 0 ? 'open' : 'stopped', words: null } as const
    })
    const declared = { ...started({ scope: changes }), at: iso(-12 * MINUTE) }
    const since = (minutes: number) => {
      const moved = stated('started-at', { value: iso(minutes * MINUTE) })
      return scopeOf(incidentOf(declared, takenBack('deposits'), moved)).map((one) => one.since)
    }
    expect(since(-30)).toEqual([iso(-30 * MINUTE), iso(-30 * MINUTE)])
    expect(since(-9)).toEqual([iso(-9 * MINUTE), iso(-9 * MINUTE)])
  })

  it('is not dated back if customers were told something else, which was taken back', () => {
    const since = (...drafts: readonly EventDraft[]) =>
      scopeOf(incidentOf(started(), scoped('trading', 'stopped'), ...drafts)).map((one) => one.since)
    const told = posted('website', 'first', 1)
    expect(since(undone(nth(2)), scoped('withdrawals', 'stopped'))).toEqual([iso(-12 * MINUTE)])
    expect(since(told, undone(nth(2)), scoped('withdrawals', 'stopped'))).toEqual([iso(4000)])
  })

  it('has been open since no time at all where the halt was a false alarm: nothing changed', () => {
    const alarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: null } }
    expect(scopeOf(incidentOf(started(), scoped('trading', 'stopped'), alarm))).toEqual([
      { operation: 'trading', asset: null, state: 'open', words: null, since: null },
    ])
  })

  it('is open since before it was stated to be restricted, if that is when it was stated to be open', () => {
    const never = happened(-20 * MINUTE, takenBack('deposits'))
    expect(scopeOf(incidentOf(started(), scoped('trading', 'stopped'), scoped('deposits', 'stopped'), never))).toEqual([
      expect.objectContaining({ operation: 'trading', since: iso(-12 * MINUTE) }),
      expect.objectContaining({ operation: 'deposits', since: iso(-20 * MINUTE) }),
    ])
  })

  it('of a planned halt holds from the planned start, then from the actual start', () => {
    const plan = planned({ scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }] })
    const since = (...drafts: readonly EventDraft[]) => scopeOf(incidentOf(plan, ...drafts))[0]?.since
    expect(since()).toBe(iso(HOUR))
    expect(since(happened(HOUR + MINUTE, advanced('initial-response')))).toBe(iso(HOUR + MINUTE))
    expect(since(happened(HOUR, advanced('initial-response')), happened(2 * HOUR, scoped('trading', 'limited')))).toBe(
      iso(2 * HOUR),
    )
    expect(since(stated('planned-start', { known: false }))).toBe(iso(0))
  })
})

describe('the open scope', () => {
  it('is what of some targets is open; a withdrawn exception is as its operation', () => {
    const open = (...drafts: readonly EventDraft[]) =>
      openScope(incidentOf(started(), ...drafts), [
        'withdrawals:XEM',
        'trading',
        'withdrawals:JPY',
        'deposits:XEM',
      ]).map((entry) => `${formatTarget(entry)}=${entry.state}`)
    expect(
      open(scoped('trading', 'open'), scoped('withdrawals', 'open'), scoped('withdrawals', 'limited', 'XEM')),
    ).toEqual(['trading=open', 'withdrawals:JPY=open'])
    expect(open(scoped('trading', 'stopped'), scoped('withdrawals', 'stopped'))).toEqual([])
  })
})

describe('the unstated scope', () => {
  it('is each operation that was not stated as a whole, perhaps but for some of its assets', () => {
    expect(unstatedScope(['trading', 'deposits', 'withdrawals'], ['trading', 'withdrawals:XEM'])).toEqual([
      { operation: 'deposits', hasAssets: false },
      { operation: 'withdrawals', hasAssets: true },
    ])
  })
})
