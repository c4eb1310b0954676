import { describe, expect, it } from 'vitest'
import type { NoticeIntent } from '../../../src/domain/decide/notices.ts'
import { incidentAsOf } from '../../../src/domain/incident/incident-as-of.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  composed,
  corrected,
  deliveredAs,
  done,
  foldEvents,
  given,
  happened,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  SECOND,
  scoped,
  started,
  stated,
  undone,
  Writer,
} from '../../given.ts'

const arrived = (...channels: readonly string[]): NoticeIntent & { readonly kind: 'posted' } => ({
  kind: 'posted',
  channels,
  settles: true,
  link: null,
  text: null,
  digest: null,
  next: null,
})
const NEXT = iso(31 * MINUTE - 5 * SECOND)
const lost = [
  started(),
  intended('website', 'first', 1, { next: NEXT }),
  deliveredAs(nth(2), 'unknown', { why: 'server-failed' }),
] as const
/** What is recorded of a notice that was sent a second after declaring. */
const arrival = (over: object = {}): EventDraft => ({
  type: 'notice.posted',
  at: iso(SECOND),
  data: {
    channel: 'website',
    stage: 'first',
    number: 1,
    link: null,
    text: null,
    digest: 'd2',
    next: NEXT,
    settles: nth(2),
    ...over,
  } as (EventDraft & { type: 'notice.posted' })['data'],
})
const stepDone = happened(SECOND, done('b-website'))
const falseAlarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a faulty alarm' } }

describe('a notice of unknown outcome that arrived', () => {
  it('is recorded as it was sent, at the time of the attempt, with its step', () => {
    given(...lost)
      .when({ ...arrived('website'), link: 'https://example.com/1' })
      .then(arrival({ link: 'https://example.com/1' }), stepDone)
  })

  it('is found behind one that failed after it, which went out as little', () => {
    const failed = [intended('website', 'first', 1), deliveredAs(nth(4), 'failed', { why: 'refused' })]
    given(...lost, ...failed)
      .when(arrived('website'))
      .then(arrival(), stepDone)
  })

  it('keeps its number and promise, whatever was recorded and sent since', () => {
    given(...lost, stated('cause', { ja: '故障' }), posted('email', 'first', 1), posted('email', 'update', 2))
      .when(arrived('website', 'website'))
      .then(arrival(), stepDone)
  })

  it('is recorded with the notices that were posted on other channels, and where no outcome is unknown as posted', () => {
    given(...lost)
      .when({ ...arrived('email', 'website'), next: NEXT })
      .then(arrival(), stepDone, posted('email', 'first', 1, NEXT), done('b-email'))
    given(started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed'))
      .when({ ...arrived('website'), next: NEXT })
      .then(posted('website', 'first', 1, NEXT), done('b-website'))
  })

  it('is recorded as well by its step, but not where a time of its own is given', () => {
    given(...lost)
      .when({ kind: 'done', steps: ['b-website'] })
      .then(arrival(), done('b-website'))
    const at = iso(MINUTE / 2)
    given(...lost)
      .when({ kind: 'done', steps: ['b-website'], at })
      .then(
        expect.objectContaining({ type: 'notice.posted', at, data: expect.not.objectContaining({ settles: nth(2) }) }),
        { ...done('b-website'), at },
      )
  })

  it('counts with its own text and what its author had seen, from the last attempt on', () => {
    const retried = intended('website', 'first', 1, { retries: nth(2), next: NEXT })
    const before = [...lost, retried, stated('cause', { ja: '故障' })]
    given(...before)
      .when(arrived('website'))
      .then({ ...arrival(), at: iso(3 * SECOND) } as EventDraft, happened(3 * SECOND, done('b-website')))
    const incident = incidentOf(...before, arrival())
    const [notice] = incident.notices
    expect(incident.notices).toHaveLength(1)
    expect(notice).toMatchObject({ event: nth(2), state: 'sent', number: 1, next: NEXT, digest: 'd2' })
    expect(notice?.texts).toHaveLength(1)
    expect(incidentAsOf(incident, notice as NonNullable<typeof notice>).registers.has('words:cause.ja')).toBe(false)
  })

  it('is also a retraction, which names what it takes back', () => {
    given(
      started(),
      posted('website', 'first', 1),
      falseAlarm,
      intended('website', 'retraction', 2, { corrects: nth(2) }),
    )
      .when(arrived('website'), 5 * MINUTE)
      .then({
        ...arrival({ stage: 'retraction', number: 2, next: null, corrects: nth(2), settles: nth(4) }),
        at: iso(3 * SECOND),
      } as EventDraft)
  })

  it('has the time that it was corrected to, and is unknown again once undone', () => {
    const settled = [...lost, arrival()]
    const moved = incidentOf(...settled, corrected(nth(4), { at: iso(20 * SECOND) }))
    expect(moved.notices).toMatchObject([{ state: 'sent', at: iso(20 * SECOND) }])
    const [unknown] = incidentOf(...lost).notices
    const undoing = incidentOf(...settled, corrected(nth(4), { at: iso(20 * SECOND) }), undone(nth(4)))
    expect(undoing.notices).toEqual([unknown])
    expect(undoing.undoneNotices).toEqual([])
    const again = incidentOf(...settled, undone(nth(4)), arrival(), undone(nth(4)))
    expect(again.notices).toMatchObject([{ state: 'sent', settled: { event: nth(6) } }])
  })

  it('is undone with the step that it completed', () => {
    given(...lost, arrival(), stepDone)
      .when({ kind: 'undo', target: null, reason: 'slip' })
      .then(undone(nth(4)), undone(nth(5)))
  })

  it('stays as it is if its outcome has become known meanwhile', () => {
    const sent = incidentOf(...lost.slice(0, 2), deliveredAs(nth(2)), arrival())
    expect(sent.notices[0]).not.toHaveProperty('settled')
    const failed = incidentOf(...lost.slice(0, 2), deliveredAs(nth(2), 'failed'), arrival())
    expect(failed.notices).toMatchObject([{ state: 'failed' }])
  })

  it('counts as posted where the log lacks what was sent', () => {
    const writer = new Writer()
    for (const draft of [started(), arrival({ settles: 'bbbbbbbb:2' })]) writer.write(draft)
    const incident = foldEvents(writer.events)
    expect(incident.notices).toMatchObject([{ event: nth(2), state: 'posted', number: 1 }])
    expect(incident.anomalies).toEqual([{ event: nth(2), why: 'unknown-target' }])
  })
})

describe('a notice after one of unknown outcome', () => {
  const send = (stage: 'update' | 'resumption' | 'retraction' | 'correction', number: number) =>
    ({ kind: 'intend-notices', notices: [composed('website', stage, number)] }) as const
  const unsettled = { channel: 'website', event: nth(2), stage: 'first', number: 1, names: expect.anything() }

  it('is refused, and the one before resent if it did not arrive and still holds', () => {
    given(...lost)
      .when({ kind: 'retry-notices', notices: [{ notice: nth(2), via: 'webhook', journal: 'journal-2' }] })
      .refused('delivery-unknown', { ...unsettled, otherwise: 'retry' })
    given(...lost, stated('cause', { ja: '故障' }))
      .when(send('update', 2))
      .refused('delivery-unknown', { ...unsettled, otherwise: 'new' })
    given(...lost, scoped('trading', 'stopped'), done('c-criteria'), lifted('trading'))
      .when(send('resumption', 2))
      .refused('delivery-unknown', { ...unsettled, otherwise: 'new' })
  })

  it('is refused after a false alarm, with what is not known rather than that nothing went out', () => {
    for (const stage of ['correction', 'retraction'] as const)
      given(...lost, falseAlarm)
        .when(send(stage, 2))
        .refused('delivery-unknown', { ...unsettled, otherwise: 'nothing' })
    given(...lost, falseAlarm)
      .when({ ...arrived('website'), settles: false })
      .refused('delivery-unknown', { ...unsettled, otherwise: 'nothing' })
    given(...lost, falseAlarm)
      .when(arrived('website'))
      .then(arrival(), stepDone)
  })

  it('is a retraction where customers were told before, which the unknown outcome holds back', () => {
    const update = [intended('website', 'update', 2), deliveredAs(nth(3), 'unknown')] as const
    given(started(), posted('website', 'first', 1), ...update, falseAlarm)
      .when(send('retraction', 3))
      .refused('delivery-unknown', { otherwise: 'new', event: nth(3) })
  })
})
