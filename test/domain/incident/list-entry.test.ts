import { expect, it } from 'vitest'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { listEntryOf } from '../../../src/domain/incident/list-entry.ts'
import { closed, happened, incidentOf, iso, lifted, MINUTE, started } from '../../given.ts'

it('listEntryOf returns the incident’s title, type, severity, phase and times', () => {
  expect(listEntryOf(incidentOf(started(), happened(MINUTE, lifted('trading')), closed()))).toEqual({
    title: 'Matching engine down',
    type: 'failure',
    severity: 'sev2',
    drill: false,
    phase: 'closed',
    startedAt: iso(-12 * MINUTE),
    declaredAt: iso(0),
    fullyResumedAt: iso(MINUTE),
    closedAt: iso(2000),
    closedAs: 'resolved',
    names: {},
  })
})

it('listEntryOf returns an empty entry for a log without a declaration', () => {
  expect(listEntryOf(EMPTY_INCIDENT)).toMatchObject({ title: null, drill: false, declaredAt: null, closedAt: null })
})
