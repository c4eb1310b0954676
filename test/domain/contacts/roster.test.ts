import { describe, expect, it } from 'vitest'
import { notificationOrder, peopleOf } from '../../../src/domain/contacts/roster.ts'
import { ROSTER } from '../../small-roster.ts'

describe('notificationOrder', () => {
  it('follows the contact flow from the lead breadth-first, naming each department or person once', () => {
    const flow = { lead: ['law', 'mori'], law: ['sato', 'mori'], sato: ['desk', 'law'] }
    expect(notificationOrder({ ...ROSTER, flow })).toEqual(['law', 'mori', 'sato', 'desk'])
  })

  it('appends departments that the flow leaves out', () => {
    expect(notificationOrder({ ...ROSTER, flow: {} })).toEqual(['desk', 'law'])
    expect(notificationOrder({ ...ROSTER, flow: { lead: ['law', 'constructor'] } })).toEqual([
      'law',
      'constructor',
      'desk',
    ])
  })
})

describe('peopleOf', () => {
  it('resolves a name to the people of a department (head first), to one person, or to nobody', () => {
    expect(peopleOf(ROSTER, 'desk')).toEqual(['sato', 'kato'])
    expect(peopleOf(ROSTER, 'mori')).toEqual(['mori'])
    expect(peopleOf(ROSTER, 'toString')).toEqual([])
  })
})
