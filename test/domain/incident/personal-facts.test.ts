import { expect, it } from 'vitest'
import { factOf } from '../../../src/domain/incident/facts.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { REDACTED } from '../../../src/domain/log/redaction.ts'
import { evidenceRemoved, given, incidentOf, keptAs, nth, started, stated } from '../../given.ts'

const kept = keptAs('piece-1')
const causeIn = (...drafts: readonly EventDraft[]) => factOf(incidentOf(...drafts), 'cause').value

it('a value that is kept as evidence is named until the evidence is removed, whichever comes first', () => {
  const named = stated('cause', { kept, ja: '故障' })
  expect(causeIn(started(), named)).toBe('evidence:piece-1')
  expect(causeIn(started(), named, evidenceRemoved('piece-1'))).toBe(REDACTED)
  expect(causeIn(started(), evidenceRemoved('piece-1'), named)).toBe(REDACTED)
  expect(factOf(incidentOf(started(), named, evidenceRemoved('piece-1')), 'cause').ja).toBe('故障')
  expect(incidentOf(started(), named).evidence).toMatchObject([{ event: nth(2), file: 'piece-1', kind: 'fact' }])
})

it('is recorded anew as another piece, since nobody can tell whether it says the same', () => {
  const state = (file: string) => ({ kind: 'set', statements: [{ fact: 'cause', kept: keptAs(file) }] }) as const
  given(started(), stated('cause', { kept }))
    .when(state('piece-2'))
    .then(stated('cause', { kept: keptAs('piece-2') }))
  given(started(), stated('cause', { kept })).when(state('piece-1')).already('set cause')
})
