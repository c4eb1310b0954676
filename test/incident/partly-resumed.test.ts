import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC } from '../script.ts'
import { walk } from '../walk/walk.ts'

/** A halt of which only trading has resumed. */
async function partlyResumed(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok(
    'start',
    '--type',
    'system-failure',
    '--scope',
    'trading=stopped',
    '--scope',
    'deposits=limited:JPY only',
  )
  await bench.ok('done', '3.4-criteria')
  await bench.ok('lift', 'trading')
  return bench
}

describe('the phase after resumption, while something is restricted', () => {
  it('is marked everywhere that it is named, and no longer once all has resumed', async () => {
    const bench = await partlyResumed()
    const said = 'After resumption (with restrictions)'
    const shown = async () => [
      await bench.ok('status'),
      await bench.ok('list'),
      await bench.ok('report'),
      await bench.ok('handover'),
    ]
    for (const text of await shown()) expect(text).toContain(said)
    expect(await bench.ok('status', '--lang', 'ja')).toContain('再開後（停止・制限中のものあり）')
    await bench.ok('lift', '--all')
    for (const text of await shown()) expect(text).not.toMatch(/^(?:\S+ {2}\S+ {2})?After resumption \(with/m)
  })

  it('is marked on the screens of the walk, at 40 columns too', async () => {
    const bench = await partlyResumed()
    for (const columns of [80, 40]) {
      const { screen } = await walk(bench, [[/After resumption/, ESC]], { columns })
      expect(screen.replaceAll(/\s+/g, ' ')).toContain('After resumption (with restrictions)')
      for (const line of screen.split('\n').filter((one) => /resumption|restrictions\)/.test(one)))
        expect(line.length).toBeLessThan(columns)
    }
  })
})

describe('halt lift', () => {
  it('says that the step on the criteria is not done, not that they are not met', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    expect((await bench.halt('lift', 'trading')).err).toContain(
      'what settles the resumption criteria is not recorded as done: 3.4-criteria (criteria-open)',
    )
    expect((await bench.halt('lift', 'trading', '--lang', 'ja')).err).toContain(
      '再開基準の手順が、完了と記録されていません: 3.4-criteria',
    )
  })

  it('asks only that the step is done, and says if nobody has stated the criteria', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--scope', 'deposits=stopped')
    await bench.ok('done', '3.4-criteria')
    const unstated = 'lifted, though nobody has stated what was to be confirmed first: '
    expect((await bench.halt('lift', 'trading')).err).toContain(unstated)
    await bench.ok('set', 'resumption-criteria=ten orders match')
    const { code, err } = await bench.halt('lift', 'deposits')
    expect(code).toBe(0)
    expect(err).not.toContain(unstated)
  })
})
