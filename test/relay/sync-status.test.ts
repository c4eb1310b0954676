import { describe, expect, it } from 'vitest'
import { problem } from '../../src/domain/problem.ts'
import { RelayState } from '../../src/store/relay-state.ts'
import { workspaceKey } from '../../src/store/state.ts'
import { Bench } from '../bench.ts'

const WITHOUT_URL = { env: { HALT_RELAY_URL: undefined } }

/** A halt on a machine where a process without the URL of the relay was left behind. */
async function halted() {
  const bench = new Bench({ HALT_RELAY_URL: 'postgres://taro@127.0.0.1:1/halt' })
  bench.write('halt.yaml', 'relay: { via: postgres }\n')
  await bench.haltWith(WITHOUT_URL, 'start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped')
  expect((await bench.haltWith(WITHOUT_URL, ...(bench.background[0] ?? []))).code).toBe(2)
  const state = () => RelayState.open(bench.env, workspaceKey(bench.workspace))
  const status = async (env = {}) => {
    const { err } = await bench.haltWith({ env }, 'status')
    const { sync } = JSON.parse((await bench.haltWith({ env }, 'status', '--json')).out)
    return { err, state: sync.state as string }
  }
  return { bench, state, status }
}

describe('that the URL of the relay is missing', () => {
  it('is said of the environment in which it is, and of no other', async () => {
    const { status } = await halted()
    const there = await status(WITHOUT_URL.env)
    expect(there.state).toBe('unreachable')
    expect(there.err).toMatch(/since .*22:17.*, nothing is shared: the URL of the relay is not set.*; 1 event/)
    const here = await status()
    expect(here.state).toBe('waiting')
    expect(here.err).toMatch(
      /since .*22:17.*, a process in another environment could share nothing: the URL .* not set/,
    )
    expect(here.err).toContain('1 event not shared with other machines yet')
    expect(here.err).not.toContain('nothing is shared')
  })

  it('does not mean that nothing is shared where another process shares', async () => {
    const { bench, state, status } = await halted()
    const shared = state()
    shared.relay = '127.0.0.1:1/halt'
    shared.keepShared('20261124-221705-system-failure', { bytes: 1, events: 1, incident: '', heads: [] })
    shared.succeed(bench.now)
    shared.save()
    bench.pass(20_000)
    state().fail(problem('no-relay-url', { variable: 'HALT_RELAY_URL' }), bench.now)
    const there = await status(WITHOUT_URL.env)
    expect(there.state).toBe('ok')
    expect(there.err).toMatch(/this environment shares nothing: .* is empty; another process .* does, last at .*22:17/)
    expect(there.err).not.toContain('nothing is shared')
    expect((await status()).state).toBe('ok')
    bench.pass(60_000)
    expect((await status(WITHOUT_URL.env)).state).toBe('unreachable')
  })

  it('hides not that the relay did not answer those who have it', async () => {
    const { state, bench, status } = await halted()
    const silent = state()
    silent.relay = '127.0.0.1:1/halt'
    silent.fail(problem('relay-unreachable', { relay: '127.0.0.1:1/halt', why: 'ECONNREFUSED' }), bench.now)
    for (const env of [{}, WITHOUT_URL.env]) {
      const { err, state: found } = await status(env)
      expect([found, err]).toEqual(['unreachable', expect.stringContaining('did not answer last')])
      expect(err).toContain('the URL of the relay is not set')
    }
  })
})

it('a relay that answers, but has more than a notice waits for, is not said to be silent', async () => {
  const { state, bench, status } = await halted()
  const behind = state()
  behind.relay = '127.0.0.1:1/halt'
  behind.succeed(bench.now)
  behind.fail(problem('relay-backlog', { relay: '127.0.0.1:1/halt', lines: 6000, writers: 5999 }), bench.now)
  const { err, state: found } = await status()
  expect(found).toBe('waiting')
  expect(err).toMatch(
    /a notice was held up \(since .*\): .* answers, but at least 6000 lines of 5999 writers .* halt(ctl)? sync/,
  )
  expect(err).not.toContain('did not answer')
})
