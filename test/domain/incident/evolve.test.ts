import { describe, expect, it } from 'vitest'
import {
  currentWrite,
  phaseOf,
  registerOf,
  severityOf,
  titleOf,
  typeOf,
} from '../../../src/domain/incident/current-values.ts'
import { evolve, foldInOrder } from '../../../src/domain/incident/evolve.ts'
import { factOf } from '../../../src/domain/incident/facts.ts'
import { followUpsOf } from '../../../src/domain/incident/follow-up-state.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { decodeIncident, encodeIncident } from '../../../src/domain/incident/snapshot.ts'
import { type Envelope, type Event, type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import { incidentKeyOf } from '../../../src/domain/log/incident-key.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  advanced,
  classified,
  closed,
  continued,
  corrected,
  done,
  finished,
  foldEvents,
  followUp,
  HOUR,
  happened,
  history,
  incidentOf,
  intended,
  iso,
  lifted,
  MINUTE,
  noted,
  nth,
  planned,
  posted,
  promised,
  recovered,
  SECOND,
  scoped,
  started,
  stated,
  undone,
  Writer,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

describe('the declaration', () => {
  it('fixes the id, who declared it and when it was recorded, and opens the first phase', () => {
    const incident = incidentOf(started())
    expect(incident.declaration).toEqual({
      event: nth(1),
      id: '20261124-221705-failure',
      declaredId: '20261124-221705-failure',
      incident: 'incident',
      version: 1,
      drill: false,
      declaredAt: iso(0),
      declaredBy: 'taro',
      planned: null,
      ref: null,
    })
    expect([typeOf(incident), titleOf(incident), severityOf(incident), phaseOf(incident)]).toEqual([
      'failure',
      'Matching engine down',
      'sev2',
      'initial-response',
    ])
    expect(factOf(incident, 'started-at').value).toBe(iso(-12 * MINUTE))
    expect(incident.runbook).toEqual(SMALL_RUNBOOK)
    expect(incident.settings).toEqual(DEFAULT_SETTINGS)
  })

  it('states the start at the time of declaring, not at the start itself', () => {
    const incident = incidentOf({ ...started(), at: iso(-12 * MINUTE) })
    expect(factOf(incident, 'started-at')).toMatchObject({ value: iso(-12 * MINUTE), at: iso(0) })
  })

  it('can leave out title, severity and start', () => {
    const incident = incidentOf(started({ title: null, severity: null, startedAt: null }))
    expect([titleOf(incident), severityOf(incident), factOf(incident, 'started-at').at]).toEqual([null, null, null])
  })

  it('of a planned halt starts the scheduled phase and states the planned times', () => {
    const incident = incidentOf(planned())
    expect(phaseOf(incident)).toBe('scheduled')
    expect(factOf(incident, 'planned-start').value).toBe(iso(HOUR))
    expect(factOf(incident, 'planned-end').value).toBe(iso(3 * HOUR))
  })

  it('is final: a second one is an anomaly and changes nothing', () => {
    const incident = incidentOf(started(), started({ id: 'other', type: 'maintenance' }))
    expect(incident.declaration?.id).toBe('20261124-221705-failure')
    expect(typeOf(incident)).toBe('failure')
    expect(incident.anomalies).toEqual([{ event: nth(2), why: 'second-declaration' }])
  })

  it('is made by the first line of the writer to whose key the id of the incident commits', () => {
    const [first, second] = history(started(), started()) as [Event, Event]
    const incident = incidentKeyOf('0123456789abcdef01234567', 'key of Taro')
    const declaredBy = (event: Event, key: string) => foldEvents([{ ...event, incident, key }])
    expect(declaredBy(first, 'key of Taro').declaration).toMatchObject({ event: nth(1), incident })
    const refuted = [declaredBy(first, 'another key'), declaredBy(second, 'key of Taro')]
    expect(refuted.map(({ declaration, anomalies }) => [declaration, anomalies])).toEqual([
      [null, [{ event: nth(1), why: 'second-declaration' }]],
      [null, [{ event: nth(2), why: 'second-declaration' }]],
    ])
  })

  it('if missing, leaves type, title and severity unknown and the phase initial', () => {
    expect([
      typeOf(EMPTY_INCIDENT),
      titleOf(EMPTY_INCIDENT),
      severityOf(EMPTY_INCIDENT),
      phaseOf(EMPTY_INCIDENT),
    ]).toEqual(['', null, null, 'initial-response'])
  })
})

describe('evolve', () => {
  it('reclassifies only what is stated again', () => {
    const incident = incidentOf(started(), classified({ type: 'order', severity: 'sev1', title: 'Ordered' }))
    expect([typeOf(incident), severityOf(incident), titleOf(incident)]).toEqual(['order', 'sev1', 'Ordered'])
    const less = incidentOf(started(), classified({ severity: 'sev3' }))
    expect([typeOf(less), severityOf(less), titleOf(less)]).toEqual(['failure', 'sev3', 'Matching engine down'])
  })

  it('adopts a runbook and settings with their digests', () => {
    const runbook = { ...SMALL_RUNBOOK, steps: [] }
    const settings = { ...DEFAULT_SETTINGS, timezone: 'Europe/Berlin' }
    const incident = incidentOf(
      started(),
      { type: 'runbook.adopted', data: { runbook, runbookDigest: 'runbook-2', reason: 'new' } },
      { type: 'settings.adopted', data: { settings, settingsDigest: 'settings-2' } },
    )
    expect(incident).toMatchObject({ runbook, runbookDigest: 'runbook-2', settings, settingsDigest: 'settings-2' })
  })

  it('counts every event and keeps every writer’s head, even if nothing else changes', () => {
    const taro = new Writer()
    const hanako = new Writer('bbbbbbbb', 'hanako')
    taro.write(started())
    taro.write(noted('looking'), 1000)
    hanako.write(noted('me too'), 2000)
    hanako.write({ type: 'log.recovered', data: { kept: 'x.torn', bytes: 3 } }, 3000)
    hanako.write({ type: 'log.continued', data: { writer: 'c', found: null, kept: null, reason: 'missing' } }, 4000)
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect(incident.events).toBe(5)
    expect([...incident.heads.values()].map(({ writer, seq }) => `${writer}:${seq}`)).toEqual([
      'aaaaaaaa:2',
      'bbbbbbbb:3',
    ])
    expect(incident.clock).toEqual([(taro.events[0]?.hlc[0] as number) + 4000, 2])
    expect(incident.anomalies).toEqual([])
  })

  it('does not change the incident it starts from', () => {
    const before = incidentOf(started())
    const copy = decodeIncident(encodeIncident(before))
    evolve(before, ...history(started(), done('a-look'), posted('website', 'first', 1), followUp('x')).slice(1))
    expect(before).toEqual(copy)
  })

  it('ignores events of unknown types, and keeps the first critical one', () => {
    const [first] = history(started())
    const unknown = (seq: number, critical: boolean) =>
      ({ ...first, seq, hlc: [first?.hlc[0] as number, seq], type: 'page.sent', critical }) as Envelope
    expect(evolve(incidentOf(started()), unknown(2, false)).beyond).toBeNull()
    const incident = evolve(incidentOf(started()), unknown(2, false), unknown(3, true), unknown(4, true))
    expect(incident).toMatchObject({ events: 4, beyond: { event: nth(3), type: 'page.sent' } })
  })

  it('survives an event that it cannot fold: nothing may be decided from then on', () => {
    const [, broken, next] = history(started(), done('a-look'), advanced('during-halt')) as [Event, Event, Event]
    const incident = evolve(incidentOf(started()), { ...broken, data: null } as unknown as Event, next)
    expect(incident).toMatchObject({ events: 3, beyond: { event: nth(2), type: 'step.done' } })
    expect(phaseOf(incident)).toBe('during-halt')
  })

  it('ignores an event of another incident and reports an anomaly', () => {
    const [, other] = history(started(), advanced('during-halt'))
    const incident = evolve(incidentOf(started()), { ...other, incident: 'another' } as Envelope)
    expect(phaseOf(incident)).toBe('initial-response')
    expect(incident.anomalies).toEqual([{ event: nth(2), why: 'foreign-incident' }])
  })

  it('gives the same result for events one by one, all at once, or sorted beforehand', () => {
    const events = history(started(), done('a-look'), lifted('trading'), closed())
    expect(events.reduce((incident, event) => evolve(incident, event), EMPTY_INCIDENT)).toEqual(foldEvents(events))
    expect(foldInOrder(events)).toEqual(foldEvents([...events].reverse()))
  })
})

describe('evolve: undo', () => {
  it('marks every write of the event as undone', () => {
    const incident = incidentOf(started(), classified({ type: 'order', severity: 'sev1' }), undone(nth(2)))
    expect([typeOf(incident), severityOf(incident)]).toEqual(['failure', 'sev2'])
    expect(registerOf(incident, 'type').map((w) => w.undone)).toEqual([false, true])
    expect([...incident.undone]).toEqual([[nth(2), nth(3)]])
  })

  it('undoes the start of a planned halt together with the advance that began it', () => {
    const incident = incidentOf(planned(), advanced('initial-response'), undone(nth(2)))
    expect(phaseOf(incident)).toBe('scheduled')
    expect(factOf(incident, 'started-at').value).toBeNull()
  })

  it.each<[string, EventDraft, string]>([
    ['a note', noted('x'), 'unknown-target'],
    ['a notice that was sent', intended('website', 'first', 1), 'unknown-target'],
  ])('of %s is an anomaly and changes nothing', (_, draft, why) => {
    const incident = incidentOf(started(), draft, undone(nth(2)))
    expect(incident.anomalies).toEqual([{ event: nth(3), why }])
    expect(incident.undone.size).toBe(0)
  })

  it('of the declaration, or of a missing event, is an anomaly', () => {
    expect(incidentOf(started(), undone(nth(1)), undone('x:9')).anomalies).toEqual([
      { event: nth(2), why: 'not-undoable' },
      { event: nth(3), why: 'unknown-target' },
    ])
  })
})

describe('evolve: correct', () => {
  it('changes the time of an event, and keeps the correction', () => {
    const incident = incidentOf(started(), done('a-look'), corrected(nth(2), { at: iso(-MINUTE) }))
    expect(currentWrite(incident, 'step:a-look')).toMatchObject({
      at: iso(-MINUTE),
      corrected: true,
      recordedAt: iso(1000),
    })
    expect(incident.corrections).toEqual([
      {
        event: nth(3),
        target: nth(2),
        by: 'taro',
        recordedAt: iso(2000),
        at: iso(-MINUTE),
        text: null,
        ja: null,
        en: null,
        reason: 'slip',
      },
    ])
  })

  it('changes the note of a step, but nothing without a text', () => {
    const incident = incidentOf(
      started(),
      done('a-look', 'engine-3'),
      corrected(nth(2), { text: 'engine-4' }),
      classified({ type: 'order' }),
      corrected(nth(4), { text: 'maintenance' }),
      scoped('trading', 'stopped'),
      corrected(nth(6), { text: 'open' }),
    )
    expect(currentWrite(incident, 'step:a-look')?.value).toEqual({ state: 'done', note: 'engine-4' })
    expect(typeOf(incident)).toBe('order')
    expect(currentWrite(incident, 'scope:trading')?.value).toEqual({ state: 'stopped', words: null })
  })

  it('changes the time of a notice, and time and text of a follow-up', () => {
    const incident = incidentOf(
      started(),
      posted('website', 'first', 1),
      posted('email', 'first', 1),
      followUp('Add a test'),
      followUp('Buy disks'),
      corrected(nth(2), { at: iso(0) }),
      corrected(nth(4), { at: iso(0) }),
      corrected(nth(4), { text: 'Add two tests' }),
      corrected(nth(5), { text: 'Buy more disks' }),
      corrected(nth(3), { text: 'nothing to change' }),
    )
    expect(incident.notices.map((n) => n.at)).toEqual([iso(0), iso(2000)])
    expect(followUpsOf(incident).map(({ at, text }) => [at, text])).toEqual([
      [iso(0), 'Add two tests'],
      [iso(4000), 'Buy more disks'],
    ])
  })

  it('changes the time at which a follow-up was done', () => {
    const finish = [started(), followUp('Add a test'), finished(nth(2))]
    expect(incidentOf(...finish, corrected(nth(3), { at: iso(HOUR) })).actions[0]?.doneAt).toBe(iso(HOUR))
    expect(incidentOf(...finish, corrected(nth(3), { text: 'x' })).actions[0]?.doneAt).toBe(iso(2000))
  })

  it('changes the start of a planned halt with the advance that began it, unless stated otherwise', () => {
    const log = [planned(), happened(HOUR, advanced('initial-response'))]
    const incident = incidentOf(...log, corrected(nth(2), { at: iso(HOUR + MINUTE) }))
    expect(factOf(incident, 'started-at').value).toBe(iso(HOUR + MINUTE))
    const other = incidentOf(...log, stated('started-at', { value: iso(HOUR) }), corrected(nth(3), { at: iso(0) }))
    expect(factOf(other, 'started-at').value).toBe(iso(HOUR))
  })
})

describe('evolve: follow-ups', () => {
  it('have an owner, a due date and the time they were done', () => {
    const incident = incidentOf(
      started(),
      followUp('Add a test'),
      followUp('Buy disks'),
      { type: 'action.changed', data: { action: nth(2), owner: 'hanako' } },
      { type: 'action.changed', data: { action: nth(2), due: iso(HOUR) } },
      finished(nth(3)),
    )
    expect(followUpsOf(incident)).toMatchObject([
      { id: nth(2), text: 'Add a test', owner: 'hanako', due: iso(HOUR), doneAt: null },
      {
        id: nth(3),
        text: 'Buy disks',
        owner: null,
        due: null,
        serves: null,
        ref: null,
        doneAt: iso(5000),
        doneEvent: nth(6),
      },
    ])
  })

  it('are open again once marking them done is undone', () => {
    const log = [started(), followUp('Add a test'), finished(nth(2))]
    expect(incidentOf(...log, undone(nth(3))).actions).toMatchObject([{ doneAt: null, doneEvent: null }])
    const again = incidentOf(...log, undone(nth(3)), finished(nth(2)))
    expect(again.actions).toMatchObject([{ doneAt: iso(4000), doneEvent: nth(5) }])
    expect(again.anomalies).toEqual([])
  })

  it('cause an anomaly if done without having been added', () => {
    expect(incidentOf(started(), finished('x:9')).anomalies).toEqual([{ event: nth(2), why: 'unknown-target' }])
  })
})

describe('evolve: log maintenance', () => {
  const frozen = { file: 'x.bbbbbbbb.jsonl', bytes: 900, digest: 'd', line: 3, why: 'hash-differs', words: 'bad disk' }

  it('keeps each time that a file was abandoned, and the names of torn writes', () => {
    const found = { writer: 'bbbbbbbb', seq: 2, hash: 'h' }
    const incident = incidentOf(
      started(),
      continued('bbbbbbbb', found),
      continued('bbbbbbbb', found, { frozen }),
      continued('cccccccc'),
      recovered('a.torn-5', 5),
    )
    expect([...incident.givenUp]).toEqual([
      [
        'bbbbbbbb',
        [
          { event: nth(2), found, kept: null, reason: 'behind', frozen: null, settles: true },
          { event: nth(3), found, kept: null, reason: 'behind', frozen, settles: true },
        ],
      ],
      ['cccccccc', [{ event: nth(4), found: null, kept: null, reason: 'missing', frozen: null, settles: true }]],
    ])
    expect(incident.recovered).toEqual(['a.torn-5'])
  })

  it('keeps the latest head seen of a writer whose file is missing', () => {
    const hanako = new Writer('bbbbbbbb', 'hanako')
    const taro = new Writer()
    taro.write(started())
    hanako.write(done('a-look'), SECOND, taro.events)
    taro.write(done('a-ask'), 2 * SECOND, hanako.events)
    const first = taro.events.at(-1) as Event
    hanako.write(noted('more'), 3 * SECOND, taro.events)
    taro.write(noted('x'), 4 * SECOND, hanako.events)
    const last = taro.events.at(-1) as Event
    taro.write(noted('y'), 5 * SECOND, hanako.events.slice(0, 1))
    expect(foldEvents(taro.events.slice(0, 2)).unmet.get('bbbbbbbb')).toMatchObject({
      by: nameOf(first),
      head: { seq: 1 },
    })
    expect([...foldEvents(taro.events).unmet.values()]).toMatchObject([{ by: nameOf(last), head: { seq: 2 } }])
  })
})

describe('evolve: promises', () => {
  it('replace the previous promise on the same channel', () => {
    const incident = incidentOf(started(), promised('website', iso(HOUR)), promised('website', iso(2 * HOUR)))
    expect(currentWrite(incident, 'promise:website')?.value).toBe(iso(2 * HOUR))
  })
})
