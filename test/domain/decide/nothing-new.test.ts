import { describe, expect, it } from 'vitest'
import { alreadyTold } from '../../../src/domain/decide/nothing-new.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import type { Stage } from '../../../src/domain/runbook/runbook.ts'
import {
  announced,
  classified,
  closed,
  composed,
  DECLARED,
  deliveredAs,
  given,
  incidentOf,
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
  scoped,
  started,
  stated,
} from '../../given.ts'

const send = (...notices: ReturnType<typeof composed>[]) => ({ kind: 'intend-notices' as const, notices })
const told = (channel: string, stage: Stage, number: number | null, event = 2) => ({
  told: [{ channel, stage, number, event: nth(event), at: iso((event - 1) * SECOND) }],
})
const falseAlarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a test' } }

describe('an update for customers who were told all that there is', () => {
  const first = [started(), posted('website', 'first', 1)]
  const update = send(composed('website', 'update', 2))

  it('is refused until five minutes before it is due by the cadence', () => {
    given(...first)
      .when(update)
      .refused('nothing-new', told('website', 'first', 1))
    given(...first)
      .when(update, 24 * MINUTE)
      .refused('nothing-new')
    given(...first)
      .when(update, 25 * MINUTE + SECOND)
      .then(intended('website', 'update', 2))
    given(...first)
      .when(update, 90 * MINUTE)
      .then(intended('website', 'update', 2))
  })

  it('is due when it was promised, whatever the cadence says', () => {
    const soon = [started(), posted('website', 'first', 1, iso(10 * MINUTE))]
    given(...soon)
      .when(update, 4 * MINUTE)
      .refused('nothing-new')
    given(...soon)
      .when(update, 5 * MINUTE)
      .then(intended('website', 'update', 2))
  })

  it('goes out once another time of the next report was promised than the last one told', () => {
    const waiting = [started(), posted('website', 'first', 1, iso(20 * MINUTE))]
    given(...waiting, promised('website', iso(50 * MINUTE)))
      .when(update)
      .then(intended('website', 'update', 2))
    given(...waiting, promised('website', iso(20 * MINUTE)))
      .when(update)
      .refused('nothing-new')
  })

  it.each<[string, EventDraft]>([
    ['public words', stated('cause', { ja: '装置の故障' })],
    ['a fact', stated('expected-recovery', { value: iso(60 * MINUTE) })],
    ['the scope', scoped('withdrawals', 'stopped')],
    ['the type', classified({ type: 'attack' })],
    ['the time of the next report', promised('website', iso(50 * MINUTE))],
  ])('goes out once this has changed: %s', (_, change) => {
    given(...first, change)
      .when(update)
      .then(intended('website', 'update', 2))
  })

  it('goes out if its text has news that no fact states', () => {
    given(...first)
      .when({ ...update, news: ['website'] })
      .then(intended('website', 'update', 2))
    given(...first)
      .when({ ...update, news: ['email'] })
      .refused('nothing-new')
  })

  it('goes out with a reason, which is recorded; --force is none', () => {
    const forced = { reason: 'the page was empty', open: ['nothing-new'] }
    given(...first)
      .when({ ...update, again: 'the page was empty' })
      .then(intended('website', 'update', 2, { forced }))
    given(...first)
      .when({ ...update, force: 'ordered' })
      .refused('nothing-new')
  })

  it('is refused for all channels together, and names each of them that has it', () => {
    const second = [...first, posted('email', 'first', 1)]
    given(...second)
      .when(send(composed('website', 'update', 2), composed('email', 'update', 2)))
      .refused('nothing-new', { told: [...told('website', 'first', 1).told, ...told('email', 'first', 1, 3).told] })
    given(...first)
      .when(send(composed('website', 'update', 2), composed('email', 'first', 1)))
      .refused('nothing-new', told('website', 'first', 1))
  })

  it('is refused after another update, but not after a correction alone', () => {
    given(...first, posted('website', 'update', 2))
      .when(send(composed('website', 'update', 3)))
      .refused('nothing-new', told('website', 'update', 2, 3))
    given(...first, posted('website', 'correction', 2))
      .when(send(composed('website', 'correction', 3)))
      .then(intended('website', 'correction', 3, { corrects: nth(2) }))
    given(...first, posted('website', 'correction', 2))
      .when(send(composed('website', 'update', 3)))
      .refused('nothing-new', told('website', 'first', 1))
  })

  it('goes to departments whenever somebody sends it', () => {
    given(started(), posted('internal', 'first', 1))
      .when(send(composed('internal', 'update', 2)))
      .then(intended('internal', 'update', 2))
  })

  it('does not count what did not go out', () => {
    given(started(), intended('website', 'first', 1), deliveredAs(nth(2), 'failed'))
      .when(send(composed('website', 'update', 2)))
      .then(intended('website', 'update', 2))
  })
})

describe('a notice of another stage that customers had already', () => {
  it('is refused for the same lift, and goes out after another one', () => {
    const resumed = [started(), scoped('trading', 'stopped'), lifted('trading'), posted('website', 'resumption', 1)]
    const again = send(composed('website', 'resumption', 2))
    given(...resumed)
      .when(again, 90 * MINUTE)
      .refused('nothing-new', told('website', 'resumption', 1, 4))
    given(...resumed, scoped('withdrawals', 'stopped'), lifted('withdrawals'))
      .when(again)
      .then(intended('website', 'resumption', 2))
    given(...resumed, reopened('trading'))
      .when(send(composed('website', 'first', 2)))
      .then(intended('website', 'first', 2))
  })

  it('is refused as a second final notice, and as a second retraction', () => {
    given(started(), closed(), posted('website', 'final', 1))
      .when(send(composed('website', 'final', 2)), 90 * MINUTE)
      .refused('nothing-new', told('website', 'final', 1, 3))
    given(started(), posted('website', 'first', 1), falseAlarm, posted('website', 'retraction', 2))
      .when(send(composed('website', 'retraction', 3)))
      .refused('nothing-new', told('website', 'retraction', 2, 4))
  })

  it('is refused before a planned halt until its window is moved', () => {
    const again = send(composed('website', 'scheduled', null))
    given(planned(), announced('website'))
      .when(again, 40 * MINUTE)
      .refused('nothing-new', told('website', 'scheduled', null))
    given(planned(), announced('website'), stated('planned-start', { value: iso(120 * MINUTE) }))
      .when(again)
      .then(intended('website', 'scheduled', null))
  })

  it('goes out as another stage, although nothing else has changed', () => {
    given(started(), posted('website', 'first', 1), closed())
      .when(send(composed('website', 'final', 2)))
      .then(intended('website', 'final', 2))
  })
})

describe('the channels that have their next notice', () => {
  const toldOf = (stage: Stage | undefined, ...drafts: readonly EventDraft[]) => {
    const incident = incidentOf(started(), ...drafts)
    const retelling = { incident, known: incident, lifecycle: lifecycleOf(incident), now: DECLARED + MINUTE }
    return alreadyTold(retelling, ['website', 'email'], stage)
  }

  it('are those that it would tell nothing new, or that had their first', () => {
    const { told: one } = told('website', 'first', 1)
    expect(toldOf(undefined, posted('website', 'first', 1))).toEqual(one)
    expect(toldOf('first', posted('website', 'first', 1))).toEqual(one)
    expect(toldOf(undefined)).toEqual([])
  })

  it('are not those that only some recipients had', () => {
    const partly = [intended('email', 'first', 1), deliveredAs(nth(2), 'failed', { accepted: 3 })]
    expect(toldOf(undefined, ...partly)).toEqual([])
  })
})
