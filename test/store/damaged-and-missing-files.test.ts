import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Envelope, Event } from '../../src/domain/log/event.ts'
import type { Journal } from '../../src/store/journal.ts'
import { Bench, refusal } from './bench.ts'

const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const goOn = (bench: Bench, journal: Journal = bench.read()) => journal.continueLog(bench.clock, 'disk fault')
const continuations = (bench: Bench, user = 'taro') =>
  [...bench.read(user).events()].filter((event) => event.type === 'log.continued')
const fileOf = (bench: Bench, writer: string | undefined) =>
  bench.files.find((path) => path.includes(`.${writer}.`)) as string
const writers = (events: readonly (Event | Envelope)[]) => [...new Set(events.map((event) => event.writer))]

/** Taro declares and writes three notes; then the line of the second is altered. */
function damaged(): Bench {
  const bench = new Bench()
  bench.noted('one', 'two', 'three')
  bench.put(Buffer.from(bench.bytes().toString().replace('"two"', '"too"')))
  return bench
}

/** Taro and Hanako write notes in turn, each in their own file. */
function shared(): Bench & { taro: string; hanako: string } {
  const bench = new Bench()
  const taro = bench.begin()
  bench.note(bench.read('hanako'), 'hers 1')
  bench.note(taro, 'his 1')
  bench.note(bench.read('hanako'), 'hers 2')
  bench.note(bench.read(), 'his 2')
  const [, hers] = writers([...bench.read().events()])
  const hanako = fileOf(bench, hers)
  return Object.assign(bench, { hanako, taro: bench.files.find((path) => path !== hanako) as string })
}

const lines = (path: string) => readFileSync(path, 'utf8').split('\n')
const cut = (path: string, left: number) => writeFileSync(path, `${lines(path).slice(0, left).join('\n')}\n`)

describe('a damaged file', () => {
  it('is frozen by a new writer, whose first event says where, why and what it was', () => {
    const bench = damaged()
    const file = bench.file
    const before = readFileSync(file)
    const { events, already } = goOn(bench)
    expect(already).toEqual([])
    expect(events).toMatchObject([
      {
        type: 'log.continued',
        seq: 1,
        prev: null,
        by: 'taro',
        data: {
          writer: file.split('.').at(-2),
          found: { seq: 2 },
          kept: { seq: 4 },
          reason: 'damaged',
          frozen: {
            file: `incidents/${bench.read().id}/${file.split('/').at(-1)}`,
            bytes: before.length,
            digest: digest(file),
            line: 3,
            why: 'hash-differs',
            words: 'disk fault',
          },
        },
      },
    ])
    expect(readFileSync(file).equals(before)).toBe(true)
  })

  it('counts up to the damage, and then everybody can write again', () => {
    const bench = damaged()
    const file = bench.file
    const before = readFileSync(file)
    goOn(bench)
    expect(bench.read().findings()).toEqual([])
    expect(bench.read().keptHeadMismatch()).toBeNull()
    expect(bench.read().frozenFiles()).toMatchObject([{ line: 3, why: 'hash-differs', words: 'disk fault' }])
    bench.note(bench.read(), 'four')
    bench.note(bench.read('hanako'), 'hers')
    expect(bench.texts()).toEqual(['one', 'four', 'hers'])
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(bench.files).toHaveLength(3)
    expect(continuations(bench)).toHaveLength(1)
  })

  it('is not written again by its own writer after another user froze it', () => {
    const bench = damaged()
    const file = bench.file
    const before = readFileSync(file)
    goOn(bench, bench.read('hanako'))
    // What this machine wrote after the damage, only it can give up.
    expect(bench.read().keptHeadMismatch()).toMatchObject({ found: { seq: 2 } })
    expect(bench.read('hanako').headOf(file.split('.').at(-2) as string)).toMatchObject({ seq: 2 })
    bench.note(bench.read(), 'four')
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(continuations(bench).map(({ data }) => data)).toMatchObject([
      { kept: null },
      { kept: { seq: 4 }, found: { seq: 2 }, frozen: { line: 3 } },
    ])
    expect(bench.read().keptHeadMismatch()).toBeNull()
    expect(bench.read().findings()).toEqual([])
  })

  it('is damaged again if it changes after it was frozen', () => {
    const bench = damaged()
    const file = bench.file
    const frozen = readFileSync(file)
    goOn(bench)
    for (const changed of [
      Buffer.from(frozen.toString().replace('"too"', '"two"')),
      Buffer.from(frozen.toString().replace('"too"', '"tuo"')),
      frozen.subarray(0, -1),
      Buffer.concat([frozen, Buffer.from('more')]),
    ]) {
      writeFileSync(file, changed)
      const journal = bench.read()
      expect(journal.findings()).toMatchObject([{ line: 3, why: 'frozen-altered' }])
      expect(journal.frozenFiles()).toEqual([])
      expect(bench.texts()).toEqual(['one'])
      expect(refusal(() => bench.note(journal, 'x'))).toMatchObject({
        code: 'damaged',
        params: { why: 'frozen-altered' },
      })
    }
    writeFileSync(file, frozen)
    expect(bench.read().findings()).toEqual([])
  })

  it('can be continued again if it changed or disappeared after it was frozen', () => {
    const bench = damaged()
    const file = bench.file
    const frozen = readFileSync(file)
    goOn(bench)
    writeFileSync(file, Buffer.from(frozen.toString().replace('"too"', '"two"')))
    const { events } = goOn(bench)
    expect(events).toMatchObject([
      { data: { found: { seq: 2 }, reason: 'damaged', frozen: { why: 'frozen-altered', digest: digest(file) } } },
    ])
    expect(bench.read().findings()).toEqual([])
    expect(bench.texts()).toEqual(['one'])
    const other = shared()
    appendFileSync(other.hanako, 'broken\n')
    goOn(other)
    rmSync(other.hanako)
    expect(other.read().findings()).toMatchObject([{ why: 'frozen-missing', offset: 0, line: 3 }])
    expect(goOn(other).events).toMatchObject([{ data: { reason: 'missing', found: null, kept: { seq: 2 } } }])
    expect(other.read().findings()).toEqual([])
    expect(other.read().missingHeads()).toEqual([])
  })

  it('is noticed by an open journal if it changes after it was frozen', () => {
    const bench = damaged()
    goOn(bench)
    const file = bench.files.find((path) => readFileSync(path, 'utf8').includes('"too"')) as string
    const journal = bench.read()
    expect(journal.findings()).toEqual([])
    appendFileSync(file, 'more')
    expect(journal.findings()).toMatchObject([{ why: 'frozen-altered' }])
  })

  it('is frozen together with another damaged file, by one writer', () => {
    const bench = shared()
    appendFileSync(bench.hanako, 'broken\n')
    appendFileSync(bench.taro, 'broken\n')
    const { events } = goOn(bench)
    expect(events.map((event) => event.type)).toEqual(['log.continued', 'log.continued'])
    expect(writers(events)).toHaveLength(1)
    expect(bench.read().findings()).toEqual([])
    expect(bench.texts()).toEqual(['hers 1', 'his 1', 'hers 2', 'his 2'])
  })

  it('with another writer’s lines is frozen whole', () => {
    const bench = new Bench()
    bench.noted('one')
    writeFileSync(bench.file.replace(/\.[a-z0-9]{8}\.jsonl$/, '.zzzzzzzz.jsonl'), bench.bytes())
    expect(goOn(bench).events).toMatchObject([
      { data: { writer: 'zzzzzzzz', found: null, frozen: { line: 1, why: 'wrong-writer' } } },
    ])
    expect(bench.read().findings()).toEqual([])
    expect(bench.texts()).toEqual(['one'])
  })

  it('cannot be continued if its first line held the only declaration', () => {
    const bench = new Bench()
    bench.noted('one')
    const altered = Buffer.from(bench.bytes().toString().replace('Matching', 'matching'))
    bench.put(altered)
    expect(bench.read().findings()).toMatchObject([{ line: 1, why: 'hash-differs' }])
    expect(refusal(() => goOn(bench))).toEqual({ code: 'no-declaration', params: { id: bench.read().id } })
    expect(bench.bytes().equals(altered)).toBe(true)
  })
})

describe('a file that is behind what others had seen', () => {
  it('is reported if it was cut, and writing goes on', () => {
    const bench = shared()
    cut(bench.hanako, 1)
    expect(bench.read().findings()).toEqual([])
    expect(bench.read().missingHeads()).toMatchObject([{ head: { seq: 2 }, by: expect.stringMatching(/:3$/) }])
    bench.note(bench.read(), 'his 3')
    expect(bench.read().missingHeads()).toHaveLength(1)
    expect(bench.read('hanako').missingHeads()).toEqual([])
    expect(bench.read('hanako').keptHeadMismatch()).toMatchObject({ kept: { seq: 2 }, found: { seq: 1 } })
  })

  it('is reported if it is gone', () => {
    const bench = shared()
    rmSync(bench.hanako)
    expect(bench.read().missingHeads()).toMatchObject([{ head: { seq: 2 } }])
  })

  it.each([
    ['behind', (bench: ReturnType<typeof shared>) => cut(bench.hanako, 1), { seq: 1 }],
    ['missing', (bench: ReturnType<typeof shared>) => rmSync(bench.hanako), null],
  ])('is given up for a reason if it is %s, and is not reported again', (reason, harm, found) => {
    const bench = shared()
    harm(bench)
    const { events } = goOn(bench)
    expect(events).toMatchObject([{ seq: 1, data: { reason, found, kept: { seq: 2 }, words: 'disk fault' } }])
    expect(bench.read().missingHeads()).toEqual([])
    expect(goOn(bench)).toEqual({ events: [], already: [] })
    expect(bench.read('hanako').keptHeadMismatch()).toMatchObject({ kept: { seq: 2 } })
    bench.note(bench.read('hanako'), 'hers 3')
    expect(continuations(bench).map(({ by }) => by)).toEqual(['taro', 'hanako'])
    expect(bench.texts().at(-1)).toBe('hers 3')
    expect(bench.read('hanako').keptHeadMismatch()).toBeNull()
  })

  it('is given up if an event that was seen has been replaced', () => {
    const bench = shared()
    const forger = bench.state('hanako')
    const [first] = [...bench.read().events()].filter((event) => event.by === 'hanako')
    cut(bench.hanako, 1)
    forger.keepHead(bench.read().id, { writer: first?.writer ?? '', seq: 1, hash: first?.hash ?? '' })
    bench.note(bench.read('hanako'), 'never so')
    bench.note(bench.read('hanako'), 'nor this')
    const { events } = goOn(bench)
    expect(events).toMatchObject([{ data: { reason: 'differs', found: { seq: 3 }, kept: { seq: 2 } } }])
    expect(goOn(bench).events).toEqual([])
    expect(bench.read().missingHeads()).toEqual([])
  })

  it('is reported again if it loses more', () => {
    const bench = shared()
    cut(bench.hanako, 1)
    goOn(bench)
    rmSync(bench.hanako)
    expect(bench.read().missingHeads()).toMatchObject([{ head: { seq: 1 } }])
  })
})

describe('continuing a log', () => {
  it('does nothing if nothing is wrong', () => {
    const bench = new Bench()
    bench.noted('one')
    const before = bench.bytes()
    expect(goOn(bench)).toEqual({ events: [], already: [] })
    expect(bench.bytes().equals(before)).toBe(true)
  })

  it('records with a reason what the next event would have recorded without one', () => {
    const bench = new Bench()
    bench.noted('one')
    const copy = bench.bytes()
    bench.note(bench.read(), 'two')
    bench.put(copy)
    expect(goOn(bench).events).toMatchObject([
      { seq: 1, data: { reason: 'behind', found: { seq: 2 }, kept: { seq: 3 }, words: 'disk fault' } },
    ])
    expect(bench.read().keptHeadMismatch()).toBeNull()
    expect(goOn(bench).events).toEqual([])
  })

  it('names the farthest head that is known from the state or from other writers', () => {
    const bench = shared()
    const state = bench.state('hanako')
    const [first] = [...bench.read().events()].filter((event) => event.by === 'hanako')
    rmSync(bench.hanako)
    state.keepHead(bench.read().id, { writer: first?.writer ?? '', seq: 1, hash: first?.hash ?? '' })
    bench.note(bench.read('hanako'), 'hers 3')
    expect(continuations(bench)[0]?.data).toMatchObject({ reason: 'missing', found: null, kept: { seq: 2 } })
    // Nobody else can tell that this was the same machine.
    expect(bench.read().missingHeads()).toHaveLength(1)
    goOn(bench)
    for (const user of ['taro', 'hanako']) expect(bench.read(user).missingHeads()).toEqual([])
  })

  it('sets this writer’s torn write aside before it leaves the file', () => {
    const bench = shared()
    const whole = readFileSync(bench.taro)
    appendFileSync(bench.taro, 'torn')
    rmSync(bench.hanako)
    expect(goOn(bench).events.map((event) => event.type)).toEqual(['log.continued', 'log.recovered'])
    expect(readFileSync(bench.taro).equals(whole)).toBe(true)
  })

  it('is refused if a newer version wrote a critical event', () => {
    const bench = damaged()
    const journal = bench.read()
    Object.assign(journal.incident, { beyond: { event: 'aaaaaaaa:9', type: 'moon.phase' } })
    expect(refusal(() => journal.continueLog(bench.clock, 'x'))).toMatchObject({ code: 'newer-version' })
  })
})

describe('reading while others write', () => {
  it('does not report a file as cut that was read before the event that names its head', () => {
    const bench = shared()
    const journal = bench.read()
    const his = lines(bench.taro)
    const hers = lines(bench.hanako)
    cut(bench.hanako, 1)
    cut(bench.taro, 2)
    const late = bench.read('jiro')
    writeFileSync(bench.taro, his.join('\n'))
    const hasGrown = late.hasGrown.bind(late)
    let reads = 0
    late.hasGrown = () => {
      reads += 1
      if (reads === 1) writeFileSync(bench.hanako, hers.join('\n'))
      return hasGrown()
    }
    late.refresh()
    expect(reads).toBeGreaterThan(0)
    expect(late.missingHeads()).toEqual([])
    expect(late.incident).toEqual(journal.incident)
  })
})
