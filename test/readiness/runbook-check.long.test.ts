import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { bringBankManual, OWN_ONLY } from '../bank-manual.ts'
import { Bench } from '../bench.ts'
import { doctorFindings } from './doctor-bench.ts'

const CONTACTS = `reviewed: 2999-01-01
people:
  sato: { name: Sato, reach: [] }
departments: { system: { head: sato } }
`

/** A chapter that uses names of the bank's. */
const MORE = `reviewed: 2026-11-24
title: { ja: 後日, en: Later }
phase: after-resumption
steps:
  - id: 2.1-thank
    section: "2.1"
    clauses: []
    source: extension
    department: branches
    title: { ja: お礼, en: Thank them }
    instructions: { ja: やる。, en: Do it. }
    modality: must
    kind: once
    applies: { all: normal }
`

interface Found {
  readonly findings: readonly { code: string; level: string; file: string; line: number; column: number }[]
}

const checked = async (bench: Bench, ...path: readonly string[]) => {
  const { code, out } = await bench.halt('runbook', 'check', ...path, '--json')
  const { findings } = documentSchemas.findings.parse(JSON.parse(out)) as Found
  return { code, found: findings.map(({ code: what, line, column, file }) => [what, `${file}:${line}:${column}`]) }
}

describe('halt runbook check', () => {
  it('also checks the contact list, of this workspace or of a named one', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    const empty = { code: 2, found: [['empty-list', 'workspace/contacts.yaml:3:30']] }
    expect(await checked(bench)).toEqual(empty)
    expect(await checked(bench, bench.workspace)).toEqual(empty)
    const elsewhere = await bench.haltWith({ env: { HALT_DIR: bench.directory } }, 'runbook', 'check', bench.workspace)
    expect(elsewhere).toMatchObject({ code: 2, out: expect.stringContaining('(empty-list)') })
    expect((await bench.haltWith({ cwd: bench.workspace }, 'runbook', 'check', '.')).code).toBe(2)
  })

  it('warns of review dates in the future', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS.replace('[]', '[{ by: phone, to: "1" }]'))
    bench.write('runbooks/8-ours.yaml', 'reviewed: 2999-01-01\ntitle: { ja: 私, en: Ours }\n')
    bench.write('runbooks/notices/en/email.txt', '{{! reviewed: 2999-01-01 }}\nSubject: {{title}}\n\n{{cause}}\n')
    const { code, found } = await checked(bench)
    expect(code).toBe(0)
    const inFuture = (findings: typeof found) =>
      findings.filter(([what]) => what === 'future-date').map(([, place]) => place)
    expect(inFuture(found)).toEqual([
      'workspace/runbooks/8-ours.yaml:1:11',
      'workspace/runbooks/notices/en/email.txt:1:15',
      'workspace/contacts.yaml:1:11',
    ])
    expect((await bench.halt('start', '--type', 'system-failure')).code).toBe(0)
    expect(await bench.ok('notice', 'email', '--language', 'en')).not.toContain('reviewed')
    bench.now = Date.parse('2999-01-01T00:00:00+09:00')
    expect(inFuture((await checked(bench)).found)).toEqual([])
  })

  it('treats a folder without the files of a workspace as a folder of runbooks', async () => {
    const bench = new Bench()
    bench.write('drafts/8-ours.yaml', 'reviewed: 2026-02-30\ntitle: { ja: 私, en: Ours }\n')
    const path = join(bench.workspace, 'drafts')
    expect(await checked(bench, path)).toEqual({ code: 2, found: [['bad-date', 'workspace/drafts/8-ours.yaml:1:11']] })
  })

  it('checks halt.yaml first', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    bench.write('halt.yaml', 'timezone: Asia/Tokio\ncadence: { first: 10min }\nchannels: { fax: { via: by-hand } }\n')
    const { code, found } = await checked(bench)
    expect(code).toBe(2)
    expect(found).toEqual([
      ['bad-zone', 'workspace/halt.yaml:1:11'],
      ['bad-duration', 'workspace/halt.yaml:2:19'],
      ['empty-list', 'workspace/contacts.yaml:3:30'],
    ])
    bench.write('halt.yaml', 'channels: { fax: { via: by-hand } }\n')
    expect((await checked(bench)).found[0]).toEqual(['unknown-channel', 'workspace/halt.yaml:1:13'])
  })

  it('leaves out whether the group that shares the logs is on this machine', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'share: { group: nobody-has-this-group }\n')
    expect(await checked(bench)).toEqual({ code: 0, found: [] })
  })

  it.each([
    ['runbooks: { shipped: no }', 'wrong-type', '1:22'],
    ['runbooks: { shiped: false }', 'unknown-key', '1:13'],
    ['runbook: { shipped: false }', 'unknown-key', '1:1'],
    ['runbooks: { shipped: no', 'yaml-syntax', '1:11'],
  ])('says only what is wrong with halt.yaml if that leaves open which files count: %s', async (line, what, place) => {
    const bench = new Bench()
    bringBankManual(bench, `${line}\n`)
    expect(await checked(bench)).toEqual({ code: 2, found: [[what, `workspace/halt.yaml:${place}`]] })
    for (const command of [
      ['runbook', 'check', join(bench.workspace, 'runbooks')],
      ['runbook', 'show'],
      ['runbook', 'export'],
      ['start', '--type', 'atm-outage'],
      ['clock', 'list'],
      ['drill', '--list'],
    ]) {
      const { code, err } = await bench.halt(...command)
      expect({ command, code, err }).toMatchObject({ code: 2, err: expect.stringContaining('(bad-setting)') })
    }
    const { findings } = await doctorFindings(bench)
    const about = findings.filter(({ area }) => ['settings', 'runbooks', 'contacts', 'drills'].includes(area))
    expect(about.map((finding) => finding.code).sort()).toEqual(['drill-never', 'runbooks-undecided', what].sort())
  })

  it('counts the files of the workspace apart from the shipped ones', async () => {
    const bench = new Bench()
    bringBankManual(bench)
    expect((await bench.halt('runbook', 'check')).err).toMatch(
      /^4 files, and \d+ that came with halt; 14 steps; 0 errors, \d+ warnings?\n$/,
    )
    expect((await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'runbook', 'check')).err).toMatch(
      /^4個のファイルと、付属の\d+個のファイル、14件の手順を確認: エラー0件、注意\d+件\n$/,
    )
    const one = await bench.halt('runbook', 'check', join(bench.workspace, 'runbooks/1-cash.yaml'))
    expect(one.err).toMatch(/^1 file; 14 steps; 0 errors, \d+ warnings?\n$/)
  })

  it.each([
    ['a tab in it', '  branches', '\tbranches', 'yaml-syntax'],
    ['a mistyped key', 'departments:', 'departmants:', 'unknown-key'],
    [
      'a list instead of names',
      'departments:\n  branches: { ja: 店舗部, en: Branches }',
      'departments: [branches]',
      'wrong-type',
    ],
  ])('reports only a chapter that hides names which others use: %s', async (_, from, to, what) => {
    const bench = new Bench()
    bringBankManual(bench, `${OWN_ONLY}channels: { screens: { via: by-hand } }\n`)
    bench.write('contacts.yaml', CONTACTS.replace('[]', '[{ by: phone, to: "1" }]').replace('2999', '2026'))
    const chapter = readFileSync(join(bench.workspace, 'runbooks/1-cash.yaml'), 'utf8')
    bench.write('runbooks/1-cash.yaml', chapter.replace(from, to))
    bench.write('runbooks/2-more.yaml', MORE)
    const found = [[what, expect.stringMatching(/1-cash\.yaml/)]]
    expect(await checked(bench)).toEqual({ code: 2, found })
    const more = join(bench.workspace, 'runbooks/2-more.yaml')
    expect(await checked(bench, more)).toEqual({ code: 2, found })
    const { findings } = await doctorFindings(bench)
    const errors = findings.filter(({ level, area }) => level === 'error' && area !== 'machine')
    expect(errors.map(({ code }) => code)).toEqual([what])
  })
})
