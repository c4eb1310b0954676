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

describe('the lead', () => {
  it('is offered, with what the other should know first', () => {
    given(started()).when(offer('hanako')).then(offered('hanako'))
    given(started())
      .when({ ...offer('hanako'), note: 'call the vendor', at: iso(-MINUTE) })
      .then({ ...offered('hanako', 'call the vendor'), at: iso(-MINUTE) })
  })

  it('is offered anew to another', () => {
    given(started(), offered('hanako')).when(offer('jiro')).then(offered('jiro'))
  })

  it('is not offered twice to the same, nor to whoever has it', () => {
    given(started(), offered('hanako')).when(offer('hanako')).already('handover --to hanako')
    given(started()).when(offer('taro')).already('handover --to taro')
  })

  it('is accepted by whom it was offered to', () => {
    given(started(), offered('hanako'))
      .when(take(), MINUTE, 'hanako')
      .then(accepted(nth(2)))
  })

  it('is accepted by the id of the contact list, or a name', () => {
    const listed = withSettings({ roster: ROSTER })
    given(listed, offered('Sato'))
      .when(take(), MINUTE, 'sato')
      .then(accepted(nth(2)))
    given(listed, offered('Sato')).when(take(), MINUTE, 'kato').refused('not-offered')
  })

  it('is taken over by another for a reason only', () => {
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

  it('stays with whoever has it', () => {
    given(started()).when(take()).already('handover --accept')
  })

  it('is withdrawn by undoing the offer', () => {
    given(started(), offered('hanako'), undone(nth(2)))
      .when(take(), MINUTE, 'hanako')
      .refused('not-offered')
  })

  it('is handed over while the incident is open only', () => {
    given(started(), closed()).when(offer('hanako')).refused('incident-closed')
  })
})

describe('a hypothesis', () => {
  const note = (text: string, said: { hypothesis?: boolean; discards?: string } = {}) =>
    ({ kind: 'note', text, ...said }) as const

  it('is a note that says so', () => {
    given(started())
      .when(note('disk full', { hypothesis: true }))
      .then(thought('disk full'))
    given(started()).when(note('disk full')).then(noted('disk full'))
  })

  it('is discarded by a note that says why, once', () => {
    given(started(), thought('disk full'))
      .when(note('half empty', { discards: nth(2) }))
      .then(discarded(nth(2), 'half empty'))
    given(started(), thought('disk full'), discarded(nth(2), 'half empty'))
      .when(note('and slow', { discards: nth(2) }))
      .already(`note --discards ${nth(2)}`)
  })

  it('that is none cannot be discarded', () => {
    given(started(), noted('disk full'), thought('net down'))
      .when(note('half empty', { discards: nth(2) }))
      .refused('unknown-hypothesis', { given: nth(2), allowed: [nth(3)] })
  })
})
