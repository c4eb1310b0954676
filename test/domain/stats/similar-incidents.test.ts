import { describe, expect, it } from 'vitest'
import { REDACTED } from '../../../src/domain/log/redaction.ts'
import { type Likeness, likenessOf, similarIncidents } from '../../../src/domain/stats/similar-incidents.ts'
import { incidentOf, scoped, started } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const halt = (over: Partial<Likeness> = {}): Likeness => ({
  type: 'failure',
  scope: [],
  causes: [],
  suspected: [],
  ...over,
})

/** What a halt and a past one have in common; undefined if nothing. */
const shared = (own: Partial<Likeness>, past: Partial<Likeness>) => similarIncidents(halt(own), [halt(past)])[0]?.shared

describe('what an incident is compared by', () => {
  it('is its type, what was ever restricted, and what is stated of its causes', () => {
    const incident = incidentOf(
      started({ scope: [{ operation: 'trading', asset: null, state: 'stopped', words: null }] }),
      scoped('withdrawals', 'limited', 'XEM'),
      scoped('withdrawals', 'open', 'XEM'),
      scoped('deposits', 'open'),
      { type: 'fact.set', data: { fact: 'cause', known: true, value: 'disk full', en: 'a fault in our storage' } },
      { type: 'fact.set', data: { fact: 'root-cause', known: true, value: 'log rotation off' } },
      { type: 'fact.set', data: { fact: 'new-disks', known: true, value: 'twice the size' } },
    )
    expect(likenessOf(incident)).toEqual({
      type: 'failure',
      scope: ['trading', 'withdrawals:XEM'],
      causes: ['disk full', 'a fault in our storage', 'log rotation off'],
      suspected: [],
    })
  })

  it('has hypotheses: those confirmed among the causes, those open apart, those ruled out not at all', () => {
    const note = (text: string, over: object = {}) =>
      ({ type: 'note.added', data: { text, hypothesis: true, ...over } }) as const
    const incident = incidentOf(
      started(),
      note('cable'),
      note('switch'),
      note('power'),
      { type: 'note.added', data: { text: 'seen unplugged', confirms: 'aaaaaaaa:2' } },
      { type: 'note.added', data: { text: 'it answers', discards: 'aaaaaaaa:3' } },
    )
    expect(likenessOf(incident)).toMatchObject({ causes: ['cable'], suspected: ['power'] })
  })

  it('has no personal values, which are kept outside the log', () => {
    const { cause, ...facts } = SMALL_RUNBOOK.facts
    const runbook = {
      ...SMALL_RUNBOOK,
      facts: { ...facts, cause: { ...cause, personal: true } },
    } as typeof SMALL_RUNBOOK
    const incident = incidentOf(started({ runbook }), {
      type: 'fact.set',
      data: { fact: 'cause', known: true, value: 'evidence:x' },
    })
    expect(likenessOf(incident).causes).toEqual([])
  })
})

describe('similarIncidents', () => {
  it('says whether the type is the same', () => {
    expect(shared({}, {})).toEqual({ type: true, scope: [], words: [] })
    expect(shared({}, { type: 'order' })).toBeUndefined()
  })

  it.each([
    [['trading'], ['trading'], ['trading']],
    [['trading', 'deposits'], ['deposits', 'withdrawals'], ['deposits']],
    [['withdrawals:XEM'], ['withdrawals'], ['withdrawals:XEM']],
    [['withdrawals'], ['withdrawals:XEM'], ['withdrawals']],
    [['withdrawals:XEM'], ['withdrawals:XEM'], ['withdrawals:XEM']],
    [['withdrawals:XEM'], ['withdrawals:BTC', 'deposits:XEM'], undefined],
  ])('says what of %j was restricted too where %j was: %j', (own, past, scope) => {
    expect(shared({ scope: own }, { type: 'order', scope: past })?.scope).toEqual(scope)
  })

  it.each([
    [['The disk of the DB was full'], ['Disks failed; DB disk slow'], ['disk', 'db']],
    [['ＤＢ接続プールの枯渇'], ['接続プールが枯渇した'], ['接続', 'プール', '枯渇']],
    [['it was with the 42'], ['It was with the 42'], undefined],
    [[REDACTED], [REDACTED], undefined],
    [['a x'], ['a x'], undefined],
  ])('says which words of %j stand in the causes %j: %j', (causes, past, words) => {
    expect(shared({ causes }, { type: 'order', causes: past })?.words).toEqual(words)
  })

  it('compares with what is only suspected here, and not with what was only suspected there', () => {
    expect(shared({ suspected: ['the switch'] }, { type: 'order', causes: ['a switch'] })?.words).toEqual(['switch'])
    expect(shared({ causes: ['the switch'] }, { type: 'order', suspected: ['a switch'] })).toBeUndefined()
  })

  it('puts first what agrees in more, then what is later', () => {
    const past = [
      { id: 'type', ...halt() },
      { id: 'all', ...halt({ scope: ['trading'], causes: ['switch'] }) },
      { id: 'none', ...halt({ type: 'order' }) },
      { id: 'later', ...halt() },
      { id: 'two', ...halt({ type: 'order', scope: ['trading'], causes: ['switch'] }) },
    ]
    const found = similarIncidents(halt({ scope: ['trading'], causes: ['switch'] }), past)
    expect(found.map(({ past: { id } }) => id)).toEqual(['all', 'two', 'later', 'type'])
  })
})
