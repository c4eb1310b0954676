import { describe, expect, it } from 'vitest'
import { restrictionsOf } from '../../../src/domain/incident/restrictions.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  DECLARED,
  happened,
  incidentOf,
  lifted,
  MINUTE,
  nth,
  planned,
  reopened,
  scoped,
  started,
  takenBack,
  undone,
} from '../../given.ts'

const minutes = (ms: number | null) => (ms === null ? null : (ms - DECLARED) / MINUTE)
const at = (minute: number, draft: EventDraft) => happened(minute * MINUTE, draft)

describe('the restrictions of services', () => {
  const of = (first: EventDraft, ...drafts: readonly EventDraft[]) =>
    restrictionsOf(incidentOf(first, ...drafts)).map(({ target, from, to, stoppedAt, ...rest }) => {
      return { target, from: minutes(from), to: minutes(to), stoppedAt: minutes(stoppedAt), ...rest }
    })
  const whole = { isStoppedLast: true, wasStoppedThroughout: true, isInitial: true, isAgain: false }

  it('each have their own beginning and end', () => {
    const growing = [
      at(1, scoped('withdrawals', 'stopped')),
      at(20, scoped('trading', 'stopped')),
      at(40, lifted('withdrawals')),
    ]
    expect(of(started(), ...growing)).toEqual([
      { ...whole, target: 'trading', from: 20, to: null, stoppedAt: 20, isInitial: false },
      { ...whole, target: 'withdrawals', from: 1, to: 40, stoppedAt: 1, isInitial: false },
    ])
  })

  it('of the first statement began with the halt, unless it has a time of its own', () => {
    const asFound = scoped('trading', 'stopped')
    expect(of(started(), asFound, at(20, scoped('withdrawals', 'stopped')))).toEqual([
      { ...whole, target: 'trading', from: -12, to: null, stoppedAt: -12 },
      { ...whole, target: 'withdrawals', from: 20, to: null, stoppedAt: 20, isInitial: false },
    ])
    expect(of(started(), at(-5, asFound))).toMatchObject([{ from: -5, isInitial: false }])
    expect(of(started(), at(-12, asFound))).toMatchObject([{ from: -12, isInitial: true }])
    // What is stated later, or taken back, is not what was found.
    expect(of(started(), scoped('deposits', 'open'), asFound)[0]?.from).toBeGreaterThan(0)
    expect(of(started(), scoped('deposits', 'stopped'), undone(nth(2)), asFound)).toMatchObject([{ from: -12 }])
  })

  it('go on while a service is only limited, and say since when it was stopped', () => {
    const eased = { isStoppedLast: false, wasStoppedThroughout: false }
    const easing = [
      at(1, scoped('trading', 'cancel-only')),
      at(5, scoped('trading', 'stopped')),
      at(9, scoped('trading', 'limited')),
    ]
    expect(of(started(), ...easing)).toEqual([
      { ...whole, ...eased, target: 'trading', from: 1, to: null, stoppedAt: 5, isInitial: false },
    ])
    expect(of(started(), at(1, scoped('deposits', 'limited')))).toEqual([
      { ...whole, ...eased, target: 'deposits', from: 1, to: null, stoppedAt: null, isInitial: false },
    ])
  })

  it('begin again only for what had resumed when the halt is reopened', () => {
    const both = started({
      scope: [
        { operation: 'trading', asset: null, state: 'stopped', words: null },
        { operation: 'withdrawals', asset: null, state: 'stopped', words: null },
      ],
    })
    expect(of(both, at(10, lifted('trading')), at(20, reopened('trading')))).toMatchObject([
      { target: 'trading', to: 10, isInitial: true, isAgain: false },
      { target: 'trading', from: 20, to: null, isInitial: false, isAgain: true },
      { target: 'withdrawals', to: null, isInitial: true, isAgain: false },
    ])
  })

  it('begin again as a stop only for what had been stopped, and as a restriction for what had only been restricted', () => {
    const turns = [
      scoped('trading', 'cancel-only'),
      at(10, lifted('trading')),
      at(20, reopened('trading')),
      at(30, lifted('trading')),
      at(40, scoped('trading', 'post-only')),
      at(50, lifted('trading')),
      at(60, reopened('trading')),
    ]
    expect(of(started(), ...turns).map(({ isAgain }) => isAgain)).toEqual([false, false, true, true])
  })

  it('are none where it is said that a service never was restricted, but for what had resumed before', () => {
    const mistaken = [scoped('withdrawals', 'limited'), at(5, scoped('withdrawals', 'stopped'))]
    expect(of(started(), ...mistaken, takenBack('withdrawals'))).toEqual([])
    expect(of(started(), ...mistaken, takenBack('withdrawals'), undone(nth(4)))).toMatchObject([
      { from: -12, to: null },
    ])
    const again = [scoped('trading', 'stopped'), at(10, lifted('trading')), at(20, reopened('trading'))]
    expect(of(started(), ...again, at(30, takenBack('trading')))).toMatchObject([{ from: -12, to: 10 }])
  })

  it('begin with a planned halt, not when they were planned', () => {
    const plan = planned({ scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }] })
    expect(of(plan, at(61, advanced('initial-response')))).toMatchObject([{ from: 61, isInitial: true }])
  })

  it('are none if nothing is stated', () => {
    expect(of(started())).toEqual([])
  })
})
