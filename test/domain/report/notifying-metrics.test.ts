import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { type Metrics, metricsOf } from '../../../src/domain/report/metrics.ts'
import { milestonesOf } from '../../../src/domain/report/milestones.ts'
import {
  DECLARED,
  deliveredAs,
  HOUR,
  happened,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  reopened,
  scoped,
  started,
  stated,
} from '../../given.ts'

function metrics(...drafts: readonly EventDraft[]): Metrics {
  const incident = incidentOf(...drafts)
  const lifecycle = lifecycleOf(incident)
  return metricsOf(incident, lifecycle, milestonesOf(incident, lifecycle), DECLARED + HOUR)
}

describe('how soon customers were told', () => {
  it('is counted from the start and from declaring, for each channel', () => {
    expect(metrics(started(), happened(3 * MINUTE, posted('website', 'first', 1)))).toMatchObject({
      timeToNotifySecondsByChannel: { website: 15 * 60, email: null },
      timeFromDeclaringSecondsByChannel: { website: 3 * 60, email: null },
      timeToResumptionNoticeSecondsByChannel: { website: null, email: null },
    })
  })

  it('counts a notice that was sent from when it was sent, and one of unknown outcome not at all', () => {
    const sending = [started(), intended('website', 'first', 1)]
    expect(metrics(...sending).timeFromDeclaringSecondsByChannel.website).toBeNull()
    const sent = metrics(...sending, happened(2 * MINUTE, deliveredAs(nth(2))))
    expect(sent.timeFromDeclaringSecondsByChannel.website).toBe(120)
  })

  it('says nothing of declaring where the halt was planned', () => {
    const planning = metrics(planned(), posted('website', 'first', 1))
    expect(planning.timeFromDeclaringSecondsByChannel.website).toBeNull()
  })

  it('is counted from the lift to the notice of resumption, of the latest interruption', () => {
    const halt = [
      started(),
      scoped('trading', 'stopped'),
      happened(10 * MINUTE, lifted('trading')),
      happened(14 * MINUTE, posted('website', 'resumption', 1)),
    ]
    expect(metrics(...halt).timeToResumptionNoticeSecondsByChannel.website).toBe(240)
    const again = metrics(...halt, happened(20 * MINUTE, reopened('trading')))
    expect(again.timeToResumptionNoticeSecondsByChannel.website).toBeNull()
  })
})

describe('next reports', () => {
  it('are kept or missed', () => {
    const { updatesDue, updatesKept } = metrics(
      started(),
      happened(MINUTE, posted('website', 'first', 1, iso(20 * MINUTE))),
      happened(10 * MINUTE, posted('website', 'update', 2, iso(40 * MINUTE))),
    )
    expect([updatesDue, updatesKept]).toEqual([2, 1])
  })
})

describe('the facts that notices state', () => {
  it('are known, not yet known, or nobody has stated them', () => {
    const { noticeFacts } = metrics(started(), stated('cause', { known: false }))
    expect(noticeFacts).toEqual({ asked: 3, known: 1, notYetKnown: ['cause'], notStated: ['expected-recovery'] })
  })
})
