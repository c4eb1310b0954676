import { describe, expect, it } from 'vitest'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { Draft } from '../../../src/domain/log/event.ts'
import { type Measured, measuredOf } from '../../../src/domain/report/metrics.ts'
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

function measured(...drafts: readonly Draft[]): Measured {
  const incident = incidentOf(...drafts)
  return measuredOf(incident, lifecycleOf(incident), DECLARED + HOUR)
}

describe('how soon customers were told', () => {
  it('is counted from the start and from declaring, for each channel', () => {
    const { channels } = measured(started(), happened(3 * MINUTE, posted('website', 'first', 1)))
    expect(channels).toEqual({
      website: { fromStartSeconds: 15 * 60, fromDeclaringSeconds: 3 * 60, resumptionFromLiftSeconds: null },
      email: { fromStartSeconds: null, fromDeclaringSeconds: null, resumptionFromLiftSeconds: null },
    })
  })

  it('counts a notice that was sent from when it was sent, and one of unknown outcome not at all', () => {
    const sending = [started(), intended('website', 'first', 1)]
    expect(measured(...sending).channels.website?.fromDeclaringSeconds).toBeNull()
    const sent = measured(...sending, happened(2 * MINUTE, deliveredAs(nth(2))))
    expect(sent.channels.website?.fromDeclaringSeconds).toBe(120)
  })

  it('says nothing of declaring where the halt was planned', () => {
    const { channels } = measured(planned(), posted('website', 'first', 1))
    expect(channels.website?.fromDeclaringSeconds).toBeNull()
  })

  it('is counted from the lift to the notice of resumption, of the latest interruption', () => {
    const halt = [
      started(),
      scoped('trading', 'stopped'),
      happened(10 * MINUTE, lifted('trading')),
      happened(14 * MINUTE, posted('website', 'resumption', 1)),
    ]
    expect(measured(...halt).channels.website?.resumptionFromLiftSeconds).toBe(240)
    const again = measured(...halt, happened(20 * MINUTE, reopened('trading')))
    expect(again.channels.website?.resumptionFromLiftSeconds).toBeNull()
  })
})

describe('next reports', () => {
  it('are kept or missed', () => {
    const { promises } = measured(
      started(),
      happened(MINUTE, posted('website', 'first', 1, iso(20 * MINUTE))),
      happened(10 * MINUTE, posted('website', 'update', 2, iso(40 * MINUTE))),
    )
    expect(promises).toEqual({ due: 2, kept: 1, missed: 1 })
  })
})

describe('the facts that notices state', () => {
  it('are known, not yet known, or nobody has stated them', () => {
    const { facts } = measured(started(), stated('cause', { known: false }))
    expect(facts).toEqual({ asked: 3, known: 1, notYetKnown: ['cause'], notStated: ['expected-recovery'] })
  })
})
