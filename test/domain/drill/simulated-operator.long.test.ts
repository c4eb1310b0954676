import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openingOf, type RunbookAndSettings } from '../../../src/domain/drill/opening.ts'
import { rehearse } from '../../../src/domain/drill/rehearsal.ts'
import type { Scenario } from '../../../src/domain/drill/scenario.ts'
import { scoreOf } from '../../../src/domain/drill/score.ts'
import { SimulatedOperator } from '../../../src/domain/drill/simulated-operator.ts'
import { phaseOf, registerOf } from '../../../src/domain/incident/current-values.ts'
import { EMPTY_INCIDENT, type Incident } from '../../../src/domain/incident/incident.ts'
import { DEFAULT_SETTINGS, type Settings } from '../../../src/domain/settings.ts'
import { DECLARED, HOUR, incidentOf, iso, MINUTE, SECOND, started } from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'
import { given, inject, scenario } from '../../small-scenario.ts'
import { anyScenario } from '../arbitrary.ts'

const inForce = (over: Partial<RunbookAndSettings> = {}): RunbookAndSettings => ({
  runbook: SMALL_RUNBOOK,
  runbookDigest: 'runbook-1',
  settings: DEFAULT_SETTINGS,
  settingsDigest: 'settings-1',
  ...over,
})
const listed: Settings = { ...DEFAULT_SETTINGS, roster: ROSTER }

function played(exercise: Scenario, over: Partial<RunbookAndSettings> = {}) {
  const began = { scenario: exercise, scenarioDigest: 'scenario-1', speed: 1, auto: true }
  const opening = openingOf({ id: 'x', opened: iso(0), title: 'Small' }, inForce(over), began)
  return rehearse(opening, iso(0))
}

/** The writes of a register: minutes after the opening, and value. */
const written = (incident: Incident, key: string) =>
  registerOf(incident, key as 'type').map(({ at, value }) => [(Date.parse(at) - DECLARED) / MINUTE, value])

const sent = (incident: Incident, channel: string) =>
  incident.notices
    .filter((notice) => notice.channel === channel)
    .map(({ at, stage, state }) => `${Math.round((Date.parse(at) - DECLARED) / MINUTE)} ${stage} ${state}`)

const RESUMES = inject('ready', HOUR, { resumes: ['trading'] })

describe('the simulated operator', () => {
  it('plays a halt from opening to closing with full score', () => {
    const { incident, ended } = played(scenario({ injects: [RESUMES] }))
    expect(phaseOf(incident)).toBe('closed')
    expect(incident.anomalies).toEqual([])
    expect(sent(incident, 'website')).toEqual([
      '1 first sent',
      '28 update sent',
      '55 update sent',
      expect.stringMatching(/^60 resumption/),
    ])
    expect(scoreOf(incident, ended)).toMatchObject({ total: 100, passed: true })
  })

  it('reports on the halt only once nothing is restricted any more', () => {
    const report = step('d-report', { phase: 'after-resumption', channel: 'website', stage: 'final' })
    const runbook = { ...SMALL_RUNBOOK, steps: [...SMALL_RUNBOOK.steps, report] }
    const scope = ['trading', 'withdrawals'].map((operation) => {
      return { operation, asset: null, state: 'stopped', words: null } as const
    })
    const rest = inject('rest', 90 * MINUTE, { resumes: ['withdrawals'] })
    const { incident, ended } = played(scenario({ scope, injects: [RESUMES, rest] }), { runbook })
    expect(sent(incident, 'website').at(-1)).toMatch(/^9\d final sent/)
    expect(scoreOf(incident, ended)?.total).toBe(100)
  })

  it('states facts when they become known, and as unknown before', () => {
    const news = inject('news', 30 * MINUTE, {
      facts: [
        given('cause', { ja: '故障', en: 'A fault' }),
        given('expected-recovery', { from: HOUR, to: 2 * HOUR }),
        given('root-cause', {}),
      ],
    })
    const runbook = {
      ...SMALL_RUNBOOK,
      steps: [step('a-facts', { facts: ['cause', 'started-at', 'detected-at'] }), ...SMALL_RUNBOOK.steps],
    }
    const { incident } = played(scenario({ before: null, injects: [news, RESUMES] }), { runbook })
    expect(registerOf(incident, 'fact:cause').map(({ value }) => value)).toEqual([
      { known: false, value: null },
      { known: true, value: 'A fault' },
    ])
    expect(registerOf(incident, 'words:cause.ja').at(-1)?.value).toBe('故障')
    expect(registerOf(incident, 'fact:expected-recovery').at(-1)?.value.value).toBe(`${iso(HOUR)}/${iso(2 * HOUR)}`)
    expect(registerOf(incident, 'fact:root-cause').at(-1)?.value.value).toBe('drill')
    expect(registerOf(incident, 'fact:detected-at')[0]?.value.value).toBe(iso(0))
    expect(registerOf(incident, 'fact:started-at')[0]?.value.value).toBe(iso(0))
  })

  it('answers injects: scope, severity, steps, notices and a damaged page', () => {
    const worse = inject('worse', 20 * MINUTE, {
      scope: [
        { operation: 'withdrawals', asset: null, state: 'stopped', words: null },
        { operation: 'deposits', asset: 'XEM', state: null, words: null },
      ],
      severity: 'sev1',
      steps: ['d-cause'],
      notices: ['website'],
      damaged: ['email'],
    })
    const { incident, ended } = played(scenario({ injects: [worse, RESUMES] }))
    expect(written(incident, 'severity').at(-1)).toEqual([20, 'sev1'])
    expect(written(incident, 'scope:withdrawals')[0]).toMatchObject([expect.closeTo(20, 0), { state: 'stopped' }])
    expect(sent(incident, 'email')[1]).toMatch(/^2[01] update/)
    expect(sent(incident, 'website')[1]).toMatch(/^2[1-3] update/)
    expect(scoreOf(incident, ended)?.total).toBe(100)
  })

  it('marks a failing channel unsafe, and safe again once it works', () => {
    const down = inject('down', 10 * MINUTE, { until: 40 * MINUTE, fails: ['email'] })
    const { incident, ended } = played(scenario({ injects: [down, RESUMES] }))
    expect(written(incident, 'channel:email')).toEqual([
      [10, { safe: false, reason: 'down' }],
      [expect.closeTo(40, 1), { safe: true, reason: 'drill' }],
    ])
    expect(sent(incident, 'email')[1]).toMatch(/^4[0-2] update sent/)
    expect(scoreOf(incident, ended)?.total).toBe(100)
  })

  it('skips the notices of a channel that never works again, and closes', () => {
    const gone = inject('gone', 0, { fails: ['email'], notices: ['email'] })
    const { incident } = played(scenario({ injects: [gone, RESUMES] }))
    expect(registerOf(incident, 'phase').at(-1)?.value).toMatchObject({ phase: 'closed', forced: null })
    expect(sent(incident, 'email')).toEqual([])
    expect(registerOf(incident, 'step:b-email').at(-1)?.value).toMatchObject({ state: 'skipped' })
  })

  it('calls the deputy of a silent head, escalates, and completes steps that tell departments', () => {
    const silent = inject('silent', 0, { until: 30 * MINUTE, silent: ['desk'] })
    const runbook = {
      ...SMALL_RUNBOOK,
      steps: [step('a-law', { tells: 'law' }), step('a-press', { tells: 'press' }), ...SMALL_RUNBOOK.steps],
    }
    const board = {
      id: 'board',
      title: { ja: '役員', en: 'Board' },
      reach: ['mori'],
      when: { severity: 'sev1' },
      again: null,
    } as const
    const settings = { ...listed, roster: { ...ROSTER, levels: [board] } }
    const { incident, ended } = played(scenario({ severity: 'sev1', injects: [silent, RESUMES] }), {
      runbook,
      settings,
    })
    expect(registerOf(incident, 'call:sato').map(({ value }) => value.state)).toEqual(['tried'])
    expect(registerOf(incident, 'call:kato').map(({ value }) => value.state)).toEqual(['reached'])
    expect(registerOf(incident, 'call:mori').map(({ value }) => value.state)).toEqual(['reached'])
    expect(registerOf(incident, 'step:a-law').at(-1)?.value).toMatchObject({ state: 'done' })
    expect(scoreOf(incident, ended)?.total).toBe(100)
  })

  it('begins a planned halt at its planned start, even with open steps', () => {
    const planned = { from: 30 * MINUTE, to: HOUR }
    const blocked = inject('blocked', 0, { until: 50 * MINUTE, fails: ['website'] })
    const { incident } = played(
      scenario({ type: 'maintenance', before: null, planned, injects: [blocked, { ...RESUMES, at: HOUR + MINUTE }] }),
    )
    expect(written(incident, 'phase')).toMatchObject([
      [0, { phase: 'scheduled' }],
      [30, { phase: 'initial-response', forced: { reason: 'drill' } }],
      [expect.any(Number), { phase: 'during-halt' }],
      [expect.any(Number), { phase: 'after-resumption' }],
      [expect.any(Number), { phase: 'closed' }],
    ])
  })

  it('lifts at the end of a scenario without a resumption inject', () => {
    const { incident } = played(scenario({ lasts: HOUR }))
    expect(written(incident, 'phase').map(([minutes]) => Math.floor(minutes as number))).toEqual([
      -2,
      expect.any(Number),
      60,
      expect.any(Number),
    ])
    expect(phaseOf(incident)).toBe('closed')
  })

  it('posts an advance notice of a planned halt, and states known facts only once', () => {
    const planned = { from: 30 * MINUTE, to: HOUR }
    const facts = [given('cause', { ja: '更新', en: 'An upgrade' })]
    const { incident } = played(
      scenario({ type: 'maintenance', before: null, planned, facts, injects: [{ ...RESUMES, at: HOUR + MINUTE }] }),
    )
    expect(sent(incident, 'website').slice(0, 2)).toEqual(['0 scheduled sent', '31 first sent'])
    expect(registerOf(incident, 'words:cause.en').map(({ value }) => value)).toEqual(['An upgrade'])
  })

  it('without a roster, tells departments by steps; ignores unknown channels', () => {
    const odd = [step('a-law', { tells: 'law' }), step('a-fax', { channel: 'fax', stage: 'first' })]
    const runbook = { ...SMALL_RUNBOOK, steps: [...odd, ...SMALL_RUNBOOK.steps] }
    const { incident } = played(scenario({ injects: [RESUMES] }), { runbook })
    expect(registerOf(incident, 'step:a-law').at(-1)?.value).toMatchObject({ state: 'done' })
    expect(sent(incident, 'fax')).toEqual([])
    expect(phaseOf(incident)).toBe('closed')
  })

  it('states a severity if a step asks for it and none is stated', () => {
    const runbook = {
      ...SMALL_RUNBOOK,
      steps: [step('a-ask-both', { asks: ['scope', 'severity', 'type'] }), ...SMALL_RUNBOOK.steps],
    }
    const { incident } = played(scenario({ severity: null, scope: [], injects: [RESUMES] }), { runbook })
    expect(written(incident, 'severity')).toEqual([[expect.any(Number), 'sev2']])
    expect(incident.registers.has('scope:deposits')).toBe(false)
  })

  it('closes with force when time is up', () => {
    const lost = inject('lost', 0, { silent: ['law'], steps: ['nowhere'] })
    const runbook = { ...SMALL_RUNBOOK, steps: [...SMALL_RUNBOOK.steps, step('a-law', { tells: 'law' })] }
    const { incident, ended } = played(scenario({ lasts: HOUR, injects: [lost] }), { runbook, settings: listed })
    expect(ended).toBe(DECLARED + 2 * HOUR + 10 * SECOND)
    expect(registerOf(incident, 'phase').at(-1)?.value).toMatchObject({ phase: 'closed', forced: { reason: 'drill' } })
  })

  it('stops when every move is refused', () => {
    const inForceNow = inForce()
    const began = { scenario: scenario({ injects: [RESUMES] }), scenarioDigest: 'd', speed: 1, auto: true }
    const incident = incidentOf(...openingOf({ id: 'x', opened: iso(0), title: 'x' }, inForceNow, began))
    const player = new SimulatedOperator(DECLARED)
    let refused = 0
    for (; player.nextMove(incident) !== null; refused += 1) player.moveRefused()
    expect(refused).toBeGreaterThan(10)
    expect(player.now).toBe(DECLARED + 3 * HOUR)
  })

  it('does nothing without a scenario', () => {
    expect(new SimulatedOperator(DECLARED).nextMove(incidentOf(started({ drill: true })))).toBeNull()
    expect(new SimulatedOperator(DECLARED).nextMove(EMPTY_INCIDENT)).toBeNull()
    const player = new SimulatedOperator(DECLARED)
    player.moveMade()
    player.moveRefused()
    expect(player.now).toBe(DECLARED)
  })

  it('ends within about an hour after any scenario, with no anomaly but unknown targets', () => {
    fc.assert(
      fc.property(anyScenario, fc.constantFrom(DEFAULT_SETTINGS, listed), (exercise, settings) => {
        const { incident, ended } = played(exercise, { settings })
        expect(ended).toBeLessThanOrEqual(DECLARED + exercise.lasts + HOUR + 2 * MINUTE)
        expect(incident.anomalies.filter(({ why }) => why !== 'unknown-target')).toEqual([])
        expect(scoreOf(incident, ended)?.mark).toBe(exercise.mark)
      }),
      { numRuns: 60 },
    )
  })
})
