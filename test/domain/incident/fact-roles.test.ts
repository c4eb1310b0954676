import { describe, expect, it } from 'vitest'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { factOf, factOfRole, factsOf } from '../../../src/domain/incident/facts.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { factHistory } from '../../../src/domain/report/history.ts'
import type { FactDefinition, Runbook } from '../../../src/domain/runbook/runbook.ts'
import {
  advanced,
  foldEvents,
  given,
  HOUR,
  happened,
  incidentOf,
  iso,
  MINUTE,
  nth,
  planned,
  started,
  stated,
  undone,
  Writer,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

const fact = (kind: FactDefinition['kind'], role: FactDefinition['role'], name: string): FactDefinition => ({
  kind,
  ...(role !== undefined && { role }),
  notice: true,
  words: false,
  ja: name,
  en: name,
})

/** A bank's names for the times of a halt. */
const BANK: Runbook = {
  ...SMALL_RUNBOOK,
  facts: {
    'down-since': fact('time', 'began', 'Down since'),
    'seen-at': fact('time', 'detected', 'Seen at'),
    'works-from': fact('future', 'planned-begin', 'Works from'),
    'works-until': fact('future', 'planned-end', 'Works until'),
    'back-by': fact('estimate', 'expected-end', 'Expected back'),
    machines: fact('text', undefined, 'Machines down'),
  },
}

describe('the fact that a runbook gives the role of the beginning', () => {
  it('has the start that was declared, under its own name', () => {
    const incident = incidentOf(started({ runbook: BANK }))
    expect(factOf(incident, 'down-since')).toMatchObject({ known: true, value: iso(-12 * MINUTE) })
    expect(Object.keys(factsOf(incident))).toEqual(Object.keys(BANK.facts))
    expect(factHistory(incident)).toMatchObject([{ fact: 'down-since', event: nth(1), value: iso(-12 * MINUTE) }])
  })

  it('moves the start when it is stated, and back when that is undone', () => {
    const moved = [started({ runbook: BANK }), stated('down-since', { known: true, value: iso(-HOUR) })]
    expect(lifecycleOf(incidentOf(...moved)).startedAt).toBe(iso(-HOUR))
    expect(lifecycleOf(incidentOf(...moved, undone(nth(2)))).startedAt).toBe(iso(-12 * MINUTE))
  })

  it('is stated by the advance that begins a planned halt', () => {
    const incident = incidentOf(planned({ runbook: BANK }), happened(HOUR, advanced('initial-response')))
    expect(factOf(incident, 'down-since').value).toBe(iso(HOUR))
    expect(factOf(incident, 'works-from').value).toBe(iso(HOUR))
    expect(factOf(incident, 'works-until').value).toBe(iso(3 * HOUR))
  })

  it('has what came last, from whichever event', () => {
    const stated1 = stated('down-since', { known: true, value: iso(MINUTE) })
    const incident = incidentOf(planned({ runbook: BANK }), stated1, happened(HOUR, advanced('initial-response')))
    expect(factOf(incident, 'down-since').value).toBe(iso(HOUR))
  })

  it('cannot be stated before a planned halt begins', () => {
    given(planned({ runbook: BANK }))
      .when({ kind: 'set', statements: [{ fact: 'down-since', known: true, value: iso(0) }] })
      .refused('not-begun')
  })

  it('is in conflict where two state it apart, until somebody settles it', () => {
    const taro = new Writer()
    const hanako = new Writer('bbbbbbbb', 'hanako')
    const declared = taro.write(started({ runbook: BANK }))
    taro.write(stated('down-since', { known: true, value: iso(-HOUR) }), HOUR)
    hanako.write(stated('down-since', { known: true, value: iso(-MINUTE) }), 2 * HOUR, [declared])
    const all = () => foldEvents([...taro.events, ...hanako.events])
    expect(conflictsOf(all()).map(({ target }) => target)).toEqual(['fact:down-since'])
    taro.write(stated('down-since', { known: true, value: iso(-2 * MINUTE) }), 3 * HOUR, hanako.events)
    expect(conflictsOf(all())).toEqual([])
  })
})

describe('a runbook without the fact of a role', () => {
  it('leaves what the program knows without a name, and the start as declared', () => {
    const facts = {
      machines: fact('text', undefined, 'Machines down'),
      'back-by': fact('estimate', 'expected-end', 'Back'),
    }
    const incident = incidentOf(started({ runbook: { ...SMALL_RUNBOOK, facts } }))
    expect(Object.keys(factsOf(incident))).toEqual(['machines', 'back-by'])
    expect(factHistory(incident)).toEqual([])
    expect(lifecycleOf(incident).startedAt).toBe(iso(-12 * MINUTE))
    expect(factOfRole(incident, 'began')).toMatchObject({ known: true, value: iso(-12 * MINUTE) })
  })

  it('compares no times that it does not have', () => {
    const facts = { 'down-since': fact('time', 'began', 'Down since') }
    given(started({ runbook: { ...SMALL_RUNBOOK, facts } }))
      .when({ kind: 'set', statements: [{ fact: 'down-since', known: true, value: iso(-HOUR) }] })
      .then(stated('down-since', { known: true, value: iso(-HOUR) }))
  })
})

describe('a runbook from before there were roles', () => {
  it('has them by the names that facts had then', () => {
    const facts = Object.fromEntries(
      Object.entries(SMALL_RUNBOOK.facts).map(([name, { role: _, ...definition }]) => [name, definition]),
    )
    const incident = incidentOf(
      started({ runbook: { ...SMALL_RUNBOOK, facts } }),
      stated('started-at', { known: true, value: iso(-HOUR) }),
    )
    expect(lifecycleOf(incident).startedAt).toBe(iso(-HOUR))
  })
})
