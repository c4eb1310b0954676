import { describe, expect, it } from 'vitest'
import { byUrgency, followUpState, followUpsOf } from '../../../src/domain/incident/follow-up-state.ts'
import { isFollowUpOverdue } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { DECLARED, finished, followUp, HOUR, incidentOf, iso, MINUTE, nth, started, undone } from '../../given.ts'

describe('a follow-up', () => {
  it('is identified by the event that added it, not by the one that marks it done', () => {
    const { actions, anomalies } = incidentOf(started(), followUp('open'), finished(nth(2)), finished(nth(3)))
    expect(anomalies).toEqual([{ event: nth(4), why: 'unknown-target' }])
    expect(actions).toMatchObject([{ doneEvent: nth(3) }])
  })

  it('is done according to the last event that says so and was not undone', () => {
    const log = [started(), followUp('open'), finished(nth(2)), finished(nth(2))]
    expect(incidentOf(...log, undone(nth(3))).actions).toMatchObject([{ doneEvent: nth(4) }])
    expect(incidentOf(...log, undone(nth(4))).actions).toMatchObject([{ doneEvent: nth(3) }])
    expect(incidentOf(...log, undone(nth(4)), undone(nth(3))).actions).toMatchObject([{ doneEvent: null }])
  })

  it('is past due while open after its due date', () => {
    const due = iso(HOUR)
    const incident = incidentOf(
      started(),
      followUp('open', 'jiro', due),
      followUp('done', 'jiro', due),
      followUp('some day'),
      finished(nth(3)),
    )
    const late = (after: number) =>
      followUpsOf(incident)
        .filter((a) => isFollowUpOverdue(a, DECLARED + after))
        .map(({ text }) => text)
    expect(late(HOUR)).toEqual([])
    expect(late(HOUR + MINUTE)).toEqual(['open'])
  })

  it('keeps its reference in a tracker, which may be given or changed later', () => {
    const changed = (ref: string): EventDraft => ({ type: 'action.changed', data: { action: nth(2), ref } })
    const added: EventDraft = { type: 'action.added', data: { text: 'x', owner: 'jiro', due: null, ref: 'OPS-7' } }
    expect(incidentOf(started(), added).actions).toMatchObject([{ ref: 'OPS-7' }])
    expect(incidentOf(started(), added, changed('OPS-8')).actions).toMatchObject([{ ref: 'OPS-8', owner: 'jiro' }])
    expect(incidentOf(started(), followUp('x'), changed('OPS-8')).actions).toMatchObject([{ ref: 'OPS-8' }])
    expect(incidentOf(started(), followUp('x')).actions).toMatchObject([{ ref: null }])
  })

  it('is done in time if it is done when it is due', () => {
    const state = (due: string | null, doneAt: string | null) => followUpState({ due, doneAt }, DECLARED + HOUR)
    expect(state(iso(HOUR), iso(HOUR))).toBe('done-in-time')
    expect(state(iso(HOUR), iso(HOUR + 1))).toBe('done-late')
    expect(state(null, iso(HOUR))).toBe('done')
    expect(state(null, null)).toBe('open')
    expect(state(iso(HOUR), null)).toBe('open')
    expect(state(iso(HOUR - 1), null)).toBe('overdue')
  })

  it('is listed by its due date, and after that the others by when they were done', () => {
    const one = (due: number | null, done: number | null = null) => {
      return { due: due === null ? null : iso(due), doneAt: done === null ? null : iso(done) }
    }
    const sorted = [one(1), one(2), one(null), one(null), one(null, 9), one(3, 8), one(1, 7)]
    expect(byUrgency(sorted.toReversed())).toEqual(sorted)
    expect(byUrgency([one(1, 7), one(2), one(3, 8), one(null), one(1), one(null), one(null, 9)])).toEqual(sorted)
  })
})
