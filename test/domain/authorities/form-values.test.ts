import { describe, expect, it } from 'vitest'
import { FORM_VALUES, type FormValueName } from '../../../src/domain/authorities/form.ts'
import {
  eventsIn,
  loggedAuthorityEvent,
  loggedFact,
  loggedValue as loggedValueOf,
  statedField,
  wordEvents,
} from '../../../src/domain/authorities/form-values.ts'
import { EMPTY_INCIDENT, type Incident } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import {
  AUTHORITY,
  clockStarted,
  fieldStated,
  HOUR,
  happened,
  incidentOf,
  iso,
  lifted,
  MINUTE,
  nth,
  planned,
  reopened,
  reportedTo,
  scoped,
  started,
  stated,
  undone,
} from '../../given.ts'

const NOTHING = { value: null, events: [] }
const loggedValue = (incident: Incident, name: FormValueName) => loggedValueOf(incident, name, AUTHORITY)
const of = (...drafts: readonly EventDraft[]) => incidentOf(started({ startedAt: null }), ...drafts)

describe('what the log says of something that a form asks for', () => {
  it('is nothing before a declaration', () => {
    for (const name of FORM_VALUES) expect(loggedValue(EMPTY_INCIDENT, name), name).toEqual(NOTHING)
  })

  it('is the id and the title, with the events that gave them', () => {
    expect(loggedValue(of(), 'incident')).toEqual({ value: '20261124-221705-failure', events: [nth(1)] })
    expect(loggedValue(of(), 'title')).toEqual({ value: 'Matching engine down', events: [nth(1)] })
    expect(loggedValue(incidentOf(started({ title: null })), 'title')).toEqual(NOTHING)
  })

  it('is the number that the authority gave the last report that has one', () => {
    const other = { ...AUTHORITY, id: 'other', filings: [{ id: 'other-initial', title: AUTHORITY.title, due: [] }] }
    const incident = of(
      clockStarted('awareness'),
      happened(HOUR, reportedTo('dora-initial', 'EU-1')),
      happened(2 * HOUR, reportedTo('dora-initial', 'EU-2')),
      happened(3 * HOUR, reportedTo('dora-initial', null)),
      happened(4 * HOUR, reportedTo('other-initial', 'J-1', other)),
    )
    expect(loggedValue(incident, 'reference')).toEqual({ value: 'EU-2', events: [nth(4)] })
    expect(loggedValue(of(clockStarted('awareness')), 'reference')).toEqual(NOTHING)
  })

  it('is when it began, as stated or else as declared', () => {
    expect(loggedValue(of(), 'started')).toEqual({ value: iso(0), events: [nth(1)] })
    const said = of(stated('started-at', { known: true, value: iso(-HOUR) }))
    expect(loggedValue(said, 'started')).toEqual({ value: iso(-HOUR), events: [nth(2)] })
    expect(loggedValue(incidentOf(planned()), 'started')).toEqual(NOTHING)
    const alarm: EventDraft = { type: 'incident.closed', data: { as: 'false-alarm', reason: null } }
    expect(loggedValue(of(stated('started-at', { known: true, value: iso(-HOUR) }), alarm), 'started')).toEqual(NOTHING)
  })

  it('is when everything resumed, how long that took, and how long something was restricted', () => {
    const halt = [scoped('trading', 'stopped'), happened(90 * MINUTE, lifted('trading'))]
    const incident = of(...halt)
    expect(loggedValue(incident, 'fully-resumed')).toEqual({ value: iso(90 * MINUTE), events: [nth(3)] })
    expect(loggedValue(incident, 'duration')).toEqual({ value: '000:01:30', events: [nth(1), nth(3)] })
    expect(loggedValue(incident, 'downtime')).toMatchObject({ value: '000:01:30', events: [nth(2), nth(3)] })
    const again = of(...halt, reopened('trading'))
    expect(loggedValue(again, 'fully-resumed')).toEqual(NOTHING)
    expect(loggedValue(again, 'duration')).toEqual(NOTHING)
    expect(loggedValue(again, 'downtime')).toEqual(NOTHING)
  })

  it('is no downtime where nobody said what was restricted, and no duration below zero', () => {
    expect(loggedValue(of(happened(HOUR, lifted())), 'downtime')).toEqual(NOTHING)
    const wrong = of(scoped('trading', 'stopped'), happened(-HOUR, lifted('trading')))
    expect(loggedValue(wrong, 'duration')).toEqual(NOTHING)
  })

  it('is a fact with the event that states it, also as not known, and the events of its public words', () => {
    const incident = of(
      stated('cause', { known: true, value: 'disk full' }),
      stated('cause', { en: 'A fault' }),
      stated('cause', { ja: '障害' }),
    )
    expect(loggedFact(incident, 'cause')).toEqual({ value: 'disk full', events: [nth(2)] })
    expect(wordEvents(incident, 'cause')).toEqual([nth(4), nth(3)])
    expect(loggedFact(of(stated('cause', { known: false, value: null })), 'cause')).toEqual({
      value: null,
      events: [nth(2)],
    })
    expect(loggedFact(of(), 'cause')).toEqual(NOTHING)
  })

  it('is when an event of the authority occurred', () => {
    const incident = of(happened(MINUTE, clockStarted('awareness')))
    expect(loggedAuthorityEvent(incident, AUTHORITY, 'awareness')).toEqual({ value: iso(MINUTE), events: [nth(2)] })
    expect(loggedAuthorityEvent(incident, AUTHORITY, 'classification')).toEqual(NOTHING)
  })

  it('is what was stated for a field, unless it was undone', () => {
    expect(statedField(of(), 'dora', '2.7')).toBeUndefined()
    expect(statedField(of(fieldStated('2.7', 'staff')), 'dora', '2.7')).toEqual({ value: 'staff', events: [nth(2)] })
    expect(statedField(of(fieldStated('2.7', null)), 'dora', '2.7')).toEqual({ value: null, events: [nth(2)] })
    expect(statedField(of(fieldStated('2.7', 'staff'), undone(nth(2))), 'dora', '2.7')).toBeUndefined()
  })

  it('names the events in a kind of register, without the undone ones', () => {
    const incident = of(scoped('trading', 'stopped'), scoped('deposits', 'stopped'), undone(nth(3)))
    expect(eventsIn(incident, (key) => key.startsWith('scope:'))).toEqual([nth(2)])
  })
})
