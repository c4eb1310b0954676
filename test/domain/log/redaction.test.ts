import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import { redactionsInForce } from '../../../src/domain/incident/redactions.ts'
import type { Envelope, Event, EventDraft } from '../../../src/domain/log/event.ts'
import { nameOf } from '../../../src/domain/log/event.ts'
import { REDACTED, redactableFields, withRedactions } from '../../../src/domain/log/redaction.ts'
import {
  attachedNote,
  DECLARED,
  foldEvents,
  HOUR,
  history,
  intended,
  noted,
  nth,
  redacted,
  started,
  stated,
  undone,
} from '../../given.ts'
import { anyLog } from '../arbitrary.ts'

const lastOf = (...drafts: readonly EventDraft[]) => history(...drafts).at(-1) as Event

/** The data of an event after these fields of it were redacted. */
function crossedOut(event: Event | Envelope, ...fields: readonly string[]): unknown {
  const redactions = new Map([[`${event.writer}:${event.seq}`, fields]])
  return [...withRedactions([event].values(), redactions)][0]?.data
}

describe('the fields of an event that can be redacted', () => {
  it('are those with the words of people, not names of files, digests or ids', () => {
    expect([...redactableFields(lastOf(attachedNote('from Yamada', 'list')))]).toEqual([
      ['text', 'from Yamada'],
      ['attached.0.name', 'list.csv'],
    ])
    const found = { writer: 'bbbbbbbb', seq: 1, hash: 'h' }
    const data = { writer: 'bbbbbbbb', found, kept: null, reason: 'missing', words: 'Yamada says so' }
    const event = lastOf({ type: 'log.continued', data })
    expect([...redactableFields(event).keys()]).toEqual(['words'])
  })

  it('are all with text if this version does not know the type, and can be named', () => {
    const { data: _, ...note } = lastOf(noted('x'))
    const unknown = { ...note, type: 'moon.phase', data: { seen: [{ by: 'Yamada' }, 7], 'on ': 'x', empty: '' } }
    expect([...redactableFields(unknown as Envelope)]).toEqual([['seen.0.by', 'Yamada']])
    expect(crossedOut(unknown as Envelope, 'seen')).toEqual({ ...unknown.data, seen: [{ by: REDACTED }, 7] })
  })

  it('are not those that this version does not know in a type that it knows', () => {
    const note = lastOf(noted('x'))
    const event = { ...note, data: { ...note.data, 'next-key': { words: 'Yamada' } } } as Event
    expect([...redactableFields(event).keys()]).toEqual(['text'])
  })
})

describe('a redacted event', () => {
  it('keeps all but the text of the field, and its hash', () => {
    const texts = (['ja', 'en'] as const).map((language) => ({ language, subject: null, text: 'Yamada', digest: 'd1' }))
    const event = lastOf(intended('website', 'first', 1, { texts }))
    const shown = (...fields: readonly string[]) =>
      (crossedOut(event, ...fields) as { texts: readonly { text: string }[] }).texts.map(({ text }) => text)
    expect(shown('texts.1.text')).toEqual(['Yamada', REDACTED])
    expect(shown('texts')).toEqual([REDACTED, REDACTED])
    expect(shown('text', 'texts.0.tex', 'key')).toEqual(['Yamada', 'Yamada'])
    const [whole] = withRedactions([event].values(), new Map([[nth(event.seq), ['texts']]]))
    expect({ ...whole, data: event.data }).toEqual(event)
    expect(whole?.data).toEqual({ ...event.data, texts: texts.map((text) => ({ ...text, text: REDACTED })) })
  })

  it('keeps a time that was stated, whatever the log says: what is due may follow from it', () => {
    const [time, range] = ['2026-11-24T22:00:00+09:00', '2026-11-24T22:00:00+09:00/2026-11-24T23:00:00+09:00']
    for (const value of [time, range])
      expect(crossedOut(lastOf(stated('started-at', { value, en: 'at ten' })), 'value', 'en')).toMatchObject({
        value,
        en: REDACTED,
      })
    expect(crossedOut(lastOf(stated('cause', { value: `${time} or so` })), 'value')).toMatchObject({ value: REDACTED })
    const log = [started(), stated('started-at', { value: time }), stated('cause', { value: 'a disk' })]
    const incident = foldEvents(history(...log, redacted(nth(2), 'value'), redacted(nth(3), 'value')))
    expect(incident.anomalies).toEqual([{ event: nth(4), why: 'not-redactable' }])
    expect([...redactionsInForce(incident)]).toEqual([[nth(3), ['value']]])
    const unknown = foldEvents(history(started(), stated('cause', { known: false }), redacted(nth(2), 'value')))
    expect(unknown.anomalies).toEqual([])
  })

  it('has no fewer or other deadlines, whatever of a log is redacted', () => {
    const due = (events: readonly Event[]) => {
      const incident = foldEvents(events)
      return openDeadlines(incident, lifecycleOf(incident), DECLARED + 3 * HOUR)
    }
    fc.assert(
      fc.property(anyLog, (events) => {
        const all = new Map(events.map((event) => [nameOf(event), Object.keys(event.data)]))
        expect(due([...withRedactions(events.values(), all)])).toEqual(due(events))
      }),
      { numRuns: 200 },
    )
  })

  it('is left as it is by redactions of others', () => {
    const event = lastOf(noted('x'))
    const [shown] = withRedactions([event].values(), new Map([[nth(9), ['text']]]))
    expect(shown).toBe(event)
  })
})

describe('what is redacted', () => {
  it('is what was redacted and not undone', () => {
    const log = [started(), noted('x'), redacted(nth(2), 'text'), redacted(nth(2), 'text'), redacted(nth(1), 'title')]
    expect([...redactionsInForce(foldEvents(history(...log)))]).toEqual([
      [nth(2), ['text', 'text']],
      [nth(1), ['title']],
    ])
    const without = foldEvents(history(...log, undone(nth(3)), undone(nth(5))))
    expect([...redactionsInForce(without)]).toEqual([[nth(2), ['text']]])
  })
})
