import { existsSync, readFileSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Damage, Problem } from '../../src/domain/problem.ts'
import { saveFile } from '../../src/platform/save.ts'
import type { Journal } from '../../src/store/journal.ts'
import { notesAfter } from '../sealing.ts'
import { Bench, ID, refusal } from './bench.ts'

const SEQS = [1, 2, 3, 4, 5, 6]

/** A log of six events that was read; each but the first is longer than a chunk. */
class Read extends Bench {
  readonly log: Journal
  readonly writer: string

  constructor() {
    super()
    this.noted(...['one', 'two', 'three', 'four', 'five'].map((text) => `${text} ${'x'.repeat(100_000)}`))
    this.log = this.read()
    this.writer = this.file.split('.').at(-2) ?? ''
  }

  /** The offset of the last line. */
  get lastLine(): number {
    const bytes = this.bytes()
    return bytes.lastIndexOf('\n', bytes.length - 2) + 1
  }

  replace(bytes: Uint8Array): void {
    writeFileSync(`${this.file}.new`, bytes)
    renameSync(`${this.file}.new`, this.file)
  }

  /** The same log with another last event, which is valid, too. */
  otherwise(): Buffer {
    const before = [...this.log.events()].at(-2)
    if (before === undefined) throw new Error('was not read')
    return Buffer.concat([this.bytes().subarray(0, this.lastLine), Buffer.from(notesAfter(before, ['another']))])
  }
}

type Expected = (bench: Read) => Problem

const behind =
  (seq: number): Expected =>
  (bench) => ({
    code: 'log-behind',
    params: { id: ID, writer: bench.writer, seq, kept: 6 },
  })
const damaged =
  (line: number, why: Damage): Expected =>
  (bench) => ({
    code: 'damaged',
    params: { id: ID, file: bench.log.paths[0] ?? '', line, why, declared: true },
  })

const HARM: readonly [string, (bench: Read) => void, Expected, Expected][] = [
  ['cut before its last event', (b) => truncateSync(b.file, b.lastLine), behind(5), behind(5)],
  ['cut within its last event', (b) => truncateSync(b.file, b.lastLine + 50_000), behind(5), behind(5)],
  ['emptied', (b) => truncateSync(b.file, 0), behind(0), behind(1)],
  ['removed', (b) => rmSync(b.file), behind(0), behind(1)],
  ['replaced by a shorter one', (b) => b.replace(b.bytes().subarray(0, b.lastLine)), behind(5), behind(1)],
  ['replaced by another valid log', (b) => b.replace(b.otherwise()), damaged(6, 'hash-differs'), behind(1)],
  [
    'overwritten by another valid log',
    (b) => b.put(b.otherwise()),
    damaged(6, 'hash-differs'),
    damaged(6, 'hash-differs'),
  ],
  [
    'altered in its last event',
    (b) => b.put(Buffer.from(b.bytes().toString().replace('five x', 'five y'))),
    damaged(6, 'hash-differs'),
    damaged(6, 'hash-differs'),
  ],
]

describe('the second reading of a log', () => {
  it.each([0, 1])(
    'returns the events of the first, and none that came since (%s bytes missing at the end)',
    (missing) => {
      const bench = new Read()
      truncateSync(bench.file, bench.bytes().length - missing)
      const journal = bench.read()
      bench.note(bench.read(), 'since')
      expect([...journal.events()].map(({ seq }) => seq)).toEqual(SEQS)
    },
  )

  it('returns the same events from another copy of the file', () => {
    const bench = new Read()
    bench.replace(bench.bytes())
    expect([...bench.log.events()].map(({ seq }) => seq)).toEqual(SEQS)
  })

  it.each(HARM)('fails if the file was %s before', (_, harm, expected) => {
    const bench = new Read()
    harm(bench)
    const seen: number[] = []
    const reading = () => {
      for (const { seq } of bench.log.events()) seen.push(seq)
    }
    expect(refusal(reading)).toEqual(expected(bench))
    expect(SEQS.slice(0, seen.length)).toEqual(seen)
  })

  it.each(HARM)('fails if the file is %s meanwhile, and saves no output', (_, harm, __, expected) => {
    const bench = new Read()
    const { log } = bench
    function* read(): Generator<string> {
      for (const { seq } of log.events()) {
        if (seq === 1) harm(bench)
        yield `${seq}\n`
      }
    }
    const output = join(bench.directory, 'report.md')
    expect(refusal(() => saveFile(output, read(), false))).toEqual(expected(bench))
    expect(existsSync(output)).toBe(false)
  })

  it('fails if any one of several files was cut', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    bench.note(bench.read('hanako'), 'hers')
    bench.note(bench.read('jiro'), 'his')
    const journal = bench.read()
    expect(bench.files).toHaveLength(3)
    for (const path of bench.files) {
      const bytes = readFileSync(path)
      truncateSync(path, 10)
      expect(refusal(() => [...journal.events()])).toMatchObject({ code: 'log-behind', params: { seq: 0 } })
      writeFileSync(path, bytes)
      expect([...journal.events()]).toHaveLength(5)
    }
  })

  it('fails as damaged if the file became a link', () => {
    const bench = new Read()
    rmSync(bench.file)
    symlinkSync('/etc/passwd', `${bench.incident}/${ID}.${bench.writer}.jsonl`)
    expect(refusal(() => [...bench.log.events()])).toMatchObject({ code: 'damaged', params: { why: 'unreadable' } })
  })
})
