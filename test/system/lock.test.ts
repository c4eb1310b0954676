import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { hostname, userInfo } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { withLock } from '../../src/store/lock.ts'
import { folder, refusal } from '../store/bench.ts'
import { buildLocker, holding, killed, LOCKER, startLocker } from './lock-holder.ts'

buildLocker()

/** A process whose clock is set back two hours at each call of Date.now. */
function startWithClockSetBack(...args: readonly string[]): ChildProcess {
  const preload = join(folder(), 'back.cjs')
  writeFileSync(preload, 'let looks = 0\nconst { now } = Date\nDate.now = () => now() - 7_200_000 * looks++\n')
  return spawn(process.execPath, ['--require', preload, LOCKER, ...args], { stdio: 'ignore' })
}

describe('withLock in 16 processes', () => {
  it('lets in one process at a time, even when the lock file is rewritten', async () => {
    const place = folder()
    for (const name of ['inside', 'trace']) writeFileSync(join(place, name), '')
    writeFileSync(join(place, 'number'), '0')
    const children = Array.from({ length: 16 }, () => startLocker(place, 'count', '20'))
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
    expect(codes).toEqual(Array(16).fill(0))
    expect(readFileSync(join(place, 'trace'), 'utf8')).toBe('')
    expect(readFileSync(join(place, 'number'), 'utf8')).toBe('320')
    expect(statSync(join(place, 'lock')).size).toBeLessThan(64 * 1024)
  })
})

describe('the holder of a lock', () => {
  it('loses the lock immediately if it was killed', async () => {
    const place = folder()
    await killed(await holding(place))
    const waits = vi.spyOn(Atomics, 'wait')
    expect(withLock(join(place, 'lock'), OWNER_ONLY, () => 'mine')).toBe('mine')
    expect(waits).not.toHaveBeenCalled()
    vi.restoreAllMocks()
  })

  it('keeps the lock while it is suspended; others fail after ten seconds, even if the clock stands still', async () => {
    const place = folder()
    const child = await holding(place)
    child.kill('SIGSTOP')
    const acted = vi.fn()
    const lock = join(place, 'lock')
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(refusal(() => withLock(lock, OWNER_ONLY, acted))).toEqual({
      code: 'lock-timeout',
      params: {
        path: lock,
        seconds: 10,
        holder: {
          pid: child.pid,
          host: hostname(),
          user: process.env.USER || process.env.LOGNAME || userInfo().username,
          foreign: false,
          since: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
          place: 'suspended',
          runs: expect.stringContaining('node'),
        },
      },
    })
    vi.restoreAllMocks()
    expect(acted).not.toHaveBeenCalled()
    await killed(child)
    expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
  })

  it('is not waited for longer if the clock is set back meanwhile', async () => {
    const place = folder()
    const holder = await holding(place)
    writeFileSync(join(place, 'number'), '0')
    const waiting = startWithClockSetBack(place, 'count', '1')
    const giveUp = setTimeout(() => waiting.kill('SIGKILL'), 60_000)
    const [code] = await once(waiting, 'exit')
    clearTimeout(giveUp)
    await killed(holder)
    expect(code).toBe(1)
    expect(readFileSync(join(place, 'number'), 'utf8')).toBe('0')
  })
})
