import { describe, expect, it } from 'vitest'
import { openDeadlines, overdueDeadlines } from '../../src/domain/deadlines.ts'
import { lifecycleOf } from '../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../src/domain/log/event.ts'
import { DEFAULT_SETTINGS } from '../../src/domain/settings.ts'
import {
  advanced,
  announced,
  closed,
  DECLARED,
  done,
  finished,
  followUp,
  HOUR,
  happened,
  incidentOf,
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
  withSettings,
} from '../given.ts'
import { SMALL_RUNBOOK } from '../small-runbook.ts'

/** The open deadlines by id, in minutes after the declaration. */
function clocks(after: number, ...drafts: readonly EventDraft[]): Record<string, number> {
  const incident = incidentOf(...drafts)
  const running = openDeadlines(incident, lifecycleOf(incident), DECLARED + after)
  return Object.fromEntries(running.map(({ id, dueAt }) => [id, (dueAt - DECLARED) / MINUTE]))
}

const told = (channel: string, after: number, ...rest: [stage?: 'first' | 'update' | 'resumption', number?: number]) =>
  happened(after, posted(channel, rest[0] ?? 'first', rest[1] ?? 1))

describe('openDeadlines', () => {
  it('expects a first notice on each customer channel five minutes after the declaration', () => {
    expect(clocks(0, started())).toEqual({ 'first-notice:website': 5, 'first-notice:email': 5 })
  })

  it('is overdue after the due time, not at it', () => {
    const incident = incidentOf(started())
    const overdue = (after: number) =>
      openDeadlines(incident, lifecycleOf(incident), DECLARED + after).map((clock) => clock.overdue)
    expect(overdue(5 * MINUTE)).toEqual([false, false])
    expect(overdue(5 * MINUTE + 1)).toEqual([true, true])
  })

  it('is sorted by due time', () => {
    const due = Object.values(clocks(0, started(), told('website', MINUTE), followUp('x', 'taro', iso(2 * MINUTE))))
    expect(due).toEqual([2, 5, 31])
  })

  it('expects an update 30 minutes after the last notice on a channel', () => {
    expect(clocks(MINUTE, started(), told('website', MINUTE))).toMatchObject({ 'update:website': 31 })
    const updated = [started(), told('website', MINUTE), told('website', 20 * MINUTE, 'update', 2)] as const
    expect(clocks(MINUTE, ...updated)).toMatchObject({ 'update:website': 50 })
  })

  it('counts from the last notice by time of posting, not by order of recording', () => {
    const late = [started(), told('website', 20 * MINUTE, 'update', 2), told('website', MINUTE)] as const
    expect(clocks(MINUTE, ...late)).toMatchObject({ 'update:website': 50 })
  })

  it('follows the time that a notice told until the next notice, or a sooner one that was promised since', () => {
    const promise = posted('website', 'first', 1, iso(15 * MINUTE))
    expect(clocks(0, started(), promise)).toMatchObject({ 'update:website': 15 })
    const later = [started(), promise, promised('website', iso(20 * MINUTE))] as const
    expect(clocks(0, ...later)).toMatchObject({ 'update:website': 15 })
    expect(clocks(0, ...later, promised('website', iso(10 * MINUTE)))).toMatchObject({ 'update:website': 10 })
    expect(clocks(0, ...later, told('website', 10 * MINUTE, 'update', 2))).toMatchObject({ 'update:website': 40 })
  })

  it('follows what was promised without a notice, if the last one told no time', () => {
    const log = [started(), told('website', 0), promised('website', iso(50 * MINUTE))] as const
    expect(clocks(0, ...log)).toMatchObject({ 'update:website': 50 })
  })

  it('is overdue only once the minute that was promised has ended', () => {
    // 22:34:00, as customers read it.
    const due = 16 * MINUTE + 55 * SECOND
    const incident = incidentOf(started(), happened(0, posted('website', 'first', 1, iso(due))))
    const update = (after: number) =>
      openDeadlines(incident, lifecycleOf(incident), DECLARED + after).find(({ id }) => id === 'update:website')
    expect(update(due + MINUTE - 1)).toMatchObject({ dueAt: DECLARED + due, overdue: false })
    expect(update(due + MINUTE)).toMatchObject({ dueAt: DECLARED + due, overdue: true })
  })

  it('ignores a promise that was undone', () => {
    const undone: EventDraft = { type: 'event.undone', data: { event: nth(3), reason: 'slip' } }
    const taken = [started(), told('website', MINUTE), promised('website', iso(20 * MINUTE)), undone] as const
    expect(clocks(0, ...taken)).toMatchObject({ 'update:website': 31 })
  })

  it('expects no update on a channel whose updates are on-change', () => {
    const cadence = { ...DEFAULT_SETTINGS.cadence, channels: { website: { update: 'on-change' as const } } }
    expect(clocks(0, withSettings({ cadence }), told('website', MINUTE))).toEqual({ 'first-notice:email': 5 })
  })

  it('expects no update of a mail that named the page for it, once the page has it', () => {
    const cadence = { ...DEFAULT_SETTINGS.cadence, channels: { email: { update: 'on-change' as const } } }
    const round = [
      withSettings({ cadence }),
      posted('email', 'first', 1, iso(30 * MINUTE)),
      told('website', 2 * MINUTE),
    ]
    expect(clocks(0, ...round)).toMatchObject({ 'update:email': 30, 'update:website': 32 })
    const reported = [...round, told('website', 25 * MINUTE, 'update', 2)]
    expect(clocks(40 * MINUTE, ...reported)).toEqual({ 'update:website': 55 })
  })

  it('does not count an advance notice as a first notice', () => {
    const begun = [planned(), announced('website'), happened(HOUR, advanced('initial-response'))] as const
    expect(clocks(HOUR, ...begun)).toEqual({ 'first-notice:website': 65, 'first-notice:email': 65 })
  })

  it('is empty before a planned halt begins and after the incident is closed', () => {
    expect(clocks(0, planned())).toEqual({})
    expect(clocks(0, started(), closed())).toEqual({})
  })

  it('expects a resumption notice after each lift', () => {
    const first = [
      started({ scope: [{ operation: 'deposits', asset: null, state: 'stopped', words: null }] }),
      told('website', MINUTE),
      happened(HOUR, lifted('trading')),
    ] as const
    expect(clocks(HOUR, ...first)).toMatchObject({ 'resumption-notice:website': 65, 'update:website': 31 })
    const told1 = [...first, told('website', HOUR + MINUTE, 'resumption', 2)] as const
    expect(clocks(HOUR, ...told1)).not.toHaveProperty('resumption-notice:website')
    const second = [...told1, happened(2 * HOUR, lifted('deposits'))] as const
    expect(clocks(HOUR, ...second)).toMatchObject({ 'resumption-notice:website': 125 })
  })

  it('expects first notices after a partial lift, but not once everything is open', () => {
    const partly = [started(), scoped('trading', 'stopped'), scoped('deposits', 'stopped'), lifted('trading')] as const
    expect(clocks(0, ...partly)).toHaveProperty('first-notice:website')
    expect(clocks(0, ...partly, lifted('deposits'))).not.toHaveProperty('first-notice:website')
  })

  it('expects first notices again after a reopening', () => {
    const again = [started(), told('website', MINUTE), lifted('trading'), happened(HOUR, reopened('trading'))] as const
    expect(clocks(HOUR, ...again)).toMatchObject({ 'first-notice:website': 65, 'first-notice:email': 65 })
    expect(clocks(HOUR, ...again)).not.toHaveProperty('resumption-notice:website')
  })

  it('expects a recurring step from its phase on, then again after each time it is done', () => {
    expect(clocks(0, started())).not.toHaveProperty('step:c-watch')
    const during = [started(), happened(MINUTE, advanced('during-halt'))] as const
    expect(clocks(MINUTE, ...during)).toMatchObject({ 'step:c-watch': 61 })
    expect(clocks(MINUTE, ...during, happened(10 * MINUTE, done('c-watch')))).toMatchObject({ 'step:c-watch': 70 })
  })

  it('expects a follow-up with a due date until it is done, even after closing', () => {
    const added = [started(), followUp('Fix it', 'taro', iso(24 * HOUR)), followUp('Some day')] as const
    expect(clocks(0, ...added)).toHaveProperty(`action:${nth(2)}`, 24 * 60)
    expect(clocks(0, ...added)).not.toHaveProperty(`action:${nth(3)}`)
    expect(clocks(0, ...added, finished(nth(2)))).not.toHaveProperty(`action:${nth(2)}`)
    expect(clocks(SECOND, ...added, closed())).toEqual({ [`action:${nth(2)}`]: 24 * 60 })
  })

  it('is empty for a log that declares no incident', () => {
    const adopted = { runbook: SMALL_RUNBOOK, runbookDigest: 'runbook-2', reason: 'new' }
    expect(clocks(0, { type: 'runbook.adopted', data: adopted })).toEqual({})
  })
})

describe('a closed halt', () => {
  it('has nothing due of its recurring steps, however late they were, but follow-ups still', () => {
    const late = [
      started(),
      advanced('during-halt'),
      posted('website', 'first', 1),
      followUp('Buy disks', 'taro', iso(3 * HOUR)),
    ]
    expect(Object.keys(clocks(2 * HOUR, ...late))).toContain('step:c-watch')
    expect(clocks(4 * HOUR, ...late, happened(2 * HOUR, closed()))).toEqual({ [`action:${nth(4)}`]: 180 })
  })
})

describe('overdueDeadlines', () => {
  const overdue = (after: number, ...drafts: readonly EventDraft[]) =>
    overdueDeadlines(incidentOf(...drafts), DECLARED + after).map(({ id }) => id)

  it('are those of the open ones that have passed', () => {
    expect(overdue(5 * MINUTE, started())).toEqual([])
    expect(overdue(6 * MINUTE, started(), told('website', MINUTE))).toEqual(['first-notice:email'])
  })

  it('are only retractions once the incident is closed', () => {
    const alarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'a sensor' } }
    const action = followUp('x', 'taro', iso(2 * MINUTE))
    expect(overdue(HOUR, started(), told('website', MINUTE), action, happened(2 * MINUTE, alarm))).toEqual([
      'retraction-notice:website',
    ])
  })
})
