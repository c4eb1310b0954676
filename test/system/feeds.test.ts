import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type Asked, webServer } from '../delivery/web-server.ts'
import { slack } from '../feeds/services.ts'
import { Bench, PROGRAM } from './bench.ts'

const started = ['start', '--type', 'system-failure', '--title', 'Matching engine down', '--no-walk'] as const
const settings = (more = '') =>
  `feeds: { room: { via: webhook, urlEnv: ROOM_URL, form: slack, allowPrivate: true${more} } }\nlanguage: en\n`

/** A machine with a feed, whose URL is that of a service. */
function machine(url: string): Bench {
  const bench = new Bench({ ROOM_URL: url })
  bench.write('halt.yaml', settings())
  return bench
}

/** A machine with a feed of a server that never answers. Whoever waits for it does so for as long as a test may take. */
async function unanswered() {
  const server = await webServer(() => {})
  const bench = machine(`http://127.0.0.1:${server.port}/`)
  bench.write('halt.yaml', settings(', timeout: 10m'))
  return { server, bench }
}

const titles = (asked: readonly Asked[]) => asked.map(({ body }) => JSON.parse(body).text)

async function until(isTrue: () => boolean): Promise<void> {
  for (let left = 2400; !isTrue() && left > 0; left -= 1) await sleep(50)
}

/** Goes on until it is stopped, or the test is over. */
function running(bench: Bench, ...args: readonly string[]): ChildProcess {
  const child = spawn(process.execPath, [PROGRAM, ...args], { env: bench.env, cwd: bench.directory, stdio: 'ignore' })
  onTestFinished(() => {
    child.kill('SIGKILL')
  })
  return child
}

/** The process of this machine that tells feeds. */
function tellingProcess(bench: Bench): number | null {
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const line = readFileSync(`/proc/${name}/cmdline`, 'utf8')
      if (line.includes('\0feed\0send\0') && line.includes(bench.workspace)) return Number(name)
    } catch {
      // It has ended.
    }
  }
  return null
}

describe('feeds', () => {
  it('are told by a process that a command leaves behind, which waits for nothing', async () => {
    const service = await slack()
    const bench = machine(service.url)
    bench.ok(...started)
    bench.ok('scope', 'trading=stopped')
    await until(() => service.asked.length === 2)
    expect(titles(service.asked)).toEqual([
      'Halt declared: Matching engine down',
      'Change in what is stopped: Matching engine down',
    ])
  })

  it('keep no command waiting for a server that never answers', async () => {
    const { server, bench } = await unanswered()
    bench.ok(...started)
    await until(() => server.asked.length > 0)
    bench.ok('note', 'a note')
    expect(server.asked).toHaveLength(1)
    expect(tellingProcess(bench)).not.toBeNull()
  })

  it('are told again, with the same key, what a process was killed over', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', settings())
    const server = await webServer((response, count) => {
      if (count > 1) return response.end('ok')
      // Taken, but before the process can note that it was.
      process.kill(tellingProcess(bench) as number, 'SIGKILL')
      return response.end('ok')
    })
    bench.env.ROOM_URL = `http://127.0.0.1:${server.port}/`
    bench.ok(...started)
    await until(() => server.asked.length === 1 && tellingProcess(bench) === null)
    bench.ok('note', 'a note')
    await until(() => server.asked.length === 2)
    const keys = server.asked.map(({ headers }) => headers['idempotency-key'])
    expect(keys).toHaveLength(2)
    expect(new Set(keys).size).toBe(1)
    expect(new Set(titles(server.asked)).size).toBe(1)
  })

  it.each([['watch'], ['serve', '--port', '0']])('are told by what goes on: %s', async (...line) => {
    const service = await slack()
    const bench = machine(service.url)
    bench.haltWith({ env: { ROOM_URL: '' } }, ...started)
    running(bench, ...line)
    await until(() => service.asked.length === 1)
    bench.haltWith({ env: { ROOM_URL: '' } }, 'scope', 'trading=stopped')
    await until(() => service.asked.length === 2)
    expect(titles(service.asked)).toHaveLength(2)
  })

  it.each([['watch'], ['serve', '--port', '0']])(
    'are told once of what falls due by what goes on: %s',
    async (...line) => {
      const service = await slack()
      const bench = machine(service.url)
      bench.haltWith({ env: { ROOM_URL: '' } }, ...started)
      bench.haltWith({ env: { ROOM_URL: '' } }, 'action', 'add', 'call', '--owner', 'taro', '--due', 'in 2s')
      const overdue = () => titles(service.asked).filter((title) => title === 'Overdue: Matching engine down')
      await sleep(2_500)
      bench.ok('note', 'recording tells of no deadline')
      await until(() => service.asked.length === 1 && tellingProcess(bench) === null)
      expect(overdue()).toEqual([])
      running(bench, ...line)
      await until(() => overdue().length === 1)
      await until(() => tellingProcess(bench) === null)
      bench.ok('feed', 'send')
      await sleep(6_000)
      expect(overdue()).toHaveLength(1)
      expect(service.asked.map(({ headers }) => headers['idempotency-key'])[1]).toMatch(/-overdue:action:/)
    },
  )

  it('let what goes on end at once, whatever a server does', async () => {
    const { server, bench } = await unanswered()
    bench.haltWith({ env: { ROOM_URL: '' } }, ...started)
    const child = running(bench, 'watch')
    await until(() => server.asked.length === 1)
    child.kill('SIGINT')
    await once(child, 'exit')
    expect(server.asked).toHaveLength(1)
    expect(tellingProcess(bench)).not.toBeNull()
  })
})
