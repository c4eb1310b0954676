import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { status, type WebServer, webServer } from '../delivery/web-server.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

const MINUTE = 60_000
const via = ({ port }: WebServer) => `{ via: webhook, url: "http://127.0.0.1:${port}/", allowPrivate: true }`

/** A halt with two channels that are sent to, `website` and `email`; the others have had their first notice by hand. */
async function halted(website: WebServer, email: WebServer): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf([`website: ${via(website)}`, `email: ${via(email)}`]))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('notice', 'app-push', 'social', '--posted')
  return bench
}

const SEND = ['notice', '--send'] as const

describe('halt notice --send, again', () => {
  it('after one channel failed goes there alone, with the number of the round, and says which channels have it', async () => {
    const [website, email] = [
      await webServer(),
      await webServer((response, count) => status(count === 1 ? 400 : 200)(response, count)),
    ]
    const bench = await halted(website, email)
    expect((await bench.halt(...SEND)).code).toBe(6)
    bench.pass(MINUTE)
    const { code, err, out } = await bench.halt(...SEND)
    expect([code, website.asked.length, email.asked.length, out]).toEqual([0, 1, 2, ''])
    expect(err).toContain('website already has this, and is not told again: first notice no. 1, 2026-11-24 22:17:05')
    expect(err).toContain('social already has this, and is not told again')
    expect((await bench.events('notice.intended')).map(({ data }) => [data.channel, data.number])).toEqual([
      ['website', 1],
      ['email', 1],
      ['email', 1],
    ])
  })

  it('is refused once every channel has it, and for a channel that is named', async () => {
    const [website, email] = [await webServer(), await webServer()]
    const bench = await halted(website, email)
    await bench.ok(...SEND)
    for (const channels of [[], ['all'], ['email'], ['website', 'email']]) {
      const { code, err } = await bench.halt('notice', ...channels, '--send')
      expect([code, err]).toEqual([3, expect.stringContaining('(nothing-new)')])
      expect(err).toContain('email (first notice no. 1, 2026-11-24 22:17:05)')
    }
    expect([website.asked.length, email.asked.length]).toEqual([1, 1])
  })

  it('still goes to a channel of departments that is named with all others', async () => {
    const [website, internal] = [await webServer(), await webServer()]
    const bench = new Bench()
    bench.write('halt.yaml', settingsOf([`website: ${via(website)}`, `internal: ${via(internal)}`]))
    await bench.ok(...DECLARES)
    await bench.ok(...STATES)
    await bench.ok('notice', 'all', '--send')
    await bench.ok('notice', 'all', 'internal', '--send')
    expect([website.asked.length, internal.asked.length]).toEqual([1, 1])
  })

  it('goes out with --again --reason, which the report lists, with --next, and when it is due', async () => {
    const website = await webServer()
    const bench = await halted(website, await webServer())
    await bench.ok(...SEND)
    await bench.ok('notice', 'website', '--send', '--again', '--reason', 'the app showed an old page')
    await bench.ok('notice', 'website', '--send', '--next', '40m')
    expect((await bench.halt('notice', 'website', '--send')).code).toBe(3)
    bench.pass(36 * MINUTE)
    await bench.ok('notice', 'website', '--send')
    expect(website.asked).toHaveLength(4)
    expect(await bench.ok('report')).toMatch(/website: nothing-new \| the app showed an old page \| taro \|/)
  })

  it('goes to every channel once a fact has changed', async () => {
    const [website, email] = [await webServer(), await webServer()]
    const bench = await halted(website, email)
    await bench.ok(...SEND)
    await bench.ok('set', 'cause.ja=装置の不具合')
    await bench.ok(...SEND)
    expect([website.asked.length, email.asked.length]).toEqual([2, 2])
  })

  it('is announced by --dry-run, which exits 8 if a channel would be told again', async () => {
    const email = await webServer((response, count) => status(count === 1 ? 400 : 200)(response, count))
    const bench = await halted(await webServer(), email)
    await bench.halt(...SEND)
    const left = await bench.halt('notice', '--dry-run')
    expect([left.code, left.err]).toEqual([0, expect.stringContaining('website already has this')])
    expect(left.err).not.toContain('website: would go')
    const named = await bench.halt('notice', 'website', '--dry-run')
    expect([named.code, named.err]).toEqual([8, expect.stringContaining('DRY RUN website already has this')])
    const documented = JSON.parse((await bench.halt('notice', 'website', '--dry-run', '--json')).out)
    expect(documented.targets).toMatchObject([{ channel: 'website', why: 'nothing-new' }])
  })
})
