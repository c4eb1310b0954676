import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { makePipe } from '../pipe.ts'
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

describe('a log that cannot be written', () => {
  it('is exit 5, NOT recorded, its end a whole line; when there is space again it works', () => {
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

  it('as it is begun leaves no incident', () => {
    const bench = new Bench()
    const result = limited(bench, "trap '' XFSZ; ulimit -f 2", 'start', '--type', 'system-failure')
    expect(result).toMatchObject({ code: 5, err: expect.stringContaining('NOT recorded') })
    expect(bench.halt('list')).toEqual({ code: 0, out: '', err: '' })
  })

  it('for lack of a folder is exit 5', () => {
    const bench = new Bench()
    writeFileSync(bench.workspace, 'a file where the workspace should be')
    const result = bench.halt('start', '--type', 'system-failure')
    expect(result).toMatchObject({ code: 5, out: '', err: expect.stringContaining('(not-recorded)') })
  })

  it('while another process has it is exit 5 after ten seconds', () => {
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
          `NOT recorded: process ${process.pid} on \\S+ has kept the lock.*\\(lock-timeout\\)\n.*kill ${process.pid}\\b`,
        ),
      ),
    })
    expect(readFileSync(logOf(bench)).equals(before)).toBe(true)
    expect(bench.halt('status').code).toBe(0)
  })

  it('because a pipe stands where its lock should be is exit 5 at once', () => {
    const bench = begun()
    const lock = join(logOf(bench), '..', 'lock')
    rmSync(lock)
    makePipe(lock)
    const before = readFileSync(logOf(bench))
    expect(bench.halt('note', 'three')).toMatchObject({
      code: 5,
      err: expect.stringMatching(/NOT recorded: \S+lock .*\(bad-lock\)\n.*remove it/),
    })
    expect(readFileSync(logOf(bench)).equals(before)).toBe(true)
  })

  it('a report that cannot be written is exit 5, and leaves nothing', () => {
    const bench = begun()
    const result = limited(bench, "trap '' XFSZ; ulimit -f 1", 'report', '--output', join(bench.directory, 'report.md'))
    expect(result).toMatchObject({ code: 5, err: expect.stringContaining('(not-recorded)') })
    expect(readdirSync(bench.directory).filter((name) => name.startsWith('report'))).toEqual([])
  })
})

describe('many processes at once', () => {
  it('write one chain: every event that was acknowledged is in it, once', async () => {
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
  it('write a file each, though the second begins in many processes at once', async () => {
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

describe('a machine that was started anew', () => {
  it('writes on in another file, without a word, and sets the torn end of the last one aside', () => {
    const bench = begun()
    const file = logOf(bench)
    const whole = readFileSync(file)
    writeFileSync(file, '{"v":1,"inc', { flag: 'a' })
    const state = join(bench.directory, 'state', 'halt')
    const writer = join(state, readdirSync(state)[0] as string, 'writer')
    writeFileSync(writer, readFileSync(writer, 'utf8').replace(/ \S+$/m, ' an-earlier-boot'))
    bench.ok('note', 'three')
    expect(readFileSync(file).equals(whole)).toBe(true)
    const types = bench
      .ok('log', '--json')
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type)
    expect(types).toEqual(['incident.started', 'note.added', 'note.added', 'log.recovered', 'note.added'])
    expect(bench.halt('verify')).toMatchObject({ code: 0, out: expect.stringContaining('Torn ends kept aside') })
    expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.jsonl'))).toHaveLength(2)
  })
})

describe('a damaged log', () => {
  function damaged(): Bench {
    const bench = begun()
    const file = logOf(bench)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"two"', '"too"'))
    return bench
  }

  it('is exit 4 with file and line for all that would write, and nothing is written', () => {
    const bench = damaged()
    const before = readFileSync(logOf(bench))
    for (const args of [
      ['note', 'x'],
      ['done', '2.1-logs'],
      ['scope', 'trading=stopped'],
      ['close', '--as', 'duplicate', '--reason', 'x'],
    ])
      expect(bench.halt(...args)).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringMatching(/\.jsonl:3 .*\(damaged\)/),
      })
    expect(readFileSync(logOf(bench)).equals(before)).toBe(true)
  })

  it('is still shown as far as it could be read', () => {
    const bench = damaged()
    const status = bench.halt('status')
    expect(status).toMatchObject({ code: 4, err: expect.stringMatching(/\.jsonl:3 .*\(damaged\)/) })
    expect(status.out).toContain('注文エンジン停止')
    const json = JSON.parse(bench.halt('status', '--json').out)
    expect(json.log).toMatchObject({ events: 2, intact: false })
    expect(bench.halt('log').code).toBe(4)
    expect(bench.halt('log').out).toContain('"one"')
    expect(bench.halt('next').code).toBe(4)
    expect(bench.halt('report').code).toBe(4)
    expect(bench.halt('list')).toMatchObject({ code: 4, out: expect.stringContaining('DAMAGED') })
    expect(bench.halt('verify')).toMatchObject({ code: 4, out: expect.stringContaining('.jsonl:3') })
    expect(JSON.parse(bench.halt('verify', '--json').out)).toMatchObject({
      result: 'damaged',
      findings: [{ line: 3, why: 'hash-differs' }],
    })
  })

  it('is not what a torn last line is: that is set aside, said, and 0', () => {
    const bench = begun()
    writeFileSync(logOf(bench), '{"v":1,"inc', { flag: 'a' })
    const status = bench.halt('status')
    expect(status).toMatchObject({ code: 0, err: expect.stringContaining('11') })
    expect(bench.halt('verify').code).toBe(0)
    expect(bench.halt('note', 'three').code).toBe(0)
    expect(bench.ok('log')).toMatch(/\.torn-\d+/)
    expect(bench.halt('status').err).not.toContain('torn')
  })

  it('of a newer version can be read and not written', () => {
    const bench = begun()
    const file = logOf(bench)
    const last = JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) as string)
    const { hash, ...rest } = last
    const next = {
      ...rest,
      seq: last.seq + 1,
      prev: hash,
      hlc: [last.hlc[0] + 1, 0],
      type: 'moon.phase',
      critical: true,
    }
    const body = JSON.stringify(next).slice(0, -1)
    writeFileSync(file, `${body},"hash":"${createHash('sha256').update(body).digest('hex')}"}\n`, { flag: 'a' })
    expect(bench.halt('note', 'x')).toMatchObject({ code: 3, err: expect.stringContaining('(newer-version)') })
    expect(bench.halt('status')).toMatchObject({ code: 0, err: expect.stringContaining('moon.phase') })
    expect(bench.ok('log')).toContain('moon.phase')
  })
})

describe('a log that was restored', () => {
  it('is noticed by verify until a new writer has continued it', () => {
    const bench = begun()
    const copy = join(bench.directory, 'copy')
    cpSync(bench.workspace, copy, { recursive: true })
    bench.ok('note', 'three')
    rmSync(bench.workspace, { recursive: true })
    cpSync(copy, bench.workspace, { recursive: true })
    const verify = bench.halt('verify')
    expect(verify).toMatchObject({ code: 4, err: expect.stringContaining('(log-behind)') })
    expect(bench.halt('status').code).toBe(0)
    expect(bench.halt('note', 'four').code).toBe(0)
    expect(bench.halt('verify').code).toBe(0)
    expect(bench.ok('log', '--json')).toContain('"type":"log.continued"')
  })
})

describe('verify', () => {
  it('knows any head that the log once had', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const heads = ['one', 'two', 'three'].map((text) => {
      bench.ok('note', text)
      return bench.json<{ log: { head: string } }>('status').log.head
    })
    for (const head of heads) {
      expect(bench.halt('verify', '--against', head).code).toBe(0)
      expect(bench.halt('verify', '--against', head.slice(0, 20).toUpperCase()).code).toBe(0)
    }
    expect(bench.ok('verify')).toContain('not anchored')
    expect(bench.halt('verify', '--against', '0'.repeat(64))).toMatchObject({
      code: 4,
      err: expect.stringContaining('(head-unknown)'),
    })
  })

  it('log --json can be checked by anybody: each line by its own bytes, each chain, the head of them all', () => {
    const bench = begun()
    bench.ok('set', 'cause.ja=原因は"調査中"\n', 'cause=a\u2028b')
    const hanako: NodeJS.ProcessEnv = { XDG_STATE_HOME: join(bench.directory, 'other') }
    expect(bench.haltWith({ env: hanako }, 'note', 'hers').code).toBe(0)
    bench.ok('note', 'three')
    const heads = new Map<string, { seq: number; hash: string }>()
    for (const line of bench.ok('log', '--json').trimEnd().split('\n')) {
      const seal = line.length - 75
      expect(line.slice(seal, seal + 9)).toBe(',"hash":"')
      const hash = createHash('sha256').update(line.slice(0, seal)).digest('hex')
      expect(line.slice(seal)).toBe(`,"hash":"${hash}"}`)
      const { writer, seq, prev } = JSON.parse(line) as { writer: string; seq: number; prev: string | null }
      const before = heads.get(writer)
      expect({ seq, prev }).toEqual({ seq: (before?.seq ?? 0) + 1, prev: before?.hash ?? null })
      heads.set(writer, { seq, hash })
    }
    expect(heads.size).toBe(2)
    const lines = [...heads].sort(([a], [b]) => (a < b ? -1 : 1)).map(([w, { seq, hash }]) => `${w}:${seq}:${hash}\n`)
    const head = createHash('sha256').update(lines.join('')).digest('hex')
    expect(bench.json<{ log: { head: string } }>('status').log.head).toBe(head)
  })
})

describe('what is written', () => {
  it('is for its owner alone whatever the umask, and holds no word of the interface', () => {
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
