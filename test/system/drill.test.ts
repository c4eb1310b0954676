import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench } from './bench.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const SHIPPED = readdirSync(join(ROOT, 'runbooks/drills')).map((name) => basename(name, '.yaml'))
const PAGE = readFileSync(join(ROOT, 'docs/drills.md'), 'utf8')
const [, EXAMPLE = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []
const CONTACTS = /```yaml\n([\s\S]*?)```/.exec(readFileSync(join(ROOT, 'docs/contacts.md'), 'utf8'))?.[1] ?? ''

interface Event {
  readonly type: string
  readonly at: string
  readonly recordedAt: string
  readonly by: string
  readonly data: { readonly [key: string]: unknown }
}

const eventsOf = (bench: Bench, id = 'latest'): Event[] =>
  bench
    .ok('log', '--json', '-i', id)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Event)

const scoreOf = (text: string) => documentSchemas.score.parse(JSON.parse(text))

/** Every file below a folder, with its bytes. */
function tree(folder: string): Map<string, string> {
  if (!existsSync(folder)) return new Map()
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return new Map(
    files.map(({ parentPath, name }) => {
      const path = join(parentPath, name)
      return [relative(folder, path), readFileSync(path, 'latin1')]
    }),
  )
}

describe('halt drill', () => {
  it('lists the scenarios, one for each halt type at least', () => {
    const bench = new Bench()
    const { scenarios } = documentSchemas.drills.parse(bench.json('drill', '--list'))
    expect(scenarios.map(({ id }) => id)).toEqual([...SHIPPED].sort())
    expect(new Set(scenarios.map(({ type }) => type)).size).toBe(5)
    expect(bench.ok('drill', '--list')).toContain(
      'engine-failover  Matching engine down  (system failure; 180 min, 8 injects, mark 80)',
    )
    expect(bench.ok('drill', '--list', '--lang', 'ja')).toContain('約定処理の停止  （システム障害、180分')
    expect(existsSync(bench.workspace)).toBe(false)
  })

  it.each(SHIPPED)('plays %s to its score without a person', (id) => {
    const bench = new Bench()
    const before = Date.now()
    const score = scoreOf(bench.ok('drill', id, '--auto', '--json'))
    expect(score).toMatchObject({ scenario: id, auto: true, total: 100, passed: true, compared: [] })
    const events = eventsOf(bench)
    const last = Date.parse(events.at(-1)?.recordedAt ?? '')
    expect(last).toBeLessThanOrEqual(before)
    expect(last).toBeGreaterThan(before - 120_000)
    expect(events.at(-1)?.type).toBe('incident.closed')
    expect(
      bench
        .ok('log', '-i', 'latest')
        .trim()
        .split('\n')
        .every((line) => line.startsWith('[DRILL] ')),
    ).toBe(true)
    expect(
      events
        .filter(({ type }) => type === 'notice.delivered')
        .every(({ data }) => String(data.why).startsWith('drill')),
    ).toBe(true)
    expect(bench.halt('verify').code).toBe(0)
    expect(bench.halt('status', '--check').code).toBe(0)
    const { findings } = JSON.parse(bench.halt('doctor', '--offline', '--json').out) as { findings: { code: string }[] }
    expect(findings.map(({ code }) => code)).toContain('drill-never')
  })

  it('leaves nothing but its own marked log, and opens no socket', () => {
    const bench = new Bench()
    bench.write(
      'halt.yaml',
      [
        'organisation: { ja: 例示取引所, en: Example }',
        'channels:',
        '  email: { via: smtp, url: "smtp://127.0.0.1:9", allowPlain: true, from: a@example.com, to: [b@example.com] }',
        '  app-push: { via: webhook, url: "http://127.0.0.1:9/", allowPlain: true, allowPrivate: true }',
        '  website: { via: file, path: site }',
        '  social: { via: command, run: [./post] }',
        '',
      ].join('\n'),
    )
    bench.write('contacts.yaml', CONTACTS)
    bench.ok('start', '--type', 'compliance', '--title', 'real')
    bench.write('guard.cjs', GUARD)
    const [before, state] = [tree(bench.workspace), tree(join(bench.directory, 'state'))]
    const { code, err } = bench.haltWith(
      { env: { NODE_OPTIONS: `--require ${join(bench.workspace, 'guard.cjs')}` } },
      'drill',
      'engine-failover',
      '--auto',
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const after = tree(bench.workspace)
    for (const [path, bytes] of before) expect(after.get(path), path).toBe(bytes)
    const added = [...after.keys()].filter((path) => !before.has(path))
    const drill = readdirSync(join(bench.workspace, 'incidents')).find((id) => id.endsWith('system-failure')) as string
    const shown = (path: string) =>
      path.replace(/\.[a-z0-9]{8}\.jsonl$/, '.WRITER.jsonl').replace(/\.[0-9a-f]{64}\./, '.')
    expect(added.map(shown).sort()).toEqual([
      `incidents/${drill}/${drill}.WRITER.jsonl`,
      `incidents/${drill}/lock`,
      `incidents/${drill}/runbook.json`,
      `incidents/${drill}/settings.json`,
    ])
    const kept = [...tree(join(bench.directory, 'state')).keys()].filter((path) => !state.has(path))
    expect(kept.map((path) => basename(path))).toEqual([`${drill}.head`])
  })

  it('is below its mark where little was done: exit 8, and what cost points', () => {
    const bench = new Bench()
    bench.write('runbooks/drills/short.yaml', EXAMPLE.replace('lasts: 2h', 'lasts: 1h1m'))
    const id = bench.ok('drill', 'two-channels-down', '--no-walk').trim()
    const { code, out } = bench.halt('drill', '--score', '--json')
    expect(code).toBe(8)
    const score = scoreOf(out)
    expect(score).toMatchObject({ incident: id, auto: false, mark: 85, passed: false })
    const lost = score.sections.flatMap((section) => section.lost)
    expect(lost).toContainEqual(
      expect.objectContaining({ code: 'step', what: '2.2-website', message: expect.stringContaining('not done') }),
    )
    const shown = bench.halt('drill', '--score')
    expect(shown.code).toBe(8)
    expect(
      shown.out
        .trim()
        .split('\n')
        .every((line) => line.startsWith('[DRILL] ')),
    ).toBe(true)
    expect(shown.out).toContain('BELOW THE MARK')
    expect(bench.halt('drill', '--score', '--lang', 'ja').out).toContain('不合格')
  })

  it('exits 8 below the mark where the program played it, too', () => {
    const bench = new Bench()
    const late = EXAMPLE.replace('mark: 85', 'mark: 100').replace('within: 15m', 'within: 1s')
    bench.write('runbooks/drills/late.yaml', late)
    const { code, out } = bench.halt('drill', 'two-channels-down', '--auto')
    expect(code).toBe(8)
    expect(out).toMatch(/answer to cause \(state Expected resumption\): due [\d:]+, done [\d:]+/)
    expect(out).toContain('BELOW THE MARK')
  })

  it('compares with the drills before it that were played in the same way', () => {
    const bench = new Bench()
    const first = scoreOf(bench.ok('drill', 'order-to-suspend', '--auto', '--json'))
    bench.ok('drill', 'price-plunge', '--no-walk')
    expect(bench.halt('close', '--as', 'false-alarm', '--reason', 'not today').err).toContain(' drill --score -i ')
    const between = scoreOf(bench.ok('drill', 'price-plunge', '--auto', '--json'))
    expect(between.compared).toEqual(
      Date.parse(first.incident) < Date.parse(between.incident)
        ? expect.anything()
        : [{ what: 'last', incident: first.incident, total: 100 }],
    )
  })
})

/** Ends the program at whatever would leave the machine or start another program. */
const GUARD = `
for (const [name, keys] of [['net', ['connect', 'createConnection']], ['tls', ['connect']], ['http', ['request', 'get']], ['https', ['request', 'get']], ['dns', ['lookup', 'resolve']], ['child_process', ['spawn', 'exec', 'execFile', 'spawnSync']]]) {
  const module = require('node:' + name)
  for (const key of keys) module[key] = () => { console.error('LEFT THE MACHINE: ' + name + '.' + key); process.exit(99) }
}
require('node:net').Socket.prototype.connect = () => { console.error('LEFT THE MACHINE: socket'); process.exit(99) }
`

describe('a drill that people play', () => {
  it('is opened with its briefing where there is no terminal, and its injects come with what is recorded', () => {
    const bench = new Bench()
    const { out, err } = bench.halt('drill', 'price-plunge', '--speed', '600')
    expect(out.trim()).toMatch(/-market-volatility$/)
    expect(err).toContain('Early morning.')
    expect(err).toContain('Impact on customers  KZN cannot be traded.')
    expect(
      err
        .trim()
        .split('\n')
        .every((line) => line.startsWith('[DRILL]')),
    ).toBe(true)
    spawnSync('sleep', ['0.3'])
    expect(bench.ok('status')).toMatch(/Injects, latest last\n\[DRILL\] {3}\d\d:\d\d {2}INJECT support-silent: /)
    expect(eventsOf(bench)).toHaveLength(2)
    const noted = bench.halt('note', 'on it')
    expect(noted.err).toMatch(/INJECT support-silent: [^\n]*\n[\s\S]*note "on it"/)
    const [, , came, note] = eventsOf(bench)
    expect(came).toMatchObject({ type: 'drill.injected', data: { inject: { id: 'support-silent' } } })
    const [opened] = eventsOf(bench)
    expect(Date.parse(came?.at ?? '') - Date.parse(opened?.recordedAt ?? '')).toBe(60_000)
    expect(Date.parse(note?.recordedAt ?? '')).toBeGreaterThan(Date.parse(came?.at ?? ''))
    expect(noted.err).not.toContain('behind')
    expect(bench.halt('status').err).not.toContain('behind')
    expect(bench.halt('verify')).toMatchObject({ code: 0, err: expect.not.stringContaining('behind') })
    expect(bench.halt('note', 'past', '--at', '30s ago').code).toBe(0)
  })

  it('is told the times that are known, in its briefing and when they come', () => {
    const bench = new Bench()
    const { err } = bench.halt('drill', 'upgrade-overruns')
    expect(err).toMatch(/Expected resumption {2}\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}\n/)
    bench.write('runbooks/drills/now.yaml', EXAMPLE.replace('at: 30m', 'at: 0s'))
    bench.ok('drill', 'two-channels-down', '--no-walk')
    const came = bench.halt('note', 'on it', '-i', 'latest').err
    expect(came).toContain('expected-recovery is known "1 h 0 min to 1 h 30 min after the drill was opened"')
  })

  it('sends nothing: what goes out is simulated, and fails where the scenario says so', () => {
    const bench = new Bench()
    bench.write('runbooks/drills/now.yaml', EXAMPLE.replace('at: 10m\n    until: 40m', 'at: 0s\n    until: 40m'))
    bench.write('contacts.yaml', CONTACTS)
    bench.ok('drill', 'two-channels-down', '--no-walk')
    bench.ok('set', 'cause=?', 'expected-recovery=?', 'impact.ja=停止', 'contact.ja=窓口')
    const sent = bench.halt('notice', 'website', 'email', '--send')
    expect(sent.code).toBe(6)
    expect(sent.err).toContain('organisation-unset')
    expect(sent.err).toContain('(delivery-failed)')
    const outcomes = eventsOf(bench).filter(({ type }) => type === 'notice.delivered')
    expect(outcomes.map(({ data }) => [data.outcome, data.why])).toEqual([
      ['sent', 'drill'],
      ['failed', 'drill-fails'],
    ])
    expect(bench.halt('notice', 'email', '--posted')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(drill-nothing-goes-out)'),
    })
    expect(bench.halt('notice', 'email', '--unsafe', '--reason', 'no mail').code).toBe(0)
  })

  it('has nobody answer who is silent', () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS.replace('legal: { head: kato }', 'legal: { head: kato, deputies: [sato] }'))
    bench.write(
      'runbooks/drills/now.yaml',
      EXAMPLE.replace('fails: [email]', 'silent: [legal]').replace('at: 10m\n    until: 40m', 'at: 0s\n    until: 40m'),
    )
    bench.ok('drill', 'two-channels-down', '--no-walk')
    expect(bench.halt('contacts', 'reached', 'kato')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(drill-no-answer)'),
    })
    expect(bench.halt('contacts', 'tried', 'kato').code).toBe(0)
    expect(bench.halt('contacts', 'reached', 'sato').code).toBe(0)
  })
})

describe('a replay', () => {
  /** A short halt that was run, with names in it. */
  function past(bench: Bench): string {
    const id = bench
      .ok(
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
      .trim()
    bench.ok('set', 'cause=Hanako', 'cause.ja=故障', 'cause.en=A fault')
    bench.ok('note', 'Hanako again')
    bench.ok('note', '--private', 'her number')
    bench.ok('notice', 'website', '--posted')
    bench.ok('lift', '--all', '--force', '--reason', 'asked by Hanako')
    bench.ok('close', '--force', '--reason', 'Hanako is tired')
    return id
  }

  it('exercises an incident of the workspace, and compares with how it was run', () => {
    const bench = new Bench()
    const id = past(bench)
    const score = scoreOf(bench.ok('drill', '--replay', id, '--auto', '--speed', '5', '--json'))
    expect(score).toMatchObject({ scenario: id, auto: true, passed: true, original: { incident: id } })
    expect(score.compared).toContainEqual({ what: 'original', incident: id, total: score.original?.total })
    expect(score.original?.total).toBeLessThan(score.total ?? 0)
    const drill = readdirSync(join(bench.workspace, 'incidents')).find((name) => name !== id) as string
    const log = bench.ok('log', '--json', '-i', drill)
    expect(['Hanako', 'her number', '故障'].filter((words) => log.includes(words))).toEqual(['故障'])
  })

  it('opens for people, and says what is replayed', () => {
    const bench = new Bench()
    const id = past(bench)
    const { code, err, out } = bench.halt('drill', '--replay', id, '--speed', '10')
    expect(code).toBe(0)
    expect(err).toContain(`What came in ${id} comes again, at the same times: system failure.`)
    expect(out.trim()).toMatch(/-system-failure(-2)?$/)
  })

  it('takes a log from anywhere: a file under any name, or a folder of them', () => {
    const bench = new Bench()
    const id = past(bench)
    const folder = join(bench.workspace, 'incidents', id)
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    const copy = join(bench.directory, 'copy.jsonl')
    copyFileSync(file, copy)
    const elsewhere = new Bench()
    for (const path of [file, copy, folder])
      expect(scoreOf(elsewhere.ok('drill', '--replay', path, '--auto', '--json')).scenario).toBe(id)
    const empty = join(bench.directory, 'empty')
    mkdirSync(empty)
    expect(elsewhere.halt('drill', '--replay', empty, '--auto')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(no-such-file)'),
    })
    expect(elsewhere.halt('drill', '--replay', 'nothing', '--auto')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
  })

  it('refuses a damaged log, wherever it lies, and opens nothing', () => {
    const bench = new Bench()
    const id = past(bench)
    const folder = join(bench.workspace, 'incidents', id)
    const file = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    writeFileSync(file, readFileSync(file, 'utf8').replace('Hanako again', 'nobody again'))
    const before = readdirSync(join(bench.workspace, 'incidents'))
    expect(bench.halt('drill', '--replay', id)).toMatchObject({ code: 4, err: expect.stringContaining('(damaged)') })
    expect(bench.halt('drill', '--replay', file)).toMatchObject({
      code: 4,
      err: expect.stringContaining('(past-log-damaged)'),
    })
    const none = join(bench.directory, 'none.jsonl')
    writeFileSync(none, '')
    expect(bench.halt('drill', '--replay', none)).toMatchObject({
      code: 4,
      err: expect.stringContaining('no event declares'),
    })
    expect(readdirSync(join(bench.workspace, 'incidents'))).toEqual(before)
  })
})

describe('what cannot be', () => {
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
  ])('%s is refused', (args, code, message) => {
    const bench = new Bench()
    const refused = bench.halt(...args)
    expect(refused.err).toContain(message)
    expect(refused.code).toBe(code)
    expect(existsSync(bench.workspace)).toBe(false)
  })

  it('a score of what is no drill of a scenario', () => {
    const bench = new Bench()
    bench.ok('start', '--drill', '--type', 'compliance')
    expect(bench.halt('drill', '--score')).toMatchObject({ code: 3, err: expect.stringContaining('(no-exercise)') })
  })
})

describe('scenarios of a workspace', () => {
  it('are added to the shipped ones, or replace those of the same name', () => {
    const bench = new Bench()
    bench.write('runbooks/drills/own.yaml', EXAMPLE)
    bench.write('runbooks/drills/price-plunge.yaml', EXAMPLE.replace('id: two-channels-down', 'id: price-plunge'))
    const { scenarios } = documentSchemas.drills.parse(bench.json('drill', '--list'))
    expect(scenarios).toHaveLength(SHIPPED.length + 1)
    expect(scenarios.find(({ id }) => id === 'price-plunge')).toMatchObject({
      type: 'system-failure',
      minutes: 120,
      mark: 85,
    })
    expect(bench.json<{ findings: unknown[] }>('runbook', 'check').findings).toEqual([])
    expect(scoreOf(bench.ok('drill', 'two-channels-down', '--auto', '--json'))).toMatchObject({ total: 100, mark: 85 })
  })

  it('that are wrong are named, with their place, whoever asks', () => {
    const bench = new Bench()
    bench.write('runbooks/drills/own.yaml', EXAMPLE.replace('fails: [email]', 'fails: [fax]'))
    const refused = bench.halt('drill', '--list')
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(
      /drills\/own\.yaml:\d+:\d+: unknown notice channel 'fax'|drills\/own\.yaml:\d+:\d+: unknown channel 'fax'/,
    )
    expect(refused.err).toContain('(bad-scenario)')
    for (const path of [[], ['runbooks'], ['runbooks/drills'], ['runbooks/drills/own.yaml']]) {
      const checked = bench.haltWith({ cwd: bench.workspace }, 'runbook', 'check', ...path, '--json')
      expect(checked.code, path.join()).toBe(2)
      const { findings } = JSON.parse(checked.out) as { findings: { code: string; line: number; column: number }[] }
      expect(findings).toEqual([expect.objectContaining({ code: 'unknown-channel', line: expect.any(Number) })])
    }
    bench.write('runbooks/drills/own.yaml', EXAMPLE.replace('id: two-channels-down', 'id: price-plunge'))
    expect(bench.halt('runbook', 'check').out).toMatch(/own\.yaml:\d+:\d+ [^\n]*\(duplicate-id\)/)
  })
})

it('no scenario is larger than its log can take', () => {
  for (const id of SHIPPED) expect(statSync(join(ROOT, `runbooks/drills/${id}.yaml`)).size).toBeLessThan(64 * 1024)
})

describe('a past incident that no drill can hold', () => {
  it('is refused, and opens nothing', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure', '--at', '1970-01-02T00:00:00Z').trim()
    for (const how of [['--auto'], ['--no-walk']])
      expect(bench.halt('drill', '--replay', id, ...how)).toMatchObject({
        code: 2,
        out: '',
        err: expect.stringContaining('(not-replayable)'),
      })
    expect(bench.ok('list').trim().split('\n')).toHaveLength(1)
  })
})
