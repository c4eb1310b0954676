import { chmodSync, chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { distrustOf, distrustOfCommand, isPrivateGroup, isTrusted, trustFolder } from '../../src/store/trust.ts'
import { folder } from './bench.ts'

const isRoot = process.getuid?.() === 0
const SOMEBODY = 64_001

function made(): { readonly env: NodeJS.ProcessEnv; readonly at: string; readonly path: (name: string) => string } {
  const base = folder()
  const at = join(base, 'workspace')
  const path = (name: string) => join(at, name)
  mkdirSync(path('runbooks/notices/ja'), { recursive: true })
  for (const name of ['halt.yaml', 'contacts.yaml', 'runbooks/2.yaml', 'runbooks/notices/ja/website.txt'])
    writeFileSync(path(name), '')
  return { env: { XDG_STATE_HOME: join(base, 'state') }, at, path }
}

describe('a workspace', () => {
  it('of the user, which nobody else can write to, counts', () => {
    const { env, at } = made()
    expect(distrustOf(at, env)).toBeNull()
    expect(isTrusted(at, env)).toBe(false)
  })

  const FILES = ['', 'halt.yaml', 'contacts.yaml', 'runbooks', 'runbooks/2.yaml', 'runbooks/notices/ja/website.txt']

  it.each(FILES)('that everybody can write to does not (%j)', (name) => {
    const { env, at, path } = made()
    chmodSync(path(name), 0o777)
    expect(distrustOf(at, env)).toEqual({ path: name === '' ? at : path(name), why: 'writable' })
  })

  it.runIf(isRoot).each(FILES)('of another user does not (%j)', (name) => {
    const { env, at, path } = made()
    chownSync(path(name), SOMEBODY, SOMEBODY)
    expect(distrustOf(at, env)).toEqual({ path: name === '' ? at : path(name), why: 'owner' })
  })

  it.runIf(isRoot)('that a group can write to does not, unless that is the user’s own', () => {
    const { env, at } = made()
    chownSync(at, 0, SOMEBODY)
    chmodSync(at, 0o770)
    expect(distrustOf(at, env)).toEqual({ path: at, why: 'writable' })
  })

  it('does not in a folder where others can put another in its place, which they cannot in a sticky one', () => {
    const base = folder()
    const at = join(base, 'workspace')
    mkdirSync(at)
    writeFileSync(join(at, 'halt.yaml'), '')
    chmodSync(base, 0o777)
    expect(distrustOf(at, {})).toEqual({ path: base, why: 'writable' })
    chmodSync(base, 0o1777)
    expect(distrustOf(at, {})).toBeNull()
    writeFileSync(join(base, 'halt.yaml'), '')
    expect(distrustOf(base, {})).toEqual({ path: base, why: 'writable' })
  })

  it('is the one that a link leads to, and so are its files', () => {
    const { env, at, path } = made()
    const elsewhere = folder()
    writeFileSync(join(elsewhere, 'halt.yaml'), '')
    chmodSync(join(elsewhere, 'halt.yaml'), 0o666)
    renameSync(path('halt.yaml'), path('old.yaml'))
    symlinkSync(join(elsewhere, 'halt.yaml'), path('halt.yaml'))
    symlinkSync(at, join(elsewhere, 'link'))
    const found = { path: join(elsewhere, 'halt.yaml'), why: 'writable' }
    expect([distrustOf(at, env), distrustOf(join(elsewhere, 'link'), env)]).toEqual([found, found])
  })

  it('counts once the user trusts it, for as long as it is that folder', () => {
    const { env, at, path } = made()
    chmodSync(path('halt.yaml'), 0o666)
    expect(trustFolder(at, env)).toBe(true)
    expect([isTrusted(at, env), distrustOf(at, env)]).toEqual([true, null])
    renameSync(at, `${at}.moved`)
    expect(isTrusted(at, env)).toBe(false)
    expect(isTrusted(`${at}.moved`, env)).toBe(true)
    mkdirSync(at)
    expect(isTrusted(at, env)).toBe(false)
    if (isRoot) {
      chownSync(`${at}.moved`, SOMEBODY, SOMEBODY)
      expect(isTrusted(`${at}.moved`, env)).toBe(false)
    }
  })

  it('is trusted by nobody whose word cannot be kept', () => {
    const { at } = made()
    expect(trustFolder(at, { XDG_STATE_HOME: '/dev/null' })).toBe(false)
    expect(trustFolder(join(at, 'none'), {})).toBe(false)
  })

  it('offers programs that nobody else can change, however they are named', () => {
    const { env, at, path } = made()
    writeFileSync(path('check.sh'), '')
    const found = (...argv: readonly string[]) => distrustOfCommand(argv, at, at, env)
    expect(found('./check.sh')).toBeNull()
    chmodSync(path('check.sh'), 0o777)
    for (const argv of [['./check.sh'], ['sh', 'runbooks/../check.sh'], [path('check.sh')]])
      expect(found(...argv)).toEqual({ path: path('check.sh'), why: 'writable' })
    expect(found('sh', '-c', 'true')).toBeNull()
    expect(found('./gone.sh')).toBeNull()
    expect(found('/bin/true')).toBeNull()
  })

  it('checks a program whose path begins with two dots and still lies in it', () => {
    const { env, at, path } = made()
    writeFileSync(path('..check.sh'), '')
    chmodSync(path('..check.sh'), 0o777)
    expect(distrustOfCommand(['./..check.sh'], at, at, env)).toEqual({ path: path('..check.sh'), why: 'writable' })
    expect(distrustOfCommand(['../elsewhere/check.sh', '..'], at, at, env)).toBeNull()
  })
})

describe('a private group', () => {
  function files(passwd: string, group: string) {
    const base = folder()
    const paths = { passwd: join(base, 'passwd'), group: join(base, 'group') }
    writeFileSync(paths.passwd, passwd)
    writeFileSync(paths.group, group)
    return paths
  }
  const TARO = 'taro:x:1000:1000:Taro:/home/taro:/bin/sh\n'

  it.each([
    ['is the primary one of its only member', TARO, 'taro:x:1000:\n', true],
    ['may name that member', TARO, 'taro:x:1000:taro\n', true],
    ['has no other member', TARO, 'taro:x:1000:taro,hanako\n', false],
    ['is the primary one of nobody else', `${TARO}hanako:x:1001:1000::/:/bin/sh\n`, 'taro:x:1000:\n', false],
    ['may be that of another name of the user', `${TARO}deploy:x:1000:1000::/:/bin/sh\n`, 'taro:x:1000:\n', true],
    ['has no members under a second name', TARO, 'taro:x:1000:\nalso:x:1000:hanako\n', false],
    ['is no group that the user is merely in', TARO, 'oncall:x:2000:taro\n', false],
    ['is known to this machine', TARO, '', false],
    ['is that of a user whom this machine knows', '+::::::\n# comment\n', 'taro:x:1000:\n', false],
  ])('%s', (_, passwd, group, isOwn) => {
    const gid = group.includes('2000') ? 2000 : 1000
    expect(isPrivateGroup(gid, 1000, files(passwd, group))).toBe(isOwn)
  })

  it('is none where nothing says who is in it', () => {
    expect(isPrivateGroup(1000, 1000, { passwd: '/nowhere', group: '/nowhere' })).toBe(false)
  })
})
