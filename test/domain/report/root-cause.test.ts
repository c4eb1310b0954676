import { describe, expect, it } from 'vitest'
import { hypothesesOf, openHypotheses } from '../../../src/domain/incident/hypotheses.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { factsByReportPart, unstatedReportFacts } from '../../../src/domain/report/report.ts'
import { rootCauseOf } from '../../../src/domain/report/root-cause.ts'
import { confirmed, discarded, given, incidentOf, nth, started, stated, thought, undone } from '../../given.ts'

function causeAfter(...drafts: readonly EventDraft[]) {
  const incident = incidentOf(started(), ...drafts)
  return rootCauseOf(factsByReportPart(incident).causes, hypothesesOf(incident))
}

describe('the root cause', () => {
  it('is not known as long as nobody states one, or thinks of one', () => {
    expect(causeAfter()).toBeNull()
    expect(causeAfter(stated('root-cause', { known: false }))).toBeNull()
  })

  it('is thought to be the latest hypothesis that nobody ruled out', () => {
    const both = [thought('the disk'), thought('the network')]
    expect(causeAfter(...both)).toMatchObject({ kind: 'hypothesis', open: 2, hypothesis: { text: 'the network' } })
    expect(causeAfter(...both, discarded(nth(3), 'it answers'))).toMatchObject({
      kind: 'hypothesis',
      open: 1,
      hypothesis: { text: 'the disk' },
    })
  })

  it('is the hypothesis that somebody confirmed, until it is ruled out after all', () => {
    const found = [thought('the disk'), thought('the network'), confirmed(nth(2), 'it is full')]
    expect(causeAfter(...found)).toMatchObject({
      kind: 'confirmed',
      hypothesis: { text: 'the disk', discarded: null, confirmed: { event: nth(4), reason: 'it is full' } },
    })
    expect(causeAfter(...found, discarded(nth(2), 'it is not'))).toMatchObject({
      kind: 'hypothesis',
      hypothesis: { text: 'the network' },
    })
    expect(causeAfter(...found, undone(nth(4)))).toMatchObject({ kind: 'hypothesis', open: 2 })
  })

  it('is what was stated as the cause, whatever was thought', () => {
    expect(
      causeAfter(thought('the disk'), confirmed(nth(2), 'it is full'), stated('root-cause', { value: 'no quota' })),
    ).toMatchObject({ kind: 'stated', fact: 'root-cause', view: { value: 'no quota' } })
  })

  it('is not asked for once a hypothesis was confirmed', () => {
    const thoughtOf = [started(), thought('the disk')]
    expect(unstatedReportFacts(incidentOf(...thoughtOf), 'taro')).toContain('root-cause')
    expect(unstatedReportFacts(incidentOf(...thoughtOf, confirmed(nth(2), 'it is full')), 'taro')).toEqual([
      'new-disks',
    ])
  })
})

describe('a hypothesis', () => {
  it('is no longer open once it was confirmed', () => {
    const incident = incidentOf(started(), thought('the disk'), thought('the network'), confirmed(nth(2), 'full'))
    expect(openHypotheses(incident).map(({ text }) => text)).toEqual(['the network'])
  })

  it('is confirmed by a note, once, and only if it was stated', () => {
    const note = { kind: 'note', text: 'it is full' } as const
    given(started(), thought('the disk'))
      .when({ ...note, confirms: nth(2) })
      .then(confirmed(nth(2), 'it is full'))
    given(started(), thought('the disk'), confirmed(nth(2), 'it is full'))
      .when({ ...note, confirms: nth(2) })
      .already(`note --confirms ${nth(2)}`)
    given(started())
      .when({ ...note, confirms: nth(1) })
      .refused('unknown-hypothesis')
  })

  it('that nobody stated cannot be judged: the log that does is marked', () => {
    expect(incidentOf(started(), confirmed(nth(1), 'full')).anomalies).toMatchObject([
      { event: nth(2), why: 'unknown-target' },
    ])
  })
})
