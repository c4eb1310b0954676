import { describe, expect, it } from 'vitest'
import { customerWordsFor } from '../../src/i18n/customer-words.ts'
import { isoOf, momentFromIso, momentOf, zoneName } from '../../src/i18n/moment.ts'
import { timeWords } from '../../src/notice/notice-times.ts'

const NIGHT = '2026-11-24T13:05:00Z'
const ms = Date.parse(NIGHT)

describe('times in notices', () => {
  it.each([
    ['Asia/Tokyo', '2026-11-24T22:05:00.000+09:00', 'JST'],
    ['Europe/London', '2026-11-24T13:05:00.000+00:00', 'UTC'],
    ['America/New_York', '2026-11-24T08:05:00.000-05:00', 'UTC-5'],
    ['Asia/Kolkata', '2026-11-24T18:35:00.000+05:30', 'UTC+5:30'],
  ])('are converted to the time zone %s: %s, shown as %s', (zone, iso, name) => {
    expect(isoOf(ms, zone)).toBe(iso)
    expect(zoneName(momentOf(ms, zone))).toBe(name)
    expect(Date.parse(isoOf(ms, zone))).toBe(ms)
  })

  it('follow daylight saving time', () => {
    expect(isoOf(Date.parse('2026-07-01T12:00:00Z'), 'Europe/London')).toBe('2026-07-01T13:00:00.000+01:00')
  })

  it.each([
    ['2026-11-24T22:17:05.120+09:00', '2026年11月24日(火)22時17分'],
    ['2026-11-24T23:30:00.000-03:30', '2026年11月24日(火)23時30分（UTC-3:30）'],
    ['2026-11-24T22:17:00.000+00:00', '2026年11月24日(火)22時17分（UTC）'],
  ])('keep the UTC offset of the ISO 8601 time they are read from: %s', (iso, ja) => {
    expect(customerWordsFor('ja').moment(momentFromIso(iso), 'exact')).toBe(ja)
  })

  it('are worded in Japanese and English, with "about" only if they are approximate', () => {
    expect(timeWords(NIGHT, 'about', 'ja', 'Asia/Tokyo')).toEqual({
      long: '2026年11月24日(火)22時05分頃',
      brief: '11月24日(火)22時05分頃',
    })
    expect(timeWords(NIGHT, 'exact', 'en', 'Asia/Tokyo')).toEqual({
      long: '22:05 JST (UTC+9), Tuesday 24 November 2026',
      brief: '22:05 JST, 24 Nov',
    })
    expect(timeWords(NIGHT, 'exact', 'ja', 'Europe/London').long).toBe('2026年11月24日(火)13時05分（UTC）')
    expect(timeWords(NIGHT, 'exact', 'en', 'Europe/London').long).toBe('13:05 UTC, Tuesday 24 November 2026')
  })

  it('name the date of a range once if it is a single day', () => {
    const range = `${NIGHT}/2026-11-24T14:30:00Z`
    expect(timeWords(range, 'about', 'ja', 'Asia/Tokyo').long).toBe('2026年11月24日(火)22時05分から23時30分頃までの間')
    expect(timeWords(range, 'exact', 'en', 'Asia/Tokyo').brief).toBe('from 22:05 to 23:30 JST, 24 Nov')
    expect(timeWords(`${NIGHT}/2026-11-24T16:30:00Z`, 'exact', 'ja', 'Asia/Tokyo').brief).toBe(
      '11月24日(火)22時05分から11月25日(水)01時30分まで',
    )
  })

  it('name both dates of a range that ends at midnight or passes it, and write midnight as the beginning of a day', () => {
    const inTokyo = (range: string, how: 'about' | 'exact', language: 'ja' | 'en') =>
      timeWords(range, how, language, 'Asia/Tokyo')
    const untilMidnight = `${NIGHT}/2026-11-24T15:00:00Z`
    expect(inTokyo(untilMidnight, 'exact', 'ja').long).toBe(
      '2026年11月24日(火)22時05分から2026年11月25日(水)00時00分まで',
    )
    expect(inTokyo(untilMidnight, 'exact', 'en').long).toBe(
      'from 22:05 JST (UTC+9), Tuesday 24 November 2026 to 00:00 JST (UTC+9), Wednesday 25 November 2026',
    )
    expect(inTokyo(untilMidnight, 'about', 'en').brief).toBe('between 22:05, 24 Nov and 00:00 JST, 25 Nov')
    const fromMidnight = '2026-12-31T15:00:00Z/2026-12-31T18:00:00Z'
    expect(inTokyo(fromMidnight, 'exact', 'ja').long).toBe('2027年1月1日(金)00時00分から03時00分まで')
    const { period } = customerWordsFor('ja')
    const at = (iso: string) => momentOf(Date.parse(iso), 'Asia/Tokyo')
    expect(period(at(NIGHT), 'about', at('2026-11-24T15:00:00Z'))).toBe(
      '2026年11月24日(火)22時05分頃から2026年11月25日(水)00時00分頃まで',
    )
  })
})
