import { describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { parseFacts, parsePromise, parseRange } from '../../src/incident/statements.ts'
import { readingWrittenTimes } from '../../src/incident/written-times.ts'
import { clockOf } from '../../src/platform/clock.ts'
import { Bench } from '../bench.ts'

const clock = readingWrittenTimes(clockOf('Asia/Tokyo', () => Date.parse('2026-11-24T23:40:00+09:00')))

function parsed(given: string): string {
  try {
    return parsePromise(given, clock)
  } catch (error) {
    return error instanceof ProblemError ? error.problem.code : String(error)
  }
}

describe('halt set', () => {
  it('says of a beginning that it lies after the declaration, but not of one before it or as good as then', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const said = async (at: string, language: string) =>
      (await bench.halt('set', `started-at=${at}`, '--lang', language)).err
    expect(await said('10m ago', 'en')).not.toContain('after the declaration')
    bench.pass(45 * 60_000)
    expect(await said('10m ago', 'en')).toContain(
      'warning: started-at is 35 min after the declaration (2026-11-24 22:17:05). If the halt began earlier, state it again',
    )
    expect(await said('9m ago', 'ja')).toContain('started-at は宣言（2026-11-24 22:17:05）より36分後です')
  })

  it('records a detection before the beginning, and says so in case it is a mistake', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'compliance')
    const said = async (...given: readonly string[]) => {
      const { code, err } = await bench.halt('set', ...given)
      expect(code).toBe(0)
      return err
    }
    expect(await said('started-at=22:05', 'detected-at=21:40')).toContain(
      'detected-at is 25 min before started-at. That is right if services were stopped because of what was found; if not, state either again',
    )
    expect(await said('started-at=22:04', '--lang', 'ja')).toContain('detected-at は started-at より24分前です')
    expect(await said('root-cause=unknown')).not.toContain('before started-at')
    expect(await said('detected-at=22:06')).not.toContain('before started-at')
  })
})

describe('parseFacts', () => {
  const definitions = { cause: { kind: 'text', notice: true, words: true, ja: '原因', en: 'cause' } } as const

  it('reads public words by language', () => {
    expect(parseFacts(['cause.ja=調査中', 'cause=disk'], definitions, clock)).toEqual([
      { fact: 'cause', ja: '調査中', known: true, value: 'disk' },
    ])
  })

  it('reads ？ as not known yet, as a Japanese keyboard writes it', () => {
    const unknown = [{ fact: 'cause', known: false, value: null, ja: null, en: null }]
    expect(parseFacts(['cause=?'], definitions, clock)).toEqual(unknown)
    for (const mark of ['?', '？'])
      expect(parseFacts([`cause.ja=${mark}`, 'cause.en=a disk'], definitions, clock)).toEqual([
        { fact: 'cause', ja: null, en: 'a disk' },
      ])
    expect(parseFacts(['cause= ？ '], definitions, clock)).toEqual(unknown)
  })

  it('reads an id and its language before a label that is written like them', () => {
    const label = { kind: 'text', notice: true, words: true, ja: 'cause.ja', en: 'x.en' } as const
    const all = { ...definitions, custom: label, x: { ...label, ja: 'y', en: 'cause' } }
    expect(parseFacts(['cause.ja=調査中', 'ＣＡＵＳＥ．en=open', 'x.en=z'], all, clock)).toEqual([
      { fact: 'cause', ja: '調査中', en: 'open' },
      { fact: 'x', en: 'z' },
    ])
  })

  it('reads a day where a time of the future has no role, but no moment', () => {
    const time = { kind: 'future', notice: false, words: false, ja: 'x', en: 'x' } as const
    const all = { drill: time, start: { ...time, role: 'planned-begin' } } as const
    expect(parseFacts(['drill=2099-04-01'], all, clock)[0]?.value).toBe('2099-04-01T23:59:59.000+09:00')
    expect(parseFacts(['drill=2099-04-01 10:00'], all, clock)[0]?.value).toBe('2099-04-01T10:00:00.000+09:00')
    expect(parseFacts(['start=2099-04-01 10:00'], all, clock)[0]?.value).toBe('2099-04-01T10:00:00.000+09:00')
    expect(() => parseFacts(['start=2099-04-01'], all, clock)).toThrow('time-unclear')
  })

  it('reads a label that has a dot', () => {
    const all = { custom: { kind: 'text', notice: true, words: true, ja: 'Ver.2', en: 'v.ja' } } as const
    expect(parseFacts(['Ver.2=x'], all, clock)).toEqual([{ fact: 'custom', known: true, value: 'x' }])
    expect(parseFacts(['v.ja=y'], all, clock)).toEqual([{ fact: 'custom', known: true, value: 'y' }])
  })

  it('refuses anything after the language instead of dropping it', () => {
    expect(() => parseFacts(['cause.ja.x=調査中'], definitions, clock)).toThrow(ProblemError)
  })
})

describe('parsePromise', () => {
  it('reads a bare time of day as the next such time, even past midnight', () => {
    expect(parsed('23:59')).toBe('2026-11-24T23:59:00.000+09:00')
    expect(parsed('0:10')).toBe('2026-11-25T00:10:00.000+09:00')
  })

  it.each(['23:30', '２３：３０', '23:30:30', '11:41'])(
    'does not read %s as tomorrow, since it has passed',
    (given) => {
      expect(parsed(given)).toBe('time-unclear')
    },
  )

  it('reads a time that has passed today with its date', () => {
    expect(parsed('2026-11-25T23:30')).toBe('2026-11-25T23:30:00.000+09:00')
  })

  it('refuses a time in the past', () => {
    expect(parsed('2026-11-24T23:30')).toBe('past-time')
  })
})

describe('parseRange', () => {
  it.each([
    '23:50/24:10',
    '23:50〜24:10',
    '23:50～24:10',
    '23:50 ~ 00:10',
    '２３：５０／２４：１０',
    '23:50-24:10',
    '23:50ー24:10',
    '23時50分〜24時10分',
    '23時50分−24時10分',
    '11/24 23:50/11/25 0:10',
    '11/24 23:50〜24:10',
    '2026/11/24 23:50/2026/11/25 00:10',
    '11月24日23:50〜11月25日0:10',
    '2026-11-24T23:50/24:10',
    '2026-11-24 23:50〜2026-11-25 00:10',
  ])('reads %s', (given) => {
    expect(parseRange(given, clock)).toEqual(['2026-11-24T23:50:00.000+09:00', '2026-11-25T00:10:00.000+09:00'])
  })

  it.each(['23:50', '23:50/', '/24:10', '23:50〜24:10〜24:20', '24:10〜23:50', '2026-11-24', '11/24', '11月24日-25日'])(
    'refuses %s',
    (given) => {
      expect(() => parseRange(given, clock)).toThrow(ProblemError)
    },
  )

  it('does not take the offset of a time for the end of a range', () => {
    expect(() => parseRange('2026-11-24T23:50-05:00', clock)).toThrow(ProblemError)
    expect(parseRange('2026-11-24T23:50+09:00/2026-11-24T23:55+09:00', clock)[1]).toContain('T23:55')
  })
})
