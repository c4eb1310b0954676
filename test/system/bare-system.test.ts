import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, type Outcome, PROGRAM } from './bench.ts'

/** Whether something can be mounted here, for one process and those that it starts. */
const canMount = spawnSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt']).status === 0

/** Without /proc, as on systems other than Linux, and without any program on the PATH. */
function bare(bench: Bench, ...args: readonly string[]): Outcome {
  const script = 'mount -t tmpfs tmpfs /proc && PATH=/nowhere && export PATH && exec "$@"'
  const line = ['--mount', 'sh', '-c', script, 'sh', process.execPath, PROGRAM, ...args]
  const { status, stdout, stderr } = spawnSync('unshare', line, {
    env: bench.env,
    cwd: bench.directory,
    input: '',
    encoding: 'utf8',
  })
  return { code: status, out: stdout, err: stderr }
}

describe.skipIf(!canMount)('without /proc and without other programs', () => {
  const bench = new Bench()

  function ok(...args: readonly string[]): string {
    const ran = bare(bench, ...args)
    expect(ran, `${args.join(' ')}: ${ran.err}`).toMatchObject({ code: 0 })
    return ran.out
  }

  it('a halt is handled up to the report, and its log is checked', () => {
    ok('start', '--type', 'system-failure', '--title', 'Engine down', '--scope', 'trading=stopped')
    ok('set', 'started-at=?', 'cause=?', 'expected-recovery=?', 'contact.ja=窓口', 'impact.ja=注文できません')
    ok('done', '2.1-assess', '--note', 'engine-3 is down')
    ok('exec', '--', '/bin/echo', 'up')
    ok('lift', '--all', '--force', '--reason', 'engine-3 is up')
    ok('close', '--force', '--reason', 'a short one')
    expect(ok('verify', '-i', 'latest')).toContain('consistent; agrees with the head kept on this machine')
    expect(ok('report', '-i', 'latest', '--language', 'ja')).toContain('# 事後報告書: Engine down')
    expect(ok('list')).toContain('Engine down')
  })

  it('the next writer records after one that was killed while it held the lock', () => {
    const id = ok('start', '--type', 'maintenance', '--drill').trim()
    const machine = existsSync('/etc/machine-id') ? readFileSync('/etc/machine-id', 'utf8').trim() || '-' : '-'
    const lock = join(bench.workspace, 'incidents', id, 'lock')
    // Linux gives no process this number.
    writeFileSync(lock, `C 0123456789abcdef 4194305 - ${hostname()}|${machine}|-|-+- 1 taro 0 .\n`, { flag: 'a' })
    ok('note', '-i', id, 'recorded')
    expect(ok('log', '-i', id)).toContain('recorded')
  })

  it('doctor says what it cannot tell, and what to do about it', () => {
    const { findings } = JSON.parse(bare(bench, 'doctor', '--json', '--offline').out) as {
      findings: { code: string; level: string; mend: string }[]
    }
    for (const code of ['clock-unknown', 'disk-unknown']) {
      const found = findings.filter((finding) => finding.code === code)
      expect(found.length, code).toBeGreaterThan(0)
      for (const { level, mend } of found)
        expect({ level, hasMend: mend !== '' }).toEqual({ level: 'info', hasMend: true })
    }
  })

  it('what needs a program says which', () => {
    const printed = bare(bench, 'report', '-i', 'latest', '--format', 'pdf', '--output', 'report.pdf')
    expect(printed.code).not.toBe(0)
    expect(printed.err).toContain('(no-chromium)')
    expect(ok('doctor', '--uninstall')).toContain('rm -r ')
  })
})
