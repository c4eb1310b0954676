import { describe, expect, it } from 'vitest'
import { joinProblem, leftBehind } from '../../../src/domain/decide/join.ts'
import { type Declaration, EMPTY_INCIDENT, type Incident } from '../../../src/domain/incident/incident.ts'
import type { EventData, EventDraft } from '../../../src/domain/log/event.ts'
import { handleOf } from '../../../src/domain/log/incident-key.ts'
import {
  attachedNote,
  closed,
  deliveredAs,
  evidenceRemoved,
  given,
  incidentOf,
  intended,
  keptAs,
  nth,
  posted,
  started,
} from '../../given.ts'

const [OWN, OTHER] = ['20261124-222001-failure', '20261124-221705-failure']

/** An incident whose lines have a random id of their own. */
function incident(id: string, ...drafts: readonly EventDraft[]): Incident {
  const folded = incidentOf(...drafts)
  const { declaration } = folded
  return { ...folded, declaration: declaration === null ? null : { ...declaration, id, incident: `random ${id}` } }
}

const joined: EventDraft = { type: 'incident.closed', data: { as: 'duplicate', reason: null, duplicateOf: OTHER } }

describe('joining an incident', () => {
  const other = incident(OTHER, started())

  it('is possible while both are open, and again once it is done', () => {
    expect(joinProblem(incident(OWN, started()), other)).toBeNull()
    expect(joinProblem(incident(OWN, started(), joined), other)).toBeNull()
    const duplicateOf = handleOf(other.declaration as Declaration)
    const byHandle: EventDraft = {
      type: 'incident.closed',
      data: { ...joined.data, duplicateOf } as EventData['incident.closed'],
    }
    expect(joinProblem(incident(OWN, started(), byHandle), other)).toBeNull()
  })

  it('is refused for the incident itself', () => {
    expect(joinProblem(other, other)).toMatchObject({ code: 'cannot-join', params: { id: OTHER, why: 'same' } })
  })

  it('is refused between a drill and a real incident', () => {
    const drill = started({ drill: true })
    expect(joinProblem(incident(OWN, drill), other)).toMatchObject({ params: { id: OTHER, why: 'real' } })
    expect(joinProblem(incident(OWN, started()), incident(OTHER, drill))).toMatchObject({ params: { why: 'drill' } })
    expect(joinProblem(incident(OWN, drill), incident(OTHER, drill))).toBeNull()
  })

  it('is refused when either was closed in another way', () => {
    const over = incident(OWN, started(), closed())
    expect(joinProblem(over, other)).toEqual({ code: 'incident-closed', params: { id: OWN } })
    const overThere = incident(OTHER, started(), closed())
    expect(joinProblem(incident(OWN, started()), overThere)).toEqual({ code: 'incident-closed', params: { id: OTHER } })
  })

  it('is refused when nothing is declared', () => {
    expect(joinProblem(EMPTY_INCIDENT, EMPTY_INCIDENT)).toMatchObject({ code: 'cannot-join', params: { id: '' } })
  })

  it('records which incident goes on', () => {
    given(started()).when({ kind: 'close', as: 'duplicate', reason: null, duplicateOf: OTHER }).then(joined)
  })
})

describe('what stays behind', () => {
  it('is private notes, files that were not removed, and notices that went out', () => {
    const left = leftBehind(
      incidentOf(
        started(),
        { type: 'note.private', data: { kept: keptAs('words-1') } },
        attachedNote('the queue', 'queue-1', 'queue-2'),
        evidenceRemoved('queue-2'),
        posted('website', 'first', 1),
        intended('email', 'first', 1),
        deliveredAs(nth(6), 'failed'),
      ),
    )
    expect(left).toEqual({ privateNotes: 1, files: 1, notices: [nth(5)] })
  })
})
