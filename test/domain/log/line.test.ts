import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Event } from '../../../src/domain/log/event.ts'
import { headDigest, seal, unseal } from '../../../src/domain/log/line.ts'
import { done, history, noted, started, Writer } from '../../given.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const lineOf = (event: Event) => seal(event).line
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

  it('has its keys in one order, with the heads that were seen only where there were any', () => {
    const other = new Writer('bbbbbbbb').write(done('a-look'), 0, [first])
    const keys = ['v', 'incident', 'writer', 'seq', 'prev', 'hlc', 'at', 'recordedAt', 'by', 'type', 'critical', 'data']
    expect(Object.keys(JSON.parse(lineOf(first)))).toEqual([...keys, 'hash'])
    expect(Object.keys(JSON.parse(lineOf(other)))).toEqual([...keys.slice(0, 6), 'after', ...keys.slice(6), 'hash'])
  })

  it('reads back as the event it was', () => {
    expect(unseal(bytes(lineOf(second)))).toEqual({ event: second })
  })

  it('reads back from the middle of a larger buffer', () => {
    const whole = bytes(`${lineOf(first)}\n${lineOf(second)}\n`)
    const start = bytes(lineOf(first)).length + 1
    expect(unseal(whole.subarray(start, whole.length - 1))).toEqual({ event: second })
  })

  it('keeps keys that this version does not know', () => {
    const line = sealed(JSON.stringify({ ...first, hash: undefined, mood: 'calm' }).slice(0, -1))
    expect(unseal(line)).toMatchObject({ event: { mood: 'calm' } })
  })

  it('is none where its seal is missing, cut or written otherwise', () => {
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

  it('is damaged where any bit of it was turned', () => {
    const line = bytes(lineOf(second))
    for (let i = 0; i < line.length * 8; i += 1) {
      const turned = Uint8Array.from(line)
      turned[i >> 3] = (turned[i >> 3] as number) ^ (1 << (i & 7))
      expect(unseal(turned)).toHaveProperty('damage')
    }
    expect(unseal(bytes(lineOf(second).replace('見て', '来て')))).toEqual({ damage: 'hash-differs' })
  })

  it('is damaged where what was sealed is no JSON, no UTF-8 or no event', () => {
    expect(unseal(sealed('{"v":'))).toEqual({ damage: 'not-json' })
    expect(unseal(sealed(Uint8Array.of(0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31)))).toEqual({ damage: 'not-json' })
    expect(unseal(sealed('{"v":1'))).toEqual({ damage: 'not-an-event' })
  })

  it('is damaged where it nests deeper than any event, brackets in texts apart', () => {
    const body = lineOf(first).slice(0, -(',"hash":"'.length + 64 + 2))
    const nested = (depth: number) => sealed(`${body},"more":${'['.repeat(depth)}${']'.repeat(depth)}`)
    expect(unseal(nested(63))).toMatchObject({ event: { seq: 1 } })
    expect(unseal(nested(64))).toEqual({ damage: 'not-an-event' })
    expect(unseal(nested(200_000))).toEqual({ damage: 'not-an-event' })
    expect(unseal(sealed(`${body},"more":"${'[{\\"'.repeat(200)}"`))).toMatchObject({ event: { seq: 1 } })
  })
})

describe('the head of a log', () => {
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
