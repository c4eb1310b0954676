import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { playedDrillOf } from '../../../src/domain/drill/played-drill.ts'
import { scoreOf } from '../../../src/domain/drill/score.ts'
import { phaseOf } from '../../../src/domain/incident/current-values.ts'
import { listEntryOf } from '../../../src/domain/incident/list-entry.ts'
import { likenessOf } from '../../../src/domain/stats/similar-incidents.ts'
import { caseOf, type IncidentSummary, summaryOf } from '../../../src/domain/stats/stats.ts'
import { closed, DECLARED, done, foldEvents, HOUR, incidentOf, iso, NO_WRITERS, started, Writer } from '../../given.ts'
import { began } from '../../small-scenario.ts'
import { anyLog } from '../arbitrary.ts'

/** Any incident that ends closed. */
const anyClosed = anyLog
  .map((events) => [...events, new Writer('dddddddd').write(closed(), 48 * HOUR, events)])
  .map(foldEvents)
  .filter((incident) => phaseOf(incident) === 'closed')

const anyMoment = fc.integer({ min: DECLARED - HOUR, max: DECLARED + 1000 * HOUR })
const kept = (digest: IncidentSummary | null) => JSON.parse(JSON.stringify(digest)) as IncidentSummary

describe('summaryOf', () => {
  it('gives list entry, case, likeness and drill result as the incident does, even via JSON and at any time', () => {
    fc.assert(
      fc.property(anyClosed, anyMoment, (incident, now) => {
        const digest = kept(summaryOf(incident, NO_WRITERS))
        expect(digest.entry).toEqual(listEntryOf(incident))
        expect(digest.case).toEqual(caseOf(incident, now))
        expect(digest.likeness).toEqual(likenessOf(incident))
        expect(digest.played).toEqual(playedDrillOf(incident))
      }),
    )
  })

  it('includes the score of a drill at its end', () => {
    const incident = incidentOf(started({ drill: true }), began(), done('a-ask'), closed())
    const score = scoreOf(incident, DECLARED + HOUR)
    expect(score).not.toBeNull()
    expect(summaryOf(incident, NO_WRITERS)?.played).toEqual({
      scenario: 'small',
      auto: false,
      declaredAt: iso(0),
      total: score?.total,
    })
  })

  it('is null for an open incident', () => {
    expect(summaryOf(incidentOf(started()), NO_WRITERS)).toBeNull()
    expect(playedDrillOf(incidentOf(started({ drill: true }), began()))).toBeNull()
  })
})
