import { describe, expect, it } from 'vitest'
import { isProblem } from '../../src/domain/decide/decision.ts'
import { readWrittenTime } from '../../src/domain/written-time.ts'

const NOW = '2026-11-28T22:17:05.000+09:00'

function read(given: string, tense: 'past' | 'future' = 'past', now = NOW, from = now): string | null {
  const written = readWrittenTime(given, { now, from, tense })
  if (written === null) return null
  if (!isProblem(written)) return `${written.text}${written.isDated ? ' dated' : ''}`
  if (written.code !== 'time-unclear') throw new Error(written.code)
  return `${written.params.given}? ${written.params.readings
    .map(({ at, day, isAhead }) => `${at}${day === null ? '' : ` ${day}`}${isAhead ? ' ahead' : ''}`)
    .join(', ')}`
}

describe('readWrittenTime', () => {
  it.each([
    ['22時5分', '22:05:00'],
    ['２２時０５分', '22:05:00'],
    ['22 時 05 分 9 秒', '22:05:09'],
    ['22時', '22:00:00'],
    ['22時半', '22:30:00'],
    ['24:10', '00:10:00'],
    ['２４：１０', '00:10:00'],
    ['25時30分', '01:30:00'],
    ['27:59:59', '03:59:59'],
  ])('reads %s as a time of day', (given, text) => {
    expect(read(given)).toBe(text)
  })

  it.each([
    ['昨日22時5分', '2026-11-27T22:05:00'],
    ['昨日 24:10', '2026-11-28T00:10:00'],
    ['Today 24:10', '2026-11-29T00:10:00'],
    ['本日24時', '2026-11-29T00:00:00'],
    ['明日 25:30', '2026-11-30T01:30:00'],
    ['yesterday', '2026-11-27'],
    ['Today', '2026-11-28'],
    ['明日', '2026-11-29'],
  ])('reads %s from today on', (given, text) => {
    expect(read(given)).toBe(text)
  })

  it.each([
    ['11月28日22:05', '2026-11-28T22:05:00'],
    ['11月28日 22時05分', '2026-11-28T22:05:00'],
    ['１１月２８日　２２：０５', '2026-11-28T22:05:00'],
    ['11/28 22:05', '2026-11-28T22:05:00'],
    ['11／28　22時5分', '2026-11-28T22:05:00'],
    ['28/11 22:05', '2026-11-28T22:05:00'],
    ['11/11 22:05', '2026-11-11T22:05:00'],
    ['11月28日', '2026-11-28'],
    ['11月27日 24:10', '2026-11-28T00:10:00'],
    ['6月1日 22:05', '2026-06-01T22:05:00'],
  ])('gives %s the year in which it was last', (given, text) => {
    expect(read(given)).toBe(text)
  })

  it('gives a date of the year before in January, and of the next one in December', () => {
    expect(read('12月31日 23:50', 'past', '2027-01-01T00:20:00.000+09:00')).toBe('2026-12-31T23:50:00')
    expect(read('1月1日 0:20', 'future', '2026-12-31T23:50:00.000+09:00')).toBe('2027-01-01T00:20:00')
  })

  it('counts a date of the future from what it follows, and today as the future too', () => {
    expect(read('1月1日 1:00', 'future', NOW, '2026-12-31T23:00:00.000+09:00')).toBe('2027-01-01T01:00:00')
    expect(read('11月28日', 'future')).toBe('2026-11-28')
  })

  it('keeps the year that was given', () => {
    expect(read('2026年11月28日 22時5分')).toBe('2026-11-28T22:05:00 dated')
    expect(read('2025/11/28 22:05')).toBe('2025-11-28T22:05:00 dated')
    expect(read('2026年11月28日')).toBe('2026-11-28 dated')
  })

  it('says the date of an hour after midnight, even if the day before was given with its year', () => {
    expect(read('2026-11-27 24:10')).toBe('2026-11-28T00:10:00')
    expect(read('2026-12-31T24:00')).toBe('2027-01-01T00:00:00')
  })

  it('never guesses the year of a date that was half a year ago or more', () => {
    expect(read('11月29日 22:05')).toBe('11月29日 22:05? 2025-11-29T22:05, 2026-11-29T22:05 tomorrow ahead')
    expect(read('11月27日 22:05:09', 'future')).toBe(
      '11月27日 22:05:09? 2026-11-27T22:05:09 yesterday, 2027-11-27T22:05:09 ahead',
    )
    expect(read('11月29日')).toBe('11月29日? 2025-11-29, 2026-11-29 tomorrow ahead')
  })

  it('never guesses which number is the month', () => {
    expect(read('11/12 22:05')).toBe('11/12 22:05? 2025-12-11T22:05, 2026-11-12T22:05')
    expect(read('11/12 22:05', 'future')).toBe('11/12 22:05? 2026-12-11T22:05 ahead, 2027-11-12T22:05 ahead')
  })

  it('takes a date for that of this year from its first to its last hour, 24:10 included', () => {
    expect(read('11/28 24:10')).toBe('2026-11-29T00:10:00')
    expect(read('11月28日 22時30分')).toBe('2026-11-28T22:30:00')
    expect(read('11/28 24:10', 'future')).toBe('2026-11-29T00:10:00')
    expect(read('11/27 24:10', 'future', '2026-11-28T00:05:00.000+09:00')).toBe('2026-11-28T00:10:00')
  })

  it('reads 29 February only in a year that has it', () => {
    expect(read('2月29日', 'past', '2028-03-01T09:00:00.000+09:00')).toBe('2028-02-29')
    expect(read('2月29日', 'past', '2027-03-01T09:00:00.000+09:00')).toBe('2月29日? 2028-02-29 ahead')
    expect(read('2月29日', 'past', '2026-03-01T09:00:00.000+09:00')).toBeNull()
  })

  it.each([
    '',
    'now',
    '22:05',
    '昨日 22:05',
    '2026-11-28',
    '2026-11-28T22:05',
    '2時間前',
    '10分前',
    '5m',
    '28:00',
    '22時5分前',
    '11-28 24:10',
    '13/32 22:05',
    '11月31日 22:05',
    '2026年2月30日',
    '2026-02-30 24:10',
    '11/2822:05',
  ])('leaves %j to the clock', (given) => {
    expect(read(given)).toBeNull()
  })
})
