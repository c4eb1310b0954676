import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openingOf } from '../../src/domain/drill/opening.ts'
import { rehearse } from '../../src/domain/drill/rehearsal.ts'
import { isScenario } from '../../src/domain/drill/scenario.ts'
import { scoreOf } from '../../src/domain/drill/score.ts'
import { phaseOf } from '../../src/domain/incident/current-values.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import { checkScenario } from '../../src/drill/check-scenario.ts'
import { readScenarios } from '../../src/drill/io/scenario-files.ts'
import { normaliseScenario, scenarioSchema } from '../../src/drill/scenario-schema.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'
import { findingWords } from '../../src/runbook/words.ts'
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

function read(text: string, runbook = SMALL_RUNBOOK) {
  const { source, value } = readYaml('drill.yaml', text, scenarioSchema)
  if (value !== null) checkScenario(value, runbook, source)
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
    const scenario = normaliseScenario(read(WHOLE).value as never, SMALL_RUNBOOK)
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
    expect(normaliseScenario(read(bare).value as never, SMALL_RUNBOOK)).toMatchObject({
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
    expect(normaliseScenario(read(planned).value as never, SMALL_RUNBOOK).planned).toEqual({
      from: 30 * MINUTE,
      to: HOUR,
    })
  })

  it.each([
    ['type: failure', 'type: flood', '3: flood (unknown-type)'],
    ['scope: [trading=stopped', 'scope: [lending=stopped', '8: lending=stopped (unknown-operation)'],
    ['scope: [trading=stopped', 'scope: [trading=gone', '8: trading=gone (bad-scope)'],
    ['scope: [trading=stopped', 'scope: [trading=limited', '8: trading=limited (bad-scope)'],
    ['scope: [trading=stopped', 'scope: ["trading=stopped:why"', '8: "trading=stopped:why" (bad-scope)'],
    ['scope: [trading=stopped', 'scope: ["trading:xem=stopped"', '8: "trading:xem=stopped" (bad-scope)'],
    ['scope: [trading=stopped', 'scope: ["trading:*=stopped"', '8: "trading:*=stopped" (bad-scope)'],
    ['scope: [trading=stopped', 'scope: [trading', '8: trading (bad-scope)'],
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

  it('states the scope as it is typed: with names of operations, and with those that the manual gives to states', () => {
    const names = { states: { stopped: { ja: '休止', en: 'out of service' } } }
    const runbook = {
      ...SMALL_RUNBOOK,
      names,
      operations: { ...SMALL_RUNBOOK.operations, trading: { ja: '売買', en: 'dealing' } },
    }
    const text = WHOLE.replace('scope: [trading=stopped', 'scope: [売買=休止, deposits=out of service')
    const { findings, value } = read(text, runbook)
    expect(findings).toEqual([])
    expect(normaliseScenario(value as never, runbook).scope.slice(0, 2)).toEqual([
      { operation: 'trading', asset: null, state: 'stopped', words: null },
      { operation: 'deposits', asset: null, state: 'stopped', words: null },
    ])
  })

  it.each<[string, string, string, string, string]>([
    [
      'an unknown state',
      'scope: [trading=stopped',
      'scope: [trading=down',
      "there is no state 'down'. Write OPERATION=STATE or OPERATION:ASSET=STATE; states: stopped, cancel-only, post-only, limited:WORDS, open",
      '「down」という状態はありません. 書き方: 操作=状態、または 操作:資産=状態。状態は stopped、cancel-only、post-only、limited:説明、open',
    ],
    [
      'no state',
      'scope: [trading=stopped',
      'scope: [trading',
      "'trading' does not say what is stopped or open. Write OPERATION=STATE or OPERATION:ASSET=STATE; states: stopped, cancel-only, post-only, limited:WORDS, open",
      '「trading」では、何が止まり、何が使えるのか分かりません. 書き方: 操作=状態、または 操作:資産=状態。状態は stopped、cancel-only、post-only、limited:説明、open',
    ],
    [
      'words for a fact that has none',
      'root-cause: { value: unknown }',
      'detected-at: { ja: 昨日, en: yesterday }',
      "'detected-at' has no public words (ja, en). Write from, as a duration from the start of the drill; or give it words with words: true under facts of the runbook",
      '「detected-at」には顧客に見せる文言（ja、en）がありません. 書き方: from（訓練の開始からの時間）。文言を書けるようにするには、手順書の facts で words: true にします',
    ],
    [
      'a value of another kind',
      'root-cause: { value: unknown }',
      'detected-at: { value: yesterday }',
      "'detected-at' does not have the right form. Write from, as a duration from the start of the drill",
      '「detected-at」の書き方が違います. 書き方: from（訓練の開始からの時間）',
    ],
  ])('with %s says what to write', async (_, from, to, en, ja) => {
    const { findings } = read(WHOLE.replace(from, to))
    const told = await Promise.all((['en', 'ja'] as const).map((language) => findingWords(language)))
    expect(told.map((describe) => findings.map((finding) => describe(finding).join('. ')))).toEqual([[en], [ja]])
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
