import { expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

interface Shown {
  readonly notices: readonly { readonly channel: string; readonly text: string; readonly next: string | null }[]
}

interface Status {
  readonly clocks: readonly { readonly id: string; readonly dueAt: string }[]
}

it('what --next says is what every channel and the support’s answer say, and what status waits for', async () => {
  const bench = new Bench()
  bench.write('halt.yaml', `${settingsOf([])}cadence: { first: 5m, update: 30m, social: { update: 1h } }\n`)
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('notice', 'website', '--posted', '--next', '40m')
  bench.pass(4 * 60_000)
  const { notices } = await bench.json<Shown>('notice', 'email', 'app-push', 'social')
  const next = '2026-11-24T22:57:00.000+09:00'
  expect(notices.map((notice) => notice.next)).toEqual([next, next, next])
  const { clocks } = await bench.json<Status>('status')
  expect(clocks.find(({ id }) => id === 'update:website')?.dueAt).toBe(next)
  const [internal] = (await bench.json<Shown>('notice', 'internal', '--language', 'en')).notices
  expect(internal?.text).toContain('Next internal update: 22:51 JST')
  expect(internal?.text).toContain('Our next update is planned for 22:57 JST')
})
