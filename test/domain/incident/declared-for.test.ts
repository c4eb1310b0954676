import { describe, expect, it } from 'vitest'
import { isDeclaredFor } from '../../../src/domain/incident/declared-for.ts'
import { type EventDraft, writerOf } from '../../../src/domain/log/event.ts'
import { incidentOf, noted, nth, started } from '../../given.ts'

const everybody = () => true
const joined = (ref?: string): EventDraft => ({
  type: 'note.added',
  data: { text: 'seen', source: { incident: 'abc', id: 'other', event: 'b:2', by: 'hanako', ...(ref && { ref }) } },
})

describe('an incident is declared for a key', () => {
  it('if its declaration names it', () => {
    const incident = incidentOf(started({ ref: 'OPS-7' }), noted('seen'))
    expect(isDeclaredFor(incident, 'OPS-7', everybody)).toBe(true)
    expect(isDeclaredFor(incident, 'OPS-8', everybody)).toBe(false)
    expect(isDeclaredFor(incidentOf(started()), 'OPS-7', everybody)).toBe(false)
  })

  it('if one was that a known writer joined to it', () => {
    const incident = incidentOf(started(), joined('OPS-7'), joined('OPS-7'), joined())
    expect(isDeclaredFor(incident, 'OPS-7', everybody)).toBe(true)
    expect(isDeclaredFor(incident, 'OPS-7', (writer) => writer !== writerOf(nth(2)))).toBe(false)
  })
})
