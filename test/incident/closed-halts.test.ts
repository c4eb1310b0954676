import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const MINUTE = 60_000

async function declared(bench: Bench, ...args: readonly string[]): Promise<string> {
  return (await bench.ok('start', '--type', 'system-failure', ...args)).trim()
}

describe('the status of a closed halt', () => {
  it.each(['false-alarm', 'duplicate'])('shows nothing overdue and no next steps of a %s, however late', async (as) => {
    const bench = new Bench()
    const id = await declared(bench)
    await bench.ok('advance', '--force', '--reason', 'x')
    bench.pass(120 * MINUTE)
    expect(await bench.ok('status')).toContain('OVERDUE')
    await bench.ok('close', '--resolution', as, '--reason', 'a test alarm')
    bench.pass(600 * MINUTE)
    const status = await bench.ok('status', '-i', id)
    expect(status).not.toMatch(/OVERDUE|^Next$|and \d+ more/m)
    const { clocks, steps } = JSON.parse(await bench.ok('status', '--json', '-i', id))
    expect(clocks).toEqual([])
    expect(steps.filter(({ dueAt }: { dueAt: string | null }) => dueAt !== null)).toEqual([])
    expect(await bench.ok('status', '--department', 'system', '-i', id)).not.toMatch(/OVERDUE|\[>\]/)
    expect(JSON.parse(await bench.ok('next', '--json', '-i', id)).steps).toEqual([])
  })
})

describe('a halt that was a false alarm', () => {
  it.each([
    ['en', 'closed as a false alarm: nothing counts as stopped or restricted'],
    ['ja', '誤報として終了したため、停止・制限はなかったものとして扱う'],
  ])('is said in %s to be none, and not what it was declared with to be open since then', async (language, said) => {
    const bench = new Bench()
    const id = await declared(bench, '--at', '10m ago', '--scope', 'trading=stopped')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    for (const command of [['status'], ['handover'], ['scope']]) {
      const shown = await bench.ok(...command, '-i', id, '--lang', language)
      expect(shown).toContain(said)
      expect(shown).not.toMatch(/(?:trading|売買) {2}|^(?:started|began|停止開始) .*:/m)
    }
  })

  it('says in no document since when something has been open, nor in the annex when a suspension began', async () => {
    const bench = new Bench()
    await declared(bench, '--scope', 'trading=stopped')
    await bench.ok('set', 'started-at=22:10', 'cause=a test alarm')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    const status = JSON.parse(await bench.ok('status', '--json', '-i', 'latest'))
    expect(status.scope).toMatchObject([{ operation: 'trading', state: 'open', since: null }])
    const report = await bench.ok('report', '-i', 'latest', '--language', 'en')
    expect(report).toContain('| Cause | a test alarm |')
    expect(report).not.toContain('| Suspension began |')
  })

  it('was one where something was lifted', async () => {
    const bench = new Bench()
    const id = await declared(bench, '--scope', 'trading=stopped', 'deposits=stopped')
    await bench.ok('lift', 'trading', '--force', '--reason', 'x')
    await bench.ok('lift', 'deposits', '--force', '--reason', 'x')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    expect(await bench.ok('status', '-i', id)).toMatch(/trading {2}open/)
  })
})

const CLOSE = ['close', '--resolution', 'false-alarm', '--reason', 'a test alarm'] as const
const closings = async (bench: Bench) => (await bench.events('incident.closed')).map(({ data, by }) => [data.as, by])

describe('halt close', () => {
  it('refuses an --as that names another way to end than --resolution, and takes one that agrees', async () => {
    const bench = new Bench()
    await declared(bench)
    const reason = ['--reason', 'x']
    for (const as of ['誤報', 'false-alarm', 'resolved', '解決'])
      expect(await bench.halt('close', '--as', as, '--resolution', 'duplicate', ...reason)).toMatchObject({
        code: 2,
        err: expect.stringContaining(`these cannot be used together: --as ${as} --resolution duplicate (usage)`),
      })
    expect(await closings(bench)).toEqual([])
    await bench.ok('close', '--as', '重複', '--resolution', 'duplicate', ...reason)
    expect(await closings(bench)).toEqual([['duplicate', 'taro']])
  })

  it.each([['--resolution'], ['--as']])('takes %s resolved, which is what it does without', async (flag) => {
    const bench = new Bench()
    await declared(bench)
    const refused = await bench.halt('close', flag, 'resolved')
    expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(steps-open)') })
    await bench.ok('close', flag, '解決', '--force', '--reason', 'over')
    expect(await closings(bench)).toEqual([['resolved', 'taro']])
  })

  it('names all ways to end when it refuses one', async () => {
    const bench = new Bench()
    await declared(bench)
    const { err } = await bench.halt('close', '--resolution', 'over', '--reason', 'x')
    expect(err).toContain('resolved')
    expect(err).toContain('false-alarm')
    expect(err).toContain('duplicate')
  })

  it('says that a halt is closed already, and refuses to close it as something else', async () => {
    const bench = new Bench()
    const id = await declared(bench)
    await bench.ok(...CLOSE)
    const [closing] = await bench.events('incident.closed')
    const name = `${closing?.writer}:${closing?.seq}`
    const again = await bench.halt(...CLOSE, '-i', id, '--json')
    expect(again).toMatchObject({ code: 0, err: expect.stringContaining('no change: already closed') })
    expect(JSON.parse(again.out)).toMatchObject({ events: [], already: ['close'] })
    expect((await bench.halt(...CLOSE, '-i', id, '--lang', 'ja')).err).toMatch(/^すでに終了しています$/m)
    for (const other of [['close'], ['close', '--resolution', 'duplicate', '--reason', 'x']]) {
      const refused = await bench.halt(...other, '-i', id)
      expect(refused).toMatchObject({ code: 3, err: expect.stringContaining('(closed-otherwise)') })
      expect(refused.err).toContain('already closed as false-alarm')
      expect(refused.err).toContain(`haltctl undo ${name} --reason ... -i ${id}`)
    }
    const inJapanese = await bench.halt('close', '-i', id, '--lang', 'ja')
    expect(inJapanese.err).toContain(`${id} は false-alarm（誤報）としてすでに終了しています（${name}）`)
    expect(await closings(bench)).toHaveLength(1)
  })

  it('marks in a drill every line of what is still to do', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'security-incident', '--drill', '--scope', 'trading=stopped')
    await bench.ok('clock', 'start', 'eu-dora', '--at', '1m ago')
    const { err } = await bench.halt('close', '--force', '--reason', 'over')
    expect((await bench.halt('close', '--resolution', 'resolved', '-i', 'latest')).err).toContain('[DRILL] no change')
    const lines = err.split('\n').filter((line) => /still restricted|report still due|authorities/.test(line))
    expect(lines.length).toBeGreaterThan(2)
    for (const line of lines) expect(line).toMatch(/^\[DRILL\] /)
    const real = new Bench()
    await real.ok('start', '--type', 'security-incident', '--scope', 'trading=stopped')
    expect((await real.halt('close', '--force', '--reason', 'over')).err).not.toContain('DRILL')
  })

  it('marks in a drill the authorities that a start names', async () => {
    const { err } = await new Bench().halt('start', '--type', 'security-incident', '--drill')
    expect(err).toMatch(/^\[DRILL\] deadlines of authorities may be running/m)
  })
})

describe('who acts', () => {
  it.each([['note', 'x'], ['done', '2.1-logs'], CLOSE])('%s is refused without a name to record', async (...args) => {
    const bench = new Bench()
    await declared(bench)
    const before = (await bench.events()).length
    for (const blank of ['', ' ', '　'])
      expect(await bench.halt(...args, '--as', blank)).toMatchObject({
        code: 3,
        err: expect.stringContaining('give the name of the person acting (missing-answer)\nFor example: --as sato\n'),
      })
    expect(await bench.haltWith({ env: { HALT_OPERATOR: ' ' } }, ...args)).toMatchObject({
      code: 3,
      err: expect.stringContaining('(missing-answer)\nFor example: HALT_OPERATOR=sato\n'),
    })
    expect(await bench.events()).toHaveLength(before)
    // Reading needs no name.
    expect((await bench.haltWith({ env: { HALT_OPERATOR: ' ' } }, 'status')).code).toBe(0)
  })
})

describe('halt start, right after somebody else', () => {
  it.each([
    ['en', 'taro declared ID just now; if'],
    ['ja', 'taro がたった今 ID を宣言しました。'],
  ])('says so in %s', async (language, words) => {
    const bench = new Bench()
    const first = await declared(bench)
    const { err } = await bench.halt('start', '--type', 'compliance', '--lang', language)
    expect(err).toContain(words.replace('ID', first))
  })
})
