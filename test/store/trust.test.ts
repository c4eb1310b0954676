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
  it('is not distrusted if only the user can write to it', () => {
    const { env, at } = made()
    expect(distrustOf(at, env)).toBeNull()
    expect(isTrusted(at, env)).toBe(false)
  })

  const FILES = ['', 'halt.yaml', 'contacts.yaml', 'runbooks', 'runbooks/2.yaml', 'runbooks/notices/ja/website.txt']

  it.each(FILES)('is distrusted if everybody can write to %j', (name) => {
    const { env, at, path } = made()
    chmodSync(path(name), 0o777)
    expect(distrustOf(at, env)).toEqual({ path: name === '' ? at : path(name), why: 'writable' })
  })

  it.runIf(isRoot).each(FILES)('is distrusted if another user owns %j', (name) => {
    const { env, at, path } = made()
    chownSync(path(name), SOMEBODY, SOMEBODY)
    expect(distrustOf(at, env)).toEqual({ path: name === '' ? at : path(name), why: 'owner' })
  })

  it.runIf(isRoot)('is distrusted if another group can write to it', () => {
    const { env, at } = made()
    chownSync(at, 0, SOMEBODY)
    chmodSync(at, 0o770)
    expect(distrustOf(at, env)).toEqual({ path: at, why: 'writable' })
  })

  it('is distrusted if others can replace its folder, which a sticky parent prevents', () => {
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

  it('is checked where symbolic links lead', () => {
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

  it('is trusted after trustFolder, until another folder takes its place', () => {
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

  it('cannot be trusted if the trust cannot be saved', () => {
    const { at } = made()
    expect(trustFolder(at, { XDG_STATE_HOME: '/dev/null' })).toBe(false)
    expect(trustFolder(join(at, 'none'), {})).toBe(false)
  })

  it('allows a program only if nobody else can change it, however it is named', () => {
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

  it('checks a program whose path begins with two dots but is inside', () => {
    const { env, at, path } = made()
    writeFileSync(path('..check.sh'), '')
    chmodSync(path('..check.sh'), 0o777)
    expect(distrustOfCommand(['./..check.sh'], at, at, env)).toEqual({ path: path('..check.sh'), why: 'writable' })
    expect(distrustOfCommand(['../elsewhere/check.sh', '..'], at, at, env)).toBeNull()
  })
})

describe('isPrivateGroup', () => {
  function files(passwd: string, group: string) {
    const base = folder()
    const paths = { passwd: join(base, 'passwd'), group: join(base, 'group') }
    writeFileSync(paths.passwd, passwd)
    writeFileSync(paths.group, group)
    return paths
  }
  const TARO = 'taro:x:1000:1000:Taro:/home/taro:/bin/sh\n'

  it.each([
    ['accepts the primary group of its only member', TARO, 'taro:x:1000:\n', true],
    ['accepts a group that lists this member', TARO, 'taro:x:1000:taro\n', true],
    ['rejects a group with another member', TARO, 'taro:x:1000:taro,hanako\n', false],
    [
      'rejects a group that is primary for another user, too',
      `${TARO}hanako:x:1001:1000::/:/bin/sh\n`,
      'taro:x:1000:\n',
      false,
    ],
    [
      'accepts a group that is primary for another name of the user',
      `${TARO}deploy:x:1000:1000::/:/bin/sh\n`,
      'taro:x:1000:\n',
      true,
    ],
    ['rejects a group with members under a second name', TARO, 'taro:x:1000:\nalso:x:1000:hanako\n', false],
    ['rejects a group that the user is merely a member of', TARO, 'oncall:x:2000:taro\n', false],
    ['rejects a group that this machine does not know', TARO, '', false],
    ['rejects a user whom this machine does not know', '+::::::\n# comment\n', 'taro:x:1000:\n', false],
  ])('%s', (_, passwd, group, isOwn) => {
    const gid = group.includes('2000') ? 2000 : 1000
    expect(isPrivateGroup(gid, 1000, files(passwd, group))).toBe(isOwn)
  })

  it('rejects every group if the passwd and group files are missing', () => {
    expect(isPrivateGroup(1000, 1000, { passwd: '/nowhere', group: '/nowhere' })).toBe(false)
  })
})
