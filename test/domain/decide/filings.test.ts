import { describe, it } from 'vitest'
import type { Envelope } from '../../../src/domain/log/event.ts'
import {
  AUTHORITY,
  clockStarted,
  closed,
  done,
  fieldStated,
  given,
  givenByStranger,
  history,
  iso,
  MINUTE,
  nth,
  reportedTo,
  started,
  undone,
} from '../../given.ts'

const start = (event: string, filing: string | null = null) =>
  ({ kind: 'start-clocks', starts: [{ authority: AUTHORITY, event, filing }] }) as const
const report = (filing: string, ref: string | null = null) =>
  ({ kind: 'report-to', authority: AUTHORITY, filing, ref }) as const

describe('decide: starting a clock', () => {
  it('records the event with the rules of the authority', () => {
    given(started())
      .when({ ...start('awareness'), at: iso(-MINUTE) })
      .then({ ...clockStarted('awareness'), at: iso(-MINUTE) })
  })

  it('starts a clock once', () => {
    given(started(), clockStarted('awareness')).when(start('awareness')).already('clock start dora:awareness')
    given(started(), clockStarted('awareness'))
      .when(start('awareness', 'dora-initial'))
      .already('clock start dora-initial:awareness')
    given(started(), clockStarted('awareness')).when(start('classification')).then(clockStarted('classification'))
  })

  it('starts the clock of the whole authority although one filing has its own', () => {
    given(started(), clockStarted('awareness', AUTHORITY, 'dora-initial'))
      .when(start('awareness'))
      .then(clockStarted('awareness'))
  })

  it('starts a clock that only a writer who is not known has started: its deadline is none without that', () => {
    givenByStranger(started(), clockStarted('awareness')).when(start('awareness')).then(clockStarted('awareness'))
  })

  it('starts several clocks, skipping those that run, or none', () => {
    const starts = [...start('awareness').starts, ...start('classification').starts]
    given(started(), clockStarted('awareness'))
      .when({ kind: 'start-clocks', starts })
      .then(clockStarted('classification'))
    given(started()).when({ kind: 'start-clocks', starts: [] }).then()
  })
})

describe('decide: filing a report', () => {
  it('records it under the reference that only a writer who is not known has reported', () => {
    givenByStranger(started(), reportedTo('dora-initial', 'R-1'))
      .when(report('dora-initial', 'R-1'))
      .then(reportedTo('dora-initial', 'R-1'))
  })

  it('records the reference number and the note, whether or not a clock runs', () => {
    given(started()).when(report('dora-initial', 'R-1')).then(reportedTo('dora-initial', 'R-1'))
    given(started())
      .when({ ...report('dora-initial'), note: 'by phone', at: iso(0) })
      .then({
        type: 'authority.reported',
        at: iso(0),
        data: { authority: AUTHORITY, filing: 'dora-initial', ref: null, note: 'by phone' },
      })
  })

  it('files again, but not under the same reference number', () => {
    given(started(), reportedTo('dora-initial', 'R-1'))
      .when(report('dora-initial', 'R-1'))
      .already('report-to dora-initial --ref R-1')
    given(started(), reportedTo('dora-initial', 'R-1'))
      .when(report('dora-initial', 'R-2'))
      .then(reportedTo('dora-initial', 'R-2'))
    given(started(), reportedTo('dora-initial')).when(report('dora-initial')).then(reportedTo('dora-initial'))
  })
})

describe('decide: stating fields of a form', () => {
  const state = (fields: Readonly<Record<string, string | null>>) =>
    ({ kind: 'state-fields', authority: 'dora', fields }) as const

  it('records each field that does not say so already', () => {
    given(started())
      .when(state({ '2.7': 'staff', '2.9': null }))
      .then(fieldStated('2.7', 'staff'), fieldStated('2.9', null))
    given(started(), fieldStated('2.7', 'staff'), fieldStated('2.9', null))
      .when(state({ '2.7': 'clients', '2.9': null }))
      .then(fieldStated('2.7', 'clients'))
    given(started(), fieldStated('2.9', null))
      .when(state({ '2.9': null }))
      .already('report-to dora --field 2.9=?')
    given(started(), fieldStated('2.7', 'staff'))
      .when(state({ '2.7': 'staff' }))
      .already('report-to dora --field 2.7=staff')
  })

  it('is allowed after closing, and so is taking it back', () => {
    const log = [started(), fieldStated('2.7', 'staff'), closed()]
    given(...log)
      .when(state({ '2.9': 'no' }))
      .then(fieldStated('2.9', 'no'))
    given(...log)
      .when({ kind: 'undo', target: history(...log)[1] ?? null, reason: 'slip' })
      .then(undone(nth(2)))
  })
})

describe('decide: filings after closing', () => {
  const events = history(started(), done('a-look'), clockStarted('awareness'), closed())
  const log = [started(), done('a-look'), clockStarted('awareness'), closed()]
  const undo = (target: Envelope | null) => ({ kind: 'undo', target, reason: 'slip' }) as const

  it('starts clocks, files reports and undoes a clock start', () => {
    given(...log)
      .when(start('classification'))
      .then(clockStarted('classification'))
    given(...log)
      .when(report('dora-initial'))
      .then(reportedTo('dora-initial'))
    given(...log)
      .when(undo(events[2] as Envelope))
      .then({ type: 'event.undone', data: { event: nth(3), reason: 'slip' } })
  })

  it('refuses to undo anything else', () => {
    given(...log)
      .when(undo(events[1] as Envelope))
      .refused('incident-closed')
  })
})
