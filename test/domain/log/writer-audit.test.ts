import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldInOrder } from '../../../src/domain/incident/evolve.ts'
import { EMPTY_INCIDENT } from '../../../src/domain/incident/incident.ts'
import { type Event, type Head, nameOf } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import { shortcomingOf } from '../../../src/domain/log/missing-heads.ts'
import { auditWriters, type WriterAudit } from '../../../src/domain/log/writer-audit.ts'
import { continued, foldEvents, iso, noted, recovered, SECOND, started, Writer } from '../../given.ts'
import { anyLog } from '../arbitrary.ts'

const headOf = ({ writer, seq, hash }: Event): Head => ({ writer, seq, hash })
const inOrder = (...events: readonly Event[]) => [...events].sort(compareEvents)

/** Two writers who have seen each other: taro declares and writes three notes, hanako answers each. */
function conversation() {
  const taro = new Writer('aaaaaaaa')
  const hanako = new Writer('bbbbbbbb', 'hanako')
  taro.write(started(), 0)
  for (let n = 1; n <= 3; n += 1) {
    taro.write(noted(`taro ${n}`), 2 * n * SECOND, hanako.events)
    hanako.write(noted(`hanako ${n}`), (2 * n + 1) * SECOND, taro.events)
  }
  return { taro, hanako }
}

/** The contradicted heads, according to the full audit and to the fold. */
function both(...events: readonly Event[]) {
  const { contradicted } = auditWriters(inOrder(...events))
  const passing = [...foldEvents(events).unmet.values()]
  return { contradicted, passing }
}

describe('auditWriters', () => {
  it('counts the events of each writer, with the time range and the operators', () => {
    const { taro, hanako } = conversation()
    const { writers, compared, contradicted } = auditWriters(inOrder(...taro.events, ...hanako.events))
    expect([...writers]).toEqual([
      ['aaaaaaaa', { events: 4, from: iso(0), to: iso(6 * SECOND), by: ['taro'] }],
      ['bbbbbbbb', { events: 3, from: iso(3 * SECOND), to: iso(7 * SECOND), by: ['hanako'] }],
    ])
    expect(compared).toBe(5)
    expect(contradicted).toEqual([])
    expect(auditWriters([]).writers.size).toBe(0)
  })

  it('lists the log maintenance events', () => {
    const writer = new Writer()
    writer.write(started())
    writer.write(recovered('incidents/x/x.aaaaaaaa.jsonl.torn-5', 5))
    writer.write(continued('bbbbbbbb'))
    const { recovered: ends, continued: gaps } = auditWriters(writer.events)
    expect(ends).toEqual([{ event: 'aaaaaaaa:2', kept: 'incidents/x/x.aaaaaaaa.jsonl.torn-5', bytes: 5 }])
    expect(gaps).toMatchObject([{ event: 'aaaaaaaa:3', writer: 'bbbbbbbb', reason: 'missing' }])
  })

  it('compares a head that a writer repeats only once', () => {
    const { taro, hanako } = conversation()
    const more = [8, 9, 10].map((second) => hanako.write(noted('more'), second * SECOND, taro.events))
    expect(more.every((event) => event.after?.length === 1)).toBe(true)
    expect(auditWriters(inOrder(...taro.events, ...hanako.events)).compared).toBe(5)
  })

  it('compares heads anywhere in a log of thousands of events', () => {
    const { taro, hanako } = conversation()
    for (let n = 0; n < 2500; n += 1) taro.write(noted('more'), (20 + n) * SECOND)
    for (const [n, seen] of [1, 30, 1023, 1024, 1025, 2048, 2049, 2504].entries())
      hanako.write(noted('late'), (3000 + n) * SECOND, taro.events.slice(seen - 1, seen))
    expect(auditWriters(inOrder(...taro.events, ...hanako.events)).contradicted).toEqual([])
    const other = { ...(taro.events[2048] as Event), hash: 'f'.repeat(64) }
    hanako.write(noted('other'), 4000 * SECOND, [other])
    expect(auditWriters(inOrder(...taro.events, ...hanako.events)).contradicted).toMatchObject([
      { head: { seq: 2049 }, how: 'differs' },
    ])
  })
})

it('shortcomingOf reports a file without a head as missing, behind or different', () => {
  const { taro } = conversation()
  const [first, second] = taro.events.map(headOf) as [Head, Head]
  expect(shortcomingOf(null, second)).toBe('missing')
  expect(shortcomingOf(first, second)).toBe('behind')
  expect(shortcomingOf({ ...second, hash: 'other' }, second)).toBe('differs')
})

describe('a writer behind a head that others have seen', () => {
  it('is missing if it has no events', () => {
    const { taro, hanako } = conversation()
    const head = headOf(hanako.events[1] as Event)
    expect(both(...taro.events)).toEqual({
      contradicted: [{ head, by: 'aaaaaaaa:4', how: 'missing' }],
      passing: [{ head, by: 'aaaaaaaa:4' }],
    })
  })

  it('is behind if it ends before that head', () => {
    const { taro, hanako } = conversation()
    const head = headOf(taro.events[3] as Event)
    expect(both(...taro.events.slice(0, 2), ...hanako.events)).toEqual({
      contradicted: [{ head, by: 'bbbbbbbb:3', how: 'behind' }],
      passing: [{ head, by: 'bbbbbbbb:3' }],
    })
  })

  it('differs if there is another event in its place', () => {
    const { taro, hanako } = conversation()
    const forged = new Writer('aaaaaaaa')
    forged.write(started(), 0)
    forged.write(noted('taro 1'), 2 * SECOND)
    forged.write(noted('never so'), 4 * SECOND)
    expect(both(...forged.events, ...hanako.events)).toEqual({
      contradicted: [
        { head: headOf(taro.events[2] as Event), by: 'bbbbbbbb:2', how: 'differs' },
        { head: headOf(taro.events[3] as Event), by: 'bbbbbbbb:3', how: 'behind' },
      ],
      passing: [{ head: headOf(taro.events[3] as Event), by: 'bbbbbbbb:3' }],
    })
  })

  it('differs even if it has continued since, which only the full audit detects', () => {
    const { taro, hanako } = conversation()
    const forged = new Writer('aaaaaaaa')
    forged.write(started(), 0)
    for (let n = 0; n < 5; n += 1) forged.write(noted('never so'), SECOND)
    const { contradicted, passing } = both(...forged.events, ...hanako.events)
    expect(contradicted).toEqual([{ head: headOf(taro.events[1] as Event), by: 'bbbbbbbb:1', how: 'differs' }])
    expect(passing).toEqual([])
  })

  it('is settled once the log was continued without the rest, until more is missing', () => {
    const { taro, hanako } = conversation()
    const third = new Writer('cccccccc', 'jiro')
    const left = taro.events.slice(0, 3)
    const [, , found, kept] = taro.events.map(headOf) as [Head, Head, Head, Head]
    third.write(continued('aaaaaaaa', found, { kept }), 9 * SECOND, [...left, ...hanako.events])
    hanako.write(noted('has it still'), 10 * SECOND, taro.events)
    expect(both(...left, ...hanako.events, ...third.events)).toEqual({ contradicted: [], passing: [] })
    expect(both(...left.slice(0, 2), ...hanako.events, ...third.events)).toEqual({
      contradicted: [{ head: headOf(left[2] as Event), by: 'cccccccc:1', how: 'behind' }],
      passing: [{ head: headOf(left[2] as Event), by: 'cccccccc:1' }],
    })
  })

  it('is settled by each of the machines that go on from a fork, for its own branch', () => {
    const { taro, hanako } = conversation()
    const [base, , , last] = taro.events.map(headOf) as [Head, Head, Head, Head]
    const [copied, one, two] = [new Writer('aaaaaaaa'), new Writer('cccccccc'), new Writer('dddddddd')]
    copied.events.push(taro.events[0] as Event)
    const shorter = headOf(copied.write(noted('on the copy'), 3 * SECOND))
    one.write(continued('aaaaaaaa', base, { kept: last, reason: 'forked' }), 9 * SECOND, taro.events)
    two.write(continued('aaaaaaaa', base, { kept: shorter, reason: 'forked' }), 10 * SECOND, copied.events)
    hanako.write(noted('has the first'), 11 * SECOND, taro.events)
    const said = [...hanako.events, ...one.events, ...two.events]
    for (const branch of [taro.events, copied.events])
      expect(both(...branch, ...said)).toEqual({ contradicted: [], passing: [] })
  })

  it('is not settled by an event that does not count, which the incident ignores as well', () => {
    const { taro, hanako } = conversation()
    const stranger = new Writer('cccccccc', 'jiro')
    const kept = headOf(hanako.events.at(-1) as Event)
    const said = stranger.write(continued('bbbbbbbb', null, { kept }), 9 * SECOND, taro.events)
    const events = inOrder(...taro.events, ...stranger.events)
    const ignored = new Map([[nameOf(said), 'bbbbbbbb']])
    const { contradicted, continued: gaps } = auditWriters(events, { ...EMPTY_INCIDENT, ignored })
    expect({ contradicted, gaps }).toMatchObject({ contradicted: [{ how: 'missing' }], gaps: [] })
    const incident = foldInOrder(events, { ...EMPTY_INCIDENT, ignored })
    expect([...incident.unmet.keys(), ...incident.givenUp.keys()]).toEqual(['bbbbbbbb'])
    expect(incident.statements).toMatchObject([{ says: 'given-up', by: 'cccccccc', writer: 'bbbbbbbb' }])
  })

  it('is not settled by one that only freezes the file, which the incident takes as frozen', () => {
    const { taro, hanako } = conversation()
    const stranger = new Writer('cccccccc', 'jiro')
    const kept = headOf(hanako.events.at(-1) as Event)
    const frozen = { file: 'f', bytes: 1, digest: 'd', line: 1, why: 'hash-differs' as const, words: 'damaged' }
    const said = stranger.write(continued('bbbbbbbb', null, { kept, frozen }), 9 * SECOND, taro.events)
    const events = inOrder(...taro.events, ...stranger.events)
    const onlyFreezing = new Map([[nameOf(said), 'bbbbbbbb']])
    const { contradicted, continued: gaps } = auditWriters(events, { ...EMPTY_INCIDENT, onlyFreezing })
    expect({ contradicted, gaps }).toMatchObject({ contradicted: [{ how: 'missing' }], gaps: [{ frozen }] })
    const incident = foldInOrder(events, { ...EMPTY_INCIDENT, onlyFreezing })
    expect([...incident.unmet.keys()]).toEqual(['bbbbbbbb'])
    expect(incident.givenUp.get('bbbbbbbb')).toMatchObject([{ frozen, settles: false }])
    expect(foldInOrder(events).unmet.size).toBe(0)
  })

  it('is settled once the log was continued without any of its events', () => {
    const { taro, hanako } = conversation()
    const third = new Writer('cccccccc', 'jiro')
    const kept = headOf(hanako.events.at(-1) as Event)
    third.write(continued('bbbbbbbb', null, { kept }), 9 * SECOND, taro.events)
    taro.write(noted('has it still'), 10 * SECOND, hanako.events)
    expect(both(...taro.events, ...third.events)).toEqual({ contradicted: [], passing: [] })
  })

  it('is not settled if the log was continued knowing only an older head', () => {
    const { taro, hanako } = conversation()
    const third = new Writer('cccccccc', 'jiro')
    const [, found, kept, seen] = taro.events.map(headOf) as [Head, Head, Head, Head]
    third.write(continued('aaaaaaaa', found, { kept }), 9 * SECOND)
    expect(both(...taro.events.slice(0, 2), ...hanako.events, ...third.events)).toEqual({
      contradicted: [{ head: seen, by: 'bbbbbbbb:3', how: 'behind' }],
      passing: [{ head: seen, by: 'bbbbbbbb:3' }],
    })
    third.write(continued('aaaaaaaa', found), 10 * SECOND)
    expect(both(...taro.events.slice(0, 2), ...hanako.events, ...third.events).contradicted).toHaveLength(1)
  })

  it('is settled once its file was frozen, whatever was seen after that', () => {
    const { taro, hanako } = conversation()
    const third = new Writer('cccccccc', 'jiro')
    const frozen = { file: 'f', bytes: 1, digest: 'd', line: 3, why: 'hash-differs', words: 'w' }
    third.write(continued('aaaaaaaa', headOf(taro.events[1] as Event), { frozen }), 9 * SECOND)
    hanako.write(noted('has it still'), 10 * SECOND, taro.events)
    expect(both(...taro.events.slice(0, 2), ...hanako.events, ...third.events)).toEqual({
      contradicted: [],
      passing: [],
    })
  })

  it('is settled if it differed and was abandoned, until what was accepted is missing too', () => {
    const { taro, hanako } = conversation()
    const forged = new Writer('aaaaaaaa')
    forged.write(started(), 0)
    for (let n = 0; n < 5; n += 1) forged.write(noted('never so'), SECOND)
    const third = new Writer('cccccccc', 'jiro')
    const [found, kept] = [forged.events.at(-1), taro.events.at(-1)] as [Event, Event]
    third.write(continued('aaaaaaaa', headOf(found), { kept: headOf(kept), reason: 'differs' }), 9 * SECOND)
    hanako.write(noted('has it still'), 10 * SECOND, taro.events)
    expect(both(...forged.events, ...hanako.events, ...third.events)).toEqual({ contradicted: [], passing: [] })
    third.write(noted('of what was found'), 11 * SECOND, forged.events)
    expect(both(...forged.events.slice(0, 4), ...hanako.events, ...third.events)).toEqual({
      contradicted: [{ head: headOf(found), by: 'cccccccc:2', how: 'behind' }],
      passing: [{ head: headOf(found), by: 'cccccccc:2' }],
    })
  })

  it('is never the writer of the event with the head', () => {
    const writer = new Writer()
    writer.write(started())
    const event = writer.write(noted('x'), SECOND, [{ ...(writer.events[0] as Event), seq: 9 }])
    expect(event.after).toMatchObject([{ writer: 'aaaaaaaa', seq: 9 }])
    expect(both(...writer.events)).toEqual({ contradicted: [], passing: [] })
    expect(auditWriters(writer.events).compared).toBe(0)
  })

  it('is not assumed if forged clocks order a head before the event it names', () => {
    const { taro, hanako } = conversation()
    const early = hanako.events.map((event) => ({ ...event, hlc: [0, event.seq] as const }))
    expect(auditWriters(inOrder(...taro.events, ...early)).contradicted).toEqual([])
  })

  it('does not exist in a complete log', () => {
    fc.assert(
      fc.property(anyLog, (events) => {
        const untouched = events.filter((event) => event.type !== 'log.continued')
        if (untouched.length < events.length) return
        expect(both(...events)).toEqual({ contradicted: [], passing: [] })
      }),
    )
  })

  it('is reported by foldEvents only if auditWriters reports it too', () => {
    fc.assert(
      fc.property(anyLog, fc.constantFrom('aaaaaaaa', 'bbbbbbbb', 'cccccccc'), fc.nat(8), (events, writer, left) => {
        const cut = events.filter((event) => event.writer !== writer || event.seq <= left)
        const { contradicted, passing } = both(...cut)
        const said = new Set(contradicted.map(({ head }) => head.writer))
        expect(passing.filter(({ head }) => !said.has(head.writer))).toEqual([])
      }),
    )
  })
})

it('auditWriters accepts and counts any events that a log may contain', () => {
  fc.assert(
    fc.property(anyLog, (events) => {
      const seen: WriterAudit = auditWriters(inOrder(...events))
      const counted = [...seen.writers.values()].reduce((sum, { events: n }) => sum + n, 0)
      expect(counted).toBe(events.length)
    }),
  )
})
