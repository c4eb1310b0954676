import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { exampleNames, readExample } from '../../src/readiness/io/manual-files.ts'
import { writeManual } from '../../src/readiness/io/new-workspace.ts'
import { Bench } from '../bench.ts'
import { LEAVE, replies } from '../script.ts'
import { folder } from '../store/bench.ts'
import { doctorFindings } from './doctor-bench.ts'

let bench: Bench
beforeEach(() => {
  bench = new Bench()
})

const create = (...flags: readonly string[]) => bench.halt('runbook', 'new', bench.workspace, ...flags)
const read = (path: string) => readFileSync(join(bench.workspace, path), 'utf8')
const chapter = (name: string) => parse(read(`runbooks/${name}.yaml`))
const documentOf = (out: string) => documentSchemas['new-manual'].parse(JSON.parse(out))

async function findings(): Promise<unknown[]> {
  const { findings } = documentSchemas.findings.parse(await bench.json('runbook', 'check'))
  return findings
}

/** Does all steps of the current phase. */
async function doSteps(): Promise<void> {
  const { phase, steps } = documentSchemas.status.parse(await bench.json('status'))
  const open = steps.filter((step) => step.phase === phase && step.state === 'pending').map(({ id }) => id)
  if (open.length > 0) await bench.ok('done', ...open)
}

const noticeIsComplete = async (...flags: readonly string[]) =>
  expect(await bench.halt('notice', 'page', '--check', ...flags), flags.join(' ')).toMatchObject({ code: 0, out: '' })

/** Goes through a halt from its first phase to its end by commands, and checks the customers' notices on the way. */
async function handleHalt(languages: readonly string[]): Promise<void> {
  const words = (fact: string) =>
    languages.map((each) => `${fact}.${each}=${each === 'ja' ? '調査の結果' : 'As found'}`)
  await bench.ok('set', 'began=10m ago', 'noticed=5m ago', ...words('impact'), ...words('cause'), 'back-by=?')
  await noticeIsComplete('--stage', 'first')
  await doSteps()
  await bench.ok('advance')
  await noticeIsComplete('--stage', 'update')
  await bench.ok('set', 'criteria=all checks pass')
  await doSteps()
  await bench.ok('lift', '--all')
  await noticeIsComplete()
  await bench.ok('set', 'why=a change', 'lessons=none', 'changes=a test')
  await doSteps()
  await bench.ok('close')
  await noticeIsComplete('--stage', 'final')
}

describe.each([['both', LANGUAGES] as const, ['ja', ['ja']] as const, ['en', ['en']] as const])(
  'a new manual in %s',
  (language, languages) => {
    beforeEach(async () => {
      expect(await create('--language', language, '--organisation', 'Sample')).toMatchObject({ code: 0 })
    })

    it('passes every check, and is in its languages only', async () => {
      expect(await findings()).toEqual([])
      expect((await bench.json<{ clauses: { covered: boolean }[] }>('runbook', 'coverage')).clauses).toHaveLength(11)
      const { title } = chapter('0-names')
      expect(Object.keys(title)).toEqual(languages)
      expect(parse(read('halt.yaml'))).toMatchObject({
        runbooks: { shipped: false },
        organisation: Object.fromEntries(languages.map((each) => [each, 'Sample'])),
        channels: { page: { languages } },
      })
      const { findings: found } = await doctorFindings(bench)
      expect(found.filter(({ area, level }) => area !== 'machine' && level === 'error')).toEqual([])
    })

    it('has examples in its comments that are valid once uncommented', async () => {
      const example = /^( *)# (?=(?:- \{ id|push|mail|affected| {4}title| {4}until| {4}instructions): )/gm
      const names = ['0-names', '2-first-response', '3-until-it-resumes'].map((name) => `runbooks/${name}.yaml`)
      const counts = names.map((name) => {
        const text = read(name)
        bench.write(name, text.replaceAll(example, '$1'))
        return text.match(example)?.length
      })
      expect(counts).toEqual([3, 3, 4])
      // The channels still need steps.
      expect(await findings()).toMatchObject(['push', 'mail'].map(noFirstNotice))
      expect(await bench.ok('runbook', 'show')).toMatch(/\n2\.2-call {2}[\s\S]*\n3\.2-ask {2}/)
      await bench.ok('start', '--type', 'outage', '--scope', 'service=stopped')
      await bench.ok('set', 'affected=1200')
      expect(await bench.ok('notice', 'push', 'mail')).toContain('1,200')
    })

    it('carries an outage from its declaration to the report', async () => {
      await bench.ok('start', '--type', 'outage', '--scope', 'service=stopped', '--severity', 'sev2')
      await handleHalt(languages)
      const { clauses } = documentSchemas.report.parse(await bench.json('report', '-i', 'latest'))
      const states = Object.fromEntries(clauses.map(({ id, state }) => [id, state]))
      expect(states).toMatchObject({ '1.1-announce': 'not-applicable', '2.1-assess': 'done', '4.2-review': 'done' })
      expect(await bench.ok('clock', 'list', '-i', 'latest')).toContain('supervisor')
    })

    it('carries planned work, announced in advance', async () => {
      const window = '2026-11-25T01:00/2026-11-25T05:00'
      await bench.ok('start', '--type', 'planned-work', '--planned', window, '--scope', 'service=stopped')
      await bench.ok(
        'set',
        ...languages.map((each) => `impact.${each}=${each === 'ja' ? '使えません' : 'Unavailable'}`),
      )
      await noticeIsComplete('--stage', 'scheduled')
      await doSteps()
      bench.now = Date.parse('2026-11-25T01:30:00+09:00')
      await bench.ok('advance')
      await handleHalt(languages)
      expect((await bench.halt('verify', '-i', 'latest')).code).toBe(0)
    })

    it('can be drilled at once', async () => {
      const { code, out } = await bench.halt('drill', 'service-down', '--auto', '--json')
      expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, total: 100 })
    })
  },
)

const noFirstNotice = (channel: string) => ({ code: 'no-first-notice', mend: expect.stringContaining(`: ${channel}`) })

describe('halt runbook new', () => {
  it("has eight steps in three phases, and one more before planned work, with comments in the operator's language", async () => {
    const { code, out, err } = await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'runbook', 'new', bench.workspace)
    expect({ code, out }).toEqual({ code: 0, out: `${bench.workspace}\n` })
    expect(err).toContain('手順9件')
    const { phases } = await bench.json<{ phases: { id: string; steps: unknown[] }[] }>('runbook', 'show')
    expect(phases.map(({ id, steps }) => [id, steps.length])).toEqual([
      ['scheduled', 1],
      ['initial-response', 3],
      ['during-halt', 3],
      ['after-resumption', 2],
    ])
    const names = read('runbooks/0-names.yaml')
    expect(names).toContain('# 停止の種類。')
    expect(names).not.toMatch(/# (ja|en): |# What/)
    expect(names).toContain('en: planned work')
  })

  it('says of no chapter or drill that somebody has reviewed it', async () => {
    await create()
    const { findings: found } = await doctorFindings(bench)
    const unreviewed = found.filter(({ code }) => code === 'not-reviewed').map(({ file }) => file)
    const files = ['0-names', '1-planned-work', '2-first-response', '3-until-it-resumes', '4-afterwards']
    expect(unreviewed).toEqual([...files, 'drills/service-down'].map((name) => `workspace/runbooks/${name}.yaml`))
    expect(read('runbooks/4-afterwards.yaml')).toContain('\n# reviewed: YYYY-MM-DD\n')
    expect(read('runbooks/authorities/supervisor.yaml')).toContain('\nreviewed: 2026-11-24\n')
  })

  it('keeps the blank lines between its parts, whatever it leaves out', async () => {
    const blank = (text: string) => text.match(/\n\n/g)?.length
    const source = readFileSync(resolve(import.meta.dirname, '../../starter/0-names.yaml'), 'utf8')
    for (const language of ['both', 'ja', 'en']) {
      const here = new Bench()
      for (const lang of LANGUAGES)
        await here.ok('runbook', 'new', join(here.workspace, lang), '--language', language, '--lang', lang)
      const texts = LANGUAGES.map((lang) => readFileSync(join(here.workspace, lang, 'runbooks/0-names.yaml'), 'utf8'))
      expect(texts.map(blank), language).toEqual([blank(source), blank(source)])
    }
  })

  it('says what it wrote, and the commands that come next', async () => {
    const { out, err } = await create('--json')
    const { directory, wrote, outline } = documentOf(out)
    expect({ directory, outline }).toEqual({ directory: bench.workspace, outline: null })
    const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    expect([...wrote].sort()).toEqual(['schemas', ...files.filter((name) => name.endsWith('.yaml'))].sort())
    for (const name of wrote.filter((each) => each.endsWith('.yaml'))) {
      const [, schema = ''] = /^# yaml-language-server: \$schema=(\S+)\n/.exec(read(name)) ?? []
      expect(existsSync(join(directory, dirname(name), schema)), name).toBe(true)
    }
    for (const line of ['runbook check', 'drill service-down', 'init']) expect(err).toContain(`\n  haltctl ${line}\n`)
    expect(err).toContain('2 types of halt, 9 steps and 2 notice channels')
  })

  it('takes the name of the folder for the organisation unless one is given, and is private', async () => {
    expect((await create('--language', 'en')).code).toBe(0)
    expect(parse(read('halt.yaml')).organisation).toEqual({ en: 'workspace' })
    expect(lstatSync(join(bench.workspace, 'runbooks', '0-names.yaml')).mode & 0o777).toBe(0o600)
    const both = new Bench()
    const flags = ['--organisation', 'Sample', '--organisation-ja', 'サンプル']
    await both.ok('runbook', 'new', both.workspace, ...flags)
    const text = readFileSync(join(both.workspace, 'halt.yaml'), 'utf8')
    expect(parse(text).organisation).toEqual({ ja: 'サンプル', en: 'Sample' })
  })

  it('marks in the settings, and says, what customers would read that nobody has entered', async () => {
    const { err } = await create('--language', 'en')
    expect(read('halt.yaml')).toMatch(/\n# This is the name of the folder.*\norganisation: \{ en: "workspace" \}\n/)
    expect(read('halt.yaml')).toMatch(/\n# Put in a page, .*\ncontact: \{ en: "our support desk" \}\n/)
    expect(err).toContain('Before a notice goes out, put your own into halt.yaml: organisation, contact')
    const given = new Bench()
    const said = await given.halt('runbook', 'new', given.workspace, '--organisation', 'Sample')
    expect(readFileSync(join(given.workspace, 'halt.yaml'), 'utf8')).not.toContain('the name of the folder')
    expect(said.err).toContain('put your own into halt.yaml: contact\n')
    const accepted = new Bench()
    const script = replies([/English notices/, ''])
    const flags = ['--language', 'en']
    await accepted.haltWith({ script }, 'runbook', 'new', accepted.workspace, ...flags)
    expect(readFileSync(join(accepted.workspace, 'halt.yaml'), 'utf8')).toContain('the name of the folder')
  })

  it('asks at a terminal only for languages and names', async () => {
    const script = replies(
      ['Language of the manual and its notices: ja, en or both (Enter: both)', 'de'],
      ['Language of the manual', 'EN'],
      ['Organisation name for English notices (Enter: workspace)', ' Sample "A" [1 '],
    )
    const { code, screen } = await bench.haltWith({ script }, 'runbook', 'new', bench.workspace)
    expect(code).toBe(0)
    expect(screen).toContain('(bad-flag)')
    expect(parse(read('halt.yaml')).organisation).toEqual({ en: 'Sample "A" [1' })
    expect(await findings()).toEqual([])
    const other = new Bench()
    const defaults = replies(
      [/both\)/, ''],
      ['for Japanese notices (Enter: workspace)', ''],
      ['for English notices', ''],
    )
    expect((await other.haltWith({ script: defaults }, 'runbook', 'new', other.workspace)).code).toBe(0)
    expect(readFileSync(join(other.workspace, 'halt.yaml'), 'utf8')).toContain('{ ja: "workspace", en: "workspace" }')
  })

  it('writes nothing when the questions are left, and says how to go on', async () => {
    const script = replies([/Language/, 'both'], [/Japanese notices/, 'サンプル'], [/English notices/, LEAVE])
    const { code, err } = await bench.haltWith({ script }, 'runbook', 'new', bench.workspace)
    expect(code).toBe(130)
    expect(err).toContain(`runbook new ${bench.workspace} --language=both --organisation-ja=サンプル`)
    expect(existsSync(bench.workspace)).toBe(false)
    const silent = await bench.haltWith({ script: replies() }, 'runbook', 'new', bench.workspace, '--no-input')
    expect(silent.code).toBe(0)
  })

  it('asks nothing that the flags say', async () => {
    const flags = ['--language', 'both', '--organisation', 'Sample']
    const { code, screen } = await bench.haltWith({ script: replies() }, 'runbook', 'new', bench.workspace, ...flags)
    expect(code).toBe(0)
    expect(screen).not.toContain('Press Enter')
  })

  it('refuses a folder that has a manual or settings, and changes nothing (folder-in-use)', async () => {
    await create()
    const before = read('halt.yaml')
    expect(await create()).toMatchObject({
      code: 2,
      err: expect.stringContaining('halt.yaml, runbooks (folder-in-use)'),
    })
    expect(read('halt.yaml')).toBe(before)
    const other = folder()
    symlinkSync('/nowhere', join(other, 'runbooks'))
    expect((await bench.halt('runbook', 'new', other)).err).toContain('runbooks (folder-in-use)')
    const file = join(folder(), 'file')
    writeFileSync(file, '')
    expect(await bench.halt('runbook', 'new', file)).toMatchObject({ code: 2, err: expect.stringContaining('no') })
    const near = folder()
    writeFileSync(join(near, 'README.md'), '# Ours\n')
    mkdirSync(join(near, 'runbooks'))
    expect((await bench.halt('runbook', 'new', near)).code).toBe(0)
    expect((await bench.halt('runbook', 'new', folder(), '--dir', near)).err).toContain('(usage)')
  })

  it('says that the folder above is a workspace too', async () => {
    await create()
    const inner = join(bench.workspace, 'inner')
    const { err } = await bench.halt('runbook', 'new', inner)
    expect(err).toContain(`${bench.workspace} is a workspace too`)
  })

  it('is trusted, although others may write to the folder above', async () => {
    const open = folder()
    chmodSync(open, 0o777)
    const env = { HALT_DIR: '' }
    expect((await bench.haltWith({ cwd: open, env }, 'runbook', 'new', 'ours')).code).toBe(0)
    const cwd = join(open, 'ours')
    expect(await bench.haltWith({ cwd, env }, 'start', '--type', 'outage')).toMatchObject({ code: 0 })
    rmSync(join(bench.directory, 'state', 'halt', 'trusted'), { recursive: true })
    expect((await bench.haltWith({ cwd, env }, 'status')).err).toContain('(untrusted-workspace)')
  })
})

describe('the files of a new manual', () => {
  it('are all written or none, and neither are their folders', () => {
    const directory = folder()
    const files = { 'runbooks/1.yaml': 'a', 'halt.yaml': 'b', 'runbooks/1.yaml/2.yaml': 'c' }
    expect(() => writeManual(join(directory, 'new', 'ours'), files)).toThrow('not-recorded')
    expect(readdirSync(directory)).toEqual([])
    expect(() => writeManual(directory, files)).toThrow('not-recorded')
    expect(readdirSync(directory)).toEqual([])
  })

  it('do not replace one that appears meanwhile', () => {
    const directory = folder()
    const files = { 'a.yaml': 'a', 'runbooks/1.yaml': 'b', 'README.md': 'c' }
    writeFileSync(join(directory, 'README.md'), 'ours')
    expect(() => writeManual(directory, files)).toThrow('folder-in-use')
    expect(readdirSync(directory)).toEqual(['README.md'])
    expect(readFileSync(join(directory, 'README.md'), 'utf8')).toBe('ours')
  })
})

describe('halt runbook new --example', () => {
  const root = resolve(import.meta.dirname, '../..')

  it('names the examples that there are (unknown-example)', async () => {
    const { code, err } = await create('--example', 'nothing')
    expect(code).toBe(2)
    expect(err).toContain("there is no example 'nothing'")
    expect(existsSync(bench.workspace)).toBe(false)
    expect((await create('--example', 'nothing', '--language', 'ja')).err).toContain('--example, --language (usage)')
    expect((await create('--example', 'x', '--organisation-ja', 'y')).err).toContain('--example, --organisation-ja')
  })

  it('are the folders of an installation, which may have none', () => {
    const installed = folder()
    expect(exampleNames(installed)).toEqual([])
    mkdirSync(join(installed, 'test', 'manuals', 'ours', 'runbooks'), { recursive: true })
    writeFileSync(join(installed, 'test', 'manuals', 'README.md'), '')
    writeFileSync(join(installed, 'test', 'manuals', 'ours', 'runbooks', 'a.yaml'), 'a: 1\n')
    expect(exampleNames(installed)).toEqual(['ours'])
    expect(readExample(installed, 'ours')).toEqual({ [join('runbooks', 'a.yaml')]: 'a: 1\n' })
  })

  it('copies any of them whole, and it passes the checks', async () => {
    const manuals = join(root, 'test', 'manuals')
    const names = exampleNames(root)
    expect(names).toContain('bank')
    for (const name of names) {
      const here = new Bench()
      const { code, err } = await here.halt('runbook', 'new', here.workspace, '--example', name)
      expect({ code, name }, err).toEqual({ code: 0, name })
      const copied = readdirSync(here.workspace, { recursive: true, encoding: 'utf8' })
      expect(copied.filter((path) => !path.startsWith('schemas')).sort()).toEqual(
        readdirSync(join(manuals, name), { recursive: true, encoding: 'utf8' }).sort(),
      )
      expect((await here.halt('runbook', 'check')).code).toBe(0)
    }
  })
})
