import { describe, expect, it } from 'vitest'
import { factOf, factsOf, unstatedFacts } from '../../../src/domain/incident/facts.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { incidentOf, iso, nth, planned, started, stated, undone } from '../../given.ts'
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
