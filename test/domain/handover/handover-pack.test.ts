import { describe, expect, it } from 'vitest'
import { handoverPackOf } from '../../../src/domain/handover/handover-pack.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import {
  accepted,
  answered,
  assigned,
  begun,
  closed,
  commandStarted,
  corrected,
  DECLARED,
  deliveredAs,
  discarded,
  done,
  escalated,
  foldEvents,
  history,
  intended,
  iso,
  keptAs,
  lifted,
  MINUTE,
  marked,
  noted,
  nth,
  offered,
  paged,
  pageEnded,
  posted,
  reopened,
  SECOND,
  scoped,
  started,
  thought,
  tried,
  Writer,
} from '../../given.ts'
import { ROSTER } from '../../small-roster.ts'
import { SMALL_RUNBOOK, step } from '../../small-runbook.ts'

const listed = started({ settings: { ...DEFAULT_SETTINGS, roster: ROSTER } })

function packed(...drafts: readonly EventDraft[]) {
  const events = history(...drafts)
  return handoverPackOf(foldEvents(events), events, DECLARED + 10 * MINUTE)
}

describe('the hand-over pack', () => {
  it('summarises the incident: severity, phase, elapsed time, lead, offer and scope', () => {
    expect(packed(started(), scoped('trading', 'stopped'), offered('hanako'))).toMatchObject({
      incident: '20261124-221705-failure',
      title: 'Matching engine down',
      type: 'failure',
      severity: 'sev2',
      phase: 'initial-response',
      interruption: 1,
      startedAt: iso(-12 * MINUTE),
      elapsed: 22 * MINUTE,
      lead: 'taro',
      since: iso(0),
      offer: { to: 'hanako' },
      scope: [{ operation: 'trading', state: 'stopped' }],
    })
  })

  it('counts elapsed time until closing, and has none without a declaration', () => {
    expect(packed(started(), closed()).elapsed).toBe(12 * MINUTE + SECOND)
    expect(handoverPackOf(EMPTY_INCIDENT, [], DECLARED)).toMatchObject({
      incident: '',
      lead: null,
      since: null,
      elapsed: null,
    })
  })

  it('counts elapsed time from the start of the halt, and from when it stopped again', () => {
    expect(packed(started(), scoped('trading', 'stopped'), lifted('trading'), reopened('trading'))).toMatchObject({
      interruption: 2,
      elapsed: 22 * MINUTE,
      currentElapsed: 10 * MINUTE - 3 * SECOND,
    })
  })

  it('lists hypotheses, open and discarded, apart from the notes', () => {
    const { hypotheses, notes } = packed(started(), thought('disk'), thought('net'), discarded(nth(2), 'half empty'))
    expect(hypotheses.map(({ text, discarded }) => [text, discarded?.reason ?? null])).toEqual([
      ['disk', 'half empty'],
      ['net', null],
    ])
    expect(notes).toEqual([])
  })

  it('lists for each channel the last notice, the next due time and an unsafe mark', () => {
    const { channels } = packed(
      started(),
      posted('website', 'first', 1),
      intended('email', 'first', 1),
      marked('email', false),
    )
    expect(channels).toEqual([
      {
        channel: 'website',
        last: { event: nth(2), stage: 'first', number: 1, at: iso(SECOND) },
        nextDueAt: DECLARED + SECOND + 30 * MINUTE,
        unsafe: null,
      },
      { channel: 'email', last: null, nextDueAt: DECLARED + 5 * MINUTE, unsafe: 'domain hijacked' },
      { channel: 'internal', last: null, nextDueAt: null, unsafe: null },
    ])
  })

  it('lists who works on which open steps, begun or assigned', () => {
    const { work } = packed(started(), begun('a-look'), assigned('b-website', 'hanako'), assigned('a-look', 'hanako'))
    expect(work.map(({ who, steps }) => [who, steps.map(({ step }) => step.id)])).toEqual([
      ['hanako', ['a-look', 'b-website']],
    ])
    expect(packed(started(), begun('a-look')).work.map(({ who }) => who)).toEqual(['taro'])
    expect(packed(started(), begun('a-look'), done('a-look')).work).toEqual([])
  })

  it('lists who was reached in each department, and what is overdue', () => {
    const { parties, clocks } = packed(listed, answered('sato'), tried('ito'))
    expect(parties.map(({ id, reached }) => [id, reached?.person ?? null])).toEqual([
      ['desk', 'sato'],
      ['law', null],
    ])
    expect(clocks[0]).toMatchObject({ id: 'first-notice:website', overdue: true })
  })

  it('gives a copied note to whoever wrote it', () => {
    const source = { incident: 'other', id: 'other-id', event: 'k:2', by: 'sato' }
    const { notes } = packed(started(), { type: 'note.added', data: { text: 'engine-3', source } })
    expect(notes).toMatchObject([{ by: 'sato', text: 'engine-3' }])
  })

  it('lists the notes since the last change of lead, as corrected', () => {
    const [taro, hanako] = [new Writer('aaaaaaaa', 'taro'), new Writer('bbbbbbbb', 'hanako')]
    taro.write(started(), 0)
    taro.write(noted('early'), SECOND)
    hanako.write(accepted(null, 'taro sleeps'), 2 * SECOND, taro.events)
    hanako.write(noted('lat'), 3 * SECOND)
    hanako.write({ type: 'note.private', data: { kept: keptAs('n1') } }, 4 * SECOND)
    hanako.write(corrected('bbbbbbbb:2', { text: 'late' }), 5 * SECOND)
    const events = [...taro.events, ...hanako.events].sort(compareEvents)
    expect(handoverPackOf(foldEvents(events), events, DECLARED + MINUTE).notes).toEqual([
      { event: 'bbbbbbbb:2', at: iso(3 * SECOND), by: 'hanako', text: 'late' },
      { event: 'bbbbbbbb:3', at: iso(4 * SECOND), by: 'hanako', text: null },
    ])
  })
})

describe('open decisions in the hand-over pack', () => {
  const kinds = (...drafts: readonly EventDraft[]) => packed(...drafts).matters.map(({ kind }) => kind)

  it('include open "consider" steps of the current phase', () => {
    const steps = [
      ...SMALL_RUNBOOK.steps,
      step('d-maybe', { modality: 'consider' }),
      step('d-later', { modality: 'if-needed', phase: 'during-halt' }),
    ]
    const begins = started({ runbook: { ...SMALL_RUNBOOK, steps } })
    const ids = (...drafts: readonly EventDraft[]) =>
      packed(...drafts).matters.flatMap((matter) => (matter.kind === 'step' ? [matter.view.step.id] : []))
    expect(ids(begins)).toContain('d-maybe')
    expect(ids(begins)).not.toContain('d-later')
    expect(ids(begins, done('d-maybe'))).not.toContain('d-maybe')
  })

  it('include raised levels until somebody answers', () => {
    expect(kinds(listed, escalated('board', 'press'))).toContain('escalation')
    expect(kinds(listed, escalated('board', 'press'), answered('mori'))).not.toContain('escalation')
    expect(kinds(listed)).not.toContain('escalation')
  })

  it('include unsafe channels, unsent notices and commands of unknown outcome', () => {
    const open = kinds(
      started(),
      marked('email', false),
      intended('website', 'first', 1),
      deliveredAs(nth(3), 'failed'),
      commandStarted('restart'),
    )
    expect(open).toEqual(expect.arrayContaining(['channel', 'delivery', 'command']))
    expect(kinds(started(), intended('website', 'first', 1), posted('website', 'first', 1))).not.toContain('delivery')
  })

  it('include pages that were not delivered, until the person answers', () => {
    expect(kinds(listed, paged('sato'), pageEnded(nth(2), 'failed'))).toContain('page')
    expect(kinds(listed, paged('sato'))).toContain('page')
    expect(kinds(listed, paged('sato'), pageEnded(nth(2)))).not.toContain('page')
    expect(kinds(listed, paged('sato'), answered('sato'))).not.toContain('page')
    expect(kinds(started(), paged('sato'))).not.toContain('page')
  })

  it('include conflicts between writers', () => {
    const [one, other] = [new Writer('aaaaaaaa'), new Writer('bbbbbbbb', 'hanako')]
    one.write(started(), 0)
    other.write(scoped('trading', 'open'), SECOND, one.events)
    one.write(scoped('trading', 'stopped'), SECOND)
    const events = [...one.events, ...other.events].sort(compareEvents)
    expect(handoverPackOf(foldEvents(events), events, DECLARED + MINUTE).matters).toContainEqual({
      kind: 'conflict',
      target: 'scope:trading',
      events: ['bbbbbbbb:1', nth(2)],
    })
  })
})
