import { describe, expect, it } from 'vitest'
import { isMailAddress, parseMailbox } from '../../src/domain/address.ts'

describe('isMailAddress', () => {
  it.each(['a@example.com', "o'neil+halt@mail.example.co.jp", 'a..b.@docomo.ne.jp', 'root@localhost'])(
    'accepts %s',
    (text) => {
      expect(isMailAddress(text)).toBe(true)
    },
  )

  it.each([
    '',
    'a',
    '@example.com',
    'a@',
    'a@b@c.example',
    'a b@example.com',
    'a@exa mple.com',
    'a@example.com\r\nBcc: x@example.com',
    'a@example.com\n',
    '<a@example.com>',
    'あ@example.com',
    'a@-example.com',
    `${'a'.repeat(65)}@example.com`,
    `a@${'b.'.repeat(130)}com`,
  ])('rejects %j', (text) => {
    expect(isMailAddress(text)).toBe(false)
  })
})

describe('parseMailbox', () => {
  it.each([
    ['a@example.com', null, 'a@example.com'],
    ['<a@example.com>', null, 'a@example.com'],
    ['例示取引所 <a@example.com>', '例示取引所', 'a@example.com'],
    ['"Us, all" <a@example.com>', 'Us, all', 'a@example.com'],
  ])('splits %s into display name and address', (text, name, address) => {
    expect(parseMailbox(text)).toEqual({ name, address })
  })

  it.each(['us', 'us <us>', 'us <a@example.com> x'])('rejects %s', (text) => {
    expect(parseMailbox(text)).toBeNull()
  })
})
