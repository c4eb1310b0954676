import { describe, expect, it } from 'vitest'
import {
  factByPerson,
  factFor,
  factOf,
  factOfRole,
  factsByPerson,
  factsOf,
  unstatedFacts,
} from '../../../src/domain/incident/facts.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { type Event, type EventData, type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import { REDACTED } from '../../../src/domain/log/redaction.ts'
import type { FactDefinition } from '../../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  foldEvents,
  HOUR,
  incidentOf,
  iso,
  MINUTE,
  nth,
  planned,
  started,
  stated,
  undone,
  Writer,
  withRunbook,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const WITH_LESSON = {
  ...SMALL_RUNBOOK,
  facts: {
    ...SMALL_RUNBOOK.facts,
    lesson: { kind: 'text', notice: false, words: 'reports', byPerson: true, ja: '教訓', en: 'Lesson' },
  },
} as const
const lesson = (data: Omit<EventData['fact.set'], 'fact'>) => stated('lesson', data)

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

describe('a fact that each person states for themselves', () => {
  const [person, other] = [new Writer(), new Writer('bbbbbbbb', 'hanako')]
  const incidentAfter = (...writes: readonly ((knows: readonly Event[]) => Event)[]) => {
    const events = [new Writer('cccccccc', 'jiro').write(withRunbook(WITH_LESSON))]
    for (const write of writes) events.push(write(events))
    return foldEvents(events)
  }

  it('has the words of all, in the order in which they were last stated, and is the latest of those that are known', () => {
    const [taro, hanako] = [new Writer(), new Writer('bbbbbbbb', 'hanako')]
    const incident = incidentAfter(
      (knows) => taro.write(lesson({ known: true, value: 'the alarm rang', ja: '警報が鳴った' }), MINUTE, knows),
      (knows) => hanako.write(lesson({ known: true, value: 'the drill helped' }), 2 * MINUTE, knows),
      (knows) => taro.write(lesson({ en: 'The alarm rang' }), 3 * MINUTE, knows),
      (knows) => hanako.write(lesson({ known: false, value: null, ja: null, en: null }), 4 * MINUTE, knows),
    )
    const taros = {
      known: true,
      value: 'the alarm rang',
      ja: '警報が鳴った',
      en: 'The alarm rang',
      at: iso(3 * MINUTE),
    }
    expect(factByPerson(incident, 'lesson')).toEqual([
      { ...taros, by: 'taro' },
      { known: false, value: null, ja: null, en: null, at: iso(4 * MINUTE), by: 'hanako' },
    ])
    expect(factOf(incident, 'lesson')).toEqual({ ...taros, by: 'taro' })
    expect(factsByPerson(incident)).toEqual({ lesson: factByPerson(incident, 'lesson') })
    expect(factFor(incident, 'lesson', 'hanako')).toMatchObject({ known: false, by: 'hanako' })
    expect(factFor(incident, 'lesson', 'jiro')).toMatchObject({ known: false, at: null, by: null })
    expect(factFor(incident, 'started-at', 'jiro')).toEqual(factOf(incident, 'started-at'))
  })

  it('is unknown if nobody knows, and not stated until somebody does', () => {
    expect(factOf(incidentAfter(), 'lesson')).toMatchObject({ known: false, at: null })
    const incident = incidentAfter((knows) => person.write(lesson({ known: false }), MINUTE, knows))
    expect(factOf(incident, 'lesson')).toMatchObject({ known: false, by: 'taro' })
  })

  it('belongs to one person by any of their names', () => {
    const people = { sato: { ja: '佐藤 健', en: 'Ken Sato' } }
    const roster = { people, departments: {}, flow: {}, answerWithin: 0, levels: [] }
    const runbook = started({ runbook: WITH_LESSON, settings: { ...DEFAULT_SETTINGS, roster } })
    const [sato, others] = [new Writer('aaaaaaaa', 'sato'), new Writer('bbbbbbbb', '佐藤健')]
    const begun = new Writer('cccccccc', 'jiro').write(runbook)
    const first = sato.write(lesson({ value: 'the alarm rang', en: 'The alarm rang' }), MINUTE, [begun])
    const later = others.write(lesson({ value: 'the drill helped' }), 2 * MINUTE, [begun, first])
    const incident = foldEvents([begun, first, later])
    expect(factByPerson(incident, 'lesson')).toMatchObject([
      { value: 'the drill helped', en: 'The alarm rang', by: '佐藤健' },
    ])
    expect(factFor(incident, 'lesson', 'Ken Sato')).toMatchObject({ value: 'the drill helped' })
  })

  it('loses nobody’s words when somebody takes back their own', () => {
    const said = other.write(lesson({ value: 'the drill helped' }), MINUTE)
    const incident = incidentAfter(
      () => said,
      (knows) => other.write(undone(nameOf(said)), 2 * MINUTE, knows),
    )
    expect(factByPerson(incident, 'lesson')).toEqual([])
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
