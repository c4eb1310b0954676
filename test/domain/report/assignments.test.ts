import { describe, expect, it } from 'vitest'
import { assignmentsOf } from '../../../src/domain/report/history.ts'
import { assigned, happened, incidentOf, iso, MINUTE, nth, started, undone } from '../../given.ts'

describe('assignmentsOf', () => {
  it('lists who was assigned which step, from when to when, without undone assignments', () => {
    const incident = incidentOf(
      started(),
      happened(1 * MINUTE, assigned('assess', 'hanako')),
      happened(2 * MINUTE, assigned('website', 'jiro')),
      happened(3 * MINUTE, assigned('assess', 'jiro')),
      happened(4 * MINUTE, assigned('website', 'hanako')),
      undone(nth(5)),
    )
    expect(assignmentsOf(incident)).toEqual([
      { event: nth(2), step: 'assess', to: 'hanako', at: iso(MINUTE), by: 'taro', until: iso(3 * MINUTE) },
      { event: nth(3), step: 'website', to: 'jiro', at: iso(2 * MINUTE), by: 'taro', until: null },
      { event: nth(4), step: 'assess', to: 'jiro', at: iso(3 * MINUTE), by: 'taro', until: null },
    ])
  })
})
