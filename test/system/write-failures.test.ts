import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

function begun(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure', '--title', '注文エンジン停止')
  bench.ok('note', 'one')
  bench.ok('note', 'two')
  return bench
}

function logOf(bench: Bench): string {
  const incidents = join(bench.workspace, 'incidents')
  const [id = ''] = readdirSync(incidents)
  const [file = ''] = readdirSync(join(incidents, id)).filter((name) => name.endsWith('.jsonl'))
  return join(incidents, id, file)
}

/** Runs the program in a shell that sets limits first. */
function limited(bench: Bench, limit: string, ...args: readonly string[]) {
  const words = [process.execPath, PROGRAM, ...args].map((word) => `'${word}'`).join(' ')
  const { status, stderr } = spawnSync('bash', ['-c', `${limit}; exec ${words}`], { env: bench.env, encoding: 'utf8' })
  return { code: status, err: stderr }
}

describe('a file that cannot be written', () => {
  it('makes halt note exit 5 without changing the log, and works again once there is space', () => {
    const bench = begun()
    const file = logOf(bench)
    const before = readFileSync(file)
    const blocks = Math.ceil(before.length / 1024)
    const text = 'x'.repeat(4096)
    const result = limited(bench, `trap '' XFSZ; ulimit -f ${blocks}`, 'note', text)
    expect(result.code).toBe(5)
    expect(result.err).toMatch(/^halt: NOT recorded: .*EFBIG.*\(not-recorded\)$/m)
    expect(readFileSync(file).equals(before)).toBe(true)
    bench.ok('note', text)
    expect(bench.ok('verify')).toContain('4 events')
  })

  it('makes halt start exit 5 and leave no incident', () => {
    const bench = new Bench()
    const result = limited(bench, "trap '' XFSZ; ulimit -f 2", 'start', '--type', 'system-failure')
    expect(result).toMatchObject({ code: 5, err: expect.stringContaining('NOT recorded') })
    expect(bench.halt('list')).toEqual({ code: 0, out: '', err: '' })
  })

  it('makes halt note exit 5 with lock-timeout if another process holds the lock', () => {
    const bench = begun()
    const lock = join(logOf(bench), '..', 'lock')
    const [claim = ''] = readFileSync(lock, 'utf8').trim().split('\n')
    const host = claim.split(' ')[4]
    const started = readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19]
    writeFileSync(lock, `\nC 00 ${process.pid} ${started} ${host} .\n`)
    const before = readFileSync(logOf(bench))
    expect(bench.halt('note', 'three')).toMatchObject({
      code: 5,
      err: expect.stringMatching(
        new RegExp(
          `NOT recorded: process ${process.pid} on \\S+ has held the lock.*\\(lock-timeout\\)\n.*runs something else.*--break-lock`,
        ),
      ),
    })
    expect(readFileSync(logOf(bench)).equals(before)).toBe(true)
    expect(bench.halt('status').code).toBe(0)
  })

  it('makes halt report exit 5 and leave no file', () => {
    const bench = begun()
    const result = limited(bench, "trap '' XFSZ; ulimit -f 1", 'report', '--output', join(bench.directory, 'report.md'))
    expect(result).toMatchObject({ code: 5, err: expect.stringContaining('(not-recorded)') })
    expect(readdirSync(bench.directory).filter((name) => name.startsWith('report'))).toEqual([])
  })
})

describe('concurrent processes', () => {
  it('write one intact hash chain that has every acknowledged event once', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const texts = Array.from({ length: 16 }, (_, n) => `note ${n}`)
    const codes = await Promise.all(
      texts.map(async (text) => {
        const child = spawn(process.execPath, [PROGRAM, 'note', text], { env: bench.env, stdio: 'ignore' })
        return (await once(child, 'exit'))[0] as number
      }),
    )
    expect(codes).toEqual(texts.map(() => 0))
    expect(bench.halt('verify').code).toBe(0)
    const lines = readFileSync(logOf(bench), 'utf8').trimEnd().split('\n').slice(1)
    const said = lines.map((line) => (JSON.parse(line) as { data: { text: string } }).data.text)
    expect(said.sort()).toEqual([...texts].sort())
  })
})

describe('two users of one incident', () => {
  it('write one log file each, even if the second starts with 12 concurrent processes', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const env = { ...bench.env, XDG_STATE_HOME: join(bench.directory, 'state-2'), HALT_OPERATOR: 'hanako' }
    const codes = await Promise.all(
      Array.from({ length: 12 }, async (_, n) => {
        const child = spawn(process.execPath, [PROGRAM, 'note', `note ${n}`], { env, stdio: 'ignore' })
        return (await once(child, 'exit'))[0] as number
      }),
    )
    expect(codes).toEqual(Array(12).fill(0))
    const folder = join(logOf(bench), '..')
    expect(readdirSync(folder).filter((name) => name.endsWith('.jsonl'))).toHaveLength(2)
    expect(bench.ok('log', '--json')).not.toContain('log.continued')
    expect(bench.halt('verify').code).toBe(0)
  })
})

describe('the log of halt start', () => {
  it('is readable by its owner only with any umask, and does not depend on the language', () => {
    const bench = new Bench()
    mkdirSync(bench.workspace, { mode: 0o755 })
    expect(limited(bench, 'umask 000', 'start', '--type', 'system-failure', '--lang', 'ja').code).toBe(0)
    const file = logOf(bench)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(statSync(join(file, '..')).mode & 0o777).toBe(0o700)
    const english = new Bench()
    english.ok('start', '--type', 'system-failure')
    const keys = (path: string) => {
      const { data } = JSON.parse(readFileSync(path, 'utf8').split('\n')[0] as string)
      return { runbook: data.runbookDigest, settings: data.settingsDigest, type: data.type }
    }
    expect(keys(file)).toEqual(keys(logOf(english)))
  })
})
