import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { BackgroundTurn } from '../../src/store/background-turn.ts'
import { takeLock } from '../../src/store/lock.ts'
import { lockEntryLine, newLockEntry } from '../../src/store/lock-entry.ts'
import { stateFolder, workspaceKey } from '../../src/store/state.ts'
import { Bench } from '../bench.ts'

/** A machine with a relay that nobody asks, and what it keeps of processes that share in the background. */
function machine(settings = 'relay: { via: postgres }\n') {
  const bench = new Bench({ HALT_RELAY_URL: 'postgres://taro@127.0.0.1:1/halt' })
  bench.write('halt.yaml', settings)
  const key = workspaceKey(bench.workspace)
  const folder = stateFolder(bench.env, key)
  folder.create()
  return {
    bench,
    turn: new BackgroundTurn(bench.env, key, 'relay'),
    folder: folder.path,
    lock: join(folder.path, 'relay.lock'),
  }
}

/** A process of another container on this machine has taken a lock so long ago, and nobody can tell whether it runs. */
function claimInContainer(lock: string, ms: number): void {
  takeLock(lock, OWNER_ONLY)()
  const entry = newLockEntry()
  const host = entry.host.replace(/[^|]*$/, 'pid:[1]+time:[1]')
  appendFileSync(lock, `\n${lockEntryLine({ ...entry, nonce: '00', host, since: Date.now() - ms })}\n`)
}

const started = ['start', '--type', 'system-failure', '--no-walk', '--scope', 'trading=stopped'] as const
const WITHOUT_URL = { env: { HALT_RELAY_URL: undefined } }

describe('the claim of a process that shares in the background', () => {
  it.each([
    ['counts while it may still be sharing, though it died with its container', 60_000, 0],
    ['counts no more once every such process has ended', 200_000, 1],
    ['counts no more if it was made later than now, by a clock that was set back', -200_000, 1],
  ])('%s', async (_, ms, left) => {
    const { bench, turn, lock } = machine()
    claimInContainer(lock, ms)
    expect(turn.obstacle()).toMatchObject({ path: lock, holder: { pid: process.pid, place: 'container' } })
    await bench.ok(...started)
    expect(bench.background).toHaveLength(left)
    expect((await bench.halt('status')).err.includes(`holds ${lock}`)).toBe(left === 0)
    expect((await bench.halt('doctor', '--offline')).out.includes('background-obstacle')).toBe(left === 0)
    expect(turn.obstacle() === null).toBe(left === 1)
  })

  it('is passed over by the next process when it is too old', async () => {
    const { turn, lock } = machine()
    let isShared = false
    claimInContainer(lock, 200_000)
    await turn.run(async () => {
      isShared = true
    }, new AbortController().signal)
    expect(isShared).toBe(true)
    expect(readFileSync(lock, 'utf8')).toContain('R 00 .')
  })

  it('is no obstacle where that runs here', async () => {
    const { turn } = machine()
    await turn.run(async () => expect(turn.obstacle()).toBeNull(), new AbortController().signal)
  })
})

describe('the word that something is to be shared', () => {
  it('is no reason to leave no process behind where whoever gave it has no URL of the relay', async () => {
    const { bench } = machine()
    await bench.haltWith(WITHOUT_URL, ...started)
    await bench.haltWith(WITHOUT_URL, 'note', 'again without')
    expect(bench.background).toHaveLength(1)
    await bench.ok('note', 'with')
    expect(bench.background).toHaveLength(2)
    await bench.ok('note', 'once more')
    await bench.haltWith(WITHOUT_URL, 'note', 'which the process of those before shares as well')
    expect(bench.background).toHaveLength(2)
  })

  it('is looked for in the variable that the settings name', async () => {
    const { bench } = machine('relay: { via: postgres, urlEnv: TEAM_RELAY }\n')
    await bench.ok(...started)
    await bench.haltWith({ env: { TEAM_RELAY: 'postgres://taro@127.0.0.1:1/halt' } }, 'note', 'with')
    expect(bench.background).toHaveLength(2)
  })

  it('is not taken for done where the process that was left behind cannot share, and stays until one has begun', async () => {
    const { bench, turn, folder } = machine()
    await bench.ok(...started)
    await bench.haltWith({ env: { HALT_RELAY_URL: 'no URL' } }, ...(bench.background[0] ?? []))
    expect(existsSync(join(folder, 'relay.wanted'))).toBe(true)
    await bench.ok('note', 'later')
    expect(bench.background).toHaveLength(2)
    await turn.run(async () => {}, new AbortController().signal)
    expect(existsSync(join(folder, 'relay.wanted'))).toBe(false)
    turn.giveUp()
    expect(existsSync(join(folder, 'relay.wanted'))).toBe(false)
  })
})

describe('something else in the place of a file of processes that share in the background', () => {
  it.each(['relay.wanted', 'relay.lock'])('is named: %s', async (name) => {
    const { bench, turn, folder } = machine()
    mkdirSync(join(folder, name))
    expect(turn.obstacle()).toEqual({ path: join(folder, name), why: null, holder: null })
    await bench.ok(...started)
    for (const language of ['en', 'ja']) {
      const path = join(folder, name)
      expect((await bench.halt('status', '--lang', language)).err).toContain(path)
      expect((await bench.halt('doctor', '--offline', '--lang', language)).out).toContain('(background-obstacle)')
    }
    rmSync(join(folder, name), { recursive: true })
    expect(turn.obstacle()).toBeNull()
  })

  it('keeps nobody from sharing where it only keeps the word', async () => {
    const { bench, folder } = machine()
    mkdirSync(join(folder, 'relay.wanted'))
    await bench.ok(...started)
    expect(bench.background).toHaveLength(1)
  })
})
