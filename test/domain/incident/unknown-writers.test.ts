import { describe, expect, it } from 'vitest'
import { openDeadlines } from '../../../src/domain/deadlines.ts'
import { phaseOf } from '../../../src/domain/incident/current-values.ts'
import type { Incident } from '../../../src/domain/incident/incident.ts'
import { lifecycleOf } from '../../../src/domain/incident/lifecycle.ts'
import {
  foldOwnNotices,
  foldUnsilenced,
  unknownWriters,
  withoutWordsOfStrangers,
  wordOnNotice,
} from '../../../src/domain/incident/unknown-writers.ts'
import { type Event, type EventDraft, nameOf } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import {
  AUTHORITY,
  accepted,
  clockStarted,
  closed,
  commandEnded,
  commandSettled,
  commandStarted,
  DECLARED,
  deliveredAs,
  done,
  evidenceRemoved,
  foldEvents,
  HOUR,
  intended,
  lifted,
  noted,
  offered,
  posted,
  SECOND,
  started,
  undone,
  Writer,
} from '../../given.ts'

const TARO = 'aaaaaaaa'
const HANAKO = 'bbbbbbbb'

/** Taro declares; then each draft is written by the one named, who has seen all before it. */
function told(
  ...drafts: readonly (readonly ['taro' | 'hanako', EventDraft | ((events: readonly Event[]) => EventDraft)])[]
) {
  const writers = { taro: new Writer(TARO, 'taro'), hanako: new Writer(HANAKO, 'hanako') }
  const events: Event[] = [writers.taro.write(started(), 0)]
  for (const [who, draft] of drafts) {
    const next = typeof draft === 'function' ? draft(events) : draft
    events.push(writers[who].write(next, events.length * SECOND, events.filter(({ by }) => by !== who).slice(-1)))
  }
  return events.sort(compareEvents)
}

const unknown = (events: readonly Event[], own = TARO) =>
  unknownWriters(
    foldEvents(events),
    ({ writer }) => writer === own,
    () => false,
  ).map(({ writer }) => writer)

describe('the writers that a machine does not know', () => {
  it('are those for which nobody that it knows vouches', () => {
    const events = told(['hanako', noted('hers')], ['hanako', noted('more')])
    const [found, ...others] = unknownWriters(
      foldEvents(events),
      ({ writer }) => writer === TARO,
      () => false,
    )
    expect(found).toMatchObject({ writer: HANAKO, by: 'hanako', key: null, events: 2 })
    expect(others).toEqual([])
    expect(unknown(events, HANAKO)).toEqual([])
    expect(unknown(events, 'nobody')).toEqual([HANAKO])
    expect(unknown([])).toEqual([])
  })

  it('do not include one to which a known one has handed over', () => {
    const offer = ['taro', offered('hanako')] as const
    const accept = (reason: string | null = null) =>
      ['hanako', (events: readonly Event[]) => accepted(nameOf(events.at(-1) as Event), reason)] as const
    expect(unknown(told(offer, accept()))).toEqual([])
    expect(unknown(told(offer, accept('he is asleep')))).toEqual([HANAKO])
    expect(unknown(told(offer, ['hanako', accepted(null)]))).toEqual([HANAKO])
    expect(unknown(told(['taro', noted('no offer')], accept()))).toEqual([HANAKO])
  })

  it('are told apart by offer: what was seen of one says nothing of another', () => {
    const [taro, hanako, saburo, mallory] = [
      new Writer(TARO, 'taro'),
      new Writer(HANAKO, 'hanako'),
      new Writer('cccccccc', 'saburo'),
      new Writer('dddddddd', 'mallory'),
    ]
    const first = [taro.write(started(), 0), taro.write(offered('hanako'), SECOND)]
    const accept = (writer: Writer, offer: Event | undefined, after: number) =>
      writer.write(accepted(nameOf(offer as Event), null), after)
    const hers = accept(hanako, first[1], 2 * SECOND)
    const second = taro.write(offered('saburo'), 3 * SECOND)
    const his = accept(saburo, second, 4 * SECOND)
    const events = [...first, hers, second, his, taro.write(noted('he leads'), 5 * SECOND, [his])]
    expect(unknown(events)).toEqual([])
    // Dated back before his, and before hers, of which nobody is known to have seen anything.
    const forged = [accept(mallory, second, 3.5 * SECOND)]
    expect(unknown([...events, ...forged].sort(compareEvents))).toEqual(['dddddddd'])
    const other = new Writer('eeeeeeee', 'mallory')
    const both = [...events, accept(other, first[1], 1.5 * SECOND)].sort(compareEvents)
    expect(unknown(both)).toEqual(['eeeeeeee', HANAKO])
  })

  it('do not include one that a known one has accepted, with its key', () => {
    const accepts = (key: string | null, writer = HANAKO): EventDraft => ({
      type: 'writer.accepted',
      data: { writer, key },
    })
    const hers = ['hanako', noted('hers')] as const
    expect(unknown(told(hers, ['taro', accepts(null)]))).toEqual([])
    expect(unknown(told(hers, ['taro', accepts('another key')]))).toEqual([HANAKO])
    expect(unknown(told(hers, ['hanako', accepts(null)]))).toEqual([HANAKO])
  })
})

describe('a log without what unknown writers may have silenced', () => {
  it('keeps what everybody else recorded, and their other events', () => {
    const events = told(
      ['hanako', noted('hers')],
      ['hanako', done('a-look')],
      ['hanako', posted('website', 'first', 1)],
      ['taro', noted('mine')],
      ['hanako', lifted('trading')],
      ['hanako', closed()],
    )
    expect(phaseOf(foldEvents(events))).toBe('closed')
    const { incident, silencing } = foldUnsilenced(events, new Set([HANAKO]))
    expect([phaseOf(incident), incident.notices, incident.events]).toEqual(['initial-response', [], 3])
    expect([...silencing].map(([writer, { type }]) => [writer, type])).toEqual([[HANAKO, 'incident.closed']])
    expect(foldUnsilenced(events, new Set()).incident).toEqual(foldEvents(events))
  })

  it('keeps the deadlines of an authority whose clock such a writer started anew', () => {
    const events = told(
      ['taro', clockStarted('awareness')],
      ['hanako', clockStarted('awareness', { ...AUTHORITY, filings: [] })],
    )
    const due = (incident: Incident) =>
      openDeadlines(incident, lifecycleOf(incident), DECLARED + 30 * HOUR).map(({ id }) => id)
    expect(due(foldEvents(events))).not.toContain('authority:dora-initial')
    expect(due(foldUnsilenced(events, new Set([HANAKO])).incident)).toContain('authority:dora-initial')
  })
})

describe('an incident without words of unknown writers that settle something for others', () => {
  const kept = (file: string): EventDraft => ({
    type: 'note.private',
    data: { kept: { file, bytes: 7, digest: '0123abcd' } },
  })
  const first = (type: string) => (events: readonly Event[]) => nameOf(events.find((e) => e.type === type) as Event)
  const ofFirst = (draft: (name: string) => EventDraft) => (events: readonly Event[]) =>
    draft(first('command.started')(events))

  /** The states of evidence, files that no event owns, and commands. */
  function seen(events: readonly Event[], unknown: readonly string[] = [HANAKO]) {
    const incident = withoutWordsOfStrangers(foldEvents(events), new Set(unknown), () => events)
    return {
      removed: incident.evidence.map(({ file, removed }) => [file, removed?.by ?? null]),
      discarded: [...incident.discarded.keys()],
      commands: incident.commands.map(({ end, settled }) => [end?.how ?? null, settled?.by ?? null]),
    }
  }

  it('has evidence of others as it was kept, and as a known writer removed it', () => {
    const log = [
      ['taro', kept('his')],
      ['hanako', kept('hers')],
      ['hanako', evidenceRemoved('his')],
      ['hanako', evidenceRemoved('hers')],
      ['hanako', evidenceRemoved('left-over')],
    ] as const
    const hers = {
      removed: [
        ['his', null],
        ['hers', 'hanako'],
      ],
      discarded: [],
      commands: [],
    }
    expect(seen(told(...log))).toEqual(hers)
    const both = told(...log, ['taro', evidenceRemoved('his')], ['taro', evidenceRemoved('left-over')])
    expect(seen(both)).toEqual({
      ...hers,
      removed: [
        ['his', 'taro'],
        ['hers', 'hanako'],
      ],
      discarded: ['left-over'],
    })
    expect(seen(told(...log), [])).toMatchObject({
      removed: [
        ['his', 'hanako'],
        ['hers', 'hanako'],
      ],
    })
    // Naming a file of somebody else in a note of one's own does not make it one's own.
    const claimed = told(['taro', kept('his')], ['hanako', kept('his')], ['hanako', evidenceRemoved('his')])
    expect(seen(claimed).removed).toEqual([['his', null]])
    const early = told(['hanako', kept('his')], ['taro', kept('his')])
    expect(seen(early).removed).toEqual([['his', null]])
    expect(seen(early, []).removed).toHaveLength(2)
    expect(seen(told(['hanako', evidenceRemoved('left-over')])).discarded).toEqual([])
  })

  it('has commands of others with the outcome that known writers recorded', () => {
    const started = ['taro', commandStarted('flush')] as const
    const settled = ['hanako', ofFirst((name) => commandSettled(name, 'it went well'))] as const
    const ended = ['hanako', ofFirst((name) => commandEnded(name))] as const
    expect(seen(told(started, settled)).commands).toEqual([[null, null]])
    expect(seen(told(started, ended)).commands).toEqual([[null, null]])
    expect(seen(told(started, settled), []).commands).toEqual([[null, 'hanako']])
    expect(seen(told(started, settled, ['taro', ofFirst((name) => commandSettled(name))], settled)).commands).toEqual([
      [null, 'taro'],
    ])
    const own = [['hanako', commandStarted('flush')], ended] as const
    expect(seen(told(...own)).commands).toEqual([['exited', null]])
    expect(seen(told(['taro', kept('his')], ['hanako', noted('hers')])).commands).toEqual([])
  })

  it('is the incident itself if no unknown writer has said so, and nothing is read', () => {
    const read = () => {
      throw new Error('read')
    }
    for (const drafts of [
      [
        ['taro', kept('his')],
        ['taro', evidenceRemoved('his')],
        ['hanako', noted('hers')],
      ],
      [
        ['hanako', commandStarted('flush')],
        ['hanako', ofFirst((name) => commandSettled(name))],
      ],
      [
        ['taro', commandStarted('flush')],
        ['hanako', noted('hers')],
      ],
    ] as const) {
      const incident = foldEvents(told(...drafts))
      expect(withoutWordsOfStrangers(incident, new Set([HANAKO]), read)).toBe(incident)
      expect(withoutWordsOfStrangers(incident, new Set(), read)).toBe(incident)
    }
  })
})

describe('a log without what unknown writers say of the notices of others', () => {
  const intent = `${TARO}:2`
  const states = (...lines: ['taro' | 'hanako', EventDraft][]) =>
    foldOwnNotices(told(['taro', intended('website', 'first', 1)], ...lines), new Set([HANAKO])).notices.map(
      ({ state, sending }) => [state, sending?.attempts.length ?? 0],
    )

  it.each([
    ['an outcome', deliveredAs(intent)],
    ['another attempt', intended('website', 'first', 1, { retries: intent })],
    [
      'an arrival',
      { type: 'notice.posted', data: { ...posted('website', 'first', 1).data, settles: intent } } as EventDraft,
    ],
    ['an undo', undone(intent)],
  ])('lacks %s', (_, draft) => {
    expect(states(['hanako', draft])).toEqual([['unknown', 1]])
  })

  it('has what they say of their own, and what known ones say', () => {
    expect(
      states(['taro', deliveredAs(intent)], ['hanako', posted('website', 'update', 2)], ['hanako', noted('hers')]),
    ).toEqual([
      ['sent', 1],
      ['posted', 0],
    ])
    expect(states(['hanako', intended('website', 'update', 2)], ['hanako', deliveredAs(`${HANAKO}:1`)])).toEqual([
      ['unknown', 1],
      ['sent', 1],
    ])
  })
})

describe('the word of unknown writers on a notice that was sent', () => {
  const intent = `${TARO}:2`
  const wordIn = (...lines: ['taro' | 'hanako', EventDraft][]) => {
    const events = told(['taro', intended('website', 'first', 1)], ...lines)
    const [notice] = foldEvents(events).notices
    return notice === undefined ? undefined : wordOnNotice(notice, events, new Set([HANAKO]))?.type
  }

  it('is the last by which they tried it again, or said what became of it', () => {
    expect(wordIn(['hanako', deliveredAs(intent)])).toBe('notice.delivered')
    expect(wordIn(['hanako', intended('website', 'first', 1, { retries: intent })])).toBe('notice.intended')
    expect(wordIn(['hanako', deliveredAs(intent)], ['hanako', undone(intent)])).toBe('event.undone')
  })

  it('is none if known ones said so, or if it is on something else', () => {
    expect(wordIn(['taro', deliveredAs(intent)], ['hanako', noted('hers')])).toBeUndefined()
    expect(wordIn(['hanako', posted('website', 'update', 2)])).toBeUndefined()
  })

  it('is that by which they sent it', () => {
    const events = told(['hanako', intended('website', 'first', 1)])
    const [notice] = foldEvents(events).notices
    expect(notice && wordOnNotice(notice, events, new Set([HANAKO]))?.type).toBe('notice.intended')
  })

  it('is none for one that a person posted', () => {
    expect(wordOnNotice({ sending: null }, told(['hanako', posted('website', 'first', 1)]), new Set([HANAKO]))).toBe(
      null,
    )
  })
})
