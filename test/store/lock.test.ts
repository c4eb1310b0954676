import { spawn } from 'node:child_process'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { breakLock, holdersOf, takeLock, withLock } from '../../src/store/lock.ts'
import { readLockEntries } from '../../src/store/lock-entry.ts'
import { makePipe } from '../pipe.ts'
import { folder, refusal } from './bench.ts'

describe('the holder of a lock', () => {
  it('is ignored if another process now has its pid', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    const [, nonce = '', , , host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    writeFileSync(lock, `\nC ${nonce} ${process.pid} 1 ${host} .\n`)
    expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
  })

  it('is ignored after a reboot, but not on another machine', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    const [, , pid, started, host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    const [name, machine, , space] = host.split('|')
    if (machine !== '-') {
      writeFileSync(lock, `\nC 00 ${pid} ${started} ${[name, machine, 'another-boot', space].join('|')} .\n`)
      expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
    }
    writeFileSync(lock, `\nC 00 ${pid} ${started} elsewhere|${'0'.repeat(32)}|boot|pid .\n`)
    expect(refusal(() => takeLock(lock, OWNER_ONLY))).toMatchObject({
      code: 'lock-timeout',
      params: { holder: { host: 'elsewhere', foreign: true } },
    })
  })

  it('that is gone is released by who passes over it, so that other machines need not wait for it', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    const [, , , , host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    writeFileSync(lock, `\nC 00 ${process.pid} 1 ${host} - taro - .\n`)
    withLock(lock, OWNER_ONLY, () => {})
    expect(readLockEntries(readFileSync(lock, 'utf8'))).toEqual([])
    expect(readFileSync(lock, 'utf8')).toContain('R 00 .')
  })

  it('is released by breaking the lock, wherever it is, but not twice', () => {
    const lock = join(folder(), 'lock')
    expect(breakLock(lock)).toEqual([])
    withLock(lock, OWNER_ONLY, () => {})
    const [, , , , host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    const here = `C 01 1 - ${host} - taro - .`
    writeFileSync(lock, `\nC 00 12 1 db-3|${'0'.repeat(32)}|boot|pid 1795612625120 hanako 1000 .\n${here}\n`)
    const [elsewhere, ofInit, ...more] = holdersOf(lock)
    expect(elsewhere).toMatchObject({ pid: 12, host: 'db-3', user: 'hanako', place: 'elsewhere', runs: null })
    // The system may hide the processes of others.
    expect(ofInit).toMatchObject({ pid: 1, place: 'here', runs: existsSync('/proc/1') ? expect.any(String) : null })
    expect(more).toEqual([])
    expect(breakLock(lock)).toEqual([elsewhere, ofInit])
    expect(readLockEntries(readFileSync(lock, 'utf8'))).toEqual([])
    expect(breakLock(lock)).toEqual([])
  })

  it.each([
    [
      'released its claim',
      (lock: string) => appendFileSync(lock, `\nR ${readLockEntries(readFileSync(lock, 'utf8'))[0]?.nonce} .\n`),
    ],
    ['broke it', (lock: string) => breakLock(lock)],
    ['removed the lock', (lock: string) => rmSync(lock)],
    [
      'put a claim of theirs before it',
      (lock: string) => {
        const text = readFileSync(lock, 'utf8')
        writeFileSync(lock, `C 00 1 - elsewhere|${'0'.repeat(32)}|boot|pid - taro - .\n${text}`)
      },
    ],
  ])('notices before it writes that somebody %s', (_, meddle) => {
    const lock = join(folder(), 'lock')
    const act = () =>
      withLock(lock, OWNER_ONLY, (mustBeHeld) => {
        mustBeHeld()
        meddle(lock)
        mustBeHeld()
      })
    expect(refusal(act)).toEqual({ code: 'lock-lost', params: { path: lock } })
  })

  it('is named by what it runs, if that is another program', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    const [, , , , host = ''] = (readFileSync(lock, 'utf8').trim().split('\n')[0] as string).split(' ')
    const other = spawn('sleep', ['60'])
    const ours = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', 'x', '/usr/bin/halt'])
    writeFileSync(lock, [other, ours].map(({ pid }) => `C 0${pid} ${pid} - ${host} - taro - .\n`).join(''))
    expect(holdersOf(lock).map(({ runs }) => runs)).toEqual(['sleep 60', null])
    for (const child of [other, ours]) child.kill()
  })

  it('releases the lock if its action fails', () => {
    const lock = join(folder(), 'lock')
    expect(() =>
      withLock(lock, OWNER_ONLY, () => {
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
  })
})

describe('the lock file', () => {
  it('must be a regular file: pipes, folders and links are refused', () => {
    const place = folder()
    const victim = join(place, 'victim')
    writeFileSync(victim, 'mine')
    mkdirSync(join(place, 'folder'))
    symlinkSync(victim, join(place, 'link'))
    symlinkSync(join(place, 'nowhere'), join(place, 'dangling'))
    makePipe(join(place, 'pipe'))
    for (const name of ['folder', 'link', 'dangling', 'pipe']) {
      const path = join(place, name)
      expect(refusal(() => withLock(path, OWNER_ONLY, () => {}))).toEqual({ code: 'bad-lock', params: { path } })
    }
    expect(readFileSync(victim, 'utf8')).toBe('mine')
    expect(readdirSync(place).sort()).toEqual(['dangling', 'folder', 'link', 'pipe', 'victim'])
  })

  it('must not be so long that reading it would take all memory', () => {
    const path = join(folder(), 'lock')
    writeFileSync(path, '')
    truncateSync(path, 20 << 20)
    expect(refusal(() => withLock(path, OWNER_ONLY, () => {}))).toEqual({ code: 'bad-lock', params: { path } })
    expect(refusal(() => breakLock(path))).toEqual({ code: 'bad-lock', params: { path } })
  })

  it('is opened to the group if the same user created it owner-only', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    withLock(lock, { file: 0o660, directory: 0o2770, gid: process.getgid?.() ?? 0 }, () => {})
    expect(statSync(lock).mode & 0o777).toBe(0o660)
  })

  it('can be taken again if this process failed to write its release', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^R .*$/m, ''))
    expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
  })
})

describe('the entries in a lock file', () => {
  it('are compacted when the file grows', () => {
    const lock = join(folder(), 'lock')
    for (let n = 0; n < 600; n += 1) withLock(lock, OWNER_ONLY, () => {})
    expect(statSync(lock).size).toBeLessThan(40 * 1024)
    expect(statSync(lock).mode & 0o777).toBe(0o600)
  })

  it('are ignored if no process can have their number', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    const claim = readFileSync(lock, 'utf8').trim().split('\n')[0] as string
    writeFileSync(lock, `\n${claim.replace(/C \w+ \d+ \S+ \S+/, 'C 0123 99999999999999999999 - db-3|m|b|-')}\n`)
    expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
  })

  it('name their host and user as far as names go', () => {
    const lock = join(folder(), 'lock')
    writeFileSync(lock, `\nC 0123 12 - ${'h'.repeat(9999)}|m|b|- 1796062827497 ${'u'.repeat(9999)} 0 .\n`)
    expect(holdersOf(lock)).toMatchObject([{ pid: 12, host: 'h'.repeat(64), user: 'u'.repeat(64) }])
  })

  it('are ignored if they were cut short', () => {
    const lock = join(folder(), 'lock')
    withLock(lock, OWNER_ONLY, () => {})
    const claim = readFileSync(lock, 'utf8').trim().split('\n')[0] as string
    writeFileSync(lock, `\n${claim.replace(/C \w+/, 'C 0123').slice(0, -2)}`)
    expect(withLock(lock, OWNER_ONLY, () => 'mine')).toBe('mine')
  })
})
