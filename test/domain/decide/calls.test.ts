import { describe, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  answered,
  classified,
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

describe('a call', () => {
  it('is recorded with how it was made and what came of it', () => {
    given(listed).when(called('tried', 'sato')).then(tried('sato'))
    given(listed)
      .when({ ...called('reached', 'sato'), note: 'joins the chat', at: iso(-MINUTE) })
      .then({
        type: 'contact.reached',
        at: iso(-MINUTE),
        data: { person: 'sato', way: 'phone', note: 'joins the chat' },
      })
  })

  it('can be made as often as it takes, and is answered once', () => {
    given(listed, tried('sato'))
      .when(called('tried', 'sato', 'sato'))
      .then(tried('sato'))
    given(listed, answered('sato')).when(called('reached', 'sato')).already('contacts reached sato')
    given(listed, answered('sato')).when(called('tried', 'sato')).then(tried('sato'))
  })

  it('that is answered does the steps of telling that department', () => {
    const steps = [...SMALL_RUNBOOK.steps, step('a-law', { tells: 'law' }), step('a-desk', { tells: 'desk' })]
    const halt = started({ runbook: { ...SMALL_RUNBOOK, steps }, settings: { ...DEFAULT_SETTINGS, roster: ROSTER } })
    given(halt).when(called('reached', 'ito')).then(answered('ito'), done('a-law'))
    given(halt).when(called('tried', 'ito')).then(tried('ito'))
    given(halt, done('a-law')).when(called('reached', 'ito')).then(answered('ito'))
  })

  it('that is answered counts for a level that was raised since, too', () => {
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

  it('goes to people of the list only', () => {
    given(listed)
      .when(called('tried', 'mori', 'nobody'))
      .refused('unknown-person', { given: 'nobody', allowed: ['sato', 'kato', 'ito', 'mori'] })
    given(started()).when(called('tried', 'sato')).refused('no-contacts')
  })
})

describe('escalating', () => {
  it('needs no reason where the rules ask for it', () => {
    given(listed, tried('sato')).when(escalate(null, 'manager'), HOUR).then(escalated('manager'))
    given(listed, classified({ severity: 'sev1' }))
      .when(escalate(null, 'board'))
      .then(escalated('board'))
  })

  it('needs one where they do not, or not yet', () => {
    given(listed).when(escalate(null, 'board')).refused('not-due', { level: 'board', dueAt: null })
    given(listed, tried('sato'))
      .when(escalate(null, 'manager'), MINUTE)
      .refused('not-due', { level: 'manager', dueAt: '2026-11-24T13:27:06.000Z' })
    given(listed).when(escalate('the press called', 'board')).then(escalated('board', 'the press called'))
  })

  it('knows the levels of the list only', () => {
    given(listed)
      .when(escalate('x', 'king'))
      .refused('unknown-level', { given: 'king', allowed: ['manager', 'board'] })
  })
})
