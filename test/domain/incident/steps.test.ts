import { describe, expect, it } from 'vitest'
import {
  isPhaseReached,
  type StepView,
  stepOf,
  stepsLeftBehind,
  stepsOf,
  urgencyOf,
} from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import type { Step } from '../../../src/domain/runbook/runbook.ts'
import {
  advanced,
  assigned,
  begun,
  classified,
  closed,
  DECLARED,
  declined,
  done,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  posted,
  reopened,
  SECOND,
  scoped,
  skipped,
  started,
  undone,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const viewOf = (id: string, after: number, ...drafts: readonly EventDraft[]) =>
  stepsOf(incidentOf(...drafts), DECLARED + after).find((view) => view.step.id === id) as StepView
const stateOf = (id: string, after: number, ...drafts: readonly EventDraft[]) => viewOf(id, after, ...drafts).state

describe('a step', () => {
  it('is pending until somebody acts on it', () => {
    expect(viewOf('a-look', 0, started())).toMatchObject({
      state: 'pending',
      assignee: null,
      dueAt: null,
      overdue: false,
      at: null,
      by: null,
      reason: null,
    })
  })

  it.each<[StepView['state'], EventDraft, string | null]>([
    ['in-progress', begun('a-look'), null],
    ['done', done('a-look', 'engine-3'), 'engine-3'],
    ['skipped', skipped('a-look', 'busy'), 'busy'],
    ['declined', declined('a-look', 'clear'), 'clear'],
  ])('is %s, by whom, when and why', (state, draft, reason) => {
    expect(viewOf('a-look', 0, started(), draft)).toMatchObject({ state, at: iso(1000), by: 'taro', reason })
  })

  it('goes back to its previous state when an event is undone', () => {
    expect(stateOf('a-look', 0, started(), begun('a-look'), done('a-look'), undone(nth(3)))).toBe('in-progress')
    expect(stateOf('a-look', 0, started(), done('a-look'), undone(nth(2)))).toBe('pending')
  })

  it('has an assignee', () => {
    expect(viewOf('a-look', 0, started(), assigned('a-look', 'hanako'))).toMatchObject({
      state: 'pending',
      assignee: 'hanako',
    })
  })

  it('does not apply to a type that the runbook does not name, unless it was done anyway', () => {
    expect(stateOf('a-ask', 0, started(), classified({ type: 'maintenance' }))).toBe('not-applicable')
    expect(stateOf('a-ask', 0, started(), done('a-ask'), classified({ type: 'maintenance' }))).toBe('done')
  })

  it('of the scheduled phase applies only to planned halts and to types that are always planned', () => {
    expect(stateOf('s-announce', 0, started())).toBe('not-applicable')
    expect(stateOf('s-announce', 0, started({ type: 'order' }))).toBe('not-applicable')
    expect(stateOf('s-announce', 0, planned({ type: 'order' }))).toBe('pending')
    expect(stateOf('s-announce', 0, started({ type: 'maintenance' }))).toBe('pending')
    const { maintenance: _, ...types } = SMALL_RUNBOOK.types
    const unknown = started({ type: 'maintenance', runbook: { ...SMALL_RUNBOOK, types } })
    expect(stateOf('s-announce', 0, unknown)).toBe('not-applicable')
  })

  it('is as urgent as the runbook says for the type', () => {
    const incident = incidentOf(started())
    const urgency = (id: string) => urgencyOf(incident, SMALL_RUNBOOK.steps.find((s) => s.id === id) as Step)
    expect([urgency('a-look'), urgency('b-email'), urgency('a-ask'), urgency('s-announce')]).toEqual([
      'now',
      'soon',
      'later',
      'later',
    ])
  })

  it('is reached once its phase is', () => {
    const incident = incidentOf(started(), advanced('during-halt'))
    expect([isPhaseReached(incident, 'initial-response'), isPhaseReached(incident, 'during-halt')]).toEqual([
      true,
      true,
    ])
    expect(isPhaseReached(incident, 'after-resumption')).toBe(false)
  })
})

describe('a notice step', () => {
  it('is due with the first notice of its channel, and overdue after it', () => {
    expect(viewOf('b-website', 0, started())).toMatchObject({ dueAt: DECLARED + 5 * MINUTE, overdue: false })
    expect(viewOf('b-website', 6 * MINUTE, started()).overdue).toBe(true)
  })

  it('is no longer due once it is resolved or the notice was recorded', () => {
    expect(viewOf('b-website', HOUR, started(), skipped('b-website'))).toMatchObject({ dueAt: null, overdue: false })
    expect(viewOf('b-website', HOUR, started(), posted('website', 'first', 1))).toMatchObject({ dueAt: null })
  })

  it('of resumption is due with the lift', () => {
    const after = [started(), happened(HOUR, lifted('trading'))] as const
    expect(viewOf('d-website', HOUR, ...after).dueAt).toBe(DECLARED + HOUR + 5 * MINUTE)
  })

  it('of resumption must be done again after each lift, until a notice has told of that', () => {
    const at = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)
    const told = [at(11, posted('website', 'resumption', 1)), at(11, done('d-website'))]
    const log = [started(), at(10, lifted('trading')), ...told]
    const state = (...drafts: readonly EventDraft[]) => stateOf('d-website', HOUR, ...log, ...drafts)
    expect(state()).toBe('done')
    const second = at(20, lifted('withdrawals'))
    expect(viewOf('d-website', HOUR, ...log, second)).toMatchObject({ state: 'pending', overdue: true })
    expect(state(second, at(21, begun('d-website')))).toBe('in-progress')
    expect(state(second, at(21, done('d-website')))).toBe('done')
    expect(state(second, at(21, skipped('d-website')))).toBe('skipped')
    // What was begun before the lift goes on.
    expect(state(at(19, begun('d-website')), second)).toBe('in-progress')
    // A notice that went out too early told of nothing.
    const early = [started(), at(9, done('d-website')), at(10, lifted('trading'))]
    expect(stateOf('d-website', HOUR, ...early)).toBe('pending')
  })

  it('must be done again after a reopening, while a step that is not renewed stays done', () => {
    const again = [started(), done('a-look'), done('b-website'), lifted('trading'), reopened('trading')] as const
    expect(stateOf('b-website', 0, ...again)).toBe('pending')
    expect(stateOf('a-look', 0, ...again)).toBe('done')
    expect(stateOf('b-website', 0, ...again, done('b-website'))).toBe('done')
    expect(stateOf('b-website', 0, ...again, undone(nth(5)))).toBe('done')
  })
})

describe('a recurring step', () => {
  const during = [started(), happened(0, advanced('during-halt'))] as const
  const watched = [...during, happened(10 * MINUTE, done('c-watch'))] as const

  it('is due an interval after its phase was entered', () => {
    expect(viewOf('c-watch', 0, started())).toMatchObject({ state: 'pending', dueAt: null })
    expect(viewOf('c-watch', HOUR, ...during)).toMatchObject({ dueAt: DECLARED + HOUR, overdue: false })
    expect(viewOf('c-watch', HOUR + 1, ...during).overdue).toBe(true)
  })

  it('is done, then due after its interval, and pending again once overdue', () => {
    const due = DECLARED + 70 * MINUTE
    expect(viewOf('c-watch', 70 * MINUTE, ...watched)).toMatchObject({ state: 'done', dueAt: due, overdue: false })
    expect(viewOf('c-watch', 71 * MINUTE, ...watched)).toMatchObject({ state: 'pending', dueAt: due, overdue: true })
  })

  it('is due an interval after it was last done, also if an earlier time is recorded later', () => {
    const late = [...watched, happened(5 * MINUTE, done('c-watch'))] as const
    expect(viewOf('c-watch', 11 * MINUTE, ...late).dueAt).toBe(DECLARED + 70 * MINUTE)
  })

  it('stays due when it is begun, until it is done', () => {
    const begunAgain = [...watched, happened(69 * MINUTE, begun('c-watch'))] as const
    expect(viewOf('c-watch', 71 * MINUTE, ...begunAgain)).toMatchObject({
      state: 'in-progress',
      dueAt: DECLARED + 70 * MINUTE,
      overdue: true,
    })
  })

  it('after its end is done if it was done, and still to be accounted for if it was not', () => {
    const lift = happened(30 * MINUTE, lifted('trading'))
    expect(viewOf('c-watch', 10 * HOUR, ...watched, lift)).toMatchObject({ state: 'done', dueAt: null })
    const neverDue = { state: 'pending', dueAt: null, overdue: false }
    expect(viewOf('c-watch', 10 * HOUR, ...during, lift)).toMatchObject(neverDue)
    expect(viewOf('c-watch', 10 * HOUR, started(), lift)).toMatchObject(neverDue)
    const late = happened(2 * HOUR, lifted('trading'))
    expect(viewOf('c-watch', 10 * HOUR, ...during, late)).toMatchObject({ state: 'pending', overdue: true })
    expect(stateOf('c-watch', 10 * HOUR, ...during, skipped('c-watch'), lift)).toBe('skipped')
  })

  it('after its end is not applicable if it was not due, and is an update or not required', () => {
    const lift = happened(10 * MINUTE, lifted('trading'))
    const told = [...during, posted('website', 'first', 1)] as const
    expect(stateOf('c-website', 10 * HOUR, ...told, lift)).toBe('not-applicable')
    const steps = SMALL_RUNBOOK.steps.map((s) => (s.id === 'c-watch' ? { ...s, modality: 'effort' as const } : s))
    const free = [withRunbook({ ...SMALL_RUNBOOK, steps }), advanced('during-halt')] as const
    expect(stateOf('c-watch', 10 * HOUR, ...free, lift)).toBe('not-applicable')
    expect(stateOf('c-watch', 10 * HOUR, ...free, happened(2 * HOUR, lifted('trading')))).toBe('pending')
  })

  it('that is required and starts anew with a reopening is owed in each interruption', () => {
    const steps = SMALL_RUNBOOK.steps.map((s) => (s.id === 'c-watch' ? { ...s, renew: true } : s))
    const at = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)
    const log = [
      withRunbook({ ...SMALL_RUNBOOK, steps }),
      at(5, done('c-watch')),
      at(10, lifted('trading')),
      at(20, reopened('trading')),
    ] as const
    expect(stateOf('c-watch', HOUR, ...log, at(30, lifted('trading')))).toBe('pending')
    expect(stateOf('c-watch', HOUR, ...log, at(25, done('c-watch')), at(30, lifted('trading')))).toBe('done')
  })

  it('until a lift that never comes ends when the halt is closed', () => {
    const close = happened(30 * MINUTE, closed())
    expect(viewOf('c-watch', 10 * HOUR, ...watched, close)).toMatchObject({ state: 'done', dueAt: null })
    expect(viewOf('c-watch', 10 * HOUR, ...during, close)).toMatchObject({ state: 'pending', dueAt: null })
  })

  it.each([
    ['resolved', null],
    ['false-alarm', 'a test alarm'],
  ] as const)('that is late when the halt is closed as %s stays open, but is due no more', (as, reason) => {
    const close = happened(2 * HOUR, { type: 'incident.closed', data: { as, reason } })
    const notDue = { dueAt: null, overdue: false }
    expect(viewOf('c-watch', 10 * HOUR, ...during, close)).toMatchObject({ state: 'pending', ...notDue })
    const working = [...during, happened(10 * MINUTE, begun('c-watch'))] as const
    expect(viewOf('c-watch', 10 * HOUR, ...working, close)).toMatchObject({ state: 'in-progress', ...notDue })
    const told = [...during, posted('website', 'first', 1)] as const
    expect(viewOf('c-website', 10 * HOUR, ...told, close)).toMatchObject({ state: 'pending', ...notDue })
  })

  it('recurs again after a reopening', () => {
    const again = [...watched, happened(30 * MINUTE, lifted('trading')), happened(HOUR, reopened('trading'))] as const
    expect(stateOf('c-watch', 71 * MINUTE, ...again)).toBe('pending')
  })

  it('until full resumption recurs after a partial lift', () => {
    const notified = [
      started(),
      posted('website', 'first', 1),
      posted('website', 'update', 2),
      done('c-website'),
    ] as const
    const partly = [
      ...notified,
      scoped('deposits', 'stopped'),
      scoped('trading', 'stopped'),
      lifted('trading'),
    ] as const
    expect(stateOf('c-website', HOUR, ...partly)).toBe('pending')
    expect(viewOf('c-website', HOUR, ...partly, lifted('deposits'))).toMatchObject({ state: 'done', dueAt: null })
  })

  it('until closing recurs until then', () => {
    const after = [started(), lifted('trading'), done('d-monitor')] as const
    expect(stateOf('d-monitor', 2 * HOUR, ...after)).toBe('pending')
    expect(stateOf('d-monitor', 2 * HOUR, ...after, closed())).toBe('done')
  })

  it('without an end recurs until closing', () => {
    const steps = [step('x-1', { kind: 'recurring', every: HOUR, until: null, phase: 'initial-response' })]
    const log = [withRunbook({ ...SMALL_RUNBOOK, steps }), done('x-1')] as const
    expect(stateOf('x-1', 2 * HOUR, ...log, lifted())).toBe('pending')
    expect(stateOf('x-1', 2 * HOUR, ...log, closed())).toBe('done')
  })

  it('by the cadence is due with the next update on its channel', () => {
    expect(viewOf('c-website', 0, started()).dueAt).toBeNull()
    expect(viewOf('c-website', 0, started(), happened(0, posted('website', 'first', 1))).dueAt).toBe(
      DECLARED + 30 * MINUTE,
    )
  })

  it('by the cadence is pending again once the promised minute has ended', () => {
    // 22:34:00, as customers read it.
    const due = 16 * MINUTE + 55 * SECOND
    const told = [
      started(),
      happened(0, posted('website', 'update', 1, iso(due))),
      happened(0, done('c-website')),
    ] as const
    expect(viewOf('c-website', due + MINUTE - 1, ...told)).toMatchObject({ state: 'done', overdue: false })
    expect(viewOf('c-website', due + MINUTE, ...told)).toMatchObject({ state: 'pending', overdue: true })
    const resumed = (after: number) => [happened(0, posted('website', 'first', 1, iso(due))), happened(after, lifted())]
    expect(stateOf('c-website', HOUR, started(), ...resumed(due + MINUTE - 1))).toBe('not-applicable')
    expect(stateOf('c-website', HOUR, started(), ...resumed(due + MINUTE))).toBe('pending')
  })

  it('by the cadence without a channel is never due', () => {
    const steps = [step('x-1', { kind: 'recurring', every: 'cadence', until: 'closed' })]
    expect(viewOf('x-1', HOUR, withRunbook({ ...SMALL_RUNBOOK, steps })).dueAt).toBeNull()
  })

  it('is not missed because of notices after its end', () => {
    const notified = [started(), happened(MINUTE, posted('website', 'first', 1))] as const
    const resumed = [happened(10 * MINUTE, lifted()), happened(HOUR, posted('website', 'resumption', 2))]
    expect(stateOf('c-website', 3 * HOUR, ...notified, ...resumed)).toBe('not-applicable')
  })
})

describe('stepOf', () => {
  it('returns the same state as stepsOf', () => {
    const drafts = [started(), begun('a-look'), posted('website', 'first', 1), lifted()]
    for (const count of [1, 2, 3, 4]) {
      const incident = incidentOf(...drafts.slice(0, count))
      for (const now of [DECLARED, DECLARED + HOUR])
        expect(incident.runbook.steps.map(({ id }) => stepOf(incident, id, now))).toEqual(stepsOf(incident, now))
    }
  })

  it('returns undefined if the runbook has no such step', () => {
    expect(stepOf(incidentOf(started()), 'nonsense', DECLARED)).toBeUndefined()
  })
})

describe('the steps that a change of phase leaves behind', () => {
  const left = (...drafts: readonly EventDraft[]) =>
    stepsLeftBehind(incidentOf(started(), ...drafts), DECLARED + MINUTE).map((view) => view.step.id)

  it('are those of earlier phases that are begun or assigned, and not resolved', () => {
    expect(left(assigned('a-look', 'sato'), advanced('during-halt'))).toEqual(['a-look'])
    expect(left(begun('a-look'), advanced('during-halt'))).toEqual(['a-look'])
  })

  it('are none that are pending, resolved, or of this phase', () => {
    expect(left(advanced('during-halt'))).toEqual([])
    expect(left(assigned('a-look', 'sato'), done('a-look'), advanced('during-halt'))).toEqual([])
    expect(left(assigned('a-look', 'sato'))).toEqual([])
  })
})
