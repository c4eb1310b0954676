import { describe, it } from 'vitest'
import { given, iso, MINUTE, planned, started, stated } from '../../given.ts'

const set = (...facts: readonly { fact: string; known?: boolean; value?: string | null; ja?: string | null }[]) =>
  ({ kind: 'set', statements: facts }) as const

describe('decide: set', () => {
  it('records the internal value and its time', () => {
    given(started())
      .when({ ...set({ fact: 'cause', value: 'disk full' }), at: iso(-MINUTE) })
      .then({ ...stated('cause', { value: 'disk full' }), at: iso(-MINUTE) })
  })

  it('records public words separately from the value', () => {
    given(started(), stated('cause', { known: true, value: 'disk full' }))
      .when(set({ fact: 'cause', ja: '設備の障害' }))
      .then(stated('cause', { ja: '設備の障害' }))
  })

  it('records that a fact is not known yet', () => {
    given(started())
      .when(set({ fact: 'cause', known: false, value: null }))
      .then(stated('cause', { known: false, value: null }))
  })

  it('records nothing for a statement without value or words', () => {
    given(started())
      .when(set({ fact: 'cause' }))
      .already('set cause')
  })

  it('rejects facts that the runbook lacks, and public words for facts without them', () => {
    given(started())
      .when(set({ fact: 'causes', value: 'x' }))
      .refused('unknown-fact', {
        given: 'causes',
        allowed: ['started-at', 'detected-at', 'cause', 'expected-recovery', 'root-cause', 'new-disks'],
      })
    given(started())
      .when(set({ fact: 'constructor', value: 'x' }))
      .refused('unknown-fact')
    given(started())
      .when(set({ fact: 'detected-at', ja: '二十二時' }))
      .refused('no-public-words', { fact: 'detected-at', allowed: 'cause, root-cause, new-disks' })
  })

  it('clears the words of a fact without public words when it becomes unknown', () => {
    given(started())
      .when({ kind: 'set', statements: [{ fact: 'detected-at', known: false, value: null, ja: null, en: null }] })
      .then(stated('detected-at', { known: false, value: null, ja: null, en: null }))
  })

  it('records all statements or, if one is rejected, none', () => {
    given(started())
      .when(set({ fact: 'cause', value: 'x' }, { fact: 'nothing', value: 'y' }))
      .refused('unknown-fact')
    given(started())
      .when(set({ fact: 'cause', value: 'x' }, { fact: 'root-cause', value: 'y' }))
      .then(stated('cause', { value: 'x' }), stated('root-cause', { value: 'y' }))
  })

  it('records nothing that is already stated', () => {
    const cause = stated('cause', { known: true, value: 'disk full', ja: '設備の障害' })
    given(started(), cause)
      .when(set({ fact: 'cause', value: 'disk full' }))
      .already('set cause')
    given(started(), cause)
      .when(set({ fact: 'cause', ja: '設備の障害' }))
      .already('set cause')
    given(started(), stated('cause', { known: false, value: null }))
      .when({ kind: 'set', statements: [{ fact: 'cause', known: false, value: null, ja: null, en: null }] })
      .already('set cause')
  })

  it('clears public words alone', () => {
    given(started(), stated('cause', { known: true, value: 'disk full', ja: '設備の障害' }))
      .when(set({ fact: 'cause', ja: null }))
      .then(stated('cause', { ja: null }))
  })

  it('marks an unknown fact as known again without a value', () => {
    given(started(), stated('cause', { known: false, value: null }))
      .when(set({ fact: 'cause', known: true, value: null }))
      .then(stated('cause', { known: true, value: null }))
  })

  it('sets the start of the incident, but not before a planned halt has begun', () => {
    given(started())
      .when(set({ fact: 'started-at', value: iso(-20 * MINUTE) }))
      .then(stated('started-at', { value: iso(-20 * MINUTE) }))
    given(planned())
      .when(set({ fact: 'started-at', value: iso(0) }))
      .refused('not-begun')
  })
})
