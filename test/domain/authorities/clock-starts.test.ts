import { describe, expect, it } from 'vitest'
import type { KnownAuthority } from '../../../src/domain/authorities/authority.ts'
import { clockNames, clockStartsFor, proposedAuthorities } from '../../../src/domain/authorities/clock-starts.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { AUTHORITY, clockStarted, incidentOf, nth, oneRule, reportedTo, started, stated, undone } from '../../given.ts'

const condition = { ja: '条件', en: 'condition' }
const dora: KnownAuthority = {
  authority: AUTHORITY,
  types: ['failure'],
  facts: [],
  byName: true,
  condition,
  form: [],
  constants: {},
}
const local = { ...oneRule({}), id: 'local', filings: [{ ...oneRule({}).filings[0], id: 'local-initial' }] }
const fsa = {
  authority: local,
  types: ['failure', 'order'],
  facts: [],
  byName: false,
  condition,
  form: [],
  constants: {},
} as KnownAuthority
const any: KnownAuthority = { ...fsa, authority: { ...local, id: 'any', filings: [] }, types: null, facts: ['cause'] }
const known = [dora, fsa, any]

const named = (name: string, type = 'failure') =>
  clockStartsFor(known, type, name)?.map(
    ({ authority, event, filing }) => `${authority.id} ${event} ${filing ?? '*'}`,
  ) ?? null

describe('clockStartsFor', () => {
  it('given an event, starts the clock of every authority that applies by itself to the type of halt', () => {
    expect(named('awareness')).toEqual(['local awareness *', 'any awareness *'])
    expect(named('awareness', 'maintenance')).toEqual(['any awareness *'])
  })

  it('given an event, starts nothing for an authority whose applicability a person must judge', () => {
    expect(clockStartsFor([dora], 'failure', 'awareness')).toEqual([])
  })

  it('given an authority, starts its first event or the event named', () => {
    expect(named('dora')).toEqual(['dora awareness *'])
    expect(named('dora:classification')).toEqual(['dora classification *'])
    expect(named('dora:nothing')).toBeNull()
  })

  it('given a filing, starts only that filing, from its first event or the event named', () => {
    expect(named('dora-initial')).toEqual(['dora classification dora-initial'])
    expect(named('dora-initial:awareness')).toEqual(['dora awareness dora-initial'])
  })

  it('rejects a filing that follows another one, and unknown names', () => {
    expect(named('dora-final')).toBeNull()
    expect(named('awareness:dora')).toBeNull()
    expect(named('constructor')).toBeNull()
    expect(named('')).toBeNull()
    expect(clockStartsFor([{ ...dora, authority: { ...AUTHORITY, events: {} } }], 'failure', 'dora')).toBeNull()
  })

  it('accepts every name that clockNames lists', () => {
    expect(clockNames(known)).toEqual([
      'awareness',
      'classification',
      'dora',
      'dora-initial',
      'local',
      'local-initial',
      'any',
    ])
    for (const name of clockNames(known)) expect(named(name)).not.toBeNull()
  })
})

describe('proposedAuthorities', () => {
  const ids = (...drafts: readonly EventDraft[]) =>
    proposedAuthorities(incidentOf(...drafts), known).map(({ authority }) => authority.id)

  it('proposes an authority by type of halt, or once one of its facts is known', () => {
    expect(ids(started())).toEqual(['dora', 'local'])
    expect(ids(started({ type: 'order' }))).toEqual(['local'])
    expect(ids(started(), stated('cause', { known: true, value: 'disk' }))).toEqual(['dora', 'local', 'any'])
    expect(ids(started(), stated('cause', { known: false }))).toEqual(['dora', 'local'])
  })

  it('proposes no authority whose clock runs or that has a report, and proposes it again after undo', () => {
    expect(ids(started(), clockStarted('awareness'))).toEqual(['local'])
    expect(ids(started(), reportedTo('dora-initial'))).toEqual(['local'])
    expect(ids(started(), clockStarted('awareness'), undone(nth(2)))).toEqual(['dora', 'local'])
  })
})
