import { describe, expect, it } from 'vitest'
import { factsByReportPart, unstatedReportFacts } from '../../../src/domain/report/report.ts'
import { incidentOf, started, stated } from '../../given.ts'

describe('factsByReportPart and unstatedReportFacts', () => {
  it('list the facts of each part of the report with their current values', () => {
    const incident = incidentOf(started(), stated('root-cause', { value: 'disk full' }))
    expect(factsByReportPart(incident)).toMatchObject({
      causes: [{ fact: 'root-cause', view: { known: true, value: 'disk full' } }],
      prevention: [{ fact: 'new-disks', view: { known: false, at: null } }],
      compensation: [],
      review: [],
    })
  })

  it('list report facts as unstated until somebody states them, even as unknown', () => {
    expect(unstatedReportFacts(incidentOf(started()), 'taro')).toEqual(['root-cause', 'new-disks'])
    expect(unstatedReportFacts(incidentOf(started(), stated('root-cause', { known: false })), 'taro')).toEqual([
      'new-disks',
    ])
  })
})
