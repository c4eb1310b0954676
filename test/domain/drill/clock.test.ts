import { describe, expect, it } from 'vitest'
import { drillOpenedAt, incidentTimeAt } from '../../../src/domain/drill/clock.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { formatWithOffsetOf, zoneWithOffsetOf } from '../../../src/domain/time.ts'
import { closed, DECLARED, HOUR, incidentOf, MINUTE, SECOND, started } from '../../given.ts'
import { drill } from '../../small-scenario.ts'

describe('zoneWithOffsetOf', () => {
  it('returns the Etc zone of a whole-hour offset, otherwise UTC', () => {
    expect(
      ['2026-11-24T22:17:05.000+09:00', '2026-11-24T08:17:05-05:00', '2026-11-24T13:17:05+00:00'].map(zoneWithOffsetOf),
    ).toEqual(['Etc/GMT-9', 'Etc/GMT+5', 'Etc/GMT-0'])
    expect(['2026-11-24T18:47:05+05:30', '2026-11-24T13:17:05Z', ''].map(zoneWithOffsetOf)).toEqual([
      'UTC',
      'UTC',
      'UTC',
    ])
  })
})

describe('incidentTimeAt', () => {
  it('runs at the speed of the drill from its opening, and in real time before', () => {
    const incident = incidentOf(...drill({}, 60))
    expect(drillOpenedAt(incident)).toBe(DECLARED)
    expect(incidentTimeAt(incident, DECLARED - MINUTE)).toBe(DECLARED - MINUTE)
    expect(incidentTimeAt(incident, DECLARED)).toBe(DECLARED)
    expect(incidentTimeAt(incident, DECLARED + MINUTE)).toBe(DECLARED + HOUR)
  })

  it('continues at real-time speed after closing, without jumping back', () => {
    // Closed two seconds of the drill after its opening: at ten times the speed 0.2 real seconds.
    const incident = incidentOf(...drill({}, 10), closed())
    expect(incidentTimeAt(incident, DECLARED + 100)).toBe(DECLARED + SECOND)
    expect(incidentTimeAt(incident, DECLARED + 200)).toBe(DECLARED + 2 * SECOND)
    expect(incidentTimeAt(incident, DECLARED + 200 + MINUTE)).toBe(DECLARED + 2 * SECOND + MINUTE)
  })

  it('is real time without a drill scenario', () => {
    expect(incidentTimeAt(incidentOf(started({ drill: true })), DECLARED + MINUTE)).toBe(DECLARED + MINUTE)
    expect(incidentTimeAt(EMPTY_INCIDENT, 7)).toBe(7)
    expect(drillOpenedAt(EMPTY_INCIDENT)).toBeNull()
  })
})

describe('formatWithOffsetOf', () => {
  it.each([
    ['2026-11-24T22:17:05.000+09:00', '2026-11-24T13:17:05.000Z'],
    ['2026-11-24T08:17:05.000-05:00', '2026-11-24T13:17:05.000Z'],
    ['2026-11-24T13:17:05.000Z', '2026-11-24T13:17:05.000Z'],
  ])('formats a time with the offset of the sample %s', (sample, utc) => {
    expect(formatWithOffsetOf(Date.parse(utc), sample)).toBe(sample)
  })

  it('formats in UTC if the sample has no offset', () => {
    expect(formatWithOffsetOf(0, '')).toBe('1970-01-01T00:00:00.000Z')
  })
})
