import { describe, it } from 'vitest'
import type { NoticeIntent } from '../../../src/domain/decide/notices.ts'
import {
  advanced,
  announced,
  closed,
  done,
  given,
  HOUR,
  iso,
  lifted,
  MINUTE,
  planned,
  posted,
  promised,
  reopened,
  started,
} from '../../given.ts'

type Posting = NoticeIntent & { kind: 'posted' }

const post = (channels: readonly string[], over: Partial<Posting> = {}): Posting => ({
  kind: 'posted',
  channels,
  link: null,
  text: null,
  digest: null,
  next: null,
  ...over,
})

describe('recording a notice that a person posted', () => {
  it('keeps its link, text, time and what it promised, and completes the step it carries out', () => {
    const kept = { link: 'https://example.com/1', text: '停止しています', digest: 'd', next: iso(30 * MINUTE) }
    given(started())
      .when(post(['website'], { ...kept, at: iso(0) }))
      .then(
        { type: 'notice.posted', at: iso(0), data: { channel: 'website', stage: 'first', number: 1, ...kept } },
        { ...done('b-website'), at: iso(0) },
      )
  })

  it('completes a step once, but a recurring one each time', () => {
    given(started(), done('b-website'))
      .when(post(['website']))
      .then(posted('website', 'first', 1))
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2), done('c-website'))
      .when(post(['website']))
      .then(posted('website', 'update', 3), done('c-website'))
  })

  it('completes no step that does not apply', () => {
    given(started())
      .when(post(['website'], { stage: 'scheduled' }))
      .then(posted('website', 'scheduled', null))
  })

  it('takes the channels of the runbook only, each once', () => {
    given(started())
      .when(post(['website', 'fax']))
      .refused('unknown-channel', { given: 'fax', allowed: ['website', 'email', 'internal'] })
    given(started())
      .when(post(['constructor']))
      .refused('unknown-channel')
    given(started())
      .when(post(['internal', 'internal']))
      .then(posted('internal', 'first', 1))
  })
})

describe('the stage', () => {
  it('is first on each channel that has had none, update after that', () => {
    given(started(), posted('website', 'first', 1))
      .when(post(['website', 'internal']))
      .then(posted('website', 'update', 2), done('c-website'), posted('internal', 'first', 1))
  })

  it('is scheduled before a planned halt begins; an announcement is no first notice', () => {
    given(planned())
      .when(post(['website']))
      .then(announced('website'), done('s-announce'))
    given(planned(), announced('website'), advanced('initial-response'))
      .when(post(['website']), 2 * HOUR)
      .then(posted('website', 'first', 1), done('b-website'))
  })

  it('is resumption after the first lift', () => {
    given(started(), posted('website', 'first', 1), done('c-criteria'), lifted('trading'))
      .when(post(['website']))
      .then(posted('website', 'resumption', 2), done('d-website'))
  })

  it('is first again after a reopening', () => {
    given(started(), posted('website', 'first', 1), lifted('trading'), reopened('trading'))
      .when(post(['website']))
      .then(posted('website', 'first', 2), done('b-website'))
  })

  it('is final once the incident is closed, and no other then', () => {
    given(started(), posted('website', 'first', 1), closed())
      .when(post(['website']))
      .then(posted('website', 'final', 2))
    given(started(), closed())
      .when(post(['website'], { stage: 'update' }))
      .refused('incident-closed')
  })

  it('can be said', () => {
    given(started())
      .when(post(['internal'], { stage: 'final' }))
      .then(posted('internal', 'final', 1))
  })
})

describe('the number (第N報)', () => {
  it('is one for the first notices of all channels', () => {
    given(started(), posted('website', 'first', 1))
      .when(post(['internal']))
      .then(posted('internal', 'first', 1))
  })

  it('is the number current in the series for a first notice that comes late', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2))
      .when(post(['internal']))
      .then(posted('internal', 'first', 2))
  })

  it('is the next for each round of updates, shared by the channels of the round', () => {
    const firsts = [started(), posted('website', 'first', 1), posted('email', 'first', 1)] as const
    given(...firsts)
      .when(post(['website']))
      .then(posted('website', 'update', 2), done('c-website'))
    given(...firsts, posted('website', 'update', 2))
      .when(post(['email']))
      .then(posted('email', 'update', 2), done('c-email'))
    given(...firsts, posted('website', 'update', 2), posted('email', 'update', 2))
      .when(post(['email']))
      .then(posted('email', 'update', 3), done('c-email'))
  })

  it('is one for channels that are posted together, though one of them missed the round before', () => {
    given(started(), posted('website', 'first', 1), posted('email', 'first', 1), posted('website', 'update', 2))
      .when(post(['website', 'email']))
      .then(posted('website', 'update', 3), done('c-website'), posted('email', 'update', 3), done('c-email'))
    given(started(), posted('website', 'first', 1), posted('email', 'first', 1), posted('website', 'update', 2))
      .when(post(['email', 'website']))
      .then(posted('email', 'update', 3), done('c-email'), posted('website', 'update', 3), done('c-website'))
  })

  it('is the next for the round of resumption, and for that of the end', () => {
    const told = [started(), posted('website', 'first', 1), posted('website', 'update', 2), lifted('trading')] as const
    given(...told)
      .when(post(['internal']))
      .then(posted('internal', 'resumption', 3))
    given(...told, posted('website', 'resumption', 3))
      .when(post(['internal'], { stage: 'final' }))
      .then(posted('internal', 'final', 4))
  })

  it('goes on in one series after a reopening', () => {
    const again = [started(), posted('website', 'first', 1), lifted('trading'), reopened('trading')] as const
    given(...again, posted('website', 'first', 2))
      .when(post(['internal']))
      .then(posted('internal', 'first', 2))
  })

  it('is none for announcements, which stand outside the series', () => {
    given(planned(), announced('website'))
      .when(post(['website', 'internal']))
      .then(announced('website'), done('s-announce'), announced('internal'))
  })

  it('is not moved by a notice whose number a colleague gave lower', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2), posted('email', 'first', 1))
      .when(post(['website']))
      .then(posted('website', 'update', 3), done('c-website'))
  })
})

describe('promising the next report', () => {
  it('is recorded for each channel named, without a notice', () => {
    given(started())
      .when({ kind: 'promise', channels: ['website', 'email'], next: iso(HOUR), at: iso(0) })
      .then({ ...promised('website', iso(HOUR)), at: iso(0) }, { ...promised('email', iso(HOUR)), at: iso(0) })
  })

  it('is refused once the incident is closed', () => {
    given(started(), closed())
      .when({ kind: 'promise', channels: ['website'], next: iso(HOUR) })
      .refused('incident-closed')
  })
})
