import { afterAll, describe, expect, it } from 'vitest'
import { ProblemError } from '../../src/domain/problem.ts'
import { parseRange } from '../../src/incident/statements.ts'
import { clockOf, offsetIfTwice } from '../../src/platform/clock.ts'

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
    ['10:18', '2026-11-24T10:18:00.000+09:00'],
    ['yesterday 22:18', '2026-11-23T22:18:00.000+09:00'],
    ['Yesterday 9:30:15', '2026-11-23T09:30:15.000+09:00'],
    ['today 09:30', '2026-11-24T09:30:00.000+09:00'],
    ['now', '2026-11-24T22:17:05.120+09:00'],
    ['10m ago', '2026-11-24T22:07:05.120+09:00'],
    ['10m', '2026-11-24T22:07:05.120+09:00'],
    [' １h 30m', '2026-11-24T20:47:05.120+09:00'],
    ['1h30m ago', '2026-11-24T20:47:05.120+09:00'],
    ['2d ago', '2026-11-22T22:17:05.120+09:00'],
    ['90s ago', '2026-11-24T22:15:35.120+09:00'],
    ['2026-11-24T22:05', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24 22:05:06', '2026-11-24T22:05:06.000+09:00'],
    ['2026-11-24T22:05:06.5', '2026-11-24T22:05:06.500+09:00'],
    ['2026-11-24T13:05:00Z', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24T08:05:00-05:00', '2026-11-24T22:05:00.000+09:00'],
    ['2026-11-24T18:35+0530', '2026-11-24T22:05:00.000+09:00'],
    [' 22:05 ', '2026-11-24T22:05:00.000+09:00'],
  ])('%s is read as the latest such time in the workspace’s zone', (text, expected) => {
    expect(at(NIGHT).past(text)).toBe(expected)
  })

  it('just after midnight is on the day before', () => {
    expect(at('2026-11-25T00:03:00+09:00').past('23:58')).toBe('2026-11-24T23:58:00.000+09:00')
  })

  it.each([
    '2026-11-24T22:18',
    '2026-11-25',
    '2027-01-01T00:00:00Z',
    'tomorrow 05:30',
    'today 22:18',
    'in 10m',
    '30分後',
    '１時間後',
  ])('%s is refused because it is in the future', (text) => {
    expect(refusal(() => at(NIGHT).past(text))).toMatchObject({ code: 'future-time', params: { given: text } })
  })

  it.each([
    '',
    'yesterday',
    'yesterday 24:00',
    'yesterday 10m',
    'the day before 22:05',
    '24:00',
    '22:60',
    '22:05:60',
    '2205',
    '10日',
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
    ['10:17', '2026-11-25T10:17:00.000+09:00'],
    ['tomorrow 22:05', '2026-11-25T22:05:00.000+09:00'],
    ['明日 05:32', '2026-11-25T05:32:00.000+09:00'],
    ['today 23:00', '2026-11-24T23:00:00.000+09:00'],
    ['30m', '2026-11-24T22:47:05.120+09:00'],
    ['in 30m', '2026-11-24T22:47:05.120+09:00'],
    ['30分後', '2026-11-24T22:47:05.120+09:00'],
  ])('%s is read as the next such time', (text, expected) => {
    expect(at(NIGHT).future(text)).toBe(expected)
  })

  it('is refused if the log cannot represent it', () => {
    expect(refusal(() => at(NIGHT).future('99999999999d'))).toMatchObject({ code: 'bad-time' })
  })
})

describe('a bare time of day more than 12 hours away', () => {
  const reading = (date: string, day: string | null, isAhead: boolean) => ({ at: date, day, isAhead })
  const unclear = (given: string, ...readings: readonly object[]) => ({
    code: 'time-unclear',
    params: { given, why: 'far', readings },
  })

  it('is not read as yesterday when it is a few minutes ahead', () => {
    const evening = at('2026-11-24T22:44:00+09:00')
    const both = [reading('2026-11-23T22:50', 'yesterday', false), reading('2026-11-24T22:50', 'today', true)]
    expect(refusal(() => evening.past('22:50'))).toEqual(unclear('22:50', ...both))
    expect(refusal(() => evening.clock.bound('２２：５０'))).toEqual(unclear('22:50', ...both))
  })

  it('is not read as tomorrow when it passed a few minutes ago', () => {
    const morning = at('2026-11-25T05:34:00+09:00')
    const both = [reading('2026-11-25T05:32', 'today', false), reading('2026-11-26T05:32', 'tomorrow', true)]
    for (const read of [morning.future, (text: string) => morning.clock.deadline(text)])
      expect(refusal(() => read('05:32'))).toEqual(unclear('05:32', ...both))
  })

  it('is read up to the twelfth hour', () => {
    const noon = at('2026-11-24T12:00:00+09:00')
    expect(noon.past('00:00')).toBe('2026-11-24T00:00:00.000+09:00')
    expect(refusal(() => noon.past('23:59:59'))).toMatchObject({ code: 'time-unclear' })
    expect(noon.future('00:00')).toBe('2026-11-25T00:00:00.000+09:00')
    expect(refusal(() => noon.future('00:00:01'))).toMatchObject({ code: 'time-unclear' })
  })

  it('as the end of a range is counted from its start', () => {
    const night = at(NIGHT).clock
    expect(refusal(() => parseRange('2026-11-26T02:00/01:00', night))).toEqual(
      unclear('01:00', reading('2026-11-26T01:00', null, true), reading('2026-11-27T01:00', null, true)),
    )
  })

  it('can be given in each of its readings', () => {
    const { past } = at('2026-11-24T22:44:30+09:00')
    const { params } = refusal(() => past('22:44:31')) as { params: { readings: { at: string }[] } }
    expect(params.readings.map((r) => r.at)).toEqual(['2026-11-23T22:44:31', '2026-11-24T22:44:31'])
    expect(past('2026-11-23T22:44:31')).toBe('2026-11-23T22:44:31.000+09:00')
  })
})

describe('a date without a time of day', () => {
  const { clock } = at(NIGHT)
  const isADay = (given: string) => ({ code: 'time-unclear', params: { given, why: 'day', readings: [] } })

  it('is not read as midnight where a moment is asked for', () => {
    expect(refusal(() => clock.past(' 2026-11-24 '))).toEqual(isADay('2026-11-24'))
    expect(refusal(() => clock.future('２０２６-１２-０１'))).toEqual(isADay('２０２６-１２-０１'))
    expect(refusal(() => clock.after('2026-12-01', clock.now()))).toEqual(isADay('2026-12-01'))
  })

  it('begins or ends a period', () => {
    expect(clock.stamp(clock.bound('2026-11-24'))).toBe('2026-11-24T00:00:00.000+09:00')
    expect(clock.stamp(clock.deadline('2026-11-24'))).toBe('2026-11-24T23:59:59.000+09:00')
    expect(clock.bound('1h')).toBe(clock.bound('1h ago'))
  })
})

describe('the echo of a time', () => {
  it('tells every time that was given without its date, and no other', () => {
    const heard: string[] = []
    const clock = clockOf(
      'Asia/Tokyo',
      () => Date.parse(NIGHT),
      (given, time) => heard.push(`${given} is ${time}`),
    )
    clock.past(' 22:05 ')
    clock.past('昨日 22:05')
    clock.past('10m ago')
    clock.future('30m')
    clock.past('2026-11-24 22:05')
    clock.deadline('2026-12-10')
    expect(() => clock.past('22:50')).toThrow()
    expect(heard).toEqual([
      '22:05 is 2026-11-24T22:05:00.000+09:00',
      '昨日 22:05 is 2026-11-23T22:05:00.000+09:00',
      '10m ago is 2026-11-24T22:07:05.120+09:00',
      '30m is 2026-11-24T22:47:05.120+09:00',
    ])
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

  it.each(['30分後〜1時間後', 'in 30m/in 1h', '30m/1h', '30分〜1時間後'])('both ends of %s count from now', (text) => {
    expect(parseRange(text, at(NIGHT).clock)).toEqual([
      '2026-11-24T22:47:05.120+09:00',
      '2026-11-24T23:17:05.120+09:00',
    ])
  })

  it.each([
    '02:00',
    '02:00/',
    '/04:00',
    '02:00/03:00/04:00',
    '2026-11-26T02:00/2026-11-26T02:00',
    '02:00/2026-11-24 01:00',
  ])('%s is not a range', (text) => {
    expect(refusal(() => parseRange(text, at(NIGHT).clock))).toEqual({ code: 'bad-range', params: { given: text } })
  })
})

describe('daylight saving time', () => {
  const FORWARD = '2026-03-08T04:00:00-04:00'
  const BACK = '2026-11-01T01:45:00-05:00'

  it('a skipped time of day is not read as that of another day', () => {
    const { past } = at(FORWARD, 'America/New_York')
    const days = (act: () => unknown) =>
      (refusal(act).params as { readings: { at: string }[] }).readings.map((r) => r.at)
    expect(days(() => past('02:30'))).toEqual(['2026-03-07T02:30', '2026-03-09T02:30'])
    expect(past('01:30')).toBe('2026-03-08T01:30:00.000-05:00')
    expect(past('03:30')).toBe('2026-03-08T03:30:00.000-04:00')
    const before = at('2026-03-08T01:00:00-05:00', 'America/New_York')
    expect(days(() => before.future('02:30'))).toEqual(['2026-03-07T02:30', '2026-03-09T02:30'])
  })

  it('a date and time that was skipped is refused', () => {
    expect(refusal(() => at(FORWARD, 'America/New_York').past('2026-03-08T02:30'))).toMatchObject({ code: 'bad-time' })
    expect(at(FORWARD, 'America/New_York').past('2026-03-08T02:30-05:00')).toBe('2026-03-08T03:30:00.000-04:00')
  })

  it('a time that comes twice when clocks go back is asked about, with both offsets', () => {
    const twice = (day: string | null, ahead: readonly [boolean, boolean] = [false, false]) => ({
      code: 'time-unclear',
      params: {
        why: 'twice',
        readings: [
          { at: '2026-11-01T01:40-04:00', day, isAhead: ahead[0] },
          { at: '2026-11-01T01:40-05:00', day, isAhead: ahead[1] },
        ],
      },
    })
    const { past } = at(BACK, 'America/New_York')
    expect(refusal(() => past('01:40'))).toMatchObject(twice('today'))
    expect(refusal(() => past('2026-11-01 01:40'))).toMatchObject(twice('today'))
    expect(past('2026-11-01T01:40-04:00')).toBe('2026-11-01T01:40:00.000-04:00')
    expect(past('2026-11-01T01:40-05:00')).toBe('2026-11-01T01:40:00.000-05:00')
    const before = at('2026-11-01T01:30:00-04:00', 'America/New_York')
    expect(refusal(() => before.past('01:20'))).toMatchObject({ params: { why: 'twice' } })
    expect(refusal(() => before.future('01:40'))).toMatchObject(twice('today', [true, true]))
    const after = at('2026-11-02T09:00:00-05:00', 'America/New_York')
    expect(refusal(() => after.past('yesterday 01:40'))).toMatchObject(twice('yesterday'))
    expect(after.past('yesterday 02:40')).toBe('2026-11-01T02:40:00.000-05:00')
  })

  it('a far time that comes twice is asked about with its offsets', () => {
    const { past } = at('2026-11-01T20:00:00-05:00', 'America/New_York')
    const { params } = refusal(() => past('01:40')) as { params: { readings: { at: string }[] } }
    expect(params.readings.map((r) => r.at)).toEqual([
      '2026-11-01T01:40-04:00',
      '2026-11-01T01:40-05:00',
      '2026-11-02T01:40',
    ])
  })

  it('the offset of a time is told only if the clocks show it twice', () => {
    at(BACK, 'America/New_York')
    expect(offsetIfTwice('2026-11-01T01:40:00.000-04:00')).toBe('-04:00')
    expect(offsetIfTwice('2026-11-01T01:40:00.000-05:00')).toBe('-05:00')
    expect(offsetIfTwice('2026-11-01T02:00:00.000-05:00')).toBe('')
  })

  it('a change of half an hour is handled, too', () => {
    const { past } = at('2026-04-05T01:50:00+10:30', 'Australia/Lord_Howe')
    expect(refusal(() => past('01:45'))).toMatchObject({ params: { why: 'twice' } })
    expect(past('01:15')).toBe('2026-04-05T01:15:00.000+11:00')
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
    ['昨日 22:05', 'yesterday 22:05'],
    ['昨日２２：０５', 'yesterday 22:05'],
    ['本日　09:30', 'today 09:30'],
    ['今日 9:30', 'today 09:30'],
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
