import { expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { listEntryOf } from '../../../src/domain/incident/list-entry.ts'
import type { Runbook } from '../../../src/domain/runbook/runbook.ts'
import { closed, happened, incidentOf, iso, lifted, MINUTE, started } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

it('listEntryOf returns the incident’s title, type, severity, phase and times', () => {
  expect(listEntryOf(incidentOf(started(), happened(MINUTE, lifted('trading')), closed()))).toEqual({
    title: 'Matching engine down',
    type: 'failure',
    severity: 'sev2',
    drill: false,
    confidential: false,
    phase: 'closed',
    startedAt: iso(-12 * MINUTE),
    declaredAt: iso(0),
    declaredBy: 'taro',
    fullyResumedAt: iso(MINUTE),
    closedAt: iso(2000),
    closedAs: 'resolved',
    isPartlyResumed: false,
    names: {},
  })
})

it('listEntryOf returns what the manual calls the phase and the severity', () => {
  const name = (en: string) => ({ ja: en, en })
  const names = { phases: { 'initial-response': name('first line') }, severities: { sev2: name('P2') } }
  const runbook = { ...SMALL_RUNBOOK, names }
  expect(listEntryOf(incidentOf(started({ runbook }))).names).toEqual({
    phase: name('first line'),
    severity: name('P2'),
  })
  expect(listEntryOf(incidentOf(started({ runbook, severity: null }))).names).toEqual({ phase: name('first line') })
})

it('listEntryOf says whether the type is confidential', () => {
  const { failure, ...types } = SMALL_RUNBOOK.types
  const runbook = { ...SMALL_RUNBOOK, types: { ...types, failure: { ...failure, confidential: true } } } as Runbook
  expect(listEntryOf(incidentOf(started({ runbook }))).confidential).toBe(true)
})

it('listEntryOf returns an empty entry for a log without a declaration', () => {
  expect(listEntryOf(EMPTY_INCIDENT)).toMatchObject({ title: null, drill: false, declaredAt: null, closedAt: null })
})
