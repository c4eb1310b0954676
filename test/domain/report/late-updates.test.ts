import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { lateUpdatesOf } from '../../../src/domain/report/update-promises.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  DECLARED,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  planned,
  posted,
  promised,
  SECOND,
  started,
  withSettings,
} from '../../given.ts'

const at = (minutes: number, stage: 'scheduled' | 'first' | 'update' = 'update', next: string | null = null) =>
  happened(minutes * MINUTE, posted('website', stage, 1, next))

/** When late updates on the website were due and came, in minutes after the declaration, and within how many. */
function lateAfter(minutes: number, ...drafts: readonly EventDraft[]) {
  const incident = incidentOf(...drafts)
  const inMinutes = (ms: number | null) => (ms === null ? null : (ms - DECLARED) / MINUTE)
  return lateUpdatesOf(incident, lifecycleOf(incident), DECLARED + minutes * MINUTE)
    .filter(({ channel }) => channel === 'website')
    .map(({ dueAt, at, withinSeconds }) => [
      inMinutes(dueAt),
      inMinutes(at),
      withinSeconds === null ? null : withinSeconds / 60,
    ])
}

describe('late updates', () => {
  it('are those that came more than the interval after the notice before, or have not come', () => {
    expect(lateAfter(60, started(), at(0, 'first'), at(30))).toEqual([])
    expect(lateAfter(60, started(), at(0, 'first'), at(42))).toEqual([[30, 42, 30]])
    expect(lateAfter(29, started(), at(0, 'first'))).toEqual([])
    expect(lateAfter(100, started(), at(0, 'first'), at(42))).toEqual([
      [30, 42, 30],
      [72, null, 30],
    ])
  })

  it('are not those that were promised, which are counted as such', () => {
    expect(lateAfter(60, started(), at(0, 'first', iso(10 * MINUTE)))).toEqual([])
  })

  it('are also those that were planned without telling customers', () => {
    const plan = promised('website', iso(10 * MINUTE))
    expect(lateAfter(15, started(), at(0, 'first'), plan)).toEqual([[10, null, null]])
    expect(lateAfter(15, started(), at(0, 'first', iso(20 * MINUTE)), plan)).toEqual([[10, null, null]])
  })

  it('are those that status calls overdue while the halt goes on', () => {
    const incident = incidentOf(started(), happened(0, posted('website', 'first', 1)))
    const lifecycle = lifecycleOf(incident)
    const stands = [30 * 60, 30 * 60 + 54, 30 * 60 + 56, 32 * 60].map((seconds) => {
      const now = DECLARED + seconds * SECOND
      const deadline = openDeadlines(incident, lifecycle, now).find(({ id }) => id === 'update:website')
      const late = lateUpdatesOf(incident, lifecycle, now).map(({ dueAt }) => dueAt)
      expect(late).toEqual(deadline?.overdue ? [deadline.dueAt] : [])
      return late.length
    })
    expect(stands).toEqual([0, 0, 1, 1])
  })

  it('are none where updates go out only on a change, before a planned halt, and once all has resumed', () => {
    const cadence = { ...DEFAULT_SETTINGS.cadence, update: 'on-change' as const }
    expect(lateAfter(600, withSettings({ cadence }), at(0, 'first'))).toEqual([])
    expect(lateAfter(600, planned(), at(0, 'scheduled'))).toEqual([])
    expect(lateAfter(600, started(), at(0, 'first'), happened(20 * MINUTE, lifted()))).toEqual([])
  })
})
