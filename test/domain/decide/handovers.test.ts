import { describe, it } from 'vitest'
import {
  accepted,
  closed,
  discarded,
  given,
  iso,
  MINUTE,
  noted,
  nth,
  offered,
  started,
  thought,
  undone,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

const offer = (to: string) => ({ kind: 'offer-lead', to }) as const
const take = (reason: string | null = null) => ({ kind: 'accept-lead', reason }) as const

describe('decide: hand-over', () => {
  it('offers the lead, with an optional note', () => {
    given(started()).when(offer('hanako')).then(offered('hanako'))
    given(started())
      .when({ ...offer('hanako'), note: 'call the vendor', at: iso(-MINUTE) })
      .then({ ...offered('hanako', 'call the vendor'), at: iso(-MINUTE) })
  })

  it('replaces an open offer with one to somebody else', () => {
    given(started(), offered('hanako')).when(offer('jiro')).then(offered('jiro'))
  })

  it('does not offer the lead twice to the same person, nor to the lead', () => {
    given(started(), offered('hanako')).when(offer('hanako')).already('handover --to hanako')
    given(started()).when(offer('taro')).already('handover --to taro')
  })

  it('accepts the lead when it was offered to the operator', () => {
    given(started(), offered('hanako'))
      .when(take(), MINUTE, 'hanako')
      .then(accepted(nth(2)))
  })

  it('accepts an offer to a name when the operator is its roster id', () => {
    const listed = withSettings({ roster: ROSTER })
    given(listed, offered('Sato'))
      .when(take(), MINUTE, 'sato')
      .then(accepted(nth(2)))
    given(listed, offered('Sato')).when(take(), MINUTE, 'kato').refused('not-offered')
  })

  it('takes over without an offer only with a reason', () => {
    const params = { by: 'jiro', to: 'hanako', lead: 'taro' }
    given(started(), offered('hanako')).when(take(), MINUTE, 'jiro').refused('not-offered', params)
    given(started())
      .when(take(), MINUTE, 'jiro')
      .refused('not-offered', { ...params, to: null })
    given(started(), offered('hanako'))
      .when(take('hanako is ill'), MINUTE, 'jiro')
      .then(accepted(nth(2), 'hanako is ill'))
    given(started()).when(take('taro cannot be reached'), MINUTE, 'jiro').then(accepted(null, 'taro cannot be reached'))
  })

  it('does nothing when the lead accepts', () => {
    given(started()).when(take()).already('handover --accept')
  })

  it('refuses to accept an offer that was undone', () => {
    given(started(), offered('hanako'), undone(nth(2)))
      .when(take(), MINUTE, 'hanako')
      .refused('not-offered')
  })

  it('refuses an offer after closing', () => {
    given(started(), closed()).when(offer('hanako')).refused('incident-closed')
  })
})

describe('decide: hypotheses', () => {
  const note = (text: string, said: { hypothesis?: boolean; discards?: string } = {}) =>
    ({ kind: 'note', text, ...said }) as const

  it('records a hypothesis as a marked note', () => {
    given(started())
      .when(note('disk full', { hypothesis: true }))
      .then(thought('disk full'))
    given(started()).when(note('disk full')).then(noted('disk full'))
  })

  it('discards a hypothesis once, by a note with the reason', () => {
    given(started(), thought('disk full'))
      .when(note('half empty', { discards: nth(2) }))
      .then(discarded(nth(2), 'half empty'))
    given(started(), thought('disk full'), discarded(nth(2), 'half empty'))
      .when(note('and slow', { discards: nth(2) }))
      .already(`note --discards ${nth(2)}`)
  })

  it('refuses to discard a note that is not a hypothesis', () => {
    given(started(), noted('disk full'), thought('net down'))
      .when(note('half empty', { discards: nth(2) }))
      .refused('unknown-hypothesis', { given: nth(2), allowed: [nth(3)] })
  })
})
