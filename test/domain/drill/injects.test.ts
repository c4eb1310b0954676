import { describe, expect, it } from 'vitest'
import { decide } from '../../../src/domain/decide/decide.ts'
import { dueInjects, isChannelFailing, isPersonSilent } from '../../../src/domain/drill/injects.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import { closed, DECLARED, given, incidentOf, iso, MINUTE, noted, started } from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { began, came, drill, inject } from '../../small-scenario.ts'

const PRESS = inject('press', 5 * MINUTE)
const OUTAGE = inject('outage', 10 * MINUTE, { until: 20 * MINUTE, fails: ['email'], silent: ['desk', 'nobody'] })
const SCENARIO = { injects: [PRESS, OUTAGE] }
const settings = { ...DEFAULT_SETTINGS, roster: ROSTER }
const withRoster = [started({ drill: true, settings }), began(SCENARIO)]

const ids = (minutes: number, ...drafts: readonly EventDraft[]) =>
  dueInjects(incidentOf(...drafts), DECLARED + minutes * MINUTE).map(({ id }) => id)

describe('injects', () => {
  it('are due at their time after the opening, until recorded or until the drill is closed', () => {
    expect(ids(4, ...drill(SCENARIO))).toEqual([])
    expect(ids(5, ...drill(SCENARIO))).toEqual(['press'])
    expect(ids(10, ...drill(SCENARIO), came(PRESS))).toEqual(['outage'])
    expect(ids(10, ...drill(SCENARIO), closed())).toEqual([])
    expect(ids(10, started({ drill: true }))).toEqual([])
    expect(dueInjects(EMPTY_INCIDENT, DECLARED)).toEqual([])
  })

  it('are recorded once, at the time they were due', () => {
    given(...drill(SCENARIO))
      .when({ kind: 'inject' }, 7 * MINUTE)
      .then({ ...came(PRESS), at: iso(5 * MINUTE) })
    given(...drill(SCENARIO), came(PRESS))
      .when({ kind: 'inject' }, 7 * MINUTE)
      .then()
    given(started()).when({ kind: 'inject' }).then()
    expect(
      decide(EMPTY_INCIDENT, { kind: 'inject' }, { by: 'taro', now: 0, recordedAt: iso(0), knows: () => true }),
    ).toMatchObject({
      events: [],
    })
  })

  it('are recorded before the next event', () => {
    given(...drill(SCENARIO))
      .when({ kind: 'note', text: 'one' }, 7 * MINUTE)
      .then({ ...came(PRESS), at: iso(5 * MINUTE) }, noted('one'))
  })

  it('are not recorded if the intent is refused or changes nothing', () => {
    given(...drill(SCENARIO))
      .when({ kind: 'done', steps: ['nowhere'] }, 7 * MINUTE)
      .refused('unknown-step')
    given(...drill(SCENARIO))
      .when({ kind: 'classify', severity: 'sev2', reason: 'so already' }, 7 * MINUTE)
      .already('classify')
  })
})

describe('a channel that fails in a drill', () => {
  it('fails from the start of its inject to its end', () => {
    const incident = incidentOf(...drill(SCENARIO))
    const failing = [9, 10, 19, 20].map((minutes) => isChannelFailing(incident, 'email', DECLARED + minutes * MINUTE))
    expect(failing).toEqual([false, true, true, false])
    expect(isChannelFailing(incident, 'website', DECLARED + 15 * MINUTE)).toBe(false)
    expect(
      isChannelFailing(incidentOf(...drill({ injects: [{ ...OUTAGE, until: null }] })), 'email', DECLARED + 3_600_000),
    ).toBe(true)
    expect(isChannelFailing(EMPTY_INCIDENT, 'email', 0)).toBe(false)
  })

  it('refuses posted notices for that time', () => {
    const posting = { kind: 'posted', channels: ['email'], link: null, text: null, digest: null, next: null } as const
    given(...drill(SCENARIO))
      .when(posting, 15 * MINUTE)
      .refused('drill-nothing-goes-out', { channel: 'email' })
    given(...drill(SCENARIO))
      .when({ kind: 'done', steps: ['b-email'] }, 15 * MINUTE)
      .refused('drill-nothing-goes-out')
    const before = given(...drill(SCENARIO)).when({ ...posting, at: iso(6 * MINUTE) }, 15 * MINUTE).decision
    expect(before).not.toHaveProperty('code')
  })
})

describe('a silent department in a drill', () => {
  it('makes reaching its head impossible, but not its deputy', () => {
    const call = (person: string) => ({ kind: 'call', people: [person], state: 'reached', way: null }) as const
    given(...withRoster)
      .when(call('sato'), 15 * MINUTE)
      .refused('drill-no-answer', { person: 'sato' })
    expect(given(...withRoster).when(call('kato'), 15 * MINUTE).decision).not.toHaveProperty('code')
    expect(given(...withRoster).when(call('sato'), 25 * MINUTE).decision).not.toHaveProperty('code')
    expect(given(...withRoster).when({ ...call('sato'), state: 'tried' }, 15 * MINUTE).decision).not.toHaveProperty(
      'code',
    )
  })

  it('silences nobody without a roster', () => {
    expect(isPersonSilent(incidentOf(...drill(SCENARIO)), 'sato', DECLARED + 15 * MINUTE)).toBe(false)
  })
})

describe('the incident of a drill', () => {
  it('keeps scenario, speed and each inject once', () => {
    const { exercise, anomalies } = incidentOf(...drill(SCENARIO), came(PRESS), came(PRESS))
    expect(exercise).toMatchObject({ scenario: { id: 'small' }, speed: 1, auto: false })
    expect(exercise?.injected).toEqual([{ id: 'press', event: 'aaaaaaaa:3', at: iso(2000) }])
    expect(anomalies).toEqual([])
  })

  it('reports anomalies: scenario in a real halt, second scenario, inject without scenario', () => {
    expect(incidentOf(started(), began()).anomalies).toEqual([{ event: 'aaaaaaaa:2', why: 'not-a-drill' }])
    expect(incidentOf(...drill(), began()).anomalies).toEqual([{ event: 'aaaaaaaa:3', why: 'not-a-drill' }])
    expect(incidentOf(...drill(), came(PRESS)).anomalies).toEqual([{ event: 'aaaaaaaa:3', why: 'unknown-target' }])
    expect(incidentOf(started(), came(PRESS)).exercise).toBeNull()
  })
})
