import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

interface Status {
  readonly notices: readonly { readonly channel: string; readonly number: number | null }[]
  readonly steps: readonly { readonly id: string; readonly state: string }[]
  readonly clocks: readonly { readonly id: string }[]
}

interface Report {
  readonly metrics: { readonly timeToNotifySecondsByChannel: Readonly<Record<string, number | null>> }
  readonly undoneNotices: readonly { readonly channel: string; readonly undone: { readonly reason: string } }[]
}

async function halted(...channels: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  return bench
}

describe('halt undo, of a notice recorded as posted by mistake', () => {
  it.each([
    ['its step', ['done', '2.2-website']],
    ['notice --posted', ['notice', 'website', '--posted', '--link', 'https://example.com/1']],
  ])('takes back what %s recorded, and the duty runs on', async (_, recording) => {
    const bench = await halted()
    const before = await bench.json<Status>('status')
    await bench.ok(...recording)
    expect((await bench.json<Status>('status')).notices).toMatchObject([{ channel: 'website', number: 1 }])
    await bench.ok('undo', '--reason', 'the page is still the old one')
    const after = await bench.json<Status>('status')
    expect(after.notices).toEqual([])
    expect(after.steps).toEqual(before.steps)
    expect(after.clocks).toEqual(before.clocks)
    expect(after.clocks.map(({ id }) => id)).toContain('first-notice:website')
    expect(await bench.ok('notice', 'website', '--language', 'en')).toContain('notice 1')
    expect(await bench.ok('notice', 'internal', '--language', 'en')).not.toContain('example.com/1')
  })

  it('shows it struck, with the reason, in the log and the report, and counts it nowhere', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('undo', '--reason', 'the page is still the old one')
    const report = await bench.json<Report>('report', '--format', 'json')
    expect(report.metrics.timeToNotifySecondsByChannel.website).toBeNull()
    expect(report.undoneNotices).toMatchObject([
      { channel: 'website', undone: { reason: 'the page is still the old one' } },
    ])
    expect(await bench.ok('report')).toMatch(
      /~~first notice no\. 1~~ \| ~~website~~ undone: the page is still the old one \(taro\) \[#\d+\]\(#event-\d+\) \|/,
    )
    expect(await bench.ok('report', '--audience', 'regulator')).not.toContain('the page is still the old one')
    expect(await bench.ok('log')).toMatch(/notice posted: website first notice no\. 1 {2}taro {2}\(undone by \w+:\d+\)/)
  })

  it('refuses what the program itself sent, and says how to correct it', async () => {
    const server = await webServer(status(204))
    const bench = await halted(`website: { via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true }`)
    await bench.ok('notice', 'website', '--send')
    const [sent] = await bench.events('notice.intended')
    const { code, err } = await bench.halt('undo', `${sent?.writer}:${sent?.seq}`, '--reason', 'wrong')
    expect(code).toBe(3)
    expect(err).toContain('(not-undoable)')
    expect(err).toContain('notice website --correct-ja TEXT --correct-en TEXT')
  })
})
