import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Lines } from '../../src/edges/lines.ts'
import { folder, refusal } from './bench.ts'

function read(content: string, from = 0, most = 1_000_000): { lines: string[]; rest: string; position: number } {
  const path = join(folder(), 'lines')
  writeFileSync(path, content)
  const fd = openSync(path, 'r')
  try {
    const lines = new Lines(fd, path, from)
    const got: string[] = []
    while (lines.next(most)) got.push(lines.bytes.toString('latin1', lines.from, lines.to))
    return { lines: got, rest: lines.rest.toString('latin1'), position: lines.position }
  } finally {
    closeSync(fd)
  }
}

describe('the lines of a file', () => {
  it('are what lies between its line feeds, however long they are', () => {
    const lengths = fc.oneof(fc.nat(300), fc.nat(3000), fc.integer({ min: 65_530, max: 65_540 }), fc.nat(300_000))
    fc.assert(
      fc.property(fc.array(lengths, { maxLength: 12 }), fc.nat(100), (parts, from) => {
        const content = parts.map((length, i) => String.fromCharCode(97 + i).repeat(length)).join('\n')
        const expected = content.slice(from).split('\n')
        const rest = expected.pop()
        const position = Math.max(from, content.length)
        expect(read(content, from)).toEqual({ lines: expected, rest, position })
      }),
      { numRuns: 50 },
    )
  })

  it('end where one is longer than it may be, without the rest being read', () => {
    const { lines, rest, position } = read(`one\n${'x'.repeat(3_000_000)}\ntwo\n`, 0, 100_000)
    expect(lines).toEqual(['one'])
    expect(rest.length).toBeGreaterThan(100_000)
    expect(position).toBeLessThan(1_000_000)
  })

  it('of what cannot be read are refused by its name', () => {
    const directory = openSync(folder(), 'r')
    expect(refusal(() => new Lines(directory, 'the log', 0).next(10))).toMatchObject({
      code: 'unreadable',
      params: { path: 'the log', why: 'EISDIR' },
    })
    closeSync(directory)
  })
})
