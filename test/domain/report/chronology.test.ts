import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { timelineEntryMaker } from '../../../src/domain/incident/timeline.ts'
import type { Event } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import { chronologyOf } from '../../../src/domain/report/report.ts'
import { DECLARED, foldEvents, HOUR, iso, MINUTE, noted, started, Writer } from '../../given.ts'
import { anyLog } from '../arbitrary.ts'

/** A simple model: all events sorted by time at once, in log order at the same time. */
function sortedOf(events: readonly Event[]) {
  const standing = timelineEntryMaker(foldEvents(events))
  let [latest, shift] = [Number.NEGATIVE_INFINITY, 0]
  const placed = events.map((event, i) => {
    const recorded = Date.parse(event.recordedAt)
    shift = recorded >= latest ? 0 : Math.max(shift, latest - recorded)
    latest = recorded + shift
    const entry = standing(event, events[i - 1])
    const isShifted = [event.at, event.recordedAt].includes(entry.at)
    return { entry, place: Date.parse(entry.at) + (isShifted ? shift : 0) }
  })
  return placed.sort((a, b) => a.place - b.place).map(({ entry }) => entry)
}

/** The events of a log in order; from one of them on, clocks may have been set back. */
const anyEvents = fc
  .record({ log: anyLog, from: fc.nat(24), back: fc.constantFrom(0, MINUTE, HOUR) })
  .map(({ log, from, back }) =>
    log.toSorted(compareEvents).map((event, i) => {
      const recordedAt = iso(Date.parse(event.recordedAt) - DECLARED - (i < from ? 0 : back))
      return { ...event, recordedAt, at: event.at === event.recordedAt ? recordedAt : event.at }
    }),
  )

describe('chronologyOf', () => {
  it('orders events of several writers as they happened, with corrections and late entries', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { entries } = chronologyOf(foldEvents(events), events)
        expect([...entries]).toEqual(sortedOf(events))
      }),
      { numRuns: 300 },
    )
  })

  it('takes nothing of the others from the clock of a writer that nobody knows', () => {
    const [taro, stranger] = [new Writer(), new Writer('w-x', 'eve')]
    taro.write(started())
    const ahead = stranger.write(noted('ahead'), HOUR)
    const after = taro.write(noted('after'), MINUTE)
    const events = [...taro.events.slice(0, 1), ahead, after]
    const setBack = (isKnown?: (writer: string) => boolean) =>
      [...chronologyOf(foldEvents(events), events, isKnown).entries].map((one) => [one.event, one.setBackSeconds])
    expect(setBack()).toEqual([
      ['aaaaaaaa:1', null],
      ['w-x:1', null],
      ['aaaaaaaa:2', 59 * 60],
    ])
    expect(setBack((writer) => writer === 'aaaaaaaa')).toEqual([
      ['aaaaaaaa:1', null],
      ['aaaaaaaa:2', null],
      ['w-x:1', null],
    ])
  })

  it('can be iterated more than once', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        const { entries } = chronologyOf(foldEvents(events), events)
        expect([...entries]).toEqual([...entries])
      }),
      { numRuns: 50 },
    )
  })

  it('names every operator once, in the order of the log', () => {
    fc.assert(
      fc.property(anyEvents, (events) => {
        expect(chronologyOf(foldEvents(events), events).people).toEqual([...new Set(events.map(({ by }) => by))])
      }),
      { numRuns: 50 },
    )
  })
})
