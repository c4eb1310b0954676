import { describe, expect, it } from 'vitest'
import { safeDetail } from '../../src/delivery/transport.ts'

describe('safeDetail', () => {
  it.each([
    ['550 5.1.1 <taro@example.com>: unknown', '550 5.1.1 <***@***>: unknown'],
    ['rcpt=taro@example.com, x@y', 'rcpt=***@***, ***@***'],
    ['two\r\nlines\t\u001b]0;x\u0007', 'two lines \\u001b]0;x\\u0007'],
    ['key hush and hush', 'key *** and ***'],
  ])('returns one inert line without secrets or addresses: %j', (said, told) => {
    expect(safeDetail(said, ['hush', ''])).toBe(told)
  })

  it('truncates to 300 characters without splitting a surrogate pair', () => {
    const told = safeDetail('𠮷'.repeat(500))
    expect(told.length).toBeLessThanOrEqual(300)
    expect(told).toMatch(/^𠮷+\.\.\.$/u)
  })
})
