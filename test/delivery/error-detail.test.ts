import { describe, expect, it } from 'vitest'
import { safeDetail } from '../../src/delivery/transport.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

describe('safeDetail', () => {
  it.each([
    ['550 5.1.1 <taro@example.com>: unknown', '550 5.1.1 <***@***>: unknown'],
    ['rcpt=taro@example.com, x@y', 'rcpt=***@***, ***@***'],
    ['two\r\nlines\t\u001b]0;x\u0007', 'two lines \\u001b]0;x\\u0007'],
    ['key hush and hush', 'key *** and ***'],
  ])('returns one inert line without secrets or addresses: %j', (said, told) => {
    expect(safeDetail(said, ['hush', ''])).toBe(told)
  })

  it.each([
    ['its log-in', `501 cannot decode ${base64('\0taro\0two  words')}`],
    ['the beginning of it', `500 unknown command AUTH PLAIN ${base64('\0taro\0two  words').slice(0, 14)}`],
    ['the password', `535 ${base64('two  words')}`],
    ['the beginning of it, cut off', `535 ${base64('two  words').slice(0, 10)}`],
    ['the request', `{"data":"${base64('{"token":"two  words"}')}"}`],
    ['it with its blanks', '535 two  words'],
  ])('leaves secrets out where a server quotes %s', (_, said) => {
    const told = safeDetail(said, ['taro', 'two  words'])
    expect(told).toContain('***')
    expect(told.replace('***', '')).not.toMatch(/two|words|[A-Za-z0-9+]{9,}/)
  })

  it('leaves what is no secret as it is', () => {
    const said = '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled: dHdvIG90aGVycw=='
    expect(safeDetail(said, ['taro', 'two  words'])).toBe(said)
  })

  it.each([
    ['without an address', 'a'.repeat(1_000_000)],
    ['of beginnings of addresses', 'a@'.repeat(500_000)],
    ['of blanks', ' '.repeat(1_000_000)],
  ])('is done at once with a long answer %s', (_, said) => {
    expect(safeDetail(`550 ${said} end`)).toMatch(/^550 /)
  })

  it('truncates to 300 characters without splitting a surrogate pair', () => {
    const told = safeDetail('𠮷'.repeat(500))
    expect(told.length).toBeLessThanOrEqual(300)
    expect(told).toMatch(/^𠮷+\.\.\.$/u)
  })
})
