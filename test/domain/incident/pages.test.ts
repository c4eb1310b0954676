import { describe, expect, it } from 'vitest'
import { partiesOf } from '../../../src/domain/incident/calls.ts'
import { answerDeadlines } from '../../../src/domain/incident/escalation.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  answered,
  corrected,
  DECLARED,
  done,
  escalated,
  happened,
  incidentOf,
  iso,
  keptAs,
  lifted,
  MINUTE,
  nth,
  paged,
  pageEnded,
  reopened,
  scoped,
  started,
  tried,
  undone,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const listed = withSettings({ roster: ROSTER })
const later = (minutes: number, draft: EventDraft): EventDraft => happened(minutes * MINUTE, draft)

/** The calls to the desk's people this many minutes after the declaration. */
function desk(minutes: number, ...drafts: readonly EventDraft[]) {
  const incident = incidentOf(listed, ...drafts)
  const [party] = partiesOf(incident, lifecycleOf(incident), DECLARED + minutes * MINUTE)
  return { next: party?.next, states: party?.calls.map(({ state, page }) => [state, page?.state ?? null]) }
}

describe('a page', () => {
  it('counts as a call that waits for an answer, even while its outcome is unknown', () => {
    const intent = later(1, paged('sato'))
    const waiting = {
      next: null,
      states: [
        ['waiting', 'unknown'],
        ['open', null],
      ],
    }
    expect(desk(5, intent)).toEqual(waiting)
    expect(desk(5, intent, later(5, pageEnded(nth(2), 'unknown')))).toEqual(waiting)
    expect(desk(5, intent, later(2, pageEnded(nth(2)))).states?.[0]).toEqual(['waiting', 'sent'])
    expect(desk(6, intent, later(2, pageEnded(nth(2)))).next).toBe('kato')
  })

  it('that failed does not count as a call, so the same person is next', () => {
    const failed = [later(1, paged('sato')), later(2, pageEnded(nth(2), 'failed'))]
    expect(desk(5, ...failed)).toEqual({
      next: 'sato',
      states: [
        ['open', 'failed'],
        ['open', null],
      ],
    })
    expect(desk(5, ...failed, later(3, tried('sato'))).states?.[0]).toEqual(['waiting', 'failed'])
  })

  it('is over once answered, and does not count if sent before a reopening', () => {
    expect(desk(5, paged('sato'), later(1, answered('sato'))).states?.[0]).toEqual(['reached', 'unknown'])
    const before = [scoped('trading', 'stopped'), paged('sato'), lifted('trading')]
    expect(desk(5, ...before, reopened('trading')).states?.[0]).toEqual(['open', null])
  })

  it('keeps its first outcome; an outcome without a page or an undo of a page is an anomaly', () => {
    const incident = incidentOf(
      listed,
      paged('sato'),
      pageEnded(nth(2)),
      pageEnded(nth(2), 'failed'),
      pageEnded(nth(9)),
    )
    expect(incident.pages).toMatchObject([{ state: 'sent', ended: true, person: 'sato' }])
    expect(incident.anomalies).toEqual([{ event: nth(5), why: 'unknown-target' }])
    const taken = incidentOf(listed, paged('sato'), undone(nth(2)))
    expect(taken.pages).toMatchObject([{ state: 'unknown' }])
    expect(taken.anomalies).toEqual([{ event: nth(3), why: 'unknown-target' }])
  })

  it('moves to its corrected time, and has its mail journal as evidence', () => {
    const journal = keptAs('journal-1')
    const mailed = [paged('sato', { journal: 'journal-1' }), pageEnded(nth(2), 'sent', { journal })]
    const incident = incidentOf(listed, ...mailed, corrected(nth(2), { at: iso(-MINUTE) }))
    expect(incident.pages[0]?.at).toBe(iso(-MINUTE))
    expect(incident.evidence).toMatchObject([{ kind: 'journal', file: 'journal-1', event: nth(3) }])
  })
})

describe('the deadline for an answer', () => {
  /** The deadline of each answer, in minutes after the declaration. */
  function over(...drafts: readonly EventDraft[]) {
    const incident = incidentOf(...drafts)
    const clocks = answerDeadlines(incident, lifecycleOf(incident), DECLARED + 60 * MINUTE)
    return clocks.map(({ id, dueAt }) => [id, (dueAt - DECLARED) / MINUTE])
  }

  it('runs from the last call to each party that has not answered', () => {
    expect(over(started(), tried('sato'))).toEqual([])
    expect(over(listed)).toEqual([])
    expect(over(listed, later(1, tried('sato')), later(3, paged('kato')))).toEqual([['answer:desk', 8]])
    expect(over(listed, later(1, tried('sato')), later(3, answered('kato')))).toEqual([])
    expect(over(listed, scoped('trading', 'stopped'), tried('sato'), lifted('trading'))).toEqual([])
  })

  it('runs for an escalation level from when it was raised', () => {
    const raised = later(2, escalated('board', 'the press called'))
    expect(over(listed, raised)).toEqual([['answer:board', 7]])
    expect(over(listed, raised, later(4, tried('mori')))).toEqual([['answer:board', 9]])
    expect(over(listed, raised, later(4, answered('mori')))).toEqual([])
  })

  it('does not run for a department that was notified in another way', () => {
    const telling = [...SMALL_RUNBOOK.steps, step('a-desk', { tells: 'desk' })]
    const halt = started({
      runbook: { ...SMALL_RUNBOOK, steps: telling },
      settings: { ...DEFAULT_SETTINGS, roster: ROSTER },
    })
    expect(over(halt, later(1, tried('sato')))).toEqual([['answer:desk', 6]])
    expect(over(halt, later(1, tried('sato')), done('a-desk'))).toEqual([])
  })
})
