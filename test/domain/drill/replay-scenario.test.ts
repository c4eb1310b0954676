import { describe, expect, it } from 'vitest'
import { openingOf } from '../../../src/domain/drill/opening.ts'
import { rehearse } from '../../../src/domain/drill/rehearsal.ts'
import { replayScenarioOf } from '../../../src/domain/drill/replay-scenario.ts'
import type { Scenario } from '../../../src/domain/drill/scenario.ts'
import { isScenario } from '../../../src/domain/drill/scenario.ts'
import { scoreOf } from '../../../src/domain/drill/score.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  advanced,
  answered,
  assigned,
  classified,
  closed,
  deliveredAs,
  done,
  foldEvents,
  HOUR,
  intended,
  iso,
  lifted,
  MINUTE,
  marked,
  noted,
  nth,
  planned,
  posted,
  promised,
  reopened,
  scoped,
  started,
  stated,
  tried,
  undone,
  Writer,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

type Timed = readonly [minutes: number, draft: EventDraft]

function past(...events: readonly Timed[]) {
  const writer = new Writer()
  for (const [minutes, draft] of events) writer.write(draft, minutes * MINUTE)
  return foldEvents(writer.events)
}

const replayed = (...events: readonly Timed[]) => replayScenarioOf(past(...events), SMALL_RUNBOOK) as Scenario

/** The minute and the effects of each inject of a replay, without empty ones. */
function held({ injects }: Scenario): unknown[] {
  return injects.map(({ id: _, at, until, within: __, words: ___, ...effects }) => [
    at / MINUTE,
    Object.fromEntries([
      ...Object.entries(effects).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : value !== null)),
      ...(until === null ? [] : [['until', until / MINUTE]]),
    ]),
  ])
}

const settings = { ...DEFAULT_SETTINGS, roster: ROSTER }
const change = (operation: string, state: 'stopped' | 'open', asset: string | null = null) => ({
  operation,
  asset,
  state,
  words: null,
})

describe('replayScenarioOf', () => {
  it('opens like the original incident', () => {
    const scenario = replayed([0, started({ scope: [change('trading', 'stopped')] })], [90, closed()])
    expect(scenario).toMatchObject({
      id: '20261124-221705-failure',
      type: 'failure',
      severity: 'sev2',
      briefing: null,
      before: 12 * MINUTE,
      planned: null,
      scope: [change('trading', 'stopped')],
      lasts: 91 * MINUTE,
      mark: 80,
      injects: [],
    })
    expect(isScenario(scenario)).toBe(true)
  })

  it('turns scope changes, lifts and reopenings into injects at their times', () => {
    const scenario = replayed(
      [0, started()],
      [3, scoped('trading', 'stopped')],
      [5, scoped('lending', 'stopped')],
      [6, scoped('deposits', 'stopped', 'XEM')],
      [7, undone(nth(4))],
      [8, scoped('deposits', 'stopped', 'XEM')],
      [60, lifted('trading')],
      [65, { ...lifted(), data: { changes: [change('deposits', 'open', 'XEM')], open: [] } } as EventDraft],
      [70, reopened('trading')],
      [80, lifted('trading')],
    )
    expect(held(scenario)).toEqual([
      [3, { scope: [change('trading', 'stopped')] }],
      [8, { scope: [change('deposits', 'stopped', 'XEM')] }],
      [60, { resumes: ['trading'] }],
      [65, { resumes: ['deposits:XEM'] }],
      [70, { scope: [change('trading', 'stopped')] }],
      [80, { resumes: ['trading'] }],
    ])
  })

  it('includes facts only in their public words, and times only as offsets', () => {
    const scenario = replayed(
      [0, started()],
      [0, stated('cause', { known: true, value: 'Taro pulled the plug', en: 'A power failure' })],
      [10, stated('cause', { known: false })],
      [20, stated('cause', { known: true, value: 'still Taro' })],
      [20, stated('cause', { ja: '停電' })],
      [30, stated('expected-recovery', { value: `${iso(HOUR)}/${iso(2 * HOUR)}` })],
      [40, stated('expected-recovery', { value: iso(-HOUR) })],
      [41, stated('detected-at', { value: iso(0) })],
      [42, stated('expected-recovery', { known: true })],
    )
    const fact = { fact: 'cause', value: null, ja: null, en: null, from: null, to: null }
    const recovery = { ...fact, fact: 'expected-recovery' }
    expect(scenario.facts).toEqual([{ ...fact, en: 'A power failure' }])
    expect(held(scenario)).toEqual([
      [20, { facts: [fact, { ...fact, ja: '停電' }] }],
      [30, { facts: [{ ...recovery, from: HOUR, to: 2 * HOUR }] }],
      [40, { facts: [recovery] }],
      [42, { facts: [recovery] }],
    ])
  })

  it('makes channels fail and department heads silent as long as they did', () => {
    const scenario = replayed(
      [0, started({ settings })],
      [2, tried('sato')],
      [4, tried('sato')],
      [9, answered('sato')],
      [10, intended('email', 'first', 1)],
      [11, deliveredAs(nth(5), 'failed')],
      [15, posted('email', 'first', 1)],
      [20, marked('website', false)],
      [40, tried('ito')],
      [50, tried('kato')],
    )
    expect(held(scenario)).toEqual([
      [2, { silent: ['desk'], until: 9 }],
      [10, { fails: ['email'], until: 15 }],
      [20, { fails: ['website'] }],
      [40, { silent: ['law'] }],
    ])
  })

  it('silences no department that the runbook lacks or that has no people', () => {
    const departments = { desk: [], flood: ['sato'] }
    const roster = { ...ROSTER, departments }
    expect(held(replayed([0, started({ settings: { ...settings, roster } })], [2, tried('sato')]))).toEqual([])
  })

  it('includes a severity that worsened, and opens with the type finally found', () => {
    const scenario = replayed(
      [0, started({ severity: null, type: 'order' })],
      [5, classified({ severity: 'sev3' })],
      [6, classified({ severity: 'sev4' })],
      [9, classified({ severity: 'sev1', type: 'failure' })],
    )
    expect(scenario).toMatchObject({ type: 'failure', severity: null })
    expect(held(scenario)).toEqual([
      [5, { severity: 'sev3' }],
      [9, { severity: 'sev1' }],
    ])
  })

  it('keeps the window of a planned halt', () => {
    expect(replayed([0, planned()])).toMatchObject({ before: null, planned: { from: HOUR, to: 3 * HOUR } })
    const late = planned({ planned: { from: iso(-2 * HOUR), to: iso(-HOUR) } })
    expect(replayed([0, late], [1, advanced('initial-response')])).toMatchObject({ planned: { from: 0, to: 0 } })
  })

  it('includes no names, notes, titles, reasons, notices or internal values', () => {
    const secret = 'Hanako of Example Ltd.'
    const scenario = replayed(
      [0, started({ title: secret, settings: { ...settings, organisation: { ja: secret, en: secret } } })],
      [1, noted(secret)],
      [2, assigned('a-look', secret)],
      [3, done('a-look', secret)],
      [4, stated('cause', { value: secret })],
      [5, marked('email', false, secret)],
      [6, promised('website', iso(HOUR))],
      [7, { type: 'contact.tried', data: { person: 'sato', way: null, note: secret } }],
    )
    expect(JSON.stringify(scenario)).not.toContain('Hanako')
    expect(JSON.stringify(scenario)).not.toContain('sato')
  })

  it('includes the score of the original incident, unless told not to', () => {
    const incident = past(
      [0, started()],
      [3, posted('website', 'first', 1)],
      [9, posted('email', 'first', 1)],
      [20, closed()],
    )
    const scenario = replayScenarioOf(incident, SMALL_RUNBOOK) as Scenario
    expect(scenario.original).toMatchObject({
      incident: '20261124-221705-failure',
      sections: { latency: 75, cadence: null },
    })
    expect(replayScenarioOf(incident, SMALL_RUNBOOK, false)).toEqual({ ...scenario, original: null })
    const exercise = { scenario, scenarioDigest: '', speed: 1, auto: false, injected: [] }
    expect(scenario.original?.total).toBe(scoreOf({ ...incident, exercise }, Date.parse(iso(HOUR)))?.total)
  })

  it('yields a scenario that the simulated operator plays to a full score', () => {
    const scenario = replayed(
      [0, started({ scope: [change('trading', 'stopped')] })],
      [20, stated('cause', { en: 'A power failure' })],
      [60, lifted('trading')],
      [90, closed()],
    )
    const inForce = { runbook: SMALL_RUNBOOK, runbookDigest: 'r', settings: DEFAULT_SETTINGS, settingsDigest: 's' }
    const began = { scenario, scenarioDigest: 'd', speed: 1, auto: true }
    const { incident, ended } = rehearse(openingOf({ id: 'x', opened: iso(0), title: 'x' }, inForce, began), iso(0))
    expect(scoreOf(incident, ended)).toMatchObject({ total: 100, passed: true })
  })

  it('returns null without a declaration, and lasts a minute without a clock', () => {
    expect(replayScenarioOf(EMPTY_INCIDENT, SMALL_RUNBOOK)).toBeNull()
    expect(replayScenarioOf({ ...past([0, started()]), clock: null }, SMALL_RUNBOOK)?.lasts).toBe(MINUTE)
  })
})
