import { describe, it } from 'vitest'
import type { FactDefinition } from '../../../src/domain/runbook/runbook.ts'
import { advanced, given, HOUR, happened, iso, MINUTE, planned, SECOND, started, stated } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

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
        allowed: Object.keys(SMALL_RUNBOOK.facts),
      })
    given(started())
      .when(set({ fact: 'constructor', value: 'x' }))
      .refused('unknown-fact')
    given(started())
      .when(set({ fact: 'detected-at', ja: '二十二時' }))
      .refused('no-public-words', { fact: 'detected-at', allowed: ['cause', 'root-cause', 'new-disks'] })
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

  it('records once more words that another fact, stated since, may contradict', () => {
    const safe: FactDefinition = { kind: 'text', notice: 'if-stated', words: true, ja: '資産', en: 'Assets' }
    const facts = { ...SMALL_RUNBOOK.facts, safe: { ...safe, onceKnown: { cause: null } } }
    const [early, lost] = [stated('safe', { ja: '無事です。' }), stated('cause', { known: true, value: 'stolen' })]
    const begun = started({ runbook: { ...SMALL_RUNBOOK, facts } })
    const again = set({ fact: 'safe', ja: '無事です。' })
    given(begun, early).when(again).already('set safe')
    given(begun, happened(-2 * MINUTE, early), happened(-MINUTE, lost))
      .when(again)
      .then(early)
    given(begun, happened(-2 * MINUTE, early), happened(-MINUTE, stated('cause', { known: false })))
      .when(again)
      .already('set safe')
    given(begun, happened(-2 * MINUTE, lost), happened(-MINUTE, early))
      .when(again)
      .already('set safe')
  })

  it('records the same words again if each person states the fact for themselves, and somebody else said them', () => {
    const lesson = { kind: 'text', notice: false, words: 'reports', byPerson: true, ja: '教訓', en: 'Lesson' } as const
    const facts = { ...SMALL_RUNBOOK.facts, lesson }
    const said = stated('lesson', { value: 'the alarm rang' })
    const begun = started({ runbook: { ...SMALL_RUNBOOK, facts } })
    const again = set({ fact: 'lesson', value: 'the alarm rang' })
    given(begun, said).when(again).already('set lesson')
    given(begun, said).when(again, MINUTE, 'hanako').then(said)
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

describe('decide: set, with times that contradict each other', () => {
  const known = (fact: string, after: number) => ({ fact, known: true, value: iso(after) })

  it('accepts a detection before the start: what trading was stopped for was noticed first', () => {
    given(started())
      .when(set(known('detected-at', -13 * MINUTE)))
      .then(stated('detected-at', { known: true, value: iso(-13 * MINUTE) }))
    given(planned(), happened(20 * MINUTE, advanced('initial-response')))
      .when(set(known('detected-at', MINUTE)), HOUR)
      .then(stated('detected-at', { known: true, value: iso(MINUTE) }))
  })

  it('does not hold another fact back because of what was recorded before', () => {
    given(planned(), stated('planned-end', { known: true, value: iso(MINUTE) }))
      .when(set({ fact: 'cause', value: 'disk full' }))
      .then(stated('cause', { value: 'disk full' }))
  })

  it('refuses a planned end that is not after the planned start', () => {
    const plan = planned()
    for (const end of [HOUR, MINUTE])
      given(plan)
        .when(set(known('planned-end', end)))
        .refused('out-of-order', {
          earlier: 'planned-start',
          earlierAt: iso(HOUR),
          later: 'planned-end',
          laterAt: iso(end),
        })
    given(plan)
      .when(set(known('planned-start', 4 * HOUR), known('planned-end', 5 * HOUR)))
      .then(
        stated('planned-start', { known: true, value: iso(4 * HOUR) }),
        stated('planned-end', { known: true, value: iso(5 * HOUR) }),
      )
  })
})

describe('decide: set, with an estimate', () => {
  // It is 22:18:05.
  const expected = (value: string | null) => set({ fact: 'expected-recovery', value })

  it('that has passed is refused', () => {
    given(started())
      .when(expected(iso(-MINUTE)))
      .refused('past-time', { given: iso(-MINUTE), at: iso(-MINUTE) })
    given(started())
      .when(expected(`${iso(-HOUR)}/${iso(-MINUTE)}`))
      .refused('past-time', { at: iso(-MINUTE) })
  })

  it('that lies ahead is recorded, and so is a range that has begun', () => {
    for (const value of [iso(HOUR), `${iso(-MINUTE)}/${iso(HOUR)}`])
      given(started()).when(expected(value)).then(stated('expected-recovery', { value }))
  })

  it('has not passed before its minute has ended', () => {
    const value = iso(MINUTE - 5 * SECOND)
    given(started()).when(expected(value)).then(stated('expected-recovery', { value }))
  })

  it('is judged by when it was stated, so that it can be recorded afterwards', () => {
    const at = iso(-5 * MINUTE)
    given(started())
      .when({ ...expected(iso(-MINUTE)), at })
      .then({ ...stated('expected-recovery', { value: iso(-MINUTE) }), at })
  })

  it('that was recorded and has passed meanwhile is no new statement', () => {
    given(started(), stated('expected-recovery', { value: iso(0) }))
      .when(expected(iso(0)), HOUR)
      .already('set expected-recovery')
    given(started())
      .when(expected(null))
      .then(stated('expected-recovery', { value: null }))
  })
})
