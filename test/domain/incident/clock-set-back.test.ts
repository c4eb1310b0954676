import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { partiesOf } from '../../../src/domain/incident/calls.ts'
import { foldInOrder } from '../../../src/domain/incident/evolve.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { incidentAsOf } from '../../../src/domain/incident/incident-as-of.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { noticeDeadlines } from '../../../src/domain/incident/notice-deadlines.ts'
import { noticesOf } from '../../../src/domain/incident/notices.ts'
import { happenedBefore, inOrderOfEvents } from '../../../src/domain/incident/order-of-events.ts'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { firstTold } from '../../../src/domain/report/audience.ts'
import { clauseStates } from '../../../src/domain/report/clause-states.ts'
import { lateNotices } from '../../../src/domain/report/late-notices.ts'
import { noticeRounds } from '../../../src/domain/report/notice-rounds.ts'
import { chronologyOf } from '../../../src/domain/report/report.ts'
import { updatePromisesOf } from '../../../src/domain/report/update-promises.ts'
import {
  advanced,
  answered,
  corrected,
  DECLARED,
  deliveredAs,
  done,
  HOUR,
  happened,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  SECOND,
  scoped,
  started,
  stated,
  tried,
  Writer,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

/** What is recorded, each at a time of the clock in minutes after the declaration, in the order of the log. */
function recorded(...drafts: readonly (readonly [after: number, draft: EventDraft])[]) {
  const writer = new Writer()
  for (const [after, draft] of drafts) writer.write(draft, after * MINUTE)
  return { events: writer.events, incident: foldInOrder(writer.events) }
}

const onWebsite = (incident: Incident) => noticesOf(incident, 'website', lifecycleOf(incident).current)
const dueOn = (incident: Incident) =>
  Object.fromEntries(
    noticeDeadlines(incident, lifecycleOf(incident)).map(({ id, dueAt }) => [id, (dueAt - DECLARED) / MINUTE]),
  )
const begun = [0, started()] as const

describe('notices on a clock that was set back', () => {
  const first = [120, posted('website', 'first', 1, iso(150 * MINUTE))] as const
  const update = [62, posted('website', 'update', 2, iso(82 * MINUTE))] as const

  it('follow each other as they were recorded, and the last says when the next one is due', () => {
    const { incident } = recorded(begun, first, update)
    expect(onWebsite(incident).map(({ number }) => number)).toEqual([1, 2])
    expect(dueOn(incident)['update:website']).toBe(82)
  })

  it('answer no later promise than their own', () => {
    const { incident } = recorded(begun, first, update)
    expect(updatePromisesOf(incident, lifecycleOf(incident), DECLARED + 95 * MINUTE)).toMatchObject([
      { dueAt: DECLARED + 82 * MINUTE, at: null, kept: false },
    ])
  })

  it('stand, if entered later, where they were by that clock', () => {
    const later = [70, happened(55 * MINUTE, posted('website', 'update', 3))] as const
    expect(onWebsite(recorded(begun, first, update, later).incident).map(({ number }) => number)).toEqual([3, 1, 2])
    const between = [90, happened(70 * MINUTE, posted('website', 'update', 3))] as const
    const last = [80, posted('website', 'update', 4)] as const
    expect(onWebsite(recorded(begun, first, update, last, between).incident).map(({ number }) => number)).toEqual([
      1, 2, 3, 4,
    ])
  })

  it('stand where their corrected time is, if that is by the right clock', () => {
    const right = corrected(nth(3), { at: iso(122 * MINUTE) })
    const { incident } = recorded(begun, first, update, [63, right], [70, posted('website', 'update', 3)])
    expect(onWebsite(incident).map(({ number }) => number)).toEqual([1, 2, 3])
  })

  it('that were tried again stand where they went out', () => {
    const { incident } = recorded(
      begun,
      [119, intended('website', 'first', 1)],
      [119, deliveredAs(nth(2), 'failed')],
      [120, posted('website', 'first', 1)],
      [61, intended('website', 'first', 1, { retries: nth(2) })],
      [61, deliveredAs(nth(5))],
    )
    expect(onWebsite(incident).map(({ event }) => event)).toEqual([nth(4), nth(2)])
  })

  it('knew what had been recorded before them', () => {
    const { incident } = recorded(
      begun,
      [119, stated('cause', { known: true, value: 'a disk' })],
      [61, posted('website', 'first', 1)],
    )
    const [notice] = incident.notices
    expect(incidentAsOf(incident, notice as NonNullable<typeof notice>).registers.get('fact:cause')).toHaveLength(1)
  })

  it('are told in the report in the order in which they went out', () => {
    const again = [62, posted('website', 'first', 1)] as const
    const { incident, events } = recorded(begun, [120, posted('website', 'first', 1)], again, [
      63,
      posted('website', 'update', 2),
    ])
    const rounds = noticeRounds(incident.notices, ({ stage }) => stage)
    expect(rounds.map(([one]) => one?.event)).toEqual([nth(2), nth(3), nth(4)])
    const { story } = chronologyOf(incident, events)
    expect(story.entries.map(({ event }) => event)).toContain(nth(2))
    expect(story.entries.map(({ event }) => event)).not.toContain(nth(3))
    expect(firstTold({ words: null, stated: null, isRequired: true }, incident.notices)).toBe(iso(120 * MINUTE))
  })
})

describe('a lift before a clock was set back', () => {
  const halt = [begun, [1, scoped('trading', 'stopped')], [2, posted('website', 'first', 1)]] as const
  const resumed = [...halt, [120, lifted('trading')], [62, posted('website', 'resumption', 2)]] as const

  it('has been told of by the notice of resumption after it', () => {
    const { incident } = recorded(...resumed, [62, done('d-website')])
    expect(dueOn(incident)).not.toHaveProperty('resumption-notice:website')
    expect(dueOn(incident)).toHaveProperty('resumption-notice:email')
    const steps = stepsOf(incident, DECLARED + 63 * MINUTE)
    expect(steps.find((view) => view.step.id === 'd-website')?.state).toBe('done')
  })

  it('makes no other notice of resumption late', () => {
    const { incident } = recorded(...resumed, [140, posted('website', 'resumption', 3)])
    const late = lateNotices(incident, lifecycleOf(incident)).filter(({ step: id }) => id === 'd-website')
    expect(late).toEqual([])
  })
})

describe('what was done on a clock that was set back', () => {
  it('is due again from the last time', () => {
    const { incident } = recorded(begun, [1, advanced('during-halt')], [120, done('c-watch')], [62, done('c-watch')])
    const watch = stepsOf(incident, DECLARED + 63 * MINUTE).find((view) => view.step.id === 'c-watch')
    expect(watch?.dueAt).toBe(DECLARED + 122 * MINUTE)
  })

  it('reaches who was called before', () => {
    const roster = [0, withSettings({ roster: ROSTER })] as const
    const { incident } = recorded(roster, [120, tried('sato')], [62, answered('sato')])
    const [desk] = partiesOf(incident, lifecycleOf(incident), DECLARED + 63 * MINUTE)
    expect(desk?.reached?.person).toBe('sato')
  })

  it('was announced before it began, if it was recorded so', () => {
    const clause = { id: 's-1', kind: 'procedure', modality: ['must'], gist: { ja: 'x', en: 'x' } } as const
    const steps = [step('s-announce', { ...SMALL_RUNBOOK.steps[0], clauses: ['s-1'] }), ...SMALL_RUNBOOK.steps.slice(1)]
    const runbook = { ...SMALL_RUNBOOK, clauses: [clause], steps }
    const unmet = (...drafts: (readonly [number, EventDraft])[]) => {
      const { incident } = recorded([0, planned({ runbook })], ...drafts)
      const now = DECLARED + 3 * HOUR
      return clauseStates(incident, stepsOf(incident, now), now).find(({ id }) => id === 's-1')?.why
    }
    const announcement = [120, posted('website', 'scheduled', null)] as const
    const told = [120, done('s-announce')] as const
    expect(unmet(announcement, told, [62, advanced('initial-response')])).toBeNull()
    expect(unmet([61, advanced('initial-response')], announcement, told)).toBe('after-start')
  })
})

describe('the order of what was recorded', () => {
  const anyRecord = fc.record({ after: fc.nat(100), late: fc.constantFrom(0, 0, 1, 5), order: fc.nat(1000) })

  it('is that of time, if the clock never was set back', () => {
    fc.assert(
      fc.property(fc.array(anyRecord), (all) => {
        const records = [...all]
          .sort((a, b) => a.after - b.after)
          .map(({ after, late }, order) => ({
            at: iso((after - late) * SECOND),
            recordedAt: iso(after * SECOND),
            order,
          }))
        const byTime = [...records].sort((a, b) => Date.parse(a.at) - Date.parse(b.at))
        expect(inOrderOfEvents(records, (one) => one)).toEqual(byTime)
      }),
    )
  })

  it('is that of the log for what was recorded at once, whatever the clock said', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyRecord, { selector: ({ order }) => order }), (all) => {
        const records = all.map(({ after, order }) => ({ at: iso(after), recordedAt: iso(after), order }))
        const inOrder = [...records].sort((a, b) => a.order - b.order)
        expect(inOrderOfEvents(records, (one) => one)).toEqual(inOrder)
        for (const [i, one] of inOrder.entries())
          for (const other of inOrder.slice(i + 1)) expect(happenedBefore(one, other)).toBe(one.at !== other.at)
      }),
    )
  })
})
