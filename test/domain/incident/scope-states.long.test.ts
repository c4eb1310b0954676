import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phaseOf } from '../../../src/domain/incident/current-values.ts'
import { incidentAfter } from '../../../src/domain/incident/incident-as-of.ts'
import { openedByUndoing } from '../../../src/domain/incident/openings.ts'
import { formatTarget, scopeOf } from '../../../src/domain/incident/scope.ts'
import { type ScopeStates, StatesInOrder, scopeStates } from '../../../src/domain/incident/scope-states.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  closed,
  corrected,
  incidentOf,
  iso,
  lifted,
  nth,
  planned,
  reopened,
  scoped,
  started,
  takenBack,
  undone,
} from '../../given.ts'

const TARGETS = ['trading', 'trading:XEM', 'deposits']
const falseAlarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: null } }

/** Events that change what is stated, or the phase, and some that take others of them back. */
const anyEvent = fc.oneof(
  fc
    .tuple(fc.constantFrom(...TARGETS), fc.constantFrom('stopped', 'open', null))
    .map(([target, state]) => scoped(...(target.split(':') as [string]), state, target.split(':')[1] ?? null)),
  fc.constantFrom(takenBack('trading'), takenBack('trading', 'XEM', null), lifted('trading'), reopened('deposits')),
  fc.constantFrom(falseAlarm, closed(), advanced('during-halt')),
  fc.integer({ min: 1, max: 20 }).map((seq) => undone(nth(seq))),
  fc.integer({ min: 1, max: 20 }).map((seq) => corrected(nth(seq), { at: iso(-1000) })),
)
const anyHalt = fc.tuple(fc.constantFrom(started(), planned()), fc.array(anyEvent, { maxLength: 20 }))

describe('what is stated of the scope', () => {
  it('is by target what the whole scope says, now and before each event', () => {
    const statesIn = (states: ScopeStates) => [
      states.isScheduled,
      ...TARGETS.map((target) => [target, states.stateOf(target)]),
    ]
    fc.assert(
      fc.property(anyHalt, ([first, rest]) => {
        const incident = incidentOf(first, ...rest)
        const inOrder = new StatesInOrder(incident)
        for (let order = 2; order <= rest.length + 2; order += 1) {
          const before = incidentAfter(incident, order - 1)
          const scope = new Map(scopeOf(before).map((entry) => [formatTarget(entry), entry.state]))
          const whole = [
            phaseOf(before) === 'scheduled',
            ...TARGETS.map((target) => [target, scope.get(target) ?? null]),
          ]
          expect(statesIn(inOrder.before(order))).toEqual(whole)
          expect(statesIn(scopeStates(before))).toEqual(whole)
        }
      }),
      { numRuns: 500 },
    )
  })

  it('is before an event only what had been recorded until then', () => {
    const incident = incidentOf(started(), scoped('trading', 'stopped'), scoped('trading', 'open'))
    expect(new StatesInOrder(incidentAfter(incident, 2)).before(99).stateOf('trading')).toBe('stopped')
  })

  it('opens nothing of which nothing is stated, whatever is undone', () => {
    const nothing: ScopeStates = { isScheduled: false, stateOf: () => null }
    expect(openedByUndoing(nothing, nth(2), ['trading', 'trading:XEM'])).toEqual([])
  })

  it('without one event is what is stated without it', () => {
    fc.assert(
      fc.property(anyHalt, ([first, rest]) => {
        const incident = incidentOf(first, ...rest)
        const inOrder = new StatesInOrder(incident)
        for (let order = 2; order <= rest.length + 2; order += 1) {
          const before = scopeStates(incidentAfter(incident, order - 1))
          const states = inOrder.before(order)
          for (const target of TARGETS)
            for (let seq = 2; seq < order; seq += 1)
              expect(states.stateOf(target, nth(seq))).toBe(before.stateOf(target, nth(seq)))
        }
      }),
      { numRuns: 200 },
    )
  })
})
