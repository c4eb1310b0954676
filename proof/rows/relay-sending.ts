import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { createServer as createWebServer } from 'node:http'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import type { Postgres } from '../../test/postgres.ts'
import { Points } from '../points.ts'
import type { Attack, Figure, Proof } from '../proof.ts'
import { newDatabase, Operator, withServer } from '../relay-team.ts'
import type { Ran } from '../workspace.ts'

/** In a short run, every so many of the points are tried. */
const STEP = { full: 1, short: 6 }
const SEND = ['notice', 'app-push', '--send'] as const
/** Nothing was sent, and it is said why. */
const REFUSALS = /\((being-sent|delivery-unknown|notice-outdated|first-again|nothing-new)\)/

/** Whoever sends a notice is killed at each message from or to the relay, and to the channel; then both machines send it. */
export const RELAY_SENDING: Proof = {
  fault: 'relay sending',
  needs: ['machines', 'postgres'],
  run: (attack) => withServer(attack, (server) => killEverywhere(attack, server)),
}

async function killEverywhere(attack: Attack, server: Postgres): Promise<Figure> {
  const channel = await Channel.open()
  const wire = await Wire.open(server.port)
  try {
    const database = await newDatabase(server)
    const [taro, hanako] = ['taro', 'hanako'].map((name, n) => {
      const port = n === 0 ? wire.port : server.port
      const operator = new Operator(attack, name, { url: `postgres://${name}@127.0.0.1:${port}/${database}` })
      writeFileSync(join(operator.path, 'halt.yaml'), settings(channel.url))
      return operator
    }) as [Operator, Operator]
    const tried: Tried[] = []
    const step = attack.full || attack.brief === true ? STEP.full : STEP.short
    for (let nth = 1; tried.at(-1)?.isKilled !== false; nth += step)
      tried.push(await sendAndKill(taro, hanako, nth, attack.brief === true ? [channel] : [wire, channel]))
    const kills = tried.filter(({ isKilled }) => isKilled)
    const faults = tried.flatMap((one) => one.faults.map((fault) => `[${one.point}: ${fault}]`))
    const sent = tried.filter((one) => one.received === 1).length
    const figure = [
      `${kills.length} kills of whoever sent a notice that two machines share:`,
      `${sent} sent once, ${tried.length - sent} held back and named, ${faults.length} twice or without a word`,
      ...faults.slice(0, 4),
    ].join(' ')
    return { holds: faults.length === 0 && kills.length >= 3, figure }
  } finally {
    channel.close()
    wire.close()
  }
}

const settings = (url: string) => `relay: { via: postgres, background: false }
organisation: { ja: 例示取引所, en: Example }
contact: { ja: 例, en: example }
channels: { app-push: { via: webhook, url: "${url}", allowPrivate: true } }
`

/** What one kill left, and what came of going on. */
interface Tried {
  readonly point: string
  readonly isKilled: boolean
  readonly received: number
  readonly faults: readonly string[]
}

async function sendAndKill(
  taro: Operator,
  hanako: Operator,
  nth: number,
  watched: readonly [...Wire[], Channel],
): Promise<Tried> {
  const channel = watched.at(-1) as Channel
  const id = (await taro.ok('start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped')).trim()
  await taro.ok('set', 'started-at=?', 'cause=?', 'expected-recovery=?', 'impact=?', '-i', id)
  await taro.ok('sync', '-i', id)
  await hanako.ok('sync', '-i', id)
  const points = new Points(nth)
  for (const one of watched) one.points = points
  const { child, ended } = taro.spawn([...SEND, '-i', id])
  points.strike = () => child.kill('SIGKILL')
  const first = await ended
  for (const one of watched) one.points = null
  const isKilled = points.struck !== null
  const faults = isKilled || first.code === 0 ? [] : [`not killed: ${first.code} ${first.err}`]
  for (const operator of [hanako, taro, hanako]) {
    const before = channel.received(id)
    const ran = await operator.halt(...SEND, '-i', id)
    const isSent = channel.received(id) > before
    if (!isSaid(ran, isSent)) faults.push(`${operator.name}: ${ran.code ?? ran.signal} ${ran.err.trim()}`)
  }
  const received = channel.received(id)
  if (received > 1) faults.push(`received ${received} times`)
  await taro.ok('close', '--resolution', 'false-alarm', '--reason', 'tried', '--force', '-i', id)
  await taro.ok('sync', '-i', id)
  await hanako.ok('sync', '-i', id)
  return { point: `${points.struck ?? 'none'} (${nth})`, isKilled, received, faults }
}

/** Whether a run says what it did: it sent and exited 0, or sent nothing and says why. */
function isSaid({ code, err }: Ran, isSent: boolean): boolean {
  return isSent ? code === 0 : code === 3 && REFUSALS.test(err)
}

/** Leads to the relay, and tells of each message before it goes on. */
class Wire {
  points: Points | null = null
  readonly port: number
  private readonly server: Server

  private constructor(server: Server) {
    this.server = server
    this.port = (server.address() as AddressInfo).port
  }

  static async open(to: number): Promise<Wire> {
    const server = createServer((client) => {
      const relay = connect(to, '127.0.0.1')
      for (const [from, onward, point] of [
        [client, relay, 'to the relay'],
        [relay, client, 'from the relay'],
      ] as const) {
        from.on('data', (bytes) => {
          // In half of the cases the message still arrives.
          if (point === 'to the relay') onward.write(bytes)
          wire.points?.at(point)
          if (point === 'from the relay') onward.write(bytes)
        })
        from.on('error', () => {})
        from.on('close', () => onward.destroy())
      }
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const wire = new Wire(server)
    return wire
  }

  close(): void {
    this.server.close()
  }
}

/** What customers get, by incident and by the key that tells a repeated message from another one. */
class Channel {
  points: Points | null = null
  readonly url: string
  private readonly server: Server
  private readonly keys = new Map<string, Set<string>>()

  private constructor(server: Server) {
    this.server = server
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }

  static async open(): Promise<Channel> {
    const server = createWebServer(async (request, response) => {
      channel.points?.at('a request')
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { incident } = JSON.parse(Buffer.concat(chunks).toString()) as { incident: string }
      const keys = channel.keys.get(incident) ?? new Set()
      channel.keys.set(incident, keys.add(String(request.headers['idempotency-key'])))
      channel.points?.at('before its response')
      response.end('{}', () => channel.points?.at('after its response'))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const channel = new Channel(server)
    return channel
  }

  received(incident: string): number {
    return this.keys.get(incident)?.size ?? 0
  }

  close(): void {
    this.server.close()
  }
}
