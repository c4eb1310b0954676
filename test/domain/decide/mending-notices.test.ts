import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import type { NoticeIntent } from '../../../src/domain/decide/notices.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { owesRetractions } from '../../../src/domain/incident/notice-deadlines.ts'
import { channelsToNotify, nextNoticeStage } from '../../../src/domain/incident/notices.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { updatesDueOn } from '../../../src/domain/report/update-promises.ts'
import type { Stage } from '../../../src/domain/runbook/runbook.ts'
import {
  announced,
  closed,
  composed,
  DECLARED,
  deliveredAs,
  done,
  given,
  HOUR,
  happened,
  incidentOf,
  intended,
  iso,
  MINUTE,
  nth,
  planned,
  posted,
  started,
} from '../../given.ts'

const post = (
  stage: Stage | undefined,
  ...channels: readonly string[]
): NoticeIntent & { readonly kind: 'posted' } => ({
  kind: 'posted',
  channels,
  ...(stage !== undefined && { stage }),
  link: null,
  text: null,
  digest: null,
  next: null,
})
const mending = (channel: string, stage: Stage, number: number | null, corrects: string): EventDraft => {
  const { data } = posted(channel, stage, number) as EventDraft & { type: 'notice.posted' }
  return { type: 'notice.posted', data: { ...data, corrects } }
}
const falseAlarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a faulty alarm' } }
const told = [started(), happened(MINUTE, posted('website', 'first', 1)), happened(MINUTE, done('b-website'))] as const

/** The deadlines of notices, by id, in minutes after declaring. */
function noticeDeadlinesOf(incident: Incident): Record<string, number> {
  const open = openDeadlines(incident, lifecycleOf(incident), DECLARED + HOUR)
  const notices = open.filter(({ id }) => /notice:|^update:/.test(id))
  return Object.fromEntries(notices.map(({ id, dueAt }) => [id, (dueAt - DECLARED) / MINUTE]))
}

describe('a notice of correction', () => {
  it('takes the next number, names the last notice that is no correction, and completes no step', () => {
    given(...told)
      .when(post('correction', 'website'))
      .then(mending('website', 'correction', 2, nth(2)))
    given(...told, mending('website', 'correction', 2, nth(2)))
      .when(post('correction', 'website'))
      .then(mending('website', 'correction', 3, nth(2)))
  })

  it('names the notice that was sent, also when it is sent itself', () => {
    const sent = [started(), intended('website', 'first', 1), deliveredAs(nth(2))]
    given(...sent)
      .when({ kind: 'intend-notices', notices: [composed('website', 'correction', 2)] })
      .then(intended('website', 'correction', 2, { corrects: nth(2) }))
  })

  it('needs a notice that somebody got', () => {
    const unsent = [started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed')]
    given(...unsent)
      .when(post('correction', 'website'))
      .refused('nothing-to-correct', { channel: 'website' })
    given(...unsent)
      .when({ kind: 'intend-notices', notices: [composed('website', 'correction', 2)] })
      .refused('nothing-to-correct', { channel: 'website' })
    const some = { accepted: 3, refused: 0, unknown: 0 }
    given(started(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed', some))
      .when(post('correction', 'email'))
      .then(mending('email', 'correction', 2, nth(2)))
  })

  it('has no number if it corrects an advance notice, which has none either', () => {
    given(planned(), announced('website'))
      .when(post('correction', 'website'))
      .then(mending('website', 'correction', null, nth(2)))
  })

  it('is no report: it moves no deadline, keeps no promise, and the next notice is what it would be without', () => {
    const correction = happened(20 * MINUTE, mending('website', 'correction', 2, nth(2)))
    const [plain, mended] = [incidentOf(...told), incidentOf(...told, correction)]
    expect(noticeDeadlinesOf(mended)).toEqual(noticeDeadlinesOf(plain))
    const lifecycle = lifecycleOf(mended)
    expect(nextNoticeStage(mended, lifecycle, 'website')).toBe('update')
    expect(updatesDueOn(mended, lifecycle, 'website', DECLARED + HOUR)).toEqual([
      { channel: 'website', dueAt: DECLARED + 31 * MINUTE, at: null, onPage: false, kept: false },
    ])
    given(...told, correction)
      .when(post(undefined, 'email'))
      .then(posted('email', 'first', 2), done('b-email'))
  })

  it('is possible after closing too', () => {
    given(...told, closed())
      .when(post('correction', 'website'))
      .then(mending('website', 'correction', 2, nth(2)))
  })
})

describe('after closing as a false alarm', () => {
  it('a retraction is due on every channel of customers that had a notice', () => {
    const incident = incidentOf(...told, posted('internal', 'first', 1), happened(10 * MINUTE, falseAlarm))
    expect(noticeDeadlinesOf(incident)).toEqual({ 'retraction-notice:website': 15 })
    given(...told, falseAlarm)
      .when(post(undefined, 'website'))
      .then(mending('website', 'retraction', 2, nth(2)))
  })

  it('nothing is left to say on a channel that was told nothing, or has been told', () => {
    given(...told, falseAlarm)
      .when(post(undefined, 'website', 'email'))
      .refused('no-final-notice', { channel: 'email' })
    given(...told, falseAlarm, mending('website', 'retraction', 2, nth(2)))
      .when(post(undefined, 'website'))
      .refused('no-final-notice', { channel: 'website' })
  })

  it('a final notice needs a reason, also where it is asked for', () => {
    const forced = { forced: { reason: 'ordered', open: ['no-final-notice'] } }
    given(started(), falseAlarm).when(post('final', 'email')).refused('no-final-notice', { channel: 'email' })
    const { data } = posted('email', 'final', 1) as EventDraft & { type: 'notice.posted' }
    given(started(), falseAlarm)
      .when({ ...post('final', 'email'), force: 'ordered' })
      .then({ type: 'notice.posted', data: { ...data, ...forced } })
    const sending = { kind: 'intend-notices', notices: [composed('email', 'final', 1)] } as const
    given(started(), falseAlarm).when(sending).refused('no-final-notice', { channel: 'email' })
    given(started(), falseAlarm)
      .when({ ...sending, force: 'ordered' })
      .then(intended('email', 'final', 1, forced))
    given(started(), closed())
      .when(post(undefined, 'email'))
      .then(posted('email', 'final', 1))
  })

  it('the channels to notify, if none is named, are those that lack a retraction, or else all', () => {
    const channels = (...log: readonly EventDraft[]) => channelsToNotify(incidentOf(...log))
    expect(channels(...told, falseAlarm)).toEqual(['website'])
    expect(channels(started(), falseAlarm)).toEqual(['website', 'email'])
    expect(channels(...told)).toEqual(['website', 'email'])
    expect(channels(...told, closed())).toEqual(['website', 'email'])
  })

  it('is retracted once, even if that is corrected', () => {
    const retracted = [...told, falseAlarm, mending('website', 'retraction', 2, nth(2))]
    const owes = (...log: readonly EventDraft[]) => owesRetractions(incidentOf(...log))
    expect([owes(...told), owes(...told, closed())]).toEqual([false, false])
    expect([owes(...told, falseAlarm), owes(...retracted)]).toEqual([true, false])
    expect(noticeDeadlinesOf(incidentOf(...retracted))).toEqual({})
    const corrected = [...retracted, mending('website', 'correction', 3, nth(5))]
    expect(noticeDeadlinesOf(incidentOf(...corrected))).toEqual({})
    given(...corrected)
      .when(post(undefined, 'website'))
      .refused('no-final-notice')
  })

  it('a retraction whose sending failed is still due', () => {
    const failed = [...told, falseAlarm, intended('website', 'retraction', 2), deliveredAs(nth(5), 'failed')]
    expect(Object.keys(noticeDeadlinesOf(incidentOf(...failed)))).toEqual(['retraction-notice:website'])
  })

  it('nothing is due if nobody was told, or the halt was closed otherwise', () => {
    expect(noticeDeadlinesOf(incidentOf(started(), falseAlarm))).toEqual({})
    expect(noticeDeadlinesOf(incidentOf(...told, closed()))).toEqual({})
  })

  it('a failed notice is not sent again, since it would no longer be true', () => {
    const failed = [started(), posted('website', 'first', 1), intended('website', 'update', 2)]
    given(...failed, deliveredAs(nth(3), 'failed'), falseAlarm)
      .when({ kind: 'retry-notices', notices: [{ notice: nth(3), via: 'webhook', journal: 'j' }] })
      .refused('stage-passed', { channel: 'website', stage: 'update', now: 'retraction' })
  })
})

it('a log without corrections folds to notices that correct nothing', () => {
  expect(incidentOf(...told).notices.map((n) => [n.corrects, n.at])).toEqual([[null, iso(MINUTE)]])
})
