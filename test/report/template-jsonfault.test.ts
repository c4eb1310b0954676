import { describe, expect, it } from 'vitest'
import { jsonFault } from '../../src/report/template/rendering.ts'

describe('jsonFault', () => {
  it.each([
    ['[1, 2,]', 6],
    ['{"a":1,}', 7],
    ['{"a" 1}', 5],
    ['{"a":1 "b":2}', 7],
    ['{a:1}', 1],
    ['[tru]', 4],
    ['"a\nb"', 2],
    ['[01]', 2],
    ['{"a":"\\q"}', 7],
    ['[-]', 2],
    ['x', 0],
    ['[1]x', 3],
    ['{"a": 1\n', 7],
    ['', 0],
  ])('finds the fault in %j at offset %i', (text, at) => {
    expect(jsonFault(text)?.at).toBe(at)
  })

  it('does not quote the text in the detail', () => {
    expect(jsonFault('["secret" oops]')?.detail).not.toMatch(/secret|position|oops/)
  })

  it('returns null for JSON, and the end of the text for a truncated one', () => {
    const text = JSON.stringify({ a: [1, -2.5e-3, true, false, null, 'x\u0001"\\é'], b: { c: {} } }, null, 1)
    expect(jsonFault(text)).toBeNull()
    for (let length = 0; length < text.length; length += 1)
      expect(jsonFault(text.slice(0, length))?.at).toBe(text.slice(0, length).trimEnd().length)
  })
})
