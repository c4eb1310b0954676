import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { chronologyOf } from '../../../src/domain/report/report.ts'
import {
  advanced,
  closed,
  confirmed,
  corrected,
  done,
  foldEvents,
  given,
  HOUR,
  happened,
  iso,
  keyMoment,
  lifted,
  MINUTE,
  noted,
  nth,
  planned,
  posted,
  reopened,
  scoped,
  started,
  thought,
  undone,
  Writer,
} from '../../given.ts'

function storyOf(...drafts: readonly EventDraft[]) {
  const writer = new Writer()
  for (const draft of drafts) writer.write(draft)
  const { isMarked, entries } = chronologyOf(foldEvents(writer.events), writer.events).story
  return { isMarked, events: entries.map(({ event }) => event) }
}

describe('the story of an incident', () => {
  const halt = [started(), noted('the queue grows'), scoped('trading', 'stopped')]

  it('is made of its beginning and the key moments that people marked, and of nothing else', () => {
    expect(storyOf(...halt, keyMoment(nth(2)))).toEqual({ isMarked: true, events: [nth(1), nth(2)] })
  })

  it('has a note that was marked as it was written', () => {
    const key: EventDraft = { type: 'note.added', data: { text: 'the standby took over', key: true } }
    expect(storyOf(...halt, key)).toEqual({ isMarked: true, events: [nth(1), nth(4)] })
  })

  it('has each beginning, unless somebody said that it is no key moment', () => {
    const declined: EventDraft = { type: 'moment.declined', data: { events: [nth(1)] } }
    const again = [happened(HOUR, lifted('trading')), happened(2 * HOUR, reopened())]
    expect(storyOf(...halt, ...again, keyMoment(nth(2))).events).toEqual([nth(1), nth(2), nth(5)])
    expect(storyOf(...halt, ...again, keyMoment(nth(2)), declined).events).toEqual([nth(2), nth(5)])
  })

  it('is in the order in which things happened', () => {
    const marks = [keyMoment(nth(3)), keyMoment(nth(2))]
    expect(storyOf(...halt, ...marks).events).toEqual([nth(1), nth(2), nth(3)])
    const moved = corrected(nth(2), { at: iso(10 * MINUTE) })
    expect(storyOf(...halt, moved, ...marks).events).toEqual([nth(1), nth(3), nth(2)])
  })

  it('is made of turning points if nobody marked any: what was decided, announced, stopped, resumed and found', () => {
    const told = [posted('website', 'first', 1), posted('social', 'first', 1), posted('website', 'update', 2)]
    const found = [thought('the disk'), confirmed(nth(7), 'it is full')]
    const rest = [done('a-look'), lifted('trading'), closed()]
    expect(storyOf(...halt, ...told, ...found, ...rest)).toEqual({
      isMarked: false,
      events: [nth(1), nth(3), nth(4), nth(8), nth(10), nth(11)],
    })
  })

  it('picks the beginning of a planned halt, but no later phase', () => {
    const plannedHalt = [
      planned(),
      happened(HOUR, advanced('initial-response')),
      happened(2 * HOUR, advanced('during-halt')),
    ]
    expect(storyOf(...plannedHalt).events).toEqual([nth(1), nth(2)])
  })

  it('leaves out turning points that were undone, but not what somebody marked', () => {
    expect(storyOf(...halt, undone(nth(3))).events).toEqual([nth(1)])
    expect(storyOf(...halt, undone(nth(3)), keyMoment(nth(3))).events).toEqual([nth(1), nth(3)])
  })

  it('forgets a mark that was undone', () => {
    expect(storyOf(...halt, keyMoment(nth(2)), undone(nth(4))).isMarked).toBe(false)
  })
})

describe('a key moment', () => {
  it('is marked once, also after closing', () => {
    const mark = { kind: 'mark-moment', event: nth(2) } as const
    given(started(), noted('one'))
      .when(mark)
      .then(keyMoment(nth(2)))
    given(started(), noted('one'), keyMoment(nth(2)))
      .when(mark)
      .already(`key ${nth(2)}`)
    given(started(), noted('one'), closed())
      .when(mark)
      .then(keyMoment(nth(2)))
  })

  it('is declined once, until that is undone, and not if it was marked, even if the mark was taken back', () => {
    const decline = (...events: readonly string[]) => ({ kind: 'decline-moments', events }) as const
    const declined = (...events: readonly string[]): EventDraft => ({ type: 'moment.declined', data: { events } })
    const halt = [started(), noted('one'), noted('two'), keyMoment(nth(2))]
    given(...halt)
      .when(decline(nth(2), nth(3), nth(1)))
      .then(declined(nth(3), nth(1)))
    given(...halt, undone(nth(4)), declined(nth(3)))
      .when(decline(nth(2), nth(3)))
      .already('key')
    given(...halt, declined(nth(3)), undone(nth(5)))
      .when(decline(nth(3)))
      .then(declined(nth(3)))
    given(...halt, closed())
      .when(decline(nth(3)))
      .then(declined(nth(3)))
  })

  it('can be a note from the start', () => {
    given(started())
      .when({ kind: 'note', text: 'the standby took over', key: true })
      .then({ type: 'note.added', data: { text: 'the standby took over', key: true } })
  })
})
