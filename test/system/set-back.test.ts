import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './bench.ts'

/** A log of two notes, the second written while the clock stood two hours back. */
function setBack(language = 'en') {
  const bench = new Bench({ HALT_LANG: language })
  bench.write('back.cjs', 'const { now } = Date\nDate.now = () => now() - 7_200_000\n')
  const env = { NODE_OPTIONS: `--require=${join(bench.workspace, 'back.cjs')}` }
  bench.ok('start', '--type', 'system-failure')
  bench.ok('note', 'before')
  const { err } = bench.haltWith({ env }, 'note', 'after')
  return { bench, env, err }
}

describe('a clock set back two hours', () => {
  it('is said by every command, also by the one that records', () => {
    const { bench, env, err } = setBack()
    expect(err).toMatch(/the clock here is (2 h 0 min|1 h 59 min) behind the log/)
    expect(bench.haltWith({ env }, 'status').err).toContain('behind the log')
    expect(bench.halt('status').err).not.toContain('behind the log')
  })

  it('is marked in the log and in the timeline, which keep the order of recording', () => {
    const { bench } = setBack()
    const lines = bench.ok('log').trimEnd().split('\n')
    expect(lines.filter((line) => line.includes('note')).map((line) => line.includes('clock set back'))).toEqual([
      false,
      true,
    ])
    const report = bench.ok('report').split('\n')
    const [before, after] = ['"before"', '"after"'].map((text) => report.findIndex((line) => line.includes(text)))
    expect(before).toBeLessThan(after as number)
    expect(report[after as number]).toMatch(/clock set back (2 h 0 min|1 h 59 min)/)
  })

  it('is counted by verify, with the furthest', () => {
    const { bench } = setBack()
    expect(bench.ok('verify')).toMatch(
      /1 event was recorded after a clock had been set back, by (2 h 0 min|1 h 59 min) at most/,
    )
    const { setBack: counted } = bench.json<{ setBack: { events: number; mostSeconds: number } }>('verify')
    expect(counted.events).toBe(1)
    expect(Math.round(counted.mostSeconds / 60)).toBe(120)
    const straight = new Bench()
    straight.ok('start', '--type', 'system-failure')
    expect(straight.ok('verify')).not.toContain('set back')
  })

  it('is said in Japanese too', () => {
    const { bench, err } = setBack('ja')
    expect(err).toContain('遅れています')
    expect(bench.ok('log')).toMatch(/時計が(2時間0分|1時間59分)戻っています/)
    expect(bench.ok('verify')).toContain('時計が戻された後の記録が1件')
  })
})
