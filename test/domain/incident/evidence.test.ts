import { describe, expect, it } from 'vitest'
import { isOutcomeUnknown } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  attachedNote,
  commandEnded,
  commandSettled,
  commandStarted,
  corrected,
  evidenceRemoved,
  incidentOf,
  iso,
  keptAs,
  nth,
  started,
} from '../../given.ts'

const privately: EventDraft = { type: 'note.private', data: { kept: keptAs('words-1') } }

describe('evidence', () => {
  it('has a name, size and digest, and the event that describes it', () => {
    const { evidence } = incidentOf(started(), attachedNote('the queue', 'queue-1'), privately)
    expect(evidence).toEqual([
      {
        ...keptAs('queue-1'),
        kind: 'attachment',
        event: nth(2),
        name: 'queue-1.csv',
        at: iso(1000),
        by: 'taro',
        removed: null,
      },
      { ...keptAs('words-1'), kind: 'note', event: nth(3), name: null, at: iso(2000), by: 'taro', removed: null },
    ])
  })

  it('is removed once, for the reason and by the person recorded first', () => {
    const { evidence, anomalies } = incidentOf(
      started(),
      attachedNote('the queue', 'queue-1', 'queue-2'),
      evidenceRemoved('queue-1'),
      evidenceRemoved('queue-1'),
    )
    expect(evidence.map((e) => e.removed)).toEqual([
      { event: nth(3), at: iso(2000), by: 'taro', reason: 'names' },
      null,
    ])
    expect(anomalies).toEqual([])
  })

  it('is removed from the start if its file was removed before any event owned it', () => {
    const leftover: EventDraft = {
      type: 'evidence.removed',
      data: { file: 'queue-1', reason: 'names', leftover: true },
    }
    const { evidence, discarded, anomalies } = incidentOf(started(), leftover, attachedNote('the queue', 'queue-1'))
    expect([...discarded.keys()]).toEqual(['queue-1'])
    expect(evidence).toMatchObject([{ file: 'queue-1', removed: { event: nth(2), reason: 'names' } }])
    expect(anomalies).toEqual([])
  })

  it('is an anomaly if removed without ever having been kept', () => {
    expect(incidentOf(started(), evidenceRemoved('queue-1')).anomalies).toEqual([
      { event: nth(2), why: 'unknown-target' },
    ])
  })

  it('moves to the corrected time of its note', () => {
    const { evidence } = incidentOf(started(), attachedNote('x', 'queue-1'), corrected(nth(2), { at: iso(-5000) }))
    expect(evidence[0]?.at).toBe(iso(-5000))
  })
})

describe('a command', () => {
  it('has no known outcome until one is recorded', () => {
    const before = incidentOf(started(), commandStarted('uptime'))
    expect(before.commands).toMatchObject([{ event: nth(2), argv: ['uptime'], end: null }])
    const after = incidentOf(started(), commandStarted('uptime'), commandEnded(nth(2), { code: 3 }))
    expect(after.commands).toMatchObject([{ event: nth(2), end: { how: 'exited', code: 3, signal: null } }])
  })

  it('leaves its output as evidence if that was kept', () => {
    const { evidence } = incidentOf(
      started(),
      commandStarted('uptime'),
      commandEnded(nth(2), { stderr: { total: 9, kept: null } }),
    )
    expect(evidence).toMatchObject([{ ...keptAs('out-1'), kind: 'stdout', event: nth(3) }])
  })

  it('has a known outcome once somebody recorded it by hand', () => {
    const history = [started(), commandStarted('uptime'), commandSettled(nth(2), 'the engine is up')] as const
    const { commands, anomalies } = incidentOf(...history)
    expect(commands).toMatchObject([
      { end: null, settled: { event: nth(3), at: iso(2000), by: 'taro', words: 'the engine is up' } },
    ])
    expect(commands.map(isOutcomeUnknown)).toEqual([false])
    expect(incidentOf(...history.slice(0, 2)).commands.map(isOutcomeUnknown)).toEqual([true])
    expect(anomalies).toEqual([])
    expect(incidentOf(started(), commandSettled(nth(9))).anomalies).toEqual([{ event: nth(2), why: 'unknown-target' }])
  })

  it('is an anomaly if it ended without having been started', () => {
    const { commands, anomalies } = incidentOf(
      started(),
      commandStarted('uptime'),
      commandEnded(nth(9), { stdout: null }),
    )
    expect(commands).toMatchObject([{ end: null }])
    expect(anomalies).toEqual([{ event: nth(3), why: 'unknown-target' }])
  })
})
