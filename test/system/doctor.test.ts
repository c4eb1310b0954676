import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { DAY, type Found, LOCALE, program, SETTINGS, setUpHealthyWorkspace } from '../readiness/doctor-workspace.ts'
import { Bench, PROGRAM } from './bench.ts'

/** A machine and a workspace that pass every check except for a drill. */
function undrilled(): Bench {
  const bench = new Bench(LOCALE)
  setUpHealthyWorkspace(bench)
  program(join(bench.directory, 'bin', 'timedatectl'), 'echo yes')
  return bench
}

function healthy(): Bench {
  const bench = undrilled()
  bench.ok('start', '--type', 'system-failure', '--drill')
  bench.ok('close', '--force', '--reason', 'over')
  return bench
}

function foundOf(code: string, bench: Bench, env: NodeJS.ProcessEnv = {}): Found[] {
  const { findings } = JSON.parse(bench.haltWith({ env }, 'doctor', '--json').out) as { findings: Found[] }
  return findings.filter((finding) => finding.code === code)
}

/** The environment of a process whose clock is ahead by so many days. */
function ahead(bench: Bench, days: number): NodeJS.ProcessEnv {
  const path = join(bench.directory, 'ahead.cjs')
  writeFileSync(path, `const now = Date.now\nDate.now = () => now() + ${days * DAY}\n`)
  return { NODE_OPTIONS: `--require ${path}` }
}

/** Whether file systems can be mounted here, for one process and those that it starts. */
function canMount(): boolean {
  const script = 'mount -t tmpfs tmpfs /mnt'
  return spawnSync('unshare', ['-m', 'sh', '-c', script]).status === 0
}

/** Every file below a folder, with its bytes and times. */
function tree(folder: string): readonly (readonly [string, number, string])[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => {
      const { mtimeMs, isFile } = { ...statSync(path), isFile: statSync(path).isFile() }
      return [path, isFile ? mtimeMs : 0, isFile ? readFileSync(path, 'utf8') : '']
    })
}

describe('halt doctor', () => {
  it('reports a healthy workspace as ready, exits 0, and changes no files', () => {
    const bench = healthy()
    const before = tree(bench.directory)
    const { code, out, err } = bench.halt('doctor')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toBe(`Settings  OK
Runbooks, authorities and templates
  note: unverified reports to authorities (verify: true): eu-dora, jp-fsa,
    jp-ppc, jvcea (authorities-to-verify)
    Check them against the law in force, and set verify: false in the file; if
      it is a shipped one, in a copy in your own runbooks/authorities/
Contacts  OK
Ways to send
  note: website: site/notices: writable (way-reached)
  note: posted by hand, because no way to send is configured: email, app-push,
    social, internal (channels-by-hand)
Logs  OK
Drills  OK
This machine  OK

0 errors, 0 warnings, 3 notes
Ready
`)
    expect(tree(bench.directory)).toEqual(before)
  })

  it.each([
    ['via: smtp, url: "smtp://localhost:PORT", from: notice@example.com, to: [a@example.com]'],
    ['via: webhook, url: "https://localhost:PORT", allowPrivate: true'],
  ])('way-failed: reports a server that does not answer: %s', async (way) => {
    const server = createServer().listen(0, '127.0.0.1')
    onTestFinished(() => {
      server.close()
    })
    await once(server, 'listening')
    const bench = undrilled()
    const { port } = server.address() as AddressInfo
    const channel = `  email: { ${way.replace('PORT', String(port))}, timeout: 1s }\n`
    bench.write('halt.yaml', SETTINGS.replace('review:', `${channel}review:`))
    expect(foundOf('way-failed', bench)).toMatchObject([{ message: expect.stringContaining('did not answer in time') }])
  })

  it('clock-behind: compares the clock with the latest event and the build date', () => {
    const bench = healthy()
    const early = foundOf('clock-behind', bench, ahead(bench, -3650))
    expect(early.map(({ message }) => message.replace(/\d+ h \d+ min/, 'SPAN'))).toEqual([
      'the clock is SPAN behind the latest event in the logs',
      'the clock is SPAN behind the day this program was built',
    ])
  })

  it('clock-unsynchronised, clock-unknown: reports what timedatectl says', () => {
    const bench = undrilled()
    const path = join(bench.directory, 'bin', 'timedatectl')
    program(path, 'echo no')
    expect(foundOf('clock-unsynchronised', bench)).toMatchObject([{ level: 'warning', area: 'machine' }])
    for (const script of ['exit 1', 'echo perhaps', 'sleep 60']) {
      program(path, script)
      expect(foundOf('clock-unknown', bench, { PATH: `${bench.env.PATH}:/usr/bin:/bin` })).toMatchObject([
        { level: 'info' },
      ])
    }
    rmSync(path)
    expect(foundOf('clock-unknown', bench)).toHaveLength(1)
  })

  /** The findings on the disk of a folder, after a script in a separate mount namespace. */
  function mounted(bench: Bench, folder: string, script: string): string[] {
    const argv = [process.execPath, PROGRAM, 'doctor', '--json', '--dir', folder]
    const env = { ...bench.env, PATH: `${bench.env.PATH}:${process.env.PATH}` }
    const options = { env, encoding: 'utf8' } as const
    const { stdout } = spawnSync('unshare', ['-m', 'sh', '-c', `${script} && exec "$0" "$@"`, ...argv], options)
    const { findings } = JSON.parse(stdout) as { findings: { code: string; level: string; message: string }[] }
    return findings.flatMap(({ code, level, message }) =>
      ['disk-low', 'inodes-low', 'not-writable', 'network-disk'].includes(code) ? [`${level} ${code} ${message}`] : [],
    )
  }

  it.runIf(canMount())('network-disk: warns of a workspace on a network file system', () => {
    const bench = undrilled()
    const table = join(bench.directory, 'mounts')
    writeFileSync(table, `22 1 8:1 / / rw - ext4 /dev/sda1 rw\n23 22 0:9 / ${bench.workspace} rw - nfs4 files:/ rw\n`)
    const told = mounted(bench, bench.workspace, `mount --bind ${table} /proc/$$/mountinfo`)
    const codes = told.map((line) => line.split(' ', 2))
    expect(codes).toEqual([['warning', 'network-disk']])
    expect(told[0]).toContain('workspace is on a network file system (nfs4)')
  })

  it.runIf(canMount())(
    'disk-low, inodes-low, not-writable: reports low disk space, few inodes and a read-only disk',
    () => {
      const bench = undrilled()
      const small = join(bench.directory, 'small')
      mkdirSync(small)
      const within = (options: string) => mounted(bench, small, `mount -t tmpfs -o ${options} tmpfs ${small}`)
      expect(within('size=8m')).toEqual([`error disk-low ${small} has only 8.0 MiB left`])
      expect(within('size=64m,nr_inodes=500')).toEqual([
        `warning disk-low ${small} has only 64.0 MiB left`,
        `warning inodes-low only 499 more files can be created in ${small}`,
      ])
      expect(within('ro')).toEqual([`error not-writable ${small} cannot be written to (EROFS)`])
    },
  )
})
