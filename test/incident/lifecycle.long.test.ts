import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench, ROOT } from '../bench.ts'
import { makePipe } from '../pipe.ts'
import { inTurn } from '../sequence.ts'

type Status = z.infer<typeof documentSchemas.status>
type Report = z.infer<typeof documentSchemas.report>
interface Recorded {
  readonly incident: string
  readonly events: readonly { event: string; type: string; at: string; data: Record<string, unknown> }[]
  readonly already: readonly string[]
}

const FAILURE = ['start', '--type', 'system-failure', '--title', 'Engine down']

async function begun(...args: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok(...FAILURE, '--scope', 'trading=stopped', 'deposits=stopped', 'withdrawals=stopped', ...args)
  return bench
}

const status = async (bench: Bench, ...args: readonly string[]): Promise<Status> =>
  documentSchemas.status.parse(await bench.json('status', ...args))
const report = async (bench: Bench): Promise<Report> => documentSchemas.report.parse(await bench.json('report'))
const declaredAfter = async (bench: Bench) =>
  (await report(bench)).milestones.find((m) => m.id === 'declared')?.offsetSeconds
const step = async (bench: Bench, id: string) => (await status(bench)).steps.find((s) => s.id === id)
const events = async (bench: Bench, ...args: readonly string[]) => (await bench.json<Recorded>(...args)).events

/** Ids of the steps that are still open. */
const pending = async (bench: Bench) =>
  (await status(bench)).steps
    .filter((s) => !['done', 'declined', 'skipped', 'not-applicable'].includes(s.state))
    .map((s) => s.id)

async function liftable(...args: readonly string[]): Promise<Bench> {
  const bench = await begun(...args)
  await bench.ok('advance', '--force', '--reason', 'all hands')
  await bench.ok('done', '3.4-criteria')
  return bench
}

async function closed(): Promise<Bench> {
  const bench = await liftable()
  await bench.ok('lift', '--all')
  await bench.ok('close', '--force', '--reason', 'the rest follows')
  return bench
}

describe('halt start', () => {
  it('prints only the id: the time of the declaration in the workspace’s zone, and the type', async () => {
    const bench = new Bench()
    expect(await bench.halt(...FAILURE)).toMatchObject({ code: 0, out: '20261124-221705-system-failure\n' })
    expect(await status(bench)).toMatchObject({
      incident: '20261124-221705-system-failure',
      declaredAt: '2026-11-24T22:17:05.120+09:00',
    })
  })

  it('numbers incidents that start in the same second', async () => {
    const bench = new Bench()
    const ids = await inTurn(Array(6).keys(), async () => (await bench.ok(...FAILURE)).trim())
    expect(ids).toEqual(['', '-2', '-3', '-4', '-5', '-6'].map((number) => `20261124-221705-system-failure${number}`))
  })

  it('measures from when the halt began, which can be corrected without changing the id', async () => {
    const bench = await begun('--at', '12m ago', '--severity', 'sev2')
    const before = await status(bench)
    expect(before).toMatchObject({ severity: 'sev2', phase: 'initial-response', interruption: 1, lead: 'taro' })
    expect(await declaredAfter(bench)).toBe(720)
    bench.pass(60_000)
    await bench.ok('set', 'started-at=20m ago')
    expect(await declaredAfter(bench)).toBe(1140)
    expect((await status(bench)).incident).toBe(before.incident)
  })

  it('with --at now measures no time between the start and the declaration', async () => {
    const bench = new Bench()
    let { now } = bench
    Object.defineProperty(bench, 'now', { get: () => (now += 7) })
    await bench.ok(...FAILURE, '--at', 'now')
    expect(await declaredAfter(bench)).toBe(0)
  })

  it('records no scope that nobody stated', async () => {
    const bench = new Bench()
    await bench.ok(...FAILURE)
    expect((await status(bench)).scope).toEqual([])
    await bench.ok('scope', 'withdrawals:XEM=limited:internal transfers only')
    expect((await status(bench)).scope).toMatchObject([
      { operation: 'withdrawals', asset: 'XEM', state: 'limited', words: 'internal transfers only' },
    ])
  })
})

describe('JSON documents', () => {
  it('match the shipped schemas', async () => {
    const bench = await begun('--at', '5m ago')
    await bench.ok('set', 'cause=?', 'impact.ja=売買できません')
    await bench.ok('notice', 'website', '--posted', '--link', 'https://example.com/1')
    const { facts, notices, log } = await status(bench)
    expect(facts.cause).toMatchObject({ known: false, value: null, by: 'taro' })
    expect(facts.impact).toMatchObject({ ja: '売買できません', en: null })
    expect(notices).toMatchObject([{ channel: 'website', stage: 'first', number: 1, state: 'posted' }])
    expect(log).toMatchObject({ intact: true, heads: [{ seq: log.events }] })
    expect(existsSync(join(bench.workspace, log.files[0] as string))).toBe(true)
    const next = documentSchemas.next.parse(await bench.json('next'))
    expect(next.steps.length).toBeGreaterThan(5)
    expect((await report(bench)).clauses).toHaveLength(112)
    expect((await report(bench)).log).toEqual({ events: log.events, head: log.head })
    documentSchemas.findings.parse(await bench.json('runbook', 'check'))
    const { phases } = await bench.json<{ phases: { id: string; steps: { title: object; instructions: object }[] }[] }>(
      'runbook',
      'show',
    )
    expect(phases.map((p) => p.id)).toEqual(['scheduled', 'initial-response', 'during-halt', 'after-resumption'])
    for (const { title, instructions } of phases.flatMap((p) => p.steps))
      expect([Object.keys(title), Object.keys(instructions)]).toEqual([
        ['ja', 'en'],
        ['ja', 'en'],
      ])
    const coverage = await bench.json<{ clauses: { covered: boolean; by: string[] }[]; places: object }>(
      'runbook',
      'coverage',
    )
    expect(coverage.clauses.filter((c) => !c.covered)).toEqual([])
    for (const name of coverage.clauses.flatMap((c) => c.by).filter((by) => by.startsWith('place:')))
      expect(coverage.places).toHaveProperty([name.slice(6)])
  })

  it('are printed one per command on standard output, with messages on standard error', async () => {
    const bench = await begun()
    for (const args of [
      ['status'],
      ['next'],
      ['list'],
      ['scope'],
      ['report'],
      ['verify'],
      ['action', 'list'],
      ['note', 'x'],
    ]) {
      const { code, out } = await bench.halt(...args, '--json')
      expect({ args, code }).toEqual({ args, code: 0 })
      expect(JSON.parse(out)).toHaveProperty('schemaVersion', 1)
    }
    expect((await bench.halt('status')).err).toContain('Engine down')
  })

  it('include the schema of a runbook', async () => {
    expect(JSON.parse(await new Bench().ok('runbook', 'schema'))).toHaveProperty('properties')
  })
})

describe('the incident that a command works on', () => {
  it('is the only open real one, else the only open drill; if there are several, they are listed', async () => {
    const bench = new Bench()
    const drill = (await bench.ok(...FAILURE, '--drill')).trim()
    expect((await bench.halt('note', 'x')).err).toContain('[DRILL]')
    const real = (await bench.ok('start', '--type', 'compliance')).trim()
    expect((await bench.halt('note', 'x')).err).toContain(real)
    const second = (await bench.ok('start', '--type', 'security-incident')).trim()
    const refused = await bench.halt('note', 'x')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(which-incident)') })
    expect(refused.err).toContain(real)
    expect(refused.err).toContain(second)
    expect(refused.err).not.toContain(drill)
  })

  it('is, for `latest`, the latest open real one, else the latest open drill, else the latest', async () => {
    const bench = new Bench()
    const start = async (...flags: readonly string[]) =>
      (await bench.ok('start', '--type', 'compliance', ...flags)).trim()
    const close = (id: string) => bench.ok('close', '--resolution', 'false-alarm', '--reason', 'none', '-i', id)
    const latest = async () => (await status(bench, '-i', 'latest')).incident
    const first = await start()
    const second = await start()
    const drill = await start('--drill')
    const closed = await start()
    await close(closed)
    expect(await latest()).toBe(second)
    await bench.ok('note', 'while a drill runs', '-i', 'latest')
    expect(await bench.ok('log', '-i', second)).toContain('while a drill runs')
    expect(await bench.ok('log', '-i', drill)).not.toContain('while a drill runs')
    await close(second)
    expect(await latest()).toBe(first)
    await close(first)
    expect(await latest()).toBe(drill)
    await close(drill)
    expect(await latest()).toBe(closed)
  })

  it('is named among all that match, the latest first and the others counted, if it is not known', async () => {
    const bench = new Bench()
    const ids: string[] = []
    for (let day = 0; day < 14; day += 1) {
      ids.unshift((await bench.ok('start', '--type', 'compliance')).trim())
      bench.pass(86_400_000)
    }
    const listed = async (given: string) => (await bench.halt('status', '-i', given)).err.split('\n')[1]
    expect(await listed('2026120')).toBe(`Choose one: ${ids.slice(0, 7).join(', ')}`)
    expect(await listed('zz')).toBe(`Known: ${ids.slice(0, 12).join(', ')} and 2 more`)
  })

  it('can be given by -i or HALT_INCIDENT: the id, a unique prefix, or latest', async () => {
    const bench = new Bench()
    const first = (await bench.ok('start', '--type', 'compliance')).trim()
    const second = (await bench.ok('start', '--type', 'security-incident')).trim()
    const [a, b] = [first, second].sort()
    expect((await status(bench, '-i', first)).incident).toBe(first)
    expect((await status(bench, '-i', 'latest')).incident).toBe(b)
    const unique = (id: string, other: string) => {
      let n = 1
      while (other.startsWith(id.slice(0, n))) n += 1
      return id.slice(0, n)
    }
    expect((await status(bench, '--incident', unique(first, second))).incident).toBe(first)
    expect(await bench.halt('status', '-i', '20')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
    const named = await bench.haltWith({ env: { HALT_INCIDENT: second } }, 'status', '--json')
    expect(JSON.parse(named.out).incident).toBe(second)
    const both = await bench.haltWith({ env: { HALT_INCIDENT: second } }, 'status', '--json', '-i', a as string)
    expect(JSON.parse(both.out).incident).toBe(a)
  })

  it('is the latest for reading if none is open; recording is refused', async () => {
    const bench = await begun()
    await bench.ok('close', '--resolution', 'duplicate', '--reason', 'a test of the alarm')
    const { incident } = await status(bench)
    expect((await bench.halt('report')).code).toBe(0)
    expect(await bench.halt('note', 'x')).toMatchObject({ code: 3, err: expect.stringContaining('(no-incident)') })
    expect((await bench.halt('note', 'x', '-i', incident)).code).toBe(0)
  })
})

describe('steps', () => {
  it('are recorded all or none if several are named', async () => {
    const bench = await begun()
    expect((await events(bench, 'done', '2.1-logs', '2.1-monitoring')).map((e) => e.data.step)).toEqual([
      '2.1-logs',
      '2.1-monitoring',
    ])
    expect((await bench.halt('done', '2.1-hearing', '2.1-nope')).code).toBe(2)
    expect((await step(bench, '2.1-hearing'))?.state).toBe('pending')
  })

  it('a command without effect, such as a second done, exits with 0, records nothing and says so', async () => {
    const bench = await begun()
    await bench.ok('done', '2.1-logs')
    const before = (await status(bench)).log.events
    for (const args of [
      ['done', '2.1-logs'],
      ['scope', 'trading=stopped'],
      ['classify', '--type', 'system-failure', '--reason', 'x'],
    ])
      expect(await bench.halt(...args)).toMatchObject({ code: 0, out: '', err: expect.stringContaining('no change: ') })
    expect((await status(bench)).log.events).toBe(before)
  })

  it('are begun, assigned, declined and skipped, with who and why', async () => {
    const bench = await begun()
    await bench.ok('begin', '2.1-logs', '--note', 'engine-3', '--as', 'hanako')
    await bench.ok('assign', '2.1-hearing', '--to', 'jiro')
    await bench.ok('skip', '2.1-monitoring', '--reason', 'monitoring is down too')
    expect(await step(bench, '2.1-logs')).toMatchObject({ state: 'in-progress', by: 'hanako' })
    expect(await step(bench, '2.1-hearing')).toMatchObject({ state: 'pending', assignee: 'jiro' })
    expect(await step(bench, '2.1-monitoring')).toMatchObject({ state: 'skipped', reason: 'monitoring is down too' })
    const optional = (await status(bench)).steps.find((s) => s.modality === 'consider' && s.state === 'pending')
    await bench.ok('decline', optional?.id ?? '', '--reason', 'not tonight')
    expect(await step(bench, optional?.id ?? '')).toMatchObject({ state: 'declined', reason: 'not tonight' })
  })

  it('are undone by a new event that names the old one', async () => {
    const bench = await begun()
    const [done] = await events(bench, 'done', '2.1-logs')
    const [undone] = await events(bench, 'undo', '--reason', 'wrong step')
    expect(undone).toMatchObject({ type: 'event.undone', data: { event: done?.event, reason: 'wrong step' } })
    expect((await step(bench, '2.1-logs'))?.state).toBe('pending')
    expect(await bench.halt('undo', done?.event ?? '', '--reason', 'again')).toMatchObject({ code: 0, out: '' })
    const [scoped] = await events(bench, 'scope', 'trading=cancel-only')
    await bench.ok('note', 'in between')
    await bench.ok('undo', scoped?.event ?? '', '--reason', 'not yet')
    expect((await status(bench)).scope[0]).toMatchObject({ operation: 'trading', state: 'stopped' })
  })

  it('have their time and text corrected by a new event', async () => {
    const bench = await begun('--at', '30m ago')
    const [done] = await events(bench, 'done', '2.1-logs', '--note', 'nothing')
    await bench.ok('correct', done?.event ?? '', '--at', '5m ago', '--text', 'out of memory', '--reason', 'read again')
    const now = await step(bench, '2.1-logs')
    expect(now?.reason).toBe('out of memory')
    expect(Date.parse(done?.at ?? '') - Date.parse(now?.at ?? '')).toBe(300_000)
    expect(await bench.ok('log')).toContain('"nothing"')
  })
})

describe('notices', () => {
  const numbers = async (bench: Bench) =>
    (await status(bench)).notices.map((n) => `${n.channel} ${n.stage} ${n.number}`)

  it('are numbered in one series per incident, shared by the channels of each round', async () => {
    const bench = await begun()
    await bench.ok('notice', '--posted')
    expect(await numbers(bench)).toEqual(['website', 'email', 'app-push', 'social'].map((c) => `${c} first 1`))
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'email', '--posted')
    await bench.ok('notice', 'website', '--posted')
    expect((await numbers(bench)).slice(4)).toEqual(['website update 2', 'email update 2', 'website update 3'])
    await bench.ok('done', '3.4-criteria')
    await bench.ok('lift', 'trading')
    await bench.ok('notice', '--posted')
    expect((await numbers(bench)).slice(7)).toEqual(
      ['website', 'email', 'app-push', 'social'].map((c) => `${c} resumption 4`),
    )
  })

  it('take the current number of the series if they are the first on their channel', async () => {
    const bench = await begun()
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'social', '--posted')
    expect(await numbers(bench)).toEqual(['website first 1', 'website update 2', 'social first 2'])
  })

  it('complete their steps once posted, and keep text, digest and link; `done` keeps no text', async () => {
    const bench = await begun()
    const file = join(bench.directory, 'notice.txt')
    writeFileSync(file, 'お知らせ\n')
    const [notice] = await events(
      bench,
      'notice',
      'website',
      '--posted',
      '--text-file',
      file,
      '--link',
      'https://example.com/1',
      '--next',
      '30m',
      '--force',
      '--reason',
      'short, and out already',
    )
    expect(notice?.data).toMatchObject({
      text: 'お知らせ\n',
      link: 'https://example.com/1',
      digest: createHash('sha256').update('お知らせ\n').digest('hex'),
    })
    expect((await step(bench, '2.2-website'))?.state).toBe('done')
    const [posted] = await events(bench, 'done', '2.2-email')
    expect(posted).toMatchObject({ type: 'notice.posted', data: { channel: 'email', number: 1, text: null } })
  })

  it('set when the next one is due', async () => {
    const bench = await begun()
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'website', '--next', '12m')
    const { dueAt } = (await status(bench)).clocks.find((c) => c.id === 'update:website') ?? { dueAt: '' }
    expect(dueAt).toBe('2026-11-24T22:29:00.000+09:00')
  })

  it('make status --check exit with 7 if overdue, for real incidents only', async () => {
    const bench = new Bench()
    await bench.ok(...FAILURE, '--drill', '--at', '2h ago')
    await bench.ok('notice', '--posted', '--at', '1h ago')
    expect(await bench.halt('status', '--check')).toMatchObject({ code: 0, out: '' })
    await bench.ok(...FAILURE, '--at', '2h ago')
    await bench.ok('notice', '--posted', '--at', '1h ago')
    const late = await bench.halt('status', '--check')
    expect(late).toMatchObject({ code: 7, out: expect.stringContaining('update:website') })
    expect(JSON.parse((await bench.halt('status', '--check', '--json')).out).overdue).toHaveLength(4)
    await bench.ok('notice', '--posted')
    expect((await bench.halt('status', '--check')).code).toBe(0)
  })
})

describe('what was entered later, and steps recorded in bulk', () => {
  it('show in the log and in the report', async () => {
    const bench = await begun('--at', '12m ago')
    bench.pass(50 * 3_600_000)
    const [day, time] = ['2026-11-24', '23:00']
    await bench.ok('done', '2.1-logs', '--at', `${day}T${time}`)
    for (const id of ['2.1-monitoring', '2.1-assess']) {
      bench.pass(1000)
      await bench.ok('done', id)
    }
    const log = await bench.ok('log')
    expect(log).toMatch(/done 2\.1-logs .*\(entered 2 d 1 h 17 min later\)$/m)
    expect(log).toMatch(
      /done 2\.1-assess .*\(3 steps marked as done within 2 s; when each was done is not on record\)$/m,
    )
    expect(await bench.ok('log', '--lang', 'ja')).toMatch(/（2日1時間17分後に記入）/)
    const report = await bench.ok('report', '--language', 'en')
    expect(report).toMatch(/2 events are dated more than two minutes before being recorded, at most 2 d 1 h 17 min/)
    expect(report).toMatch(/\| 2026-11-24 22:05:05 \| T\+00:00:00 \| .*\(entered 12 min later\)/)
    expect(report).toMatch(/3 steps were marked as done within 2 s\./)
  })
})

describe('halt scope', () => {
  it('leaves it to a lift to say that something is open again, unless it never was restricted', async () => {
    const bench = await begun()
    const { code, err } = await bench.halt('scope', 'trading=open')
    expect(code).toBe(3)
    expect(err).toContain('(lift-instead)')
    expect(err).toContain('haltctl lift trading')
    expect((await bench.halt('scope', 'trading=open', '--force')).err).toContain('(missing-answer)')
    await bench.ok('scope', 'trading=open', '--force', '--reason', 'deposits were meant')
    const { phase, scope } = await status(bench)
    expect({ phase, scope: scope[0] }).toMatchObject({
      phase: 'initial-response',
      scope: { operation: 'trading', state: 'open' },
    })
    expect(await bench.ok('log')).toContain('forced "deposits were meant"')
    expect(await bench.ok('report', '--language', 'en')).toMatch(/\| forced \| trading \| deposits were meant \|/)
  })

  it('takes the words of either language, markets, and several statements at once', async () => {
    const bench = await begun()
    await bench.ok('scope', '取引:BTC/JPY=停止、入金＝一部制限：日本円のみ、1日10件まで', 'withdrawals=cancel-only')
    expect((await status(bench)).scope).toMatchObject([
      { operation: 'trading', asset: null, state: 'stopped' },
      { operation: 'trading', asset: 'BTC/JPY', state: 'stopped' },
      { operation: 'deposits', state: 'limited', words: '日本円のみ、1日10件まで' },
      { operation: 'withdrawals', state: 'cancel-only' },
    ])
  })

  it('shows what is allowed, by id and name, where it refuses', async () => {
    const bench = await begun()
    expect(await bench.halt('scope', '貸付=停止')).toMatchObject({
      code: 2,
      err: expect.stringContaining('Known: trading, deposits, withdrawals'),
    })
    expect((await bench.halt('scope', '貸付=停止', '--lang', 'ja')).err).toContain(
      'trading（売買）、deposits（入金・預入）',
    )
    expect((await bench.halt('scope', 'trading=down', '--lang', 'ja')).err).toContain('stopped（停止）、cancel-only')
    expect((await bench.halt('scope', '')).err).toContain('(bad-assignment)')
  })
})

describe('halt lift', () => {
  it.each([
    ['en', /^lifted with (\d+) open steps, which .*: (.*) and (\d+) more \(.* next --all\)$/m],
    ['ja', /^(\d+)件の手順が終わらないまま解除しました。.*: (.*) ほか(\d+)件（.* next --all）$/m],
  ])('names six of the steps that are still open, and counts the others (%s)', async (language, sentence) => {
    const bench = await begun()
    const { err } = await bench.halt('lift', 'trading', '--force', '--reason', 'it trades', '--lang', language)
    const [, all, names = '', more] = sentence.exec(err) ?? []
    expect(names.split(/, |、/)).toHaveLength(6)
    expect(Number(more)).toBe(Number(all) - 6)
    expect(await bench.ok('next', '--all', '--json')).toContain(names.split(/, |、/)[1])
  })

  it('in parts enters after-resumption at once; duties continue until nothing is restricted', async () => {
    const bench = await liftable()
    const first = await bench.halt('lift', 'deposits')
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('trading=stopped') })
    expect(await status(bench)).toMatchObject({ phase: 'after-resumption', fullyResumedAt: null })
    expect((await status(bench)).clocks.map((c) => c.id)).toContain('first-notice:website')
    expect(await bench.halt('lift')).toMatchObject({
      code: 3,
      err: expect.stringContaining('trading=stopped, withdrawals=stopped'),
    })
    await bench.ok('lift', 'trading')
    await bench.ok('scope', 'withdrawals:XEM=limited:JPY only')
    await bench.ok('lift', 'withdrawals')
    expect((await status(bench)).fullyResumedAt).toBeNull()
    await bench.ok('lift', 'withdrawals:XEM')
    expect((await status(bench)).fullyResumedAt).not.toBeNull()
    const ids = (await report(bench)).milestones.map((m) => m.id)
    expect(ids).toEqual(
      expect.arrayContaining(['lifted', 'resumed:deposits', 'resumed:trading', 'resumed:withdrawals', 'fully-resumed']),
    )
  })

  it('with --all lifts each exception by its name, and customers are told of it', async () => {
    const bench = await liftable()
    const corrected = ['--force', '--reason', 'deposits never stopped']
    await bench.ok('scope', 'withdrawals:*=open', 'withdrawals:JPY=stopped', 'deposits=open', ...corrected)
    await bench.ok('lift', '--all')
    expect((await status(bench)).scope.map((s) => `${s.operation}:${s.asset}=${s.state}`)).toEqual([
      'trading:null=open',
      'deposits:null=open',
      'withdrawals:null=open',
      'withdrawals:JPY=open',
    ])
    expect(await bench.ok('notice', 'website', '--language', 'ja')).toMatch(/再開したサービス：.*、日本円の出金\n/)
  })

  it('takes the word that the walk offers for everything that is restricted', async () => {
    for (const word of ['all', '全て', '全部']) {
      const bench = new Bench()
      await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', 'withdrawals=stopped')
      await bench.ok('lift', word, '--force', '--reason', 'for this test')
      const { scope } = await bench.json<{ scope: { state: string }[] }>('status')
      expect(scope.map(({ state }) => state)).toEqual(['open', 'open'])
    }
  })

  it('with --all opens nothing that nobody stated: that stays unknown, in every form', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--at', '12m ago')
    await bench.ok('lift', '--all', '--force', '--reason', 'ordered by the board')
    expect((await status(bench)).scope).toMatchObject([{ operation: 'trading', state: 'open' }])
    expect((await status(bench)).fullyResumedAt).not.toBeNull()
    const unknown = 'status unknown: deposits, withdrawals'
    expect(await bench.ok('status')).toContain(unknown)
    expect(await bench.halt('scope')).toMatchObject({
      out: expect.stringMatching(/^trading.*\n$/),
      err: expect.stringContaining(unknown),
    })
    expect(await bench.ok('handover')).toContain(unknown)
    expect(await bench.ok('report', '--language', 'en')).toContain('\nStatus unknown: deposits, withdrawals\n')
    for (const form of ['svg', 'html']) {
      const drawn = await bench.ok('report', '--format', form, '--language', 'en')
      expect(drawn.match(/>(?:deposits|withdrawals|status unknown)</g)?.sort()).toEqual([
        '>deposits<',
        '>status unknown<',
        '>status unknown<',
        '>withdrawals<',
      ])
      expect(drawn).not.toContain('deposits open')
    }
    expect((await bench.ok('report', '--format', 'timeline', '--language', 'en')).replaceAll('\n', ' ')).toContain(
      unknown,
    )
  })

  it('lists the open steps as deviations', async () => {
    const bench = await liftable()
    expect((await bench.halt('lift', '--all')).err).toContain('2.1-logs')
    expect(await bench.ok('report')).toContain('2.1-logs')
  })

  it('can be forced, which the report lists', async () => {
    const bench = await begun()
    await bench.ok('lift', '--all', '--force', '--reason', 'ordered by the board')
    expect((await status(bench)).phase).toBe('after-resumption')
    expect(await bench.ok('report')).toContain('ordered by the board')
  })
})

describe('halt reopen', () => {
  it('counts an interruption, and restarts the notice duties', async () => {
    const bench = await liftable()
    await bench.ok('notice', '--posted')
    await bench.ok('lift', '--all')
    await bench.ok('reopen', '--reason', 'fell over again', '--scope', 'trading=stopped')
    expect(await status(bench)).toMatchObject({
      phase: 'during-halt',
      interruption: 2,
      liftedAt: null,
      fullyResumedAt: null,
    })
    expect((await status(bench)).clocks.map((c) => c.id)).toContain('first-notice:website')
    expect((await step(bench, '3.4-criteria'))?.state).toBe('pending')
    expect(await bench.halt('lift', 'trading')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(criteria-open)'),
    })
    await bench.ok('notice', 'website', '--posted')
    expect((await status(bench)).notices.at(-1)).toMatchObject({ stage: 'first', number: 2 })
  })
})

describe('follow-ups and halt close', () => {
  it('refuse a blank owner of a follow-up', async () => {
    const bench = await begun()
    const [action] = await events(bench, 'action', 'add', 'raise the memory limit')
    for (const args of [
      ['add', 'x'],
      ['change', action?.event as string],
    ])
      expect(await bench.halt('action', ...args, '--owner', ' ')).toMatchObject({
        code: 3,
        err: expect.stringContaining('(missing-answer)'),
      })
    expect((await report(bench)).actions.map(({ owner }) => owner)).toEqual([null])
  })

  it('need every step resolved, and an owner and a due date for every follow-up', async () => {
    const bench = await liftable()
    await bench.ok('lift', '--all')
    await bench.ok('notice', '--posted')
    const [action] = await events(bench, 'action', 'add', 'raise the memory limit')
    await bench.ok('skip', ...(await pending(bench)), '--reason', 'short of hands')
    const refused = await bench.halt('close')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(actions-open)') })
    expect(refused.err).toContain(action?.event)
    expect(refused.err).toContain('asset-safety (Customer assets)')
    const inJapanese = (await bench.halt('close', '--lang', 'ja')).err
    expect(inJapanese).toContain('確認中と顧客に伝えた項目: ')
    expect(inJapanese).not.toContain('asset-safety')
    await bench.ok('action', 'change', action?.event ?? '', '--owner', 'hanako', '--due', '7d')
    const owed = await bench.halt('close')
    expect(owed).toMatchObject({ code: 3, err: expect.stringContaining('(answer-awaited)') })
    const named = /haltctl set (\S+=WORDS(?: \S+=WORDS)*);/.exec(owed.err)?.[1]?.replaceAll('WORDS', '照合しました')
    await bench.ok('set', ...(named ?? '').split(' '))
    await bench.ok('close')
    expect(await status(bench)).toMatchObject({ phase: 'closed', clocks: [{ id: `action:${action?.event}` }] })
    expect((await report(bench)).clauses.filter((c) => c.state === 'open')).toEqual([])
  })

  it('as a false alarm or a duplicate work from any phase', async () => {
    for (const as of ['false-alarm', 'duplicate']) {
      const bench = await begun()
      await bench.ok(
        'scope',
        'trading=open',
        'deposits=open',
        'withdrawals=open',
        '--force',
        '--reason',
        'a misreading',
      )
      await bench.ok('close', '--resolution', as, '--reason', 'seen twice')
      expect((await bench.json<{ incidents: object[] }>('list')).incidents).toMatchObject([
        { phase: 'closed', closedAs: as },
      ])
    }
  })

  it('take a way to end that is given as --as, and say so', async () => {
    const bench = await begun()
    const { code, err } = await bench.halt('close', '--as', 'duplicate', '--reason', 'a test')
    expect({ code, err }).toMatchObject({ code: 0, err: expect.stringContaining('--resolution duplicate') })
    expect((await bench.json<{ incidents: object[] }>('list')).incidents).toMatchObject([{ closedAs: 'duplicate' }])
  })

  it('take any other name given as --as for who acts', async () => {
    const bench = await begun()
    await bench.ok('close', '--as', 'hanako', '--resolution', 'duplicate', '--reason', 'seen twice')
    expect(await bench.ok('log', '-i', 'latest')).toMatch(/closed.* hanako$/m)
  })

  it('list follow-ups with owner and due date, and say if there are none', async () => {
    const bench = await begun()
    expect(await bench.halt('action', 'list')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(/no follow-ups yet/),
    })
    const [first] = await events(bench, 'action', 'add', 'buy disks', '--owner', 'hanako', '--due', '2199-12-10')
    expect(first?.data.due).toBe('2199-12-10T23:59:59.000+09:00')
    const [second] = await events(bench, 'action', 'add', 'raise the limit')
    expect((await bench.ok('action', 'list')).split('\n')).toEqual([
      `[ ] ${first?.event}  buy disks  hanako  2199-12-10`,
      `[ ] ${second?.event}  raise the limit  no owner  no due date`,
      '',
    ])
    await bench.ok('action', 'change', second?.event ?? '', '--due', '2199-12-11 09:30')
    const report = await bench.ok('report', '--language', 'ja')
    expect(report).toContain('| buy disks | hanako | 2199-12-10 | 未完了 |')
    expect(report).toContain('| raise the limit（英語のみ） | 担当未定 | 2199-12-11 09:30 | 未完了 |')
    expect(report).toContain('残作業「raise the limit」（担当未定、期限未定）')
    expect(report).toContain(`残作業の変更 \\#${second?.event.split(':')[1]}（期限 2199-12-11 09:30）`)
  })

  it('show a follow-up as overdue, as done, and as open again after undo', async () => {
    const bench = await closed()
    const on = ['-i', (await status(bench)).incident]
    const [action] = await events(bench, 'action', 'add', 'raise the limit', '--due', '1s', ...on)
    const listed = async () =>
      (await bench.ok('action', 'list', ...on)).split('\n').find((line) => line.includes('raise the limit'))
    expect(await listed()).not.toContain('OVERDUE')
    bench.pass(1001)
    expect(await listed()).toMatch(/OVERDUE$/)
    expect(await listed()).toContain('[ ]')
    expect(await bench.ok('report', ...on)).toMatch(/raise the limit \| .* \| OVERDUE/)
    const [done] = await events(bench, 'action', 'done', action?.event ?? '', ...on)
    expect(await listed()).toMatch(/^\[x\].*\d$/)
    await bench.ok('undo', done?.event ?? '', '--reason', 'not yet', ...on)
    expect(await listed()).toMatch(/^\[ \].*OVERDUE$/)
  })

  it('name the open follow-ups if another is given, and take the number of one', async () => {
    const bench = await closed()
    const [action] = await events(bench, 'action', 'add', 'raise\nthe limit', '-i', 'latest')
    const name = action?.event ?? ''
    const wrong = await bench.halt('action', 'done', '4711', '-i', 'latest')
    expect(wrong.err).toBe(
      `halt: this incident has no follow-up '4711' (unknown-action)\nOpen:\n  ${name}  raise / the limit\n`,
    )
    const inJapanese = await bench.halt('action', 'done', '4711', '-i', 'latest', '--lang', 'ja')
    expect(inJapanese.err).toContain(`\n未完了の残作業:\n  ${name}  raise / the limit\n`)
    await bench.ok('action', 'done', name.replace(/^.*:/, ''), '-i', 'latest')
    expect(await bench.ok('action', 'list', '-i', 'latest')).toContain(`[x] ${name}`)
  })

  it('still allow notes, corrections, follow-ups, root causes, the final notice and reports afterwards', async () => {
    const bench = await closed()
    const { incident } = await status(bench)
    const on = ['-i', incident]
    await bench.ok('note', 'a late thought', ...on)
    await bench.ok('set', 'root-cause=memory limit', ...on)
    await bench.ok('notice', 'website', '--posted', '--stage', 'final', ...on)
    const [action] = await events(bench, 'action', 'add', 'raise the limit', '--owner', 'hanako', '--due', '7d', ...on)
    await bench.ok('action', 'done', action?.event ?? '', '--note', 'raised', ...on)
    expect(await bench.ok('action', 'list', ...on)).toContain('[x]')
    await bench.ok('correct', action?.event ?? '', '--text', 'raise the memory limit', '--reason', 'clearer', ...on)
    expect(await bench.ok('report', ...on)).toContain('memory limit')
    await bench.ok('log')
    await bench.ok('verify')
    for (const args of [
      ['done', '2.1-logs'],
      ['scope', 'trading=stopped'],
      ['advance'],
      ['notice', '--posted', '--stage', 'update'],
      ['set', 'cause=x'],
    ])
      expect(await bench.halt(...args, ...on)).toMatchObject({
        code: 3,
        err: expect.stringContaining('(incident-closed)'),
      })
    expect(await bench.halt('close', ...on)).toMatchObject({ code: 0, err: expect.stringContaining('no change: ') })
  })
})

describe('a planned halt', () => {
  it('is announced, then begun, and measured from that time', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '1h/3h')
    expect(await status(bench)).toMatchObject({ phase: 'scheduled', startedAt: null })
    expect(await bench.halt('lift', '--all')).toMatchObject({ code: 3, err: expect.stringContaining('(not-begun)') })
    expect(await bench.halt('set', 'started-at=5m ago')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(not-begun)'),
    })
    await bench.ok('notice', 'website', '--posted')
    expect((await status(bench)).notices).toMatchObject([{ stage: 'scheduled', number: null }])
    await bench.ok('advance', '--force', '--reason', 'the window opens')
    expect((await status(bench)).phase).toBe('initial-response')
    expect((await status(bench)).startedAt).not.toBeNull()
    await bench.ok('notice', 'website', '--posted')
    expect((await status(bench)).notices.at(-1)).toMatchObject({ stage: 'first', number: 1 })
  })
})

describe('languages', () => {
  it('change the text and nothing else', async () => {
    const bench = await begun()
    const [en, ja] = await inTurn(['en', 'ja'], (lang) => bench.ok('status', '--lang', lang))
    expect(en).toContain('system failure')
    expect(ja).toContain('システム障害')
    expect(await bench.ok('status', '--json', '--lang', 'ja')).toBe(await bench.ok('status', '--json', '--lang', 'en'))
    expect(await bench.ok('report', '--language', 'ja')).toMatch(/[ぁ-ん]/)
    expect(await bench.ok('report', '--language', 'en')).not.toMatch(/[ぁ-ん]/)
    const refused = await bench.halt('--lang', 'ja', 'done', '2.1-losg')
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/^halt: .*[ぁ-ん].*\(unknown-step\)$/m) })
  })
})

describe('reports', () => {
  it('are written to a file readable by its owner only, and not overwritten unasked', async () => {
    const bench = await begun()
    const path = join(bench.directory, 'report.md')
    expect(await bench.halt('report', '--output', path)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('report.md'),
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const first = readFileSync(path, 'utf8')
    expect(await bench.halt('report', '--output', path)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(output-exists)'),
    })
    expect(readFileSync(path, 'utf8')).toBe(first)
    await bench.ok('note', 'more')
    await bench.ok('report', '--output', path, '--overwrite')
    expect(readFileSync(path, 'utf8')).not.toBe(first)
  })

  it('never replace a folder, link or pipe, nor are written through one', async () => {
    const bench = await begun()
    const victim = join(bench.directory, 'victim')
    writeFileSync(victim, 'mine')
    const [link, dangling, pipe] = ['link', 'dangling', 'pipe'].map((name) => join(bench.directory, name))
    symlinkSync(victim, link as string)
    symlinkSync(join(bench.directory, 'nowhere'), dangling as string)
    makePipe(pipe as string)
    for (const path of [link, dangling, pipe, bench.directory] as string[]) {
      const before = lstatSync(path).ino
      expect(await bench.halt('report', '--output', path, '--overwrite')).toMatchObject({
        code: 2,
        err: expect.stringContaining('(output-not-a-file)'),
      })
      expect(lstatSync(path).ino).toBe(before)
    }
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    const there = ['cache', 'dangling', 'link', 'pipe', 'state', 'victim', 'workspace']
    expect(readdirSync(bench.directory).sort()).toEqual(there)
  })

  it('carry the head of the log', async () => {
    const bench = await begun()
    const { head } = (await status(bench)).log
    expect(await bench.ok('report')).toContain(head.slice(0, 20))
    expect((await bench.halt('verify', '--against', head.slice(0, 20))).code).toBe(0)
  })

  it('escape hostile text', async () => {
    const bench = await begun()
    await bench.ok('note', '\u001b[2J<script>alert(1)</script>\u202e')
    const seen = [await bench.ok('log'), await bench.ok('status'), await bench.ok('report')].join('')
    expect(seen).not.toMatch(/[\u001b\u202e]/)
    expect(await bench.ok('log', '--json')).toContain('\\u001b[2J')
  })
})

describe('a running incident', () => {
  it('uses the runbook it was started with until another is adopted', async () => {
    const bench = await begun()
    const shipped = readFileSync(join(ROOT, 'runbooks/2-initial-response.yaml'), 'utf8')
    const own = shipped.replace(/(id: 2\.1-logs[\s\S]*?en: )[^}]*\}/, '$1Read our own logs }')
    bench.write('runbooks/2-initial-response.yaml', own)
    expect((await step(bench, '2.1-logs'))?.title.en).not.toBe('Read our own logs')
    expect((await bench.halt('runbook', 'adopt', '--reason', 'our own logs')).code).toBe(0)
    expect((await step(bench, '2.1-logs'))?.title.en).toBe('Read our own logs')
    bench.write('halt.yaml', 'timezone: Europe/Paris\n')
    const again = await bench.halt('runbook', 'adopt', '--reason', 'again')
    expect(again).toMatchObject({
      code: 0,
      err: expect.stringContaining('no change: this runbook is in force already'),
    })
    expect(again.err).toContain('settings adopted')
    expect((await bench.halt('runbook', 'adopt', '--reason', 'again', '--lang', 'ja')).err).toContain(
      'この手順書はすでに適用されています',
    )
  })

  it('can be reclassified', async () => {
    const bench = await begun()
    await bench.ok(
      'classify',
      '--type',
      'security-incident',
      '--severity',
      'sev1',
      '--title',
      'Intrusion',
      '--reason',
      'found a shell',
    )
    expect(await status(bench)).toMatchObject({ type: 'security-incident', severity: 'sev1', title: 'Intrusion' })
    expect((await status(bench)).incident).toContain('system-failure')
  })
})
