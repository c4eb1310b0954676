import { describe, expect, it } from 'vitest'
import {
  declarationsIn,
  eventsThatCount,
  isDeclaredFor,
  isDeclaredTwice,
  rivalWriters,
} from '../../../src/domain/incident/declarations.ts'
import { foldInOrder } from '../../../src/domain/incident/evolve.ts'
import { type Envelope, type Event, type EventDraft, writerOf } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import { incidentOf, noted, nth, SECOND, started, undone, Writer } from '../../given.ts'

const TARO = 'aaaaaaaa'
const FORGER = 'mmmmmmmm'

/** Taro declares and notes; a forger declares before or after that, and then notes, perhaps under the id of another incident. */
function contested({ at, incident }: { at: number; incident?: string }) {
  const taro = new Writer(TARO)
  const forger = new Writer(FORGER, 'mallory')
  taro.write(started({ title: 'Engine down' }), 10 * SECOND)
  taro.write(noted('his'), 11 * SECOND)
  forger.write(started({ title: 'Only a test' }), at)
  forger.write(noted('hers'), at + SECOND)
  const forged = forger.events.map((event) => (incident === undefined ? event : { ...event, incident }))
  const events = [...taro.events, ...forged].sort(compareEvents)
  return { events, incident: foldInOrder(events) }
}

const headOf = ({ writer, seq, hash }: Event | Envelope) => ({ writer, seq, hash })

describe('the declarations in a log', () => {
  it('are one in a log that nobody has tampered with', () => {
    const taro = new Writer(TARO)
    taro.write(started({ title: 'Engine down' }), 0)
    const incident = foldInOrder(taro.events)
    expect(declarationsIn(taro.events, incident)).toMatchObject([
      { event: `${TARO}:1`, title: 'Engine down', counts: true, writers: [TARO], events: 1 },
    ])
    expect([isDeclaredTwice(incident), rivalWriters(incident)]).toEqual([false, []])
  })

  it('are told apart by the id of their incident, the one that counts first', () => {
    const { events, incident } = contested({ at: 0, incident: 'another' })
    expect(declarationsIn(events, incident)).toMatchObject([
      { event: `${FORGER}:1`, by: 'mallory', title: 'Only a test', counts: true, writers: [FORGER], events: 2 },
      { event: `${TARO}:1`, by: 'taro', title: 'Engine down', counts: false, writers: [TARO], events: 2 },
    ])
    expect([isDeclaredTwice(incident), rivalWriters(incident)]).toEqual([true, [TARO]])
  })

  it('are named one by one where a second one has the id of the first', () => {
    const { events, incident } = contested({ at: 20 * SECOND })
    expect(declarationsIn(events, incident)).toMatchObject([
      { event: `${TARO}:1`, counts: true, writers: [TARO, FORGER], events: 3 },
      { event: `${FORGER}:1`, counts: false, writers: [FORGER], events: 1 },
    ])
  })

  it('are missing for lines of an incident that nothing declares', () => {
    const { events, incident } = contested({ at: 20 * SECOND, incident: 'another' })
    const undeclared = events.filter(({ writer, seq }) => writer === TARO || seq > 1)
    expect(declarationsIn(undeclared, incident)).toMatchObject([
      { event: `${TARO}:1`, counts: true },
      { event: null, by: null, declaredAt: null, title: null, counts: false, writers: [FORGER], events: 1 },
    ])
  })
})

describe('the events up to a head', () => {
  const countsIn = (log: ReturnType<typeof contested>) =>
    log.events
      .filter(({ seq }) => seq === 2)
      .map((event) => [event.writer, eventsThatCount(log.incident)(headOf(event))])

  it('count only if they are of the incident that the log declares', () => {
    expect(countsIn(contested({ at: 0, incident: 'another' }))).toEqual([
      [FORGER, 2],
      [TARO, 0],
    ])
  })

  it('count without a second declaration', () => {
    expect(countsIn(contested({ at: 20 * SECOND }))).toEqual([
      [TARO, 2],
      [FORGER, 1],
    ])
  })

  it('count although they contradict earlier ones', () => {
    const taro = new Writer(TARO)
    taro.write(started(), 0)
    taro.write(undone(nth(9)), SECOND)
    const incident = foldInOrder(taro.events)
    expect(incident.anomalies).toMatchObject([{ why: 'unknown-target' }])
    expect(eventsThatCount(incident)(headOf(taro.events[1] as Event))).toBe(2)
    expect(isDeclaredTwice(incident)).toBe(false)
  })

  it('count up to the last that was read', () => {
    const { incident } = contested({ at: 20 * SECOND })
    const count = eventsThatCount(incident)
    expect(count({ writer: TARO, seq: 9, hash: '' })).toBe(2)
    expect(count({ writer: 'set-aside', seq: 9, hash: '' })).toBe(0)
  })
})

const everybody = () => true
const joined = (ref?: string): EventDraft => ({
  type: 'note.added',
  data: { text: 'seen', source: { incident: 'abc', id: 'other', event: 'b:2', by: 'hanako', ...(ref && { ref }) } },
})

describe('an incident is declared for a key', () => {
  it('if the declaration of a known writer names it', () => {
    const incident = incidentOf(started({ ref: 'OPS-7' }), noted('seen'))
    expect(isDeclaredFor(incident, 'OPS-7', everybody)).toBe(true)
    expect(isDeclaredFor(incident, 'OPS-8', everybody)).toBe(false)
    expect(isDeclaredFor(incidentOf(started()), 'OPS-7', everybody)).toBe(false)
    expect(isDeclaredFor(incident, 'OPS-7', () => false)).toBe(false)
  })

  it('if one was that a known writer joined to it', () => {
    const incident = incidentOf(started(), joined('OPS-7'), joined('OPS-7'), joined())
    expect(isDeclaredFor(incident, 'OPS-7', everybody)).toBe(true)
    expect(isDeclaredFor(incident, 'OPS-7', (writer) => writer !== writerOf(nth(2)))).toBe(false)
  })
})
