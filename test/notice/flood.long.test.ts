import { describe, expect, it } from 'vitest'
import { endedApprovals } from '../../src/domain/incident/ended-approvals.ts'
import { lifecycleOf } from '../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { checkNotices } from '../../src/notice/check.ts'
import { beganAsRestriction } from '../../src/notice/service-times.ts'
import { DECLARED, HOUR, incidentOf } from '../given.ts'
import { at, complete, halt, requestOf, textOf } from './halts.ts'

/** Whether something takes less than ten seconds of the processor; with the square of their number, it takes half a minute. */
function isQuick(act: () => unknown): boolean {
  const before = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(before)
  return user + system < 10_000_000
}

describe('a flood of words of one writer', () => {
  it('of thousands of assets keeps no text waiting', () => {
    const flood = Array.from({ length: 3000 }, (_, i): EventDraft => {
      return { type: 'scope.changed', data: { changes: [at('trading', 'stopped', `A${i}`)] } }
    })
    const incident = complete(...flood)
    const request = requestOf(incident)
    expect(isQuick(() => checkNotices(request, [textOf(request, 'website')]))).toBe(true)
    expect(isQuick(() => beganAsRestriction(incident, lifecycleOf(incident).current))).toBe(true)
  })

  it('of thousands of requests for approval keeps no status waiting', () => {
    const flood = Array.from({ length: 3000 }, (): EventDraft => {
      const data = { lift: [at('trading', 'stopped')], basis: '0'.repeat(64), digest: '0'.repeat(64) }
      return { type: 'approval.requested', data }
    })
    const incident = incidentOf(halt(), ...flood)
    expect(isQuick(() => expect(endedApprovals(incident, DECLARED + 24 * HOUR)).toHaveLength(1))).toBe(true)
  })
})
