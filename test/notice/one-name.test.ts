import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'

/** A halt of two services, one of which has resumed and was told of. */
async function partlyResumed(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok(
    'start',
    '--type',
    'system-failure',
    '--at',
    '1h ago',
    '--scope',
    'trading=stopped',
    'deposits=stopped',
  )
  await bench.ok('notice', 'website', '--posted')
  await bench.ok('done', '3.4-criteria')
  bench.pass(MINUTE)
  await bench.ok('lift', 'deposits')
  await bench.ok('notice', 'website', '--posted')
  bench.pass(30 * MINUTE)
  return bench
}

describe('a notice after the one of resumption', () => {
  it('is an update everywhere if nothing has resumed since and something is still stopped', async () => {
    const bench = await partlyResumed()
    expect((await bench.halt('notice', 'website', '--language', 'en')).err).toContain('website  update no. 3  en')
    const receipt = await bench.halt('notice', 'website', '--posted')
    expect(receipt.out + receipt.err).toContain('update no. 3')
    for (const command of [['log'], ['status'], ['report'], ['handover']]) {
      const said = await bench.halt(...command)
      expect(said.out, command.join(' ')).toMatch(/update no\. 3/)
      expect(said.out, command.join(' ')).not.toContain('resumption notice no. 3')
    }
  })

  it('is one of resumption everywhere once all has resumed', async () => {
    const bench = await partlyResumed()
    await bench.ok('lift', 'trading')
    await bench.ok('notice', 'website', '--posted')
    bench.pass(30 * MINUTE)
    await bench.ok('notice', 'website', '--posted', '--stage', 'resumption')
    for (const command of [['log'], ['status'], ['report'], ['report', '--format', 'brief']]) {
      const said = await bench.halt(...command)
      expect(said.out, command.join(' ')).toMatch(/resumption notice no\. 4/)
      expect(said.out, command.join(' ')).not.toContain('update no. 4')
    }
  })
})
