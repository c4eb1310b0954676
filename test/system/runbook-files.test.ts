import { createHash } from 'node:crypto'
import {
  appendFileSync,
  cpSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { seal } from '../../src/domain/log/line.ts'
import { makePipe } from '../pipe.ts'
import { newSigner, notesAfter } from '../sealing.ts'
import { Bench } from './bench.ts'

const START = ['start', '--type', 'system-failure', '--scope', 'trading=stopped']

const OWN = `reviewed: 2026-11-24
title: { ja: 当社の手順, en: Our own steps }
chapter: "2"
phase: during-halt
steps:
  - id: 3.9-queue
    section: "3.9"
    clauses: []
    source: extension
    department: system
    title: { ja: 待ち行列を確認する, en: Check the queue }
    instructions: { ja: 待ち行列の長さを見る。, en: Look how long the queue is. }
    modality: effort
    kind: once
    applies: { all: normal }
`

const folderOf = (bench: Bench, id: string) => join(bench.workspace, 'incidents', id)
const kept = (bench: Bench, id: string, kind = '') =>
  readdirSync(folderOf(bench, id))
    .filter((name) => name.startsWith(kind) && name.endsWith('.json'))
    .map((name) => join(folderOf(bench, id), name))
const logOf = (bench: Bench, id: string) =>
  join(folderOf(bench, id), readdirSync(folderOf(bench, id)).find((name) => name.endsWith('.jsonl')) ?? '')
const linesIn = (path: string): Envelope[] =>
  readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** A halt under a runbook and settings that the workspace no longer has. */
function governedByOwn(): { bench: Bench; id: string } {
  const bench = new Bench()
  bench.write('runbooks/8-ours.yaml', OWN)
  bench.write('halt.yaml', 'timezone: America/New_York\n')
  const id = bench.ok(...START).trim()
  rmSync(join(bench.workspace, 'runbooks'), { recursive: true })
  rmSync(join(bench.workspace, 'halt.yaml'))
  return { bench, id }
}

function withoutFiles(): { bench: Bench; id: string } {
  const governed = governedByOwn()
  for (const path of kept(governed.bench, governed.id)) rmSync(path)
  return governed
}

describe('a log and its runbook and settings files', () => {
  it('has a first line shorter than 8 KB, which names the runbook and settings files by digest', () => {
    const bench = new Bench()
    const id = bench.ok(...START, '--title', 'x'.repeat(500)).trim()
    const [first = ''] = readFileSync(logOf(bench, id), 'utf8').split('\n')
    expect(Buffer.byteLength(first)).toBeLessThan(8 * 1024)
    const { v, data } = JSON.parse(first)
    expect(v).toBe(2)
    expect(data).not.toHaveProperty('runbook')
    expect(data).not.toHaveProperty('settings')
    const [runbook = '', settings = ''] = kept(bench, id)
    expect(runbook.endsWith(`/runbook.${data.runbookDigest}.json`)).toBe(true)
    expect(settings.endsWith(`/settings.${data.settingsDigest}.json`)).toBe(true)
    for (const path of [runbook, settings]) {
      const digest = createHash('sha256').update(readFileSync(path)).digest('hex')
      expect(path).toContain(digest)
      expect(statSync(path).mode & 0o7777).toBe(0o600)
    }
    expect(JSON.parse(readFileSync(runbook, 'utf8')).steps).toHaveLength(86)
    expect(JSON.parse(readFileSync(settings, 'utf8'))).toMatchObject({ timezone: 'Asia/Tokyo' })
  })

  it('shares equal files with another incident as hard links', () => {
    const bench = new Bench()
    const one = bench.ok(...START).trim()
    const other = bench.ok(...START).trim()
    const inodes = (id: string) => kept(bench, id).map((path) => lstatSync(path).ino)
    expect(inodes(other)).toEqual(inodes(one))
  })

  it('copies the files if those of the other incident are symlinks or readable by others', () => {
    const bench = new Bench()
    const first = bench.ok(...START).trim()
    const [runbook = '', settings = ''] = kept(bench, first)
    renameSync(runbook, `${runbook}.real`)
    symlinkSync(`${runbook}.real`, runbook)
    writeFileSync(settings, readFileSync(settings), { mode: 0o600 })
    makeReadableByOthers(settings)
    const second = bench.ok(...START).trim()
    expect(kept(bench, second).map((path) => lstatSync(path).nlink)).toEqual([1, 1])
    expect(bench.json('verify', '-i', second)).toMatchObject({ result: 'consistent', flawed: [] })
  })

  it('includes the files of adopted runbooks and settings', () => {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    bench.write('runbooks/8-ours.yaml', OWN)
    bench.write('halt.yaml', 'cadence: { first: 5m, update: 45m }\n')
    const { events } = bench.json<{ events: { type: string; data: object }[] }>('runbook', 'adopt', '--reason', 'ours')
    expect(events.map(({ type, data }) => [type, Object.keys(data)])).toEqual([
      ['settings.adopted', ['settingsDigest']],
      ['runbook.adopted', ['runbookDigest', 'reason']],
    ])
    expect(kept(bench, id)).toHaveLength(4)
    bench.ok('done', '3.9-queue')
    expect(Buffer.byteLength(readFileSync(logOf(bench, id)))).toBeLessThan(8 * 1024)
    expect(bench.ok('verify').replaceAll(/\s+/g, ' ')).toContain('The 4 runbook and settings files')
  })

  it('is accepted from a writer with another key, if that signed it, and else not', () => {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    const path = logOf(bench, id)
    const [own] = linesIn(path)
    if (own === undefined) throw new Error('no line')
    // An id of an earlier version commits to no key, so that any can declare the incident.
    const first = { ...own, incident: 'earlier-version' }
    const { line } = seal(first, newSigner())
    writeFileSync(path, `${line}\n`)
    rmSync(join(bench.directory, 'state'), { recursive: true })
    bench.ok('note', 'after a signed line')
    expect(bench.json('verify')).toMatchObject({ result: 'consistent', events: 2 })
    expect(bench.ok('log', '--json').split('\n')[0]).toContain(line)
    const { key } = newSigner()
    writeFileSync(path, `${seal(first, { ...newSigner(), key }).line}\n`)
    expect(bench.halt('verify')).toMatchObject({ code: 4, err: expect.stringContaining('is not signed with the key') })
  })

  it('is rejected as newer-version, not as damaged, if its version is later', () => {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    const path = logOf(bench, id)
    const last = linesIn(path).at(-1) as Envelope
    const writer = 'bbbbbbbb'
    const { line } = seal({
      ...last,
      v: 3,
      writer,
      seq: 1,
      prev: null,
      hlc: [last.hlc[0], 9],
      type: 'note.added',
      data: {},
    })
    const other = path.replace(`.${last.writer}.`, `.${writer}.`)
    writeFileSync(other, `${line}\n`)
    expect(bench.halt('note', 'x')).toMatchObject({ code: 3, err: expect.stringContaining('(newer-version)') })
    expect(bench.ok('log')).toContain('note.added (v3)')
    rmSync(other)
    rmSync(join(bench.directory, 'state'), { recursive: true })
    const whole = seal({ ...(linesIn(path)[0] as Envelope), v: 3 })
    writeFileSync(path, `${whole.line}\n`)
    for (const args of [['note', 'x'], ['status'], ['verify']])
      expect(bench.halt(...args)).toMatchObject({ code: 3, err: expect.stringContaining('(newer-version)') })
  })
})

function makeReadableByOthers(path: string): void {
  const bytes = readFileSync(path)
  rmSync(path)
  writeFileSync(path, bytes, { mode: 0o644 })
}

describe('a missing runbook file', () => {
  it('is reported by verify and doctor, which change nothing', () => {
    const { bench, id } = withoutFiles()
    const before = readdirSync(folderOf(bench, id))
    const verified = bench.halt('verify')
    expect(verified).toMatchObject({ code: 4, err: expect.stringContaining('(runbook-missing)') })
    expect(verified.out).toContain('GONE')
    expect(JSON.parse(bench.halt('verify', '--json').out)).toMatchObject({
      result: 'runbook-missing',
      flawed: [
        { kind: 'runbook', flaw: 'gone' },
        { kind: 'settings', flaw: 'gone' },
      ],
      mend: expect.stringContaining('restores'),
    })
    expect(bench.halt('doctor')).toMatchObject({ code: 8, out: expect.stringContaining('(runbook-missing)') })
    expect(readdirSync(folderOf(bench, id))).toEqual(before)
  })

  it('lets log, list, note and exec work, with a warning', () => {
    const { bench } = withoutFiles()
    for (const args of [['log'], ['list'], ['note', 'x'], ['exec', '--', 'true'], ['log', '--json']])
      expect([args, bench.halt(...args)]).toMatchObject([
        args,
        { code: 0, err: expect.stringMatching(/runbook\.\w+\.json/) },
      ])
    expect(bench.ok('log')).toMatch(/-05:00|note "x"/)
    expect(
      linesIn(logOf(bench, bench.json<{ incidents: { incident: string }[] }>('list').incidents[0]?.incident ?? '')).at(
        -1,
      )?.at,
    ).toMatch(/-0[45]:00$/)
  })

  it.each([
    'status',
    'next',
    'done 2.1-logs',
    'set impact=all',
    'scope trading=open',
    'close --resolution duplicate --reason twice',
    'report',
    'notice website',
    'handover',
    'exec --step 2.1-logs -- true',
    'status --check',
    'stats',
  ])('makes commands that need steps or facts exit 4 without recording: %s', (line) => {
    const { bench, id } = withoutFiles()
    const before = readFileSync(logOf(bench, id), 'utf8')
    expect(bench.halt(...line.split(' '))).toMatchObject({
      code: 4,
      err: expect.stringMatching(/runbook(-missing\)|\.\w+\.json)/),
    })
    expect(readFileSync(logOf(bench, id), 'utf8')).toBe(before)
  })

  it('can be replaced by adopting the current runbook of the workspace', () => {
    const { bench, id } = withoutFiles()
    expect(bench.halt('runbook', 'adopt', '--reason', 'the old one is lost').code).toBe(0)
    bench.ok('done', '2.1-logs')
    expect(bench.json<{ incident: string }>('status').incident).toBe(id)
    expect(bench.halt('verify').code).toBe(4)
  })

  it('is restored from another incident by the next command that records', () => {
    const bench = new Bench()
    bench.write('runbooks/8-ours.yaml', OWN)
    bench.write('halt.yaml', 'cadence: { first: 5m, update: 45m }\n')
    const drill = bench.ok(...START, '--drill').trim()
    const id = bench.ok(...START).trim()
    rmSync(join(bench.workspace, 'runbooks'), { recursive: true })
    rmSync(join(bench.workspace, 'halt.yaml'))
    for (const path of kept(bench, id)) rmSync(path)
    expect(bench.halt('status').code).toBe(4)
    const noted = bench.halt('note', 'x')
    expect(noted.code).toBe(0)
    expect(noted.err.match(/restored a copy/g)).toHaveLength(2)
    expect(bench.json('verify')).toMatchObject({ result: 'consistent' })
    expect(kept(bench, id).map((path) => lstatSync(path).ino)).toEqual(
      kept(bench, drill).map((path) => lstatSync(path).ino),
    )
  })

  it('is restored from the shipped files, and from the workspace', () => {
    const shipped = new Bench()
    const id = shipped.ok(...START).trim()
    for (const path of kept(shipped, id)) rmSync(path)
    expect(shipped.halt('done', '2.1-logs')).toMatchObject({ code: 0, err: expect.stringContaining('restored a copy') })
    expect(shipped.halt('verify').code).toBe(0)

    const own = new Bench()
    own.write('runbooks/8-ours.yaml', OWN)
    own.write('halt.yaml', 'timezone: America/New_York\n')
    const other = own.ok(...START).trim()
    for (const path of kept(own, other)) rmSync(path)
    expect(own.halt('done', '3.9-queue')).toMatchObject({ code: 0, err: expect.stringContaining('restored a copy') })
    expect(own.halt('verify').code).toBe(0)
  })

  it('is not restored from a file with other bytes or from invalid workspace files', () => {
    const { bench, id } = governedByOwn()
    const [runbook = ''] = kept(bench, id, 'runbook')
    rmSync(runbook)
    bench.write('halt.yaml', 'nonsense: 1\n')
    const fake = folderOf(bench, '20200101-000000-compliance')
    mkdirSync(fake)
    writeFileSync(join(fake, runbook.slice(runbook.lastIndexOf('/') + 1)), '{}')
    expect(bench.halt('done', '2.1-logs')).toMatchObject({ code: 4, err: expect.stringContaining('(runbook-missing)') })
  })
})

describe('an altered runbook file', () => {
  it('is noticed in every incident linked to it, renamed and restored', () => {
    const bench = new Bench()
    const ids = [bench.ok(...START).trim(), bench.ok(...START).trim()]
    appendFileSync(kept(bench, ids[0] as string, 'runbook')[0] as string, ' ')
    for (const id of ids) {
      expect(bench.halt('-i', id, 'verify')).toMatchObject({ code: 4, out: expect.stringContaining('ALTERED') })
      expect(bench.halt('-i', id, 'status').code).toBe(4)
    }
    for (const id of ids) {
      expect(bench.halt('-i', id, 'done', '2.1-logs')).toMatchObject({
        code: 0,
        err: expect.stringContaining('restored a copy'),
      })
      expect(bench.halt('-i', id, 'verify').code).toBe(0)
      expect(readdirSync(folderOf(bench, id)).filter((name) => name.endsWith('.altered'))).toHaveLength(1)
    }
  })

  it.each([
    ['a link', (path: string) => symlinkSync('/etc/hostname', path)],
    ['a folder', (path: string) => mkdirSync(path)],
    ['a pipe', (path: string) => makePipe(path)],
  ])('is restored without being followed or read if it is %s', (_, make) => {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    const [runbook = ''] = kept(bench, id, 'runbook')
    rmSync(runbook)
    make(runbook)
    expect(bench.halt('verify').code).toBe(4)
    expect(bench.halt('next').code).toBe(4)
    expect(bench.halt('done', '2.1-logs')).toMatchObject({ code: 0, err: expect.stringContaining('restored a copy') })
    expect(bench.halt('verify').code).toBe(0)
  })

  it('is invalid if it has the right digest but is no runbook', () => {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    const path = logOf(bench, id)
    const [first] = linesIn(path) as [Envelope]
    const digest = createHash('sha256').update('{"steps":1}').digest('hex')
    const data = { ...(first.data as object), runbookDigest: digest }
    const { line } = seal({ ...first, incident: 'earlier-version', data })
    writeFileSync(path, `${line}\n`)
    writeFileSync(join(folderOf(bench, id), `runbook.${digest}.json`), '{"steps":1}')
    rmSync(join(bench.directory, 'state'), { recursive: true })
    expect(JSON.parse(bench.halt('verify', '--json').out)).toMatchObject({ flawed: [{ flaw: 'invalid' }] })
    expect(bench.halt('status')).toMatchObject({ code: 4, err: expect.stringContaining('(runbook-missing)') })
    expect(bench.halt('note', 'x').code).toBe(0)
  })
})

describe('the clock of another writer', () => {
  function ahead(hlc: readonly [number, number]): Bench {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    const last = linesIn(logOf(bench, id)).at(-1) as Envelope
    const path = join(folderOf(bench, id), `${id}.w0000000.jsonl`)
    writeFileSync(path, notesAfter({ ...last, hlc }, ['from the future'], 'w0000000'))
    return bench
  }

  it.each([
    ['at its maximum', [8_640_000_000_000_000, Number.MAX_SAFE_INTEGER - 1]],
    ['beyond its maximum', [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER - 1]],
    ['two days ahead', [Date.now() + 2 * 86_400_000, 0]],
  ] as const)('does not advance ours, and is reported, if it is %s', (_, hlc) => {
    const bench = ahead(hlc)
    for (const text of ['one', 'two'])
      expect(bench.halt('note', text)).toMatchObject({
        code: 0,
        err: expect.stringContaining('the clock of w0000000:1'),
      })
    bench.ok('done', '2.1-logs')
    const events = bench
      .ok('log', '--json')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Envelope)
    expect(
      events.map(({ writer, data }) => (writer === 'w0000000' ? 'theirs' : (data as { text?: string }).text)),
    ).toEqual([undefined, 'one', 'two', undefined, 'theirs'])
    expect(events.slice(0, -1).every(({ hlc: [ms] }) => Math.abs(ms - Date.now()) < 3_600_000)).toBe(true)
    expect(bench.halt('status').err).toContain('the clock of w0000000:1')
    expect(bench.json('verify')).toMatchObject({
      result: 'consistent',
      farAhead: [{ writer: 'w0000000', event: 'w0000000:1' }],
    })
    expect(bench.ok('verify')).toContain('The clock of w0000000')
  })

  it('advances ours if it is an hour ahead', () => {
    const hour = Date.now() + 3_600_000
    const bench = ahead([hour, 0])
    bench.ok('note', 'one')
    const last = JSON.parse(bench.ok('log', '--json').trimEnd().split('\n').at(-1) ?? '') as Envelope
    expect([last.hlc[0], (last.data as { text: string }).text]).toEqual([hour, 'one'])
  })
})

describe('the folder of an incident', () => {
  it('is damaged if its name differs from the id in its log, except for a number at the end', () => {
    const bench = new Bench()
    const id = bench.ok(...START).trim()
    const named = (name: string) => {
      const folder = folderOf(bench, name)
      cpSync(folderOf(bench, id), folder, { recursive: true })
      for (const file of readdirSync(folder).filter((file) => file.startsWith(id)))
        renameSync(join(folder, file), join(folder, file.replace(id, name)))
      return name
    }
    const numbered = named(`${id}-2`)
    const other = named('20200101-000000-system-failure')
    expect(bench.halt('-i', numbered, 'verify').code).toBe(0)
    expect(bench.halt('-i', other, 'verify')).toMatchObject({ code: 4, err: expect.stringContaining('(damaged)') })
    expect(JSON.parse(bench.halt('-i', other, 'verify', '--json').out)).toMatchObject({
      result: 'damaged',
      findings: [{ why: 'wrong-folder', writer: null }],
      mend: expect.stringContaining(id),
    })
    expect(bench.halt('-i', other, 'note', 'x')).toMatchObject({ code: 4, err: expect.stringContaining('(damaged)') })
  })
})
