import { describe, expect, it } from 'vitest'
import { decide, type Intent } from '../../../src/domain/decide/decide.ts'
import { evolve } from '../../../src/domain/incident/evolve.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import type { Envelope, Event, EventDraft } from '../../../src/domain/log/event.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  closed,
  DECLARED,
  done,
  finished,
  followUp,
  given,
  givenBesideStranger,
  history,
  incidentOf,
  iso,
  lifted,
  noted,
  planned,
  posted,
  scoped,
  started,
  stated,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const when = { by: 'taro', now: DECLARED, recordedAt: iso(0), knows: () => true }

describe('decide', () => {
  it('records notes before a planned halt begins and after closing', () => {
    given(planned())
      .when({ kind: 'note', text: 'tomorrow at ten', at: iso(0) })
      .then({ ...noted('tomorrow at ten'), at: iso(0) })
    given(started(), closed()).when({ kind: 'note', text: 'seen again' }).then(noted('seen again'))
  })

  it('adopts a runbook or settings only if they differ from the current ones', () => {
    const runbook = { runbook: SMALL_RUNBOOK, runbookDigest: 'runbook-2', reason: 'step was wrong' }
    given(started()).when({ kind: 'adopt-runbook', data: runbook }).then({ type: 'runbook.adopted', data: runbook })
    given(started(), { type: 'runbook.adopted', data: runbook })
      .when({ kind: 'adopt-runbook', data: runbook })
      .already('runbook adopt')
    const settings = { settings: DEFAULT_SETTINGS, settingsDigest: 'settings-2' }
    given(started()).when({ kind: 'adopt-settings', data: settings }).then({ type: 'settings.adopted', data: settings })
    given(started(), { type: 'settings.adopted', data: settings })
      .when({ kind: 'adopt-settings', data: settings })
      .already('settings')
  })
})

describe('what only a writer says who is not known', () => {
  const stops: Intent = {
    kind: 'scope',
    statements: [{ operation: 'trading', asset: null, state: 'stopped', words: null }],
  }

  it('is recorded again when it is said here, since it could be taken back', () => {
    givenBesideStranger([started()], [scoped('trading', 'stopped')])
      .when(stops)
      .then(scoped('trading', 'stopped'))
  })

  it('holds already once it was said by a known one, or where it could not be said without', () => {
    givenBesideStranger([started(), scoped('trading', 'stopped')], [noted('hers')])
      .when(stops)
      .already('scope trading=stopped')
    const hers = 'bbbbbbbb:1'
    givenBesideStranger([started()], [followUp('Add a test'), finished(hers)])
      .when({ kind: 'finish-action', action: hers })
      .already(`action done ${hers}`)
  })

  it('asks for the resumption criteria at a lift, as if nobody had lifted', () => {
    const lift: Intent = { kind: 'lift', targets: [{ operation: 'trading', asset: null }] }
    const lifting = (...criteria: readonly EventDraft[]) =>
      givenBesideStranger([started(), scoped('trading', 'stopped'), ...criteria], [lifted('trading')]).when(lift)
    lifting().refused('criteria-open')
    expect(lifting(done('c-criteria')).decision).toMatchObject({ events: [{ type: 'scope.lifted' }] })
  })

  it('is nothing where all are known', () => {
    const incident = incidentOf(started(), scoped('trading', 'stopped'))
    expect(decide(incident, stops, { ...when, ofKnown: () => incident })).toMatchObject({ events: [] })
  })
})

describe('decide after closing', () => {
  it('accepts facts for the report or for steps after resumption, and no others', () => {
    given(started(), closed())
      .when({ kind: 'set', statements: [{ fact: 'root-cause', value: 'a full disk' }] })
      .then(stated('root-cause', { value: 'a full disk' }))
    given(started(), closed())
      .when({ kind: 'set', statements: [{ fact: 'new-disks', value: 'twice the size' }] })
      .then(stated('new-disks', { value: 'twice the size' }))
    given(started(), closed())
      .when({
        kind: 'set',
        statements: [
          { fact: 'root-cause', value: 'x' },
          { fact: 'cause', value: 'x' },
        ],
      })
      .refused('incident-closed')
  })

  it('accepts public words until every customers’ channel has had the final notice', () => {
    const mended: Intent = { kind: 'set', statements: [{ fact: 'cause', ja: '装置の不具合でした。' }] }
    const channels = Object.keys(SMALL_RUNBOOK.channels).filter(
      (id) => SMALL_RUNBOOK.channels[id]?.audience === 'customers',
    )
    const [first, ...others] = channels.map((channel) => posted(channel, 'final', 4)) as [EventDraft, ...EventDraft[]]
    given(started(), closed(), ...others)
      .when(mended)
      .then(stated('cause', { ja: '装置の不具合でした。' }))
    given(started(), closed(), first, ...others)
      .when(mended)
      .refused('incident-closed')
    const value: Intent = {
      kind: 'set',
      statements: [{ fact: 'cause', value: 'orders', ja: '装置の不具合でした。' }],
    }
    given(started(), closed()).when(value).refused('incident-closed')
  })

  it.each<[Intent]>([
    [{ kind: 'begin', steps: ['a-look'] }],
    [{ kind: 'assign', steps: ['a-look'], to: 'hanako' }],
    [{ kind: 'scope', statements: [] }],
    [{ kind: 'advance' }],
    [{ kind: 'reopen', reason: 'again', scope: [] }],
    [{ kind: 'adopt-settings', data: { settings: DEFAULT_SETTINGS, settingsDigest: 'settings-2' } }],
  ])('refuses $kind', (intent) => {
    given(started(), closed()).when(intent).refused('incident-closed', { id: '20261124-221705-failure' })
  })
})

describe('decide on a log of a newer version', () => {
  const unknown = { ...history(started())[0], seq: 2, type: 'page.sent' } as Envelope

  it('refuses if an event of unknown type is critical', () => {
    const incident = evolve(incidentOf(started()), { ...unknown, critical: true })
    expect(decide(incident, { kind: 'note', text: 'x' }, when)).toEqual({
      code: 'newer-version',
      params: { event: 'aaaaaaaa:2', type: 'page.sent' },
    })
  })

  it('decides if no event of unknown type is critical', () => {
    const incident = evolve(incidentOf(started()), { ...unknown, critical: false })
    expect(decide(incident, { kind: 'note', text: 'x' }, when)).toMatchObject({ events: [noted('x')] })
  })
})

describe('decide on a log without a declaration', () => {
  it('refuses with an empty incident id', () => {
    const [, end] = history(started(), closed()) as [Event, Event]
    expect(decide(evolve(EMPTY_INCIDENT, end), { kind: 'advance' }, when)).toEqual({
      code: 'incident-closed',
      params: { id: '' },
    })
    const [, step, over] = history(started(), done('a-look'), closed()) as [Event, Event, Event]
    expect(decide(evolve(EMPTY_INCIDENT, step, over), { kind: 'undo', target: step, reason: 'slip' }, when)).toEqual({
      code: 'incident-closed',
      params: { id: '' },
    })
  })
})
