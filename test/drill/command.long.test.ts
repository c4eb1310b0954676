import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { BANK_DRILL, bringBankManual } from '../bank-manual.ts'
import { Bench } from '../bench.ts'
import { doctorFindings, undrilled } from '../readiness/doctor-bench.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SHIPPED = readdirSync(join(ROOT, 'runbooks/drills')).map((name) => basename(name, '.yaml'))
const CHAPTERS = readdirSync(join(ROOT, 'runbooks')).filter((name) => name.endsWith('.yaml'))
/** A step that shipped drills name. */
const STEP = '5.3-media'
const PAGE = readFileSync(join(ROOT, 'docs/drills.md'), 'utf8')
const [, EXAMPLE = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []
const CONTACTS = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/contacts.md'), 'utf8'))?.[1] ?? ''

const DAY = 86_400_000

const scoreOf = (text: string) => documentSchemas.score.parse(JSON.parse(text))

describe('halt drill', () => {
  it('lists the shipped scenarios, at least one per halt type, and writes nothing', async () => {
    const bench = new Bench()
    const { scenarios } = documentSchemas.drills.parse(await bench.json('drill', '--list'))
    expect(scenarios.map(({ id }) => id)).toEqual([...SHIPPED].sort())
    expect(new Set(scenarios.map(({ type }) => type)).size).toBe(5)
    expect(await bench.ok('drill', '--list')).toContain(
      'engine-failover  Matching engine down  (system failure; 180 min, 8 injects, mark 80)',
    )
    expect(await bench.ok('drill', '--list', '--lang', 'ja')).toContain('約定処理の停止  （システム障害、180分')
    expect(existsSync(bench.workspace)).toBe(false)
  })

  it.each(SHIPPED)('plays %s to the end with --auto, with a score of 100', async (id) => {
    const bench = new Bench()
    const before = bench.now
    const score = scoreOf(await bench.ok('drill', id, '--auto', '--json'))
    expect(score).toMatchObject({ scenario: id, auto: true, total: 100, passed: true, compared: [] })
    const events = await bench.events()
    const last = Date.parse(events.at(-1)?.recordedAt ?? '')
    expect(last).toBeLessThanOrEqual(before)
    expect(last).toBeGreaterThan(before - 120_000)
    expect(events.at(-1)?.type).toBe('incident.closed')
    expect(
      (await bench.ok('log', '-i', 'latest'))
        .trim()
        .split('\n')
        .every((line) => line.startsWith('[DRILL] ')),
    ).toBe(true)
    expect(
      events
        .filter(({ type }) => type === 'notice.delivered')
        .every(({ data }) => String(data.why).startsWith('drill')),
    ).toBe(true)
    expect((await bench.halt('verify')).code).toBe(0)
    expect((await bench.halt('status', '--check')).code).toBe(0)
  })

  it('exits with 8 and lists what cost points when the score is below the mark', async () => {
    const bench = new Bench()
    bench.write('runbooks/drills/short.yaml', EXAMPLE.replace('lasts: 2h', 'lasts: 1h1m'))
    const id = (await bench.ok('drill', 'two-channels-down', '--no-walk')).trim()
    const { code, out } = await bench.halt('drill', '--score', '--json')
    expect(code).toBe(8)
    const score = scoreOf(out)
    expect(score).toMatchObject({ incident: id, auto: false, mark: 85, passed: false })
    const lost = score.sections.flatMap((section) => section.lost)
    expect(lost).toContainEqual(
      expect.objectContaining({ code: 'step', what: '2.2-website', message: expect.stringContaining('not done') }),
    )
    const shown = await bench.halt('drill', '--score')
    expect(shown.code).toBe(8)
    expect(
      shown.out
        .trim()
        .split('\n')
        .every((line) => line.startsWith('[DRILL]')),
    ).toBe(true)
    expect(shown.out).toContain('BELOW THE MARK')
    expect((await bench.halt('drill', '--score', '--lang', 'ja')).out).toContain('不合格')
  })

  it('compares the score only with drills played the same way; --auto exits with 8 below the mark', async () => {
    const bench = new Bench()
    bench.write('runbooks/drills/own.yaml', EXAMPLE)
    const first = scoreOf(await bench.ok('drill', 'two-channels-down', '--auto', '--json'))
    expect(first).toMatchObject({ total: 100, mark: 85, compared: [] })
    await bench.ok('drill', 'price-plunge', '--no-walk')
    expect((await bench.halt('close', '--resolution', 'false-alarm', '--reason', 'not today')).err).toContain(
      ' drill --score -i ',
    )
    bench.pass(DAY)
    const late = EXAMPLE.replace('id: two', 'id: late-two').replace('mark: 85', 'mark: 100')
    bench.write('runbooks/drills/late.yaml', late.replace('within: 15m', 'within: 1s'))
    const { code, out } = await bench.halt('drill', 'late-two-channels-down', '--auto')
    expect(code).toBe(8)
    expect(out).toMatch(/answer to cause \(state Expected resumption\): due [\d:]+, done [\d:]+/)
    expect(out).toContain('BELOW THE MARK')
    const second = scoreOf((await bench.halt('drill', '--score', '--json')).out)
    expect(second.compared).toEqual([{ what: 'last', incident: first.incident, total: 100 }])
  })
})

describe('a drill played by people', () => {
  it('prints its briefing without a terminal, and records due injects with the next event', async () => {
    const bench = new Bench()
    const { out, err } = await bench.halt('drill', 'price-plunge', '--speed', '600')
    expect(out.trim()).toMatch(/-market-volatility$/)
    expect(err).toContain('Early morning.')
    expect(err).toContain('Impact on customers  KZN cannot be traded.')
    expect(
      err
        .trim()
        .split('\n')
        .every((line) => line.startsWith('[DRILL]')),
    ).toBe(true)
    bench.pass(300)
    expect(await bench.ok('status')).toMatch(/Injects, latest last\n\[DRILL\] {3}\d\d:\d\d {2}INJECT support-silent: /)
    expect(await bench.events()).toHaveLength(2)
    const noted = await bench.halt('note', 'on it')
    expect(noted.err).toMatch(/INJECT support-silent: [^\n]*\n[\s\S]*note "on it"/)
    const [, , came, note] = await bench.events()
    expect(came).toMatchObject({ type: 'drill.injected', data: { inject: { id: 'support-silent' } } })
    const [opened] = await bench.events()
    expect(Date.parse(came?.at ?? '') - Date.parse(opened?.recordedAt ?? '')).toBe(60_000)
    expect(Date.parse(note?.recordedAt ?? '')).toBeGreaterThan(Date.parse(came?.at ?? ''))
    expect(noted.err).not.toContain('behind')
    expect((await bench.halt('status')).err).not.toContain('behind')
    expect(await bench.halt('verify')).toMatchObject({ code: 0, err: expect.not.stringContaining('behind') })
    expect((await bench.halt('note', 'past', '--at', '30s ago')).code).toBe(0)
  })

  it('shows expected times as dates in the briefing, and relative to the opening in injects', async () => {
    const bench = new Bench()
    const { err } = await bench.halt('drill', 'upgrade-overruns')
    expect(err).toMatch(/Expected resumption {2}\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\n/)
    bench.write('runbooks/drills/now.yaml', EXAMPLE.replace('at: 30m', 'at: 0s'))
    await bench.ok('drill', 'two-channels-down', '--no-walk')
    const came = (await bench.halt('note', 'on it', '-i', 'latest')).err
    expect(came).toContain('expected-recovery is known "1 h 0 min to 1 h 30 min after the drill was opened"')
  })

  it('simulates sending, fails on a channel that an inject makes fail, and rejects --posted there', async () => {
    const bench = new Bench()
    bench.write('runbooks/drills/now.yaml', EXAMPLE.replace('at: 10m\n    until: 40m', 'at: 0s\n    until: 40m'))
    bench.write('contacts.yaml', CONTACTS)
    await bench.ok('drill', 'two-channels-down', '--no-walk')
    await bench.ok('set', 'cause=?', 'expected-recovery=?', 'impact.ja=停止', 'contact.ja=窓口')
    const sent = await bench.halt('notice', 'website', 'email', '--send')
    expect(sent.code).toBe(6)
    expect(sent.err).toContain('organisation-unset')
    expect(sent.err).toContain('(delivery-failed)')
    const outcomes = (await bench.events()).filter(({ type }) => type === 'notice.delivered')
    expect(outcomes.map(({ data }) => [data.outcome, data.why])).toEqual([
      ['sent', 'drill'],
      ['failed', 'drill-fails'],
    ])
    expect(await bench.halt('notice', 'email', '--posted')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(drill-nothing-goes-out)'),
    })
    expect((await bench.halt('notice', 'email', '--unsafe', '--reason', 'no mail')).code).toBe(0)
  })

  it('rejects "reached" for the head of a silent department, and accepts it for the deputy', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS.replace('legal: { head: kato }', 'legal: { head: kato, deputies: [sato] }'))
    bench.write(
      'runbooks/drills/now.yaml',
      EXAMPLE.replace('fails: [email]', 'silent: [legal]').replace('at: 10m\n    until: 40m', 'at: 0s\n    until: 40m'),
    )
    await bench.ok('drill', 'two-channels-down', '--no-walk')
    expect(await bench.halt('contacts', 'reached', 'kato')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(drill-no-answer)'),
    })
    expect((await bench.halt('contacts', 'tried', 'kato')).code).toBe(0)
    expect((await bench.halt('contacts', 'reached', 'sato')).code).toBe(0)
  })
})

describe('halt drill --replay', () => {
  /** Records a short halt that names people, and returns its ID. */
  async function past(bench: Bench): Promise<string> {
    const id = (
      await bench.ok(
        'start',
        '--type',
        'system-failure',
        '--title',
        'Hanako broke it',
        '--severity',
        'sev2',
        '--scope',
        'trading=stopped',
      )
    ).trim()
    await bench.ok('set', 'cause=Hanako', 'cause.ja=故障', 'cause.en=A fault')
    await bench.ok('note', 'Hanako again')
    await bench.ok('note', '--private', 'her number')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('lift', '--all', '--force', '--reason', 'asked by Hanako')
    await bench.ok('close', '--force', '--reason', 'Hanako is tired')
    return id
  }

  it('replays an incident without its internal words, and compares the score with the original', async () => {
    const bench = new Bench()
    const id = await past(bench)
    const score = scoreOf(await bench.ok('drill', '--replay', id, '--auto', '--speed', '5', '--json'))
    expect(score).toMatchObject({ scenario: id, auto: true, passed: true, original: { incident: id } })
    expect(score.compared).toContainEqual({ what: 'original', incident: id, total: score.original?.total })
    expect(score.original?.total).toBeLessThan(score.total ?? 0)
    const drill = readdirSync(join(bench.workspace, 'incidents')).find((name) => name !== id) as string
    const log = await bench.ok('log', '--json', '-i', drill)
    expect(['Hanako', 'her number', '故障'].filter((words) => log.includes(words))).toEqual(['故障'])
  })

  it('opens a drill for people, and says which incident it replays', async () => {
    const bench = new Bench()
    const id = await past(bench)
    const { code, err, out } = await bench.halt('drill', '--replay', id, '--speed', '10')
    expect(code).toBe(0)
    expect(err).toContain(`The events of ${id} (system failure) happen again, at the same times.`)
    expect(out.trim()).toMatch(/-system-failure(-2)?$/)
  })

  it('accepts a log file under any name or a folder of logs, and rejects a path without logs', async () => {
    const bench = new Bench()
    const id = await past(bench)
    const folder = join(bench.workspace, 'incidents', id)
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    const copy = join(bench.directory, 'copy.jsonl')
    copyFileSync(file, copy)
    const elsewhere = new Bench()
    for (const path of [file, copy, folder])
      expect((await elsewhere.halt('drill', '--replay', path)).err).toContain(`The events of ${id} `)
    const empty = join(bench.directory, 'empty')
    mkdirSync(empty)
    expect(await elsewhere.halt('drill', '--replay', empty, '--auto')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(no-such-file)'),
    })
    expect(await elsewhere.halt('drill', '--replay', 'nothing', '--auto')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
  })

  it('rejects a damaged or empty log, and opens no drill', async () => {
    const bench = new Bench()
    const id = await past(bench)
    const folder = join(bench.workspace, 'incidents', id)
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    writeFileSync(file, readFileSync(file, 'utf8').replace('Hanako again', 'nobody again'))
    const before = readdirSync(join(bench.workspace, 'incidents'))
    expect(await bench.halt('drill', '--replay', id)).toMatchObject({
      code: 4,
      err: expect.stringContaining('(damaged)'),
    })
    expect(await bench.halt('drill', '--replay', file)).toMatchObject({
      code: 4,
      err: expect.stringContaining('(past-log-damaged)'),
    })
    const none = join(bench.directory, 'none.jsonl')
    writeFileSync(none, '')
    expect(await bench.halt('drill', '--replay', none)).toMatchObject({
      code: 4,
      err: expect.stringContaining('no event declares'),
    })
    expect(readdirSync(join(bench.workspace, 'incidents'))).toEqual(before)
  })
})

describe('invalid arguments of halt drill', () => {
  it.each([
    [['drill'], 2, '(missing-argument)'],
    [['drill', 'engine-failovr'], 2, '(unknown-scenario)'],
    [['drill', 'price-plunge', '--speed', '0'], 2, '(bad-flag)'],
    [['drill', 'price-plunge', '--speed', '601'], 2, '(bad-flag)'],
    [['drill', 'price-plunge', '--speed', '1.5'], 2, '(bad-flag)'],
    [['drill', 'price-plunge', '--list'], 2, '(usage)'],
    [['drill', 'price-plunge', '--replay', 'x'], 2, '(usage)'],
    [['drill', '--score', '--auto'], 2, '(usage)'],
    [['drill', '--score'], 3, '(no-incident)'],
  ])('%s fail with exit code %s and %s', async (args, code, message) => {
    const bench = new Bench()
    const refused = await bench.halt(...args)
    expect(refused.err).toContain(message)
    expect(refused.code).toBe(code)
    expect(existsSync(bench.workspace)).toBe(false)
  })

  it('--score is rejected for a drill without a scenario', async () => {
    const bench = new Bench()
    await bench.ok('start', '--drill', '--type', 'compliance')
    expect(await bench.halt('drill', '--score')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(no-exercise)'),
    })
  })
})

describe('scenario files of the workspace', () => {
  it('are added to the shipped ones, or replace those of the same name', async () => {
    const bench = new Bench()
    bench.write('runbooks/drills/own.yaml', EXAMPLE)
    bench.write('runbooks/drills/price-plunge.yaml', EXAMPLE.replace('id: two-channels-down', 'id: price-plunge'))
    const { scenarios } = documentSchemas.drills.parse(await bench.json('drill', '--list'))
    expect(scenarios).toHaveLength(SHIPPED.length + 1)
    expect(scenarios.find(({ id }) => id === 'price-plunge')).toMatchObject({
      type: 'system-failure',
      minutes: 120,
      mark: 85,
    })
    expect((await bench.json<{ findings: unknown[] }>('runbook', 'check')).findings).toEqual([])
  })

  it('with errors are reported with line and column, by the drill and by runbook check', async () => {
    const bench = new Bench()
    bench.write('runbooks/drills/own.yaml', EXAMPLE.replace('fails: [email]', 'fails: [fax]'))
    const refused = await bench.halt('drill', 'two-channels-down')
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(
      /drills\/own\.yaml:\d+:\d+: unknown notice channel 'fax'|drills\/own\.yaml:\d+:\d+: unknown channel 'fax'/,
    )
    expect(refused.err).toContain('(bad-scenario)')
    for (const path of [[], ['runbooks'], ['runbooks/drills'], ['runbooks/drills/own.yaml']]) {
      const checked = await bench.haltWith({ cwd: bench.workspace }, 'runbook', 'check', ...path, '--json')
      expect(checked.code, path.join()).toBe(2)
      const { findings } = JSON.parse(checked.out) as { findings: { code: string; line: number; column: number }[] }
      expect(findings).toEqual([expect.objectContaining({ code: 'unknown-channel', line: expect.any(Number) })])
    }
    bench.write('runbooks/drills/own.yaml', EXAMPLE.replace('id: two-channels-down', 'id: price-plunge'))
    expect((await bench.halt('runbook', 'check')).out).toMatch(/own\.yaml:\d+:\d+ [^\n]*\(duplicate-id\)/)
  })
})

describe('a scenario that does not fit the runbook', () => {
  const unfitIn = async (bench: Bench) => {
    const { scenarios } = documentSchemas.drills.parse(await bench.json('drill', '--list'))
    return scenarios.flatMap(({ id, unfit }) => (unfit === null ? [] : [{ id, ...unfit }]))
  }

  it('is listed with one reason, and harms no other', async () => {
    const bench = new Bench()
    bench.write(
      'runbooks/drills/own.yaml',
      EXAMPLE.replace('fails: [email]', 'fails: [fax]').replace('scope: [', 'scope: [lending=stopped, '),
    )
    bench.write('runbooks/drills/torn.yaml', 'id: [\n')
    expect(await unfitIn(bench)).toEqual([
      {
        id: 'torn',
        message: expect.stringMatching(/not closed/),
        place: expect.stringContaining('torn.yaml:'),
        more: 0,
      },
      { id: 'two-channels-down', message: "unknown operation 'lending'", place: expect.any(String), more: 1 },
    ])
    const list = await bench.ok('drill', '--list')
    expect(list).toContain(
      "\ntwo-channels-down  Two channels down  (CANNOT BE PLAYED: unknown operation 'lending', and 1 more)\n",
    )
    expect(list.trim().split('\n')).toHaveLength(SHIPPED.length + 2)
    expect(await bench.ok('drill', '--list', '--lang', 'ja')).toMatch(
      /（実施できません: 「lending」という.*。ほか1件）/,
    )
    expect((await bench.halt('drill', 'price-plunge', '--no-walk')).code).toBe(0)
    expect(await bench.halt('drill', 'torn')).toMatchObject({ code: 2, err: expect.stringContaining('(bad-scenario)') })
    const completed = await bench.ok('completion', 'values', 'zsh', 'drill', '')
    expect(completed).toContain('price-plunge\t')
    expect(completed).not.toContain('two-channels-down')
  })

  it('leaves one remark if it came with the program: after a step was renamed', async () => {
    const bench = undrilled()
    const users = SHIPPED.filter((id) => readFileSync(join(ROOT, `runbooks/drills/${id}.yaml`), 'utf8').includes(STEP))
    expect(users).not.toEqual([])
    for (const name of CHAPTERS) {
      const text = readFileSync(join(ROOT, 'runbooks', name), 'utf8')
      if (text.includes(`id: ${STEP}`)) bench.write(`runbooks/${name}`, text.replaceAll(STEP, `${STEP}-ours`))
    }
    expect((await unfitIn(bench)).map(({ id }) => id)).toEqual(users)
    const { findings } = await doctorFindings(bench)
    const verb = users.length === 1 ? 'does' : 'do'
    expect(findings.filter(({ area, code }) => area === 'drills' && code !== 'drill-never')).toMatchObject([
      {
        code: 'shipped-drills-unfit',
        level: 'info',
        message: `${users.length} of ${SHIPPED.length} shipped drills ${verb} not fit this runbook: ${users.join(', ')}`,
      },
    ])
    expect((await bench.halt('runbook', 'check')).code).toBe(0)
  })

  it('leaves one remark if it came with the program: under a foreign manual', async () => {
    const bench = new Bench()
    bringBankManual(bench, '')
    for (const name of CHAPTERS) bench.write(`runbooks/${name}`, 'reviewed: 2026-11-24\ntitle: { ja: 空, en: Empty }\n')
    expect((await unfitIn(bench)).map(({ id }) => id)).toEqual([...SHIPPED].sort())
    const checked = await bench.halt('runbook', 'check')
    expect(checked).toMatchObject({ code: 0, err: expect.stringContaining(' 0 errors') })
    expect(checked.out).toMatch(/^(\d) of \1 shipped drills do not fit .* \(shipped-drills-unfit\)\n/)
    const { findings } = documentSchemas.findings.parse(await bench.json('runbook', 'check'))
    expect(findings).toMatchObject([{ code: 'shipped-drills-unfit', level: 'info', file: null, line: null }])
    bench.write('runbooks/drills/own.yaml', BANK_DRILL.replace('id: cards-eaten', 'id: engine-failover'))
    expect((await bench.ok('drill', 'engine-failover', '--no-walk')).trim()).toMatch(/-atm-outage$/)
    const { code, err } = await bench.halt('drill', 'price-plunge')
    expect(code).toBe(2)
    expect(err).toContain("unknown halt type 'market-volatility' (and ")
    expect(err).toContain('This shipped drill is for another runbook. To choose one that fits: ')
    expect((await bench.ok('drill', 'cards-eaten', '--no-walk')).trim()).toMatch(/-atm-outage/)
  })

  it('is refused with the nearest names and the command that lists all, never with all of them', async () => {
    const bench = new Bench()
    bringBankManual(bench)
    bench.write('runbooks/drills/cards-eaten.yaml', BANK_DRILL.replace('1.1-call', '1.1-cal'))
    const { code, err } = await bench.halt('drill', 'cards-eaten')
    expect(code).toBe(2)
    expect(err).toContain("unknown step '1.1-cal' (bad-scenario)\n")
    expect(err).toMatch(/\nThe nearest: 1\.1-call(, [^,]+){3}\. To list all: \S+ runbook show\n/)
    expect(await bench.ok('runbook', 'show')).toContain('1.1-call  call it')
    expect((await bench.halt('runbook', 'check', '--lang', 'ja')).out).toMatch(
      /近いもの: 1\.1-call, .*。すべて見るには: /,
    )
  })
})

describe('an incident with times more than ten years apart', () => {
  it('is rejected by --replay, which opens no drill', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure', '--at', '1970-01-02T00:00:00Z')).trim()
    for (const how of [['--auto'], ['--no-walk']])
      expect(await bench.halt('drill', '--replay', id, ...how)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('(not-replayable)'),
      })
    expect((await bench.ok('list')).trim().split('\n')).toHaveLength(1)
  })
})

it('every shipped scenario file is smaller than 64 KiB', () => {
  for (const id of SHIPPED) expect(statSync(join(ROOT, `runbooks/drills/${id}.yaml`)).size).toBeLessThan(64 * 1024)
})
