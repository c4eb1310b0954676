import { describe, expect, it } from 'vitest'
import { stepsOf } from '../../../src/domain/incident/steps.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { type ClauseState, clauseStates } from '../../../src/domain/report/deviations.ts'
import { begun, classified, DECLARED, declined, done, incidentOf, skipped, started, withRunbook } from '../../given.ts'
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
    expect(clause('a-3', started())).toEqual({ id: 'a-3', state: 'carried', by: ['place:the-list'], reason: null })
    expect(clause('a-4', started())).toEqual({ id: 'a-4', state: 'open', by: [], reason: null })
  })

  it('has the worst state of the steps that carry it', () => {
    const steps = ['x-1', 'x-2', 'x-3'].map((id) => step(id, { clauses: ['a-1'], modality: 'consider' }))
    const runbook = withRunbook({ ...SMALL_RUNBOOK, steps })
    const state = (...drafts: readonly EventDraft[]) => clause('a-1', runbook, ...drafts)
    expect(state(done('x-1'), skipped('x-2'))?.state).toBe('open')
    expect(state(done('x-1'), skipped('x-2', 'busy'), declined('x-3'))).toMatchObject({
      state: 'skipped',
      by: ['x-1', 'x-2', 'x-3'],
      reason: 'busy',
    })
    expect(state(done('x-1'), declined('x-2'), declined('x-3'))?.state).toBe('done')
  })
})
