import { describe, expect, it } from 'vitest'
import { factOf, factOfRole, factsOf, unstatedFacts } from '../../../src/domain/incident/facts.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { REDACTED } from '../../../src/domain/log/redaction.ts'
import type { FactDefinition } from '../../../src/domain/runbook/runbook.ts'
import { HOUR, incidentOf, iso, MINUTE, nth, planned, started, stated, undone } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const causeAfter = (...drafts: readonly EventDraft[]) => factOf(incidentOf(started(), ...drafts), 'cause')

describe('a fact', () => {
  it('is not known until somebody states it', () => {
    expect(causeAfter()).toEqual({ known: false, value: null, ja: null, en: null, at: null, by: null })
  })

  it('has an internal value and separate public words', () => {
    const internal = stated('cause', { known: true, value: 'disk full' })
    expect(causeAfter(internal)).toMatchObject({ known: true, value: 'disk full', ja: null, en: null })
    expect(causeAfter(internal, stated('cause', { ja: '設備の障害', en: 'equipment failure' }))).toEqual({
      known: true,
      value: 'disk full',
      ja: '設備の障害',
      en: 'equipment failure',
      at: iso(2000),
      by: 'taro',
    })
  })

  it('is known by its public words alone, even in one language', () => {
    expect(causeAfter(stated('cause', { ja: '設備の障害' }))).toMatchObject({ known: true, value: null })
    expect(causeAfter(stated('cause', { en: 'equipment failure' }))).toMatchObject({ known: true, ja: null })
  })

  it('has no value or words once stated as not known, whatever was stated before', () => {
    const before = stated('cause', { known: true, value: 'disk full', ja: '設備の障害', en: 'equipment failure' })
    expect(causeAfter(before, stated('cause', { known: false, value: null }))).toMatchObject({
      known: false,
      value: null,
      ja: null,
      en: null,
      at: iso(2000),
    })
    expect(causeAfter(stated('cause', { known: false }))).toMatchObject({ known: false, value: null })
  })

  it('is known by a value alone', () => {
    expect(causeAfter(stated('cause', { value: 'disk full' }))).toMatchObject({ known: true, value: 'disk full' })
  })

  it('reverts to the previous statement when the last one is undone', () => {
    const twice = [stated('cause', { value: 'disk full' }), stated('cause', { value: 'cable' })]
    expect(causeAfter(...twice, undone(nth(3)))).toMatchObject({ value: 'disk full', at: iso(1000) })
  })
})

describe('the value of a fact that is not of its kind', () => {
  const [from, to] = [iso(-12 * MINUTE), iso(HOUR)]
  const quantity = (kind: FactDefinition['kind']): FactDefinition => ({
    kind,
    notice: false,
    words: false,
    ja: 'x',
    en: 'x',
  })
  const facts = { ...SMALL_RUNBOOK.facts, machines: quantity('count'), loss: quantity('amount') }
  const runbook = { ...SMALL_RUNBOOK, facts }
  const readOf = (fact: string, value: string) => {
    const { known, value: read } = factOf(incidentOf(started({ runbook }), stated(fact, { known: true, value })), fact)
    expect(known).toBe(read !== null)
    return read
  }

  it.each([
    ['started-at', [from], ['not a time', REDACTED, '', '2026-11-24', `${from}/${to}`, '2026-11-24T22:05:00']],
    ['planned-start', [to], ['tomorrow', REDACTED]],
    ['expected-recovery', [to, `${from}/${to}`], ['soon', `${from}/`, `/${to}`, `${from}/soon`, `${from}/${to}/${to}`]],
    ['machines', ['0', '1200'], ['many', '-1', '1.5', REDACTED]],
    ['loss', ['1250000 JPY', '0.5 XEM'], ['much', '1250000', '5 yen', REDACTED]],
    ['cause', ['disk full', '', REDACTED], []],
    ['weather', ['storm'], []],
    ['constructor', ['storm'], []],
  ])('counts as not known (%s)', (fact, right, wrong) => {
    expect(right.map((value) => readOf(fact, value))).toEqual(right)
    expect(wrong.map((value) => readOf(fact, value))).toEqual(wrong.map(() => null))
  })

  it('counts as not known of a role whose fact the runbook gives another kind', () => {
    const began = { ...SMALL_RUNBOOK.facts['started-at'], kind: 'text' } as FactDefinition
    const odd = { ...SMALL_RUNBOOK, facts: { ...SMALL_RUNBOOK.facts, 'started-at': began } }
    const incident = incidentOf(started({ runbook: odd }), stated('started-at', { value: 'at night' }))
    expect(factOfRole(incident, 'began')).toMatchObject({ known: false, value: null, at: iso(1000) })
    expect(lifecycleOf(incident).startedAt).toBe(iso(0))
  })

  it('leaves the public words as they were', () => {
    const incident = incidentOf(started(), stated('detected-at', { value: 'at night', en: 'at night' }))
    expect(factOf(incident, 'detected-at')).toMatchObject({ known: true, value: null, en: 'at night' })
  })
})

describe('factsOf and unstatedFacts', () => {
  it('list the facts of the runbook and any other that was stated', () => {
    const incident = incidentOf(planned(), stated('weather', { value: 'storm' }))
    expect(Object.keys(factsOf(incident))).toEqual([...Object.keys(SMALL_RUNBOOK.facts), 'weather'])
  })

  it('distinguish facts that nobody stated from those stated as not known', () => {
    const incident = incidentOf(started(), stated('cause', { known: false }))
    expect(unstatedFacts(incident, ['started-at', 'cause', 'detected-at'])).toEqual(['detected-at'])
  })
})
