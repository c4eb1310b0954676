import { fstatSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { chunkBytesFor, LineReader } from '../../src/store/line-reader.ts'
import { folder, refusal } from './bench.ts'

const CHUNK = 64 * 1024

interface Read {
  readonly lines: string[]
  readonly rest: string
  readonly position: number
}

function read(content: string, from = 0, most = 1_000_000, chunk = CHUNK, passed = (_: LineReader) => {}): Read {
  const path = join(folder(), 'lines')
  writeFileSync(path, content)
  const lines = new LineReader(() => openSync(path, 'r'), path, from, chunk)
  const got: string[] = []
  while (lines.next(most)) {
    got.push(lines.bytes.toString('latin1', lines.from, lines.to))
    passed(lines)
  }
  return { lines: got, rest: lines.rest.toString('latin1'), position: lines.position }
}

describe('LineReader', () => {
  it('returns the lines between line feeds, of any length', () => {
    const lengths = fc.oneof(fc.nat(300), fc.nat(3000), fc.integer({ min: 65_530, max: 65_540 }), fc.nat(300_000))
    const chunks = fc.constantFrom(1024, 4096, CHUNK)
    fc.assert(
      fc.property(
        fc.array(lengths, { maxLength: 12 }),
        fc.nat(100),
        chunks,
        fc.boolean(),
        (parts, from, chunk, isPassed) => {
          const content = parts.map((length, i) => String.fromCharCode(97 + i).repeat(length)).join('\n')
          const expected = content.slice(from).split('\n')
          const rest = expected.pop()
          const position = Math.max(from, content.length)
          const passed = (lines: LineReader) => isPassed && lines.leaveLine()
          expect(read(content, from, 1_000_000, chunk, passed)).toEqual({ lines: expected, rest, position })
        },
      ),
      { numRuns: 50 },
    )
  })

  it('stops at a line that is too long, without reading the rest', () => {
    const { lines, rest, position } = read(`one\n${'x'.repeat(3_000_000)}\ntwo\n`, 0, 100_000)
    expect(lines).toEqual(['one'])
    expect(rest.length).toBeGreaterThan(100_000)
    expect(position).toBeLessThan(1_000_000)
  })

  it('buffers no more than one chunk after leaveLine', () => {
    const held: number[] = []
    const passed = (lines: LineReader) => {
      lines.leaveLine()
      held.push(lines.bytes.length)
    }
    read(`${'x'.repeat(100_000)}\n${'short\n'.repeat(10)}`, 0, 1_000_000, 4096, passed)
    expect(Math.max(...held)).toBe(4096)
  })

  it('keeps the file open only while it reads a chunk', () => {
    const path = join(folder(), 'lines')
    writeFileSync(path, `${'x'.repeat(4095)}\n`.repeat(32))
    const opened: number[] = []
    const open = () => {
      opened.push(openSync(path, 'r'))
      return opened.at(-1) as number
    }
    const lines = new LineReader(open, path, 0)
    while (lines.next(4096)) for (const fd of opened) expect(() => fstatSync(fd)).toThrow('EBADF')
    expect(lines.position).toBe(2 * CHUNK)
    expect(opened).toHaveLength(3)
  })

  it('names the file that it cannot read, and closes it', () => {
    const directory = openSync(folder(), 'r')
    expect(refusal(() => new LineReader(() => directory, 'the log', 0).next(10))).toMatchObject({
      code: 'unreadable',
      params: { path: 'the log', why: 'EISDIR' },
    })
    expect(() => fstatSync(directory)).toThrow('EBADF')
  })
})

it('chunkBytesFor returns smaller chunks if many files are read at once', () => {
  expect([1, 10, 128].map(chunkBytesFor)).toEqual([CHUNK, CHUNK, CHUNK])
  expect(2000 * chunkBytesFor(2000)).toBeLessThanOrEqual(8 * 1024 * 1024)
  expect(chunkBytesFor(1_000_000)).toBe(4096)
})
