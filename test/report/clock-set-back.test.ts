import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'

const SETTINGS = `organisation: { ja: 取引所, en: Exchange }
contact: { ja: 窓口, en: the desk }
language: en
channels:
  website: { via: file, path: site, languages: [en] }
`
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const post = (bench: Bench, ...args: readonly string[]) =>
  bench.ok('notice', 'website', '--posted', ...args, '--force', '--reason', 'posted')

/** A halt with a first notice; then its clock is set back, and facts are stated anew and told. */
async function setBack(...lift: readonly string[]) {
  const bench = Bench.empty()
  bench.write('halt.yaml', SETTINGS)
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('set', 'cause.en=a server failed', 'impact.en=no orders', 'expected-recovery=?')
  bench.pass(5 * MINUTE)
  await post(bench)
  bench.pass(30 * MINUTE)
  await bench.ok('lift', '--all', '--force', '--reason', 'checked', ...lift)
  bench.pass(-HOUR)
  await bench.ok('set', 'cause.en=a disk failed', 'impact.en=orders were lost')
  bench.pass(MINUTE)
  await post(bench)
  bench.pass(2 * HOUR)
  return bench
}

describe('a report after a clock was set back', () => {
  it('says of no notice that customers read there what was stated only after it', async () => {
    const bench = await setBack()
    const told = (await bench.ok('report', '--audience', 'customer', '--lang', 'en')).split('\n')
    const rows = told.filter((line) => line.startsWith('| Cause') || line.startsWith('| Impact'))
    expect(rows).toHaveLength(2)
    for (const row of rows) expect(row).toMatch(/(a disk failed|orders were lost).*\| 2026-11-24 21:53:05 \|$/)
  })

  it('says of no notice of resumption that it came before the lift, unless it did', async () => {
    const within = /From the first lift to the notice of resumption:\n {2}- website: (.*)\n/
    const bench = await setBack()
    expect(within.exec(await bench.ok('report', '--lang', 'en'))?.[1]).toBe('not known, as clocks disagree')
    const other = await setBack('--at', '1m ago')
    expect(within.exec(await other.ok('report', '--lang', 'en'))?.[1]).toBe('told before the lift')
  })

  it('nor of a first notice that it came before the declaration', async () => {
    const bench = Bench.empty()
    bench.write('halt.yaml', SETTINGS)
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    bench.pass(-HOUR)
    await post(bench, '--stage', 'first')
    const within = /From declaring to the first notice:\n {2}- website: (.*)\n/
    expect(within.exec(await bench.ok('report', '--lang', 'en'))?.[1]).toBe('not known, as clocks disagree')
  })
})

describe('that clocks disagree', () => {
  it('stands above all times of a report, and of its picture', async () => {
    const bench = await setBack()
    const mark = 'The clocks by which this was recorded disagree by up to 1 h 0 min'
    for (const audience of ['internal', 'executive', 'regulator'])
      expect(await bench.ok('report', '--audience', audience, '--lang', 'en')).toContain(mark)
    expect(await bench.ok('report', '--lang', 'ja')).toContain('記録に使われた時計に、最大1時間0分の食い違いがあります')
    expect(await bench.ok('report', '--format', 'svg', '--lang', 'en')).toContain(
      'The clocks by which this was recorded disagree',
    )
  })

  it('is told whoever makes a report that does not say so', async () => {
    const bench = await setBack()
    const { out, err } = await bench.halt('report', '--audience', 'customer', '--lang', 'en')
    expect(out).not.toContain('clock')
    expect(err).toContain('the clocks by which this was recorded disagree by up to 1 h 0 min')
  })

  it('is said of no halt whose clocks agree to the minute', async () => {
    const bench = Bench.empty()
    await bench.ok('start', '--type', 'system-failure')
    bench.pass(-MINUTE + 1000)
    await bench.ok('note', 'from a machine that is behind')
    const { out, err } = await bench.halt('report', '--lang', 'en')
    expect(`${out}${err}`).not.toContain('by which this was recorded')
  })
})

describe('a report on a halt that was lifted after a clock was set back behind its beginning', () => {
  it('says that no time of a stop is on record, not that it is unknown what was stopped', async () => {
    const bench = Bench.empty()
    bench.write('halt.yaml', SETTINGS)
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    bench.pass(-HOUR)
    await bench.ok('lift', '--all', '--force', '--reason', 'checked')
    const report = await bench.ok('report', '--lang', 'en')
    expect(report).not.toContain('What was stopped is not known')
    expect(report).toContain('No time for which anything was stopped or restricted is on record.')
  })
})
