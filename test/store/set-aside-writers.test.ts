import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { notesAfter } from '../sealing.ts'
import { Bench, ID, refusal } from './bench.ts'

const lastOf = (path: string) => JSON.parse(readFileSync(path, 'utf8').trimEnd().split('\n').at(-1) ?? '') as Envelope
const textsOf = (bench: Bench, user = 'taro') =>
  [...bench.read(user).events()].flatMap(({ type, data }) =>
    type === 'note.added' ? [(data as { text: string }).text] : [],
  )

/** A log of Taro's with a file of another writer's lines. */
function withFileOf(writer: string, lines: (last: Envelope) => string): Bench {
  const bench = new Bench()
  bench.noted('mine')
  writeFileSync(bench.file.replace(/\.[a-z2-7]{8}\.jsonl$/, `.${writer}.jsonl`), lines(lastOf(bench.file)))
  return bench
}

/** A line of another writer with some of its fields replaced. */
function lineWith(last: Envelope, over: Partial<Envelope>): string {
  const { hash: _, sig: __, key: ___, after: ____, ...rest } = last
  const body = JSON.stringify({ ...rest, seq: 1, prev: null, ...over }).slice(0, -1)
  return `${body},"hash":"${createHash('sha256').update(body).digest('hex')}"}\n`
}

const setAside = (bench: Bench, ...writers: readonly string[]) =>
  bench.read().setAside(bench.clock, writers, 'nobody knows it')

describe('a writer that was set aside', () => {
  it('counts for nothing from then on, whatever its file gains, and its file stays', () => {
    const bench = withFileOf('bbbbbbbb', (last) => notesAfter(last, ['theirs'], 'bbbbbbbb'))
    expect(textsOf(bench)).toEqual(['mine', 'theirs'])
    setAside(bench, 'bbbbbbbb')
    const other = bench.files.find((path) => path.includes('bbbbbbbb')) ?? ''
    writeFileSync(other, notesAfter(lastOf(other), ['more']), { flag: 'a' })
    for (const user of ['taro', 'hanako']) {
      expect(textsOf(bench, user)).toEqual(['mine'])
      expect(bench.read(user).findings()).toEqual([])
    }
    bench.note(bench.read(), 'after it')
    expect(lastOf(bench.files.find((path) => path !== other) ?? '').after).toBeUndefined()
    expect(setAside(bench, 'bbbbbbbb')).toEqual({ events: [], already: ['verify --set-aside bbbbbbbb'] })
    writeFileSync(other, 'no line at all\n')
    expect(bench.read().findings()).toEqual([])
  })

  it('no longer keeps this version from recording by an event that it does not know', () => {
    const bench = withFileOf('bbbbbbbb', (last) =>
      lineWith(last, { writer: 'bbbbbbbb', type: 'moon.phase', critical: true, hlc: [last.hlc[0] + 1, 0] }),
    )
    expect(refusal(() => bench.note(bench.read(), 'mine too'))).toMatchObject({ code: 'newer-version' })
    setAside(bench, 'bbbbbbbb')
    bench.note(bench.read(), 'mine too')
    expect(textsOf(bench)).toEqual(['mine', 'mine too'])
  })

  it('no longer has a clock at the end of time', () => {
    const far = 253_402_300_000_000
    const bench = withFileOf('bbbbbbbb', (last) => lineWith(last, { writer: 'bbbbbbbb', hlc: [far, 0] }))
    expect(bench.read().farAhead(Date.now())).toMatchObject([{ writer: 'bbbbbbbb' }])
    setAside(bench, 'bbbbbbbb')
    expect(bench.read().farAhead(Date.now())).toEqual([])
  })

  it('needs not be named by every line while it is one of very many that nobody knows', () => {
    const names = Array.from(
      { length: 150 },
      (_, i) => `bbbbb${[i / 25, i % 25, i % 7].map((n) => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(n)]).join('')}`,
    )
    const bench = new Bench()
    bench.noted('mine')
    const own = bench.file
    const last = lastOf(own)
    for (const name of names)
      writeFileSync(own.replace(`.${last.writer}.`, `.${name}.`), notesAfter(last, ['theirs'], name))
    bench.note(bench.read(), 'after them')
    expect(lastOf(own).after).toHaveLength(100)
    setAside(bench, ...names)
    bench.note(bench.read(), 'without them')
    expect(lastOf(own).after).toBeUndefined()
    expect(textsOf(bench)).toEqual(['mine', 'after them', 'without them'])
  })

  it('is left out of snapshots, which hold all the same', () => {
    const bench = withFileOf('bbbbbbbb', (last) => notesAfter(last, ['theirs'], 'bbbbbbbb'))
    setAside(bench, 'bbbbbbbb')
    bench.readWithSnapshots('taro')
    expect(bench.snapshots('taro').open(ID)?.places.size).toBe(1)
    expect([...bench.readWithSnapshots('taro').incident.heads.keys()]).toHaveLength(1)
    expect(textsOf(bench)).toEqual(['mine'])
  })

  it('is never so by its own word, which would be gone with its file', () => {
    const bench = withFileOf('bbbbbbbb', (last) => {
      const data = { writer: 'bbbbbbbb', found: null, kept: null, reason: 'set-aside', words: 'forged' }
      return lineWith(last, { writer: 'bbbbbbbb', type: 'log.continued', critical: false, data })
    })
    expect(textsOf(bench)).toEqual(['mine'])
    bench.note(bench.read(), 'mine too')
    expect(bench.read().setAsideWriters.size).toBe(0)
  })

  it('is never the one that declared the incident: there would be none without it', () => {
    const bench = new Bench()
    bench.noted('mine')
    const taro = lastOf(bench.file).writer
    bench.want(bench.read(), { kind: 'offer-lead', to: 'hanako' })
    bench.want(bench.read('hanako'), { kind: 'accept-lead', reason: null })
    const act = () => bench.read('hanako').setAside(bench.clock, [taro], 'he was not himself')
    expect(refusal(act)).toMatchObject({ code: 'declaring-writer', params: { writer: taro } })
    expect(textsOf(bench, 'hanako')).toEqual(['mine'])
  })

  it('is not one known to the declaring writer, where that does not know this machine', () => {
    const bench = new Bench()
    bench.noted('mine')
    bench.note(bench.read('hanako'), 'hers')
    const hanako = bench.read('hanako').writer
    bench.want(bench.read(), { kind: 'accept-writer', writer: hanako })
    const act = () => bench.read('saburo').setAside(bench.clock, [hanako], 'who is she')
    expect(refusal(act)).toMatchObject({ code: 'outside-circle', params: { writer: hanako } })
    bench.read('taro').setAside(bench.clock, [hanako], 'her laptop was stolen')
    for (const user of ['taro', 'hanako', 'saburo']) expect(textsOf(bench, user)).toEqual(['mine'])
    expect(bench.read('saburo').whyNotRestored(hanako)).toMatchObject({ code: 'outside-circle' })
  })

  it('is the same whether a log is read cold, from a snapshot or on and on, and counts again once it is accepted', () => {
    const bench = withFileOf('bbbbbbbb', (last) => notesAfter(last, ['theirs'], 'bbbbbbbb'))
    const running = bench.read('hanako')
    const agree = (texts: readonly string[]) => {
      running.readNewEvents()
      const all = [
        running,
        bench.read('hanako'),
        bench.readWithSnapshots('hanako'),
        bench.readWithSnapshots('hanako'),
        bench.read('taro'),
      ]
      for (const log of all) {
        expect(log.incident).toEqual(running.incident)
        expect(log.incident.events).toBe(texts.length + 1)
      }
      expect(textsOf(bench)).toEqual(texts.filter((text) => text !== ''))
    }
    agree(['mine', 'theirs'])
    setAside(bench, 'bbbbbbbb')
    agree(['mine', ''])
    bench.want(bench.read(), { kind: 'accept-writer', writer: 'bbbbbbbb', key: null })
    agree(['mine', 'theirs', '', ''])
    setAside(bench, 'bbbbbbbb')
    agree(['mine', '', '', ''])
  })

  it('stays so, whatever is said of its file later, and is not set aside by one that nobody knows', () => {
    const bench = withFileOf('bbbbbbbb', (last) => notesAfter(last, ['theirs'], 'bbbbbbbb'))
    const own = bench.files.find((path) => !path.includes('bbbbbbbb')) ?? ''
    const taro = lastOf(own)
    const forge = (writer: string, data: object) => {
      const line = lineWith(taro, { writer, type: 'log.continued', critical: false, hlc: [taro.hlc[0] + 1, 0], data })
      writeFileSync(own.replace(`.${taro.writer}.`, `.${writer}.`), line)
    }
    forge('cccccccc', { writer: taro.writer, found: null, kept: null, reason: 'set-aside', words: 'forged' })
    const frozen = { file: 'x', bytes: 1, digest: 'd', line: 1, why: 'hash-differs', words: 'forged' }
    forge('eeeeeeee', { writer: taro.writer, found: null, kept: null, reason: 'damaged', frozen })
    for (const user of ['taro', 'hanako']) {
      expect(textsOf(bench, user)).toEqual(['mine', 'theirs'])
      expect(bench.read(user).findings()).toEqual([])
    }
    setAside(bench, 'bbbbbbbb')
    forge('dddddddd', { writer: 'bbbbbbbb', found: null, kept: null, reason: 'missing' })
    expect(textsOf(bench)).toEqual(['mine'])
  })
})
