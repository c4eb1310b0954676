import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { batchLines, joinedText, joinPieces } from '../../src/platform/pieces.ts'

const LONG = 'x'.repeat(70_000)
const anyPiece = fc.oneof(fc.constantFrom('', '\n', 'a', '\n\n', LONG, `${LONG}\n`, `a\n${LONG}`), fc.string())

describe('pieces in lines', () => {
  it('are the same text', () => {
    fc.assert(
      fc.property(fc.array(anyPiece), (pieces) => {
        expect(joinedText([...batchLines(pieces)])).toBe(pieces.join(''))
      }),
    )
  })

  it('end a line, all but the last, and leave none without text behind it', () => {
    fc.assert(
      fc.property(fc.array(anyPiece), (pieces) => {
        const lines = [...batchLines(pieces)]
        for (const piece of lines.slice(0, -1)) expect(piece.endsWith('\n')).toBe(true)
        if (lines.length > 1) expect(lines.at(-1)).not.toBe('')
      }),
    )
  })

  it('are one empty piece where there is no text', () => {
    expect([...batchLines([])]).toEqual([''])
  })
})

describe('parts', () => {
  it('have something between them, also where they are empty', () => {
    expect(joinedText(joinPieces([['a', 'b'], [], ['c']], ', '))).toBe('ab, , c')
    expect(joinedText(joinPieces([], ', '))).toBe('')
  })
})
