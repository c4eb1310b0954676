import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type * as z from 'zod'
import { documentSchemas } from '../../src/schema/documents.ts'
import { makePipe } from '../pipe.ts'
import { Bench, PROGRAM } from './bench.ts'

type Status = z.infer<typeof documentSchemas.status>
type Report = z.infer<typeof documentSchemas.report>
interface Recorded {
  readonly incident: string
  readonly events: readonly { event: string; type: string; at: string; data: Record<string, unknown> }[]
  readonly already: readonly string[]
}

const FAILURE = ['start', '--type', 'system-failure', '--title', 'Engine down']

function begun(...args: readonly string[]): Bench {
  const bench = new Bench()
  bench.ok(...FAILURE, '--scope', 'trading=stopped', 'deposits=stopped', 'withdrawals=stopped', ...args)
  return bench
}

const status = (bench: Bench, ...args: readonly string[]): Status =>
  documentSchemas.status.parse(bench.json('status', ...args))
const report = (bench: Bench): Report => documentSchemas.report.parse(bench.json('report'))
const step = (bench: Bench, id: string) => status(bench).steps.find((s) => s.id === id)
const events = (bench: Bench, ...args: readonly string[]) => bench.json<Recorded>(...args).events

/** Ids of what still asks to be done, in the phases that are open. */
const pending = (bench: Bench) =>
  status(bench)
    .steps.filter((s) => !['done', 'declined', 'skipped', 'not-applicable'].includes(s.state))
    .map((s) => s.id)

function liftable(...args: readonly string[]): Bench {
  const bench = begun(...args)
  bench.ok('advance', '--force', '--reason', 'all hands')
  bench.ok('done', '3.4-criteria')
  return bench
}

function closed(): Bench {
  const bench = liftable()
  bench.ok('lift', '--all')
  bench.ok('close', '--force', '--reason', 'the rest follows')
  return bench
}

describe('starting', () => {
  it('prints the id alone, of the time of declaring in the workspace’s zone and the type', () => {
    const bench = new Bench()
    const { code, out, err } = bench.halt(...FAILURE)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^\d{8}-\d{6}-system-failure\n$/)
    const { declaredAt, incident } = status(bench)
    expect(declaredAt).toMatch(/\+09:00$/)
    expect(incident.slice(0, 15)).toBe(declaredAt?.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-'))
  })

  it('gives the second of one second a number', () => {
    const bench = new Bench()
    const ids = Array.from({ length: 6 }, () => bench.ok(...FAILURE).trim())
    expect(new Set(ids).size).toBe(6)
    for (const id of ids) expect(id).toMatch(/^\d{8}-\d{6}-system-failure(-\d)?$/)
  })

  it('measures from when it began, which may be corrected; the id stays', () => {
    const bench = begun('--at', '12m ago', '--severity', 'sev2')
    const before = status(bench)
    expect(before).toMatchObject({ severity: 'sev2', phase: 'initial-response', interruption: 1, lead: 'taro' })
    const offset = () => report(bench).milestones.find((m) => m.id === 'declared')?.offsetSeconds ?? 0
    expect(Math.round(offset())).toBe(720)
    bench.ok('set', 'started-at=20m ago')
    expect(Math.round(offset() / 10)).toBe(120)
    expect(status(bench).incident).toBe(before.incident)
  })

  it('that began now was not declared before it began', () => {
    const offsets = Array.from({ length: 5 }, () => {
      const bench = begun('--at', 'now')
      return report(bench).milestones.find((m) => m.id === 'declared')?.offsetSeconds
    })
    expect(offsets).toEqual([0, 0, 0, 0, 0])
  })

  it('assumes nothing of what nobody stated', () => {
    const bench = new Bench()
    bench.ok(...FAILURE)
    expect(status(bench).scope).toEqual([])
    bench.ok('scope', 'withdrawals:XEM=limited:internal transfers only')
    expect(status(bench).scope).toMatchObject([
      { operation: 'withdrawals', asset: 'XEM', state: 'limited', words: 'internal transfers only' },
    ])
  })
})

describe('the documents', () => {
  it('are of the shapes that ship', () => {
    const bench = begun('--at', '5m ago')
    bench.ok('set', 'cause=?', 'impact.ja=売買できません')
    bench.ok('notice', 'website', '--posted', '--link', 'https://example.com/1')
    const { facts, notices, log } = status(bench)
    expect(facts.cause).toMatchObject({ known: false, value: null, by: 'taro' })
    expect(facts.impact).toMatchObject({ ja: '売買できません', en: null })
    expect(notices).toMatchObject([{ channel: 'website', stage: 'first', number: 1, state: 'posted' }])
    expect(log).toMatchObject({ intact: true, heads: [{ seq: log.events }] })
    expect(existsSync(join(bench.workspace, log.files[0] as string))).toBe(true)
    const next = documentSchemas.next.parse(bench.json('next'))
    expect(next.steps.length).toBeGreaterThan(5)
    expect(report(bench).clauses).toHaveLength(112)
    expect(report(bench).log).toEqual({ events: log.events, head: log.head })
    documentSchemas.findings.parse(bench.json('runbook', 'check'))
    const { phases } = bench.json<{ phases: { id: string; steps: { title: object; instructions: object }[] }[] }>(
      'runbook',
      'show',
    )
    expect(phases.map((p) => p.id)).toEqual(['scheduled', 'initial-response', 'during-halt', 'after-resumption'])
    for (const { title, instructions } of phases.flatMap((p) => p.steps))
      expect([Object.keys(title), Object.keys(instructions)]).toEqual([
        ['ja', 'en'],
        ['ja', 'en'],
      ])
    const coverage = bench.json<{ clauses: { covered: boolean; by: string[] }[]; places: object }>(
      'runbook',
      'coverage',
    )
    expect(coverage.clauses.filter((c) => !c.covered)).toEqual([])
    for (const name of coverage.clauses.flatMap((c) => c.by).filter((by) => by.startsWith('place:')))
      expect(coverage.places).toHaveProperty([name.slice(6)])
  })

  it('are one on standard output, with the talk on standard error', () => {
    const bench = begun()
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
      const { code, out } = bench.halt(...args, '--json')
      expect({ args, code }).toEqual({ args, code: 0 })
      expect(JSON.parse(out)).toHaveProperty('schemaVersion', 1)
    }
    expect(bench.halt('status').err).toContain('Engine down')
  })

  it('the schema of a runbook is printed', () => {
    expect(JSON.parse(new Bench().ok('runbook', 'schema'))).toHaveProperty('properties')
  })
})

describe('which incident', () => {
  it('is the only open real one, else the only open drill; several are listed', () => {
    const bench = new Bench()
    const drill = bench.ok(...FAILURE, '--drill').trim()
    expect(bench.halt('note', 'x').err).toContain('[DRILL]')
    const real = bench.ok('start', '--type', 'compliance').trim()
    expect(bench.halt('note', 'x').err).toContain(real)
    const second = bench.ok('start', '--type', 'security-incident').trim()
    const refused = bench.halt('note', 'x')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(which-incident)') })
    expect(refused.err).toContain(real)
    expect(refused.err).toContain(second)
    expect(refused.err).not.toContain(drill)
  })

  it('is the latest open real one under latest, else the latest open drill, else the latest', () => {
    const bench = new Bench()
    const start = (...flags: readonly string[]) => bench.ok('start', '--type', 'compliance', ...flags).trim()
    const close = (id: string) => bench.ok('close', '--as', 'false-alarm', '--reason', 'none', '-i', id)
    const latest = () => status(bench, '-i', 'latest').incident
    const first = start()
    const second = start()
    const drill = start('--drill')
    const closed = start()
    close(closed)
    expect(latest()).toBe(second)
    bench.ok('note', 'while a drill runs', '-i', 'latest')
    expect([bench.ok('log', '-i', second), bench.ok('log', '-i', drill)].map((log) => log.includes('while a'))).toEqual(
      [true, false],
    )
    close(second)
    expect(latest()).toBe(first)
    close(first)
    expect(latest()).toBe(drill)
    close(drill)
    expect(latest()).toBe(closed)
  })

  it('is named by -i or HALT_INCIDENT: the id, a unique prefix, or latest', () => {
    const bench = new Bench()
    const first = bench.ok('start', '--type', 'compliance').trim()
    const second = bench.ok('start', '--type', 'security-incident').trim()
    const [a, b] = [first, second].sort()
    expect(status(bench, '-i', first).incident).toBe(first)
    expect(status(bench, '-i', 'latest').incident).toBe(b)
    const unique = (id: string, other: string) => {
      let n = 1
      while (other.startsWith(id.slice(0, n))) n += 1
      return id.slice(0, n)
    }
    expect(status(bench, '--incident', unique(first, second)).incident).toBe(first)
    expect(bench.halt('status', '-i', '20')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(unknown-incident)'),
    })
    const named = bench.haltWith({ env: { HALT_INCIDENT: second } }, 'status', '--json')
    expect(JSON.parse(named.out).incident).toBe(second)
    const both = bench.haltWith({ env: { HALT_INCIDENT: second } }, 'status', '--json', '-i', a as string)
    expect(JSON.parse(both.out).incident).toBe(a)
  })

  it('to look back at is the latest where none is open; to record to there is none', () => {
    const bench = begun()
    bench.ok('close', '--as', 'false-alarm', '--reason', 'a test of the alarm')
    const { incident } = status(bench)
    expect(bench.halt('report').code).toBe(0)
    expect(bench.halt('note', 'x')).toMatchObject({ code: 3, err: expect.stringContaining('(no-incident)') })
    expect(bench.halt('note', 'x', '-i', incident).code).toBe(0)
  })
})

describe('steps', () => {
  it('several at once: all or none', () => {
    const bench = begun()
    expect(events(bench, 'done', '2.1-logs', '2.1-monitoring').map((e) => e.data.step)).toEqual([
      '2.1-logs',
      '2.1-monitoring',
    ])
    expect(bench.halt('done', '2.1-hearing', '2.1-nope').code).toBe(2)
    expect(step(bench, '2.1-hearing')?.state).toBe('pending')
  })

  it('what is so already is 0, no event, and said', () => {
    const bench = begun()
    bench.ok('done', '2.1-logs')
    const before = status(bench).log.events
    for (const args of [
      ['done', '2.1-logs'],
      ['scope', 'trading=stopped'],
      ['classify', '--type', 'system-failure', '--reason', 'x'],
    ])
      expect(bench.halt(...args)).toMatchObject({ code: 0, out: '', err: expect.stringContaining('already') })
    expect(status(bench).log.events).toBe(before)
  })

  it('are begun, assigned, declined, skipped, with who and why', () => {
    const bench = begun()
    bench.ok('begin', '2.1-logs', '--note', 'engine-3', '--as', 'hanako')
    bench.ok('assign', '2.1-hearing', '--to', 'jiro')
    bench.ok('skip', '2.1-monitoring', '--reason', 'monitoring is down too')
    expect(step(bench, '2.1-logs')).toMatchObject({ state: 'in-progress', by: 'hanako' })
    expect(step(bench, '2.1-hearing')).toMatchObject({ state: 'pending', assignee: 'jiro' })
    expect(step(bench, '2.1-monitoring')).toMatchObject({ state: 'skipped', reason: 'monitoring is down too' })
    const optional = status(bench).steps.find((s) => s.modality === 'consider' && s.state === 'pending')
    bench.ok('decline', optional?.id ?? '', '--reason', 'not tonight')
    expect(step(bench, optional?.id ?? '')).toMatchObject({ state: 'declined', reason: 'not tonight' })
  })

  it('undone by a new, linked event', () => {
    const bench = begun()
    const [done] = events(bench, 'done', '2.1-logs')
    const [undone] = events(bench, 'undo', '--reason', 'wrong step')
    expect(undone).toMatchObject({ type: 'event.undone', data: { event: done?.event, reason: 'wrong step' } })
    expect(step(bench, '2.1-logs')?.state).toBe('pending')
    expect(bench.halt('undo', done?.event ?? '', '--reason', 'again')).toMatchObject({ code: 0, out: '' })
    const [scoped] = events(bench, 'scope', 'trading=open')
    bench.ok('note', 'in between')
    bench.ok('undo', scoped?.event ?? '', '--reason', 'not yet')
    expect(status(bench).scope[0]).toMatchObject({ operation: 'trading', state: 'stopped' })
  })

  it('corrected in time and words by a new event', () => {
    const bench = begun('--at', '30m ago')
    const [done] = events(bench, 'done', '2.1-logs', '--note', 'nothing')
    bench.ok('correct', done?.event ?? '', '--at', '5m ago', '--text', 'out of memory', '--reason', 'read again')
    const now = step(bench, '2.1-logs')
    expect(now?.reason).toBe('out of memory')
    expect(Date.parse(done?.at ?? '') - Date.parse(now?.at ?? '')).toBeGreaterThan(290_000)
    expect(bench.ok('log')).toContain('"nothing"')
  })

  it('with --at say the date they were understood as', () => {
    const bench = begun('--at', '2d ago')
    expect(bench.halt('note', 'x', '--at', '1d ago').err).toMatch(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/)
  })
})

describe('notices', () => {
  const numbers = (bench: Bench) => status(bench).notices.map((n) => `${n.channel} ${n.stage} ${n.number}`)

  it('are numbered in one series an incident, each round shared by its channels', () => {
    const bench = begun()
    bench.ok('notice', '--posted')
    expect(numbers(bench)).toEqual(['website', 'email', 'app-push', 'social'].map((c) => `${c} first 1`))
    bench.ok('notice', 'website', '--posted')
    bench.ok('notice', 'email', '--posted')
    bench.ok('notice', 'website', '--posted')
    expect(numbers(bench).slice(4)).toEqual(['website update 2', 'email update 2', 'website update 3'])
    bench.ok('done', '3.4-criteria')
    bench.ok('lift', 'trading')
    bench.ok('notice', '--posted')
    expect(numbers(bench).slice(7)).toEqual(['website', 'email', 'app-push', 'social'].map((c) => `${c} resumption 4`))
  })

  it('a late first takes the number current in the series', () => {
    const bench = begun()
    bench.ok('notice', 'website', '--posted')
    bench.ok('notice', 'website', '--posted')
    bench.ok('notice', 'social', '--posted')
    expect(numbers(bench)).toEqual(['website first 1', 'website update 2', 'social first 2'])
  })

  it('posted do their steps, and keep text, digest and link; done keeps no text', () => {
    const bench = begun()
    const file = join(bench.directory, 'notice.txt')
    writeFileSync(file, 'お知らせ\n')
    const [notice] = events(
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
    )
    expect(notice?.data).toMatchObject({
      text: 'お知らせ\n',
      link: 'https://example.com/1',
      digest: createHash('sha256').update('お知らせ\n').digest('hex'),
    })
    expect(step(bench, '2.2-website')?.state).toBe('done')
    const [posted] = events(bench, 'done', '2.2-email')
    expect(posted).toMatchObject({ type: 'notice.posted', data: { channel: 'email', number: 1, text: null } })
  })

  it('promise the next one, which is then due', () => {
    const bench = begun()
    bench.ok('notice', 'website', '--posted')
    bench.ok('notice', 'website', '--next', '12m')
    const { dueAt } = status(bench).clocks.find((c) => c.id === 'update:website') ?? { dueAt: '' }
    expect(Math.round((Date.parse(dueAt) - Date.now()) / 60_000)).toBe(12)
  })

  it('overdue are exit 7 of status --check, for real incidents only', () => {
    const bench = new Bench()
    bench.ok(...FAILURE, '--drill', '--at', '2h ago')
    bench.ok('notice', '--posted', '--at', '1h ago')
    expect(bench.halt('status', '--check')).toMatchObject({ code: 0, out: '' })
    bench.ok(...FAILURE, '--at', '2h ago')
    bench.ok('notice', '--posted', '--at', '1h ago')
    const late = bench.halt('status', '--check')
    expect(late).toMatchObject({ code: 7, out: expect.stringContaining('update:website') })
    expect(JSON.parse(bench.halt('status', '--check', '--json').out).overdue).toHaveLength(4)
    bench.ok('notice', '--posted')
    expect(bench.halt('status', '--check').code).toBe(0)
  })
})

describe('lifting', () => {
  it('in parts opens after-resumption at once; the duties run on until nothing is restricted', () => {
    const bench = liftable()
    const first = bench.halt('lift', 'deposits')
    expect(first).toMatchObject({ code: 0, err: expect.stringContaining('trading=stopped') })
    expect(status(bench)).toMatchObject({ phase: 'after-resumption', fullyResumedAt: null })
    expect(status(bench).clocks.map((c) => c.id)).toContain('first-notice:website')
    expect(bench.halt('lift')).toMatchObject({
      code: 3,
      err: expect.stringContaining('trading=stopped, withdrawals=stopped'),
    })
    bench.ok('lift', 'trading')
    bench.ok('scope', 'withdrawals:XEM=limited:JPY only')
    bench.ok('lift', 'withdrawals')
    expect(status(bench).fullyResumedAt).toBeNull()
    bench.ok('lift', 'withdrawals:XEM')
    expect(status(bench).fullyResumedAt).not.toBeNull()
    const ids = report(bench).milestones.map((m) => m.id)
    expect(ids).toEqual(
      expect.arrayContaining(['lifted', 'resumed:deposits', 'resumed:trading', 'resumed:withdrawals', 'fully-resumed']),
    )
  })

  it('all at once clears the exceptions too', () => {
    const bench = liftable()
    bench.ok('scope', 'withdrawals:XEM=stopped')
    bench.ok('lift', '--all')
    expect(status(bench).scope.map((s) => `${s.operation}:${s.asset}=${s.state}`)).toEqual([
      'trading:null=open',
      'deposits:null=open',
      'withdrawals:null=open',
    ])
  })

  it('lists the steps that are open, as deviations', () => {
    const bench = liftable()
    expect(bench.halt('lift', '--all').err).toContain('2.1-logs')
    expect(bench.ok('report')).toContain('2.1-logs')
  })

  it('yields to force, which the report lists', () => {
    const bench = begun()
    bench.ok('lift', '--all', '--force', '--reason', 'ordered by the board')
    expect(status(bench).phase).toBe('after-resumption')
    expect(bench.ok('report')).toContain('ordered by the board')
  })
})

describe('reopening', () => {
  it('counts an interruption, and the notice duties begin anew', () => {
    const bench = liftable()
    bench.ok('notice', '--posted')
    bench.ok('lift', '--all')
    bench.ok('reopen', '--reason', 'fell over again', '--scope', 'trading=stopped')
    expect(status(bench)).toMatchObject({ phase: 'during-halt', interruption: 2, liftedAt: null, fullyResumedAt: null })
    expect(status(bench).clocks.map((c) => c.id)).toContain('first-notice:website')
    expect(step(bench, '3.4-criteria')?.state).toBe('pending')
    expect(bench.halt('lift', 'trading')).toMatchObject({ code: 3, err: expect.stringContaining('(criteria-open)') })
    bench.ok('notice', 'website', '--posted')
    expect(status(bench).notices.at(-1)).toMatchObject({ stage: 'first', number: 2 })
  })
})

describe('closing', () => {
  it('gives a follow-up to nobody without a name', () => {
    const bench = begun()
    const [action] = events(bench, 'action', 'add', 'raise the memory limit')
    for (const args of [
      ['add', 'x'],
      ['change', action?.event as string],
    ])
      expect(bench.halt('action', ...args, '--owner', ' ')).toMatchObject({
        code: 3,
        err: expect.stringContaining('(missing-answer)'),
      })
    expect(report(bench).actions.map(({ owner }) => owner)).toEqual([null])
  })

  it('needs every step resolved and every follow-up an owner and a due date', () => {
    const bench = liftable()
    bench.ok('lift', '--all')
    bench.ok('notice', '--posted')
    const [action] = events(bench, 'action', 'add', 'raise the memory limit')
    bench.ok('skip', ...pending(bench), '--reason', 'short of hands')
    const refused = bench.halt('close')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(actions-open)') })
    expect(refused.err).toContain(action?.event)
    bench.ok('action', 'change', action?.event ?? '', '--owner', 'hanako', '--due', '7d')
    bench.ok('close')
    expect(status(bench)).toMatchObject({ phase: 'closed', clocks: [{ id: `action:${action?.event}` }] })
    expect(report(bench).clauses.filter((c) => c.state === 'open')).toEqual([])
  })

  it('as a false alarm or a duplicate goes from any phase', () => {
    for (const as of ['false-alarm', 'duplicate']) {
      const bench = begun()
      bench.ok('close', '--as', as, '--reason', 'seen twice')
      expect(bench.json<{ incidents: object[] }>('list').incidents).toMatchObject([{ phase: 'closed', closedAs: as }])
    }
  })

  it('says of a follow-up who does it and by when, a date alone until its end, and when there is none', () => {
    const bench = begun()
    expect(bench.halt('action', 'list')).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringMatching(/no follow-ups yet/),
    })
    const [first] = events(bench, 'action', 'add', 'buy disks', '--owner', 'hanako', '--due', '2199-12-10')
    expect(first?.data.due).toBe('2199-12-10T23:59:59.000+09:00')
    const [second] = events(bench, 'action', 'add', 'raise the limit')
    expect(bench.ok('action', 'list').split('\n')).toEqual([
      `[ ] ${first?.event}  buy disks  hanako  2199-12-10`,
      `[ ] ${second?.event}  raise the limit  no owner  no due date`,
      '',
    ])
    bench.ok('action', 'change', second?.event ?? '', '--due', '2199-12-11 09:30')
    const report = bench.ok('report', '--language', 'ja')
    expect(report).toContain('| buy disks | hanako | 2199-12-10 | 未完了 |')
    expect(report).toContain('| raise the limit | 担当未定 | 2199-12-11 09:30 | 未完了 |')
    expect(report).toContain('残作業「raise the limit」（担当未定、期限未定）')
    expect(report).toContain(`残作業の変更 ${second?.event}（期限 2199-12-11 09:30）`)
  })

  it('keeps follow-ups through their life: late, done, and open again where that was a slip', () => {
    const bench = closed()
    const on = ['-i', status(bench).incident]
    const [action] = events(bench, 'action', 'add', 'raise the limit', '--due', '1s', ...on)
    const listed = () =>
      bench
        .ok('action', 'list', ...on)
        .split('\n')
        .find((line) => line.includes('raise the limit'))
    while (!listed()?.endsWith('OVERDUE')) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    expect(listed()).toContain('[ ]')
    expect(bench.ok('report', ...on)).toMatch(/raise the limit \| .* \| OVERDUE/)
    const [done] = events(bench, 'action', 'done', action?.event ?? '', ...on)
    expect(listed()).toMatch(/^\[x\].*\d$/)
    bench.ok('undo', done?.event ?? '', '--reason', 'not yet', ...on)
    expect(listed()).toMatch(/^\[ \].*OVERDUE$/)
  })

  it('leaves notes, corrections, follow-ups, root causes, the final notice and reports to come', () => {
    const bench = closed()
    const { incident } = status(bench)
    const on = ['-i', incident]
    bench.ok('note', 'a late thought', ...on)
    bench.ok('set', 'root-cause=memory limit', ...on)
    bench.ok('notice', 'website', '--posted', '--stage', 'final', ...on)
    const [action] = events(bench, 'action', 'add', 'raise the limit', '--owner', 'hanako', '--due', '7d', ...on)
    bench.ok('action', 'done', action?.event ?? '', '--note', 'raised', ...on)
    expect(bench.ok('action', 'list', ...on)).toContain('[x]')
    bench.ok('correct', action?.event ?? '', '--text', 'raise the memory limit', '--reason', 'clearer', ...on)
    expect(bench.ok('report', ...on)).toContain('memory limit')
    bench.ok('log')
    bench.ok('verify')
    for (const args of [
      ['done', '2.1-logs'],
      ['scope', 'trading=stopped'],
      ['advance'],
      ['notice', '--posted', '--stage', 'update'],
      ['set', 'cause=x'],
    ])
      expect(bench.halt(...args, ...on)).toMatchObject({ code: 3, err: expect.stringContaining('(incident-closed)') })
    expect(bench.halt('close', ...on)).toMatchObject({ code: 0, err: expect.stringContaining('already') })
  })
})

describe('a planned halt', () => {
  it('is announced, begun when it is time, and measured from then', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'maintenance', '--planned', '1h/3h')
    expect(status(bench)).toMatchObject({ phase: 'scheduled', startedAt: null })
    expect(bench.halt('lift', '--all')).toMatchObject({ code: 3, err: expect.stringContaining('(not-begun)') })
    expect(bench.halt('set', 'started-at=5m ago')).toMatchObject({
      code: 3,
      err: expect.stringContaining('(not-begun)'),
    })
    bench.ok('notice', 'website', '--posted')
    expect(status(bench).notices).toMatchObject([{ stage: 'scheduled', number: null }])
    bench.ok('advance', '--force', '--reason', 'the window opens')
    expect(status(bench).phase).toBe('initial-response')
    expect(status(bench).startedAt).not.toBeNull()
    bench.ok('notice', 'website', '--posted')
    expect(status(bench).notices.at(-1)).toMatchObject({ stage: 'first', number: 1 })
  })
})

describe('languages', () => {
  it('change the words and nothing else', () => {
    const bench = begun()
    const [en, ja] = ['en', 'ja'].map((lang) => bench.ok('status', '--lang', lang)) as [string, string]
    expect(en).toContain('system failure')
    expect(ja).toContain('システム障害')
    expect(bench.ok('status', '--json', '--lang', 'ja').length).toBe(
      bench.ok('status', '--json', '--lang', 'en').length,
    )
    expect(bench.ok('report', '--language', 'ja')).toMatch(/[ぁ-ん]/)
    expect(bench.ok('report', '--language', 'en')).not.toMatch(/[ぁ-ん]/)
    const refused = bench.halt('--lang', 'ja', 'done', '2.1-losg')
    expect(refused).toMatchObject({ code: 2, err: expect.stringMatching(/^halt: .*[ぁ-ん].*\(unknown-step\)$/m) })
  })
})

describe('reports', () => {
  it('go to a file of the owner’s alone, once', () => {
    const bench = begun()
    const path = join(bench.directory, 'report.md')
    expect(bench.halt('report', '--output', path)).toMatchObject({
      code: 0,
      out: '',
      err: expect.stringContaining('report.md'),
    })
    expect(statSync(path).mode & 0o777).toBe(0o600)
    const first = readFileSync(path, 'utf8')
    expect(bench.halt('report', '--output', path)).toMatchObject({
      code: 2,
      err: expect.stringContaining('(output-exists)'),
    })
    expect(readFileSync(path, 'utf8')).toBe(first)
    bench.ok('note', 'more')
    bench.ok('report', '--output', path, '--overwrite')
    expect(readFileSync(path, 'utf8')).not.toBe(first)
  })

  it('take the place of no folder, link or pipe, and are never written through one', () => {
    const bench = begun()
    const victim = join(bench.directory, 'victim')
    writeFileSync(victim, 'mine')
    const [link, dangling, pipe] = ['link', 'dangling', 'pipe'].map((name) => join(bench.directory, name))
    symlinkSync(victim, link as string)
    symlinkSync(join(bench.directory, 'nowhere'), dangling as string)
    makePipe(pipe as string)
    for (const path of [link, dangling, pipe, bench.directory] as string[]) {
      const before = lstatSync(path).ino
      expect(bench.halt('report', '--output', path, '--overwrite')).toMatchObject({
        code: 2,
        err: expect.stringContaining('(output-not-a-file)'),
      })
      expect(lstatSync(path).ino).toBe(before)
    }
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    const there = ['.cache', 'dangling', 'link', 'pipe', 'state', 'victim', 'workspace']
    expect(readdirSync(bench.directory).sort()).toEqual(there)
  })

  it('carry the head of the log', () => {
    const bench = begun()
    const { head } = status(bench).log
    expect(bench.ok('report')).toContain(head.slice(0, 20))
    expect(bench.halt('verify', '--against', head.slice(0, 20)).code).toBe(0)
  })

  it('keep hostile words inert', () => {
    const bench = begun()
    bench.ok('note', '\u001b[2J<script>alert(1)</script>\u202e')
    const seen = [bench.ok('log'), bench.ok('status'), bench.ok('report')].join('')
    expect(seen).not.toMatch(/[\u001b\u202e]/)
    expect(bench.ok('log', '--json')).toContain('\\u001b[2J')
  })
})

describe('pipes', () => {
  it.each(['log', 'log --json', 'report', 'runbook show', 'status'])('%s into head -1 ends quietly', (command) => {
    const bench = begun()
    for (let n = 0; n < 8; n += 1) bench.ok('note', `${n}${'x'.repeat(100_000)}`)
    const line = `'${process.execPath}' '${PROGRAM}' ${command} | head -1; echo "\${PIPESTATUS[0]}" >&2`
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { env: bench.env, encoding: 'utf8', maxBuffer: 1e8 })
    expect(stdout.trimEnd().split('\n')).toHaveLength(1)
    expect(
      stderr
        .trim()
        .split('\n')
        .filter((said) => !said.includes('Engine down')),
    ).toEqual(['0'])
  })

  it('into a slow reader loses nothing', () => {
    const bench = begun()
    const file = join(bench.directory, 'notice.txt')
    writeFileSync(file, 'x'.repeat(64 * 1024))
    for (let n = 0; n < 20; n += 1) bench.ok('notice', '--posted', '--text-file', file)
    const line = `'${process.execPath}' '${PROGRAM}' log --json | (sleep 1; sha256sum)`
    const { stdout } = spawnSync('bash', ['-c', line], { env: bench.env, encoding: 'utf8' })
    expect(stdout.slice(0, 64)).toBe(createHash('sha256').update(bench.ok('log', '--json')).digest('hex'))
  })
})

describe('a running incident', () => {
  it('goes by the runbook it began with until another is adopted', () => {
    const bench = begun()
    const shipped = readFileSync(join(PROGRAM, '../../runbooks/2-initial-response.yaml'), 'utf8')
    spawnSync('mkdir', ['-p', join(bench.workspace, 'runbooks')])
    const own = shipped.replace(/(id: 2\.1-logs[\s\S]*?en: )[^}]*\}/, '$1Read our own logs }')
    writeFileSync(join(bench.workspace, 'runbooks', '2-initial-response.yaml'), own)
    expect(step(bench, '2.1-logs')?.title.en).not.toBe('Read our own logs')
    expect(bench.halt('runbook', 'adopt', '--reason', 'our own logs').code).toBe(0)
    expect(step(bench, '2.1-logs')?.title.en).toBe('Read our own logs')
    expect(bench.halt('runbook', 'adopt', '--reason', 'again')).toMatchObject({
      code: 0,
      err: expect.stringContaining('already'),
    })
  })

  it('is classified anew, and what applies changes with it', () => {
    const bench = begun()
    bench.ok(
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
    expect(status(bench)).toMatchObject({ type: 'security-incident', severity: 'sev1', title: 'Intrusion' })
    expect(status(bench).incident).toContain('system-failure')
  })
})
