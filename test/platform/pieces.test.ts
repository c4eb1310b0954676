import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchLines, joinedText, joinPieces } from '../../src/platform/pieces.ts'

const LONG = 'x'.repeat(70_000)
const anyPiece = fc.oneof(fc.constantFrom('', '\n', 'a', '\n\n', LONG, `${LONG}\n`, `a\n${LONG}`), fc.string())

describe('batchLines', () => {
  it('returns the same text', () => {
    fc.assert(
      fc.property(fc.array(anyPiece), (pieces) => {
        expect(joinedText([...batchLines(pieces)])).toBe(pieces.join(''))
      }),
    )
  })

  it('ends every piece but the last with a line end, and returns no empty last piece', () => {
    fc.assert(
      fc.property(fc.array(anyPiece), (pieces) => {
        const lines = [...batchLines(pieces)]
        for (const piece of lines.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true)
        if (lines.length > 1) expect(lines.at(-1)).not.toBe('')
      }),
    )
  })

  it('returns one empty piece for no text', () => {
    expect([...batchLines([])]).toEqual([''])
  })
})

describe('joinPieces', () => {
  it('puts the separator between parts, even empty ones', () => {
    expect(joinedText(joinPieces([['a', 'b'], [], ['c']], ', '))).toBe('ab, , c')
    expect(joinedText(joinPieces([], ', '))).toBe('')
  })
})
