import { describe, expect, it } from 'vitest'
import type { KnownAuthority } from '../../../src/domain/authorities/authority.ts'
import { clockNames, clockStartsFor, proposedAuthorities } from '../../../src/domain/authorities/clock-starts.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { AUTHORITY, clockStarted, incidentOf, nth, oneRule, reportedTo, started, stated, undone } from '../../given.ts'

const condition = { ja: '条件', en: 'condition' }
const dora: KnownAuthority = { authority: AUTHORITY, types: ['failure'], facts: [], byName: true, condition, form: [] }
const local = { ...oneRule({}), id: 'local', filings: [{ ...oneRule({}).filings[0], id: 'local-initial' }] }
const fsa = {
  authority: local,
  types: ['failure', 'order'],
  facts: [],
  byName: false,
  condition,
  form: [],
} as KnownAuthority
const any: KnownAuthority = { ...fsa, authority: { ...local, id: 'any', filings: [] }, types: null, facts: ['cause'] }
const known = [dora, fsa, any]

const named = (name: string, type = 'failure') =>
  clockStartsFor(known, type, name)?.map(
    ({ authority, event, filing }) => `${authority.id} ${event} ${filing ?? '*'}`,
  ) ?? null

describe('a name', () => {
  it('of an event starts every authority that it starts by itself in this type of halt', () => {
    expect(named('awareness')).toEqual(['local awareness *', 'any awareness *'])
    expect(named('awareness', 'maintenance')).toEqual(['any awareness *'])
  })

  it('of an event may start nothing, where somebody has to judge', () => {
    expect(clockStartsFor([dora], 'failure', 'awareness')).toEqual([])
  })

  it('of an authority starts its first event, or the one that is named', () => {
    expect(named('dora')).toEqual(['dora awareness *'])
    expect(named('dora:classification')).toEqual(['dora classification *'])
    expect(named('dora:nothing')).toBeNull()
  })

  it('of a report starts that one only, from the first event that it counts from', () => {
    expect(named('dora-initial')).toEqual(['dora classification dora-initial'])
    expect(named('dora-initial:awareness')).toEqual(['dora awareness dora-initial'])
  })

  it('of a report that only another one starts is none, and no other name is', () => {
    expect(named('dora-final')).toBeNull()
    expect(named('awareness:dora')).toBeNull()
    expect(named('constructor')).toBeNull()
    expect(named('')).toBeNull()
    expect(clockStartsFor([{ ...dora, authority: { ...AUTHORITY, events: {} } }], 'failure', 'dora')).toBeNull()
  })

  it('is one of those that can be listed', () => {
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

describe('what may apply', () => {
  const ids = (...drafts: readonly EventDraft[]) =>
    proposedAuthorities(incidentOf(...drafts), known).map(({ authority }) => authority.id)

  it('is proposed by the type of the halt, and once a fact is known that matters', () => {
    expect(ids(started())).toEqual(['dora', 'local'])
    expect(ids(started({ type: 'order' }))).toEqual(['local'])
    expect(ids(started(), stated('cause', { known: true, value: 'disk' }))).toEqual(['dora', 'local', 'any'])
    expect(ids(started(), stated('cause', { known: false }))).toEqual(['dora', 'local'])
  })

  it('is proposed until it was started or reported to, and again where that is taken back', () => {
    expect(ids(started(), clockStarted('awareness'))).toEqual(['local'])
    expect(ids(started(), reportedTo('dora-initial'))).toEqual(['local'])
    expect(ids(started(), clockStarted('awareness'), undone(nth(2)))).toEqual(['dora', 'local'])
  })
})
