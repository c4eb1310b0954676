import { describe, expect, it } from 'vitest'
import { isSamePerson } from '../../../src/domain/contacts/roster.ts'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { hypothesesOf } from '../../../src/domain/incident/hypotheses.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { leadOf, leadOfferOf, leadTermsOf } from '../../../src/domain/incident/lead.ts'
import {
  accepted,
  corrected,
  discarded,
  foldEvents,
  incidentOf,
  iso,
  MINUTE,
  nth,
  offered,
  SECOND,
  started,
  thought,
  undone,
  Writer,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'

/** An incident that one person declared and another took over five minutes later. */
function takenOver() {
  const [taro, hanako] = [new Writer('aaaaaaaa', 'taro'), new Writer('bbbbbbbb', 'hanako')]
  taro.write(started(), 0)
  taro.write(offered('hanako', 'mind the disk'), MINUTE)
  hanako.write(accepted(nth(2)), 5 * MINUTE, taro.events)
  return { taro, hanako }
}

describe('the lead', () => {
  it('is nobody before the declaration', () => {
    expect(leadOf(EMPTY_INCIDENT)).toBeNull()
    expect(leadTermsOf(EMPTY_INCIDENT)).toEqual([])
  })

  it('is who declared the incident, until somebody else takes over', () => {
    const { taro, hanako } = takenOver()
    const before = foldEvents(taro.events)
    expect(leadOf(before)).toBe('taro')
    expect(leadOfferOf(before)).toEqual({
      event: nth(2),
      to: 'hanako',
      at: iso(MINUTE),
      by: 'taro',
      note: 'mind the disk',
    })
    const after = foldEvents([...taro.events, ...hanako.events])
    expect(leadOf(after)).toBe('hanako')
    expect(leadOfferOf(after)).toBeNull()
    expect(leadTermsOf(after)).toEqual([
      { event: nth(1), name: 'taro', from: iso(0), until: iso(5 * MINUTE), reason: null },
      { event: 'bbbbbbbb:1', name: 'hanako', from: iso(5 * MINUTE), until: null, reason: null },
    ])
  })

  it('counts from the declaration, however long the halt had lasted', () => {
    const [term] = leadTermsOf(incidentOf({ ...started(), at: iso(-12 * MINUTE) }))
    expect(term?.from).toBe(iso(0))
  })

  it('reverts, and the offer is open again, if taking over is undone', () => {
    const { taro, hanako } = takenOver()
    hanako.write(undone('bbbbbbbb:1'), 6 * MINUTE)
    const incident = foldEvents([...taro.events, ...hanako.events])
    expect(leadOf(incident)).toBe('taro')
    expect(leadOfferOf(incident)?.to).toBe('hanako')
  })

  it('is in conflict if two took over without knowing of each other', () => {
    const { taro, hanako } = takenOver()
    const jiro = new Writer('cccccccc', 'jiro')
    jiro.write(accepted(null, 'taro is gone'), 4 * MINUTE, taro.events)
    const incident = foldEvents([...taro.events, ...hanako.events, ...jiro.events])
    expect(conflictsOf(incident)).toEqual([{ target: 'lead', events: ['cccccccc:1', 'bbbbbbbb:1'] }])
  })

  it('is recognised by id or by name in the roster', () => {
    expect(isSamePerson(undefined, 'sato', 'sato')).toBe(true)
    expect(isSamePerson(undefined, 'sato', 'ＳＡＴＯ ')).toBe(true)
    expect(isSamePerson(undefined, 'sato', 'kato')).toBe(false)
    expect(isSamePerson(ROSTER, 'sato', 'Sato')).toBe(true)
    expect(isSamePerson(ROSTER, 'sato', 'Kato')).toBe(false)
  })
})

describe('a hypothesis', () => {
  it('is open until it is discarded, which records who and why', () => {
    const disk = thought('disk full')
    expect(hypothesesOf(incidentOf(started(), disk))).toEqual([
      {
        event: nth(2),
        text: 'disk full',
        texts: { ja: null, en: null },
        at: iso(SECOND),
        by: 'taro',
        discarded: null,
        confirmed: null,
      },
    ])
    expect(hypothesesOf(incidentOf(started(), disk, discarded(nth(2), 'half empty')))).toMatchObject([
      { text: 'disk full', discarded: { event: nth(3), reason: 'half empty', at: iso(2 * SECOND), by: 'taro' } },
    ])
  })

  it('is open again if discarding it is undone, and gone if stating it is', () => {
    const both = [started(), thought('disk full'), discarded(nth(2), 'half empty')]
    expect(hypothesesOf(incidentOf(...both, undone(nth(3))))).toMatchObject([{ discarded: null }])
    expect(hypothesesOf(incidentOf(...both, undone(nth(2))))).toEqual([])
  })

  it('has the text of a correction', () => {
    expect(
      hypothesesOf(incidentOf(started(), thought('disk'), corrected(nth(2), { text: 'disk full' }))),
    ).toMatchObject([{ text: 'disk full' }])
  })

  it('causes an anomaly if discarded without having been stated', () => {
    const incident = incidentOf(started(), discarded('cccccccc:7', 'half empty'))
    expect(hypothesesOf(incident)).toEqual([])
    expect(incident.anomalies).toEqual([{ event: nth(2), why: 'unknown-target' }])
  })

  it('can replace another in a single note', () => {
    const swap = { type: 'note.added', data: { text: 'net down', hypothesis: true, discards: nth(2) } } as const
    expect(hypothesesOf(incidentOf(started(), thought('disk full'), swap))).toMatchObject([
      { text: 'disk full', discarded: { reason: 'net down' } },
      { text: 'net down', discarded: null },
    ])
  })
})
