import { afterAll, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { parseRange } from '../../src/incident/statements.ts'
import { clockOf } from '../../src/platform/clock.ts'

const zone = process.env.TZ

afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

function at(now: string, place = 'Asia/Tokyo') {
  const clock = clockOf(place, () => Date.parse(now))
  const stamped = (read: (text: string) => number) => (text: string) => clock.stamp(read(text))
  return { clock, past: stamped(clock.past), future: stamped(clock.future) }
}

function refusal(act: () => unknown): { code: string; params: unknown } {
  try {
    act()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('was not refused')
}

const NIGHT = '2026-11-24T22:17:05.120+09:00'

describe('a past time', () => {
  it.each([
    ['22:05', '2026-11-24T22:05:00.000+09:00'],
    ['22:17:05', '2026-11-24T22:17:05.000+09:00'],
    ['22:18', '2026-11-23T22:18:00.000+09:00'],
    ['9:30', '2026-11-24T09:30:00.000+09:00'],
    ['now', '2026-11-24T22:17:05.120+09:00'],
    ['10m ago', '2026-11-24T22:07:05.120+09:00'],
    ['1h30m ago', '2026-11-24T20:47:05.120+09:00'],
    ['2d ago', '2026-11-22T22:17:05.120+09:00'],
    ['90s ago', '2026-11-24T22:15:35.120+09:00'],
    ['2026-11-24T22:05', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24 22:05:06', '2026-11-24T22:05:06.000+09:00'],
    ['2026-11-24T22:05:06.5', '2026-11-24T22:05:06.500+09:00'],
    ['2026-11-24T13:05:00Z', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24T08:05:00-05:00', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24T18:35+0530', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24', '2026-11-24T00:00:00.000+09:00'],
    [' 22:05 ', '2026-11-24T22:05:00.000+09:00'],
  ])('%s is read as the latest such time in the workspace’s zone', (text, expected) => {
    expect(at(NIGHT).past(text)).toBe(expected)
  })

  it('just after midnight is on the day before', () => {
    expect(at('2026-11-25T00:03:00+09:00').past('23:58')).toBe('2026-11-24T23:58:00.000+09:00')
  })

  it.each(['2026-11-24T22:18', '2026-11-25', '2027-01-01T00:00:00Z'])(
    '%s is refused because it is in the future',
    (text) => {
      expect(refusal(() => at(NIGHT).past(text))).toMatchObject({ code: 'future-time', params: { given: text } })
    },
  )

  it.each([
    '',
    'yesterday',
    '24:00',
    '22:60',
    '22:05:60',
    '2205',
    '10m',
    'in 10m',
    'ago',
    '10 ago',
    '-5m ago',
    '2026-02-30',
    '2026-13-01',
    '2026-11-24T25:00',
    '2026-11-24T22:61',
    '2026-11-24T22:05+99:99',
    '2026-11-24T22:05+15:00',
    '99999999d ago',
    '99999999999999999999d ago',
    '0024-11-24',
    '0000-01-01T00:00:00Z',
    '22:05\u0000',
  ])('%j is not a time', (text) => {
    expect(refusal(() => at(NIGHT).past(text))).toEqual({ code: 'bad-time', params: { given: text } })
  })
})

describe('a future time', () => {
  it.each([
    ['22:30', '2026-11-24T22:30:00.000+09:00'],
    ['22:05', '2026-11-25T22:05:00.000+09:00'],
    ['30m', '2026-11-24T22:47:05.120+09:00'],
    ['in 30m', '2026-11-24T22:47:05.120+09:00'],
    ['2026-12-01', '2026-12-01T00:00:00.000+09:00'],
  ])('%s is read as the next such time', (text, expected) => {
    expect(at(NIGHT).future(text)).toBe(expected)
  })

  it('is refused if the log cannot represent it', () => {
    expect(refusal(() => at(NIGHT).future('99999999999d'))).toMatchObject({ code: 'bad-time' })
  })
})

describe('deadlines and ranges', () => {
  it('a deadline given as a date is the end of that day', () => {
    const until = (text: string, place?: string) => {
      const { clock } = at(NIGHT, place)
      return clock.stamp(clock.deadline(text))
    }
    expect(until('2026-12-10')).toBe('2026-12-10T23:59:59.000+09:00')
    expect(until('２０２６-１２-１０')).toBe('2026-12-10T23:59:59.000+09:00')
    expect(until('2026-03-08', 'America/New_York')).toBe('2026-03-08T23:59:59.000-04:00')
    expect(until('2026-12-10 09:30')).toBe('2026-12-10T09:30:00.000+09:00')
    expect(until('7d')).toBe('2026-12-01T22:17:05.120+09:00')
    expect(refusal(() => until('2026-02-30'))).toMatchObject({ code: 'bad-time' })
  })

  it('a range ends at the next such time after its start', () => {
    expect(parseRange('23:00/04:00', at(NIGHT).clock)).toEqual([
      '2026-11-24T23:00:00.000+09:00',
      '2026-11-25T04:00:00.000+09:00',
    ])
    expect(parseRange('02:00/04:00', at(NIGHT).clock)).toEqual([
      '2026-11-25T02:00:00.000+09:00',
      '2026-11-25T04:00:00.000+09:00',
    ])
  })

  it('a range can be given by its duration', () => {
    expect(parseRange('02:00/90m', at(NIGHT).clock)[1]).toBe('2026-11-25T03:30:00.000+09:00')
  })

  it.each(['02:00', '02:00/', '/04:00', '02:00/03:00/04:00', '2026-11-26T02:00/2026-11-26T02:00', '02:00/2026-11-24'])(
    '%s is not a range',
    (text) => {
      expect(refusal(() => parseRange(text, at(NIGHT).clock))).toEqual({ code: 'bad-range', params: { given: text } })
    },
  )
})

describe('daylight saving time', () => {
  const FORWARD = '2026-03-08T04:00:00-04:00'
  const BACK = '2026-11-01T01:45:00-05:00'

  it('a skipped time of day in the past is read as that of the day before', () => {
    expect(at(FORWARD, 'America/New_York').past('02:30')).toBe('2026-03-07T02:30:00.000-05:00')
    expect(at(FORWARD, 'America/New_York').past('01:30')).toBe('2026-03-08T01:30:00.000-05:00')
    expect(at(FORWARD, 'America/New_York').past('03:30')).toBe('2026-03-08T03:30:00.000-04:00')
  })

  it('a skipped time of day in the future is read as that of the day after', () => {
    expect(at('2026-03-08T01:00:00-05:00', 'America/New_York').future('02:30')).toBe('2026-03-09T02:30:00.000-04:00')
  })

  it('a date and time that was skipped is refused', () => {
    expect(refusal(() => at(FORWARD, 'America/New_York').past('2026-03-08T02:30'))).toMatchObject({ code: 'bad-time' })
    expect(at(FORWARD, 'America/New_York').past('2026-03-08T02:30-05:00')).toBe('2026-03-08T03:30:00.000-04:00')
  })

  it('of two equal times when clocks go back, the latest past one is read', () => {
    expect(at(BACK, 'America/New_York').past('01:40')).toBe('2026-11-01T01:40:00.000-05:00')
    expect(at(BACK, 'America/New_York').past('01:50')).toBe('2026-11-01T01:50:00.000-04:00')
  })

  it('a change of half an hour is handled, too', () => {
    expect(at('2026-04-05T01:50:00+10:30', 'Australia/Lord_Howe').past('01:45')).toBe('2026-04-05T01:45:00.000+10:30')
  })

  it('a stamp carries the offset of its own day', () => {
    const { clock } = at(NIGHT, 'America/New_York')
    expect(clock.stamp(Date.parse('2026-07-01T00:00:00Z'))).toBe('2026-06-30T20:00:00.000-04:00')
    expect(clock.stamp(Date.parse('2026-12-01T00:00:00Z'))).toBe('2026-11-30T19:00:00.000-05:00')
    expect(at(NIGHT, 'Asia/Kolkata').clock.stamp(0)).toBe('1970-01-01T05:30:00.000+05:30')
    expect(at(NIGHT, 'UTC').clock.stamp(0)).toBe('1970-01-01T00:00:00.000+00:00')
  })

  it('a stamp reads back as the same moment, all through the days of change', () => {
    for (const day of ['2026-03-08', '2026-11-01'])
      for (let minute = 0; minute < 24 * 60; minute += 7) {
        const { clock } = at(NIGHT, 'America/New_York')
        const ms = Date.parse(`${day}T04:00:00Z`) + minute * 60_000
        expect(Date.parse(clock.stamp(ms))).toBe(ms)
      }
  })
})

describe('Japanese, full-width and spelled-out times', () => {
  it.each([
    ['5分前', '5m ago'],
    ['1時間30分前', '1h30m ago'],
    ['１０分前', '10m ago'],
    ['5 min ago', '5m ago'],
    ['2 hours ago', '2h ago'],
    ['２１：０５', '21:05'],
  ])('%s is read as %s', (given, plain) => {
    const clock = clockOf('Asia/Tokyo', () => Date.parse('2026-11-24T22:17:05+09:00'))
    expect(clock.past(given)).toBe(clock.past(plain))
  })
})

describe('a clock at the limits of what the log can represent', () => {
  it.each([
    '1970-01-01T12:00:00Z',
    '1969-12-31T00:00:00Z',
    '9999-01-01T00:00:00Z',
    '9999-12-31T23:50:00Z',
    '+012000-01-01T00:00:00Z',
  ])('is refused if it shows %s, outside of them', (now) => {
    const { clock } = at(now)
    const shown = clock.stamp(Date.parse(now))
    expect(refusal(() => clock.now())).toEqual({ code: 'bad-clock', params: { shown } })
    expect(refusal(() => clock.past('5m ago')).code).toBe('bad-clock')
  })

  it.each(['1970-01-02T00:00:00Z', '9998-12-31T23:59:59.999Z'])('is accepted if it shows %s, inside of them', (now) => {
    const { clock } = at(now)
    expect(clock.now()).toBe(Date.parse(now))
    expect(clock.past(now)).toBe(Date.parse(now))
    expect(refusal(() => clock.future('9999-01-01T00:00:00Z')).code).toBe('bad-time')
    expect(refusal(() => clock.past('1970-01-01T23:59:59Z')).code).toBe('bad-time')
  })
})
