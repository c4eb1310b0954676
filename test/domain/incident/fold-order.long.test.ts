import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { handoverPackOf } from '../../../src/domain/handover/handover-pack.ts'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { evolve, foldInOrder } from '../../../src/domain/incident/evolve.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { planOf } from '../../../src/domain/incident/planned-halt.ts'
import { EVENT_TYPES, type Event, isKnownType } from '../../../src/domain/log/event.ts'
import { compareEvents, mergeInOrder } from '../../../src/domain/log/hybrid-clock.ts'
import { plan } from '../../../src/domain/plan.ts'
import { reportOf } from '../../../src/domain/report/report.ts'
import { caseOf, statsOf } from '../../../src/domain/stats/stats.ts'
import { DECLARED, foldEvents, HOUR, Writer } from '../../given.ts'
import { anyDraft, anyLog, WRITERS } from '../arbitrary.ts'

const inOrder = (events: readonly Event[]) => [...events].sort(compareEvents)

/** A log, and its events in an order in which they may arrive. */
const arriving = anyLog.chain((events) =>
  fc.record({
    events: fc.constant(events),
    arrived: fc.shuffledSubarray([...events], { minLength: events.length }),
  }),
)

describe('the events of several writers', () => {
  it('fold to the same incident in any order of arrival', () => {
    fc.assert(
      fc.property(arriving, ({ events, arrived }) => {
        expect(foldEvents(arrived)).toEqual(foldEvents(events))
      }),
      { numRuns: 300 },
    )
  })

  it('fold to the same incident one by one, in two parts, all at once or merged from files', () => {
    fc.assert(
      fc.property(anyLog, fc.nat(24), (events, cut) => {
        const ordered = inOrder(events)
        const whole = foldEvents(events)
        expect(ordered.reduce((incident, event) => evolve(incident, event), EMPTY_INCIDENT)).toEqual(whole)
        expect(evolve(foldEvents(ordered.slice(0, cut)), ...ordered.slice(cut))).toEqual(whole)
        const files = WRITERS.map((writer) => events.filter((event) => event.writer === writer).values())
        expect(foldInOrder(mergeInOrder(files))).toEqual(whole)
      }),
      { numRuns: 200 },
    )
  })

  it('never break evolve, in any order', () => {
    fc.assert(
      fc.property(arriving, ({ arrived }) => {
        const { events, beyond } = evolve(EMPTY_INCIDENT, ...arrived)
        expect([events, isKnownType(beyond?.type ?? '')]).toEqual([arrived.length, false])
      }),
      { numRuns: 300 },
    )
  })

  it('never make a view of the incident throw, at any time', () => {
    fc.assert(
      fc.property(anyLog, fc.integer({ min: -24, max: 24 }), (events, hours) => {
        const incident = foldEvents(events)
        const now = DECLARED + hours * HOUR
        expect(() => [
          plan(incident, now),
          openDeadlines(incident, lifecycleOf(incident), now),
          conflictsOf(incident),
          [...reportOf(incident, inOrder(events), now).timeline],
          handoverPackOf(incident, inOrder(events), now),
          statsOf([caseOf(incident, now)], { now, zone: 'Asia/Tokyo' }),
        ]).not.toThrow()
      }),
      { numRuns: 300 },
    )
  })

  it('never make a time that is no time', () => {
    const isTimeOrNull = (at: string | null) => at === null || !Number.isNaN(Date.parse(at))
    fc.assert(
      fc.property(anyLog, (events) => {
        const incident = foldEvents(events)
        const { startedAt, interruptions, closedAt } = lifecycleOf(incident)
        const plan = planOf(incident)
        const times = [
          startedAt,
          closedAt,
          plan?.from ?? null,
          plan?.to ?? null,
          ...interruptions.map((i) => i.startedAt),
        ]
        expect(times.filter((at) => !isTimeOrNull(at))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('cover every type in these tests', () => {
    const types = new Set(fc.sample(anyDraft, { numRuns: 2000, seed: 1 }).map(({ type }) => type))
    expect([...types].sort()).toEqual([...EVENT_TYPES].sort())
  })
})

describe('one writer', () => {
  it('is never in conflict', () => {
    fc.assert(
      fc.property(fc.array(anyDraft, { maxLength: 20 }), (drafts) => {
        const writer = new Writer()
        for (const draft of drafts) writer.write(draft)
        expect(conflictsOf(foldEvents(writer.events))).toEqual([])
      }),
    )
  })
})
