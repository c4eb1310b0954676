import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { decide } from '../../../src/domain/decide/decide.ts'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { phaseOf } from '../../../src/domain/incident/current-values.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { listEntryOf } from '../../../src/domain/incident/list-entry.ts'
import { stepOf } from '../../../src/domain/incident/steps.ts'
import type { EventData, EventDraft } from '../../../src/domain/log/event.ts'
import { reportOf } from '../../../src/domain/report/report.ts'
import { summaryOf } from '../../../src/domain/stats/stats.ts'
import {
  DECLARED,
  foldEvents,
  HOUR,
  iso,
  lifted,
  MINUTE,
  NO_WRITERS,
  posted,
  reopened,
  scoped,
  started,
  undone,
  Writer,
} from '../../given.ts'

const NOW = DECLARED + 3 * HOUR
const ALARM = 10 * MINUTE

const closedAs = (as: EventData['incident.closed']['as'], over: Partial<EventData['incident.closed']> = {}) =>
  ({ type: 'incident.closed', data: { as, reason: 'a test alarm', ...over } }) as const

/** Taro declares and tells customers; then he closes, and Hanako decides something else without knowing of that. */
function apart(closing: EventDraft, ...others: readonly EventDraft[]) {
  const taro = new Writer()
  const hanako = new Writer('bbbbbbbb', 'hanako')
  const known = [started(), scoped('trading', 'stopped'), posted('website', 'first', 1)].map((d) => taro.write(d))
  taro.write(closing, ALARM)
  for (const [i, draft] of others.entries()) hanako.write(draft, ALARM + (i + 1) * MINUTE, known.slice(-1))
  return { taro, hanako, incident: foldEvents([...taro.events, ...hanako.events]) }
}

const deadlines = (incident: Incident) => openDeadlines(incident, lifecycleOf(incident), NOW)
const retraction = { id: 'retraction-notice:website', dueAt: DECLARED + ALARM + 5 * MINUTE, overdue: true }
const bothClosings = [{ target: 'phase', events: ['aaaaaaaa:4', 'bbbbbbbb:1'] }]

describe('a closing as a false alarm, and another without knowing of it', () => {
  it.each([closedAs('duplicate'), closedAs('resolved')])(
    'as something else are a conflict, and the retractions stay due until it is settled',
    (other) => {
      const { taro, hanako, incident } = apart(closedAs('false-alarm'), other)
      expect(conflictsOf(incident)).toEqual(bothClosings)
      expect(reportOf(incident, [], NOW).conflicts).toEqual(bothClosings)
      expect(deadlines(incident)).toEqual([retraction])
      // The false alarm taken back: it was the other.
      hanako.write(undone('aaaaaaaa:4'), HOUR, taro.events)
      const settled = foldEvents([...taro.events, ...hanako.events])
      expect([conflictsOf(settled), deadlines(settled)]).toEqual([[], []])
    },
  )

  it('leave the false alarm once the other is taken back', () => {
    const { taro, hanako } = apart(closedAs('false-alarm'), closedAs('duplicate'))
    taro.write(undone('bbbbbbbb:1'), HOUR, hanako.events)
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect([conflictsOf(incident), deadlines(incident)]).toEqual([[], [retraction]])
    expect(lifecycleOf(incident)).toMatchObject({ closedAt: iso(ALARM), closedAs: 'false-alarm' })
  })

  it('make the retraction the next notice, whichever closing counts', () => {
    const intent = { kind: 'posted', channels: ['website'], link: null, text: null, digest: null, next: null } as const
    for (const [first, second] of [
      ['false-alarm', 'duplicate'],
      ['duplicate', 'false-alarm'],
    ] as const) {
      const { incident } = apart(closedAs(first), closedAs(second))
      const decision = decide(incident, intent, { by: 'taro', now: NOW, recordedAt: iso(3 * HOUR), knows: () => true })
      expect(decision).toMatchObject({ events: [{ data: { stage: 'retraction', corrects: 'aaaaaaaa:3' } }] })
    }
  })

  it('are a conflict as duplicates of different halts, and none if they agree', () => {
    const [one, other] = [
      closedAs('duplicate', { duplicateOf: '20261124-2218-failure' }),
      closedAs('duplicate', { duplicateOf: '20261124-2219-failure' }),
    ]
    expect(conflictsOf(apart(one, other).incident)).toEqual(bothClosings)
    expect(conflictsOf(apart(one, one).incident)).toEqual([])
    expect(conflictsOf(apart(closedAs('resolved'), closedAs('resolved', { reason: null })).incident)).toEqual([])
  })
})

describe('a closing, and a later change of phase by somebody who does not know of it', () => {
  it.each<[string, EventDraft[], string]>([
    ['a lift', [lifted('trading')], 'after-resumption'],
    ['a lift and a reopening', [lifted('trading'), reopened('trading')], 'during-halt'],
  ])('%s leave the halt open in every respect', (_, others, phase) => {
    const { incident } = apart(closedAs('false-alarm'), ...others)
    expect(phaseOf(incident)).toBe(phase)
    expect(lifecycleOf(incident)).toMatchObject({ closedAt: null, closedAs: null })
    expect(listEntryOf(incident)).toMatchObject({ phase, closedAt: null, closedAs: null })
    const report = reportOf(incident, [], NOW)
    expect(report).toMatchObject({ phase, closedAt: null, closedAs: null })
    expect(report.milestones.map(({ id }) => id)).not.toContain('closed')
    expect(report.phases.at(-1)).toMatchObject({ phase, to: NOW })
    expect(stepOf(incident, 'd-monitor', NOW)?.state).not.toBe('not-applicable')
    expect(deadlines(incident).map(({ id }) => id)).not.toContain(retraction.id)
    expect(summaryOf(incident, NO_WRITERS)).toBeNull()
    expect(conflictsOf(incident)).toMatchObject([{ target: 'phase' }])
  })

  it('leave it closed if the closing comes later in the log', () => {
    const taro = new Writer()
    const hanako = new Writer('bbbbbbbb', 'hanako')
    const known = [started(), scoped('trading', 'stopped')].map((draft) => taro.write(draft))
    hanako.write(lifted('trading'), ALARM - MINUTE, known.slice(-1))
    taro.write(closedAs('resolved'), ALARM)
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect(phaseOf(incident)).toBe('closed')
    expect(lifecycleOf(incident)).toMatchObject({ closedAt: iso(ALARM), closedAs: 'resolved' })
    expect(conflictsOf(incident)).toMatchObject([{ target: 'phase' }])
  })
})
