import { describe, expect, it } from 'vitest'
import { freeId, idOfName, isPersonId, isSameName, parseContactWay } from '../../src/readiness/contact-entry.ts'

describe('parseContactWay', () => {
  it.each([
    ['+81-90-1234-5678', 'phone', '+81-90-1234-5678'],
    ['０３（１２３４）５６７８', 'phone', '03(1234)5678'],
    ['03−1234ー5678', 'phone', '03-1234-5678'],
    ['110', 'phone', '110'],
    ['(03) 1234.5678 内線 12', 'phone', '(03) 1234.5678 内線 12'],
    ['+44 20 7946 0000 ext. 9', 'phone', '+44 20 7946 0000 ext. 9'],
    [' kato@example.com ', 'mail', 'kato@example.com'],
    ['@kato', 'chat', '@kato'],
    ['#incidents', 'chat', '#incidents'],
  ])('recognises %s as %s', (given, by, to) => {
    expect(parseContactWay(given)).toEqual({ by, to })
  })

  it.each(['', 'kato', '12', '+', '1234567890123456', '03-1234-5678 x', '+81-3-1234-5678; rm', '1+2+3+4', '#', '#a b'])(
    'rejects a bad phone number or chat name: %j',
    (given) => {
      expect(parseContactWay(given)).toBe('bad-number')
    },
  )

  it.each(['kato@', 'a@b@c', '@ kato', 'ka to@example.com', '@kato@example.com'])(
    'rejects a bad mail address: %j',
    (given) => {
      expect(parseContactWay(given)).toBe('bad-address')
    },
  )
})

describe('the name of a person', () => {
  it('is compared without regard to width, case and spacing', () => {
    expect(isSameName('佐藤　花子', ' 佐藤  花子')).toBe(true)
    expect(isSameName('ＫＡＴＯ', 'kato')).toBe(true)
    expect(isSameName('Kato', 'Kato Taro')).toBe(false)
  })

  it.each([
    ['Hanako Sato', 'hanako-sato'],
    ['José Ñandú', 'jose-nandu'],
    ['  --Kato, Jr.--  ', 'kato-jr'],
    ['佐藤 花子', ''],
    ['Dr. 佐藤', 'dr'],
    ['x'.repeat(100), 'x'.repeat(40)],
  ])('%j gives the id %j', (name, id) => {
    expect(idOfName(name)).toBe(id)
    expect(id === '' || isPersonId(id)).toBe(true)
  })
})

describe('the id of a person', () => {
  it('is made of letters, digits, dots and dashes', () => {
    expect(['sato', 'Sato.2', '1-a'].map(isPersonId)).toEqual([true, true, true])
    expect(['', '-a', '.a', 'a b', '佐藤', 'a_b', 'x'.repeat(65)].map(isPersonId)).toEqual(Array(7).fill(false))
  })

  it('gets a number if it is taken', () => {
    expect(freeId('kato', [])).toBe('kato')
    expect(freeId('kato', ['kato', 'kato-2'])).toBe('kato-3')
  })
})
