import { userInfo } from 'node:os'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  holderOf,
  type LockEntry,
  lockEntryLine,
  newLockEntry,
  placeOf,
  readLockEntries,
  releaseLine,
} from '../../src/store/lock-entry.ts'

const mine = newLockEntry()
const [host = '', machine = '', boot = '', space = ''] = mine.host.split('|')

afterEach(() => {
  vi.restoreAllMocks()
})

const seen = (claim: Partial<LockEntry>) => placeOf({ ...mine, nonce: '00', ...claim }, mine, () => false)

describe('placeOf', () => {
  it('finds a process on this machine although the name of the machine has changed since', () => {
    const [, machine = '-', ...rest] = mine.host.split('|')
    const renamed = ['renamed', machine, ...rest].join('|')
    expect(seen({ host: renamed, started: '1' })).toBe(machine === '-' ? 'elsewhere' : 'gone')
    expect(seen({ host: ['renamed', machine, 'another-boot', rest.at(-1)].join('|') })).toBe('elsewhere')
  })

  it('finds a process of another user, unless no process has its pid', () => {
    const kill = vi.spyOn(process, 'kill').mockImplementation(() => {
      throw Object.assign(new Error('not yours'), { code: 'EPERM' })
    })
    expect(seen({ pid: 2 ** 30, started: '5' })).toBe('here')
    kill.mockImplementation(() => true)
    expect(seen({ pid: 2 ** 30, started: '5' })).toBe('here')
    kill.mockImplementation(() => {
      throw Object.assign(new Error('none'), { code: 'ESRCH' })
    })
    expect(seen({ pid: 2 ** 30, started: '5' })).toBe('gone')
  })

  it('never says "gone" for a process on another machine or in another container', () => {
    const at = (...words: string[]) => seen({ pid: 2 ** 30, started: '5', host: words.join('|') })
    expect(at('elsewhere', machine, 'another-boot', space)).toBe('elsewhere')
    expect(at(host, 'f'.repeat(32), boot, space)).toBe('elsewhere')
    expect(at(host, machine, boot, 'pid:[1]+time:[2]')).toBe('container')
    expect(at(host, machine, boot, space.replace(/time:\[\d+\]/, 'time:[2]'))).toBe('container')
    expect(at(host, machine, boot, space)).toBe('gone')
  })

  it('says "gone" after a reboot, if the machine can be identified', () => {
    const other = { ...mine, host: [host, 'a'.repeat(32), boot, space].join('|') }
    const before = { ...mine, nonce: '00', host: [host, 'a'.repeat(32), 'before', space].join('|') }
    expect(placeOf(before, other, () => false)).toBe('gone')
    const nameless = { ...mine, host: [host, '-', boot, space].join('|') }
    expect(placeOf({ ...before, host: [host, '-', 'before', space].join('|') }, nameless, () => false)).toBe(
      'elsewhere',
    )
  })

  it('says "here" for this process only while it holds the lock', () => {
    expect(placeOf({ ...mine, nonce: '00' }, mine, () => true)).toBe('here')
    expect(placeOf({ ...mine, nonce: '00' }, mine, () => false)).toBe('gone')
  })
})

describe('lock entries', () => {
  it('are written and read back, until they are released', () => {
    const other = { ...mine, nonce: '0a', since: null }
    const text = `\n${lockEntryLine(mine)}\n\n${lockEntryLine(other)}\n`
    expect(readLockEntries(text)).toEqual([mine, other])
    expect(readLockEntries(`${text}\n${releaseLine(mine.nonce)}\n`)).toEqual([other])
  })

  it('can be read from earlier and later versions', () => {
    expect(readLockEntries('C 0a 12 345 host|m|b|s .')).toEqual([
      { nonce: '0a', pid: 12, started: '345', host: 'host|m|b|s', since: null, user: '', uid: null },
    ])
    expect(readLockEntries('C 0a 12 345 host|m|b|s 1000 taro .')).toMatchObject([
      { since: 1000, user: 'taro', uid: null },
    ])
    expect(readLockEntries('C 0a 12 345 host|m|b|s 1000 taro 7 something more .')).toMatchObject([
      { since: 1000, user: 'taro', uid: 7 },
    ])
  })

  it.each([
    [lockEntryLine(mine).slice(0, -1)],
    [lockEntryLine(mine).slice(0, -2)],
    ['C'],
    ['C  .'],
    ['C 0a x 345 host .'],
    ['C 0a 12 .'],
    ['X 0a 12 345 host .'],
    ['\0\0\0\0'],
  ])('are ignored if they are cut or malformed: %j', (line) => {
    expect(readLockEntries(line)).toEqual([])
  })

  it('contain the user as one short word', () => {
    const userOf = (USER: string) => {
      vi.stubEnv('USER', USER)
      const [claim] = readLockEntries(lockEntryLine(newLockEntry()))
      vi.unstubAllEnvs()
      return claim?.user
    }
    expect(userOf('山田 taro\n\t.')).toBe('山田_taro__.')
    expect(userOf('.')).toBe(String(process.getuid?.() ?? '-'))
    expect(userOf('x'.repeat(100_000))).toHaveLength(64)
  })

  it('name the holder, and whether it is another user', () => {
    const claim = { ...mine, user: 'hanako', uid: 7, since: Date.now() }
    expect(holderOf(claim, mine, 'here')).toMatchObject({ pid: process.pid, host, user: 'hanako', foreign: true })
    expect(holderOf({ ...claim, uid: mine.uid }, mine, 'here')).toMatchObject({ foreign: false })
    expect(holderOf({ ...claim, user: '' }, mine, 'here')).toMatchObject({ user: '7', foreign: true })
    // An earlier version wrote the user name of the system, not that of the environment.
    vi.stubEnv('USER', 'hanako')
    expect(holderOf({ ...claim, uid: null }, newLockEntry(), 'here')).toMatchObject({ foreign: true })
    expect(holderOf({ ...claim, user: userInfo().username, uid: null }, newLockEntry(), 'here')).toMatchObject({
      foreign: false,
    })
    vi.unstubAllEnvs()
    expect(holderOf({ ...mine, since: null }, mine, 'here')).toMatchObject({ foreign: false, since: null })
  })
})
