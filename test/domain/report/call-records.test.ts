import { describe, expect, it } from 'vitest'
import { type CallRecord, callRecordsOf } from '../../../src/domain/report/history.ts'
import {
  answered,
  escalated,
  happened,
  incidentOf,
  iso,
  MINUTE,
  nth,
  paged,
  pageEnded,
  tried,
  withSettings,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

describe('callRecordsOf', () => {
  it('lists calls, pages, answers and raised levels with way, note and outcome, in order of time', () => {
    const incident = incidentOf(
      withSettings({ roster: ROSTER }),
      happened(9 * MINUTE, answered('sato')),
      happened(3 * MINUTE, tried('sato')),
      happened(5 * MINUTE, escalated('board', 'nobody answers')),
      happened(4 * MINUTE, paged('sato')),
      happened(4 * MINUTE, pageEnded(nth(5), 'failed')),
      happened(6 * MINUTE, paged('sato')),
    )
    const said = ({ kind, who, way, note, at, ...rest }: CallRecord) => [
      kind,
      who,
      way,
      note,
      at,
      'outcome' in rest && rest.outcome,
    ]
    expect(callRecordsOf(incident).map(said)).toEqual([
      ['tried', 'sato', 'phone', null, iso(3 * MINUTE), false],
      ['paged', 'sato', 'pager', 'refused', iso(4 * MINUTE), 'failed'],
      ['raised', 'board', null, 'nobody answers', iso(5 * MINUTE), false],
      ['paged', 'sato', 'pager', null, iso(6 * MINUTE), 'unknown'],
      ['reached', 'sato', 'phone', null, iso(9 * MINUTE), false],
    ])
  })
})
