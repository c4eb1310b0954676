import { describe, expect, it } from 'vitest'
import { titleOf, titleWrittenIn } from '../../../src/domain/incident/current-values.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { classified, given, incidentOf, nth, started, undone } from '../../given.ts'

const titled = (titles: { readonly ja?: string; readonly en?: string }): EventDraft => ({
  type: 'incident.titled',
  data: titles,
})
const DECLARED = started({ title: '約定の停止' })

describe('the title in each language', () => {
  it('is what somebody wrote in it, beside the title as given', () => {
    const incident = incidentOf(DECLARED, titled({ en: 'Matching stopped' }))
    expect(titleOf(incident)).toBe('約定の停止')
    expect(titleWrittenIn(incident, 'en')).toBe('Matching stopped')
    expect(titleWrittenIn(incident, 'ja')).toBeNull()
  })

  it('counts until a new title is given, and not once it was undone', () => {
    const renamed = [DECLARED, titled({ en: 'Matching stopped' }), classified({ title: '入金の遅れ' })]
    expect(titleWrittenIn(incidentOf(...renamed), 'en')).toBeNull()
    expect(titleWrittenIn(incidentOf(...renamed, titled({ en: 'Late deposits' })), 'en')).toBe('Late deposits')
    expect(titleWrittenIn(incidentOf(DECLARED, titled({ en: 'Slip' }), undone(nth(2))), 'en')).toBeNull()
    expect(titleWrittenIn(incidentOf(started({ title: null }), titled({ ja: '停止' })), 'ja')).toBe('停止')
  })

  it('is recorded where it is new, with the reason if one was given, and nothing else is', () => {
    const written = given(DECLARED, titled({ ja: '約定の停止' }))
    written
      .when({ kind: 'title', titles: { ja: '約定の停止', en: 'Matching stopped' }, reason: 'for the board' })
      .then({ type: 'incident.titled', data: { en: 'Matching stopped', reason: 'for the board' } })
    written.when({ kind: 'title', titles: { ja: '約定の停止' } }).then()
    given(DECLARED)
      .when({ kind: 'title', titles: { en: 'Matching stopped' } })
      .then({ type: 'incident.titled', data: { en: 'Matching stopped' } })
  })
})
