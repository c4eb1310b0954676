import { describe, expect, it } from 'vitest'
import { clipToScreen, scrollOff } from '../../src/view/wrap.ts'

const more = (count: number) => `and ${count} more`

describe('clipToScreen and scrollOff', () => {
  it('clipToScreen keeps the lines that fit, and says how many do not', () => {
    const size = { columns: 10, rows: 4 }
    expect(clipToScreen('a\nb\nc', size, more)).toBe('a\nb\nc')
    expect(clipToScreen('a\nb\nc\nd', size, more)).toBe('a\nb\nand 2 more')
    expect(clipToScreen('a\n全角の文字列です\nc', size, more)).toBe('a\nand 2 more')
    expect(clipToScreen('a\n\nc\nd\ne', size, more)).toBe('a\n\nand 3 more')
  })

  it('scrollOff scrolls by the number of rows that a line takes', () => {
    expect(scrollOff('due', { columns: 10, rows: 24 })).toBe('due\u001b[24;1H\n')
    expect(scrollOff('期限になりました', { columns: 10, rows: 24 })).toBe('期限になりました\u001b[24;1H\n\n')
  })
})
