import { describe, expect, it } from 'vitest'
import { latestUnsentNotice } from '../../../src/domain/decide/sending.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { noticeDeadlines } from '../../../src/domain/incident/notice-deadlines.ts'
import { nextNoticeStage, noticesOf, unsafeReason } from '../../../src/domain/incident/notices.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { composedFrom } from '../../../src/domain/notice/changes.ts'
import {
  advanced,
  classified,
  closed,
  composed,
  deliveredAs,
  done,
  given,
  happened,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  marked,
  noted,
  nth,
  planned,
  posted,
  reopened,
  scoped,
  started,
  stated,
  undone,
} from '../../given.ts'

const send = (...notices: ReturnType<typeof composed>[]) => ({ kind: 'intend-notices' as const, notices })
const retryBy =
  (via: string) =>
  (...seqs: readonly number[]) => ({
    kind: 'retry-notices' as const,
    notices: seqs.map((seq) => ({ notice: nth(seq), via, journal: 'journal-2' })),
  })
const retry = retryBy('webhook')
const byMail = retryBy('smtp')
const deliver = (notice: string, outcome?: 'sent' | 'failed' | 'unknown') => ({
  kind: 'deliver-notice' as const,
  data: deliveredAs(notice, outcome).data,
})

describe('decide: sending notices', () => {
  it('records the intent with number, key and texts, one number for channels sent together', () => {
    given(started())
      .when(send(composed('website', 'first', 1), composed('email', 'first', 1)))
      .then(intended('website', 'first', 1), intended('email', 'first', 1))
  })

  it('records one number for a first notice and the updates sent with it, even if those go out by hand', () => {
    const told = [started(), posted('website', 'first', 1)] as const
    given(...told)
      .when({ ...send(composed('website', 'update', 2), composed('email', 'first', 2)), news: ['website'] })
      .then(intended('website', 'update', 2), intended('email', 'first', 2))
    given(...told)
      .when(send(composed('email', 'first', 2)))
      .then(intended('email', 'first', 2))
    given(...told, posted('website', 'update', 2), posted('website', 'update', 3))
      .when(send(composed('email', 'first', 2)))
      .refused('notice-outdated', { channel: 'email', number: 2, now: 3, changed: [] })
  })

  it('refuses if the number in the text has been taken by another notice', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2))
      .when(send(composed('website', 'update', 2)))
      .refused('notice-outdated', { channel: 'website', number: 2, now: 3, changed: [] })
  })

  it('refuses a text that was composed before a fact, the scope or the type changed, or was taken back', () => {
    const before = [started(), stated('cause', { ja: '調査中' }), scoped('trading', 'stopped')]
    const basis = composedFrom(incidentOf(...before))
    const first = { ...send(composed('website', 'first', 1)), basis }
    given(...before, noted('the disk is hot'), stated('cause', { ja: '調査中' }))
      .when(first)
      .then(intended('website', 'first', 1))
    const refused = (changed: readonly string[], ...after: EventDraft[]) =>
      given(...before, ...after)
        .when(first)
        .refused('notice-outdated', { channel: 'website', number: 1, now: 1, changed })
    refused(['cause'], stated('cause', { ja: '装置の故障' }))
    refused(['cause'], undone(nth(2)))
    refused(['started-at'], stated('started-at', { value: iso(-20 * MINUTE) }))
    refused(['scope'], scoped('trading', 'cancel-only'))
    refused(['scope'], scoped('withdrawals', 'stopped', 'XEM'))
    refused(['scope'], lifted('trading'), reopened('trading'))
    refused(['type'], classified({ type: 'maintenance' }))
  })

  it('refuses a first notice on a channel that already had one, unless there is a reason', () => {
    const out = [started(), intended('website', 'first', 1), deliveredAs(nth(2)), done('b-website')]
    const again = send(composed('website', 'first', 1), composed('email', 'first', 1))
    given(...out)
      .when({ ...again, force: 'ordered' })
      .refused('first-again', { channel: 'website', event: nth(2) })
    const forced = { reason: 'the page was lost', open: ['first-again'] }
    given(...out)
      .when({ ...again, again: 'the page was lost' })
      .then(intended('website', 'first', 1, { forced }), intended('email', 'first', 1))
    given(started())
      .when({ ...send(composed('website', 'first', 1)), again: 'not needed' })
      .then(intended('website', 'first', 1))
  })

  it('rejects channels that the runbook lacks', () => {
    given(started())
      .when(send(composed('fax', 'first', 1)))
      .refused('unknown-channel')
  })

  it('records overridden findings by code, and evidence and approver of a claim', () => {
    const claim = { evidence: 'cold wallet balances', approvedBy: 'hanako' }
    given(started())
      .when({
        ...send(composed('website', 'first', 1)),
        force: 'no time',
        open: new Map([['website', ['too-long']]]),
        claim,
      })
      .then(intended('website', 'first', 1, { forced: { reason: 'no time', open: ['too-long'] }, claim }))
  })

  it('does not record force that nothing required', () => {
    given(started())
      .when({ ...send(composed('website', 'first', 1)), force: 'no time' })
      .then(intended('website', 'first', 1))
  })

  it('sends only the final notice after closing', () => {
    given(started(), closed())
      .when(send(composed('website', 'first', 1)))
      .refused('incident-closed')
    given(started(), closed())
      .when(send(composed('website', 'final', 1)))
      .then(intended('website', 'final', 1))
  })
})

describe('decide: the outcome of a delivery', () => {
  it('completes the step of its channel and stage when sent', () => {
    given(started(), intended('website', 'first', 1))
      .when(deliver(nth(2)))
      .then(deliveredAs(nth(2)), done('b-website'))
  })

  it('completes no step when failed', () => {
    given(started(), intended('website', 'first', 1))
      .when(deliver(nth(2), 'failed'))
      .then(deliveredAs(nth(2), 'failed'))
  })

  it('is recorded once, and only for a known intent', () => {
    given(started(), intended('website', 'first', 1), deliveredAs(nth(2)))
      .when(deliver(nth(2)))
      .already(`notice ${nth(2)}`)
    given(started())
      .when(deliver(nth(9)))
      .refused('unknown-event')
  })

  it('is recorded after closing', () => {
    given(started(), intended('website', 'first', 1), closed())
      .when(deliver(nth(2), 'failed'))
      .then(deliveredAs(nth(2), 'failed'))
  })

  it('is unknown until recorded, and leaves the first notice due', () => {
    const incident = incidentOf(started(), intended('website', 'first', 1))
    expect(incident.notices).toMatchObject([{ state: 'unknown', number: 1, sending: { ended: false } }])
    const lifecycle = lifecycleOf(incident)
    expect(noticesOf(incident, 'website', lifecycle.current)).toEqual([])
    expect(nextNoticeStage(incident, lifecycle, 'website')).toBe('first')
    expect(noticeDeadlines(incident, lifecycle).map((c) => c.id)).toContain('first-notice:website')
  })

  it('counts from the time of delivery when sent', () => {
    const late = happened(3 * MINUTE, deliveredAs(nth(2), 'sent', { accepted: 3, refused: 1 }))
    const [notice] = incidentOf(started(), intended('website', 'first', 1), late).notices
    expect(notice).toMatchObject({ state: 'sent', at: late.at, sending: { ended: true, accepted: 3, refused: 1 } })
  })
})

describe('a notice that was not sent', () => {
  it('is retried with its number and key, even after later notices', () => {
    const { texts: _, ...first } = composed('website', 'first', 1)
    given(started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed'), posted('email', 'update', 2))
      .when(retry(2))
      .then(intended('website', 'first', 1, { ...first, retries: nth(2) }))
  })

  it('does not use up its number: the channel sends the same round again', () => {
    given(started(), posted('website', 'first', 1), intended('website', 'update', 2), deliveredAs(nth(3), 'failed'))
      .when(send(composed('website', 'update', 2)), 26 * MINUTE)
      .then(intended('website', 'update', 2))
  })

  it('gets a new journal on retry if the last one ended, and continues it if not', () => {
    const begun = [started(), intended('email', 'first', 1, { via: 'smtp', journal: 'journal-1' })]
    given(...begun)
      .when({ ...byMail(2), force: 'mail server restarted' })
      .then(
        intended('email', 'first', 1, {
          via: 'smtp',
          retries: nth(2),
          journal: 'journal-1',
          forced: { reason: 'mail server restarted', open: ['delivery-unknown'] },
        }),
      )
    const failed = [...begun, deliveredAs(nth(2), 'failed')]
    given(...failed)
      .when(byMail(2))
      .then(intended('email', 'first', 1, { via: 'smtp', retries: nth(2), journal: 'journal-2' }))
    const again = incidentOf(
      ...failed,
      intended('email', 'first', 1, { via: 'smtp', retries: nth(2), journal: 'journal-2' }),
    )
    expect(again.notices[0]?.sending?.journals).toEqual(['journal-1', 'journal-2'])
  })

  it('is retried by the transport configured now, with a journal for mail', () => {
    given(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed'))
      .when(byMail(2))
      .then(intended('email', 'first', 1, { via: 'smtp', retries: nth(2), journal: 'journal-2' }))
  })

  it('needs a reason to be retried by another transport once it reached some recipients', () => {
    const mailed = intended('email', 'first', 1, { via: 'smtp', journal: 'journal-1' })
    const some = [started(), mailed, deliveredAs(nth(2), 'failed', { accepted: 3 })]
    given(...some)
      .when(retry(2))
      .refused('partly-sent', { channel: 'email', event: nth(2), reached: 3, once: 'smtp' })
    const forced = { reason: 'server lost', open: ['partly-sent'] }
    given(...some)
      .when({ ...retry(2), force: 'server lost' })
      .then(intended('email', 'first', 1, { retries: nth(2), journal: 'journal-1', forced }))
  })

  it('needs a reason to be retried or sent anew while its outcome is unknown', () => {
    const unknown = [started(), intended('website', 'first', 1)]
    given(...unknown)
      .when(retry(2))
      .refused('delivery-unknown', { channel: 'website', event: nth(2) })
    given(...unknown)
      .when(send(composed('website', 'first', 1)))
      .refused('delivery-unknown')
    given(...unknown)
      .when({ ...retry(2), force: 'not on the page' })
      .then(
        intended('website', 'first', 1, {
          retries: nth(2),
          forced: { reason: 'not on the page', open: ['delivery-unknown'] },
        }),
      )
    given(...unknown, posted('website', 'first', 1))
      .when(send(composed('website', 'update', 2)), 26 * MINUTE)
      .then(intended('website', 'update', 2))
  })

  it('needs a reason to be sent anew, but not to be retried, once it reached some recipients', () => {
    const some = [started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed', { accepted: 3, unknown: 1 })]
    given(...some)
      .when(send(composed('email', 'first', 1)))
      .refused('partly-sent', { channel: 'email', event: nth(2), reached: 4, once: null })
    given(...some)
      .when({ ...send(composed('email', 'first', 1)), force: 'the text was wrong' })
      .then(intended('email', 'first', 1, { forced: { reason: 'the text was wrong', open: ['partly-sent'] } }))
    given(...some)
      .when(retry(2))
      .then(intended('email', 'first', 1, { retries: nth(2) }))
    given(...some, stated('cause', { ja: '装置の故障' }))
      .when(send(composed('email', 'update', 2)))
      .then(intended('email', 'update', 2))
  })

  it('is not sent anew as an update with nothing new once it reached some recipients', () => {
    const some = [started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed', { accepted: 3 })]
    const update = send(composed('email', 'update', 2))
    given(...some)
      .when(update)
      .refused('partly-sent', { channel: 'email', event: nth(2), reached: 3, once: null })
    given(...some)
      .when({ ...update, news: ['email'] })
      .then(intended('email', 'update', 2))
  })

  it('is followed by an update, not a first notice, if it may have reached some recipients', () => {
    const stageAfter = (over: object) => {
      const incident = incidentOf(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed', over))
      return nextNoticeStage(incident, lifecycleOf(incident), 'email')
    }
    expect(stageAfter({ accepted: 3 })).toBe('update')
    expect(stageAfter({ accepted: 0, unknown: 1 })).toBe('update')
    expect(stageAfter({ accepted: 0, refused: 1 })).toBe('first')
  })

  it('uses up its number if it reached some recipients', () => {
    const some = [posted('website', 'first', 1), intended('email', 'update', 2)]
    given(started(), ...some, deliveredAs(nth(3), 'failed', { accepted: 3 }))
      .when({ ...send(composed('email', 'update', 3)), news: ['email'] })
      .then(intended('email', 'update', 3))
  })

  it('needs a reason to be retried after its stage has passed', () => {
    const failed = (...[stage, number]: ['first', 1] | ['resumption', 1] | ['scheduled', null]) => [
      intended('email', stage, number),
      deliveredAs(nth(stage === 'resumption' ? 3 : 2), 'failed'),
    ]
    const halted = [started(), ...failed('first', 1), lifted('trading')]
    given(...halted)
      .when(retry(2))
      .refused('stage-passed', { channel: 'email', stage: 'first', now: 'resumption' })
    given(...halted)
      .when({ ...retry(2), force: 'they ask' })
      .then(intended('email', 'first', 1, { retries: nth(2), forced: { reason: 'they ask', open: ['stage-passed'] } }))
    given(started(), lifted('trading'), ...failed('resumption', 1), reopened())
      .when(retry(3))
      .refused('stage-passed', { channel: 'email', stage: 'resumption', now: 'first' })
    given(planned(), ...failed('scheduled', null), advanced('initial-response'))
      .when(retry(2))
      .refused('stage-passed', { channel: 'email', stage: 'scheduled', now: 'first' })
  })

  it('keeps its recipient counts after a later attempt that has none', () => {
    const incident = incidentOf(
      started(),
      intended('email', 'first', 1),
      deliveredAs(nth(2), 'failed', { accepted: 3, refused: 1, unknown: 0 }),
      intended('email', 'first', 1, { retries: nth(2) }),
      deliveredAs(nth(4), 'failed', { why: 'variable-missing' }),
    )
    expect(incident.notices).toMatchObject([
      { state: 'failed', sending: { why: 'variable-missing', accepted: 3, refused: 1, unknown: 0 } },
    ])
  })

  it('is the only kind of notice that can be retried', () => {
    given(started(), posted('website', 'first', 1))
      .when(retry(2))
      .refused('nothing-to-retry')
    given(started()).when(retry(7)).refused('unknown-event')
  })

  it('is found by latestUnsentNotice until a later notice is posted on its channel', () => {
    const failed = [started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed')]
    expect(latestUnsentNotice(incidentOf(...failed), 'website')?.event).toBe(nth(2))
    expect(latestUnsentNotice(incidentOf(...failed, posted('website', 'first', 1)), 'website')).toBeNull()
    expect(latestUnsentNotice(incidentOf(started()), 'website')).toBeNull()
  })

  it('is sent if any of its attempts was sent', () => {
    const twice = [started(), intended('email', 'first', 1), intended('email', 'first', 1, { retries: nth(2) })]
    const sent = incidentOf(...twice, deliveredAs(nth(2)), deliveredAs(nth(3), 'failed'))
    expect(sent.notices).toMatchObject([{ state: 'sent', sending: { ended: true, attempts: [nth(2), nth(3)] } }])
    const again = incidentOf(
      ...twice.slice(0, 2),
      deliveredAs(nth(2)),
      intended('email', 'first', 1, { retries: nth(2) }),
    )
    expect(again.notices).toMatchObject([{ state: 'sent', sending: { ended: false } }])
  })

  it('has the state of its last attempt if none was sent', () => {
    const incident = incidentOf(
      started(),
      intended('email', 'first', 1),
      intended('email', 'first', 1, { retries: nth(2) }),
      deliveredAs(nth(2), 'failed'),
    )
    expect(incident.notices).toMatchObject([{ state: 'unknown', sending: { ended: false } }])
  })

  it('causes an anomaly if its outcome or retry names no known intent', () => {
    const of = (...drafts: readonly EventDraft[]) => incidentOf(started(), ...drafts).anomalies
    expect(of(deliveredAs(nth(9)))).toEqual([{ event: nth(2), why: 'unknown-target' }])
    expect(of(intended('email', 'first', 1, { retries: nth(9) }))).toEqual([{ event: nth(2), why: 'unknown-target' }])
  })

  it('has its journal as evidence', () => {
    const journal = { file: 'journal-1', bytes: 7, digest: 'd' }
    const incident = incidentOf(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'sent', { journal }))
    expect(incident.evidence).toMatchObject([{ kind: 'journal', event: nth(3), ...journal }])
  })
})

describe('an unsafe channel', () => {
  const hijacked = [started(), marked('email', false)]

  it('is marked unsafe, and safe again, once each with a reason', () => {
    const mark = (safe: boolean, reason = 'domain hijacked') =>
      ({ kind: 'mark-channel', channels: ['email'], safe, reason }) as const
    given(started()).when(mark(false)).then(marked('email', false))
    given(...hijacked)
      .when(mark(false))
      .already('notice email --unsafe')
    given(...hijacked)
      .when(mark(true, 'ours again'))
      .then(marked('email', true, 'ours again'))
    given(started()).when(mark(true)).already('notice email --safe')
    given(started())
      .when({ ...mark(false), channels: ['fax'] })
      .refused('unknown-channel')
  })

  it('needs a reason to send', () => {
    given(...hijacked)
      .when(send(composed('website', 'first', 1), composed('email', 'first', 1)))
      .refused('channel-unsafe', { channel: 'email', reason: 'domain hijacked' })
    given(...hijacked)
      .when({ ...send(composed('email', 'first', 1)), force: 'checked by phone' })
      .then(intended('email', 'first', 1, { forced: { reason: 'checked by phone', open: ['channel-unsafe'] } }))
  })

  it('needs a reason to retry', () => {
    const failed = [...hijacked, intended('email', 'first', 1), deliveredAs(nth(3), 'failed')]
    given(...failed)
      .when(retry(3))
      .refused('channel-unsafe')
    given(...failed)
      .when({ ...retry(3), force: 'ours again' })
      .then(
        intended('email', 'first', 1, {
          retries: nth(3),
          forced: { reason: 'ours again', open: ['channel-unsafe'] },
        }),
      )
  })

  it('is unsafe until the mark is undone or replaced', () => {
    expect(unsafeReason(incidentOf(...hijacked), 'email')).toBe('domain hijacked')
    expect(unsafeReason(incidentOf(...hijacked, undone(nth(2))), 'email')).toBeNull()
    expect(unsafeReason(incidentOf(...hijacked, marked('email', true)), 'email')).toBeNull()
  })
})
