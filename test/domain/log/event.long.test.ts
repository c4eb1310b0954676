import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Envelope,
  EVENT_TYPES,
  type Event,
  type EventData,
  eventSchema,
  isContentInEvidence,
  isCritical,
  isKnown,
  nameOf,
  readEvent,
} from '../../../src/domain/log/event.ts'
import type { Step } from '../../../src/domain/runbook/runbook.ts'
import { DEFAULT_SETTINGS } from '../../../src/domain/settings.ts'
import { done, history, started, Writer } from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'
import { draftOf } from '../arbitrary.ts'

const [event] = history(started()) as [Event]

describe('readEvent', () => {
  it('accepts what a writer wrote, unchanged', () => {
    expect(readEvent(event)).toBe(event)
  })

  it('accepts an event of an unknown type, and distinguishes it', () => {
    const unknown = { ...event, type: 'page.sent', data: { anything: 1 } }
    expect(readEvent(unknown)).toBe(unknown)
    expect(isKnown(unknown)).toBe(false)
    expect(isKnown(event)).toBe(true)
    expect(isKnown({ ...event, type: 'constructor' } as Envelope)).toBe(false)
  })

  it('accepts an event with heads of other writers', () => {
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
    ['incident', '$(id)'],
    ['writer', '../x'],
    ['writer', 'a\u001b[2J'],
    ['writer', ''],
    ['type', '__proto__'],
    ['hlc', [-1, 0]],
    ['hlc', [5, -1]],
    ['hlc', [2 ** 53, 0]],
    ['at', 'yesterday'],
    ['at', '2026-11-24'],
    ['at', '2026-11-24T22:05:00'],
    ['at', '2026-99-24T22:05:00Z'],
    ['at', '1 Jan 2026 (\u001b[2J)'],
    ['at', 5],
    ['recordedAt', 'later'],
    ['by', undefined],
    ['type', 5],
    ['critical', 'yes'],
    ['data', null],
    ['data', []],
  ])('rejects an event whose %s is %j', (key, value) => {
    expect(readEvent({ ...event, [key]: value })).toBeNull()
  })

  it.each([[null], [undefined], ['x'], [[]], [{}]])('rejects %j', (value) => {
    expect(readEvent(value)).toBeNull()
  })

  it('rejects data that does not fit a known type', () => {
    expect(readEvent({ ...event, data: { text: 'x' } })).toBeNull()
  })
})

describe('readEvent: times', () => {
  it('accepts no time that Date.parse cannot parse', () => {
    const two = (n: number) => String(n).padStart(2, '0')
    const anyTime = fc
      .tuple(
        fc.nat(9999),
        fc.nat(13),
        fc.nat(32),
        fc.nat(25),
        fc.nat(61),
        fc.nat(61),
        fc.constantFrom('Z', '+09:00', '-23:59', '+24:00', ''),
      )
      .map(
        ([y, mo, d, h, m, s, zone]) =>
          `${String(y).padStart(4, '0')}-${two(mo)}-${two(d)}T${two(h)}:${two(m)}:${two(s)}${zone}`,
      )
    let taken = 0
    fc.assert(
      fc.property(anyTime, (at) => {
        if (readEvent({ ...event, at }) === null) return
        taken += 1
        expect(Date.parse(at)).not.toBeNaN()
      }),
      { numRuns: 1000 },
    )
    expect(taken).toBeGreaterThan(100)
  })
})

describe('readEvent: runbook and settings', () => {
  const data = event.data as EventData['incident.started']
  const [first] = SMALL_RUNBOOK.steps as [Step]
  const reads = (over: object) => readEvent({ ...event, data: { ...data, ...over } }) !== null
  const withStep = (over: object) => ({ runbook: { ...SMALL_RUNBOOK, steps: [{ ...first, ...over }] } })
  const withWords = (en: string) => withStep({ title: { ja: '見る', en } })

  it('accepts line breaks and emoji in texts, and rejects control and bidi characters', () => {
    expect(reads(withWords('look\nagain — 絵文字 🛑'))).toBe(true)
    expect(
      ['\u001b[2J', '\u009b', '\u202e', '\u2066', '\r', '\u2028', '\ufeff'].filter((active) =>
        reads(withWords(active)),
      ),
    ).toEqual([])
  })

  it('accepts a step with commands described in both languages', () => {
    const command = {
      run: ['systemctl', 'stop', 'engine'],
      title: { ja: '止める', en: 'stop' },
      dangerous: true,
      directory: '',
    }
    expect(reads(withStep({ commands: [command] }))).toBe(true)
    expect(reads(withStep({ commands: [{ ...command, title: { ja: '止める', en: '\u001b[2J' } }] }))).toBe(false)
    expect(reads(withStep({ commands: [{ ...command, run: 'systemctl stop engine' }] }))).toBe(false)
  })

  it.each<[string, object]>([
    ['a step that is null', { runbook: { ...SMALL_RUNBOOK, steps: [null] } }],
    ['a runbook without clauses', { runbook: { ...SMALL_RUNBOOK, clauses: undefined } }],
    ['an id with shell syntax', withStep({ id: '$(id)' })],
    ['an id that is a path', withStep({ id: 'a/../x' })],
    ['a time zone that is a path', { settings: { ...DEFAULT_SETTINGS, timezone: '../etc/passwd' } }],
    [
      'a control character in the id of a type',
      { runbook: { ...SMALL_RUNBOOK, types: { '\u001b[2J': { planned: 'never', ja: 'x', en: 'x' } } } },
    ],
    ['an unknown urgency', withStep({ applies: { failure: 'whenever' } })],
    ['a negative interval', withStep({ every: -1 })],
    ['an interval of centuries', withStep({ every: Number.MAX_SAFE_INTEGER })],
    ['settings without a time zone', { settings: { ...DEFAULT_SETTINGS, timezone: null } }],
    ['an empty cadence', { settings: { ...DEFAULT_SETTINGS, cadence: {} } }],
    ['a group that is a number', { settings: { ...DEFAULT_SETTINGS, share: { group: 5 } } }],
  ])('rejects %s', (_, over) => {
    expect(reads({})).toBe(true)
    expect(reads(over)).toBe(false)
  })
})

describe('nameOf and isCritical', () => {
  it('name an event by its writer and number', () => {
    expect(nameOf({ writer: 'k3v9x2ab', seq: 12 })).toBe('k3v9x2ab:12')
  })

  it('declare an event critical unless no decision depends on it', () => {
    expect(EVENT_TYPES.filter((type) => !isCritical(type))).toEqual([
      'drill.injected',
      'incident.titled',
      'note.added',
      'moment.marked',
      'moment.declined',
      'note.private',
      'command.started',
      'command.ended',
      'command.settled',
      'evidence.removed',
      'contact.tried',
      'contact.reached',
      'page.intended',
      'page.delivered',
      'escalation.raised',
      'handover.offered',
      'handover.accepted',
      'clock.started',
      'authority.reported',
      'filing.field-stated',
      'writer.accepted',
      'lock.broken',
      'log.recovered',
      'log.continued',
    ])
  })
})

describe('isContentInEvidence', () => {
  it('is true for private notes and commands', () => {
    expect(EVENT_TYPES.filter(isContentInEvidence)).toEqual(['note.private', 'command.started', 'command.ended'])
  })
})

describe('the JSON Schema of events', () => {
  const isValid = new Ajv2020({ strict: false }).compile(eventSchema())
  const eventsWith = (type: string, data: unknown) => [1, 2].map((v) => ({ ...event, v, type, data }))

  function agrees(type: string, data: unknown): boolean {
    const events = eventsWith(type, data)
    const taken = events.map((one) => readEvent(one) !== null)
    expect(events.map((one) => isValid(one))).toEqual(taken)
    return taken.includes(true)
  }

  it.each(EVENT_TYPES)('is tested with a generator of %s that knows every field', (type) => {
    const { oneOf } = eventSchema() as {
      oneOf: { properties: { type: { const: string }; data: { properties: object } } }[]
    }
    const declared = oneOf.find((branch) => branch.properties.type.const === type)?.properties.data.properties ?? {}
    const generated = fc.sample(draftOf(type), 200).flatMap(({ data }) => Object.keys(data))
    expect([...new Set(generated)].sort()).toEqual(Object.keys(declared).sort())
  })

  it.each(EVENT_TYPES)('accepts every %s', (type) => {
    fc.assert(
      fc.property(draftOf(type), ({ data }) => agrees(type, data)),
      { numRuns: 50 },
    )
  })

  it.each(EVENT_TYPES)('agrees with readEvent on %s with one value changed', (type) => {
    let refused = 0
    fc.assert(
      fc.property(changed(type), (data) => {
        if (!agrees(type, data)) refused += 1
      }),
      { numRuns: 400 },
    )
    expect(refused).toBeGreaterThan(0)
  })

  it.each(EVENT_TYPES)('agrees with readEvent on %s with any data', (type) => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        agrees(type, data)
      }),
    )
  })

  it.each<[string, object]>([
    ['a fractional number', { seq: 1.5 }],
    ['a time without an offset', { at: '2026-11-24T22:05:00' }],
    ['a clock of three parts', { hlc: [1, 2, 3] }],
    ['a missing writer', { writer: undefined }],
  ])('rejects %s in the envelope', (_, over) => {
    expect(isValid({ ...event, ...over })).toBe(false)
    expect(readEvent({ ...event, ...over } as Envelope)).toBeNull()
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
    const places = [...placesIn(copy, where % 2 === 0), [copy, 'more'] as const]
    const [inside, key] = places[where % places.length] as readonly [Record<string, unknown>, string]
    if (drop && !Array.isArray(inside)) delete inside[key]
    else inside[key] = value
    return copy
  })
}

/** Every object or array in a value with each of its keys; a runbook has more of these than all the rest. */
function* placesIn(value: object, alsoRunbook: boolean): Generator<readonly [object, string]> {
  for (const [key, inner] of Object.entries(value)) {
    yield [value, key]
    if (typeof inner === 'object' && inner !== null && (alsoRunbook || key !== 'runbook'))
      yield* placesIn(inner, alsoRunbook)
  }
}
