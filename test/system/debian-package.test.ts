import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { version } from '../../package.json'
import { Chroot, lacksForChroot, minimalDebian, USER } from './chroot.ts'
import { Containers } from './container.ts'

const ROOT = resolve(import.meta.dirname, '../..')
const has = (name: string) => spawnSync(name, ['--version']).error === undefined

const lacking = lacksForChroot()
if (!has('dpkg-deb')) lacking.unshift('dpkg-deb')
if (lacking.length > 0) console.warn(`Debian package skipped, as these are missing: ${lacking.join(', ')}`)

const lackingForImage = [...lacking, ...['umoci', 'crun'].filter((name) => !has(name))]
if (lackingForImage.length > 0) console.warn(`OCI image skipped, as these are missing: ${lackingForImage.join(', ')}`)

const folder = mkdtempSync(join(tmpdir(), 'halt-debian-'))
const NAME = `haltctl_${version}-1_all.deb`
const PACKAGE = join(folder, NAME)

function build(target: string, umask: string, env: NodeJS.ProcessEnv = {}): Buffer {
  mkdirSync(target, { recursive: true })
  const line = `umask ${umask}; exec build/package-deb.sh '${target}'`
  execFileSync('bash', ['-c', line], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  return readFileSync(join(target, NAME))
}

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.skipIf(!has('dpkg-deb'))('the Debian package', () => {
  beforeAll(() => void build(folder, '022'))

  it('is the same, byte for byte, whoever builds it where', () => {
    const elsewhere = join(folder, 'elsewhere')
    mkdirSync(join(elsewhere, 'tmp'), { recursive: true })
    const again = build(elsewhere, '077', { TMPDIR: join(elsewhere, 'tmp'), TZ: 'Asia/Tokyo', LANG: 'C' })
    expect(again.equals(readFileSync(PACKAGE))).toBe(true)
    expect(readdirSync(join(elsewhere, 'tmp'))).toEqual([])
  })

  it('contains no program named halt, and what shells, man and people look for', () => {
    const listed = execFileSync('dpkg-deb', ['--contents', PACKAGE], { encoding: 'utf8' }).trimEnd().split('\n')
    const paths = listed.map((line) => line.split(/\s+/)[5] as string)
    expect(paths.filter((path) => /bin\/./.test(path) && !path.includes('/share/'))).toEqual(['./usr/bin/haltctl'])
    expect(listed.filter((line) => !/ root\/root /.test(line))).toEqual([])
    for (const path of [
      'bash-completion/completions/haltctl',
      'zsh/vendor-completions/_haltctl',
      'fish/vendor_completions.d/haltctl.fish',
      'doc/haltctl/copyright',
      'doc/haltctl/changelog.gz',
      'haltctl/schemas/status.schema.json',
      'haltctl/docs/commands.md',
    ])
      expect(paths).toContain(`./usr/share/${path}`)
    const pages = existsSync(join(ROOT, 'man')) ? readdirSync(join(ROOT, 'man'), { recursive: true }).map(String) : []
    for (const page of pages.filter((name) => /haltctl[^/]*\.[1-8]$/.test(name)))
      expect(paths).toContain(`./usr/share/man/${page}.gz`)
  })

  it.skipIf(!has('zsh') || !has('fish'))('has completion that zsh and fish can read, for this name only', () => {
    const unpacked = join(folder, 'unpacked')
    execFileSync('dpkg-deb', ['--extract', PACKAGE, unpacked])
    const share = join(unpacked, 'usr/share')
    for (const [shell, path] of [
      ['zsh', join(share, 'zsh/vendor-completions/_haltctl')],
      ['fish', join(share, 'fish/vendor_completions.d/haltctl.fish')],
    ] as const) {
      expect(spawnSync(shell, ['-n', path], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
      const code = readFileSync(path, 'utf8').replaceAll(/^# .*\n/gm, '')
      expect(code.match(/\bhalt\b(?!\.js)/g)).toBe(null)
    }
  })

  it.skipIf(!has('lintian'))('has no error that lintian finds', () => {
    const { stdout } = spawnSync('lintian', ['--allow-root', '--fail-on', 'error', PACKAGE], { encoding: 'utf8' })
    expect(stdout.split('\n').filter((line) => line.startsWith('E:'))).toEqual([])
  })
})

describe.skipIf(lacking.length > 0)('the Debian package in a Debian with nothing but Node', () => {
  let debian: Chroot
  let before: ReadonlySet<string> = new Set()

  beforeAll(() => {
    debian = new Chroot()
    before = new Set(debian.files())
    debian.take(PACKAGE, join('tmp', NAME))
  })
  afterAll(() => debian.remove())

  const ok = (script: string) => {
    const ran = debian.asUser(script)
    expect(ran, `${script}: ${ran.err}`).toMatchObject({ code: 0 })
    return ran.out
  }

  it('is installed by apt-get, without a network', () => {
    const ran = debian.run('apt-get', ['install', '--yes', '--no-install-recommends', join('/tmp', NAME)])
    expect(ran, ran.err).toMatchObject({ code: 0 })
    expect(ok('haltctl --version')).toBe(`${version}\n`)
  })

  it('handles a halt up to the report, for an ordinary user', () => {
    ok('haltctl start --no-walk --type system-failure --title "Matching engine down"')
    expect(ok('haltctl next')).toContain('2.1-assess')
    ok('haltctl done 2.1-assess')
    expect(ok('haltctl report --language ja')).toContain('# 事後報告書')
    expect(ok('haltctl verify --bundle halt.tar; haltctl verify halt.tar')).toContain('consistent')
    expect(debian.asUser('haltctl doctor --json').out).toContain('"schemaVersion":1')
  })

  it('completes haltctl in bash, and leaves halt alone', () => {
    const script = `. /usr/share/bash-completion/completions/haltctl
      COMP_LINE='haltctl sta' COMP_POINT=11; __haltctl_complete; printf '%s\\n' "\${COMPREPLY[@]}"; complete -p halt`
    const { code, out, err } = debian.asUser(script)
    expect(out.trim().split('\n')).toEqual(['start', 'status', 'stats'])
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('no completion specification') })
  })

  it.skipIf(!existsSync(join(ROOT, 'man/man1/haltctl.1')))('has its manual page where man looks', () => {
    expect(ok('man -w haltctl')).toContain('/usr/share/man/man1/haltctl.1.gz')
  })

  it('says how it is uninstalled, and leaves nothing but what the user keeps', () => {
    expect(ok('haltctl doctor --uninstall')).toContain('    sudo apt-get purge haltctl\n')
    const ran = debian.run('apt-get', ['purge', '--yes', 'haltctl'])
    expect(ran, ran.err).toMatchObject({ code: 0 })
    const after = debian.files()
    const left = after.filter((path) => !before.has(path))
    const home = /^\/home\/taro\/(?:halt\.tar$|\.cache\/halt\/|\.local\/(?:share|state)\/halt\/)/
    expect(left.filter((path) => !home.test(path))).toEqual([])
    expect(left.some((path) => path.startsWith(`${USER.home}/.local/share/halt/incidents/`))).toBe(true)
    expect([...before].filter((path) => !after.includes(path))).toEqual([])
  })
})

describe.skipIf(lackingForImage.length > 0)('the OCI image', () => {
  let containers: Containers
  const layout = join(folder, 'haltctl-oci')

  beforeAll(() => {
    // As an earlier run leaves it.
    execFileSync('umoci', ['init', '--layout', layout])
    execFileSync('umoci', ['new', '--image', `${layout}:${version}`])
    execFileSync(join(ROOT, 'build/package-oci.sh'), [layout, minimalDebian()], { stdio: 'pipe' })
    containers = new Containers(`${layout}:${version}`, folder)
  })

  const ok = (...args: readonly string[]) => {
    const ran = containers.run(...args)
    expect(ran, `${args.join(' ')}: ${ran.err}`).toMatchObject({ code: 0 })
    return ran.out
  }

  it('can be read by everybody, so that an engine without root can load it', () => {
    const closed = execFileSync('find', [layout, '!', '-perm', '-444'], { encoding: 'utf8' })
    expect(closed).toBe('')
  })

  it('runs haltctl, and not as root', () => {
    expect(containers.process).toMatchObject({ user: { uid: 1000 }, args: ['haltctl'] })
    expect(ok('--version')).toBe(`${version}\n`)
  })

  it('keeps logs, and who records in them, in its volumes', () => {
    const id = ok('start', '--type', 'system-failure', '--title', 'Engine down').trim()
    ok('note', '-i', id, 'written in another container')
    expect(ok('verify', '-i', id)).toContain('consistent; agrees with the head kept on this machine')
    const events = ok('log', '--json', '-i', id).trim().split('\n')
    const writers = new Set(events.map((line) => (JSON.parse(line) as { writer: string }).writer))
    expect(writers.size).toBe(1)
    expect(ok('report', '-i', id, '--partial', '--language', 'ja')).toContain('# 事後報告書: Engine down')
  })
})
