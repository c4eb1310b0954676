import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openingOf } from '../../src/domain/drill/opening.ts'
import { rehearse } from '../../src/domain/drill/rehearsal.ts'
import { isScenario } from '../../src/domain/drill/scenario.ts'
import { scoreOf } from '../../src/domain/drill/score.ts'
import { phaseOf } from '../../src/domain/incident/current-values.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { readScenarios } from '../../src/drill/io/scenario-files.ts'
import { checkScenario, normaliseScenario, scenarioSchema } from '../../src/drill/scenario-schema.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { readYaml } from '../../src/runbook/yaml.ts'
import { HOUR, iso, MINUTE } from '../given.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'

const WHOLE = `id: outage
reviewed: 2026-11-25
type: failure
severity: sev2
title: { ja: 停止, en: Outage }
briefing: { ja: 止まった。, en: It stopped. }
before: 5m
scope: [trading=stopped, "deposits:XEM=limited:small amounts", "withdrawals:XEM=open"]
facts: { cause: { ja: 故障, en: A fault }, expected-recovery: { from: 1h, to: 2h } }
lasts: 2h
mark: 70
injects:
  - { id: later, at: 30m, fails: [email], until: 1h, within: 5m }
  - id: press
    at: 10m
    words:
      ja: |
        記者から
        電話。
      en: |
        A reporter
        calls.
    facts: { root-cause: { value: unknown } }
    scope: [withdrawals=stopped]
    damaged: [website]
    silent: [law]
    resumes: [trading, "withdrawals:XEM"]
    steps: [a-look]
    notices: [internal]
    severity: sev1
`

function read(text: string) {
  const { source, value } = readYaml('drill.yaml', text, scenarioSchema)
  if (value !== null) checkScenario(value, SMALL_RUNBOOK, source)
  return { value, findings: source.findings }
}

/** Each finding with the word at its position. */
function found(text: string): string[] {
  const lines = text.split('\n')
  return read(text).findings.map(({ code, line, column }) => {
    const [word = ''] = /^(?:"[^"]*"|[^\s,\]}]+)/.exec(lines[line - 1]?.slice(column - 1) ?? '') ?? []
    return `${line}: ${word} (${code})`
  })
}

const without = (line: string) => WHOLE.replace(`${line}\n`, '')

describe('a scenario file', () => {
  it('is read with durations in milliseconds, and injects sorted by time', () => {
    expect(found(WHOLE)).toEqual([])
    const scenario = normaliseScenario(read(WHOLE).value as never)
    expect(isScenario(scenario)).toBe(true)
    expect(scenario).toMatchObject({
      before: 5 * MINUTE,
      lasts: 2 * HOUR,
      mark: 70,
      planned: null,
      original: null,
      scope: [
        { operation: 'trading', asset: null, state: 'stopped', words: null },
        { operation: 'deposits', asset: 'XEM', state: 'limited', words: 'small amounts' },
        { operation: 'withdrawals', asset: 'XEM', state: 'open', words: null },
      ],
      facts: [
        { fact: 'cause', value: null, ja: '故障', en: 'A fault', from: null, to: null },
        { fact: 'expected-recovery', value: null, ja: null, en: null, from: HOUR, to: 2 * HOUR },
      ],
    })
    expect(scenario.injects.map(({ id, at, within, until }) => [id, at, within, until])).toEqual([
      ['press', 10 * MINUTE, 10 * MINUTE, null],
      ['later', 30 * MINUTE, 5 * MINUTE, HOUR],
    ])
    expect(scenario.injects[0]?.words).toEqual({ ja: '記者から電話。', en: 'A reporter calls.' })
  })

  it('gets defaults for the keys it leaves out', () => {
    const bare =
      'id: x\nreviewed: 2026-11-25\ntype: failure\ntitle: { ja: a, en: a }\nbriefing: { ja: a, en: a }\nlasts: 1h\ninjects: []\n'
    expect(normaliseScenario(read(bare).value as never)).toMatchObject({
      severity: null,
      before: null,
      mark: 80,
      scope: [],
      facts: [],
    })
  })

  it('keeps the planned window of maintenance', () => {
    const planned = WHOLE.replace('type: failure', 'type: maintenance\nplanned: { from: 30m, to: 1h }')
    expect(found(planned)).toEqual([])
    expect(normaliseScenario(read(planned).value as never).planned).toEqual({ from: 30 * MINUTE, to: HOUR })
  })

  it.each([
    ['type: failure', 'type: flood', '3: flood (unknown-type)'],
    ['scope: [trading=stopped', 'scope: [lending=stopped', '8: lending=stopped (unknown-operation)'],
    ['scope: [trading=stopped', 'scope: [trading=gone', '8: trading=gone (wrong-type)'],
    ['scope: [trading=stopped', 'scope: [trading=limited', '8: trading=limited (wrong-type)'],
    ['scope: [trading=stopped', 'scope: ["trading=stopped:why"', '8: "trading=stopped:why" (wrong-type)'],
    ['facts: { cause:', 'facts: { weather:', '9: weather: (unknown-fact)'],
    ['{ from: 1h, to: 2h }', '{ value: soon }', '9: expected-recovery: (fact-form)'],
    ['{ from: 1h, to: 2h }', '{ from: 1h, ja: すぐ }', '9: expected-recovery: (fact-form)'],
    ['{ from: 1h, to: 2h }', '{}', '9: expected-recovery: (one-of)'],
    ['{ ja: 故障, en: A fault }', '{ from: 1h }', '9: cause: (fact-form)'],
    ['{ ja: 故障, en: A fault }', '{ value: x, to: 1h }', '9: cause: (fact-form)'],
    ['at: 30m', 'at: 2h', '13: 2h (after-the-end)'],
    ['until: 1h', 'until: 30m', '13: 30m (ends-too-early)'],
    ['id: press', 'id: later', '14: later (duplicate-id)'],
    ['fails: [email]', 'fails: [fax]', '13: fax (unknown-channel)'],
    ['fails: [email], until: 1h, within: 5m', 'within: 5m', '13: { (one-of)'],
    ['damaged: [website]', 'damaged: [fax]', '25: fax (unknown-channel)'],
    ['notices: [internal]', 'notices: [fax]', '29: fax (unknown-channel)'],
    ['silent: [law]', 'silent: [press]', '26: press (unknown-department)'],
    ['resumes: [trading', 'resumes: [lending', '27: lending (unknown-operation)'],
    ['steps: [a-look]', 'steps: [a-leap]', '28: a-leap (unknown-step)'],
    ['scope: [withdrawals=stopped]', 'scope: [lending=stopped]', '24: lending=stopped (unknown-operation)'],
    ['root-cause: { value: unknown }', 'weather: { value: unknown }', '23: weather: (unknown-fact)'],
    ['before: 5m', 'before: soon', '7: soon (bad-duration)'],
    ['before: 5m', 'planned: { from: 1h, to: 2h }', '7: planned: (never-planned)'],
    ['type: failure', 'type: maintenance', '3: maintenance (missing-key)'],
    ['type: failure', 'type: order\nplanned: { from: 1h, to: 1h }', '4: 1h (ends-too-early)'],
    ['en: Outage', 'en: "Out\\u001bage"', '5: "Out\\u001bage" (bad-character)'],
    ['mark: 70', 'marks: 70', '11: marks: (unknown-key)'],
  ])('with %j replaced by %j is reported with %j', (from, to, expected) => {
    expect(found(WHOLE.replace(from, to))).toContain(expected)
  })

  it('without a duration is reported with missing-key', () => {
    expect(found(without('lasts: 2h'))).toContain('1: id: (missing-key)')
  })
})

const ROOT = resolve(import.meta.dirname, '../..')
const { runbook, digest } = loadRunbook(join(ROOT, 'runbooks'), null)
const { entries } = readScenarios(join(ROOT, 'runbooks'), '/nowhere', { runbook, today: null })
const findings = entries.flatMap((entry) => entry.findings)
const scenarios = entries.flatMap(({ scenario }) => scenario ?? [])

/** Every department has its own head and deputy. */
const people = Object.keys(runbook.departments).flatMap((id) => [`${id}-head`, `${id}-deputy`])
const roster = {
  people: Object.fromEntries(people.map((id) => [id, { ja: id, en: id }])),
  departments: Object.fromEntries(Object.keys(runbook.departments).map((id) => [id, [`${id}-head`, `${id}-deputy`]])),
  flow: { lead: Object.keys(runbook.departments) },
  answerWithin: 5 * MINUTE,
  levels: [],
}

describe('the shipped scenarios', () => {
  it('have no findings, and cover every halt type', () => {
    expect(findings).toEqual([])
    expect(new Set(scenarios.map(({ type }) => type))).toEqual(new Set(Object.keys(runbook.types)))
    const files = readdirSync(join(ROOT, 'runbooks/drills')).map((name) => name.replace('.yaml', ''))
    expect(scenarios.map(({ id }) => id)).toEqual(files.sort())
  })

  it('have injects with fails, damaged, silent, facts, scope and resumes', () => {
    const all = scenarios.flatMap(({ injects }) => injects)
    for (const effect of ['fails', 'damaged', 'silent', 'facts', 'scope', 'resumes'] as const)
      expect(
        all.some((inject) => inject[effect].length > 0),
        effect,
      ).toBe(true)
  })

  it.each(
    scenarios.flatMap((scenario) => [
      [scenario.id, 'without a contact list', scenario, DEFAULT_SETTINGS] as const,
      [scenario.id, 'with a contact list', scenario, { ...DEFAULT_SETTINGS, roster }] as const,
    ]),
  )('get the full score when the simulated operator plays them: %s, %s', (_, __, scenario, settings) => {
    const inForce = { runbook, runbookDigest: digest, settings, settingsDigest: 'settings' }
    const began = { scenario, scenarioDigest: 'scenario', speed: 1, auto: true }
    const { incident, ended } = rehearse(openingOf({ id: 'x', opened: iso(0), title: 'x' }, inForce, began), iso(0))
    const score = scoreOf(incident, ended)
    expect(score?.sections.flatMap(({ lost }) => lost)).toEqual([])
    expect(score?.sections.map((section) => section.score)).toEqual([100, 100, 100, 100])
    expect(phaseOf(incident)).toBe('closed')
    expect(incident.exercise?.injected.map(({ id }) => id)).toEqual(scenario.injects.map(({ id }) => id))
  })
})
