import { describe, expect, it } from 'vitest'
import { isInOtherLanguage, withoutAddresses } from '../../../src/domain/notice/other-language.ts'

describe('what is in the other language', () => {
  it('is English where Japanese is asked for, but for names and addresses', () => {
    expect(isInOtherLanguage('orders cannot be placed', 'ja')).toBe(true)
    expect(isInOtherLanguage('BTC/JPY https://status.example.com/now ops@example.com', 'ja')).toBe(false)
  })

  it('is mostly Japanese where English is asked for', () => {
    expect(isInOtherLanguage('注文ができません', 'en')).toBe(true)
    expect(isInOtherLanguage('Orders on 日本 cannot be placed', 'en')).toBe(false)
  })

  it('is no address', () => {
    expect(withoutAddresses('see https://example.com/a or ops@example.com, @ noon')).toBe('see  or  @ noon')
  })

  it('is looked for in a word of a megabyte in one pass', () => {
    const word = 'x'.repeat(1024 * 1024)
    expect(isInOtherLanguage(word, 'ja')).toBe(true)
    expect(withoutAddresses(word)).toBe(word)
  })
})
