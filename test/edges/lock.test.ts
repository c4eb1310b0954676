import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { hostname, tmpdir, userInfo } from 'node:os'
import { join, resolve } from 'node:path'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { PRIVATE } from '../../src/edges/durable.ts'
import { withLock } from '../../src/edges/lock.ts'
import { makePipe } from '../pipe.ts'
import { folder, refusal } from './bench.ts'

const built = mkdtempSync(join(tmpdir(), 'halt-lock-'))
const program = join(built, 'locker.cjs')

beforeAll(async () => {
  const bundle = await rolldown({ input: resolve(import.meta.dirname, 'locker.ts'), platform: 'node' })
  await bundle.write({ file: program, format: 'cjs' })
  await bundle.close()
})

afterAll(() => rmSync(built, { recursive: true, force: true }))

function start(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
}

/** A process whose clock is set back two hours with each look at it. */
function startWithClockSetBack(...args: readonly string[]): ChildProcess {
  const preload = join(folder(), 'back.cjs')
  writeFileSync(preload, 'let looks = 0\nconst { now } = Date\nDate.now = () => now() - 7_200_000 * looks++\n')
  return spawn(process.execPath, ['--require', preload, program, ...args], { stdio: 'ignore' })
}

async function holding(place: string): Promise<ChildProcess> {
  const child = start(place, 'hold')
  await once(child.stdout as NodeJS.EventEmitter, 'data')
  return child
}

async function killed(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

describe('many processes', () => {
  it('sixteen of them have the lock one at a time, also while its file is begun anew', async () => {
    const place = folder()
    for (const name of ['inside', 'trace']) writeFileSync(join(place, name), '')
    writeFileSync(join(place, 'number'), '0')
    const children = Array.from({ length: 16 }, () => start(place, 'count', '20'))
    const codes = await Promise.all(children.map(async (child) => (await once(child, 'exit'))[0]))
    expect(codes).toEqual(Array(16).fill(0))
    expect(readFileSync(join(place, 'trace'), 'utf8')).toBe('')
    expect(readFileSync(join(place, 'number'), 'utf8')).toBe('320')
    expect(statSync(join(place, 'lock')).size).toBeLessThan(64 * 1024)
  })
})

describe('a holder', () => {
  it('that was killed is passed over at once', async () => {
    const place = folder()
    await killed(await holding(place))
    const before = Date.now()
    expect(withLock(join(place, 'lock'), PRIVATE, () => 'mine')).toBe('mine')
    expect(Date.now() - before).toBeLessThan(2000)
  })

  it('that lives is never robbed, though it does nothing: those who wait say so after ten seconds, whatever clocks show', async () => {
    const place = folder()
    const child = await holding(place)
    child.kill('SIGSTOP')
    const acted = vi.fn()
    const lock = join(place, 'lock')
    vi.spyOn(Date, 'now').mockReturnValue(0)
    expect(refusal(() => withLock(lock, PRIVATE, acted))).toEqual({
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
        },
      },
    })
    vi.restoreAllMocks()
    expect(acted).not.toHaveBeenCalled()
    await killed(child)
    expect(withLock(lock, PRIVATE, () => 'mine')).toBe('mine')
  }, 40_000)

  it('is waited for no longer where the clock is set back meanwhile', async () => {
    const place = folder()
    const holder = await holding(place)
    writeFileSync(join(place, 'number'), '0')
    const waiting = startWithClockSetBack(place, 'count', '1')
    const giveUp = setTimeout(() => waiting.kill('SIGKILL'), 20_000)
    const [code] = await once(waiting, 'exit')
    clearTimeout(giveUp)
    await killed(holder)
    expect(code).toBe(1)
    expect(readFileSync(join(place, 'number'), 'utf8')).toBe('0')
  }, 40_000)

  it('whose number another process has since been given is passed over', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, PRIVATE, () => {})
    const [, nonce = '', , , host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    writeFileSync(lock, `\nC ${nonce} ${process.pid} 1 ${host} .\n`)
    expect(withLock(lock, PRIVATE, () => 'mine')).toBe('mine')
  })

  it('from before the machine was started anew is passed over; one on another machine is not', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, PRIVATE, () => {})
    const [, , pid, started, host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    const [name, machine, , space] = host.split('|')
    if (machine !== '-') {
      writeFileSync(lock, `\nC 00 ${pid} ${started} ${[name, machine, 'another-boot', space].join('|')} .\n`)
      expect(withLock(lock, PRIVATE, () => 'mine')).toBe('mine')
    }
    writeFileSync(lock, `\nC 00 ${pid} ${started} elsewhere|${'0'.repeat(32)}|boot|pid .\n`)
    expect(() => withLock(lock, PRIVATE, () => 'mine')).toThrow('lock-timeout')
  }, 20_000)

  it('gives the lock back where its act fails', () => {
    const lock = join(folder(), 'lock')
    expect(() =>
      withLock(lock, PRIVATE, () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(withLock(lock, PRIVATE, () => 'mine')).toBe('mine')
  })
})

describe('a lock', () => {
  it('is nothing but a regular file: pipes, folders and links are neither opened nor waited for', () => {
    const place = folder()
    const victim = join(place, 'victim')
    writeFileSync(victim, 'mine')
    mkdirSync(join(place, 'folder'))
    symlinkSync(victim, join(place, 'link'))
    symlinkSync(join(place, 'nowhere'), join(place, 'dangling'))
    makePipe(join(place, 'pipe'))
    for (const name of ['folder', 'link', 'dangling', 'pipe']) {
      const path = join(place, name)
      expect(refusal(() => withLock(path, PRIVATE, () => {}))).toEqual({ code: 'bad-lock', params: { path } })
    }
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(readdirSync(place).sort()).toEqual(['dangling', 'folder', 'link', 'pipe', 'victim'])
  })

  it('that this user made too narrow is opened to the group it is for', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, PRIVATE, () => {})
    withLock(lock, { file: 0o660, directory: 0o2770, gid: process.getgid?.() ?? 0 }, () => {})
    expect(statSync(lock).mode & 0o777).toBe(0o660)
  })

  it('is passed over where this very process could not give it back', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, PRIVATE, () => {})
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^R .*$/m, ''))
    expect(withLock(lock, PRIVATE, () => 'mine')).toBe('mine')
  })
})

describe('the file of claims', () => {
  it('is begun anew when it has grown long', () => {
    const lock = join(folder(), 'lock')
    for (let n = 0; n < 600; n += 1) withLock(lock, PRIVATE, () => {})
    expect(statSync(lock).size).toBeLessThan(40 * 1024)
    expect(statSync(lock).mode & 0o777).toBe(0o600)
  })

  it('says nothing by a claim that was cut short', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, PRIVATE, () => {})
    const claim = readFileSync(lock, 'utf8').trim().split('\n')[0] as string
    writeFileSync(lock, `\n${claim.replace(/C \w+/, 'C 0123').slice(0, -2)}`)
    expect(withLock(lock, PRIVATE, () => 'mine')).toBe('mine')
  })
})
