import { describe, expect, it } from 'vitest'
import { clauseCoverage } from '../../../src/domain/runbook/runbook.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

describe('clauseCoverage', () => {
  it('names the steps and places that carry each clause, in the order of the manual', () => {
    expect(clauseCoverage(SMALL_RUNBOOK)).toEqual([
      { id: 'a-1', covered: true, by: ['a-look'] },
      { id: 'a-2', covered: true, by: ['a-ask'] },
      { id: 'a-3', covered: true, by: ['place:the-list'] },
      { id: 'a-4', covered: false, by: [] },
      { id: 'd-1', covered: true, by: ['d-cause'] },
    ])
  })

  it('ignores clauses that do not exist', () => {
    const steps = [step('x-1', { clauses: ['nowhere', 'a-1'] })]
    expect(clauseCoverage({ ...SMALL_RUNBOOK, steps, places: {} })[0]).toEqual({
      id: 'a-1',
      covered: true,
      by: ['x-1'],
    })
  })
})
