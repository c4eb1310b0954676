import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../src/domain/incident/incident.ts'
import { incidentAsOf } from '../../../src/domain/incident/incident-as-of.ts'
import { nextPlannedTurn, planOf } from '../../../src/domain/incident/planned-halt.ts'
import type { Runbook } from '../../../src/domain/runbook/runbook.ts'
import {
  advanced,
  closed,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  nth,
  planned,
  posted,
  reopened,
  scoped,
  started,
  stated,
  undone,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

describe('the plan of a halt', () => {
  it('is the one that it was declared with, until another is stated', () => {
    expect(planOf(incidentOf(planned()))).toEqual({ from: iso(HOUR), to: iso(3 * HOUR) })
    const moved = stated('planned-end', { value: iso(4 * HOUR) })
    expect(planOf(incidentOf(planned(), moved))).toEqual({ from: iso(HOUR), to: iso(4 * HOUR) })
    expect(planOf(incidentOf(planned(), moved, undone(nth(2))))).toEqual({ from: iso(HOUR), to: iso(3 * HOUR) })
  })

  it('stays as it stood when the halt began', () => {
    const extended = stated('planned-end', { value: iso(4 * HOUR) })
    expect(planOf(incidentOf(planned(), advanced('initial-response'), extended))).toEqual({
      from: iso(HOUR),
      to: iso(3 * HOUR),
    })
  })

  it('has no time that was said not to be known', () => {
    expect(planOf(incidentOf(planned(), stated('planned-end', { value: null })))).toEqual({ from: iso(HOUR), to: null })
  })

  it('does not need facts with its roles in the runbook', () => {
    const { cause } = SMALL_RUNBOOK.facts
    for (const facts of [{}, { cause }])
      expect(planOf(incidentOf(planned({ runbook: { ...SMALL_RUNBOOK, facts } as Runbook })))).toEqual({
        from: iso(HOUR),
        to: iso(3 * HOUR),
      })
  })

  it('has no time of which nothing had been recorded', () => {
    const told = incidentOf(planned(), happened(-HOUR, posted('website', 'scheduled', null)))
    expect(planOf(incidentAsOf(told, told.notices[0] as Notice))).toEqual({ from: null, to: null })
  })

  it('is none if the halt was not planned', () => {
    expect(planOf(incidentOf(started()))).toBeNull()
  })
})

describe('the next turn of a planned halt', () => {
  const begun = [planned(), advanced('initial-response')]

  it('is its beginning, then its end as the plan stands now', () => {
    expect(nextPlannedTurn(incidentOf(planned()))).toEqual({ turn: 'begin', at: iso(HOUR) })
    expect(nextPlannedTurn(incidentOf(...begun))).toEqual({ turn: 'end', at: iso(3 * HOUR) })
    const extended = stated('planned-end', { value: iso(4 * HOUR) })
    expect(nextPlannedTurn(incidentOf(...begun, extended))).toEqual({ turn: 'end', at: iso(4 * HOUR) })
  })

  it('is none if its time is not known', () => {
    expect(nextPlannedTurn(incidentOf(...begun, stated('planned-end', { value: null })))).toBeNull()
  })

  it('is none once the halt has resumed, stopped again, or is closed', () => {
    const resumed = [scoped('trading', 'stopped'), lifted('trading')]
    expect(nextPlannedTurn(incidentOf(...begun, ...resumed))).toBeNull()
    expect(nextPlannedTurn(incidentOf(...begun, ...resumed, reopened('trading')))).toBeNull()
    expect(nextPlannedTurn(incidentOf(...begun, closed()))).toBeNull()
  })

  it('is none if the halt was not planned', () => {
    expect(nextPlannedTurn(incidentOf(started()))).toBeNull()
  })
})
