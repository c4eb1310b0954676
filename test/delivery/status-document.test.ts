import { describe, expect, it } from 'vitest'
import {
  type HaltStatus,
  isStatusDocument,
  type StatusDocument,
  withNotice,
} from '../../src/delivery/status-document.ts'

const at = (minute: number) =>
  `2026-11-24T${String(10 + Math.floor(minute / 60))}:${String(minute % 60).padStart(2, '0')}:00.000+09:00`
const NAMES = { organisation: { ja: '例示取引所' }, languages: ['ja'] as const }

interface Told {
  readonly incident?: string
  readonly state?: HaltStatus['state']
  readonly key?: string
  /** When the notice was made, in minutes; as it is sent, unless it is sent later. */
  readonly made?: number
}

function told(document: StatusDocument | null, minute: number, given: Told = {}): StatusDocument {
  const { incident = 'a', state = 'halted', key = `${incident}-${minute}`, made = minute } = given
  const pages = { ja: { title: key, page: `${key}.html`, link: null } }
  const begun = { startedAt: null, again: false, restriction: false, planned: null }
  const status = { state, asOf: at(made), ...begun, next: null, scope: [], lines: { ja: [] } }
  return withNotice(document, NAMES, { key, incident, stage: 'update', number: 1, at: at(minute), pages }, status)
}

const keys = ({ notices }: StatusDocument) => notices.map(({ key }) => key)
const states = ({ halts }: StatusDocument) => halts.map(({ incident, status }) => [incident, status.state])

describe('the document of the status page', () => {
  it('has the latest halt and notice first, and the state of each halt by its last notice', () => {
    let document = told(null, 1)
    document = told(document, 2, { incident: 'b' })
    document = told(document, 3, { state: 'resumed' })
    expect(states(document)).toEqual([
      ['a', 'resumed'],
      ['b', 'halted'],
    ])
    expect(keys(document)).toEqual(['a-3', 'b-2', 'a-1'])
    expect(document.updatedAt).toBe(at(3))
    expect(isStatusDocument(JSON.parse(JSON.stringify(document)))).toBe(true)
  })

  it('lists a notice that is sent again once, and keeps the state that a later notice told', () => {
    const document = told(told(told(null, 1, { key: 'x' }), 2, { state: 'over' }), 3, { key: 'x', made: 1 })
    expect(keys(document)).toEqual(['x', 'a-2'])
    expect(states(document)).toEqual([['a', 'over']])
  })

  it('keeps fifty notices, the latest of each halt that goes on, and only halts of which a notice is kept', () => {
    let document = told(told(null, 0, { incident: 'open' }), 1, { incident: 'closed', state: 'over' })
    for (let minute = 2; minute < 60; minute += 1) document = told(document, minute)
    expect(document.notices).toHaveLength(51)
    expect(keys(document).slice(-2)).toEqual(['a-10', 'open-0'])
    expect(states(document)).toEqual([
      ['a', 'halted'],
      ['open', 'halted'],
    ])
  })
})
