import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

// The clock of these tests shows 22:17:05 on 2026-11-24.

describe('a time given without its date', () => {
  const started = async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '2d ago')
    return bench
  }

  it.each([
    [['note', 'x', '--at', '22:05'], '22:05 is 2026-11-24 22:05'],
    [['note', 'x', '--at', 'yesterday 22:05'], 'yesterday 22:05 is 2026-11-23 22:05'],
    [['done', '2.1-logs', '--at', '10m ago'], '10m ago is 2026-11-24 22:07:'],
    [['set', 'detected-at=22:05'], '22:05 is 2026-11-24 22:05'],
    [['set', 'expected-recovery=23:00/01:00'], '23:00 is 2026-11-24 23:00\n01:00 is 2026-11-25 01:00'],
    [['notice', 'website', '--next', '23:00'], '23:00 is 2026-11-24 23:00'],
    [['notice', 'website', '--check', '--next', '23:00'], '23:00 is 2026-11-24 23:00'],
    [['notice', 'website', '--posted', '--at', '22:15'], '22:15 is 2026-11-24 22:15'],
    [['action', 'add', 'x', '--due', '09:30'], '09:30 is 2026-11-25 09:30'],
    [['lift', '--all', '--force', '--reason', 'x', '--at', '22:16'], '22:16 is 2026-11-24 22:16'],
    [['handover', '--to', 'hanako', '--at', '22:16'], '22:16 is 2026-11-24 22:16'],
    [['stats', '--since', '12:00'], '12:00 is 2026-11-24 12:00'],
    [['start', '--type', 'system-failure', '--at', '22:10'], '22:10 is 2026-11-24 22:10'],
    [['note', 'x', '--at', '22時5分'], '22時5分 is 2026-11-24 22:05'],
    [['note', 'x', '--at', '11月24日22:05'], '11月24日22:05 is 2026-11-24 22:05'],
    [['note', 'x', '--at', '11/24 22:05'], '11/24 22:05 is 2026-11-24 22:05'],
    [['note', 'x', '--at', '昨日24:10'], '昨日24:10 is 2026-11-24 00:10'],
    [['notice', 'website', '--next', '24:10'], '24:10 is 2026-11-25 00:10'],
    [['action', 'add', 'x', '--due', '12月1日'], '12月1日 is 2026-12-01 23:59:59'],
    [['action', 'add', 'x', '--due', 'tomorrow'], 'tomorrow is 2026-11-25 23:59:59'],
    [['list', '--since', 'yesterday'], 'yesterday is 2026-11-23 00:00'],
    [['set', 'expected-recovery=23:30〜24:10'], '23:30 is 2026-11-24 23:30\n24:10 is 2026-11-25 00:10'],
    [['start', '--type', 'maintenance', '--planned', '23:30～24:10'], '24:10 is 2026-11-25 00:10'],
  ])('%j says once on standard error which date it has', async (line, said) => {
    const { err, out } = await (await started()).halt(...line)
    expect(err.split(said.split('\n')[0] as string)).toHaveLength(2)
    expect(err).toContain(said)
    expect(out).not.toContain(' is 2026')
  })

  it('is said in Japanese too', async () => {
    const { err } = await (await started()).halt('note', 'x', '--at', '昨日 22:05', '--lang', 'ja')
    expect(err).toContain('昨日 22:05 は 2026-11-23 22:05 です')
  })

  it('is not repeated if it had its date', async () => {
    const { err } = await (await started()).halt('note', 'x', '--at', '2026-11-24 22:05')
    expect(err).not.toContain(' is 2026')
  })

  it('of a promise is said as it is recorded, to the minute', async () => {
    const bench = await started()
    for (const line of [
      ['notice', 'website', '--next', '30分後'],
      ['notice', 'email', '--posted', '--next', '30分後'],
    ])
      expect((await bench.halt(...line)).err).toContain('30分後 is 2026-11-24 22:47\n')
    const [promised] = await bench.events('notice.promised')
    expect(promised?.data.next).toBe('2026-11-24T22:47:00.000+09:00')
  })

  it('is said with its offset in an hour that the zone has twice', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'timezone: Europe/Berlin\n')
    bench.now = Date.parse('2026-10-25T03:40:00+01:00')
    await bench.ok('start', '--type', 'system-failure', '--at', '5h ago')
    for (const [given, said] of [
      ['1h ago', '1h ago is 2026-10-25 02:40+01:00\n'],
      ['2h ago', '2h ago is 2026-10-25 02:40+02:00\n'],
      ['3h ago', '3h ago is 2026-10-25 01:40\n'],
    ] as const)
      expect((await bench.halt('note', 'x', '--at', given)).err).toContain(said)
  })

  it('is said to be moved to the start of the halt within its minute', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const { err } = await bench.halt('done', '2.1-logs', '--at', '22:17')
    expect(err).toContain('2026-11-24 22:17 is the minute in which the halt began: recorded as 2026-11-24 22:17:05')
    const dated = ['close', '--resolution', '誤報', '--reason', 'x', '--at', '2026年11月24日22時17分', '--lang', 'ja']
    expect((await bench.halt(...dated)).err).toContain('開始時刻の 2026-11-24 22:17:05 として記録しました')
    const [closed] = await bench.events('incident.closed')
    expect(closed?.at).toBe('2026-11-24T22:17:05.120+09:00')
  })

  it('is not said to be moved if it was recorded as given', async () => {
    const bench = await started()
    const { err } = await bench.halt('done', '2.1-logs', '--at', '2026-11-24 22:10')
    expect(err).not.toContain('recorded as')
    const input = '2026-11-24\n22:11 one\n22:11:40 another in the same minute\n'
    const notes = await bench.haltWith({ input }, 'note', '--from', '-')
    expect(notes.err).toContain('2 notes, from 2026-11-24 22:11:00 to 2026-11-24 22:11:40')
    expect(notes.err).not.toContain('recorded as')
  })

  it('is refused as it was given', async () => {
    const bench = await started()
    for (const [given, why] of [
      ['25時30分', "the day of '25時30分' is not clear"],
      ['22時65分', "'22時65分' is not a time"],
      ['11月25日', "the day of '11月25日' is not clear"],
      ['11/12 22:05', '2025-12-11T22:05 or 2026-11-12T22:05'],
    ] as const) {
      const { err, code } = await bench.halt('note', 'x', '--at', given)
      expect(code).toBe(2)
      expect(err).toContain(why)
    }
  })

  it('is refused if it is a day whose time was not quoted with it, with both to copy', async () => {
    const bench = await started()
    const before = await bench.ok('log', '--json')
    const unquoted = await bench.halt('note', '--at', '2026-11-24', '20:30', 'x')
    expect(unquoted).toMatchObject({ code: 2, err: expect.stringContaining("Put both in quotes: '2026-11-24 20:30'") })
    const equals = await bench.halt('note', '--at=11月24日', '20時30分', 'x', '--lang', 'ja')
    expect(equals.err).toContain("引用符で囲んでください: '11月24日 20時30分'")
    const alone = await bench.halt('set', 'planned-start=2026-12-01')
    expect(alone).toMatchObject({ code: 2, err: expect.stringContaining("in a shell in quotes: '2026-12-01 22:05'") })
    expect(await bench.ok('log', '--json')).toBe(before)
  })

  it('of the future is refused as such where only past ones are taken', async () => {
    const { err, code } = await (await started()).halt('set', 'detected-at=30分後', '--lang', 'ja')
    expect(code).toBe(2)
    expect(err).toContain('過去の時刻を指定してください')
    expect(err).not.toContain('bad-time')
  })

  it('is refused where it is not clear, with what can be copied after --at', async () => {
    const bench = await started()
    const { err, code } = await bench.halt('note', 'x', '--at', '22:20', '--lang', 'ja')
    expect(code).toBe(2)
    expect(err).toContain('2026-11-23T22:20（昨日） か 2026-11-24T22:20（今日のこれから）')
    await bench.ok('note', 'x', '--at', '2026-11-23T22:20')
  })

  it('records nothing where it is not clear', async () => {
    const bench = await started()
    const before = await bench.ok('log', '--json')
    expect((await bench.halt('set', 'cause=disk', 'expected-recovery=22:16')).code).toBe(2)
    expect(await bench.ok('log', '--json')).toBe(before)
  })
})
