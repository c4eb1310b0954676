import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'

interface Piece {
  readonly file: string
  readonly event: string
  readonly standing: string
  readonly flaw: string | null
  readonly path: string
}

/** An incident with one attached file of ten bytes. */
function kept(): { bench: Bench; piece: Piece } {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
  writeFileSync(join(bench.directory, 'queue.csv'), '0123456789')
  bench.ok('note', 'the queue', '--attach', 'queue.csv')
  const [piece] = listed(bench)
  return { bench, piece: piece as Piece }
}

const listed = (bench: Bench) =>
  (JSON.parse(bench.halt('evidence', 'list', '--json').out) as { evidence: Piece[] }).evidence

describe('evidence that was altered', () => {
  it.each<[string, (path: string) => void, string]>([
    [
      'bytes that went over to the salt',
      (path) => {
        const all = Buffer.concat([readFileSync(`${path}.salt`), readFileSync(path)])
        writeFileSync(`${path}.salt`, all.subarray(0, 36))
        writeFileSync(path, all.subarray(36))
      },
      'salt-length',
    ],
    [
      'salt that went over to the bytes',
      (path) => {
        const all = Buffer.concat([readFileSync(`${path}.salt`), readFileSync(path)])
        writeFileSync(`${path}.salt`, all.subarray(0, 30))
        writeFileSync(path, all.subarray(30))
      },
      'salt-length',
    ],
    ['bytes that were added', (path) => writeFileSync(path, '0123456789a'), 'length'],
    ['other bytes', (path) => writeFileSync(path, '0123456780'), 'digest'],
    ['a link in its place', (path) => moved(path, (to) => execFileSync('ln', ['-s', to, path])), 'not-a-file'],
    [
      'a pipe in its place',
      (path) => moved(path, () => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', path])),
      'not-a-file',
    ],
    ['a folder in its place', (path) => moved(path, () => execFileSync('mkdir', [path])), 'not-a-file'],
    [
      'a link in place of its salt',
      (path) => moved(`${path}.salt`, (to) => execFileSync('ln', ['-s', to, `${path}.salt`])),
      'not-a-file',
    ],
  ])('is noticed: %s', (_, alter, flaw) => {
    const { bench, piece } = kept()
    alter(piece.path)
    expect(listed(bench)).toMatchObject([{ standing: 'altered', flaw }])
    const { code, out, err } = bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(evidence-altered)')])
    expect(out).toContain('0 intact, 1 ALTERED')
    expect(out).toContain(piece.file)
  })

  it('leaves the rest of what verify finds to be said', () => {
    const { bench, piece } = kept()
    moved(piece.path, () => execFileSync('sh', ['-c', 'mkfifo "$1"', 'sh', piece.path]))
    bench.ok('note', 'after')
    const log = logOf(bench)
    writeFileSync(log, readFileSync(log, 'utf8').replace('"after"', '"AFTER"'))
    const { code, out, err } = bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(damaged)')])
    expect(out).toContain('DAMAGED')
    expect(out).toContain('not a regular file')
  })
})

describe('what is said of altered evidence', () => {
  it('is nothing of its bytes: list and show end with exit 4, the report names it', () => {
    const { bench, piece } = kept()
    writeFileSync(piece.path, '012345678X')
    expect(bench.halt('evidence', 'list')).toMatchObject({
      code: 4,
      out: expect.stringContaining('ALTERED: the digest differs'),
      err: expect.stringContaining('(evidence-altered)'),
    })
    expect(bench.halt('evidence', 'show', piece.file)).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('(evidence-altered)'),
    })
    expect(bench.ok('report')).toContain('| ALTERED: the digest differs |')
    expect(bench.json<{ evidence: Piece[] }>('report', '--format', 'json').evidence).toMatchObject([
      { standing: 'altered' },
    ])
  })
})

describe('going on with a log whose evidence was altered', () => {
  it('needs nothing for the log, and ends as verify does', () => {
    const { bench, piece } = kept()
    writeFileSync(piece.path, '012345678X')
    const { code, err } = bench.halt('verify', '--continue', '--reason', 'x')
    expect([code, err]).toEqual([4, expect.stringMatching(/nothing in the log is damaged[\s\S]*\(evidence-altered\)/)])
  })
})

describe('evidence beside a damaged log', () => {
  it('is listed and shown as far as the log can be believed, under the banner, with exit 4', () => {
    const { bench, piece } = kept()
    bench.ok('note', 'after')
    const log = logOf(bench)
    writeFileSync(log, readFileSync(log, 'utf8').replace('"after"', '"AFTER"'))
    for (const [args, out] of [
      [['evidence', 'list'], piece.file],
      [['evidence', 'show', piece.file], '0123456789'],
    ] as const)
      expect(bench.halt(...args)).toMatchObject({
        code: 4,
        out: expect.stringContaining(out),
        err: expect.stringMatching(/^halt: DAMAGED LOG.*\(damaged\)$/m),
      })
  })
})

describe('evidence that is gone', () => {
  it.each([
    ['the bytes', [''], 'only the salt is there'],
    ['the salt', ['.salt'], 'only the salt is missing'],
    ['both', ['', '.salt'], 'GONE'],
  ] as const)('is a finding on the machine that kept it: %s', (_, ends, says) => {
    const { bench, piece } = kept()
    for (const end of ends) rmSync(`${piece.path}${end}`)
    const { code, out, err } = bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(evidence-lost)')])
    expect(out).toContain(piece.file)
    expect(out).toContain(says)
    expect(out).toMatch(/on\s+this\s+machine\s+are\s+gone/)
    const list = bench.halt('evidence', 'list')
    expect([list.code, list.out]).toEqual([4, expect.stringContaining('GONE from this machine')])
  })

  it('is named on another machine, where it was never kept, and is no finding there', () => {
    const { bench, piece } = kept()
    for (const end of ['', '.salt']) rmSync(`${piece.path}${end}`)
    const elsewhere = { env: { XDG_STATE_HOME: join(bench.directory, 'other-state') } }
    const { code, out } = bench.haltWith(elsewhere, 'verify')
    expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`${piece.file}\\n +not on this machine`))])
    expect(bench.haltWith(elsewhere, 'evidence', 'show', piece.file)).toMatchObject({
      code: 3,
      err: expect.stringContaining('(evidence-gone)'),
    })
  })

  it('was removed: the list says by which event, why and by whom', () => {
    const { bench, piece } = kept()
    bench.ok('evidence', 'remove', piece.file, '--reason', 'personal data')
    expect(bench.ok('evidence', 'list')).toMatch(/removed \w{8}:3 "personal data" taro/)
  })
})

describe('evidence that cannot be deleted', () => {
  it('is said to be recorded and still there; the list, verify and show know, and repeating it deletes', () => {
    const { bench, piece } = kept()
    moved(piece.path, () => execFileSync('mkdir', [piece.path]))
    const remove = ['evidence', 'remove', piece.file, '--reason', 'personal data']
    const first = bench.halt(...remove)
    expect([first.code, first.err]).toEqual([
      6,
      expect.stringMatching(/^halt: .*still there.*\((EISDIR|EPERM)\) \(not-deleted\)$/m),
    ])
    expect(first.err).toContain('evidence removed')
    expect(bench.halt('evidence', 'list')).toMatchObject({
      code: 6,
      out: expect.stringContaining('removed, STILL HERE'),
    })
    const verify = bench.halt('verify')
    expect([verify.code, verify.err]).toEqual([6, expect.stringContaining('(not-deleted)')])
    expect(verify.out).toContain('1 removed, STILL HERE')
    expect(bench.halt(...remove)).toMatchObject({ code: 6, err: expect.stringContaining('(not-deleted)') })
    execFileSync('rmdir', [piece.path])
    writeFileSync(piece.path, '0123456789')
    expect(bench.halt('evidence', 'show', piece.file)).toMatchObject({ code: 3, out: '' })
    const last = bench.halt(...remove)
    expect([last.code, last.err]).toEqual([0, expect.stringContaining('it is deleted now')])
    expect(bench.ok('verify')).toContain('1 removed on purpose')
  })

  it('was altered before: the log says that too', () => {
    const { bench, piece } = kept()
    writeFileSync(piece.path, '012345678X')
    const { code, err } = bench.halt('evidence', 'remove', piece.file, '--reason', 'forged')
    expect([code, err]).toEqual([0, expect.stringContaining('(found: ALTERED) "forged"')])
    expect(bench.ok('log', '--json')).toContain('"standing":"altered"')
  })
})

describe('a link in place of the folder of evidence', () => {
  it('is not followed, neither to write nor to delete', () => {
    const { bench, piece } = kept()
    const elsewhere = join(bench.directory, 'elsewhere')
    execFileSync('mv', [dirname(piece.path), elsewhere])
    execFileSync('ln', ['-s', elsewhere, dirname(piece.path)])
    const before = [bench.ok('log'), readdirSync(elsewhere)]
    for (const args of [
      ['note', 'x', '--attach', 'queue.csv'],
      ['note', '--private', 'x'],
      ['evidence', 'remove', piece.file, '--reason', 'x'],
    ])
      expect(bench.halt(...args)).toMatchObject({ code: 5, err: expect.stringContaining('(bad-evidence-folder)') })
    expect([bench.ok('log'), readdirSync(elsewhere)]).toEqual(before)
    expect(bench.halt('verify')).toMatchObject({ code: 4, out: expect.stringContaining('evidence/ is not a folder') })
  })
})

describe('what no event owns', () => {
  it('is listed, shown with a warning, said by verify, and removed with a record', () => {
    const { bench } = kept()
    const folder = join(folderOf(bench), 'evidence')
    const killed = bench.halt('exec', '--', 'sh', '-c', 'echo half; sleep 0.3; kill -9 $PPID')
    expect(killed.code).toBe(null)
    writeFileSync(join(folder, 'ffff000011112222.salt'), '')
    const { leftovers } = bench.json<{ leftovers: { file: string; kind: string; event: string; bytes: number }[] }>(
      'evidence',
      'list',
    )
    expect(leftovers).toHaveLength(3)
    expect(leftovers).toContainEqual(expect.objectContaining({ file: 'ffff000011112222', kind: null, bytes: null }))
    const half = leftovers.find(({ kind }) => kind === 'stdout')
    expect(half).toMatchObject({ bytes: 5, event: expect.stringMatching(/:3$/) })
    const shown = bench.halt('evidence', 'show', half?.file ?? '')
    expect([shown.code, shown.out, shown.err]).toEqual([0, 'half\n', expect.stringContaining('no size or digest')])
    expect(bench.halt('verify')).toMatchObject({ code: 0, out: expect.stringContaining('NOT IN THE LOG') })
    for (const { file } of leftovers) bench.ok('evidence', 'remove', file, '--reason', 'left over')
    expect(readdirSync(folder)).toHaveLength(2)
    expect(bench.json<{ leftovers: unknown[] }>('evidence', 'list').leftovers).toEqual([])
    expect(bench.ok('log', '--json')).toContain('"leftover":true')
    writeFileSync(join(folder, 'ffff000011112222'), 'restored')
    expect(bench.halt('verify')).toMatchObject({ code: 6, err: expect.stringContaining('(not-deleted)') })
    expect(bench.halt('evidence', 'show', 'ffff000011112222')).toMatchObject({ code: 3, out: '' })
  })
})

describe('a note that could not be kept', () => {
  it('leaves nothing behind, no salt either', () => {
    const { bench } = kept()
    const folder = join(folderOf(bench), 'evidence')
    const before = readdirSync(folder)
    const run = ['-c', 'ulimit -f 0; exec "$@"', 'sh', process.execPath, PROGRAM]
    for (const note of [
      ['note', 'x', '--attach', 'queue.csv'],
      ['note', '--private', 'x'],
    ]) {
      const { status, stderr } = spawnSync('sh', [...run, ...note], {
        env: bench.env,
        cwd: bench.directory,
        encoding: 'utf8',
      })
      expect([status, stderr]).toEqual([5, expect.stringContaining('(not-recorded)')])
    }
    expect(readdirSync(folder)).toEqual(before)
  })
})

describe('the name of a piece of evidence', () => {
  it('may be begun, not to remove with fewer than four letters, and never with what several begin with', () => {
    const { bench, piece } = kept()
    for (let n = 0; n < 17; n++) bench.ok('note', `no. ${n}`, '--attach', 'queue.csv')
    const names = listed(bench).map(({ file }) => file)
    const common = names.map((name) => name[0]).find((first, i, all) => all.indexOf(first) !== i) as string
    expect(bench.halt('evidence', 'show', common)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/several pieces of evidence begin with.*\(ambiguous-evidence\)/),
    })
    const short = bench.halt('evidence', 'remove', piece.file.slice(0, 3), '--reason', 'x')
    expect([short.code, short.err]).toEqual([2, expect.stringContaining('(evidence-too-short)')])
    expect(readdirSync(join(folderOf(bench), 'evidence'))).toHaveLength(36)
  })
})

function moved(path: string, put: (to: string) => void): void {
  execFileSync('mv', [path, `${path}-elsewhere`])
  put(`${path}-elsewhere`)
}

function folderOf(bench: Bench): string {
  const incidents = join(bench.workspace, 'incidents')
  return join(incidents, readdirSync(incidents)[0] as string)
}

function logOf(bench: Bench): string {
  const folder = folderOf(bench)
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
}
