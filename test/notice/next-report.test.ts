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

it('a time that customers were told stays due, whatever --next says without a notice', async () => {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf([]))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('notice', '--posted', '--next', '22:30')
  const dueAt = async () => {
    const { clocks } = await bench.json<Status>('status')
    return clocks.filter(({ id }) => id.startsWith('update:')).map((clock) => clock.dueAt)
  }
  const told = Array(4).fill('2026-11-24T22:30:00.000+09:00')
  const { err } = await bench.halt('notice', '--next', '23:10')
  expect(err).toContain('customers were told 2026-11-24 22:30, which stays due until an update tells them the new time')
  expect(await dueAt()).toEqual(told)
  bench.pass(20 * 60_000)
  expect((await bench.halt('notice', '--next', '23:20')).err).toContain('customers were told 2026-11-24 22:30')
  expect(await dueAt()).toEqual(told)
  expect((await bench.halt('status', '--check')).code).toBe(7)
  // The next notice gives the new time, and with it that is what is due.
  const { notices } = await bench.json<Shown>('notice', 'website')
  expect(notices[0]?.next).toBe('2026-11-24T23:20:00.000+09:00')
  await bench.ok('notice', '--posted', '--next', '23:20')
  expect(await dueAt()).toEqual(Array(4).fill('2026-11-24T23:20:00.000+09:00'))
  // A sooner time needs no telling.
  expect((await bench.halt('notice', '--next', '23:00')).err).not.toContain('customers were told')
  expect(await dueAt()).toEqual(Array(4).fill('2026-11-24T23:00:00.000+09:00'))
})

interface Reported {
  readonly metrics: { readonly updatesDue: number; readonly updatesKept: number }
  readonly promises: readonly { readonly channel: string; readonly dueAt: string; readonly kept: boolean }[]
}

it('a notice that was posted without its text promises the time that was planned for it', async () => {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf([]))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('notice', 'website', '--posted', '--next', '22:50')
  bench.pass(20 * 60_000)
  await bench.ok('notice', 'website', '--next', '23:30')
  bench.pass(5 * 60_000)
  const planned = (await bench.json<Shown>('notice', 'website')).notices
  await bench.ok('notice', 'website', '--posted')
  expect(planned[0]?.next).toBe('2026-11-24T23:30:00.000+09:00')
  bench.pass(76 * 60_000)
  const late = (await bench.json<Shown>('notice', 'website', '--language', 'en')).notices
  expect(late[0]?.text).toContain('at 23:30 JST, 24 Nov. We apologise for the delay.')
  const { metrics } = await bench.json<Reported>('report', '--format', 'json')
  expect(metrics).toMatchObject({ updatesDue: 2, updatesKept: 1 })
})

it('a promise is not kept by the notice that makes it, and a missed one is reported as missed', async () => {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf([]))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  await bench.ok('notice', 'website', '--posted')
  for (const [minutes, next] of [
    [3, '22:50'],
    [50, '23:40'],
  ] as const) {
    bench.pass(minutes * 60_000)
    await bench.ok('notice', 'website', '--next', next)
    // As typed, to the minute.
    await bench.ok('notice', 'website', '--posted', '--at', '0m ago')
  }
  bench.pass(25 * 60_000)
  await bench.ok('notice', 'website', '--posted')
  const { promises } = await bench.json<Reported>('report', '--format', 'json')
  expect(promises.map(({ dueAt, kept }) => [dueAt.slice(11, 16), kept])).toEqual([['22:50', false]])
})
