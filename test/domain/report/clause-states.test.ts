import { describe, expect, it } from 'vitest'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { type ClauseState, clauseStates } from '../../../src/domain/report/clause-states.ts'
import type { Step } from '../../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  advanced,
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
  scoped,
  skipped,
  started,
  stated,
  undone,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

function clause(id: string, ...drafts: readonly EventDraft[]): ClauseState | undefined {
  return clauseOf(incidentOf(...drafts), id)
}

function clauseOf(incident: Incident, id: string, now = DECLARED): ClauseState | undefined {
  return clauseStates(incident, stepsOf(incident, now), now).find((state) => state.id === id)
}

describe('a clause of the manual', () => {
  it.each<[ClauseState['state'], string | null, string, EventDraft[]]>([
    ['open', null, 'a-1', []],
    ['open', null, 'a-1', [begun('a-look')]],
    ['done', 'engine-3', 'a-1', [done('a-look', 'engine-3')]],
    ['skipped', 'busy', 'a-1', [skipped('a-look', 'busy')]],
    ['declined', 'clear', 'a-2', [declined('a-ask', 'clear')]],
    ['not-applicable', null, 'a-2', [classified({ type: 'maintenance' })]],
  ])('is %s (reason %s) like its step', (state, reason, id, drafts) => {
    expect(clause(id, started(), ...drafts)).toMatchObject({ id, state, reason })
  })

  it('is carried by a place without a step, and open if nothing carries it', () => {
    const nothing = {
      ...{ alsoDone: [], reason: null, why: null, followUps: null, unknownFact: null, updates: null },
      ...{ intervals: null, goesOn: false, afterResumption: [], late: null, textNotKept: false, declined: [] },
    }
    expect(clause('a-3', started())).toEqual({ id: 'a-3', state: 'carried', by: ['place:the-list'], ...nothing })
    expect(clause('a-4', started())).toEqual({ id: 'a-4', state: 'open', by: [], ...nothing })
  })

  it('has the worst state of the steps that carry it', () => {
    const steps = ['x-1', 'x-2', 'x-3'].map((id) => step(id, { clauses: ['a-1'], modality: 'consider' }))
    const runbook = withRunbook({ ...SMALL_RUNBOOK, steps })
    const state = (...drafts: readonly EventDraft[]) => clause('a-1', runbook, ...drafts)
    expect(state(done('x-1'), skipped('x-2'))?.state).toBe('open')
    expect(state(done('x-1'), skipped('x-2', 'busy'), declined('x-3'))).toMatchObject({
      state: 'skipped',
      by: ['x-2'],
      reason: 'busy',
    })
    expect(state(done('x-1'), declined('x-2', 'no need'), declined('x-3'))).toMatchObject({
      state: 'done',
      by: ['x-1'],
      declined: [
        { step: 'x-2', reason: 'no need' },
        { step: 'x-3', reason: 'not needed' },
      ],
    })
  })

  it('names the steps that were done all the same, and all that were not', () => {
    const steps = ['x-1', 'x-2', 'x-3'].map((id) => step(id, { clauses: ['a-1'] }))
    const state = (...drafts: readonly EventDraft[]) =>
      clause('a-1', withRunbook({ ...SMALL_RUNBOOK, steps }), ...drafts)
    const some = [done('x-1'), skipped('x-2', 'busy')]
    expect(state(...some)).toMatchObject({ state: 'open', why: null, by: ['x-2', 'x-3'], alsoDone: ['x-1'] })
    expect(state(...some, closed())).toMatchObject({ why: 'closed-without', by: ['x-2', 'x-3'], alsoDone: ['x-1'] })
    expect(state(...some, done('x-3'))).toMatchObject({ state: 'skipped', by: ['x-2'], alsoDone: ['x-1', 'x-3'] })
    expect(state(done('x-1'), done('x-2'), done('x-3'))).toMatchObject({ state: 'done', alsoDone: [] })
  })

  it('tells what was closed without the step from what was closed with its fact stated', () => {
    const clauses = SMALL_RUNBOOK.clauses.map((one) => (one.id === 'a-1' ? { ...one, fact: 'cause' } : one))
    const asking = step('x-1', { clauses: ['a-1'], facts: ['cause'] })
    const why = (steps: readonly ReturnType<typeof step>[], ...drafts: readonly EventDraft[]) =>
      clause('a-1', withRunbook({ ...SMALL_RUNBOOK, clauses, steps }), ...drafts)
    const cause = stated('cause', { value: 'a full disk' })
    expect(why([asking], cause)).toMatchObject({ state: 'open', why: null })
    expect(why([asking], cause, closed())).toMatchObject({ state: 'open', why: 'stated-only' })
    expect(why([asking], stated('cause', { known: false }), closed())).toMatchObject({ why: 'closed-without' })
    expect(why([asking], closed())).toMatchObject({ why: 'closed-without' })
    const other = step('x-2', { clauses: ['a-1'] })
    expect(why([asking, other], cause, closed())).toMatchObject({ why: 'closed-without' })
  })

  it('names the steps that were done before a reopening only, and have to be done again', () => {
    const steps = ['x-1', 'x-2', 'x-3'].map((id) => step(id, { clauses: ['a-1'], renew: id !== 'x-1' }))
    const state = (...drafts: readonly EventDraft[]) =>
      clause('a-1', withRunbook({ ...SMALL_RUNBOOK, steps }), ...drafts)
    const again = [lifted('trading'), reopened('trading')]
    const both = { state: 'open', by: ['x-2', 'x-3'] }
    expect(state(done('x-2'), ...again)).toMatchObject({ ...both, by: ['x-1', 'x-2', 'x-3'], alsoDone: ['x-2'] })
    expect(state(done('x-1'), done('x-2'), ...again)).toMatchObject({ ...both, alsoDone: ['x-1', 'x-2'] })
    expect(state(done('x-1'), done('x-2'), ...again, skipped('x-2'), done('x-3'))).toMatchObject({
      ...{ state: 'skipped', by: ['x-2'], alsoDone: ['x-1', 'x-3', 'x-2'] },
    })
    expect(state(done('x-1'), done('x-2'), ...again, done('x-2'), done('x-3'))).toMatchObject({
      ...{ state: 'done', alsoDone: [] },
    })
  })

  it('names only the steps that are in its state, and its places', () => {
    const steps = [
      step('x-1', { clauses: ['a-1'] }),
      step('x-2', { clauses: ['a-1'], applies: { maintenance: 'normal' } }),
    ]
    const places = { 'the-list': { clauses: ['a-1'], ja: 'list', en: 'list' } }
    const runbook = withRunbook({ ...SMALL_RUNBOOK, steps, places })
    const by = ['x-1', 'place:the-list']
    expect(clause('a-1', runbook)).toMatchObject({ state: 'open', by })
    expect(clause('a-1', runbook, done('x-1'))).toMatchObject({ state: 'done', by })
  })

  it.each(['definition', 'trigger', 'context'])('that is a %s is carried whatever became of its steps', (kind) => {
    const clauses = ['a-1', 'a-4'].map((id) => ({
      ...{ id, kind, modality: ['open-list'], gist: { ja: '攻撃', en: 'An attack' } },
    }))
    const runbook = withRunbook({ ...SMALL_RUNBOOK, clauses, steps: [step('x-1', { clauses: ['a-1'] })] })
    const carried = { state: 'carried', by: ['x-1'], reason: null, why: null }
    for (const drafts of [[], [done('x-1', 'checked')], [skipped('x-1', 'busy')], [closed()]])
      expect(clause('a-1', runbook, ...drafts)).toMatchObject(carried)
    // What nothing carries is a gap all the same.
    expect(clause('a-4', runbook)).toMatchObject({ state: 'open', by: [] })
  })

  it('that defines something and asks for something is done like a procedure', () => {
    const clauses = [{ id: 'a-1', kind: 'definition', modality: ['must'], gist: { ja: '分類', en: 'Classify' } }]
    const runbook = withRunbook({ ...SMALL_RUNBOOK, clauses, steps: [step('x-1', { clauses: ['a-1'] })] })
    expect(clause('a-1', runbook, done('x-1', 'checked'))).toMatchObject({ state: 'done', reason: 'checked' })
  })

  it('that asks notices for a fact is as customers were told, whatever was found out later', () => {
    const clauses = SMALL_RUNBOOK.clauses.map((c) => (c.id === 'd-1' ? { ...c, fact: 'cause' } : c))
    const cause = { kind: 'text', notice: true, words: true, role: 'cause', ja: '原因', en: 'Cause' } as const
    const steps = [step('x-1', { clauses: ['d-1'], channel: 'website' })]
    const runbook = withRunbook({ ...SMALL_RUNBOOK, facts: { ...SMALL_RUNBOOK.facts, cause }, clauses, steps })
    const found = stated('cause', { known: true, value: 'a disk' })
    const words = stated('cause', { ja: '装置の故障' })
    const unknown = (...drafts: readonly EventDraft[]) => clause('d-1', runbook, ...drafts, done('x-1'))?.unknownFact
    expect(unknown(found, posted('website', 'first', 1))).toBe('cause')
    expect(unknown(posted('website', 'first', 1), found, words)).toBe('cause')
    expect(unknown(found, words, posted('website', 'first', 1))).toBeNull()
    expect(
      unknown(posted('website', 'first', 1), stated('cause', { en: 'A fault' }), posted('website', 'update', 2)),
    ).toBeNull()
    expect(unknown(found, words)).toBeNull()
  })

  it('that asks notices for a fact is as customers were told since the halt was reopened', () => {
    const told = (fact: string, ...again: readonly EventDraft[]) => {
      const clauses = SMALL_RUNBOOK.clauses.map((c) => (c.id === 'd-1' ? { ...c, fact } : c))
      const steps = [step('x-1', { clauses: ['d-1'], channel: 'website' })]
      const first = [stated('cause', { ja: '装置の故障' }), scoped('trading', 'stopped'), posted('website', 'first', 1)]
      const second = [lifted('trading'), reopened('trading'), ...again, posted('website', 'first', 2)]
      const log = [withRunbook({ ...SMALL_RUNBOOK, clauses, steps }), ...first, ...second]
      return clause('d-1', ...log, done('x-1'))?.unknownFact
    }
    expect(told('cause')).toBe('cause')
    expect(told('cause', stated('cause', { ja: '同じ装置の故障' }))).toBeNull()
    expect(told('started-at')).toBeNull()
  })

  it('that was done says if the fact that it asks for is not known', () => {
    const clauses = SMALL_RUNBOOK.clauses.map((c) => (c.id === 'd-1' ? { ...c, fact: 'root-cause' } : c))
    const runbook = withRunbook({ ...SMALL_RUNBOOK, clauses })
    const isDone = [runbook, done('d-cause')]
    expect(clause('d-1', ...isDone)).toMatchObject({ state: 'done', unknownFact: 'root-cause' })
    expect(clause('d-1', ...isDone, stated('root-cause', { known: false }))?.unknownFact).toBe('root-cause')
    expect(clause('d-1', ...isDone, stated('root-cause', { value: 'a disk' }))?.unknownFact).toBeNull()
    expect(clause('d-1', runbook, skipped('d-cause'))?.unknownFact).toBeNull()
    expect(clause('d-1', started(), done('d-cause'))?.unknownFact).toBeNull()
  })
})

describe('a clause whose step recurs', () => {
  const RUNBOOK = {
    ...SMALL_RUNBOOK,
    clauses: SMALL_RUNBOOK.clauses.map((c) => ({ ...c, kind: 'procedure' })),
    steps: [
      step('u-website', {
        clauses: ['a-1'],
        phase: 'during-halt',
        kind: 'recurring',
        every: 'cadence',
        until: 'fully-resumed',
        channel: 'website',
        stage: 'update',
      }),
      step('u-watch', { clauses: ['d-1'], phase: 'during-halt', kind: 'recurring', every: HOUR, until: 'lifted' }),
      step('u-stable', {
        clauses: ['a-2'],
        modality: 'consider',
        phase: 'after-resumption',
        kind: 'recurring',
        every: HOUR,
        until: 'closed',
      }),
      step('u-remind', {
        clauses: ['a-4'],
        phase: 'scheduled',
        kind: 'recurring',
        every: HOUR,
        until: 'lifted',
        applies: { maintenance: 'normal' },
      }),
    ],
  }
  const on = (over = {}) => started({ runbook: RUNBOOK, ...over })
  const onChange = {
    settings: { ...DEFAULT_SETTINGS, cadence: { ...DEFAULT_SETTINGS.cadence, update: 'on-change' as const } },
  }
  const at = (minutes: number, draft: EventDraft) => happened(minutes * MINUTE, draft)
  const lift = (minutes: number) => at(minutes, lifted('trading'))
  const first = (minutes: number, next: string | null = null) => at(minutes, posted('website', 'first', 1, next))

  // By the cadence of the settings: a first notice within 5 minutes, an update every 30.
  it.each<[string, string, ClauseState['state'], ClauseState['why'], EventDraft[]]>([
    ['lasted 2 h 50 without a notice', 'a-1', 'open', 'resumed-without', [on(), lift(170)]],
    ['lasted 2 h 50 with a first notice only', 'a-1', 'open', 'resumed-without', [on(), first(3), lift(170)]],
    // It had begun 12 minutes before.
    ['lasted 36 minutes without a notice', 'a-1', 'open', 'resumed-without', [on(), lift(24)]],
    ['lasted 34 minutes without a notice', 'a-1', 'not-applicable', 'not-due', [on(), lift(22)]],
    ['lasted 10 minutes with a first notice', 'a-1', 'not-applicable', 'not-due', [on(), first(3), lift(10)]],
    [
      'lasted 36 minutes with a promise of an hour',
      'a-1',
      'not-applicable',
      'not-due',
      [on(), first(3, iso(HOUR)), lift(36)],
    ],
    ['goes on', 'a-1', 'open', null, [on(), first(3)]],
    ['was closed after 2 h 50 without a notice', 'a-1', 'open', 'closed-without', [on(), at(170, closed())]],
    [
      'was reopened after 2 h 50',
      'a-1',
      'open',
      'resumed-without',
      [on(), lift(170), at(180, reopened('trading')), lift(185)],
    ],
    [
      'lasted ten minutes twice',
      'a-1',
      'not-applicable',
      'not-due',
      [on(), lift(10), at(20, reopened('trading')), lift(30)],
    ],
    [
      'was recorded afterwards',
      'a-1',
      'open',
      'resumed-without',
      [on({ startedAt: iso(-3 * HOUR) }), at(-5, lifted('trading'))],
    ],
    [
      'with a look each hour was recorded afterwards',
      'd-1',
      'open',
      'resumed-without',
      [on({ startedAt: iso(-3 * HOUR) }), at(-5, lifted('trading'))],
    ],
    ['lasted long, with mail on change and none sent', 'a-1', 'open', 'resumed-without', [on(onChange), lift(170)]],
    ['lasted long, with mail on change', 'a-1', 'not-applicable', 'not-due', [on(onChange), first(3), lift(170)]],
    ['never came to its phase, but lasted 2 h 50', 'd-1', 'open', 'resumed-without', [on(), lift(170)]],
    ['came to its phase late', 'd-1', 'open', 'resumed-without', [on(), at(150, advanced('during-halt')), lift(170)]],
    ['lasted less than its interval', 'd-1', 'open', 'resumed-without', [on(), lift(50)]],
    [
      'was closed within its interval',
      'd-1',
      'open',
      'closed-without',
      [on(), at(5, advanced('during-halt')), at(10, closed())],
    ],
    ['was closed an hour after it was lifted', 'a-2', 'open', 'closed-without', [on(), lift(10), at(71, closed())]],
    ['was closed soon after it was lifted', 'a-2', 'not-applicable', 'not-due', [on(), lift(10), at(60, closed())]],
    ['was never lifted', 'a-2', 'open', 'closed-without', [on(), at(170, closed())]],
    [
      'was planned long before',
      'a-4',
      'open',
      'resumed-without',
      [planned({ runbook: RUNBOOK }), at(120, advanced('initial-response')), lift(130)],
    ],
  ])('is, in a halt that %s (%s), %s: %s', (_, id, state, why, drafts) => {
    expect(clause(id, ...drafts)).toMatchObject({ state, why })
  })

  it('that is not required counts from when the halt began if it was declared only after its end', () => {
    const runbook = { ...RUNBOOK, steps: RUNBOOK.steps.map((u) => ({ ...u, modality: 'should' as const })) }
    const lasted = (minutes: number) =>
      clause('d-1', on({ runbook, startedAt: iso((-5 - minutes) * MINUTE) }), at(-5, lifted('trading')))
    expect(lasted(59)).toMatchObject({ state: 'not-applicable', why: 'not-due' })
    expect(lasted(61)).toMatchObject({ state: 'open', why: 'resumed-without' })
  })

  it('that has to be done again after a reopening is owed in each interruption', () => {
    const again = { ...RUNBOOK, steps: RUNBOOK.steps.map((u) => ({ ...u, renew: true })) }
    const state = (...drafts: readonly EventDraft[]) => clause('a-1', on({ runbook: again }), ...drafts)?.state
    const told = [at(20, posted('website', 'update', 2)), at(20, done('u-website'))]
    const reopen = at(180, reopened('trading'))
    // Nothing was due in the second interruption, so that the first decides.
    expect(state(lift(170), reopen, lift(185))).toBe('open')
    expect(state(first(3), ...told, lift(40), reopen, lift(185))).toBe('done')
    expect(state(lift(10), reopen, lift(185))).toBe('not-applicable')
    // What was done before the reopening does not stand for what was due after it.
    expect(state(first(3), ...told, lift(40), reopen, lift(300))).toBe('open')
    expect(state(first(3), ...told, lift(40), reopen)).toBe('open')
  })

  it('says, if it was done, how many of the updates due came in time', () => {
    const updates = (...drafts: readonly EventDraft[]) => clauseOf(incidentOf(...drafts), 'a-1', DECLARED + 10 * HOUR)
    const update = (minutes: number, number: number, next: number | null = null) =>
      at(minutes, posted('website', 'update', number, next === null ? null : iso(next * MINUTE)))
    const isDone = at(30, done('u-website'))
    const told = [on(), first(3, iso(30 * MINUTE)), update(30, 2, 60), isDone]
    // The one after 22:47 was promised for 23:17 and came at 23:37; the one after that was owed by the cadence.
    const log = [...told, update(80, 3), lift(170)]
    expect(updates(...log)).toMatchObject({ state: 'done', updates: { due: 3, kept: 1 } })
    expect(updates(...told, lift(40))?.updates).toEqual({ due: 1, kept: 1 })
    // Nothing was due yet.
    expect(updates(on(), first(3), isDone, lift(20))?.updates).toBeNull()
    // Nobody was told of the second interruption at all: an update was owed in it, if it was long enough.
    expect(updates(...log, at(180, reopened('trading')), lift(240))?.updates).toEqual({ due: 4, kept: 1 })
    expect(updates(...log, at(180, reopened('trading')), lift(190))?.updates).toEqual({ due: 3, kept: 1 })
    expect(updates(...told, at(90, skipped('u-website', 'busy')), lift(170))).toMatchObject({
      state: 'skipped',
      updates: null,
    })
    expect(clause('d-1', on(), at(30, done('u-watch')), lift(50))).toMatchObject({ state: 'done', updates: null })
    expect(clauseOf(incidentOf(...told), 'a-1', DECLARED + 40 * MINUTE)).toMatchObject({
      goesOn: true,
      intervals: null,
    })
    expect(updates(...log)?.goesOn).toBe(false)
  })

  describe('with an interval of an hour', () => {
    const entered = at(10, advanced('during-halt'))
    const watched = (minutes: number) => at(minutes, done('u-watch'))
    const watches = (now: number, ...drafts: readonly EventDraft[]) => {
      const { intervals, goesOn } = clauseOf(incidentOf(...drafts), 'd-1', DECLARED + now * MINUTE) as ClauseState
      return { ...intervals, goesOn }
    }

    it('says that it goes on while it recurs, and counts only what has fallen due', () => {
      const once = [on(), entered, watched(30)]
      expect(watches(60, ...once)).toEqual({ done: 1, due: 0, kept: 0, goesOn: true })
      expect(watches(80, ...once)).toEqual({ done: 1, due: 1, kept: 1, goesOn: true })
      expect(watches(80, ...once, lift(50))).toEqual({ done: 1, due: 0, kept: 0, goesOn: false })
    })

    it('counts a time that was missed once, however long nobody did it', () => {
      expect(watches(400, on(), entered, watched(200), watched(250), lift(251))).toEqual({
        ...{ done: 2, due: 1, kept: 0, goesOn: false },
      })
      expect(watches(400, on(), entered, watched(30), watched(80), watched(200), lift(300))).toEqual({
        ...{ done: 3, due: 4, kept: 2, goesOn: false },
      })
    })

    it('counts neither what was undone nor what came after its end as kept', () => {
      expect(watches(400, on(), entered, watched(30), watched(85), undone(nth(4)), lift(120))).toEqual({
        ...{ done: 1, due: 2, kept: 1, goesOn: false },
      })
      expect(watches(400, on(), entered, lift(120), watched(130))).toEqual({ done: 1, due: 1, kept: 0, goesOn: false })
    })

    it('counts from when it was done before its phase, or from the beginning if its phase was passed over', () => {
      expect(watches(60, on(), watched(5))).toEqual({ done: 1, due: 0, kept: 0, goesOn: true })
      expect(watches(70, on(), watched(5), entered, watched(62))).toEqual({ done: 2, due: 1, kept: 1, goesOn: true })
      expect(watches(400, on(), watched(55), lift(90))).toEqual({ done: 1, due: 1, kept: 1, goesOn: false })
    })

    it('counts each interruption for itself if a reopening renews it, and all in one otherwise', () => {
      const again = { ...RUNBOOK, steps: RUNBOOK.steps.map((u) => ({ ...u, renew: true })) }
      const log = [entered, watched(30), lift(50), at(100, reopened('trading')), watched(120), lift(190)]
      expect(watches(400, on({ runbook: again }), ...log)).toEqual({ done: 2, due: 2, kept: 1, goesOn: false })
      expect(watches(400, on(), ...log)).toEqual({ done: 2, due: 2, kept: 0, goesOn: false })
    })
  })

  it('counts the updates of all channels if they went out on some only', () => {
    const [website] = RUNBOOK.steps as [Step]
    const runbook = { ...RUNBOOK, steps: [website, { ...website, id: 'u-email', channel: 'email' }] }
    const told = [first(3), at(20, posted('website', 'update', 2)), at(20, done('u-website'))]
    const log = [on({ runbook }), ...told, at(40, posted('website', 'update', 3)), lift(60)]
    expect(clauseOf(incidentOf(...log), 'a-1', DECLARED + HOUR)).toMatchObject({
      ...{ state: 'open', why: 'resumed-without', by: ['u-email'], alsoDone: ['u-website'] },
      updates: { due: 3, kept: 2 },
    })
  })

  it('is open, and not done before a reopening, once it is due again', () => {
    const renewed = RUNBOOK.steps.map((u) => ({ ...u, renew: true }))
    const log = [on({ runbook: { ...RUNBOOK, steps: renewed } }), at(10, done('u-watch')), lift(20)]
    const again = incidentOf(...log, at(30, reopened('trading')), at(40, done('u-watch')))
    expect(clauseOf(again, 'd-1', DECLARED + 3 * HOUR)).toMatchObject({ state: 'open', alsoDone: [] })
  })

  it('counts no update of a planned halt that has not begun', () => {
    const planning = incidentOf(planned({ runbook: RUNBOOK }), done('u-website'))
    expect(clauseOf(planning, 'a-1', DECLARED + HOUR)).toMatchObject({ state: 'done', updates: null })
  })

  it('is open in every halt that went on past the time when an update was owed, and in no shorter one', () => {
    const SINCE_BEGINNING = 12
    for (let minutes = 1; minutes <= 180; minutes += 1)
      for (const notice of [null, ...[1, 5, 20].filter((told) => told < minutes)]) {
        const told = notice === null ? [] : [first(notice)]
        // A report is kept until its minute, 22:17 or later, has ended.
        const owed = (notice ?? 5 - SINCE_BEGINNING) + 30 + 55 / 60
        const state = minutes > owed ? 'open' : 'not-applicable'
        expect(clause('a-1', on(), ...told, lift(minutes))?.state, `${minutes} min, told after ${notice}`).toBe(state)
      }
  })
})

describe('a clause of a later phase', () => {
  const RUNBOOK = {
    ...SMALL_RUNBOOK,
    steps: [step('u-cause', { clauses: ['d-1'], phase: 'after-resumption' }), step('u-look', { clauses: ['a-1'] })],
  }
  const close = (as: 'resolved' | 'false-alarm' | 'duplicate'): EventDraft => ({
    type: 'incident.closed',
    data: { as, reason: 'x' },
  })

  it.each<[string, ClauseState['state'], ClauseState['why'], EventDraft[]]>([
    ['a false alarm', 'not-applicable', 'not-reached', [started({ runbook: RUNBOOK }), close('false-alarm')]],
    ['a duplicate', 'not-applicable', 'not-reached', [started({ runbook: RUNBOOK }), close('duplicate')]],
    [
      'a planned halt that was called off',
      'not-applicable',
      'not-reached',
      [planned({ runbook: RUNBOOK }), close('resolved')],
    ],
    [
      'a halt closed without its resumption',
      'open',
      'closed-without',
      [started({ runbook: RUNBOOK }), close('resolved')],
    ],
    [
      'a false alarm that was lifted',
      'open',
      'closed-without',
      [started({ runbook: RUNBOOK }), lifted(), close('false-alarm')],
    ],
    ['an open halt', 'open', null, [started({ runbook: RUNBOOK })]],
  ])('in %s is %s: %s', (_, state, why, drafts) => {
    expect(clause('d-1', ...drafts)).toMatchObject({ state, why })
  })

  it('is unfinished if it was begun only', () => {
    const looked = [started({ runbook: RUNBOOK }), begun('u-look')]
    expect(clause('a-1', ...looked)?.why).toBeNull()
    expect(clause('a-1', ...looked, close('resolved'))).toMatchObject({ state: 'open', why: 'unfinished' })
  })

  it('is open in the phase in which a false alarm was closed', () => {
    const alarm = [started({ runbook: RUNBOOK }), close('false-alarm')]
    expect(clause('a-1', ...alarm)).toMatchObject({ state: 'open', why: 'closed-without' })
  })
})

it('a clause for other types, or for planned halts, says so', () => {
  const applies = { maintenance: 'normal', order: 'normal' } as const
  const steps = [step('u-plan', { clauses: ['a-1'], phase: 'scheduled', applies })]
  const of = (type: string) => clause('a-1', started({ type, runbook: { ...SMALL_RUNBOOK, steps } }))
  expect(of('failure')).toMatchObject({ state: 'not-applicable', why: 'other-type' })
  expect(of('order')).toMatchObject({ state: 'not-applicable', why: 'unplanned' })
})
