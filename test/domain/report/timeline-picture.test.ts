import { describe, expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { type TimelinePicture, timelinePictureOf } from '../../../src/domain/report/timeline-picture.ts'
import {
  advanced,
  announced,
  begun,
  closed,
  corrected,
  DECLARED,
  deliveredAs,
  done,
  HOUR,
  happened,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  reopened,
  scoped,
  skipped,
  started,
  tried,
  undone,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

/** The picture with times in minutes after the declaration. */
function pictured(after: number, ...drafts: readonly EventDraft[]): TimelinePicture {
  const incident = incidentOf(...drafts)
  const picture = timelinePictureOf(incident, lifecycleOf(incident), DECLARED + after)
  const inMinutes = (_: string, value: unknown) =>
    typeof value === 'number' && value > 1e9 ? (value - DECLARED) / MINUTE : value
  return JSON.parse(JSON.stringify(picture, inMinutes))
}

describe('the picture of the timeline', () => {
  it('spans the halt from its start to its end, or to now', () => {
    expect(pictured(HOUR, started())).toMatchObject({ from: -12, to: 60 })
    expect(pictured(HOUR, started(), happened(30 * MINUTE, closed()))).toMatchObject({ from: -12, to: 30 })
    expect(pictured(HOUR, planned())).toMatchObject({ from: 0, to: 60 })
    expect(timelinePictureOf(EMPTY_INCIDENT, lifecycleOf(EMPTY_INCIDENT), DECLARED)).toMatchObject({
      from: DECLARED,
      to: DECLARED,
      phases: [],
    })
  })

  it('shows each phase once, and none before the declaration', () => {
    const log = [
      started(),
      happened(10 * MINUTE, advanced('during-halt')),
      happened(40 * MINUTE, lifted('trading')),
      happened(50 * MINUTE, reopened('trading')),
      happened(55 * MINUTE, closed()),
    ]
    expect(pictured(HOUR, ...log).phases).toEqual([
      { from: -12, to: 0, phase: null, restricted: false },
      { from: 0, to: 10, phase: 'initial-response', restricted: false },
      { from: 10, to: 40, phase: 'during-halt', restricted: false },
      { from: 40, to: 50, phase: 'after-resumption', restricted: false },
      { from: 50, to: 55, phase: 'during-halt', restricted: false },
    ])
  })

  it('shows each interruption until it is resumed or the next begins', () => {
    const log = [
      started(),
      scoped('trading', 'stopped'),
      scoped('deposits', 'stopped'),
      happened(20 * MINUTE, lifted('trading')),
      happened(30 * MINUTE, reopened('trading')),
      happened(40 * MINUTE, lifted('trading', 'deposits')),
      happened(50 * MINUTE, reopened('trading')),
    ]
    expect(pictured(HOUR, ...log).interruptions).toEqual([
      { from: -12, to: 30 },
      { from: 30, to: 40 },
      { from: 50, to: 60 },
    ])
    expect(pictured(HOUR, planned()).interruptions).toEqual([])
  })

  it('continues the phase at a second lift', () => {
    const log = [
      started(),
      scoped('trading', 'stopped'),
      scoped('withdrawals', 'stopped'),
      happened(40 * MINUTE, lifted('trading')),
      happened(50 * MINUTE, lifted('withdrawals')),
    ]
    expect(pictured(HOUR, ...log).phases.slice(-2)).toEqual([
      { phase: 'after-resumption', from: 40, to: 50, restricted: true },
      { phase: 'after-resumption', from: 50, to: 60, restricted: false },
    ])
  })

  it('shows a phase that began before the declaration if that was stated', () => {
    expect(pictured(HOUR, started(), happened(-5 * MINUTE, advanced('during-halt'))).phases).toEqual([
      { from: -12, to: -5, phase: null, restricted: false },
      { from: -5, to: 60, phase: 'during-halt', restricted: false },
    ])
  })

  it('shows each operation over time, without undone statements', () => {
    const log = [
      started(),
      scoped('trading', 'stopped'),
      happened(20 * MINUTE, scoped('trading', 'cancel-only')),
      happened(5 * MINUTE, scoped('withdrawals', 'stopped', 'XEM')),
      happened(30 * MINUTE, scoped('withdrawals', null, 'XEM')),
      scoped('deposits', 'stopped'),
      undone(nth(6)),
    ]
    expect(pictured(HOUR, ...log).scope).toEqual([
      {
        target: 'trading',
        spans: [
          { from: expect.any(Number), to: 20, state: 'stopped' },
          { from: 20, to: 60, state: 'cancel-only' },
        ],
      },
      { target: 'withdrawals:XEM', spans: [{ from: 5, to: 30, state: 'stopped' }] },
    ])
  })

  it('shows operations in the order of the runbook, each before its assets', () => {
    const log = [started(), scoped('withdrawals', 'stopped', 'XEM'), scoped('withdrawals', 'open', 'BTC')]
    const more = [scoped('withdrawals', 'open'), scoped('trading', 'open')]
    expect(pictured(HOUR, ...log, ...more).scope.map(({ target }) => target)).toEqual([
      'trading',
      'withdrawals',
      'withdrawals:BTC',
      'withdrawals:XEM',
    ])
  })

  it('shows work on steps by department, from their beginning or at one moment', () => {
    const log = [
      started(),
      begun('a-look', iso(2 * MINUTE)),
      begun('a-look', iso(3 * MINUTE)),
      happened(9 * MINUTE, done('a-look')),
      happened(4 * MINUTE, skipped('a-ask')),
      happened(20 * MINUTE, begun('d-monitor')),
    ]
    const [desk] = pictured(HOUR, ...log).departments
    expect(desk?.department).toBe('desk')
    expect(desk?.work).toEqual([
      { step: 'a-look', state: 'done', from: 2, to: 9 },
      { step: 'a-ask', state: 'skipped', from: 4, to: 4 },
      { step: 'd-monitor', state: 'in-progress', from: 20, to: 60 },
    ])
  })

  it('shows notices with their state, and promised updates', () => {
    const log = [
      started(),
      posted('website', 'first', 1, iso(30 * MINUTE)),
      happened(20 * MINUTE, posted('website', 'update', 2, iso(50 * MINUTE))),
      intended('email', 'first', 2),
      deliveredAs(nth(4), 'failed'),
    ]
    const { notices } = pictured(2 * HOUR, ...log)
    expect(notices.map(({ channel }) => channel)).toEqual(['website', 'email'])
    expect(notices[0]?.sent.map(({ stage, number, state }) => [stage, number, state])).toEqual([
      ['first', 1, 'posted'],
      ['update', 2, 'posted'],
    ])
    expect(notices[0]?.promised.map(({ dueAt, kept }) => [Math.round(dueAt), kept])).toEqual([
      [30, true],
      [50, false],
    ])
    expect(notices[1]?.sent).toMatchObject([{ state: 'failed' }])
  })

  it('shows calls and raised levels in order of time', () => {
    const log = [
      withSettings({ roster: ROSTER }),
      happened(9 * MINUTE, { type: 'contact.reached', data: { person: 'sato', way: null } }),
      happened(3 * MINUTE, tried('sato')),
      happened(5 * MINUTE, { type: 'escalation.raised', data: { level: 'board', reason: null } }),
    ]
    expect(pictured(HOUR, ...log).calls).toEqual([
      { at: 3, kind: 'tried', who: 'sato' },
      { at: 5, kind: 'raised', who: 'board' },
      { at: 9, kind: 'reached', who: 'sato' },
    ])
  })

  it('uses corrected times', () => {
    const log = [started(), happened(20 * MINUTE, done('a-look')), corrected(nth(2), { at: iso(4 * MINUTE) })]
    expect(pictured(HOUR, ...log).departments[0]?.work).toMatchObject([{ from: 4, to: 4 }])
  })

  it('tells apart what was open again after a lift and what nobody stated', () => {
    const { scope, unstated } = pictured(
      HOUR,
      started(),
      happened(MINUTE, scoped('trading', 'stopped')),
      happened(2 * MINUTE, scoped('deposits', 'open', 'XEM')),
      happened(30 * MINUTE, lifted('trading')),
    )
    expect(scope.map(({ target, spans }) => [target, ...spans.map(({ state }) => state)])).toEqual([
      ['trading', 'stopped', 'open'],
      ['deposits:XEM', 'open'],
    ])
    expect(unstated).toEqual([
      { operation: 'deposits', hasAssets: true },
      { operation: 'withdrawals', hasAssets: false },
    ])
  })

  it('shows advance notices of a planned halt without a number', () => {
    expect(pictured(HOUR, planned(), announced('website')).notices[0]?.sent).toMatchObject([{ number: null }])
  })
})
