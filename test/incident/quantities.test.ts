import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { factValueWords } from '../../src/i18n/fact-value.ts'
import { parseAmount, parseCount } from '../../src/incident/quantities.ts'
import { refusal } from '../store/bench.ts'

const MACHINES = { ja: '台', en: 'machines' }

describe('parseCount', () => {
  it.each([
    ['0', '0'],
    ['1200', '1200'],
    ['1,200', '1200'],
    ['１，２００', '1200'],
    ['1,200台', '1200'],
    ['007', '7'],
    [' 12 Machines ', '12'],
  ])('reads %j as %s', (given, digits) => expect(parseCount(given, MACHINES)).toBe(digits))

  it.each(['', '-1', '1.5', '12,00', 'some', '12 cards', '1e3', '台'])('refuses %j', (given) =>
    expect(refusal(() => parseCount(given, MACHINES))).toEqual({
      code: 'bad-quantity',
      params: { given, kind: 'count' },
    }),
  )

  it('reads back every whole number, however large', () => {
    fc.assert(fc.property(fc.bigInt({ min: 0n }), (n) => parseCount(String(n), undefined) === String(n)))
  })
})

describe('parseAmount', () => {
  it.each([
    ['1250000 JPY', '1250000 JPY'],
    ['1,250,000JPY', '1250000 JPY'],
    ['JPY 1,250,000', '1250000 JPY'],
    ['¥1,250,000', '1250000 JPY'],
    ['￥１，２５０，０００', '1250000 JPY'],
    ['1,250円', '1250 JPY'],
    ['125万円', '1250000 JPY'],
    ['3億2000万円', '320000000 JPY'],
    ['3億円', '300000000 JPY'],
    ['5億80円', '500000080 JPY'],
    ['1,250.50 usd', '1250.50 USD'],
    ['0.5 BTC', '0.5 BTC'],
  ])('reads %j as %s', (given, amount) => expect(parseAmount(given)).toBe(amount))

  it.each(['', '1250000', 'JPY', 'JPY 5 USD', '12,00 JPY', '-5 JPY', '約3億円', '1.5億円', '1 2 JPY', 'five JPY'])(
    'refuses %j',
    (given) =>
      expect(refusal(() => parseAmount(given))).toEqual({ code: 'bad-quantity', params: { given, kind: 'amount' } }),
  )
})

describe('factValueWords', () => {
  const count = { kind: 'count', unit: MACHINES } as const
  const amount = { kind: 'amount' } as const

  it('writes a count with its unit, and an amount with its currency', () => {
    expect(factValueWords('1200', count, 'en')).toBe('1,200 machines')
    expect(factValueWords('1200', count, 'ja')).toBe('1,200台')
    expect(factValueWords('1', count, 'en')).toBe('1 machines')
    const withOne = { ...count, unitOfOne: { ja: '台', en: 'machine' } }
    expect([factValueWords('1', withOne, 'en'), factValueWords('1', withOne, 'ja')]).toEqual(['1 machine', '1台'])
    expect(factValueWords('11', withOne, 'en')).toBe('11 machines')
    expect(factValueWords('1250000 JPY', amount, 'en')).toBe('JPY 1,250,000')
    expect(factValueWords('1250000 JPY', amount, 'ja')).toBe('1,250,000円')
    expect(factValueWords('1234567.5 USD', amount, 'en')).toBe('USD 1,234,567.5')
  })

  it('writes anything else as it is, and times without their offset', () => {
    expect(factValueWords('drill', count, 'en')).toBe('drill')
    expect(factValueWords('1200', { kind: 'text' }, 'en')).toBe('1200')
    expect(factValueWords('1200', undefined, 'en')).toBe('1200')
    expect(factValueWords('2026-11-24T22:05:00.000+09:00', { kind: 'time' }, 'ja')).toBe('2026-11-24 22:05:00')
  })
})
