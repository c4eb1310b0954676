import { describe, expect, it } from 'vitest'
import { isFollowUpOverdue } from '../../../src/domain/incident/incident.ts'
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
    const { actions } = incidentOf(
      started(),
      followUp('open', 'jiro', due),
      followUp('done', 'jiro', due),
      followUp('some day'),
      finished(nth(3)),
    )
    const late = (after: number) =>
      actions.filter((a) => isFollowUpOverdue(a, DECLARED + after)).map(({ text }) => text)
    expect(late(HOUR)).toEqual([])
    expect(late(HOUR + MINUTE)).toEqual(['open'])
  })
})
