import { describe, expect, it } from 'vitest'
import { partiesOf } from '../../../src/domain/incident/calls.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  answered,
  DECLARED,
  happened,
  incidentOf,
  lifted,
  MINUTE,
  nth,
  reopened,
  scoped,
  started,
  tried,
  undone,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

/** By party, whom to call next or who was reached, `after` minutes after the declaration. */
function calls(after: number, ...drafts: readonly EventDraft[]): Record<string, string | null> {
  const incident = incidentOf(withSettings({ roster: ROSTER }), ...drafts)
  const parties = partiesOf(incident, lifecycleOf(incident), DECLARED + after * MINUTE)
  return Object.fromEntries(
    parties.map(({ id, reached, next }) => [id, reached === null ? next : `reached ${reached.person}`]),
  )
}

describe('the person to call', () => {
  it('is nobody without a roster', () => {
    const incident = incidentOf(started())
    expect(partiesOf(incident, lifecycleOf(incident), DECLARED)).toEqual([])
  })

  it('is the head of each department, in the order of the contact flow', () => {
    expect(Object.entries(calls(0))).toEqual([
      ['desk', 'sato'],
      ['law', 'ito'],
    ])
  })

  it('is nobody while waiting for an answer, and then the deputy', () => {
    const call = happened(MINUTE, tried('sato'))
    expect(calls(5, call).desk).toBeNull()
    expect(calls(6, call).desk).toBe('kato')
  })

  it('is the one called longest ago if nobody has answered', () => {
    const all = [happened(MINUTE, tried('kato')), happened(2 * MINUTE, tried('sato'))]
    expect(calls(30, ...all).desk).toBe('kato')
    expect(calls(30, ...all, happened(25 * MINUTE, tried('kato'))).desk).toBe('sato')
  })

  it('is nobody of a department that was reached, until that is undone', () => {
    const reached = [tried('sato'), answered('kato')]
    expect(calls(30, ...reached).desk).toBe('reached kato')
    expect(calls(30, ...reached, undone(nth(3))).desk).toBe('kato')
  })

  it('is everybody again after a reopening', () => {
    const before = [scoped('trading', 'stopped'), answered('ito'), lifted('trading')]
    expect(calls(30, ...before, reopened('trading')).law).toBe('ito')
  })

  it('is nobody in a department without people', () => {
    const roster = { ...ROSTER, departments: { desk: [] } }
    const incident = incidentOf(withSettings({ roster }))
    expect(partiesOf(incident, lifecycleOf(incident), DECLARED)[0]).toEqual({
      id: 'desk',
      calls: [],
      reached: null,
      next: null,
    })
  })

  it('comes with who called when, and with what note', () => {
    const note = { type: 'contact.tried', data: { person: 'ito', way: 'mail', note: 'voicemail' } } as const
    const incident = incidentOf(withSettings({ roster: ROSTER }), note)
    const law = partiesOf(incident, lifecycleOf(incident), DECLARED + MINUTE)[1]
    expect(law?.calls).toEqual([
      { person: 'ito', state: 'waiting', at: expect.any(String), by: 'taro', note: 'voicemail', page: null },
    ])
  })
})
