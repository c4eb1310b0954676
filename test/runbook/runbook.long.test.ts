import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Problem, ProblemError } from '../../src/domain/problem.ts'
import { type ClaimRule, LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { describeProblem } from '../../src/i18n/problems.ts'
import { loadText } from '../../src/i18n/text.ts'
import type { Finding, FindingCode } from '../../src/runbook/finding.ts'
import { excerptWithCaret } from '../../src/runbook/finding.ts'
import { loadRunbook, loadRunbookWith } from '../../src/runbook/io/chapter-files.ts'
import { throwOnErrors } from '../../src/runbook/throw-on-errors.ts'
import { findingWords } from '../../src/runbook/words.ts'

const TODAY = '2026-11-25'
const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const HEAD = `reviewed: 2026-11-24
title: { ja: 試し, en: A trial }
`

const VOCABULARY = `${HEAD}types:
  failure: { planned: never, ja: 障害, en: failure }
operations:
  trading: { ja: 売買, en: trading }
channels:
  website: { form: page, audience: customers, ja: サイト, en: website }
facts:
  cause: { kind: text, ja: 原因, en: Cause }
  since: { kind: time, role: began, ja: 停止日時, en: Since }
departments:
  desk: { ja: 当直, en: Desk }
clauses:
  - { id: 9.1-a, kind: procedure, modality: [must], gist: { ja: 見る, en: Look } }
`

function stepYaml(over: Readonly<Record<string, string | null>> = {}): string {
  const keys: Record<string, string | null> = {
    id: '9.1-look',
    section: '"9.1"',
    clauses: '[9.1-a]',
    source: 'manual',
    department: 'desk',
    title: '{ ja: 見る, en: Look }',
    instructions: '{ ja: 見る。, en: Look. }',
    modality: 'must',
    kind: 'once',
    applies: '{ all: normal }',
    gate: 'lift',
    ...over,
  }
  const lines = Object.entries(keys).flatMap(([key, value]) => (value === null ? [] : [`${key}: ${value}`]))
  return `  - ${lines.join('\n    ')}\n`
}

/** The findings in a folder with a vocabulary and one chapter; `claims` are those of every manual. */
function check(
  chapter: string,
  vocabulary = VOCABULARY,
  claims: readonly ClaimRule[] | null = null,
): readonly Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'halt-runbook-'))
  made.push(folder)
  writeFileSync(join(folder, 'a.yaml'), vocabulary)
  writeFileSync(join(folder, 'b.yaml'), chapter)
  return loadRunbook(folder, null, null, claims).findings
}

const chapter = (...steps: readonly string[]) => `${HEAD}phase: during-halt\nsteps:\n${steps.join('')}`

function only(findings: readonly Finding[]): Finding {
  expect(findings.map((f) => f.code)).toHaveLength(1)
  return findings[0] as Finding
}

describe('a chapter', () => {
  it('has no findings if it is valid', () => {
    expect(check(chapter(stepYaml()))).toEqual([])
  })

  it.each<[string, Record<string, string | null>, FindingCode, object, string]>([
    ['an unknown key', { colour: 'red' }, 'unknown-key', { key: 'colour', meant: null }, 'colour: red'],
    ['a missing key', { department: null }, 'missing-key', { key: 'department' }, '- id: 9.1-look'],
    ['a missing choice', { modality: null }, 'missing-key', { key: 'modality' }, '- id: 9.1-look'],
    ['a full-width colon in braces', { title: '{ ja：見る }' }, 'yaml-syntax', { why: 'wide-colon' }, 'ja：見る'],
    ['one language only', { title: '{ ja: 見る }' }, 'missing-language', { language: 'en', key: 'title' }, 'title: {'],
    [
      'a number instead of a list',
      { clauses: '5' },
      'wrong-type',
      { key: 'clauses', given: '5', expected: ['list'] },
      'clauses: 5',
    ],
    [
      'a number instead of a duration',
      { kind: 'recurring', every: '30' },
      'wrong-type',
      { key: 'every', given: '30', expected: [{ example: 'cadence' }, 'duration'] },
      'every: 30',
    ],
    [
      'a value that is not allowed',
      { modality: 'shall' },
      'bad-value',
      { given: 'shall', allowed: ['must', 'effort', 'consider', 'if-needed'] },
      'modality: shall',
    ],
    ['an invalid duration', { kind: 'recurring', every: 'often' }, 'bad-duration', { given: 'often' }, 'every: often'],
    [
      'a control character',
      { title: '{ ja: 見る, en: "\\e[2J" }' },
      'bad-character',
      { key: 'en', character: 'U+001B' },
      'title: {',
    ],
    [
      'a bidirectional override',
      { instructions: '{ ja: 見る, en: "\\u202e" }' },
      'bad-character',
      { character: 'U+202E' },
      'instructions: {',
    ],
    [
      'an interval of zero',
      { kind: 'recurring', every: '0m' },
      'out-of-range',
      { key: 'every', given: '0m', least: '1m', most: '31d' },
      'every: 0m',
    ],
    ['an interval of seconds', { kind: 'recurring', every: '59s' }, 'out-of-range', { given: '59s' }, 'every: 59s'],
    ['an interval of years', { kind: 'recurring', every: '365d' }, 'out-of-range', { given: '365d' }, 'every: 365d'],
    ['an interval of centuries', { kind: 'recurring', every: '99999999d' }, 'out-of-range', {}, 'every: 9'],
    ['an empty text', { title: '{ ja: "", en: Look }' }, 'empty-text', { key: 'ja' }, 'title: {'],
    [
      'an unknown department',
      { department: 'dsek' },
      'unknown-department',
      { given: 'dsek', allowed: ['desk'] },
      'department: dsek',
    ],
    ['an unknown clause', { clauses: '[9.1-a, 9.1-z]' }, 'unknown-clause', { given: '9.1-z' }, 'clauses: ['],
    [
      'an unknown channel',
      { channel: 'telex', stage: 'first' },
      'unknown-channel',
      { given: 'telex' },
      'channel: telex',
    ],
    ['an unknown fact', { facts: '[cause, case]' }, 'unknown-fact', { given: 'case' }, 'facts: ['],
    ['an unknown type', { applies: '{ failure: now, flood: now }' }, 'unknown-type', { given: 'flood' }, 'applies: {'],
    [
      'an id of another section',
      { id: '9.2-look' },
      'section-mismatch',
      { step: '9.2-look', section: '9.1' },
      'section: ',
    ],
    [
      'a recurring step without an interval',
      { kind: 'recurring' },
      'recurring-without-interval',
      {},
      'kind: recurring',
    ],
    ['an interval for a step done once', { every: '30m' }, 'interval-without-recurring', {}, 'every: 30m'],
    ['a channel without a stage', { channel: 'website' }, 'channel-without-stage', {}, 'channel: website'],
    ['a stage without a channel', { stage: 'first' }, 'channel-without-stage', {}, 'stage: first'],
    [
      'a cadence without a channel',
      { kind: 'recurring', every: 'cadence' },
      'cadence-without-channel',
      {},
      'every: cadence',
    ],
    ['no halt type', { applies: '{}' }, 'never-comes', { why: 'no-type' }, '- id: 9.1-look'],
    [
      'a phase that its halt types never have',
      { phase: 'scheduled' },
      'never-comes',
      { why: 'never-scheduled' },
      '- id: 9.1-look',
    ],
    ['the phase closed', { phase: 'closed' }, 'never-comes', { why: 'closed' }, '- id: 9.1-look'],
    [
      'a weaker modality than its clause',
      { modality: 'consider' },
      'clause-softened',
      { clause: '9.1-a', by: '9.1-look' },
      'modality: consider',
    ],
    ['no gate', { gate: null }, 'no-gate', {}, '- id: 9.1-look'],
  ])('with %s has a finding with its position', (_, over, code, params, line) => {
    const finding = only(check(chapter(stepYaml(over))))
    expect(finding).toMatchObject({ code, params, level: code === 'no-gate' ? 'warning' : 'error' })
    expect(finding.file).toMatch(/b\.yaml$/)
    expect(finding.excerpt.trim()).toContain(line)
  })

  it('does not fail over names that another chapter left out', () => {
    const again = chapter(stepYaml()).replace('steps:', 'operations: { trading: { ja: 売買, en: trading } }\nsteps:')
    const broken = VOCABULARY.replace('{ ja: 売買, en: trading }', '{ ja: 売買 }')
    expect(check(again, broken).map(({ code }) => code)).toContain('missing-language')
  })

  it('reports every problem at once, each with its own position', () => {
    const findings = check(
      chapter(
        stepYaml({ department: 'dsek', facts: '[case]' }),
        stepYaml({ id: '9.1-look', clauses: '[9.1-z]' }),
        stepYaml({ id: '9.1-never', applies: '{}', channel: 'website' }),
      ),
    )
    expect(findings.map((f) => f.code).sort()).toEqual([
      'channel-without-stage',
      'duplicate-id',
      'never-comes',
      'unknown-clause',
      'unknown-department',
      'unknown-fact',
    ])
    const places = findings.map((f) => `${f.line}:${f.column}`)
    expect(new Set(places).size).toBe(findings.length)
  })

  it('reports every schema violation at once', () => {
    const findings = check(chapter(stepYaml({ colour: 'red', modality: 'shall', title: '{ en: Look }', clauses: '5' })))
    expect(findings.map((f) => f.code).sort()).toEqual(['bad-value', 'missing-language', 'unknown-key', 'wrong-type'])
  })

  it('with a name that is read as another id has a warning', () => {
    const vocabulary = VOCABULARY.replace(
      'departments:',
      `  custom: { kind: text, ja: cause.ja, en: Cause }
departments:
  press: { ja: 広報部, en: Press, also: [DESK] }`,
    )
    const found = check(chapter(stepYaml()), vocabulary)
    expect(
      found.map(({ code, level, params, excerpt }) => [code, level, params, excerpt.trim().split(':')[0]]),
    ).toEqual([
      ['name-is-id', 'warning', { name: 'DESK', id: 'desk' }, 'press'],
      ['name-is-id', 'warning', { name: 'cause.ja', id: 'cause' }, 'custom'],
      ['name-is-id', 'warning', { name: 'Cause', id: 'cause' }, 'custom'],
    ])
  })

  it('with an id used in another file names that file and the line', () => {
    const finding = only(check(chapter(stepYaml()), `${VOCABULARY}phase: during-halt\nsteps:\n${stepYaml()}`))
    expect(finding).toMatchObject({ code: 'duplicate-id', params: { first: expect.stringMatching(/a\.yaml:18$/) } })
    expect(finding.file).toMatch(/b\.yaml$/)
  })

  it('that cites another section has to give a reason', () => {
    const moved = { id: '9.2-look', section: '"9.2"' }
    expect(only(check(chapter(stepYaml(moved)))).code).toBe('foreign-clause')
    expect(check(chapter(stepYaml({ ...moved, why: '{ ja: 同じ, en: The same }' })))).toEqual([])
  })

  it('that cites an unknown clause of another section has one finding', () => {
    expect(check(chapter(stepYaml({ clauses: '[9.1-a, 8.1-z]' }))).map(({ code }) => code)).toEqual(['unknown-clause'])
  })

  it('without a gate has the finding where the halt is dealt with', () => {
    const early = `phase: initial-response\nsteps:\n${stepYaml({ id: '9.1-more', clauses: '[]', gate: null })}`
    expect(only(check(chapter(stepYaml({ gate: null })), `${VOCABULARY}${early}`))).toMatchObject({
      code: 'no-gate',
      file: expect.stringMatching(/b\.yaml$/),
    })
  })

  it('cannot cite more than nine clauses in a step', () => {
    const ids = Array.from({ length: 10 }, (_, i) => `9.1-n${i}`)
    const clauses = ids.map((id) => `  - { id: ${id}, kind: definition, modality: [], gist: { ja: 字, en: word } }\n`)
    const findings = check(
      chapter(
        stepYaml({ clauses: `[9.1-a, ${ids.slice(1).join(', ')}]` }),
        stepYaml({ id: '9.1-more', clauses: '[9.1-n0]' }),
      ),
      VOCABULARY + clauses.join(''),
    )
    expect(only(findings)).toMatchObject({ code: 'too-many-clauses', params: { count: 10, limit: 9 } })
  })

  it('that leaves out a clause has a finding at the clause', () => {
    const finding = only(check(chapter(stepYaml({ clauses: '[]' }))))
    expect(finding).toMatchObject({ code: 'clause-not-carried', params: { clause: '9.1-a' } })
    expect(finding.file).toMatch(/a\.yaml$/)
    expect(finding.excerpt).toContain('id: 9.1-a')
  })

  it('that leaves out a clause of its own chapter has the finding there', () => {
    const clauses =
      'clauses:\n  - { id: 9.1-b, kind: procedure, modality: [must], gist: { ja: 聞く, en: Ask } }\nsteps:\n'
    const finding = only(check(chapter(stepYaml()).replace('steps:\n', clauses)))
    expect(finding).toMatchObject({ code: 'clause-not-carried', params: { clause: '9.1-b' } })
    expect(finding.file).toMatch(/b\.yaml$/)
    expect(finding.excerpt).toContain('id: 9.1-b')
  })

  it('cannot be stricter than the clause that it cites', () => {
    const soft = VOCABULARY.replace('modality: [must]', 'modality: [consider]')
    expect(only(check(chapter(stepYaml()), soft))).toMatchObject({
      code: 'clause-hardened',
      params: { clause: '9.1-a', asks: 'consider', step: '9.1-look', modality: 'must' },
      excerpt: expect.stringContaining('modality: must'),
    })
    expect(check(chapter(stepYaml({ modality: 'consider' })), soft)).toEqual([])
    expect(check(chapter(stepYaml()), soft.replace('[consider]', '[must, consider]'))).toEqual([])
  })

  it('can carry a softer clause together with a required one', () => {
    const both = `${VOCABULARY}  - { id: 9.1-b, kind: procedure, modality: [effort], gist: { ja: 急ぐ, en: Hurry } }\n`
    expect(check(chapter(stepYaml({ clauses: '[9.1-a, 9.1-b]' })), both)).toEqual([])
    expect(
      check(chapter(stepYaml(), stepYaml({ id: '9.1-hurry', clauses: '[9.1-b]', gate: null })), both).map(
        ({ code, params }) => [code, params],
      ),
    ).toEqual([['clause-hardened', { clause: '9.1-b', asks: 'effort', step: '9.1-hurry', modality: 'must' }]])
  })

  it('cannot have a place whose clauses are missing or malformed', () => {
    for (const clauses of ['', 'clauses: 9.1-a, ', 'clauses: [[9.1-a]], '])
      expect(check(`${chapter(stepYaml())}places:\n  list: { ${clauses}ja: 表, en: The list. }\n`)).not.toEqual([])
  })

  it('cannot have a place that names an unknown clause', () => {
    const findings = check(`${chapter(stepYaml())}places:\n  the-list: { clauses: [9.9-z], ja: 表, en: The list. }\n`)
    expect(only(findings).code).toBe('unknown-clause')
  })

  it('cannot have a fact that depends on an unknown one', () => {
    const facts = (other: string) =>
      check(
        `${chapter(stepYaml())}facts:\n  safety: { kind: text, onceKnown: { ${other}: null }, ja: 資産, en: Assets }\n`,
      )
    expect(facts('cause')).toEqual([])
    expect(only(facts('case'))).toMatchObject({ code: 'unknown-fact', params: { given: 'case' } })
  })

  it('cannot have a clause that asks for an unknown fact', () => {
    const asking = (fact: string) =>
      check(chapter(stepYaml()), VOCABULARY.replace('id: 9.1-a,', `id: 9.1-a, fact: ${fact},`))
    expect(asking('cause')).toEqual([])
    expect(only(asking('case'))).toMatchObject({ code: 'unknown-fact', params: { given: 'case' } })
  })
})

/** The findings with their level, and the text at their positions. */
const shown = (findings: readonly Finding[]) =>
  findings.map(({ code, level, excerpt, column }) => [code, level, excerpt.slice(column - 1).split(/[,:]/, 1)[0]])

describe('the claims of a runbook', () => {
  const GENERAL: readonly ClaimRule[] = [{ kind: 'promise', ja: ['必ず'], en: ['for sure'] }]
  const words = '{ ja: 必ず再開します, en: It reopens }'
  const found = (from: string, to: string) => shown(check(chapter(stepYaml()), VOCABULARY.replace(from, to), GENERAL))

  it('have a warning in words that every notice of a halt would state', () => {
    const warning = [['claim-in-manual', 'warning', '必ず再開します']]
    for (const key of ['reason', 'remark'])
      expect(found('{ planned: never,', `{ planned: never, ${key}: ${words},`)).toEqual(warning)
    expect(found('{ kind: text,', `{ kind: text, unknown: ${words},`)).toEqual(warning)
    expect(found('{ planned: never,', '{ planned: never, reason: { ja: 障害, en: A fault },')).toEqual([])
  })

  it('have one if its own chapters call it a claim, once in a manual in one language', () => {
    const own = 'claims:\n  - { kind: guess, ja: [らしい], en: [it seems] }\ntypes:'
    const reason = '{ planned: never, reason: { ja: 障害らしい, en: A fault },'
    expect(found('types:', own)).toEqual([])
    const both = VOCABULARY.replace('types:', own).replace('{ planned: never,', reason)
    expect(shown(check(chapter(stepYaml()), both, GENERAL))).toEqual([['claim-in-manual', 'warning', '障害らしい']])
    const japanese = both.replaceAll(/, en: [^}\n]+(?= \})/g, '')
    expect(shown(check(chapter(stepYaml()), japanese, GENERAL))).toEqual([
      ['claim-in-manual', 'warning', '障害らしい }'],
    ])
  })

  it('are read from all chapters, by kind or as phrases alone', () => {
    const chapterOf = (claims: string) => `${HEAD}claims: ${claims}\n`
    const folder = mkdtempSync(join(tmpdir(), 'halt-runbook-'))
    made.push(folder)
    writeFileSync(join(folder, 'a.yaml'), `${VOCABULARY}claims: { ja: [無事], en: [unharmed] }\n`)
    writeFileSync(
      join(folder, 'b.yaml'),
      chapterOf(
        '[{ kind: blame, level: error, ja: [業者], en: [a vendor], unless: { ja: [~名], en: [] }, mend: { ja: 直す, en: Mend } }]',
      ),
    )
    expect(loadRunbook(folder, null).runbook.claims).toEqual([
      { kind: 'safety', ja: ['無事'], en: ['unharmed'] },
      {
        kind: 'blame',
        level: 'error',
        ja: ['業者'],
        en: ['a vendor'],
        unless: { ja: ['~名'], en: [] },
        mend: { ja: '直す', en: 'Mend' },
      },
    ])
  })
})

describe('the facts of a runbook', () => {
  const withFacts = (...facts: readonly string[]) =>
    check(chapter(stepYaml()), VOCABULARY.replace(/ {2}since: .*\n/, facts.map((fact) => `  ${fact}\n`).join('')))
  const since = 'since: { kind: time, role: began, ja: 停止日時, en: Since }'

  it('have each role once', () => {
    const findings = withFacts(since, 'down: { kind: time, role: began, ja: 発生日時, en: Down since }')
    expect(shown(findings)).toEqual([['duplicate-role', 'error', 'began']])
    expect(findings[0]?.params).toEqual({ role: 'began', fact: 'down', first: 'since' })
  })

  it('may be defined again with their role in another chapter', () => {
    const again = `${chapter(stepYaml())}facts: { ${since} }\n`
    expect(check(again)).toEqual([])
  })

  it.each([
    ['began', 'text'],
    ['detected', 'future'],
    ['planned-begin', 'time'],
    ['expected-end', 'time'],
    ['impact', 'count'],
    ['contact', 'time'],
  ])('cannot have the role %s with the kind %s', (role, kind) => {
    const facts = [since, `odd: { kind: ${kind}, role: ${role}, ja: 変, en: Odd }`].slice(role === 'began' ? 1 : 0)
    expect(shown(withFacts(...facts))).toEqual([['role-kind', 'error', kind]])
  })

  it('without the time at which a halt began have a warning, if customers are told of it', () => {
    expect(shown(withFacts())).toEqual([['no-role', 'warning', 'facts']])
    const internal = VOCABULARY.replace('customers', 'departments').replace(/ {2}since: .*\n/, '')
    expect(check(chapter(stepYaml()), internal)).toEqual([])
  })

  it('without the planned times have a warning, if a halt can be planned', () => {
    const planned = (rule: string) => VOCABULARY.replace('planned: never', `planned: ${rule}`)
    for (const rule of ['required', 'allowed'])
      expect(check(chapter(stepYaml()), planned(rule)).map(({ code, params }) => [code, params])).toEqual([
        ['no-role', { role: 'planned-begin' }],
        ['no-role', { role: 'planned-end' }],
      ])
    const times = `  from: { kind: future, role: planned-begin, ja: 開始, en: From }
  to: { kind: future, role: planned-end, ja: 終了, en: To }
`
    expect(check(chapter(stepYaml()), planned('required').replace('facts:\n', `facts:\n${times}`))).toEqual([])
  })

  it('with keys that have another effect than meant have a warning', () => {
    expect(
      shown(
        withFacts(
          since,
          'clinics: { kind: text, unit: { ja: 科, en: clinics }, ja: 診療科, en: Clinics }',
          'rooms: { kind: text, unitOfOne: { ja: 室, en: room }, ja: 病室, en: Rooms }',
          'wards: { kind: text, affected: true, ja: 病棟, en: Wards }',
          'beds: { kind: count, words: true, ja: 病床, en: Beds }',
          'patient: { kind: text, personal: true, ja: 患者, en: Patient }',
          'until: { kind: estimate, words: true, ja: 終了, en: Until }',
          'calls: { kind: count, unit: { ja: 件, en: calls }, ja: 電話, en: Calls }',
        ),
      ),
    ).toEqual([
      ['unused-unit', 'warning', 'unit'],
      ['unused-unit', 'warning', 'unitOfOne'],
      ['unused-unit', 'warning', 'true'],
      ['words-hide-value', 'warning', 'true'],
      ['words-hide-value', 'warning', 'true'],
    ])
  })

  it.each([
    'kind: count',
    'kind: text, words: true',
    'kind: text, notice: if-stated',
    'kind: text, role: cause',
    'kind: text, report: { part: review, ask: { ja: 誰か, en: Who? } }',
  ])('that are personal must not be told to anybody: %s', (keys) => {
    const findings = shown(withFacts(since, `patient: { ${keys}, personal: true, ja: 患者, en: Patient }`))
    expect(findings).toContainEqual(['personal-told', 'error', 'true'])
  })

  const review = 'report: { part: review, ask: { ja: 何か, en: What? } }'
  it.each([
    `kind: count, ${review}`,
    `kind: text, words: true, ${review}`,
    `kind: text, notice: if-stated, ${review}`,
    `kind: text, role: cause, ${review}`,
    'kind: text',
  ])('that each person states are texts of the report that customers never read: %s', (keys) => {
    const found = (given: string) =>
      shown(withFacts(since, `praise: { ${given}, byPerson: true, ja: 称賛, en: Praise }`))
    expect(found(keys)).toContainEqual(['by-person-unfit', 'error', 'true'])
    expect(found(`kind: text, words: reports, ${review}`)).toEqual([])
  })
})

describe('the channels of a runbook', () => {
  const first = stepYaml({ channel: 'website', stage: 'first' })
  const other = (stage: string) => stepYaml({ id: '9.1-back', clauses: '[]', gate: null, channel: 'website', stage })

  it('on which customers learn of a halt, but not that it is over, have a warning', () => {
    expect(shown(check(chapter(first, other('update'))))).toEqual([['no-resumption', 'warning', 'website']])
    expect(check(chapter(first, other('resumption')))).toEqual([])
    expect(check(chapter(first), VOCABULARY.replace('customers', 'departments'))).toEqual([])
  })

  it('on which customers never learn of a halt, but others do, have a warning', () => {
    const mail = '  letters: { form: mail, audience: customers, ja: 手紙, en: Letters }\n'
    const two = VOCABULARY.replace(/^ {2}website:/m, `${mail}  website:`)
    const found = (...steps: readonly string[]) => shown(check(chapter(...steps), two)).map(([code]) => code)
    expect(found(first, other('resumption'))).toEqual(['no-first-notice'])
    expect(found(stepYaml())).toEqual([])
    expect(
      shown(check(chapter(first, other('resumption')), two.replace('customers, ja: 手紙', 'departments, ja: 手紙'))),
    ).toEqual([])
  })

  it('with push notices need short titles', () => {
    const long = `{ ja: 外来診療の予約の受付停止, en: Appointment booking unavailable }`
    const short = '{ ja: 予約停止, en: Booking unavailable }'
    const push = VOCABULARY.replace(
      'trading: { ja: 売買, en: trading }',
      `trading: { ja: 売買, en: trading, halt: { title: ${long}, noun: ${long}, resumption: ${short}, state: ${short} } }`,
    )
    expect(check(chapter(stepYaml()), push)).toEqual([])
    const findings = check(chapter(stepYaml()), push.replace('form: page', 'form: push'))
    expect(findings.map(({ code, level, params }) => [code, level, params])).toEqual([
      ['push-title-long', 'warning', { text: '外来診療の予約の受付停止のお知らせ', columns: 34, limit: 30 }],
      ['push-title-long', 'warning', { text: 'Appointment booking unavailable', columns: 31, limit: 30 }],
    ])
  })
})

describe('a chapter with steps and no phase', () => {
  it('has a warning, unless each step has one', () => {
    const unphased = (over = {}) => chapter(stepYaml(over)).replace('phase: during-halt\n', '')
    expect(shown(check(unphased()))).toEqual([['no-phase', 'warning', '- id']])
    expect(check(unphased({ phase: 'during-halt' }))).toEqual([])
  })
})

describe('YAML', () => {
  it.each([
    ['a broken bracket', 'title: { ja: x\nsteps: [', 'yaml-syntax'],
    ['a tab as indentation', 'title:\n\tja: x\n', 'yaml-syntax'],
    ['a key twice', `${HEAD}title: { ja: y, en: y }\n`, 'yaml-syntax'],
    ['an anchor and its alias', `${HEAD}departments:\n  a: &a { ja: x, en: x }\n  b: *a\n`, 'yaml-feature'],
    ['a tag', `reviewed: !date 2026-11-24\n`, 'yaml-feature'],
    ['a directive', `%YAML 1.1\n---\n${HEAD}`, 'yaml-feature'],
    ['a key __proto__', `${HEAD}__proto__: { ja: x }\n`, 'yaml-feature'],
  ])('with %s is rejected, with its position', (_, text, code) => {
    const findings = check(text)
    expect(findings.map((f) => f.code)).toContain(code)
    for (const f of findings) expect(f.line >= 1 && f.column >= 1 && f.file.endsWith('b.yaml')).toBe(true)
  })

  it.each([
    ['brackets', '['.repeat(5000)],
    ['braces', `a: ${'{ a: '.repeat(5000)}`],
    ['dashes', '- '.repeat(5000)],
    ['indentation', Array.from({ length: 200 }, (_, i) => `${'  '.repeat(i)}a:`).join('\n')],
    ['indentation by one', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['question marks', '? '.repeat(5000)],
    ['colons after dashes and question marks', '- ? '.repeat(2500)],
  ])('nested too deeply by %s is rejected before parsing', (_, text) => {
    expect(only(check(text))).toMatchObject({ code: 'too-deep', params: { limit: 64 } })
  })

  it('larger than 256 KiB is rejected before parsing', () => {
    expect(only(check(`# ${'x'.repeat(256 * 1024)}`))).toMatchObject({ code: 'too-large', params: { limit: 262_144 } })
  })

  it('that is empty lacks every required key', () => {
    expect(check('').map((f) => f.code)).toEqual(['missing-key'])
  })

  it('that is a list has the wrong type', () => {
    expect(only(check('- a\n')).code).toBe('wrong-type')
  })
})

describe('a finding', () => {
  it('shows the line with a caret under the column, even after wide characters', () => {
    const finding = only(check(chapter(stepYaml({ title: '{ ja: 見る, eng: Look, en: Look }' }))))
    const [line = '', caret = ''] = excerptWithCaret(finding).split('\n')
    expect(line.trim()).toBe('title: { ja: 見る, eng: Look, en: Look }')
    const width = (text: string) => [...text].reduce((sum, char) => sum + (char > '\u2e80' ? 2 : 1), 0)
    expect(caret.length - 1).toBe(width(line.slice(0, line.indexOf('eng'))))
  })

  it('has a message and a remedy in both languages', async () => {
    const finding = only(check(chapter(stepYaml({ department: 'dsek' }))))
    const [en, ja] = await Promise.all([findingWords('en'), findingWords('ja')])
    expect(en(finding).join(' ')).toMatch(/dsek.* desk/)
    expect(ja(finding).join(' ')).toMatch(/dsek.*desk/)
    expect(ja(finding)).not.toEqual(en(finding))
  })

  it.each(LANGUAGES)('that ends a command names the program as it was called, in %s', async (language) => {
    const many = Array.from({ length: 13 }, (_, i) => `  desk-${i}: { ja: 席, en: D }\n`).join('')
    const findings = check(chapter(stepYaml({ department: 'desc-7' })), VOCABULARY.replace(/ {2}desk: .*\n/, many))
    const problem = await throwOnErrors('bad-runbook', findings, language).catch((error: ProblemError) => error.problem)
    const [, advice] = await describeProblem(problem as Problem, await loadText(language), 'node bin/halt.js')
    expect(advice).toMatch(/node bin\/halt\.js runbook show\n.*node bin\/halt\.js runbook check$/)
  })

  it('about an unknown name lists up to twelve; of more, the nearest, and the command that lists all', async () => {
    const departments = (count: number) =>
      VOCABULARY.replace(
        / {2}desk: .*\n/,
        Array.from({ length: count }, (_, i) => `  desk-${i}: { ja: 席, en: D }\n`).join(''),
      )
    const describe = await findingWords('en', 'node bin/halt.js')
    const told = (count: number) =>
      describe(only(check(chapter(stepYaml({ department: 'desc-7' })), departments(count))))
    expect(told(12)[1]).toMatch(/^Known: (desk-\d+(, )?){12}$/)
    expect(told(13)[1]).toMatch(/^The nearest: desk-7(, desk-\d+){3}\. To list all: node bin\/halt\.js runbook show$/)
    const tooMany = { given: 'sato', allowed: Array.from({ length: 13 }, (_, i) => `sato${i}`) }
    const place = { file: 'contacts.yaml', line: 1, column: 1, excerpt: '' }
    const person: Finding = { code: 'unknown-person', level: 'error', params: tooMany, ...place }
    expect(describe(person)[1]).toBe('The nearest of 13: sato0, sato1, sato2, sato3')
    const inJapanese = await findingWords('ja')
    expect(inJapanese(person)[1]).toBe('使える13件のうち近いもの: sato0, sato1, sato2, sato3')
  })
})

describe('a file of the team', () => {
  const shipped = resolve(import.meta.dirname, '../../runbooks')

  it('has a review date if it ships', () => {
    const { reviews } = loadRunbook(shipped, null)
    expect(reviews.filter(({ reviewed }) => reviewed === null)).toEqual([])
  })

  it('replaces the shipped one of the same name; others are added', () => {
    const folder = mkdtempSync(join(tmpdir(), 'halt-team-'))
    made.push(folder)
    const own = readFileSync(join(shipped, '2-initial-response.yaml'), 'utf8').replace(
      'en: Check the logs',
      'en: Read our logs',
    )
    writeFileSync(join(folder, '2-initial-response.yaml'), own)
    writeFileSync(
      join(folder, '8-ours.yaml'),
      chapter(
        stepYaml({
          id: '8.1-ours',
          section: '"8.1"',
          clauses: '[]',
          source: 'extension',
          department: 'system',
          gate: null,
        }),
      ),
    )
    const { runbook, findings } = loadRunbook(shipped, folder)
    expect(findings).toEqual([])
    expect(runbook.steps.find((s) => s.id === '2.1-logs')?.title.en).toBe('Read our logs')
    expect(runbook.steps.at(-1)?.id).toBe('8.1-ours')
  })

  it('can be checked alone, together with the shipped ones', () => {
    const folder = mkdtempSync(join(tmpdir(), 'halt-team-'))
    made.push(folder)
    const path = join(folder, '2-initial-response.yaml')
    cpSync(join(shipped, '2-initial-response.yaml'), path)
    expect(loadRunbookWith(shipped, path, TODAY).findings).toEqual([])
    expect(loadRunbookWith(shipped, folder, TODAY).findings).toEqual([])
    expect(() => loadRunbookWith(shipped, join(folder, 'nothing'), TODAY)).toThrow('no-such-file')
  })

  it('must have a valid review date that is not in the future', () => {
    const folder = mkdtempSync(join(tmpdir(), 'halt-team-'))
    made.push(folder)
    const path = join(folder, '8-ours.yaml')
    const dated = (date: string) => {
      writeFileSync(path, HEAD.replace('2026-11-24', date))
      return loadRunbook(shipped, folder, TODAY)
    }
    const place = { file: path, line: 1, column: 11 }
    expect(dated('2026-02-30').findings).toMatchObject([{ code: 'bad-date', level: 'error', ...place }])
    expect(dated('2026-11-26').findings).toMatchObject([{ code: 'future-date', level: 'warning', ...place }])
    expect(dated('2026-11-25').findings).toEqual([])
    expect(dated('2026-11-25').reviews.filter(({ isOwn: own }) => own)).toMatchObject([
      { place, reviewed: '2026-11-25' },
    ])
    expect(loadRunbook(shipped, null, '2001-01-01').findings).toEqual([])
  })
})
