import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { plan } from '../../src/domain/plan.ts'
import {
  advanced,
  assigned,
  begun,
  classified,
  DECLARED,
  declined,
  done,
  HOUR,
  incidentOf,
  lifted,
  MINUTE,
  planned,
  posted,
  started,
} from '../given.ts'

const planOf = (after: number, ...drafts: readonly EventDraft[]) =>
  plan(incidentOf(...drafts), DECLARED + after).map(({ step }) => step.id)

describe('plan', () => {
  it('lists steps by urgency for the type, then in the order of the manual', () => {
    expect(planOf(MINUTE, started())).toEqual(['a-look', 'b-website', 'b-email', 'a-ask'])
  })

  it('lists a first customer notice within the first three steps', () => {
    expect(planOf(MINUTE, started()).indexOf('b-website')).toBeLessThan(3)
  })

  it('lists overdue steps first, the longest overdue at the top', () => {
    const overdue = planOf(HOUR, started(), done('a-look'), posted('website', 'first', 1), done('b-website'))
    expect(overdue).toEqual(['b-email', 'a-ask'])
    expect(planOf(6 * MINUTE, started())).toEqual(['b-website', 'b-email', 'a-look', 'a-ask'])
  })

  it('omits resolved steps and steps that do not apply to the type', () => {
    expect(planOf(MINUTE, started(), done('a-look'), declined('a-ask'))).toEqual(['b-website', 'b-email'])
    expect(planOf(MINUTE, started(), classified({ type: 'maintenance' }))).not.toContain('a-ask')
  })

  it('omits steps of later phases', () => {
    expect(planOf(MINUTE, planned())).toEqual(['s-announce'])
    expect(planOf(MINUTE, started(), advanced('during-halt'))).toContain('c-criteria')
    expect(planOf(MINUTE, started(), advanced('during-halt'))).not.toContain('d-cause')
  })

  it('lists steps assigned to others last, unless they have begun', () => {
    expect(planOf(MINUTE, started(), assigned('a-look', 'hanako')).at(-1)).toBe('a-look')
    expect(planOf(MINUTE, started(), assigned('a-look', 'hanako'), begun('a-look'))[0]).toBe('a-look')
  })

  it('lists a recurring step last until it is due', () => {
    const during = [started(), advanced('during-halt')] as const
    expect(planOf(MINUTE, ...during).slice(-3)).toEqual(['c-website', 'c-email', 'c-watch'])
    expect(planOf(HOUR + MINUTE, ...during).slice(0, 3)).toEqual(['b-website', 'b-email', 'c-watch'])
    expect(planOf(HOUR, ...during, done('c-watch'))).not.toContain('c-watch')
    expect(planOf(HOUR + MINUTE, ...during, done('c-watch'))).toContain('c-watch')
  })

  it('continues after the lift with the resumption notices', () => {
    const after = planOf(10 * MINUTE, started(), done('c-criteria'), lifted('trading'))
    expect(after.slice(0, 2)).toEqual(['d-website', 'd-email'])
  })
})
