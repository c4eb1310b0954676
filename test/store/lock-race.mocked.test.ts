import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { type Access, OWNER_ONLY } from '../../src/platform/access.ts'
import { withLock } from '../../src/store/lock.ts'
import { type LockEntry, lockEntryLine, newLockEntry, releaseLine } from '../../src/store/lock-entry.ts'
import { folder } from './bench.ts'

interface Meanwhile {
  /** Called while the process of a lock entry is looked up. */
  looking?: ((claim: LockEntry) => void) | undefined
  link?: ((from: string) => void) | undefined
  /** The number of bytes that do not fit on the disk. */
  short: number
}

const meanwhile = vi.hoisted((): Meanwhile => ({ short: 0 }))

vi.mock('../../src/store/lock-entry.ts', async (original) => {
  const real = await original<typeof import('../../src/store/lock-entry.ts')>()
  return {
    ...real,
    placeOf(...args: Parameters<typeof real.placeOf>) {
      meanwhile.looking?.(args[0])
      return real.placeOf(...args)
    },
  }
})

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    linkSync(from: string, to: string) {
      meanwhile.link?.(from)
      real.linkSync(from, to)
    },
    writeSync(fd: number, bytes: Uint8Array | string, ...rest: number[]) {
      if (meanwhile.short === 0 || typeof bytes === 'string')
        return Reflect.apply(real.writeSync, real, [fd, bytes, ...rest])
      return real.writeSync(fd, bytes.subarray(0, bytes.length - meanwhile.short))
    },
  }
})

afterEach(() => {
  meanwhile.looking = undefined
  meanwhile.link = undefined
  meanwhile.short = 0
})

const SHARED: Access = { file: 0o660, directory: 0o2770, gid: process.getgid?.() ?? 0 }
const started = (pid: number) => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ')[19] ?? ''

describe('a lock file that is replaced while it is read', () => {
  it('is read again: withLock waits for the holder in the new file', () => {
    const lock = join(folder(), 'lock')
    const pid = process.ppid
    const holder = { ...newLockEntry(), pid, started: started(pid) }
    const dead = { ...newLockEntry(), pid, started: '1' }
    writeFileSync(lock, `${lockEntryLine(dead)}\n`)
    const looked: string[] = []
    meanwhile.looking = ({ nonce }) => {
      looked.push(nonce)
      if (looked.length === 1) {
        writeFileSync(`${lock}.new`, `${lockEntryLine(dead)}\n${lockEntryLine(holder)}\n`)
        renameSync(`${lock}.new`, lock)
      }
      if (looked.filter((one) => one === holder.nonce).length === 3)
        appendFileSync(lock, `${releaseLine(holder.nonce)}\n`)
    }
    expect(withLock(lock, OWNER_ONLY, () => readFileSync(lock, 'utf8').includes(releaseLine(holder.nonce)))).toBe(true)
  })
})

describe('the lock file', () => {
  it('has its final mode before others can see it, whatever the umask', () => {
    const lock = join(folder(), 'lock')
    const before = process.umask(0o077)
    const modes: number[] = []
    meanwhile.link = (from) => modes.push(statSync(from).mode & 0o777)
    withLock(lock, SHARED, () => {})
    process.umask(before)
    expect(modes).toEqual([0o660])
    expect(statSync(lock).mode & 0o777).toBe(0o660)
  })

  it('is created in place if the file system has no hard links', () => {
    const lock = join(folder(), 'lock')
    meanwhile.link = () => {
      throw Object.assign(new Error('no links here'), { code: 'EPERM' })
    }
    expect(withLock(lock, OWNER_ONLY, () => statSync(lock).mode & 0o777)).toBe(0o600)
  })

  it('is the one that another process created first', () => {
    const lock = join(folder(), 'lock')
    meanwhile.link = () => writeFileSync(lock, '')
    expect(withLock(lock, OWNER_ONLY, () => statSync(lock).nlink)).toBe(1)
  })

  it('keeps no entry that could not be written whole', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    meanwhile.short = 1
    expect(() => withLock(lock, OWNER_ONLY, () => {})).toThrow('no space')
    meanwhile.short = 0
    expect(readFileSync(lock, 'utf8').match(/^C /gm)).toHaveLength(1)
  })
})
