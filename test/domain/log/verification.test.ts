import { describe, expect, it } from 'vitest'
import type { Event, EventDraft, Head } from '../../../src/domain/log/event.ts'
import { compareEvents } from '../../../src/domain/log/hybrid-clock.ts'
import {
  type Finding,
  type LogFindings,
  type Verification,
  verificationOf,
} from '../../../src/domain/log/verification.ts'
import { auditWriters } from '../../../src/domain/log/writer-audit.ts'
import { continued, noted, recovered, SECOND, started, Writer } from '../../given.ts'

const headOf = ({ writer, seq, hash }: Event): Head => ({ writer, seq, hash })
const TARO = 'aaaaaaaa'
const HANAKO = 'bbbbbbbb'

function conversation() {
  const taro = new Writer(TARO)
  const hanako = new Writer(HANAKO, 'hanako')
  taro.write(started(), 0)
  hanako.write(noted('hers 1'), SECOND, taro.events)
  taro.write(noted('his 1'), 2 * SECOND, hanako.events)
  hanako.write(noted('hers 2'), 3 * SECOND, taro.events)
  return { taro, hanako }
}

const finding = (over: Partial<Finding> = {}): Finding => ({
  file: `incidents/x/x.${TARO}.jsonl`,
  writer: TARO,
  line: 2,
  offset: 900,
  why: 'hash-differs',
  ...over,
})

/** The verdict on a log of these events, with one file per writer that is present. */
function verified(events: readonly Event[], over: Partial<LogFindings> = {}): Verification {
  const ordered = [...events].sort(compareEvents)
  const heads = new Map(ordered.map((event) => [event.writer, headOf(event)]))
  const writers = [...heads.keys()]
  return verificationOf(
    {
      writerAudit: auditWriters(ordered),
      read: writers.map((writer) => ({ file: `incidents/x/x.${writer}.jsonl`, writer, bytes: 1000 })),
      findings: [],
      isDeclaredTwice: false,
      frozen: [],
      torn: [],
      aside: [],
      behind: null,
      foreign: null,
      setAside: new Map(),
      agreesWith: null,
      anchoredAt: null,
      isCompared: false,
      flawed: [],
      evidence: [],
      ...over,
    },
    (writer) => heads.get(writer) ?? null,
  )
}

const states = ({ files }: Verification) => files.map(({ writer, state }) => [writer, state])

describe('a complete log', () => {
  it('is consistent, with its files', () => {
    const { taro, hanako } = conversation()
    const found = verified([...taro.events, ...hanako.events])
    expect(found).toMatchObject({ result: 'consistent', kept: { state: 'unknown', head: null }, unmet: [], gaps: [] })
    expect(found.files).toMatchObject([
      { file: `incidents/x/x.${TARO}.jsonl`, state: 'whole', bytes: 1000, events: 2, by: ['taro'], continuedBy: null },
      { writer: HANAKO, events: 2, by: ['hanako'] },
    ])
  })

  it('is no better than declared twice if it has lines of another incident, whatever else it agrees with', () => {
    const { taro } = conversation()
    const contested = { isDeclaredTwice: true, isCompared: true, anchoredAt: `${TARO}:1` }
    expect(verified(taro.events.slice(0, 1), contested).result).toBe('declared-twice')
    expect(verified(taro.events.slice(0, 1), { ...contested, findings: [finding()] }).result).toBe('damaged')
  })

  it('agrees with the head kept on this machine, and is anchored if it ever had the head given', () => {
    const { taro } = conversation()
    const agreesWith = headOf(taro.events[0] as Event)
    expect(verified(taro.events.slice(0, 1), { agreesWith }).kept).toEqual({ state: 'agrees', head: agreesWith })
    const compared = { agreesWith, isCompared: true }
    expect(verified(taro.events.slice(0, 1), { ...compared, anchoredAt: `${TARO}:1` }).result).toBe('anchored')
    expect(verified(taro.events.slice(0, 1), compared).result).toBe('unknown-head')
  })

  it('reports evidence that was altered or lost', () => {
    const { taro } = conversation()
    expect(verified(taro.events.slice(0, 1), { evidence: [{ standing: 'altered' }] }).result).toBe('evidence-altered')
    expect(verified(taro.events.slice(0, 1), { evidence: [{ standing: 'lost' }] }).result).toBe('evidence-lost')
    expect(verified(taro.events.slice(0, 1), { evidence: [{ standing: 'absent' }] }).result).toBe('consistent')
  })

  it('reports removed evidence that still exists, unless the given head is unknown', () => {
    const { taro } = conversation()
    const over = { evidence: [{ standing: 'undeleted' as const }] }
    expect(verified(taro.events.slice(0, 1), over).result).toBe('not-deleted')
    expect(verified(taro.events.slice(0, 1), { ...over, isCompared: true }).result).toBe('unknown-head')
  })

  it('lists torn writes, and those set aside with the event that names them', () => {
    const taro = new Writer(TARO)
    taro.write(started())
    taro.write(recovered('incidents/x/torn-1', 5))
    const found = verified(taro.events, {
      torn: [{ file: `incidents/x/x.${TARO}.jsonl`, writer: TARO, offset: 900, bytes: 7 }],
      aside: ['torn-1', 'torn-2'].map((name) => ({ file: `elsewhere/${name}`, bytes: 5 })),
    })
    expect(found.result).toBe('consistent')
    expect(states(found)).toEqual([[TARO, 'torn']])
    expect(found.aside.map(({ namedBy }) => namedBy)).toEqual([`${TARO}:2`, null])
  })
})

describe('a damaged log', () => {
  it('names the damaged file, and reports no unmet heads of it', () => {
    const { taro, hanako } = conversation()
    const found = verified([...taro.events.slice(0, 1), ...hanako.events], { findings: [finding()], isCompared: true })
    expect(found).toMatchObject({ result: 'damaged', unmet: [] })
    expect(states(found)).toEqual([
      [TARO, 'damaged'],
      [HANAKO, 'whole'],
    ])
  })

  it('lacks its runbook if a file it names is missing, but damage takes precedence', () => {
    const { taro, hanako } = conversation()
    const events = [...taro.events, ...hanako.events]
    const flawed = [{ kind: 'runbook', digest: 'd', file: 'incidents/x/runbook.d.json', flaw: 'gone' }] as const
    expect(verified(events, { flawed }).result).toBe('runbook-missing')
    expect(verified(events, { flawed, findings: [finding()] }).result).toBe('damaged')
  })

  it('lists a gone frozen file as missing, and no file for a missing declaration', () => {
    const { hanako } = conversation()
    const found = verified(hanako.events, {
      findings: [finding({ why: 'frozen-missing' }), finding({ writer: null, why: 'no-beginning' })],
    })
    expect(states(found)).toEqual([
      [HANAKO, 'whole'],
      [TARO, 'missing'],
    ])
    expect(found.files[1]).toMatchObject({ file: null, bytes: 0, events: 0, from: null, to: null, by: [] })
  })

  it('is consistent once the file was frozen and the log continued', () => {
    const { taro, hanako } = conversation()
    const frozen = { file: 'f', bytes: 1000, digest: 'd', line: 2, why: 'hash-differs', words: 'disk' }
    hanako.write(continued(TARO, headOf(taro.events[0] as Event), { frozen, reason: 'damaged' }), 5 * SECOND)
    const found = verified([...taro.events.slice(0, 1), ...hanako.events], {
      frozen: [{ ...frozen, writer: TARO, offset: 900, continuedBy: `${HANAKO}:3` }],
    })
    expect(found).toMatchObject({ result: 'consistent', gaps: [], unmet: [] })
    expect(found.files[0]).toMatchObject({ writer: TARO, state: 'frozen', continuedBy: `${HANAKO}:3` })
  })
})

describe('a log that lacks recorded events', () => {
  it('is behind if other writers had seen more', () => {
    const { taro, hanako } = conversation()
    const found = verified([...taro.events.slice(0, 1), ...hanako.events], { isCompared: true, anchoredAt: 'x:1' })
    expect(found.result).toBe('behind')
    expect(found.unmet).toEqual([
      {
        writer: TARO,
        how: 'behind',
        by: `${HANAKO}:2`,
        head: headOf(taro.events[1] as Event),
        found: headOf(taro.events[0] as Event),
      },
    ])
    expect(states(found)[0]).toEqual([TARO, 'behind'])
    expect(states(verified(taro.events))).toEqual([
      [TARO, 'whole'],
      [HANAKO, 'missing'],
    ])
  })

  it('marks a file as behind, different or missing compared with the head kept on this machine', () => {
    const { taro, hanako } = conversation()
    const [first, second] = taro.events.map(headOf) as [Head, Head]
    const behind = (found: Head | null, events: readonly Event[]) =>
      verified(events, { behind: { kept: second, found } })
    expect(behind(first, taro.events.slice(0, 1))).toMatchObject({
      result: 'behind',
      kept: { state: 'behind', head: second },
      files: [{ writer: TARO, state: 'behind' }],
    })
    expect(states(behind(null, taro.events.slice(0, 1)))).toEqual([[TARO, 'behind']])
    expect(states(behind({ ...second, hash: 'other' }, taro.events.slice(0, 1)))).toEqual([[TARO, 'differs']])
    const alone = new Writer(HANAKO, 'hanako')
    alone.write(noted('hers'))
    expect(states(behind(null, alone.events))).toEqual([
      [HANAKO, 'whole'],
      [TARO, 'missing'],
    ])
    expect(hanako.events).toHaveLength(2)
  })

  it('is consistent once it was continued, and lists the gap', () => {
    const { taro, hanako } = conversation()
    const [found, kept] = taro.events.map(headOf) as [Head, Head]
    hanako.write(continued(TARO, found, { kept, words: 'restored' }), 5 * SECOND, taro.events.slice(0, 1))
    const seen = verified([...taro.events.slice(0, 1), ...hanako.events])
    expect(seen).toMatchObject({ result: 'consistent', unmet: [] })
    expect(states(seen)[0]).toEqual([TARO, 'continued'])
    expect(seen.gaps).toEqual([
      { writer: TARO, found, kept, reason: 'behind', words: 'restored', continuedBy: `${HANAKO}:3` },
    ])
  })
})

describe('a writer that a copy of its state folder recorded as too', () => {
  it('is named, and is neither missing nor damaged once the one that goes on has said so', () => {
    const { taro, hanako } = conversation()
    const base = taro.events[0] as Event
    const copied = new Writer(TARO)
    copied.events.push(base)
    const lost = copied.write(noted('on the copy'), 8 * SECOND)
    const fork = { writer: TARO, found: headOf(base), kept: headOf(lost), reason: 'forked' }
    hanako.write({ type: 'log.continued', data: fork }, 9 * SECOND, copied.events)
    const found = verified([...taro.events, ...hanako.events])
    expect(found).toMatchObject({
      result: 'consistent',
      unmet: [],
      gaps: [{ writer: TARO, reason: 'forked', isHere: false }],
    })
    expect(states(found)).toEqual([
      [TARO, 'forked'],
      [HANAKO, 'whole'],
    ])
  })
})

describe('a file that its writer left since it could not be written to any more', () => {
  it('is whole, and named beside the one that goes on', () => {
    const { taro, hanako } = conversation()
    const kept = headOf(taro.events.at(-1) as Event)
    hanako.write({ type: 'log.continued', data: { writer: TARO, found: kept, kept, reason: 'unwritable' } }, 9 * SECOND)
    const found = verified([...taro.events, ...hanako.events])
    expect(found).toMatchObject({ result: 'consistent', unmet: [], gaps: [{ writer: TARO, reason: 'unwritable' }] })
    expect(states(found)).toEqual([
      [TARO, 'whole'],
      [HANAKO, 'whole'],
    ])
  })
})

describe('lines that a writer did not write', () => {
  const kept = { writer: TARO, seq: 2, hash: 'a'.repeat(64) }
  const foreign = { writer: TARO, kept, found: { ...kept, seq: 3 } }
  const continued = (words?: string): EventDraft => ({
    type: 'log.continued',
    data: { ...foreign, reason: 'foreign-lines', ...(words !== undefined && { words }) },
  })

  it('are the verdict until somebody says that they are known, and are no gap', () => {
    const { taro, hanako } = conversation()
    const own = verified([...taro.events, ...hanako.events], { foreign })
    expect(own).toMatchObject({ result: 'foreign-lines', gaps: [] })
    expect(own.foreign).toEqual([{ ...foreign, namedBy: null, isAcknowledged: false }])
    expect(states(own)).toContainEqual([TARO, 'foreign'])
    hanako.write(continued(), 9 * SECOND, taro.events)
    const named = verified([...taro.events, ...hanako.events])
    expect(named).toMatchObject({ result: 'foreign-lines', gaps: [] })
    expect(named.foreign).toEqual([{ ...foreign, namedBy: `${HANAKO}:3`, isAcknowledged: false }])
    hanako.write(continued('from the backup'), 10 * SECOND, taro.events)
    const known = verified([...taro.events, ...hanako.events])
    expect(known).toMatchObject({ result: 'consistent', gaps: [] })
    expect(known.foreign).toEqual([{ ...foreign, namedBy: `${HANAKO}:3`, isAcknowledged: true }])
    expect(states(known)).toEqual([
      [TARO, 'foreign'],
      [HANAKO, 'whole'],
    ])
  })

  it('are not shown where an event does not say how far the file is known', () => {
    const { taro, hanako } = conversation()
    const data = { ...foreign, found: null, reason: 'foreign-lines' }
    hanako.write({ type: 'log.continued', data }, 9 * SECOND, taro.events)
    expect(verified([...taro.events, ...hanako.events]).foreign).toEqual([])
  })
})
