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

/** A halt of which the first notice is out. */
async function told() {
  const bench = Bench.empty()
  bench.write('halt.yaml', SETTINGS)
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('set', 'cause.en=a server failed', 'impact.en=no orders', 'expected-recovery=?', 'open-orders=?')
  bench.pass(5 * MINUTE)
  await post(bench)
  bench.pass(30 * MINUTE)
  return bench
}

const post = (bench: Bench) => bench.ok('notice', 'website', '--posted', '--force', '--reason', 'posted')
const lift = (bench: Bench) => bench.ok('lift', '--all', '--force', '--reason', 'checked')
const shown = async (bench: Bench, ...args: readonly string[]) => {
  const { out, err } = await bench.halt('notice', 'website', '--language', 'en', ...args)
  return out + err
}

describe('what was stated while a clock was set back', () => {
  it('holds for the notices that are about what came before it', async () => {
    const bench = await told()
    await lift(bench)
    bench.pass(-HOUR)
    await bench.ok('set', 'progress.en=all servers were replaced', 'open-orders.en=Open orders are kept.')
    const resumption = await shown(bench)
    expect(resumption).toContain('all servers were replaced')
    expect(resumption).not.toContain('fact-outdated')
    await post(bench)
    await bench.ok('set', 'impact.en=Withdrawals are slow.')
    const final = await shown(bench, '--stage', 'final', '--check')
    expect(await shown(bench, '--stage', 'final')).toContain('Open orders are kept.')
    expect(final).not.toContain('impact-lasting')
  })

  it('is of the halt that was reopened before it, and of the type that it was given', async () => {
    const bench = await told()
    await lift(bench)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=stopped')
    bench.pass(-HOUR)
    await bench.ok('set', 'cause.en=a network failed', 'impact.en=no orders again')
    const again = await shown(bench)
    expect(again).toContain('a network failed')
    expect(again).not.toContain('fact-missing')
    await bench.ok('classify', '--type', 'market-volatility', '--reason', 'seen now')
    bench.pass(-HOUR)
    await bench.ok('set', 'cause.en=prices fell')
    expect(await shown(bench)).not.toContain('fact-outdated')
  })

  it('tells the causes of both halts apart', async () => {
    const bench = await told()
    await lift(bench)
    bench.pass(-HOUR)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=stopped')
    await bench.ok('set', 'cause.en=a network failed')
    await lift(bench)
    const final = await shown(bench, '--stage', 'final')
    expect(final).toContain('a server failed')
    expect(final).toContain('a network failed')
  })
})
