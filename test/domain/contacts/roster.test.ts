import { describe, expect, it } from 'vitest'
import { notificationOrder, peopleOf } from '../../../src/domain/contacts/roster.ts'
import { ROSTER } from '../../small-roster.ts'

describe('the contact flow', () => {
  it('reaches those whom the lead tells, then those whom they tell, each once', () => {
    const flow = { lead: ['law', 'mori'], law: ['sato', 'mori'], sato: ['desk', 'law'] }
    expect(notificationOrder({ ...ROSTER, flow })).toEqual(['law', 'mori', 'sato', 'desk'])
  })

  it('leaves no department out', () => {
    expect(notificationOrder({ ...ROSTER, flow: {} })).toEqual(['desk', 'law'])
    expect(notificationOrder({ ...ROSTER, flow: { lead: ['law', 'constructor'] } })).toEqual([
      'law',
      'constructor',
      'desk',
    ])
  })
})

describe('a name in the flow', () => {
  it('stands for the people of a department, head first, for one person, or for nobody', () => {
    expect(peopleOf(ROSTER, 'desk')).toEqual(['sato', 'kato'])
    expect(peopleOf(ROSTER, 'mori')).toEqual(['mori'])
    expect(peopleOf(ROSTER, 'toString')).toEqual([])
  })
})
