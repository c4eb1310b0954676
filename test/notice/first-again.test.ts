import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

async function halted(...channels: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  return bench
}

const ONCE_MORE = ['--stage', 'first', '--again', '--reason', 'the page was lost'] as const

describe('a second first notice on a channel', () => {
  it('posted by hand needs --again --reason, and the report lists it', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    const refused = await bench.halt('notice', 'website', '--posted', '--stage', 'first', '--reason', 'x')
    expect(refused.code).toBe(3)
    expect(refused.err).toMatch(/website already had its first notice.*\(first-again\)\n.*omit --stage first/)
    expect(refused.err).toContain('never posted')
    expect((await bench.halt('notice', 'website', '--posted', '--stage', 'first', '--again')).err).toContain('--reason')
    await bench.ok('notice', 'website', '--posted', ...ONCE_MORE)
    expect(await bench.ok('report')).toMatch(/website: first-again \| the page was lost \| taro \|/)
  })

  it('is not sent without it either', async () => {
    const server = await webServer(status(204))
    const bench = await halted(`website: { via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true }`)
    await bench.ok('notice', 'website', '--send')
    const refused = await bench.halt('notice', 'website', '--send', '--stage', 'first')
    expect([refused.code, server.asked.length]).toEqual([3, 1])
    expect(refused.err).toContain('(first-again)')
    // What the program sent is not there to be undone.
    expect(refused.err).not.toContain('undo')
    await bench.ok('notice', 'website', '--send', ...ONCE_MORE)
    expect(server.asked).toHaveLength(2)
  })

  it('is the only thing that --again is for', async () => {
    const bench = await halted()
    const idle = await bench.halt('notice', '--again', '--reason', 'x')
    expect([idle.code, idle.err]).toEqual([2, expect.stringContaining('(idle-flag)')])
    await bench.ok('notice', 'website', '--posted', '--again', '--reason', 'x')
    expect((await bench.events('notice.posted'))[0]?.data).not.toHaveProperty('forced')
  })
})
