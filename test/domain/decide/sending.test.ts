import { describe, expect, it } from 'vitest'
import { latestUnsentNotice } from '../../../src/domain/decide/sending.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { noticeDeadlines } from '../../../src/domain/incident/notice-deadlines.ts'
import { nextNoticeStage, noticesOf, unsafeReason } from '../../../src/domain/incident/notices.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  closed,
  composed,
  deliveredAs,
  done,
  given,
  happened,
  incidentOf,
  intended,
  lifted,
  MINUTE,
  marked,
  nth,
  planned,
  posted,
  reopened,
  started,
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

describe('sending a notice', () => {
  it('records the intent first, with number, key and texts; channels that go together share the number', () => {
    given(started())
      .when(send(composed('website', 'first', 1), composed('email', 'first', 1)))
      .then(intended('website', 'first', 1), intended('email', 'first', 1))
  })

  it('is refused where another notice has taken the number that the text states', () => {
    given(started(), posted('website', 'first', 1), posted('website', 'update', 2))
      .when(send(composed('website', 'update', 2)))
      .refused('notice-outdated', { channel: 'website', number: 2, now: 3 })
  })

  it('takes the channels of the runbook only', () => {
    given(started())
      .when(send(composed('fax', 'first', 1)))
      .refused('unknown-channel')
  })

  it('keeps what it yielded to: findings by their codes, and who backs a claim', () => {
    const claim = { evidence: 'cold wallet balances', approvedBy: 'hanako' }
    given(started())
      .when({ ...send(composed('website', 'first', 1)), force: 'no time', open: ['too-long'], claim })
      .then(intended('website', 'first', 1, { forced: { reason: 'no time', open: ['too-long'] }, claim }))
  })

  it('keeps no force that nothing yielded to', () => {
    given(started())
      .when({ ...send(composed('website', 'first', 1)), force: 'no time' })
      .then(intended('website', 'first', 1))
  })

  it('after closing is the final notice only', () => {
    given(started(), closed())
      .when(send(composed('website', 'first', 1)))
      .refused('incident-closed')
    given(started(), closed())
      .when(send(composed('website', 'final', 1)))
      .then(intended('website', 'final', 1))
  })
})

describe('the outcome of a delivery', () => {
  it('that was sent completes the step of its channel and stage', () => {
    given(started(), intended('website', 'first', 1))
      .when(deliver(nth(2)))
      .then(deliveredAs(nth(2)), done('b-website'))
  })

  it('that failed completes nothing', () => {
    given(started(), intended('website', 'first', 1))
      .when(deliver(nth(2), 'failed'))
      .then(deliveredAs(nth(2), 'failed'))
  })

  it('is recorded once, and for an intent that is there', () => {
    given(started(), intended('website', 'first', 1), deliveredAs(nth(2)))
      .when(deliver(nth(2)))
      .already(`notice ${nth(2)}`)
    given(started())
      .when(deliver(nth(9)))
      .refused('unknown-event')
  })

  it('can be recorded after closing', () => {
    given(started(), intended('website', 'first', 1), closed())
      .when(deliver(nth(2), 'failed'))
      .then(deliveredAs(nth(2), 'failed'))
  })

  it('is unknown while none was recorded: it counts as not told, and its duty goes on', () => {
    const incident = incidentOf(started(), intended('website', 'first', 1))
    expect(incident.notices).toMatchObject([{ state: 'unknown', number: 1, sending: { ended: false } }])
    const lifecycle = lifecycleOf(incident)
    expect(noticesOf(incident, 'website', lifecycle.current)).toEqual([])
    expect(nextNoticeStage(incident, lifecycle, 'website')).toBe('first')
    expect(noticeDeadlines(incident, lifecycle).map((c) => c.id)).toContain('first-notice:website')
  })

  it('that was sent counts from when it was sent', () => {
    const late = happened(3 * MINUTE, deliveredAs(nth(2), 'sent', { accepted: 3, refused: 1 }))
    const [notice] = incidentOf(started(), intended('website', 'first', 1), late).notices
    expect(notice).toMatchObject({ state: 'sent', at: late.at, sending: { ended: true, accepted: 3, refused: 1 } })
  })
})

describe('a notice that did not go out', () => {
  it('is sent again with its number and key, however many came after it', () => {
    const { texts: _, ...first } = composed('website', 'first', 1)
    given(started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed'), posted('email', 'update', 2))
      .when(retry(2))
      .then(intended('website', 'first', 1, { ...first, retries: nth(2) }))
  })

  it('keeps its place: what failed does not take the round from its channel', () => {
    given(started(), posted('website', 'first', 1), intended('website', 'update', 2), deliveredAs(nth(3), 'failed'))
      .when(send(composed('website', 'update', 2)))
      .then(intended('website', 'update', 2))
  })

  it('gets another journal where the last one was ended, and goes on in that one where it was not', () => {
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

  it('goes by the way that there is now, which the log says; a mail gets a journal then', () => {
    given(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed'))
      .when(byMail(2))
      .then(intended('email', 'first', 1, { via: 'smtp', retries: nth(2), journal: 'journal-2' }))
  })

  it('and reached some goes by another way for a reason only, since that knows nothing of them', () => {
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

  it('of unknown outcome is neither sent again nor followed without a reason', () => {
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
      .when(send(composed('website', 'update', 2)))
      .then(intended('website', 'update', 2))
  })

  it('and reached some is sent to the others only: nobody is told the same twice, unless somebody says why', () => {
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
    given(...some)
      .when(send(composed('email', 'update', 2)))
      .then(intended('email', 'update', 2))
  })

  it('and reached some is followed by an update, not by a first notice again', () => {
    const stageAfter = (over: object) => {
      const incident = incidentOf(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed', over))
      return nextNoticeStage(incident, lifecycleOf(incident), 'email')
    }
    expect(stageAfter({ accepted: 3 })).toBe('update')
    expect(stageAfter({ accepted: 0, unknown: 1 })).toBe('update')
    expect(stageAfter({ accepted: 0, refused: 1 })).toBe('first')
  })

  it('and reached some has its number: the next update takes the next', () => {
    const some = [posted('website', 'first', 1), intended('email', 'update', 2)]
    given(started(), ...some, deliveredAs(nth(3), 'failed', { accepted: 3 }))
      .when(send(composed('email', 'update', 3)))
      .then(intended('email', 'update', 3))
  })

  it('of a time that is over is sent again for a reason only', () => {
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

  it('keeps whom it reached, though another attempt knows nothing of recipients', () => {
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

  it('is all there is to retry', () => {
    given(started(), posted('website', 'first', 1))
      .when(retry(2))
      .refused('nothing-to-retry')
    given(started()).when(retry(7)).refused('unknown-event')
  })

  it('is known by its channel', () => {
    const failed = [started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed')]
    expect(latestUnsentNotice(incidentOf(...failed), 'website')?.event).toBe(nth(2))
    expect(latestUnsentNotice(incidentOf(...failed, posted('website', 'first', 1)), 'website')).toBeNull()
    expect(latestUnsentNotice(incidentOf(started()), 'website')).toBeNull()
  })

  it('stays sent where another attempt of it was', () => {
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

  it('is as its last attempt says, where none was sent', () => {
    const incident = incidentOf(
      started(),
      intended('email', 'first', 1),
      intended('email', 'first', 1, { retries: nth(2) }),
      deliveredAs(nth(2), 'failed'),
    )
    expect(incident.notices).toMatchObject([{ state: 'unknown', sending: { ended: false } }])
  })

  it('that no intent speaks of contradicts', () => {
    const of = (...drafts: readonly EventDraft[]) => incidentOf(started(), ...drafts).anomalies
    expect(of(deliveredAs(nth(9)))).toEqual([{ event: nth(2), why: 'unknown-target' }])
    expect(of(intended('email', 'first', 1, { retries: nth(9) }))).toEqual([{ event: nth(2), why: 'unknown-target' }])
  })

  it('leaves its journal as evidence', () => {
    const journal = { file: 'journal-1', bytes: 7, digest: 'd' }
    const incident = incidentOf(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'sent', { journal }))
    expect(incident.evidence).toMatchObject([{ kind: 'journal', event: nth(3), ...journal }])
  })
})

describe('a channel that is not to be used', () => {
  const hijacked = [started(), marked('email', false)]

  it('is marked with a reason, once, and safe again likewise', () => {
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

  it('sends nothing without a reason', () => {
    given(...hijacked)
      .when(send(composed('website', 'first', 1), composed('email', 'first', 1)))
      .refused('channel-unsafe', { channel: 'email', reason: 'domain hijacked' })
    given(...hijacked)
      .when({ ...send(composed('email', 'first', 1)), force: 'checked by phone' })
      .then(intended('email', 'first', 1, { forced: { reason: 'checked by phone', open: ['channel-unsafe'] } }))
  })

  it('retries nothing without a reason', () => {
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

  it('is so until the mark is taken back', () => {
    expect(unsafeReason(incidentOf(...hijacked), 'email')).toBe('domain hijacked')
    expect(unsafeReason(incidentOf(...hijacked, undone(nth(2))), 'email')).toBeNull()
    expect(unsafeReason(incidentOf(...hijacked, marked('email', true)), 'email')).toBeNull()
  })
})
