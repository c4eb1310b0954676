import { describe, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  answered,
  classified,
  declined,
  done,
  escalated,
  given,
  HOUR,
  iso,
  MINUTE,
  started,
  tried,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const listed = withSettings({ roster: ROSTER })
const called = (state: 'tried' | 'reached', ...people: readonly string[]) =>
  ({ kind: 'call', people, state, way: 'phone' }) as const
const escalate = (reason: string | null, ...levels: readonly string[]) =>
  ({ kind: 'escalate', levels, reason }) as const

describe('decide: calls', () => {
  it('records the method, the outcome, the note and the time of a call', () => {
    given(listed).when(called('tried', 'sato')).then(tried('sato'))
    given(listed)
      .when({ ...called('reached', 'sato'), note: 'joins the chat', at: iso(-MINUTE) })
      .then({
        type: 'contact.reached',
        at: iso(-MINUTE),
        data: { person: 'sato', way: 'phone', note: 'joins the chat' },
      })
  })

  it('records every attempt, but only one answer', () => {
    given(listed, tried('sato'))
      .when(called('tried', 'sato', 'sato'))
      .then(tried('sato'))
    given(listed, answered('sato')).when(called('reached', 'sato')).already('contacts reached sato')
    given(listed, answered('sato')).when(called('tried', 'sato')).then(tried('sato'))
  })

  it('completes the steps that tell a department when one of its people answers', () => {
    const steps = [...SMALL_RUNBOOK.steps, step('a-law', { tells: 'law' }), step('a-desk', { tells: 'desk' })]
    const halt = started({ runbook: { ...SMALL_RUNBOOK, steps }, settings: { ...DEFAULT_SETTINGS, roster: ROSTER } })
    given(halt).when(called('reached', 'ito')).then(answered('ito'), done('a-law'))
    given(halt).when(called('tried', 'ito')).then(tried('ito'))
    given(halt, done('a-law')).when(called('reached', 'ito')).then(answered('ito'))
  })

  it('completes a step that tells all departments once somebody in each has answered', () => {
    const steps = [...SMALL_RUNBOOK.steps, step('a-heads', { tells: 'all' }), step('a-desk', { tells: 'desk' })]
    const halt = started({ runbook: { ...SMALL_RUNBOOK, steps }, settings: { ...DEFAULT_SETTINGS, roster: ROSTER } })
    given(halt).when(called('reached', 'ito')).then(answered('ito'))
    given(halt, answered('ito')).when(called('reached', 'mori')).then(answered('mori'))
    given(halt, answered('ito')).when(called('reached', 'kato')).then(answered('kato'), done('a-heads'), done('a-desk'))
    given(halt)
      .when(called('reached', 'sato', 'ito'))
      .then(answered('sato'), answered('ito'), done('a-heads'), done('a-desk'))
    given(halt, answered('sato')).when(called('tried', 'ito')).then(tried('ito'))
  })

  it('records another answer of somebody after a level was raised, until that level was answered', () => {
    const raised = [listed, answered('ito'), escalated('board', 'the press called')]
    given(...raised)
      .when(called('reached', 'ito'))
      .then(answered('ito'))
    given(...raised, answered('mori'))
      .when(called('reached', 'ito'))
      .already('contacts reached ito')
    given(...raised)
      .when(called('reached', 'mori'))
      .then(answered('mori'))
  })

  it('rejects people who are not in the roster', () => {
    given(listed)
      .when(called('tried', 'mori', 'nobody'))
      .refused('unknown-person', { given: 'nobody', allowed: ['sato', 'kato', 'ito', 'mori'] })
    given(started()).when(called('tried', 'sato')).refused('no-contacts')
  })
})

describe('decide: escalation', () => {
  it('needs no reason if a rule asks for the level', () => {
    given(listed, tried('sato')).when(escalate(null, 'manager'), HOUR).then(escalated('manager'))
    given(listed, classified({ severity: 'sev1' }))
      .when(escalate(null, 'board'))
      .then(escalated('board'))
  })

  it('needs a reason if no rule asks for the level, or not yet', () => {
    given(listed).when(escalate(null, 'board')).refused('not-due', { level: 'board', dueAt: null })
    given(listed, tried('sato'))
      .when(escalate(null, 'manager'), MINUTE)
      .refused('not-due', { level: 'manager', dueAt: '2026-11-24T13:27:06.000Z' })
    given(listed).when(escalate('the press called', 'board')).then(escalated('board', 'the press called'))
  })

  it('completes the open step that decides on it', () => {
    const steps = [...SMALL_RUNBOOK.steps, step('a-raise', { modality: 'if-needed', escalates: true })]
    const halt = started({ runbook: { ...SMALL_RUNBOOK, steps }, settings: { ...DEFAULT_SETTINGS, roster: ROSTER } })
    const both = [escalated('manager', 'it is serious'), escalated('board', 'it is serious')]
    given(halt)
      .when({ ...escalate('it is serious', 'board'), at: iso(-MINUTE) })
      .then({ ...escalated('board', 'it is serious'), at: iso(-MINUTE) }, { ...done('a-raise'), at: iso(-MINUTE) })
    given(halt)
      .when(escalate('it is serious', 'manager', 'board'))
      .then(...both, done('a-raise'))
    given(halt, done('a-raise'))
      .when(escalate('it is serious', 'manager', 'board'))
      .then(...both)
    // What was decided first no longer holds.
    given(halt, declined('a-raise', 'small'))
      .when(escalate('it grew', 'board'))
      .then(escalated('board', 'it grew'), done('a-raise'))
    given(halt).when(escalate(null, 'board')).refused('not-due', { level: 'board', dueAt: null })
  })

  it('rejects a level that the roster does not have', () => {
    given(listed)
      .when(escalate('x', 'king'))
      .refused('unknown-level', { given: 'king', allowed: ['manager', 'board'] })
  })
})
