import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readSettings } from '../../src/runbook/io/user-config.ts'
import { folder } from '../store/bench.ts'

function sharedWith(group: string): object {
  const path = join(folder(), 'halt.yaml')
  writeFileSync(path, `share: { group: ${group} }\n`)
  return readSettings(path).source.findings
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe('share.group in halt.yaml', () => {
  it('can be a group that the operator is in', () => {
    expect(sharedWith(`"${process.getgid?.()}"`)).toEqual([])
  })

  it.each(['no-such-group-here', '"4294967295"', '"99999999999"'])(
    'cannot be a group that this machine does not have: %s',
    (group) => {
      expect(sharedWith(group)).toMatchObject([
        { code: 'bad-group', params: { given: group.replaceAll('"', ''), why: 'unknown' }, line: 1, column: 17 },
      ])
    },
  )

  it('cannot be a group that the operator is not in', () => {
    vi.spyOn(process, 'getuid').mockReturnValue(1000)
    vi.spyOn(process, 'getegid').mockReturnValue(1000)
    vi.spyOn(process, 'getgroups').mockReturnValue([1000, 27])
    expect(sharedWith('"27"')).toEqual([])
    expect(sharedWith('"28"')).toMatchObject([{ code: 'bad-group', params: { given: '28', why: 'not-a-member' } }])
  })
})

describe('entity.holidays in halt.yaml', () => {
  const CALENDAR = 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261123\nEND:VEVENT\nEND:VCALENDAR\n'

  function naming(file: string, calendar: string | null) {
    const workspace = folder()
    writeFileSync(join(workspace, 'halt.yaml'), `entity: { holidays: ${file} }\n`)
    if (calendar !== null) writeFileSync(join(workspace, 'days.ics'), calendar)
    const { holidays, source } = readSettings(join(workspace, 'halt.yaml'))
    return { holidays, findings: source.findings }
  }

  it('names a calendar of the workspace', () => {
    expect(naming('days.ics', CALENDAR)).toEqual({ holidays: [{ date: '2026-11-23', yearly: false }], findings: [] })
  })

  it('warns of a calendar that cannot be read, and of what is not understood in it', () => {
    expect(naming('none.ics', null)).toMatchObject({
      holidays: null,
      findings: [{ code: 'no-holidays', level: 'warning', params: { given: 'none.ics' }, line: 1, column: 21 }],
    })
    expect(naming('days.ics', CALENDAR.replace(';VALUE=DATE', ''))).toMatchObject({
      holidays: [],
      findings: [{ code: 'holiday-not-understood', level: 'warning', params: { at: 3, text: 'DTSTART:20261123' } }],
    })
  })
})
