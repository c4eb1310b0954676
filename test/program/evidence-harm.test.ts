import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from './halt.ts'

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
    ['a pipe in its place', (path) => moved(path, () => execFileSync('mkfifo', [path])), 'not-a-file'],
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
    moved(piece.path, () => execFileSync('mkfifo', [piece.path]))
    bench.ok('note', 'after')
    const log = logOf(bench)
    writeFileSync(log, readFileSync(log, 'utf8').replace('"after"', '"AFTER"'))
    const { code, out, err } = bench.halt('verify')
    expect([code, err]).toEqual([4, expect.stringContaining('(damaged)')])
    expect(out).toContain('DAMAGED')
    expect(out).toContain('not a regular file')
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
