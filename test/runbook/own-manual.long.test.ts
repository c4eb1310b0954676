import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { BANK_DRILL, bringBankManual, OWN_ONLY } from '../bank-manual.ts'
import { Bench } from '../bench.ts'
import { doctorFindings } from '../readiness/doctor-bench.ts'

interface Shown {
  readonly phases: readonly { readonly steps: readonly { readonly id: string }[] }[]
  readonly types: object
}

let bench: Bench
beforeEach(() => {
  bench = Bench.empty()
  bringBankManual(bench)
})

/** Takes the roles from the bank's facts: the shipped manual has some of these. */
function withoutRoles(): void {
  const chapter = readFileSync(join(bench.workspace, 'runbooks/1-cash.yaml'), 'utf8')
  bench.write('runbooks/1-cash.yaml', chapter.replace('role: began, ', ''))
}

const checked = async (...path: readonly string[]) => {
  const { code, out } = await bench.haltWith({ cwd: bench.workspace }, 'runbook', 'check', ...path, '--json')
  const { findings } = documentSchemas.findings.parse(JSON.parse(out))
  return { code, found: findings.map((finding) => [finding.code, finding.file]) }
}

describe('with runbooks: { shipped: false }, only the files of the workspace count', () => {
  it('in runbook show and coverage', async () => {
    const { phases, types } = await bench.json<Shown & Record<string, unknown>>('runbook', 'show')
    expect(phases.flatMap(({ steps }) => steps.map(({ id }) => id))).toHaveLength(14)
    expect(types).toEqual({ 'atm-outage': { planned: 'never', ja: 'ATM障害', en: 'ATM outage' } })
    expect(await bench.json('runbook', 'coverage')).toMatchObject({ clauses: [], places: {} })
    expect(await bench.ok('runbook', 'schema')).toContain('"chapter"')
  })

  it('in runbook export', async () => {
    const manual = await bench.ok('runbook', 'export')
    expect(manual).toContain('1.1-look')
    expect(manual).not.toMatch(/2\.1-|website|FSA/)
  })

  it('in runbook check, of the workspace and of any part of it', async () => {
    expect(await checked()).toEqual({ code: 0, found: [] })
    for (const part of ['.', 'runbooks', 'runbooks/1-cash.yaml', 'runbooks/drills', 'runbooks/drills/cards-eaten.yaml'])
      expect(await checked(part), part).toEqual({ code: 0, found: [] })
    expect(await checked('runbooks/authorities/supervisor.yaml')).toEqual({ code: 0, found: [] })
    bench.write('runbooks/2-more.yaml', 'reviewed: 2026-11-24\ntitle: { ja: 店, en: More }\ncolour: red\n')
    expect(await checked('runbooks/1-cash.yaml')).toEqual({ code: 0, found: [] })
    expect(await checked('./runbooks/2-more.yaml')).toMatchObject({
      code: 2,
      found: [['unknown-key', expect.anything()]],
    })
  })

  it('in a halt, its notices and its clocks', async () => {
    const id = (await bench.ok('start', '--type', 'atm-outage')).trim()
    expect(await bench.halt('start', '--type', 'system-failure')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-type)'),
    })
    await bench.ok('done', '1.1-look', '-i', id)
    const { authorities } = await bench.json<{ authorities: { id: string }[] }>('clock', 'list')
    expect(authorities.map((authority) => authority.id)).toEqual(['supervisor'])
    await bench.ok('clock', 'start', 'noticed')
    await bench.ok('runbook', 'adopt', '--reason', 'reviewed')
    expect((await bench.halt('verify')).code).toBe(0)
    expect(JSON.stringify(bench.settings())).not.toContain('shipped')
  })

  it('in the report, without parts for which the manual asks nothing', async () => {
    await bench.ok('start', '--type', 'atm-outage', '--scope', 'cash=stopped')
    await bench.ok('note', 'a worn belt', '--hypothesis')
    const report = await bench.ok('report')
    expect(report).toContain('## What was thought to be the cause')
    for (const title of ['## Compensation', '## Prevention', '## What went well'])
      expect(report, title).not.toContain(title)
  })

  it('in drills', async () => {
    const { scenarios } = documentSchemas.drills.parse(await bench.json('drill', '--list'))
    expect(scenarios.map(({ id, unfit }) => [id, unfit])).toEqual([['cards-eaten', null]])
    expect((await bench.ok('drill', 'cards-eaten', '--no-walk')).trim()).toMatch(/-atm-outage$/)
    rmSync(join(bench.workspace, 'runbooks/drills'), { recursive: true })
    expect(await bench.halt('drill', '--list')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('no sc'),
    })
  })

  it('in completion, init and doctor', async () => {
    const completed = (...words: readonly string[]) => bench.ok('completion', 'values', 'zsh', ...words)
    expect(await completed('drill', '')).toMatch(/\ncards-eaten\tCards are kept\n$/)
    expect(await completed('start', '--type', '')).toMatch(/\natm-outage\tATM outage\n$/)
    expect(await completed('start', '--type', '')).not.toContain('system')
    await bench.ok('init', bench.workspace)
    const { findings } = await doctorFindings(bench)
    expect(findings.filter(({ level, area }) => level === 'error' && area !== 'machine')).toEqual([])
    expect(findings.map(({ code }) => code)).not.toContain('authorities-to-verify')
    expect(readFileSync(join(bench.workspace, 'contacts.yaml'), 'utf8')).toContain('#   branches: { head: ')
  })

  it('but for the templates of notices, which are there without those of the workspace', async () => {
    bench.write('halt.yaml', `${OWN_ONLY}review: { templates: 1d }\n`)
    bench.now = Date.parse('2030-01-01T00:00:00Z')
    const { findings } = await doctorFindings(bench)
    expect(findings.filter(({ code }) => code === 'shipped-review-due')).toMatchObject([
      { message: expect.stringMatching(/template/) },
    ])
    expect(findings.filter(({ code }) => code === 'bad-template')).toEqual([])
  })

  it('unless the setting is not given, or true', async () => {
    withoutRoles()
    for (const settings of [
      'timezone: Asia/Tokyo # not shipped\n',
      'runbooks: { shipped: true }\n',
      'runbooks: {}\n',
    ]) {
      bench.write('halt.yaml', settings)
      const { types } = await bench.json<Shown & Record<string, unknown>>('runbook', 'show')
      expect(Object.keys(types), settings).toHaveLength(6)
    }
  })
})

describe('no-chapters', () => {
  it.each(['no folder', 'an empty one'])('refuses %s of runbooks where only these count', async (which) => {
    rmSync(join(bench.workspace, 'runbooks'), { recursive: true })
    if (which === 'an empty one') mkdirSync(join(bench.workspace, 'runbooks'))
    for (const command of [
      ['start', '--type', 'atm-outage'],
      ['runbook', 'check'],
      ['runbook', 'show'],
      ['drill', '--list'],
    ])
      expect(await bench.halt(...command), command.join(' ')).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringMatching(/^halt: halt\.yaml says .* workspace\/runbooks has no chapters \(no-chapters\)\n/),
      })
    expect((await bench.halt('runbook', 'show', '--lang', 'ja')).err).toContain(
      '章のファイルがありません (no-chapters)',
    )
  })

  it('is what doctor says, without comparing anything with the runbook that is not there', async () => {
    await bench.ok('init', bench.workspace)
    bench.write('runbooks/drills/cards-eaten.yaml', BANK_DRILL)
    rmSync(join(bench.workspace, 'runbooks/1-cash.yaml'))
    const { code, findings } = await doctorFindings(bench)
    expect(code).toBe(8)
    expect(findings.filter(({ level, area }) => level === 'error' && area !== 'machine')).toMatchObject([
      { area: 'runbooks', code: 'no-chapters' },
    ])
  })
})

describe('a syntax error in halt.yaml', () => {
  it('is what is reported, and not that the shipped manual does not fit', async () => {
    bench.write('halt.yaml', `${OWN_ONLY}channels: [\n`)
    const { findings } = await doctorFindings(bench)
    const errors = findings.filter(({ level, area }) => level === 'error' && area !== 'machine')
    expect(errors.map(({ area, code }) => [area, code])).toEqual([['settings', 'yaml-syntax']])
    expect(await checked()).toMatchObject({ found: [['yaml-syntax', 'halt.yaml']] })
    expect(await bench.halt('start', '--type', 'atm-outage')).toMatchObject({
      code: 2,
      err: expect.stringContaining('halt.yaml:'),
    })
    bench.write('halt.yaml', '# runbooks: { shipped: false }\nchannels: [\n')
    withoutRoles()
    expect(await bench.ok('completion', 'values', 'zsh', 'start', '--type', '')).toContain('market-volatility')
  })
})

describe('a wrong value of runbooks in halt.yaml', () => {
  it.each([
    ['runbooks: { shipped: "no" }', 'wrong-type', '1:22'],
    ['runbooks: { shiped: false }', 'unknown-key', '1:13'],
    ['runbooks: none', 'wrong-type', '1:11'],
  ])('%s is reported with its position', async (line, code, place) => {
    bench.write('halt.yaml', `${line}\n`)
    const { findings } = await doctorFindings(bench)
    const found = findings.filter(({ area }) => area === 'settings')
    expect(found.map((finding) => [finding.code, `${finding.line}:${finding.column}`])).toEqual([[code, place]])
    expect((await bench.halt('start', '--type', 'atm-outage')).err).toContain(`halt.yaml:${place}`)
  })
})
