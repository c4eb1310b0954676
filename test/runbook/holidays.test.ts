import { describe, expect, it } from 'vitest'
import { parseHolidays } from '../../src/runbook/holidays.ts'

const calendar = (...lines: readonly string[]) => ['BEGIN:VCALENDAR', ...lines, 'END:VCALENDAR', ''].join('\r\n')
const event = (...lines: readonly string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT']
const read = (...lines: readonly string[]) => parseHolidays(calendar(...event(...lines)))
const unread = (...lines: readonly string[]) => read(...lines).notUnderstood

describe('parseHolidays', () => {
  it('reads whole days, those of every year, and several in a row', () => {
    const { holidays, notUnderstood } = parseHolidays(
      calendar(
        ...event('DTSTART;VALUE=DATE:20261123', 'SUMMARY:Labour', ' Day'),
        ...event('DTSTART;VALUE=DATE:20201225', 'DTEND;VALUE=DATE:20201227', 'RRULE:FREQ=YEARLY'),
        ...event('DTSTART;VALUE=DATE:20261124', 'STATUS:CANCELLED'),
      ),
    )
    expect(holidays).toEqual([
      { date: '2026-11-23', yearly: false },
      { date: '2020-12-25', yearly: true },
      { date: '2020-12-26', yearly: true },
    ])
    expect(notUnderstood).toEqual([])
  })

  it('says which lines it does not understand', () => {
    expect(unread('DTSTART:20261123T000000')).toEqual([{ line: 3, text: 'DTSTART:20261123T000000' }])
    expect(unread('SUMMARY:No date')).toEqual([{ line: 4, text: 'END:VEVENT' }])
    expect(unread('DTSTART;VALUE=DATE:20260231')).toHaveLength(1)
    expect(unread('DTSTART;VALUE=DATE:20261399')).toHaveLength(1)
    const day = 'DTSTART;VALUE=DATE:20261123'
    for (const line of [
      'RRULE:FREQ=MONTHLY',
      'RRULE:FREQ=YEARLY;BYDAY=2MO',
      'RDATE;VALUE=DATE:20261201',
      'EXDATE:1',
      'DURATION:P2D',
      'DTEND:soon',
      'DTEND;VALUE=DATE:20261122',
      'DTEND;VALUE=DATE:20291122',
    ])
      expect(unread(day, line), line).toEqual([{ line: 4, text: line }])
  })

  it('reads a file that begins with a byte order mark', () => {
    const { holidays, notUnderstood } = parseHolidays(`\uFEFF${calendar(...event('DTSTART;VALUE=DATE:20261123'))}`)
    expect(holidays).toEqual([{ date: '2026-11-23', yearly: false }])
    expect(notUnderstood).toEqual([])
  })

  it('says so if there is no calendar', () => {
    expect(parseHolidays('nothing')).toEqual({ holidays: [], notUnderstood: [{ line: 1, text: 'BEGIN:VCALENDAR' }] })
  })
})
