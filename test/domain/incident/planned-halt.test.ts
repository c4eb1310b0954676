import { describe, expect, it } from 'vitest'
import type { Notice } from '../../../src/domain/incident/incident.ts'
import { incidentAsOf } from '../../../src/domain/incident/incident-as-of.ts'
import { planOf } from '../../../src/domain/incident/planned-halt.ts'
import type { Runbook } from '../../../src/domain/runbook/runbook.ts'
import {
  advanced,
  HOUR,
  happened,
  incidentOf,
  iso,
  nth,
  planned,
  posted,
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
