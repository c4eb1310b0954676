import { describe, expect, it } from 'vitest'
import {
  isRedactionInForce,
  keptRedactions,
  redactionsInForce,
  redactionsToKeep,
} from '../../../src/domain/incident/redactions.ts'
import { type Event, type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import { foldEvents, intended, noted, redacted, SECOND, started, undone, Writer } from '../../given.ts'

const [TARO, HANAKO, MALLORY] = ['aaaaaaaa', 'bbbbbbbb', 'cccccccc'] as const

/** A log in which each writer signs: Taro declares, then each draft is written by the one of that name. */
function signed(...drafts: readonly (readonly [string, EventDraft])[]): Event[] {
  const writers = new Map([TARO, HANAKO, MALLORY].map((name) => [name as string, new Writer(name, name)]))
  const all = [[TARO, started()] as const, ...drafts]
  return all.map(([name, draft], i) => {
    const event = (writers.get(name) as Writer).write(draft, i * SECOND)
    return event.seq === 1 ? { ...event, key: `key of ${name}` } : event
  })
}

const accepted = (writer: string): EventDraft => ({
  type: 'writer.accepted',
  data: { writer, key: `key of ${writer}` },
})

const inForce = (events: readonly Event[]) => [...redactionsInForce(foldEvents(events))]

describe('a redaction', () => {
  const note = `${TARO}:2`
  const redaction = `${TARO}:3`
  const log = [
    [TARO, noted('Yamada called')],
    [TARO, redacted(note, 'text')],
  ] as const
  const hers = [HANAKO, undone(redaction)] as const

  it('ends when whoever redacted undoes it, or a writer that is known through the declaring one', () => {
    expect(inForce(signed(...log))).toEqual([[note, ['text']]])
    expect(inForce(signed(...log, [TARO, undone(redaction)]))).toEqual([])
    expect(inForce(signed(...log, hers, [TARO, accepted(HANAKO)]))).toEqual([])
  })

  it('does not end by the word of another writer, whoever undid it after that one', () => {
    const events = signed(...log, hers, hers)
    expect(inForce(events)).toEqual([[note, ['text']]])
    expect(isRedactionInForce(foldEvents(events), redaction)).toBe(true)
    expect(foldEvents(events).redactions).toMatchObject([{ undoneBy: [HANAKO] }])
    expect(isRedactionInForce(foldEvents(signed(...log, [TARO, undone(redaction)], hers)), redaction)).toBe(false)
  })

  it('can be taken back by an unknown writer that made it', () => {
    const own = [
      [TARO, noted('Yamada called')],
      [HANAKO, redacted(note, 'text')],
    ] as const
    expect(inForce(signed(...own))).toEqual([[note, ['text']]])
    expect(inForce(signed(...own, [HANAKO, undone(`${HANAKO}:1`)]))).toEqual([])
    expect(inForce(signed(...own, [MALLORY, undone(`${HANAKO}:1`)]))).toEqual([[note, ['text']]])
  })
})

describe('what has to be redacted again where writers are set aside', () => {
  const texts = (['ja', 'en'] as const).map((language) => ({ language, subject: null, text: 'Yamada', digest: 'd1' }))
  const log = [
    [TARO, noted('Yamada called')],
    [TARO, intended('website', 'first', 1, { texts })],
    [HANAKO, noted('I am Yamada')],
  ] as const
  const [note, notice, hers] = [`${TARO}:2`, `${TARO}:3`, `${HANAKO}:1`]

  /** The fields that are redacted again if Hanako is set aside, by the names of their events. */
  function kept(...drafts: readonly (readonly [string, EventDraft])[]) {
    const events = signed(...log, ...drafts)
    const redactions = redactionsToKeep(foldEvents(events), new Set([HANAKO]), events)
    return redactions.map(({ data }) => Object.values(data))
  }

  it('is what only they had redacted of events that others recorded, for the reason that they gave', () => {
    expect(kept()).toEqual([])
    expect(kept([HANAKO, redacted(note, 'text')])).toEqual([[note, 'text', 'a name']])
    expect(kept([HANAKO, redacted(hers, 'text')])).toEqual([])
    expect(kept([HANAKO, redacted(note, 'text')], [TARO, redacted(note, 'text')])).toEqual([])
    expect(kept([HANAKO, redacted(note, 'text')], [HANAKO, undone(`${HANAKO}:2`)])).toEqual([])
  })

  it('is said once for each field that there is, however often they redacted it', () => {
    const again = [HANAKO, redacted(notice, 'texts')] as const
    expect(kept(again, again, [HANAKO, redacted(notice, 'texts.0.text')])).toEqual([[notice, 'texts', 'a name']])
    expect(kept([TARO, redacted(notice, 'texts.0')], again)).toEqual([[notice, 'texts', 'a name']])
    expect(kept([HANAKO, redacted(note, 'nothing')], [HANAKO, redacted('zzzzzzzz:1', 'text')])).toEqual([])
  })

  it('names events of the log', () => {
    expect(signed(...log).map(nameOf)).toEqual([`${TARO}:1`, note, notice, hers])
  })
})

describe('what was kept redacted when a writer was set aside', () => {
  const note = `${TARO}:2`
  const hers = redacted(note, 'text')
  const aside = (writer: string, reason = 'set-aside'): EventDraft => ({
    type: 'log.continued',
    data: { writer, found: null, kept: null, reason, words: 'a forger' },
  })

  /** What Taro records at the same moment as he does the first of it. */
  function kept(together: readonly EventDraft[], ...later: readonly EventDraft[]) {
    const taro = new Writer(TARO, 'taro')
    const hanako = new Writer(HANAKO, 'hanako')
    const events = [
      taro.write(started(), 0),
      taro.write(noted('Yamada called'), SECOND),
      hanako.write(hers, 2 * SECOND),
      ...together.map((draft) => taro.write(draft, 3 * SECOND)),
      ...later.map((draft, i) => taro.write(draft, (4 + i) * SECOND)),
    ]
    // Nothing of hers is read once she is set aside, but for this question.
    const incident = foldEvents(events.filter(({ writer }) => writer === TARO))
    return keptRedactions(incident, new Set([HANAKO]), events)
  }

  it('is what was redacted again with that, for her reason, and is still in force', () => {
    expect(kept([aside(HANAKO), hers])).toEqual([`${TARO}:4`])
    expect(kept([aside(HANAKO), hers], undone(`${TARO}:4`))).toEqual([])
  })

  it('is nothing that somebody redacted otherwise', () => {
    expect(kept([aside(HANAKO)], hers)).toEqual([])
    expect(kept([aside(HANAKO), redacted(note, 'nothing')])).toEqual([])
    expect(kept([aside(MALLORY), hers])).toEqual([])
    expect(kept([aside(HANAKO, 'missing'), hers])).toEqual([])
    expect(
      keptRedactions(foldEvents([]), new Set([HANAKO]), [{ ...new Writer(TARO).write(started(), 0), type: 'x' }]),
    ).toEqual([])
  })
})
