import { describe, expect, it } from 'vitest'
import { factsByReportPart, unstatedReportFacts } from '../../../src/domain/report/report.ts'
import { incidentOf, started, stated } from '../../given.ts'

describe('the parts of the report that facts fill', () => {
  it('hold the facts that the runbook gives them, as they stand', () => {
    const incident = incidentOf(started(), stated('root-cause', { value: 'disk full' }))
    expect(factsByReportPart(incident)).toMatchObject({
      causes: [{ fact: 'root-cause', view: { known: true, value: 'disk full' } }],
      prevention: [{ fact: 'new-disks', view: { known: false, at: null } }],
      compensation: [],
      review: [],
    })
  })

  it('are to be asked for until somebody said something, if only that it is not known', () => {
    expect(unstatedReportFacts(incidentOf(started()))).toEqual(['root-cause', 'new-disks'])
    expect(unstatedReportFacts(incidentOf(started(), stated('root-cause', { known: false })))).toEqual(['new-disks'])
  })
})
