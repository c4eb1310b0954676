import { describe, expect, it } from 'vitest'
import { pagerDuty, receiver, type Service } from '../feeds/services.ts'
import { type Machine, server, startServer, team } from '../relay-team.ts'

startServer()

const SIGNING_KEY = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const FOLLOWER = ['feed', 'send', '--background', '--overdue'] as const
const SIX_MINUTES = 6 * 60_000

const entry = ({ url }: Service, form = 'json', secret = 'SIGNING_KEY') =>
  `{ via: webhook, url: "${url}", form: ${form}, on: [overdue], secretEnv: ${secret}, allowPrivate: true }`

/** Has a machine tell these feeds, each an entry in YAML. */
function feeds(machine: Machine, entries: Readonly<Record<string, string>>): void {
  const lines = Object.entries(entries).map(([name, one]) => `  ${name}: ${one}\n`)
  machine.write('halt.yaml', `relay: { via: postgres }\nfeeds:\n${lines.join('')}`)
}

/** Two machines that share a halt whose first notices are overdue by now, and the deadlines that are. */
async function overdueOnBoth(...rooms: readonly [Service, Service?]) {
  const [taro, hanako] = (await team('taro', 'hanako')) as [Machine, Machine]
  for (const [machine, room] of [[taro, rooms[0]] as const, [hanako, rooms[1] ?? rooms[0]] as const]) {
    Object.assign(machine.env, { SIGNING_KEY, ROUTING_KEY: '0123456789abcdef0123456789abcdef' })
    feeds(machine, { room: entry(room) })
  }
  await taro.ok('start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped')
  await taro.sync()
  await hanako.sync()
  for (const machine of [taro, hanako]) machine.pass(SIX_MINUTES)
  const { clocks } = await taro.json<{ clocks: { id: string; overdue: boolean }[] }>('status')
  return { taro, hanako, late: clocks.filter(({ overdue }) => overdue).map(({ id }) => id) }
}

const clocksOf = (room: Service) => room.bodies.map(({ clock }) => clock)
const age = (machine: Machine, seconds: number) =>
  server.sql(`update halt.claims set claimed_at = now() - interval '${seconds} seconds'`, 'admin', machine.database)

describe('a deadline that passes where several machines share a halt', () => {
  it('is told once, whichever of them notices first', async () => {
    const room = await receiver(SIGNING_KEY)
    const { taro, hanako, late } = await overdueOnBoth(room)
    expect(late).not.toEqual([])
    await Promise.all([taro.ok(...FOLLOWER), hanako.ok(...FOLLOWER)])
    for (const machine of [taro, hanako, taro]) await machine.ok(...FOLLOWER)
    expect(clocksOf(room).sort()).toEqual([...late].sort())
  })

  it('is told to a pager by each of them: it makes one alert of that', async () => {
    const [room, pager] = [await receiver(SIGNING_KEY), await pagerDuty()]
    const { taro, hanako, late } = await overdueOnBoth(room)
    for (const machine of [taro, hanako]) feeds(machine, { pager: entry(pager, 'pagerduty', 'ROUTING_KEY') })
    for (const machine of [taro, hanako]) await machine.ok(...FOLLOWER)
    expect(pager.bodies).toHaveLength(2 * late.length)
    expect(new Set(pager.bodies.map(({ dedup_key }) => dedup_key)).size).toBe(1)
  })

  it('is told by both to rooms that have one name and are two', async () => {
    const rooms = [await receiver(SIGNING_KEY), await receiver(SIGNING_KEY)] as const
    const { taro, hanako, late } = await overdueOnBoth(...rooms)
    for (const machine of [taro, hanako]) await machine.ok(...FOLLOWER)
    expect(rooms.map(clocksOf)).toEqual([late, late])
  })

  it('is told by each of them, with the same key, while the relay cannot be reached', async () => {
    const room = await receiver(SIGNING_KEY)
    const { taro, hanako, late } = await overdueOnBoth(room)
    for (const machine of [taro, hanako]) machine.env.HALT_RELAY_URL = 'postgres://taro@127.0.0.1:1/halt'
    for (const machine of [taro, hanako]) await machine.ok(...FOLLOWER)
    expect(clocksOf(room)).toEqual([...late, ...late])
    const keys = room.asked.map(({ headers }) => headers['idempotency-key'])
    expect(new Set(keys).size).toBe(late.length)
  })

  it('is told while the relay hangs', async () => {
    const room = await receiver(SIGNING_KEY)
    const { hanako, late } = await overdueOnBoth(room)
    server.pause()
    try {
      await hanako.ok(...FOLLOWER)
    } finally {
      server.unpause()
    }
    expect(clocksOf(room)).toEqual(late)
  })

  it('is told by another one where it cannot be told', async () => {
    let isDown = true
    const room = await receiver(SIGNING_KEY, () => (isDown ? [503] : null))
    const { taro, hanako, late } = await overdueOnBoth(room)
    expect((await taro.halt('feed', 'send')).code).toBe(6)
    isDown = false
    await hanako.ok(...FOLLOWER)
    expect(clocksOf(room).slice(1)).toEqual(late)
  })

  it('is told by another one a minute after one began that never said that it did', async () => {
    const room = await receiver(SIGNING_KEY)
    const { taro, hanako, late } = await overdueOnBoth(room)
    await taro.ok(...FOLLOWER)
    await server.sql(`delete from halt.claims where channel like 'done:%'`, 'admin', taro.database)
    await hanako.ok(...FOLLOWER)
    expect(clocksOf(room)).toEqual(late)
    await age(taro, 61)
    await hanako.ok(...FOLLOWER)
    expect(clocksOf(room)).toEqual([...late, ...late])
  })

  it('keeps no notice waiting', async () => {
    const room = await receiver(SIGNING_KEY)
    const { taro, hanako } = await overdueOnBoth(room)
    await taro.ok(...FOLLOWER)
    await taro.sync()
    const { incident } = taro.lineOf('incident.started')
    const held = await server.sql(
      `select distinct given_back from halt.claims where incident = '${incident}'`,
      'admin',
      taro.database,
    )
    expect(held).toEqual([{ given_back: false }])
    await hanako.sync()
    expect(
      (await hanako.halt('notice', 'website', '--send', '--force', '--reason', 'a test', '--next', '30m')).err,
    ).not.toContain('being-sent')
  })
})
