import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const TWO_HOURS = 7_200_000

/** A log of two notes, the second written while the clock was two hours behind. */
async function setBack(language = 'en') {
  const bench = new Bench({ HALT_LANG: language })
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('note', 'before')
  bench.pass(-TWO_HOURS)
  const { err } = await bench.halt('note', 'after')
  bench.pass(TWO_HOURS)
  return { bench, err }
}

describe('a clock that was set back two hours', () => {
  it('is reported by the command that records, and by status while it lasts', async () => {
    const { bench, err } = await setBack()
    expect(err).toContain('clock is 2 h 0 min behind the log')
    expect((await bench.halt('status')).err).not.toContain('behind the log')
    bench.pass(-TWO_HOURS)
    expect((await bench.halt('status')).err).toContain('behind the log')
  })

  it('is marked in log and report, which keep the order of recording', async () => {
    const { bench } = await setBack()
    const lines = (await bench.ok('log')).trimEnd().split('\n')
    expect(
      lines.filter((line) => line.includes('note')).map((line) => line.includes('behind the event before')),
    ).toEqual([false, true])
    const report = (await bench.ok('report')).split('\n')
    const [before, after] = ['"before"', '"after"'].map((text) => report.findIndex((line) => line.includes(text)))
    expect(before).toBeLessThan(after as number)
    expect(report[after as number]).toContain('clock 2 h 0 min behind the event before')
  })

  it('is counted by verify, with the largest difference', async () => {
    const { bench } = await setBack()
    expect((await bench.ok('verify')).replace(/\s+/g, ' ')).toContain(
      '1 event was recorded by a clock behind that of the event before, by at most 2 h 0 min',
    )
    const { setBack: counted } = await bench.json<{ setBack: { events: number; mostSeconds: number } }>('verify')
    expect(counted).toEqual({ events: 1, mostSeconds: 7200 })
    const straight = new Bench()
    await straight.ok('start', '--type', 'system-failure')
    expect(await straight.ok('verify')).not.toContain('clock')
  })

  it('is reported in Japanese', async () => {
    const { bench, err } = await setBack('ja')
    expect(err).toContain('遅れています')
    expect(await bench.ok('log')).toContain('時計が直前の記録より2時間0分遅れ')
    expect(await bench.ok('verify')).toContain('直前の記録より遅れた時計による記録が1件')
  })
})

describe('a promise made after a clock was set back', () => {
  it('is due in status, hand-over and report by its own time, and kept by no notice from before', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    bench.pass(TWO_HOURS)
    await bench.ok('notice', 'website', '--posted', '--next', '30m')
    bench.pass(-TWO_HOURS / 2)
    await bench.ok('notice', 'website', '--posted', '--next', '20m')
    const promised = '2026-11-24T23:37:00.000+09:00'
    const { clocks } = await bench.json<{ clocks: { id: string; dueAt: string }[] }>('status')
    expect(clocks).toContainEqual(expect.objectContaining({ id: 'update:website', dueAt: promised }))
    expect(await bench.ok('handover')).toContain('next due 2026-11-24 23:37')
    bench.pass(TWO_HOURS / 4)
    expect(await bench.ok('status')).toMatch(/OVERDUE .* update \(website\)/)
    const report = await bench.ok('report')
    expect(report).toContain('| 2026-11-24 23:37 | website | NOT KEPT: none came |')
    expect(report.indexOf('first notice no. 1 | website')).toBeLessThan(report.indexOf('update no. 2 | website'))
  })
})

describe('a clock of another machine that is ahead', () => {
  it('is named with its writer, and makes no set-back clock of those of others while nobody knows it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    bench.pass(10 * TWO_HOURS)
    const env = { XDG_STATE_HOME: join(bench.directory, 'elsewhere'), HALT_OPERATOR: 'mallory' }
    expect(await bench.haltWith({ env }, 'note', 'ahead')).toMatchObject({ code: 0 })
    bench.pass(-10 * TWO_HOURS)
    const writer = (await bench.events('note.added'))[0]?.writer
    for (const words of ['first', 'second']) {
      const { err } = await bench.halt('note', words)
      expect(err).toContain(
        `this machine's clock is 20 h 0 min behind that of ${writer}: find out which of them is wrong`,
      )
      expect(err).not.toContain('behind the log')
    }
    expect((await bench.halt('note', '三', '--lang', 'ja')).err).toContain(
      `このマシンの時計は書き手 ${writer} の時計より`,
    )
    expect(await bench.ok('log')).not.toContain('behind the event before')
    expect((await bench.ok('verify')).replace(/\s+/g, ' ')).not.toContain('behind that of the event')
    const report = await bench.ok('report', '--audience', 'internal', '--annex')
    expect(report).not.toContain('behind the event before')
    // What the others recorded stands where it was recorded, not after what is dated ahead.
    const at = ['"first"', '"second"', '"ahead"'].map((words) => report.lastIndexOf(words))
    expect(at).toEqual([...at].sort((a, b) => a - b))
    const doctor = (await bench.halt('doctor')).out.replace(/\s+/g, ' ')
    expect(doctor).toContain(`20 h 0 min behind that of ${writer}, a writer that this machine does not know`)
    expect(doctor).not.toContain('behind the latest event')
    await bench.ok('verify', '--accept', 'mallory')
    expect(await bench.ok('log')).toContain('behind the event before')
    expect(await bench.ok('report', '--audience', 'internal', '--annex')).toContain('behind the event before')
    expect((await bench.halt('doctor')).out).toContain('behind the latest event')
  })
})

describe('a machine whose clock is behind that of another', () => {
  it('is said to be behind the event before, and nowhere to have been set back', async () => {
    const bench = Bench.empty()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('note', 'by the machine ahead')
    bench.pass(-5 * 60_000)
    const env = { XDG_STATE_HOME: join(bench.directory, 'elsewhere') }
    expect(await bench.haltWith({ env }, 'note', 'by the machine behind')).toMatchObject({ code: 0 })
    await bench.ok('verify', '--accept', (await bench.events('note.added'))[1]?.writer ?? '')
    const said = [await bench.ok('log'), await bench.ok('verify'), await bench.ok('report', '--annex')].join('\n')
    expect(said).toContain('(clock 5 min 0 s behind the event before)')
    expect(said).toContain('The clocks by which this was recorded disagree by up to 5 min 0 s')
    expect(said).not.toMatch(/set\s+back/)
  })
})
