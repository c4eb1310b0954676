import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { loadAuthorities, readAuthorities } from '../../src/authority/io/authority-files.ts'
import { readCompiledAuthorities } from '../../src/authority/io/compiled-authorities.ts'
import type { DeadlineRule, KnownAuthority } from '../../src/domain/authorities/authority.ts'
import { isAuthority } from '../../src/domain/authorities/authority.ts'
import { EMPTY_RUNBOOK } from '../../src/domain/runbook/runbook.ts'
import { loadRunbook } from '../../src/runbook/io/chapter-files.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const { runbook } = loadRunbook(join(ROOT, 'runbooks'), null)
const AGAINST = { runbook, today: '2026-12-01' }

const GOOD = `reviewed: 2026-11-25
verify: false
source: extension
title: { ja: 当局, en: Authority }
applies:
  types: [system-failure]
  condition: { ja: 条件, en: condition }
events:
  hearing: { ja: 聞いた, en: heard }
reports:
  first:
    title: { ja: 第一, en: first }
    due: [{ from: hearing, within: { hours: 4 } }]
  second:
    title: { ja: 第二, en: second }
    due: [{ after: first, within: { days: 3 }, latest: { days: 5 } }]
`

let team = ''
beforeEach(() => {
  team = mkdtempSync(join(tmpdir(), 'halt-authorities-'))
  mkdirSync(join(team, 'authorities'))
})
afterEach(() => rmSync(team, { recursive: true, force: true }))

/** The findings about a team's own file, each with its place and excerpt. */
function found(text: string, name = 'ours.yaml') {
  writeFileSync(join(team, 'authorities', name), text)
  return readAuthorities(join(ROOT, 'runbooks'), team, AGAINST).findings.map(
    ({ code, level, line, column, excerpt }) => ({
      code,
      level,
      at: `${line}:${column}`,
      excerpt: excerpt.trim(),
    }),
  )
}

describe('an authority file', () => {
  it('adds an authority named after the file to the shipped ones', () => {
    expect(found(GOOD)).toEqual([])
    const { known } = readAuthorities(join(ROOT, 'runbooks'), team)
    const ours = known.find(({ authority }) => authority.id === 'ours')
    expect(ours).toMatchObject({
      types: ['system-failure'],
      facts: [],
      byName: false,
      authority: { verify: false, reviewed: '2026-11-25', filings: [{ id: 'ours-first' }, { id: 'ours-second' }] },
    })
    expect(ours?.authority.filings[1]?.due).toEqual([
      {
        from: null,
        after: 'ours-first',
        within: { unit: 'days', count: 3 },
        latest: { unit: 'days', count: 5 },
        before: null,
        when: null,
        unless: null,
      },
    ])
    expect(known.length).toBeGreaterThan(4)
  })

  it('replaces the shipped authority of the same name', () => {
    const shipped = readAuthorities(join(ROOT, 'runbooks'), team).known.length
    found(GOOD, 'jp-fsa.yaml')
    const { known } = readAuthorities(join(ROOT, 'runbooks'), team)
    expect(known).toHaveLength(shipped)
    expect(known.find(({ authority }) => authority.id === 'jp-fsa')?.authority.title.en).toBe('Authority')
  })

  it.each<[string, string, string, { code: string; at: string }]>([
    ['an unknown event', 'from: hearing', 'from: hearsay', { code: 'unknown-start', at: '13:19' }],
    [
      'an unknown event that replaces a deadline',
      'within: { hours: 4 }',
      'within: { hours: 4 }, unlessLater: hearsay',
      { code: 'unknown-start', at: '13:63' },
    ],
    [
      'an exception for an unknown report',
      'events:',
      'dayOff: { at: "12:00", unless: systemic, unlessFor: [third] }\nevents:',
      { code: 'unknown-report', at: '8:54' },
    ],
    ['an unknown report', 'after: first', 'after: third', { code: 'unknown-report', at: '16:20' }],
    ['a report that waits for itself', 'after: first', 'after: second', { code: 'report-cycle', at: '14:3' }],
    ['an unknown type', '[system-failure]', '[flood]', { code: 'unknown-type', at: '6:11' }],
    ['an unknown fact', 'types: [system-failure]', 'facts: [flood]', { code: 'unknown-fact', at: '6:11' }],
    [
      'both `after` and `from` in a deadline',
      '{ after: first,',
      '{ after: first, from: hearing,',
      { code: 'one-of', at: '16:11' },
    ],
    ['no length of a deadline', ', within: { hours: 4 }', '', { code: 'one-of', at: '13:11' }],
    ['a length in two units', '{ hours: 4 }', '{ hours: 4, days: 1 }', { code: 'one-of', at: '13:28' }],
    ['a length of zero', '{ hours: 4 }', '{ hours: 0 }', { code: 'out-of-range', at: '13:45' }],
    ['a length that is not a number', '{ hours: 4 }', '{ hours: soon }', { code: 'wrong-type', at: '13:45' }],
    [
      'a title in one language only',
      '{ ja: 第一, en: first }',
      '{ ja: 第一 }',
      { code: 'missing-language', at: '12:5' },
    ],
    [
      'a form for a report that it does not have',
      'reports:\n  first',
      'form: [{ title: { ja: 項目, en: Field }, reports: [third] }]\nreports:\n  first',
      { code: 'unknown-report', at: '10:50' },
    ],
    [
      'a fixed value for a report that it does not have',
      'reports:\n  first',
      'form: [{ title: { ja: 項目, en: Field }, fixed: { third: yes-no } }]\nreports:\n  first',
      { code: 'unknown-report', at: '10:56' },
    ],
    [
      'a field that depends on an unknown one',
      'reports:\n  first',
      'form: [{ title: { ja: 項目, en: Field }, when: { field: "9", is: ["yes"] } }]\nreports:\n  first',
      { code: 'unknown-form-field', at: '10:55' },
    ],
    [
      'two fields of one number',
      'reports:\n  first',
      'form: [{ title: { ja: 甲, en: A } }, { id: "1", title: { ja: 乙, en: B } }]\nreports:\n  first',
      { code: 'duplicate-id', at: '10:43' },
    ],
    [
      'a pattern that is none',
      'reports:\n  first',
      'form: [{ title: { ja: 項目, en: Field }, pattern: "[" }]\nreports:\n  first',
      { code: 'bad-pattern', at: '10:49' },
    ],
    [
      'a pattern that looks around',
      'reports:\n  first',
      'form: [{ title: { ja: 項目, en: Field }, pattern: "a(?=b)" }]\nreports:\n  first',
      { code: 'bad-pattern', at: '10:49' },
    ],
    [
      'a department that the runbook does not have',
      'reports:\n  first',
      'form: [{ title: { ja: 項目, en: Field }, department: flood }]\nreports:\n  first',
      { code: 'unknown-department', at: '10:52' },
    ],
    ['no `verify`', 'verify: false\n', '', { code: 'missing-key', at: '1:1' }],
    ['a source other than `extension`', 'source: extension', 'source: manual', { code: 'bad-value', at: '3:9' }],
    ['an unknown key', 'verify: false', 'verify: false\nsends: true', { code: 'unknown-key', at: '3:1' }],
    ['a review date in the future', '2026-11-25', '2999-01-01', { code: 'future-date', at: '1:11' }],
  ])('with %s is reported with its line and column', (_, before, after, expected) => {
    expect(GOOD).toContain(before)
    expect(found(GOOD.replace(before, after))).toEqual([expect.objectContaining(expected)])
  })

  it('can name types and facts of a runbook in capitals and with dots', () => {
    const type = { planned: 'never', ja: '停止', en: 'halt' } as const
    const fact = { kind: 'text', notice: false, words: false, ja: '病床', en: 'Beds' } as const
    const own = { ...EMPTY_RUNBOOK, types: { 'ICU.power': type }, facts: { 'ICU.Beds': fact } }
    const text = GOOD.replace('[system-failure]', '[ICU.power]\n  facts: [ICU.Beds]')
    const form = 'form: [{ title: { ja: 病床, en: Beds }, from: [ICU.Beds] }]\n'
    writeFileSync(join(team, 'authorities', 'ours.yaml'), `${text}${form}`)
    expect(readAuthorities(null, team, { ...AGAINST, runbook: own }).findings).toEqual([])
  })

  it('whose reports wait for each other is reported with report-cycle', () => {
    const cyclic = GOOD.replace('{ from: hearing,', '{ after: second,')
    expect(found(cyclic)).toMatchObject([{ code: 'report-cycle', at: '11:3' }])
  })

  it('is rejected for an invalid file name, or an event or report name already in use', () => {
    expect(found(GOOD, 'Ours!.yaml')).toMatchObject([{ code: 'wrong-type', at: '1:1' }])
    rmSync(join(team, 'authorities', 'Ours!.yaml'))
    expect(found(GOOD.replaceAll('hearing', 'jp-fsa'))).toMatchObject([{ code: 'duplicate-id', at: '9:3' }])
    rmSync(join(team, 'authorities', 'ours.yaml'))
    expect(found(GOOD.replaceAll('first', 'fsa-initial'), 'jp.yaml')).toMatchObject([
      { code: 'duplicate-id', excerpt: expect.stringContaining('initial') },
    ])
  })

  it('compiled by the build says the same, and yields to a file of the team and to changed sources', () => {
    const workspace = join(team, 'compiled')
    const [compiled, parsed] = [
      readCompiledAuthorities(ROOT, workspace),
      readAuthorities(join(ROOT, 'runbooks'), workspace).known,
    ]
    expect(compiled).toEqual(JSON.parse(JSON.stringify(parsed)))
    mkdirSync(join(workspace, 'authorities'), { recursive: true })
    expect(readCompiledAuthorities(ROOT, workspace)).toEqual(compiled)
    writeFileSync(join(workspace, 'authorities', 'ours.yaml'), GOOD)
    expect(readCompiledAuthorities(ROOT, workspace)).toBeNull()
    const root = join(team, 'root')
    cpSync(join(ROOT, 'runbooks'), join(root, 'runbooks'), { recursive: true })
    cpSync(join(ROOT, 'dist', 'authorities.json'), join(root, 'dist', 'authorities.json'))
    expect(readCompiledAuthorities(root, team)).toEqual(compiled)
    writeFileSync(join(root, 'runbooks', 'authorities', 'more.yaml'), GOOD)
    expect(readCompiledAuthorities(root, team)).toBeNull()
    expect(readCompiledAuthorities(join(root, 'elsewhere'), team)).toBeNull()
  })

  it('with an error makes loadAuthorities fail with bad-runbook', async () => {
    found(GOOD.replace('from: hearing', 'from: hearsay'))
    mkdirSync(join(team, 'runbooks'))
    const workspace = join(team, 'workspace')
    mkdirSync(join(workspace, 'runbooks', 'authorities'), { recursive: true })
    writeFileSync(join(workspace, 'runbooks', 'authorities', 'ours.yaml'), GOOD.replace('from: hearing', 'from: x'))
    await expect(loadAuthorities(join(ROOT, 'runbooks'), join(workspace, 'runbooks'), 'en')).rejects.toMatchObject({
      problem: { code: 'bad-runbook' },
    })
  })
})

describe('the shipped authorities', () => {
  const shipped = () => readAuthorities(join(ROOT, 'runbooks'), join(ROOT, 'nowhere'))
  const rulesOf = (known: readonly KnownAuthority[], filing: string): readonly DeadlineRule[] =>
    known.flatMap(({ authority }) => authority.filings).find(({ id }) => id === filing)?.due ?? []

  it('have no findings, also when checked against the shipped runbook', () => {
    expect(shipped().findings).toEqual([])
    const strict = readAuthorities(null, join(ROOT, 'runbooks'), AGAINST)
    expect(strict.findings).toEqual([])
    expect(strict.known.map(({ authority }) => authority.id)).toEqual(['eu-dora', 'jp-fsa', 'jp-ppc', 'jvcea'])
  })

  it('are all marked as unverified, with the date of their review', () => {
    expect(shipped().known.map(({ authority }) => [authority.verify, authority.reviewed])).toEqual(
      shipped().known.map(() => [true, '2026-11-30']),
    )
  })

  it('are accepted by isAuthority, the guard for the log', () => {
    expect(shipped().known.filter(({ authority }) => !isAuthority(authority))).toEqual([])
  })

  it('have the expected deadline rules', () => {
    const { known } = shipped()
    const said = (filing: string) =>
      rulesOf(known, filing).map(({ from, after, within, latest, when, unless }) => [
        from ?? after,
        within === null ? 'at once' : `${within.count} ${within.unit}`,
        ...(latest === null ? [] : [`or ${latest.count} ${latest.unit}`]),
        ...(when === null ? [] : [`once ${when}`]),
        ...(unless === null ? [] : [`unless ${unless}`]),
      ])
    expect(said('jp-fsa-initial')).toEqual([['awareness', 'at once']])
    expect(said('jp-fsa-recovery')).toEqual([['recovery', 'at once']])
    expect(said('jp-fsa-cause')).toEqual([['cause', 'at once']])
    expect(said('jp-fsa-status')).toEqual([['awareness', '1 months', 'unless cause']])
    expect(said('jp-ppc-preliminary')).toEqual([['awareness', '3 days', 'or 5 days']])
    expect(said('jp-ppc-final')).toEqual([
      ['awareness', '30 days', 'unless wrongful-purpose'],
      ['awareness', '60 days', 'once wrongful-purpose'],
    ])
    expect(said('eu-dora-initial')).toEqual([
      ['classification', '4 hours'],
      ['awareness', '24 hours'],
    ])
    expect(said('eu-dora-intermediate')).toEqual([['eu-dora-initial', '72 hours']])
    expect(said('eu-dora-final')).toEqual([['eu-dora-intermediate', '1 months']])
    expect(rulesOf(known, 'jvcea-confirmation')).toMatchObject([
      { from: 'determination', before: { en: expect.stringContaining('before') } },
    ])
  })

  it('are not checked against the workspace’s runbook', () => {
    const { findings } = readAuthorities(join(ROOT, 'runbooks'), team, { ...AGAINST, runbook: EMPTY_RUNBOOK })
    expect(findings).toEqual([])
  })
})
