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
