import { describe, it } from 'vitest'
import type { NoticeIntent } from '../../../src/domain/decide/notices.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  announced,
  closed,
  composed,
  done,
  given,
  HOUR,
  happened,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  promised,
  reopened,
  SECOND,
  started,
  undone,
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

describe('decide: notices posted by hand', () => {
  it('records link, text, time and promised next notice, and completes the matching step', () => {
    const kept = {
      link: 'https://example.com/1',
      text: '停止しています',
      digest: 'd',
      next: '2026-11-24T22:47:00.000+09:00',
    }
    given(started())
      .when(post(['website'], { ...kept, at: iso(0) }))
      .then(
        { type: 'notice.posted', at: iso(0), data: { channel: 'website', stage: 'first', number: 1, ...kept } },
        { ...done('b-website'), at: iso(0) },
      )
  })

  it('records the promised next notice to the minute that its text states', () => {
    given(started())
      .when(post(['internal'], { next: iso(54 * SECOND) }))
      .then(posted('internal', 'first', 1, '2026-11-24T22:17:00.000+09:00'))
  })

  it('records the time that was planned for the next notice if the text is not kept', () => {
    const [told, next] = [promised('website', iso(HOUR + SECOND)), '2026-11-24T23:17:00.000+09:00']
    const first = posted('website', 'first', 1, next)
    given(started(), told)
      .when(post(['website']))
      .then(first, done('b-website'))
    given(started(), told)
      .when({ kind: 'done', steps: ['b-website'] })
      .then(first, done('b-website'))
    given(started(), promised('internal', iso(HOUR)))
      .when(post(['internal']))
      .then(posted('internal', 'first', 1, next))
  })

  it('records no planned time that was passed, taken back, recorded only later or not in the text', () => {
    const unplanned = posted('website', 'first', 1)
    const told = promised('website', iso(HOUR))
    given(started(), promised('website', iso(0)))
      .when(post(['website']))
      .then(unplanned, done('b-website'))
    given(started(), told, undone(nth(2)))
      .when(post(['website']))
      .then(unplanned, done('b-website'))
    given(started(), happened(5 * MINUTE, told))
      .when(post(['website'], { at: iso(0) }))
      .then({ ...unplanned, at: iso(0) }, { ...done('b-website'), at: iso(0) })
    given(started(), happened(5 * MINUTE, posted('email', 'first', 1, iso(HOUR))))
      .when(post(['website'], { at: iso(0) }))
      .then({ ...unplanned, at: iso(0) }, { ...done('b-website'), at: iso(0) })
    given(started(), told)
      .when(post(['website'], { text: '停止しています', digest: 'd' }))
      .then(
        { ...unplanned, data: { ...(unplanned.data as object), text: '停止しています', digest: 'd' } } as EventDraft,
        done('b-website'),
      )
    given(planned(), told)
      .when(post(['website']))
      .then(announced('website'), done('s-announce'))
  })

  it('completes a step once, but a recurring step every time', () => {
    given(started(), done('b-website'))
      .when(post(['website']))
      .then(posted('website', 'first', 1))
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2), done('c-website'))
      .when(post(['website']))
      .then(posted('website', 'update', 3), done('c-website'))
  })

  it('of resumption is refused before anything was lifted, unless it is forced', () => {
    const early = post(['website'], { stage: 'resumption' })
    given(started()).when(early).refused('not-resumed', { channel: 'website' })
    given(started(), lifted(), posted('website', 'resumption', 1), reopened())
      .when(early)
      .refused('not-resumed')
    const forced = { reason: 'it is out', open: ['not-resumed'] }
    const { data } = posted('website', 'resumption', 1) as EventDraft & { type: 'notice.posted' }
    given(started())
      .when({ ...early, force: 'it is out' })
      .then({ type: 'notice.posted', data: { ...data, forced } }, done('d-website'))
    const sending = { kind: 'intend-notices', notices: [composed('website', 'resumption', 1)] } as const
    given(started()).when(sending).refused('not-resumed', { channel: 'website' })
    given(started())
      .when({ ...sending, force: 'it is out' })
      .then(intended('website', 'resumption', 1, { forced }))
  })

  it('completes no step that does not apply', () => {
    given(started())
      .when(post(['website'], { stage: 'scheduled' }))
      .then(posted('website', 'scheduled', null))
  })

  it('rejects channels that the runbook lacks, and records a repeated channel once', () => {
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

describe('decide: a notice posted with errors in its text', () => {
  const forced = { reason: 'it is out' }
  const open = ['unbacked-claim']
  const found = new Map([['website', open]])
  const first = posted('website', 'first', 1) as EventDraft & { type: 'notice.posted' }
  const withForce = (codes: readonly string[]) => ({
    ...first,
    data: { ...first.data, forced: { ...forced, open: codes } },
  })

  it('has the reason, and the codes of what was open', () => {
    given(started())
      .when(post(['website'], { force: 'it is out', open: found }))
      .then(withForce(open), done('b-website'))
    given(started())
      .when(post(['website'], { force: 'nothing was open', open: new Map() }))
      .then(first, done('b-website'))
  })

  it('has only the codes of its own text', () => {
    given(started())
      .when(post(['website', 'internal'], { force: 'it is out', open: found }))
      .then(withForce(open), done('b-website'), posted('internal', 'first', 1))
  })

  it('needs a reason of its own to be a second first notice', () => {
    const again = post(['website'], { stage: 'first', force: 'it is out', open: found })
    given(started(), first).when(again).refused('first-again')
    given(started(), first)
      .when({ ...again, again: 'the first was wrong' })
      .then(withForce([...open, 'first-again']), done('b-website'))
  })
})

describe('decide: stage of a notice', () => {
  it('is first on a channel without notices, then update', () => {
    given(started(), posted('website', 'first', 1))
      .when(post(['website', 'internal']))
      .then(posted('website', 'update', 2), done('c-website'), posted('internal', 'first', 2))
  })

  it('is scheduled before a planned halt begins, and first afterwards', () => {
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

  it('is final once the incident is closed, and other stages are refused', () => {
    given(started(), posted('website', 'first', 1), closed())
      .when(post(['website']))
      .then(posted('website', 'final', 2))
    given(started(), closed())
      .when(post(['website'], { stage: 'update' }))
      .refused('incident-closed')
  })

  it('is the one given, if any', () => {
    given(started())
      .when(post(['internal'], { stage: 'final' }))
      .then(posted('internal', 'final', 1))
  })
})

describe('decide: a second first notice on a channel', () => {
  const out = [started(), posted('website', 'first', 1), done('b-website')] as const

  it('needs a reason, which is kept with it', () => {
    given(...out)
      .when(post(['email', 'website'], { stage: 'first' }))
      .refused('first-again', { channel: 'website', event: nth(2), at: iso(SECOND), sent: false })
    const forced = { reason: 'the page was lost', open: ['first-again'] }
    given(...out)
      .when(post(['email', 'website'], { stage: 'first', again: 'the page was lost' }))
      .then(posted('email', 'first', 1), done('b-email'), {
        type: 'notice.posted',
        data: { ...posted('website', 'first', 1).data, forced },
      } as EventDraft)
  })

  it('needs none for an update, for one undone, or after a reopening', () => {
    given(...out)
      .when(post(['website'], { stage: 'update' }))
      .then(posted('website', 'update', 2), done('c-website'))
    given(...out, undone(nth(2)), undone(nth(3)))
      .when(post(['website'], { stage: 'first' }))
      .then(posted('website', 'first', 1), done('b-website'))
    given(...out, lifted('trading'), reopened('trading'))
      .when(post(['website'], { stage: 'first' }))
      .then(posted('website', 'first', 2), done('b-website'))
  })

  it('is not recorded by doing its step once more', () => {
    given(...out, undone(nth(3)))
      .when({ kind: 'done', steps: ['b-website'] })
      .then(done('b-website'))
  })
})

describe('decide: number of a notice (第N報)', () => {
  it('is the same for the first notices on all channels', () => {
    given(started(), posted('website', 'first', 1))
      .when(post(['internal']))
      .then(posted('internal', 'first', 1))
  })

  it('is the current number of the series for a late first notice', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2))
      .when(post(['internal']))
      .then(posted('internal', 'first', 2))
  })

  it('increases with each round of updates, shared by the channels of the round', () => {
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

  it('is the same for channels posted together, even if one missed the previous round', () => {
    given(started(), posted('website', 'first', 1), posted('email', 'first', 1), posted('website', 'update', 2))
      .when(post(['website', 'email']))
      .then(posted('website', 'update', 3), done('c-website'), posted('email', 'update', 3), done('c-email'))
    given(started(), posted('website', 'first', 1), posted('email', 'first', 1), posted('website', 'update', 2))
      .when(post(['email', 'website']))
      .then(posted('email', 'update', 3), done('c-email'), posted('website', 'update', 3), done('c-website'))
  })

  it('is the same for a first notice and the updates that are posted with it', () => {
    const told = [started(), posted('website', 'first', 1)] as const
    given(...told)
      .when(post(['website', 'email']))
      .then(posted('website', 'update', 2), done('c-website'), posted('email', 'first', 2), done('b-email'))
    given(...told)
      .when(post(['email', 'website']))
      .then(posted('email', 'first', 2), done('b-email'), posted('website', 'update', 2), done('c-website'))
  })

  it('is shared by an update that follows on a further channel, whichever of its round came first', () => {
    const others = [posted('email', 'first', 2), posted('website', 'update', 2)] as const
    given(started(), posted('website', 'first', 1), posted('internal', 'first', 1), ...others)
      .when(post(['internal']))
      .then(posted('internal', 'update', 2))
  })

  it('increases for the resumption round and for the final round', () => {
    const told = [started(), posted('website', 'first', 1), posted('website', 'update', 2), lifted('trading')] as const
    given(...told)
      .when(post(['internal']))
      .then(posted('internal', 'resumption', 3))
    given(...told, posted('website', 'resumption', 3))
      .when(post(['internal'], { stage: 'final' }))
      .then(posted('internal', 'final', 4))
  })

  it('continues the series after a reopening', () => {
    const again = [started(), posted('website', 'first', 1), lifted('trading'), reopened('trading')] as const
    given(...again, posted('website', 'first', 2))
      .when(post(['internal']))
      .then(posted('internal', 'first', 2))
  })

  it('is null for advance notices', () => {
    given(planned(), announced('website'))
      .when(post(['website', 'internal']))
      .then(announced('website'), done('s-announce'), announced('internal'))
  })

  it('does not decrease after a colleague recorded a lower number', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2), posted('email', 'first', 1))
      .when(post(['website']))
      .then(posted('website', 'update', 3), done('c-website'))
  })
})

describe('decide: promising the next notice', () => {
  const NEXT = '2026-11-24T23:17:00.000+09:00'

  it('records the promise for each channel, without a notice, to the minute that notices state', () => {
    given(started())
      .when({ kind: 'promise', channels: ['website', 'email'], next: iso(HOUR), at: iso(0) })
      .then({ ...promised('website', NEXT), at: iso(0) }, { ...promised('email', NEXT), at: iso(0) })
  })

  it('is refused once the incident is closed', () => {
    given(started(), closed())
      .when({ kind: 'promise', channels: ['website'], next: iso(HOUR) })
      .refused('incident-closed')
  })
})
