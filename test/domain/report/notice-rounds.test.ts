import { describe, expect, it } from 'vitest'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { noticeRounds } from '../../../src/domain/report/notice-rounds.ts'
import { deliveredAs, incidentOf, intended, nth, posted } from '../../given.ts'
import { halt } from '../../notice/halts.ts'

const channelsIn = ({ notices }: Incident) =>
  noticeRounds(notices, ({ stage }) => stage).map((round) => round.map(({ channel }) => channel))

describe('rounds of notices', () => {
  it('are those of one number and stage, by time', () => {
    const incident = incidentOf(
      halt(),
      posted('social', 'first', 1),
      posted('website', 'first', 1),
      posted('website', 'update', 2),
      posted('social', 'update', 2),
      posted('email', 'first', 2),
    )
    expect(channelsIn(incident)).toEqual([['social', 'website'], ['website', 'social'], ['email']])
  })

  it('take in another attempt where the first one failed, and no second notice on a channel', () => {
    const incident = incidentOf(
      halt(),
      intended('website', 'scheduled', null),
      deliveredAs(nth(2), 'failed'),
      posted('website', 'scheduled', null),
      posted('website', 'scheduled', null),
    )
    expect(channelsIn(incident)).toEqual([['website', 'website'], ['website']])
  })
})
