import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { makePipe } from '../pipe.ts'

interface Piece {
  readonly file: string
  readonly event: string
  readonly standing: string
  readonly flaw: string | null
  readonly path: string
}

/** An incident with one attached file of ten bytes. */
async function kept(): Promise<{ bench: Bench; piece: Piece }> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  writeFileSync(join(bench.directory, 'queue.csv'), '0123456789')
  await bench.ok('note', 'the queue', '--attach', 'queue.csv')
  const [piece] = await listed(bench)
  return { bench, piece: piece as Piece }
}

const listed = async (bench: Bench) =>
  (JSON.parse((await bench.halt('evidence', 'list', '--json')).out) as { evidence: Piece[] }).evidence

describe('evidence that was altered', () => {
  it.each<[string, (path: string) => void, string]>([
    [
      'bytes moved from the file to its salt',
      (path) => {
        const all = Buffer.concat([readFileSync(`${path}.salt`), readFileSync(path)])
        writeFileSync(`${path}.salt`, all.subarray(0, 36))
        writeFileSync(path, all.subarray(36))
      },
      'salt-length',
    ],
    [
      'bytes moved from the salt to its file',
      (path) => {
        const all = Buffer.concat([readFileSync(`${path}.salt`), readFileSync(path)])
        writeFileSync(`${path}.salt`, all.subarray(0, 30))
        writeFileSync(path, all.subarray(30))
      },
      'salt-length',
    ],
    ['bytes added', (path) => writeFileSync(path, '0123456789a'), 'length'],
    ['bytes changed', (path) => writeFileSync(path, '0123456780'), 'digest'],
    ['a link in its place', (path) => moved(path, (to) => symlinkSync(to, path)), 'not-a-file'],
    ['a pipe in its place', (path) => moved(path, () => makePipe(path)), 'not-a-file'],
    ['a folder in its place', (path) => moved(path, () => mkdirSync(path)), 'not-a-file'],
    [
      'a link in place of its salt',
      (path) => moved(`${path}.salt`, (to) => symlinkSync(to, `${path}.salt`)),
      'not-a-file',
    ],
  ])('is reported by list and verify: %s', async (_, alter, flaw) => {
    const { bench, piece } = await kept()
    alter(piece.path)
    expect(await listed(bench)).toMatchObject([{ standing: 'altered', flaw }])
    const { code, out, err } = await bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(evidence-altered)')])
    expect(out).toContain('0 intact, 1 ALTERED')
    expect(out).toContain(piece.file)
  })

  it('does not keep verify from reporting other damage', async () => {
    const { bench, piece } = await kept()
    moved(piece.path, () => makePipe(piece.path))
    await bench.ok('note', 'after')
    const log = logOf(bench)
    writeFileSync(log, readFileSync(log, 'utf8').replace('"after"', '"AFTER"'))
    const { code, out, err } = await bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(damaged)')])
    expect(out).toContain('DAMAGED')
    expect(out).toContain('not a regular file')
  })
})

describe('altered evidence', () => {
  it('is not shown, exits with 4, and is marked in the report', async () => {
    const { bench, piece } = await kept()
    writeFileSync(piece.path, '012345678X')
    expect(await bench.halt('evidence', 'list')).toMatchObject({
      code: 4,
      out: expect.stringContaining('ALTERED: the digest differs'),
      err: expect.stringContaining('(evidence-altered)'),
    })
    expect(await bench.halt('evidence', 'show', piece.file)).toMatchObject({
      code: 4,
      out: '',
      err: expect.stringContaining('(evidence-altered)'),
    })
    expect(await bench.ok('report')).toContain('| ALTERED: the digest differs |')
    expect((await bench.json<{ evidence: Piece[] }>('report', '--format', 'json')).evidence).toMatchObject([
      { standing: 'altered' },
    ])
  })
})

describe('verify --continue with altered evidence', () => {
  it('says that the log is not damaged, and exits with 4', async () => {
    const { bench, piece } = await kept()
    writeFileSync(piece.path, '012345678X')
    const { code, err } = await bench.halt('verify', '--continue', '--reason', 'x')
    expect([code, err]).toEqual([4, expect.stringMatching(/nothing in the log is damaged[\s\S]*\(evidence-altered\)/)])
  })
})

describe('evidence beside a damaged log', () => {
  it('is listed and shown up to the damage, with a banner and exit 4', async () => {
    const { bench, piece } = await kept()
    await bench.ok('note', 'after')
    const log = logOf(bench)
    writeFileSync(log, readFileSync(log, 'utf8').replace('"after"', '"AFTER"'))
    for (const [args, out] of [
      [['evidence', 'list'], piece.file],
      [['evidence', 'show', piece.file], '0123456789'],
    ] as const)
      expect(await bench.halt(...args)).toMatchObject({
        code: 4,
        out: expect.stringContaining(out),
        err: expect.stringMatching(/^halt: DAMAGED LOG.*\(damaged\)$/m),
      })
  })
})

describe('missing evidence', () => {
  it.each([
    ['the bytes', [''], 'only the salt is left'],
    ['the salt', ['.salt'], 'only the salt is missing'],
    ['both', ['', '.salt'], 'GONE'],
  ] as const)('is reported on the machine that kept it: %s', async (_, ends, says) => {
    const { bench, piece } = await kept()
    for (const end of ends) rmSync(`${piece.path}${end}`)
    const { code, out, err } = await bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(evidence-lost)')])
    expect(out).toContain(piece.file)
    expect(out).toContain(says)
    expect(out).toMatch(/kept\s+beside\s+the\s+log\s+is\s+gone/)
    const list = await bench.halt('evidence', 'list')
    expect([list.code, list.out]).toEqual([4, expect.stringContaining('GONE from this machine')])
  })

  it('is not an error on a machine that never kept it', async () => {
    const { bench, piece } = await kept()
    for (const end of ['', '.salt']) rmSync(`${piece.path}${end}`)
    const elsewhere = { env: { XDG_STATE_HOME: join(bench.directory, 'other-state') } }
    const { code, out } = await bench.haltWith(elsewhere, 'verify')
    expect([code, out]).toEqual([0, expect.stringMatching(new RegExp(`${piece.file}\\n +not on this machine`))])
    expect(await bench.haltWith(elsewhere, 'evidence', 'show', piece.file)).toMatchObject({
      code: 3,
      err: expect.stringContaining('(evidence-gone)'),
    })
  })

  it('is listed with the event, reason and author if it was removed', async () => {
    const { bench, piece } = await kept()
    await bench.ok('evidence', 'remove', piece.file, '--reason', 'personal data')
    expect(await bench.ok('evidence', 'list')).toMatch(/removed \w{8}:3 "personal data" taro/)
  })
})

describe('evidence remove', () => {
  it('reports evidence that cannot be deleted, as list and verify do, until it can be', async () => {
    const { bench, piece } = await kept()
    moved(piece.path, () => mkdirSync(piece.path))
    const remove = ['evidence', 'remove', piece.file, '--reason', 'personal data']
    const first = await bench.halt(...remove)
    expect([first.code, first.err]).toEqual([
      6,
      expect.stringMatching(/^halt: .*still there.*\((EISDIR|EPERM)\) \(not-deleted\)$/m),
    ])
    expect(first.err).toContain('evidence removed')
    expect(await bench.halt('evidence', 'list')).toMatchObject({
      code: 6,
      out: expect.stringContaining('removed, STILL HERE'),
    })
    const verify = await bench.halt('verify')
    expect([verify.code, verify.err]).toEqual([6, expect.stringContaining('(not-deleted)')])
    expect(verify.out).toContain('1 removed, STILL HERE')
    expect(await bench.halt(...remove)).toMatchObject({ code: 6, err: expect.stringContaining('(not-deleted)') })
    rmdirSync(piece.path)
    writeFileSync(piece.path, '0123456789')
    expect(await bench.halt('evidence', 'show', piece.file)).toMatchObject({ code: 3, out: '' })
    const last = await bench.halt(...remove)
    expect([last.code, last.err]).toEqual([0, expect.stringContaining('deleted it now')])
    expect(await bench.ok('verify')).toContain('1 removed on purpose')
  })

  it('records that the evidence was altered, if it was', async () => {
    const { bench, piece } = await kept()
    writeFileSync(piece.path, '012345678X')
    const { code, err } = await bench.halt('evidence', 'remove', piece.file, '--reason', 'forged')
    expect([code, err]).toEqual([0, expect.stringContaining('(found: ALTERED) "forged"')])
    expect(await bench.ok('log', '--json')).toContain('"standing":"altered"')
  })
})

describe('a symbolic link in place of the evidence folder', () => {
  it('is not followed for writing or deleting', async () => {
    const { bench, piece } = await kept()
    const elsewhere = join(bench.directory, 'elsewhere')
    renameSync(dirname(piece.path), elsewhere)
    symlinkSync(elsewhere, dirname(piece.path))
    const before = [await bench.ok('log'), readdirSync(elsewhere)]
    for (const args of [
      ['note', 'x', '--attach', 'queue.csv'],
      ['note', '--private', 'x'],
      ['exec', '--', 'true'],
      ['evidence', 'remove', piece.file, '--reason', 'x'],
    ])
      expect(await bench.halt(...args)).toMatchObject({
        code: 5,
        err: expect.stringContaining('(bad-evidence-folder)'),
      })
    expect([await bench.ok('log'), readdirSync(elsewhere)]).toEqual(before)
    expect(await bench.halt('verify')).toMatchObject({
      code: 4,
      out: expect.stringContaining('evidence/ is not a folder'),
    })
  })
})

describe('the name of a piece of evidence', () => {
  it('is refused if it is an ambiguous prefix, or a short one for evidence remove', async () => {
    const { bench, piece } = await kept()
    for (let n = 0; n < 17; n++) await bench.ok('note', `no. ${n}`, '--attach', 'queue.csv')
    const names = (await listed(bench)).map(({ file }) => file)
    const common = names.map((name) => name[0]).find((first, i, all) => all.indexOf(first) !== i) as string
    expect(await bench.halt('evidence', 'show', common)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/more than one piece of evidence begins with.*\(ambiguous-evidence\)/),
    })
    const short = await bench.halt('evidence', 'remove', piece.file.slice(0, 3), '--reason', 'x')
    expect([short.code, short.err]).toEqual([2, expect.stringContaining('(evidence-too-short)')])
    expect(readdirSync(join(folderOf(bench), 'evidence'))).toHaveLength(36)
  })
})

function moved(path: string, put: (to: string) => void): void {
  renameSync(path, `${path}-elsewhere`)
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
