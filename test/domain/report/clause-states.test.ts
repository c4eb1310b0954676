import { describe, expect, it } from 'vitest'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { type ClauseState, clauseStates } from '../../../src/domain/report/clause-states.ts'
import {
  begun,
  classified,
  DECLARED,
  declined,
  done,
  incidentOf,
  skipped,
  started,
  stated,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

function clause(id: string, ...drafts: readonly EventDraft[]): ClauseState | undefined {
  const incident = incidentOf(...drafts)
  return clauseStates(incident, stepsOf(incident, DECLARED)).find((state) => state.id === id)
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
    const nothing = { reason: null, unknownFact: null }
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
    expect(state(done('x-1'), declined('x-2'), declined('x-3'))).toMatchObject({ state: 'done', by: ['x-1'] })
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

  it.each(['definition', 'trigger', 'context'])('that is a %s is carried by its steps, never done', (kind) => {
    const clauses = [{ id: 'a-1', kind, modality: ['open-list'], gist: { ja: '攻撃', en: 'An attack' } }]
    const runbook = withRunbook({ ...SMALL_RUNBOOK, clauses, steps: [step('x-1', { clauses: ['a-1'] })] })
    expect(clause('a-1', runbook)).toMatchObject({ state: 'open', by: ['x-1'] })
    expect(clause('a-1', runbook, done('x-1', 'checked'))).toMatchObject({
      state: 'carried',
      by: ['x-1'],
      reason: null,
    })
    expect(clause('a-1', runbook, skipped('x-1', 'busy'))).toMatchObject({ state: 'skipped', reason: 'busy' })
  })

  it('that defines something and asks for something is done like a procedure', () => {
    const clauses = [{ id: 'a-1', kind: 'definition', modality: ['must'], gist: { ja: '分類', en: 'Classify' } }]
    const runbook = withRunbook({ ...SMALL_RUNBOOK, clauses, steps: [step('x-1', { clauses: ['a-1'] })] })
    expect(clause('a-1', runbook, done('x-1', 'checked'))).toMatchObject({ state: 'done', reason: 'checked' })
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
