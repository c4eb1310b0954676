import { describe, expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { chronologyOf } from '../../../src/domain/report/report.ts'
import { type TimelinePicture, timelinePictureOf } from '../../../src/domain/report/timeline-picture.ts'
import {
  accepted,
  advanced,
  announced,
  begun,
  classified,
  clockStarted,
  closed,
  corrected,
  DECLARED,
  deliveredAs,
  done,
  foldEvents,
  HOUR,
  happened,
  history,
  intended,
  iso,
  keyMoment,
  lifted,
  MINUTE,
  noted,
  nth,
  planned,
  posted,
  reopened,
  reportedTo,
  scoped,
  skipped,
  started,
  stated,
  tried,
  undone,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

const NO_STORY = { isMarked: false, entries: [] }

/** The picture with times in minutes after the declaration. */
function pictured(after: number, ...drafts: readonly EventDraft[]): TimelinePicture {
  const events = history(...drafts)
  const incident = foldEvents(events)
  const { story } = chronologyOf(incident, events)
  const picture = timelinePictureOf(incident, lifecycleOf(incident), DECLARED + after, story)
  const inMinutes = (_: string, value: unknown) =>
    typeof value === 'number' && value > 1e9 ? (value - DECLARED) / MINUTE : value instanceof Set ? [...value] : value
  return JSON.parse(JSON.stringify(picture, inMinutes))
}

describe('the picture of the timeline', () => {
  it('spans the halt from its start to its end, or to now', () => {
    expect(pictured(HOUR, started())).toMatchObject({ from: -12, to: 60 })
    expect(pictured(HOUR, started(), happened(30 * MINUTE, closed()))).toMatchObject({ from: -12, to: 30 })
    expect(pictured(HOUR, planned())).toMatchObject({ from: 0, to: 60 })
    expect(timelinePictureOf(EMPTY_INCIDENT, lifecycleOf(EMPTY_INCIDENT), DECLARED, NO_STORY)).toMatchObject({
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
    const log = [started(), scoped('withdrawals', 'stopped', 'XEM'), scoped('withdrawals', 'limited', 'BTC')]
    const more = [scoped('withdrawals', 'cancel-only'), scoped('trading', 'stopped')]
    expect(pictured(HOUR, ...log, ...more).scope.map(({ target }) => target)).toEqual([
      'trading',
      'withdrawals',
      'withdrawals:BTC',
      'withdrawals:XEM',
    ])
  })

  it('leaves out what was never restricted, though it was stated to be open', () => {
    const log = [
      started(),
      scoped('trading', 'stopped'),
      scoped('deposits', 'open'),
      scoped('withdrawals', 'open', 'XEM'),
    ]
    const { scope, unstated } = pictured(HOUR, ...log)
    expect(scope.map(({ target }) => target)).toEqual(['trading'])
    expect(unstated).toEqual([{ operation: 'withdrawals', hasAssets: true }])
  })

  it('shows of an asset that was an exception all that held for it, open only while its operation was restricted', () => {
    const log = [
      started(),
      happened(0, scoped('withdrawals', 'stopped')),
      happened(10 * MINUTE, scoped('withdrawals', 'open', 'BTC')),
      happened(15 * MINUTE, scoped('withdrawals', 'stopped', 'XEM')),
      happened(20 * MINUTE, lifted('withdrawals')),
      happened(40 * MINUTE, scoped('withdrawals', 'open', 'XEM')),
      happened(50 * MINUTE, scoped('withdrawals', 'stopped')),
      happened(55 * MINUTE, scoped('withdrawals', null, 'XEM')),
    ]
    expect(pictured(HOUR, ...log).scope.slice(1)).toEqual([
      {
        target: 'withdrawals:BTC',
        spans: [
          { from: 0, to: 10, state: 'stopped' },
          { from: 10, to: 20, state: 'open' },
          { from: 50, to: 60, state: 'open' },
        ],
      },
      {
        target: 'withdrawals:XEM',
        spans: [
          { from: 0, to: 40, state: 'stopped' },
          { from: 50, to: 55, state: 'open' },
          { from: 55, to: 60, state: 'stopped' },
        ],
      },
    ])
  })

  it('shows no asset of which nothing is stated any more', () => {
    const log = [started(), happened(0, scoped('withdrawals', 'stopped'))]
    const undoing = [...log, happened(MINUTE, scoped('withdrawals', 'open', 'XEM')), undone(nth(3))]
    const withdrawing = [...log, happened(MINUTE, scoped('withdrawals', null, 'XEM'))]
    for (const one of [undoing, withdrawing])
      expect(pictured(HOUR, ...one).scope.map(({ target }) => target)).toEqual(['withdrawals'])
  })

  it('counts the operations that were restricted, and nothing before anything was stated', () => {
    const log = [
      started(),
      happened(5 * MINUTE, scoped('trading', 'stopped')),
      happened(10 * MINUTE, scoped('withdrawals', 'stopped', 'XEM')),
      happened(15 * MINUTE, scoped('withdrawals', 'limited', 'BTC')),
      happened(20 * MINUTE, scoped('withdrawals', null, 'XEM')),
      happened(30 * MINUTE, lifted('trading')),
    ]
    expect(pictured(HOUR, ...log).impact).toEqual({
      operations: 3,
      curve: [
        { from: 5, to: 10, restricted: 1 },
        { from: 10, to: 30, restricted: 2 },
        { from: 30, to: 60, restricted: 1 },
      ],
    })
    expect(pictured(HOUR, started(), happened(5 * MINUTE, scoped('trading', 'open'))).impact.curve).toEqual([
      { from: 5, to: 60, restricted: 0 },
    ])
    const gap = [started(), scoped('trading', 'stopped', 'XEM'), happened(20 * MINUTE, scoped('trading', null, 'XEM'))]
    const again = happened(40 * MINUTE, scoped('trading', 'stopped', 'BTC'))
    expect(pictured(HOUR, ...gap, again).impact.curve).toEqual([
      { from: -12, to: 20, restricted: 1 },
      { from: 40, to: 60, restricted: 1 },
    ])
  })

  it('shows each decision once, with all that it decided', () => {
    const log = [
      started(),
      happened(5 * MINUTE, scoped('trading', 'stopped')),
      happened(10 * MINUTE, classified({ type: 'order', severity: 'sev1' })),
      happened(12 * MINUTE, advanced('during-halt')),
      happened(20 * MINUTE, scoped('withdrawals', 'stopped', 'XEM')),
      happened(25 * MINUTE, scoped('withdrawals', null, 'XEM')),
      happened(30 * MINUTE, lifted('trading')),
      happened(40 * MINUTE, reopened('trading')),
      happened(45 * MINUTE, scoped('deposits', 'stopped')),
      undone(nth(9)),
      happened(50 * MINUTE, closed()),
    ]
    const none = { event: expect.any(String), turn: null, severity: null, type: null, scope: [] }
    expect(pictured(HOUR, ...log).decisions).toEqual([
      { ...none, at: 0, turn: 'declared', severity: 'sev2', type: 'failure' },
      { ...none, at: 5, scope: [{ target: 'trading', state: 'stopped' }] },
      { ...none, at: 10, severity: 'sev1', type: 'order' },
      { ...none, at: 20, scope: [{ target: 'withdrawals:XEM', state: 'stopped' }] },
      { ...none, at: 25, scope: [{ target: 'withdrawals:XEM', state: null }] },
      { ...none, at: 30, turn: 'lifted', scope: [{ target: 'trading', state: 'open' }] },
      { ...none, at: 40, turn: 'reopened', scope: [{ target: 'trading', state: 'stopped' }] },
      { ...none, at: 50, turn: 'closed' },
    ])
  })

  it('shows the declaration at its own time, also if it states an earlier beginning', () => {
    const scope = [{ operation: 'trading', asset: null, state: 'stopped' as const, words: null }]
    const [declaration] = pictured(HOUR, started({ scope }), happened(HOUR / 2, noted('a note'))).decisions
    expect(declaration).toMatchObject({ at: 0, turn: 'declared', scope: [{ target: 'trading', state: 'stopped' }] })
    expect(pictured(HOUR, happened(-12 * MINUTE, started({ scope }))).decisions[0]?.at).toBe(0)
  })

  it('shows as a plan what was stated to be restricted before a planned halt began', () => {
    const log = [
      planned(),
      happened(MINUTE, scoped('trading', 'stopped')),
      happened(2 * MINUTE, scoped('trading', 'open')),
      happened(HOUR, advanced('initial-response')),
      happened(HOUR + MINUTE, scoped('trading', 'stopped')),
    ]
    const { decisions } = pictured(2 * HOUR, ...log)
    expect(decisions.map(({ turn }) => turn)).toEqual(['planned', 'planned', null, 'begun', null])
  })

  it('shows when a planned halt began, its plan, and by how much it overran', () => {
    const log = [planned(), happened(HOUR, advanced('initial-response')), happened(HOUR, advanced('during-halt'))]
    const running = pictured(2 * HOUR, ...log)
    expect(running.decisions.map(({ turn }) => turn)).toEqual(['planned', 'begun'])
    expect(running.plan).toEqual({ from: 60, to: 180, overrun: null })
    const late = [...log, happened(HOUR, scoped('trading', 'stopped')), happened(6 * HOUR, lifted('trading'))]
    expect(pictured(8 * HOUR, ...late).plan).toEqual({ from: 60, to: 180, overrun: { from: 180, to: 360 } })
    expect(pictured(5 * HOUR, ...late.slice(0, -1)).plan?.overrun).toEqual({ from: 180, to: 300 })
    expect(pictured(HOUR, planned()).plan).toEqual({ from: 60, to: 180, overrun: null })
  })

  it('shows no plan that nobody stated', () => {
    expect(pictured(HOUR, started()).plan).toBeNull()
    const open = stated('planned-end', { known: false, value: null })
    expect(pictured(HOUR, planned(), open).plan).toEqual({ from: 60, to: null, overrun: null })
    const unknown = stated('planned-start', { known: false, value: null })
    expect(pictured(HOUR, planned(), unknown).plan).toBeNull()
  })

  it('shows who led, and the reports to authorities with their deadlines', () => {
    const log = [
      started(),
      happened(MINUTE, clockStarted('awareness')),
      happened(30 * MINUTE, reportedTo('dora-initial')),
      happened(40 * MINUTE, accepted(null, 'on duty')),
    ]
    const { leads, filings, title, timezone } = pictured(HOUR, ...log)
    expect({ title, timezone }).toEqual({ title: 'Matching engine down', timezone: 'Asia/Tokyo' })
    expect(leads).toEqual([
      { event: nth(1), at: 0, name: 'taro' },
      { event: nth(4), at: 40, name: 'taro' },
    ])
    expect(filings.map(({ filing, ...mark }) => ({ ...mark, id: filing.id, authority: null }))).toEqual([
      { id: 'dora-initial', authority: null, submissions: [{ event: nth(3), at: 30 }], dueAt: 24 * 60 + 1, kept: true },
      { id: 'dora-intermediate', authority: null, submissions: [], dueAt: 72 * 60 + 30, kept: null },
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
      { event: nth(3), at: 3, kind: 'tried', who: 'sato' },
      { event: nth(4), at: 5, kind: 'raised', who: 'board' },
      { event: nth(2), at: 9, kind: 'reached', who: 'sato' },
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

describe('the key moments of a picture', () => {
  const log = [started(), noted('the standby took over'), scoped('trading', 'stopped'), happened(MINUTE, closed())]

  it('are its beginning and those that people marked: its marks among them, and a mark of its own for what has none', () => {
    const { keyMoments, moments } = pictured(HOUR, ...log, keyMoment(nth(2)), keyMoment(nth(3)))
    expect(keyMoments).toEqual({ isMarked: true, events: [nth(1), nth(2), nth(3)] })
    expect(moments).toMatchObject([{ event: nth(2), entry: { data: { text: 'the standby took over' } } }])
  })

  it('are the turning points if nobody marked any', () => {
    const { keyMoments, moments } = pictured(HOUR, ...log)
    expect(keyMoments).toEqual({ isMarked: false, events: [nth(1), nth(3), nth(4)] })
    expect(moments).toEqual([])
  })

  it('have no mark once they are undone', () => {
    const { moments } = pictured(HOUR, started(), done('a-look'), keyMoment(nth(2)), undone(nth(2)))
    expect(moments).toEqual([])
  })
})
