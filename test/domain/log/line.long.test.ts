import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Event } from '../../../src/domain/log/event.ts'
import {
  headDigest,
  headsIn,
  headText,
  MAX_LINE_BYTES,
  MAX_NESTING,
  seal,
  unseal,
} from '../../../src/domain/log/line.ts'
import { done, history, noted, started, Writer } from '../../given.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const lineOf = (event: Event) => seal(event).line
/** A line without its seal. */
const bodyOf = (event: Event) => lineOf(event).slice(0, -(',"hash":"'.length + 64 + 2))
const [first, second] = history(started(), noted('見ています')) as [Event, Event]

/** A line over any body, sealed as the contract says. */
const sealed = (body: string | Uint8Array) => {
  const hash = createHash('sha256').update(body).digest('hex')
  return Buffer.concat([Buffer.from(body), Buffer.from(`,"hash":"${hash}"}`)])
}

describe('a line of the log', () => {
  it('ends in the hash of all bytes before it', () => {
    const line = lineOf(first)
    const body = line.slice(0, -(',"hash":"'.length + 64 + 2))
    expect(line).toMatch(/,"hash":"[0-9a-f]{64}"\}$/)
    expect(line).toContain(createHash('sha256').update(body).digest('hex'))
  })

  it('has its keys in a fixed order, with `after` only if heads were seen', () => {
    const other = new Writer('bbbbbbbb').write(done('a-look'), 0, [first])
    const keys = ['v', 'incident', 'writer', 'seq', 'prev', 'hlc', 'at', 'recordedAt', 'by', 'type', 'critical', 'data']
    expect(Object.keys(JSON.parse(lineOf(first)))).toEqual([...keys, 'hash'])
    expect(Object.keys(JSON.parse(lineOf(other)))).toEqual([...keys.slice(0, 6), 'after', ...keys.slice(6), 'hash'])
  })

  it('is read back by unseal as the event it was', () => {
    expect(unseal(bytes(lineOf(second)))).toEqual({ event: second })
  })

  it('is read back from the middle of a larger buffer', () => {
    const whole = bytes(`${lineOf(first)}\n${lineOf(second)}\n`)
    const start = bytes(lineOf(first)).length + 1
    expect(unseal(whole.subarray(start, whole.length - 1))).toEqual({ event: second })
  })

  it('keeps keys that this version does not know', () => {
    const line = sealed(JSON.stringify({ ...first, hash: undefined, mood: 'calm' }).slice(0, -1))
    expect(unseal(line)).toMatchObject({ event: { mood: 'calm' } })
  })

  it('is rejected if its seal is missing, truncated or malformed', () => {
    const line = lineOf(second)
    for (const broken of [
      '',
      'x',
      line.slice(0, -1),
      line.slice(0, -10),
      `${line} `,
      line.replace(',"hash"', ',"hush"'),
    ])
      expect(unseal(bytes(broken))).toEqual({ damage: 'not-a-line' })
    const upper = line.replace(/[0-9a-f]{64}(?="\}$)/, (hash) => `${hash.slice(0, -1)}G`)
    expect(unseal(bytes(upper))).toEqual({ damage: 'not-a-line' })
  })

  it('is damaged if any bit is flipped', () => {
    const line = bytes(lineOf(second))
    for (let i = 0; i < line.length * 8; i += 1) {
      const turned = Uint8Array.from(line)
      turned[i >> 3] = (turned[i >> 3] as number) ^ (1 << (i & 7))
      expect(unseal(turned)).toHaveProperty('damage')
    }
    expect(unseal(bytes(lineOf(second).replace('見て', '来て')))).toEqual({ damage: 'hash-differs' })
  })

  it('is damaged if it is not JSON, UTF-8 or an event', () => {
    expect(unseal(sealed('{"v":'))).toEqual({ damage: 'not-json' })
    expect(unseal(sealed(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31)))).toEqual({ damage: 'not-json' })
    expect(unseal(sealed('{"v":1'))).toEqual({ damage: 'not-an-event' })
  })

  it('is damaged if it nests deeper than any event, not counting brackets in strings', () => {
    const body = lineOf(first).slice(0, -(',"hash":"'.length + 64 + 2))
    const nested = (depth: number) => sealed(`${body},"more":${'['.repeat(depth)}${']'.repeat(depth)}`)
    expect(unseal(nested(63))).toMatchObject({ event: { seq: 1 } })
    expect(unseal(nested(64))).toEqual({ damage: 'not-an-event' })
    expect(unseal(nested(200_000))).toEqual({ damage: 'not-an-event' })
    expect(unseal(sealed(`${body},"more":"${'[{\\"'.repeat(200)}"`))).toMatchObject({ event: { seq: 1 } })
  })

  it('keeps a replacement character, and is damaged by invalid UTF-8 next to it', () => {
    const body = bodyOf(second).replace('見', '\ufffd')
    expect(unseal(sealed(body))).toMatchObject({ event: { data: { text: '\ufffdています' } } })
    const bytes = Buffer.from(body)
    bytes[bytes.indexOf('て')] = 0xff
    expect(unseal(sealed(bytes))).toEqual({ damage: 'not-json' })
  })

  it('may nest exactly as deep as allowed, whatever its brackets and strings are', () => {
    const texts = fc.array(fc.constantFrom('"', '\\', '[', ']', '{', '}', 'x', '見', '\n'), { maxLength: 6 })
    const layer = fc.tuple(
      texts.map((parts) => parts.join('')),
      fc.constantFrom<(inner: unknown, text: string) => unknown>(
        (inner) => [inner],
        (inner, text) => ({ [text]: inner }),
        (inner, text) => [text, [text], inner, {}],
        (inner, text) => ({ a: [[]], b: inner, c: text }),
      ),
    )
    const seen = { taken: 0, refused: 0 }
    fc.assert(
      fc.property(fc.array(layer, { minLength: MAX_NESTING - 4, maxLength: MAX_NESTING + 3 }), (layers) => {
        const more = layers.reduce<unknown>((inner, [text, wrap]) => wrap(inner, text), 'core')
        const isRead = 'event' in unseal(sealed(`${bodyOf(first)},"more":${JSON.stringify(more)}`))
        expect(isRead).toBe(1 + depthOf(more) <= MAX_NESTING)
        seen[isRead ? 'taken' : 'refused'] += 1
      }),
      { numRuns: 300 },
    )
    expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(20)
  })

  it.each([
    ['lists', '['],
    ['objects', '{"a":'],
    ['lists of closed objects', '[{},'],
    ['quotes', '"'],
    ['texts', '"[",'],
    ['escapes', '\\'],
    ['quotes in a text', '\\"'],
  ])('is damaged by a million bytes of %s', (_, piece) => {
    const start = `${bodyOf(first)},"more":${piece === '\\"' ? '"' : ''}${'['.repeat(70)}`
    const line = sealed(start + piece.repeat((MAX_LINE_BYTES - start.length - 100) / piece.length))
    expect(unseal(line)).toHaveProperty('damage')
  })
})

/** How deep lists and objects nest. */
function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return 1 + Math.max(0, ...Object.values(value).map(depthOf))
}

describe('headDigest', () => {
  it('is one digest over the heads of all writers, sorted by writer', () => {
    const heads = [
      { writer: 'b', seq: 2, hash: 'beef' },
      { writer: 'a', seq: 7, hash: 'cafe' },
      { writer: 'c', seq: 1, hash: 'f00d' },
    ]
    const expected = createHash('sha256').update('a:7:cafe\nb:2:beef\nc:1:f00d\n').digest('hex')
    expect(headDigest(heads)).toBe(expected)
    expect(headDigest(heads.toReversed())).toBe(expected)
  })
})

describe('headsIn', () => {
  const head = (writer: string, seq: number) => ({ writer, seq, hash: 'a'.repeat(64) })

  it('reads what headText makes', () => {
    const heads = [head('aaaaaaaa', 3), head('bbbbbbbb', 1)]
    expect(headsIn(headText(heads))).toEqual(heads)
  })

  it('reads nothing that has a writer twice, is not sorted, is not whole, or is empty', () => {
    const text = (...heads: readonly ReturnType<typeof head>[]) => heads.map((one) => headText([one])).join('')
    expect(headsIn(text(head('aaaaaaaa', 1), head('aaaaaaaa', 1), head('aaaaaaaa', 1)))).toBeNull()
    expect(headsIn(text(head('aaaaaaaa', 1), head('aaaaaaaa', 2)))).toBeNull()
    expect(headsIn(text(head('bbbbbbbb', 1), head('aaaaaaaa', 1)))).toBeNull()
    expect(headsIn(`${text(head('aaaaaaaa', 1))}more\n`)).toBeNull()
    expect(headsIn(text(head('aaaaaaaa', 1)).trimEnd())).toBeNull()
    expect(headsIn('')).toBeNull()
  })
})
