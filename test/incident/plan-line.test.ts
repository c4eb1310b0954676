import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { HOUR } from '../given.ts'

describe('the status of a planned halt', () => {
  it('says when the halt is to begin, then when it is to end, and when either time has passed', async () => {
    const bench = new Bench()
    const status = async (language: string) => (await bench.halt('status', '--lang', language)).out.split('\n')
    await bench.ok('start', '--type', 'maintenance', '--planned', '1h/3h')
    expect(await status('en')).toContain('planned start 23:17, in 01:00:00')
    expect(await status('ja')).toContain('開始予定 23:17（あと01:00:00）')
    bench.pass(HOUR + 60_000)
    expect(await status('en')).toContain('planned start 23:17, passed 01:00 ago')
    await bench.ok('advance', '--force', '--reason', 'the window opens')
    expect(await status('ja')).toContain('終了予定 2026-11-25 01:17（あと01:59:00）')
    bench.pass(2 * HOUR)
    expect(await status('en')).toContain('planned end 01:17, passed 01:00 ago')
    expect(await status('ja')).toContain('終了予定 01:17（01:00超過）')
  })
})
