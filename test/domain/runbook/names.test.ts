import { describe, expect, it } from 'vitest'
import { idByName, namesOf } from '../../../src/domain/runbook/names.ts'

const DEPARTMENTS = {
  system: { ja: 'システム部門', en: 'System', also: ['システム部'] },
  'public-relations': { ja: '広報', en: 'Public Relations' },
  press: { ja: '報道', en: 'Press', also: ['広報部'] },
  desk: { ja: '窓口', en: 'Desk', also: ['広報部'] },
}

describe('idByName', () => {
  it.each([
    ['system', 'system'],
    ['System', 'system'],
    ['システム部門', 'system'],
    ['ｼｽﾃﾑ部', 'system'],
    ['public relations', 'public-relations'],
    [' Public  Relations ', 'public-relations'],
    ['広報', 'public-relations'],
  ])('reads %s as %s', (given, id) => {
    expect(idByName(DEPARTMENTS, given)).toBe(id)
  })

  it.each(['', '佐藤', 'constructor', 'syst', '広報部'])('does not read %j: it names nothing, or two', (given) => {
    expect(idByName(DEPARTMENTS, given)).toBeUndefined()
  })
})

describe('namesOf', () => {
  it('is the id with all names', () => {
    expect(namesOf(DEPARTMENTS, 'system')).toEqual(['system', 'システム部門', 'System', 'システム部'])
    expect(namesOf(DEPARTMENTS, 'fax')).toEqual(['fax'])
  })
})
