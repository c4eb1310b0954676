import { describe, expect, it } from 'vitest'
import { customerChannels, phaseIndex, stepById } from '../../../src/domain/runbook/runbook.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

describe('runbook queries', () => {
  it('customerChannels returns the channels of customers, not those of departments', () => {
    expect(customerChannels(SMALL_RUNBOOK)).toEqual(['website', 'email'])
  })

  it('stepById finds a step by its id', () => {
    expect(stepById(SMALL_RUNBOOK, 'a-look')).toMatchObject({ id: 'a-look' })
    expect(stepById(SMALL_RUNBOOK, 'z-1')).toBeUndefined()
  })

  it('phaseIndex orders the phases of a halt', () => {
    expect(phaseIndex('scheduled')).toBeLessThan(phaseIndex('initial-response'))
    expect(phaseIndex('after-resumption')).toBeLessThan(phaseIndex('closed'))
  })
})
