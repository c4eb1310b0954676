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

describe('times to notify', () => {
  it('count from the start and from the declaration, for each channel', () => {
    expect(metrics(started(), happened(3 * MINUTE, posted('website', 'first', 1)))).toMatchObject({
      timeToNotifySecondsByChannel: { website: 15 * 60, email: null },
      timeFromDeclaringSecondsByChannel: { website: 3 * 60, email: null },
      timeToResumptionNoticeSecondsByChannel: { website: null, email: null },
    })
  })

  it('count to the delivery of a sent notice, and ignore one of unknown outcome', () => {
    const sending = [started(), intended('website', 'first', 1)]
    expect(metrics(...sending).timeFromDeclaringSecondsByChannel.website).toBeNull()
    const sent = metrics(...sending, happened(2 * MINUTE, deliveredAs(nth(2))))
    expect(sent.timeFromDeclaringSecondsByChannel.website).toBe(120)
  })

  it('do not count from the declaration of a planned halt', () => {
    const planning = metrics(planned(), posted('website', 'first', 1))
    expect(planning.timeFromDeclaringSecondsByChannel.website).toBeNull()
  })

  it('count from the lift to the resumption notice of the latest interruption', () => {
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

describe('promised updates', () => {
  it('are kept or missed', () => {
    const { updatesDue, updatesKept } = metrics(
      started(),
      happened(MINUTE, posted('website', 'first', 1, iso(20 * MINUTE))),
      happened(10 * MINUTE, posted('website', 'update', 2, iso(40 * MINUTE))),
    )
    expect([updatesDue, updatesKept]).toEqual([2, 1])
  })
})

describe('noticeFacts', () => {
  it('counts facts that are known, not yet known and not stated', () => {
    const { noticeFacts } = metrics(started(), stated('cause', { known: false }))
    expect(noticeFacts).toEqual({ asked: 3, known: 1, notYetKnown: ['cause'], notStated: ['expected-recovery'] })
  })
})
