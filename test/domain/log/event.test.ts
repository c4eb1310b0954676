import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Envelope,
  EVENT_TYPES,
  type Event,
  isCritical,
  isKnown,
  nameOf,
  readEvent,
} from '../../../src/domain/log/event.ts'
import { dataSchemas, eventSchema } from '../../../src/schema/event.ts'
import { done, history, started, Writer } from '../../given.ts'
import { draftOf } from '../arbitrary.ts'

const [event] = history(started()) as [Event]

describe('reading an event', () => {
  it('takes what a writer wrote, as it is', () => {
    expect(readEvent(event)).toBe(event)
  })

  it('takes an event of a type that this version does not know, and tells it apart', () => {
    const unknown = { ...event, type: 'page.sent', data: { anything: 1 } }
    expect(readEvent(unknown)).toBe(unknown)
    expect(isKnown(unknown)).toBe(false)
    expect(isKnown(event)).toBe(true)
    expect(isKnown({ ...event, type: 'constructor' } as Envelope)).toBe(false)
  })

  it('takes the heads that were seen', () => {
    const seen = new Writer('bbbbbbbb').write(done('a-look'), 0, [event])
    expect(readEvent(seen)).toBe(seen)
  })

  it.each<[string, unknown]>([
    ['v', '1'],
    ['incident', 1],
    ['writer', null],
    ['seq', 1.5],
    ['prev', 0],
    ['hlc', 5],
    ['hlc', [5]],
    ['hlc', ['5', 0]],
    ['hlc', [5, '0']],
    ['after', [{ writer: 'b', seq: 1 }]],
    ['after', 'b:1'],
    ['at', 'yesterday'],
    ['at', 5],
    ['recordedAt', 'later'],
    ['by', undefined],
    ['type', 5],
    ['critical', 'yes'],
    ['data', null],
    ['data', []],
  ])('takes none whose %s is %j', (key, value) => {
    expect(readEvent({ ...event, [key]: value })).toBeNull()
  })

  it.each([[null], [undefined], ['x'], [[]], [{}]])('takes %j for none', (value) => {
    expect(readEvent(value)).toBeNull()
  })

  it('takes none of a known type with other data', () => {
    expect(readEvent({ ...event, data: { text: 'x' } })).toBeNull()
  })
})

describe('an event', () => {
  it('is named by its writer and its number', () => {
    expect(nameOf({ writer: 'k3v9x2ab', seq: 12 })).toBe('k3v9x2ab:12')
  })

  it('is critical unless no decision rests on it', () => {
    expect(EVENT_TYPES.filter((type) => !isCritical(type))).toEqual([
      'note.added',
      'note.private',
      'command.started',
      'command.ended',
      'evidence.removed',
      'log.recovered',
      'log.continued',
    ])
  })
})

describe('the guards and the schema', () => {
  const reads = (type: string, data: unknown) => readEvent({ ...event, type, data }) !== null

  it('know the same types', () => {
    expect(Object.keys(dataSchemas)).toEqual(EVENT_TYPES)
  })

  it.each(EVENT_TYPES)('take every %s', (type) => {
    fc.assert(
      fc.property(draftOf(type), ({ data }) => {
        expect(reads(type, data)).toBe(true)
        expect(dataSchemas[type].safeParse(data).success).toBe(true)
      }),
      { numRuns: 50 },
    )
  })

  it.each(EVENT_TYPES)('take and refuse the same of %s, however it is changed', (type) => {
    let refused = 0
    fc.assert(
      fc.property(changed(type), (data) => {
        const taken = reads(type, data)
        expect(dataSchemas[type].safeParse(data).success).toBe(taken)
        if (!taken) refused += 1
      }),
      { numRuns: 400 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  it.each(EVENT_TYPES)('take and refuse the same for %s of what is no such thing', (type) => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        expect(dataSchemas[type].safeParse(data).success).toBe(reads(type, data))
      }),
    )
  })

  it('take the same events as a whole', () => {
    expect(eventSchema.safeParse(event).success).toBe(true)
    expect(eventSchema.safeParse({ ...event, seq: 1.5 }).success).toBe(false)
    expect(eventSchema.safeParse({ ...event, data: { text: 'x' } }).success).toBe(false)
  })
})

const odd = fc.oneof(
  fc.constantFrom(
    null,
    undefined,
    true,
    0,
    1,
    1.5,
    -1,
    2 ** 53,
    '',
    'x',
    'sev1',
    'open',
    'first',
    'closed',
    'resolved',
  ),
  fc.constantFrom<unknown[]>([], {}, [{}], ['x'], [1], { steps: [] }, { steps: {} }, { cadence: {} }),
  fc.jsonValue(),
)

/** Data of a type with one value in it, at any depth, replaced, dropped or added. */
function changed(type: Event['type']): fc.Arbitrary<unknown> {
  return fc.tuple(draftOf(type), fc.nat(), odd, fc.boolean()).map(([{ data }, where, value, drop]) => {
    const copy = structuredClone(data) as object
    const places = [...placesIn(copy), [copy, 'more'] as const]
    const [inside, key] = places[where % places.length] as readonly [Record<string, unknown>, string]
    if (drop && !Array.isArray(inside)) delete inside[key]
    else inside[key] = value
    return copy
  })
}

function* placesIn(value: object): Generator<readonly [object, string]> {
  for (const [key, inner] of Object.entries(value)) {
    yield [value, key]
    if (key !== 'runbook' && typeof inner === 'object' && inner !== null) yield* placesIn(inner)
    else if (key === 'runbook') yield [inner, 'steps']
  }
}
