import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { makePipe } from '../pipe.ts'
import { inTurn } from '../sequence.ts'

async function begun(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', '注文エンジン停止')
  await bench.ok('note', 'one')
  await bench.ok('note', 'two')
  return bench
}

function logOf(bench: Bench): string {
  const incidents = join(bench.workspace, 'incidents')
  const [id = ''] = readdirSync(incidents)
  const [file = ''] = readdirSync(join(incidents, id)).filter((name) => name.endsWith('.jsonl'))
  return join(incidents, id, file)
}

describe('a log that cannot be written', () => {
  it('exits with 5 if the workspace is a file', async () => {
    const bench = new Bench()
    writeFileSync(bench.workspace, 'a file where the workspace should be')
    const result = await bench.halt('start', '--type', 'system-failure')
    expect(result).toMatchObject({ code: 5, out: '', err: expect.stringContaining('(not-recorded)') })
  })

  it('exits with 5 at once if its lock is a pipe', async () => {
    const bench = await begun()
    const lock = join(logOf(bench), '..', 'lock')
    rmSync(lock)
    makePipe(lock)
    const before = readFileSync(logOf(bench))
    expect(await bench.halt('note', 'three')).toMatchObject({
      code: 5,
      err: expect.stringMatching(/NOT recorded: \S+lock .*\(bad-lock\)\n.*remove it/),
    })
    expect(readFileSync(logOf(bench)).equals(before)).toBe(true)
  })
})

describe('a lock that was left behind', () => {
  const claimed = async (claim: string) => {
    const bench = await begun()
    writeFileSync(join(logOf(bench), '..', 'lock'), `\n${claim}\n`)
    return bench
  }

  it('by a machine that is gone is named with its machine, and can be broken, which is recorded', async () => {
    const bench = await claimed(`C 00 12 1 db-3|${'0'.repeat(32)}|boot|pid 1795612625120 hanako 1000 .`)
    const broken = await bench.halt('verify', '--break-lock', '--reason', 'db-3 was scrapped')
    expect(broken).toMatchObject({
      code: 0,
      err: expect.stringContaining('broke the lock of process 12 (hanako, db-3)'),
    })
    const [event] = await bench.events('lock.broken')
    expect(event).toMatchObject({
      data: { holders: [{ pid: 12, host: 'db-3', user: 'hanako' }], reason: 'db-3 was scrapped' },
    })
    await bench.ok('note', 'three')
    const again = async (lang: string) =>
      (await bench.halt('verify', '--break-lock', '--reason', 'again', '--lang', lang)).err
    expect(await again('en')).toContain('no change: no lock to release')
    expect(await again('ja')).toContain('解除すべきロックはありません')
  })

  it('in the name of a living process that is another program is named as that, and can be broken', async () => {
    const bench = await begun()
    const lock = join(logOf(bench), '..', 'lock')
    const host = readFileSync(lock, 'utf8').trim().split(' ')[4]
    const other = spawn('sleep', ['60'])
    writeFileSync(lock, `\nC 00 ${other.pid} - ${host} 1 root 0 .\n`)
    const doctor = (await bench.halt('doctor', '--offline')).out.replaceAll(/\s+/g, ' ')
    expect(doctor).toMatch(/Process \d+ runs something else \(sleep 60\).* verify --break-lock --reason TEXT -i/)
    const broken = await bench.halt('verify', '--break-lock', '--reason', 'forged')
    expect(broken).toMatchObject({
      code: 0,
      err: expect.stringMatching(
        /releasing the lock of process \d+ of root.*: that process runs something else \(sleep 60\)/,
      ),
    })
    expect(await bench.events('lock.broken')).toMatchObject([
      { data: { holders: [{ pid: other.pid }], reason: 'forged' } },
    ])
    await bench.ok('note', 'three')
    other.kill()
  })

  it('on another machine is named by doctor, and one of a process that is gone is not', async () => {
    const bench = await claimed(`C 00 12 1 db-3|${'0'.repeat(32)}|boot|pid 1795612625120 hanako 1000 .`)
    const doctor = () => bench.halt('doctor', '--offline').then(({ out }) => out.replaceAll(/\s+/g, ' '))
    expect(await doctor()).toMatch(/is held by process 12 of hanako on db-3 .* verify --break-lock --reason TEXT -i/)
    await bench.ok('verify', '--break-lock', '--reason', 'db-3 was scrapped')
    expect(await doctor()).not.toContain('lock-held')
  })

  it('is not broken without a reason', async () => {
    const bench = await begun()
    expect(await bench.halt('verify', '--break-lock')).toMatchObject({
      code: 3,
      err: expect.stringContaining('--reason'),
    })
  })
})

describe('a machine that was rebooted', () => {
  it('continues in another file, and sets the torn write in the last one aside', async () => {
    const bench = await begun()
    const file = logOf(bench)
    const whole = readFileSync(file)
    writeFileSync(file, '{"v":1,"inc', { flag: 'a' })
    const state = join(bench.directory, 'state', 'halt')
    const writer = join(state, readdirSync(state)[0] as string, 'writer')
    writeFileSync(writer, readFileSync(writer, 'utf8').replace(/ \S+/, ' an-earlier-boot'))
    await bench.ok('note', 'three')
    expect(readFileSync(file).equals(whole)).toBe(true)
    const types = (await bench.ok('log', '--json'))
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { type: string }).type)
    expect(types).toEqual(['incident.started', 'note.added', 'note.added', 'log.recovered', 'note.added'])
    expect(await bench.halt('verify')).toMatchObject({ code: 0, out: expect.stringContaining('Torn ends set aside') })
    expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.jsonl'))).toHaveLength(2)
  })
})

describe('a damaged log', () => {
  async function damaged(): Promise<Bench> {
    const bench = await begun()
    const file = logOf(bench)
    writeFileSync(file, readFileSync(file, 'utf8').replace('"two"', '"too"'))
    return bench
  }

  it('makes every write exit with 4, name file and line, and write nothing', async () => {
    const bench = await damaged()
    const before = readFileSync(logOf(bench))
    for (const args of [
      ['note', 'x'],
      ['done', '2.1-logs'],
      ['scope', 'trading=stopped'],
      ['close', '--resolution', 'duplicate', '--reason', 'x'],
    ])
      expect(await bench.halt(...args)).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringMatching(/\.jsonl:3 .*\(damaged\)/),
      })
    expect(readFileSync(logOf(bench)).equals(before)).toBe(true)
  })

  it('is shown up to the damage', async () => {
    const bench = await damaged()
    const status = await bench.halt('status')
    expect(status).toMatchObject({ code: 4, err: expect.stringMatching(/\.jsonl:3 .*\(damaged\)/) })
    expect(status.out).toContain('注文エンジン停止')
    const json = JSON.parse((await bench.halt('status', '--json')).out)
    expect(json.log).toMatchObject({ events: 2, intact: false })
    expect((await bench.halt('log')).code).toBe(4)
    expect((await bench.halt('log')).out).toContain('"one"')
    expect((await bench.halt('next')).code).toBe(4)
    expect((await bench.halt('report')).code).toBe(4)
    expect(await bench.halt('list')).toMatchObject({ code: 4, out: expect.stringContaining('DAMAGED') })
    expect(await bench.halt('verify')).toMatchObject({ code: 4, out: expect.stringContaining('.jsonl:3') })
    expect(JSON.parse((await bench.halt('verify', '--json')).out)).toMatchObject({
      result: 'damaged',
      findings: [{ line: 3, why: 'hash-differs' }],
    })
  })

  it('is not one with a torn last line, which is reported and set aside with exit 0', async () => {
    const bench = await begun()
    writeFileSync(logOf(bench), '{"v":1,"inc', { flag: 'a' })
    const status = await bench.halt('status')
    expect(status).toMatchObject({ code: 0, err: expect.stringContaining('11') })
    expect((await bench.halt('verify')).code).toBe(0)
    expect((await bench.halt('note', 'three')).code).toBe(0)
    expect(await bench.ok('log')).toMatch(/\.torn-\d+/)
    expect((await bench.halt('status')).err).not.toContain('torn')
  })

  it('of a newer version can be read but not written', async () => {
    const bench = await begun()
    const file = logOf(bench)
    const last = JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) as string)
    const { hash, sig, key, ...rest } = last
    const next = {
      ...rest,
      writer: 'bbbbbbbb',
      seq: 1,
      prev: null,
      hlc: [last.hlc[0] + 1, 0],
      type: 'moon.phase',
      critical: true,
    }
    const body = JSON.stringify(next).slice(0, -1)
    const other = file.replace(`.${last.writer}.`, '.bbbbbbbb.')
    writeFileSync(other, `${body},"hash":"${createHash('sha256').update(body).digest('hex')}"}\n`)
    expect(await bench.halt('note', 'x')).toMatchObject({ code: 3, err: expect.stringContaining('(newer-version)') })
    expect(await bench.halt('status')).toMatchObject({ code: 0, err: expect.stringContaining('moon.phase') })
    expect(await bench.ok('log')).toContain('moon.phase')
  })
})

describe('a log that was restored', () => {
  it('fails verify until a new writer has continued it', async () => {
    const bench = await begun()
    const copy = join(bench.directory, 'copy')
    cpSync(bench.workspace, copy, { recursive: true })
    await bench.ok('note', 'three')
    rmSync(bench.workspace, { recursive: true })
    cpSync(copy, bench.workspace, { recursive: true })
    const verify = await bench.halt('verify')
    expect(verify).toMatchObject({ code: 4, err: expect.stringContaining('(log-behind)') })
    expect((await bench.halt('status')).code).toBe(0)
    expect((await bench.halt('note', 'four')).code).toBe(0)
    expect((await bench.halt('verify')).code).toBe(0)
    expect(await bench.ok('log', '--json')).toContain('"type":"log.continued"')
  })
})

describe('verify', () => {
  it('accepts any earlier head of the log', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const heads = await inTurn(['one', 'two', 'three'], async (text) => {
      await bench.ok('note', text)
      return (await bench.json<{ log: { head: string } }>('status')).log.head
    })
    for (const head of heads) {
      expect((await bench.halt('verify', '--against', head)).code).toBe(0)
      expect((await bench.halt('verify', '--against', head.slice(0, 20).toUpperCase())).code).toBe(0)
    }
    expect(await bench.ok('verify')).toContain('No head from a report or a mail was compared')
    expect(await bench.halt('verify', '--against', '0'.repeat(64))).toMatchObject({
      code: 4,
      err: expect.stringContaining('(head-unknown)'),
    })
  })

  it('can be done without halt: hashes, chains and head are recomputed from log --json', async () => {
    const bench = await begun()
    await bench.ok('set', 'cause.ja=原因は"調査中"\n', 'cause=a\u2028b')
    const hanako: NodeJS.ProcessEnv = { XDG_STATE_HOME: join(bench.directory, 'other') }
    expect((await bench.haltWith({ env: hanako }, 'note', 'hers')).code).toBe(0)
    await bench.ok('note', 'three')
    const heads = new Map<string, { seq: number; hash: string }>()
    for (const line of (await bench.ok('log', '--json')).trimEnd().split('\n')) {
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
    expect((await bench.json<{ log: { head: string } }>('status')).log.head).toBe(head)
  })
})
