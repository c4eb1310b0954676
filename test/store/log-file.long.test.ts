import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Envelope, Head } from '../../src/domain/log/event.ts'
import { MAX_LINE_BYTES } from '../../src/domain/log/line.ts'
import { LogFile } from '../../src/store/log-file.ts'
import { Bench, refusal } from './bench.ts'

function readAll(file: LogFile): Envelope[] {
  return [...file.events()]
}

function lineEnds(bytes: Buffer): number[] {
  return [...bytes.entries()].flatMap(([i, byte]) => (byte === 0x0a ? [i + 1] : []))
}

function asideOf(bench: Bench): Buffer[] {
  const names = readdirSync(bench.incident).filter((name) => name.includes('.torn-'))
  return names.map((name) => readFileSync(join(bench.incident, name)))
}

/** The number of valid lines in a file that was cut; a last one without only its LF counts. */
function wholeLines(ends: readonly number[], cut: number): number {
  return ends.filter((end) => end - 1 <= cut).length
}

/** The path of an open file; empty if it was closed since. */
function opened(fd: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${fd}`)
  } catch {
    return ''
  }
}

describe('a torn write', () => {
  it('at any byte of the last three lines leaves a valid prefix, without damage', () => {
    const bench = new Bench()
    bench.noted('one', '二つ目', 'three')
    const bytes = bench.bytes()
    const ends = lineEnds(bytes)
    for (let cut = bytes.length - 1; cut >= (ends.at(-4) as number); cut -= 1) {
      truncateSync(bench.file, cut)
      const file = new LogFile(bench.file)
      expect(readAll(file)).toHaveLength(wholeLines(ends, cut))
      expect(file.damage).toBeNull()
      const torn = cut - file.wholeLength
      expect(file.tail?.torn.length ?? 0).toBe(torn)
      expect(file.wholeLength).toBe(ends.filter((end) => end <= cut).at(-1) === cut ? cut : cut - torn)
    }
  })

  it('is set aside with its bytes, once', () => {
    for (let short = 2; short < 400; short += 97) {
      const bench = new Bench()
      const journal = bench.noted('one', 'two')
      const acknowledged = [...journal.incident.heads.values()][0] as Head
      bench.note(journal, 'three')
      const bytes = bench.bytes()
      const start = lineEnds(bytes).at(-2) as number
      const cut = bytes.length - short
      bench.put(bytes.subarray(0, cut))
      bench.state().keepHead(journal.id, acknowledged)
      bench.note(bench.read(), 'after the crash')
      const aside = asideOf(bench)
      expect(aside.map((kept) => kept.toString())).toEqual([bytes.subarray(start, cut).toString()])
      expect(bench.types()).toEqual(['incident.started', 'note.added', 'note.added', 'log.recovered', 'note.added'])
      expect(bench.texts()).toEqual(['one', 'two', 'after the crash'])
      const recovered = bench.bytes()
      expect(bench.read().tornWrites()).toEqual([])
      expect(bench.bytes().equals(recovered)).toBe(true)
      bench.note(bench.read(), 'once more')
      expect(asideOf(bench)).toEqual(aside)
      expect(bench.bytes().subarray(0, recovered.length).equals(recovered)).toBe(true)
    }
  })

  it('that was never acknowledged is recovered by its own writer', () => {
    const bench = new Bench()
    bench.noted('one')
    const torn = Buffer.from('{"v":1,"incident":"x","wri')
    bench.put(Buffer.concat([bench.bytes(), torn]))
    const journal = bench.read()
    expect(journal.tornWrites()).toEqual([
      {
        file: `incidents/${journal.id}/${bench.file.split('/').at(-1)}`,
        writer: bench.file.split('.').at(-2),
        offset: bench.bytes().length - 26,
        bytes: 26,
      },
    ])
    bench.note(journal, 'two')
    expect(bench.types()).toEqual(['incident.started', 'note.added', 'log.recovered', 'note.added'])
    const [recovered] = [...bench.read().events()].filter((event) => event.type === 'log.recovered')
    expect(recovered?.data).toMatchObject({ bytes: 26, kept: expect.stringContaining('.torn-') })
    expect(asideOf(bench)).toEqual([torn])
    expect(bench.read().tornWrites()).toEqual([])
  })

  it('at the same place twice keeps the bytes of both', () => {
    const bench = new Bench()
    bench.noted('one')
    const whole = bench.bytes()
    bench.put(Buffer.concat([whole, Buffer.from('first crash')]))
    const aside = () => asideOf(bench).map((kept) => kept.toString())
    const { heads } = bench.read().incident
    bench.note(bench.read(), 'two')
    expect(aside()).toEqual(['first crash'])
    bench.put(Buffer.concat([whole, Buffer.from('second crash')]))
    bench.state().keepHead(bench.read().id, [...heads.values()][0] as Head)
    bench.note(bench.read(), 'three')
    expect(aside().sort()).toEqual(['first crash', 'second crash'])
  })

  it('is named by the next event, even if the first attempt failed', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.put(Buffer.concat([bench.bytes(), Buffer.from('torn')]))
    const journal = bench.read()
    expect(refusal(() => bench.note(journal, 'x'.repeat(1024 * 1024)))).toMatchObject({ code: 'too-long' })
    expect(asideOf(bench).map(String)).toEqual(['torn'])
    expect(bench.read().tornWrites()).toEqual([])
    bench.note(bench.read(), 'two')
    bench.note(bench.read(), 'three')
    expect(bench.types()).toEqual(['incident.started', 'note.added', 'log.recovered', 'note.added', 'note.added'])
    const event = [...bench.read().events()].find(({ type }) => type === 'log.recovered')
    expect(event?.data).toEqual({ kept: expect.stringMatching(/^incidents\/.+\.torn-\d+$/), bytes: 4 })
  })

  it('of the former writer is set aside after a reboot', () => {
    const bench = new Bench()
    bench.noted('one')
    const whole = bench.bytes()
    const old = bench.file
    bench.put(Buffer.concat([whole, Buffer.from('torn')]))
    bench.note(bench.read('taro', 'boot-2'), 'two')
    expect(readFileSync(old).equals(whole)).toBe(true)
    expect(asideOf(bench).map(String)).toEqual(['torn'])
    expect(bench.types()).toEqual(['incident.started', 'note.added', 'log.recovered', 'note.added'])
    expect(bench.read().tornWrites()).toEqual([])
  })

  it('of another user is left alone', () => {
    const bench = new Bench()
    bench.noted('one')
    const torn = Buffer.concat([bench.bytes(), Buffer.from('torn')])
    const his = bench.file
    bench.put(torn)
    bench.note(bench.read('hanako'), 'hers')
    expect(readFileSync(his).equals(torn)).toBe(true)
    expect(bench.types()).not.toContain('log.recovered')
  })

  it('in a restored file is left alone, even after the writer was replaced', () => {
    const bench = new Bench()
    bench.noted('one')
    const torn = Buffer.concat([bench.bytes(), Buffer.from('torn')])
    const old = bench.file
    bench.note(bench.read(), 'two')
    bench.put(torn)
    bench.note(bench.read('taro', 'boot-2'), 'three')
    expect(readFileSync(old).equals(torn)).toBe(true)
    bench.state('taro', 'boot-2').replaceWriter()
    bench.note(bench.read('taro', 'boot-2'), 'four')
    expect(readFileSync(old).equals(torn)).toBe(true)
    expect(asideOf(bench)).toEqual([])
  })

  it('of NULs (a lost block) is recovered, too', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.put(Buffer.concat([bench.bytes(), Buffer.alloc(4096)]))
    expect(bench.read().findings()).toEqual([])
    bench.note(bench.read(), 'two')
    expect(bench.texts()).toEqual(['one', 'two'])
    expect(bench.bytes().includes(0)).toBe(false)
  })
})

describe('a last line without its LF', () => {
  it('is kept, and the next event is on a line of its own', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const bytes = bench.bytes()
    bench.put(bytes.subarray(0, -1))
    const journal = bench.read()
    expect(journal.tornWrites()).toEqual([])
    expect(journal.keptHeadMismatch()).toBeNull()
    bench.note(journal, 'three')
    expect(bench.types()).not.toContain('log.recovered')
    expect(bench.texts()).toEqual(['one', 'two', 'three'])
    expect(bench.bytes().subarray(0, bytes.length).equals(bytes)).toBe(true)
  })

  it('is kept if torn bytes follow, and only those are removed', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    bench.put(Buffer.concat([bench.bytes().subarray(0, -1), Buffer.alloc(7)]))
    const journal = bench.read()
    expect(journal.tornWrites()).toMatchObject([{ bytes: 7 }])
    bench.note(journal, 'three')
    expect(bench.texts()).toEqual(['one', 'two', 'three'])
    expect(bench.types()).toContain('log.recovered')
  })

  it('is kept if it contains the heads of other writers, which look like a line end', () => {
    const bench = new Bench()
    bench.noted('one')
    const hanako = bench.read('hanako')
    bench.note(hanako, 'hers')
    const hers = bench.files.find((path) => readFileSync(path, 'utf8').includes('"by":"hanako"')) as string
    const line = readFileSync(hers)
    expect(line.toString()).toMatch(/"after":\[\{"writer":"\w+","seq":2,"hash":"[0-9a-f]{64}"\}\]/)
    writeFileSync(hers, line.subarray(0, -1))
    expect(bench.read('hanako').tornWrites()).toEqual([])
    bench.note(bench.read('hanako'), 'hers again')
    expect(bench.texts()).toEqual(['one', 'hers', 'hers again'])
  })

  it('is not found in bytes that contain only line ends', () => {
    const bench = new Bench()
    bench.noted('one')
    const ends = `,"hash":"${'a'.repeat(64)}"}`.repeat(13_000)
    bench.put(Buffer.concat([bench.bytes(), Buffer.from(ends)]))
    expect(bench.read().tornWrites()).toMatchObject([{ bytes: ends.length }])
  })

  it('is damaged if bytes follow on the same line', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.put(bench.bytes().subarray(0, -1))
    const file = new LogFile(bench.file)
    expect(readAll(file)).toHaveLength(2)
    writeFileSync(bench.file, 'more\n', { flag: 'a' })
    expect(readAll(file)).toHaveLength(0)
    expect(file.damage).toMatchObject({ line: 2, why: 'not-a-line' })
    const anew = new LogFile(bench.file)
    readAll(anew)
    expect(anew.damage).toEqual(file.damage)
  })

  it('is returned once, however often the file is read', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.put(bench.bytes().subarray(0, -1))
    const file = new LogFile(bench.file)
    expect(readAll(file)).toHaveLength(2)
    expect(readAll(file)).toHaveLength(0)
    writeFileSync(bench.file, '\n', { flag: 'a' })
    expect(readAll(file)).toHaveLength(0)
    bench.note(bench.read(), 'two')
    expect(readAll(file)).toHaveLength(1)
    expect(file.tail).toBeNull()
  })
})

describe('a log file with a limit of events', () => {
  it('is read only up to the limit, and has no damage beyond', () => {
    const bench = new Bench()
    bench.noted('one', 'two', 'three')
    const ends = lineEnds(bench.bytes())
    for (const limit of [0, 1, 2, 3, 4, 5]) {
      const file = new LogFile(bench.file, null, { maxEvents: limit })
      expect(readAll(file)).toHaveLength(Math.min(limit, 4))
      expect(readAll(file)).toHaveLength(0)
      expect(file.length).toBe(limit === 0 ? 0 : ends[Math.min(limit, 4) - 1])
    }
    bench.put(Buffer.concat([bench.bytes(), Buffer.from('broken\n')]))
    const file = new LogFile(bench.file, null, { maxEvents: 4 })
    expect(readAll(file)).toHaveLength(4)
    expect(file.damage).toBeNull()
    expect(file.unreadBytes).toBe(0)
    const whole = new LogFile(bench.file, null, { maxEvents: 5 })
    readAll(whole)
    expect(whole.damage).toEqual({ line: 5, offset: ends[3], why: 'not-a-line' })
  })
})

describe('damage', () => {
  it('is noticed if any bit of a line is flipped, and nothing is cut', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const bytes = bench.bytes()
    const [declared = 0, noted = 0] = lineEnds(bytes)
    const everyBit = (at: number) => (at >= declared && at < noted ? [0, 1, 2, 3, 4, 5, 6, 7] : [at % 8])
    const missed: string[] = []
    const file = openSync(bench.file, 'r+')
    for (let at = 0; at < bytes.length; at += at < declared ? 97 : 1)
      for (const bit of everyBit(at)) {
        const was = bytes[at] as number
        writeSync(file, Uint8Array.of(was ^ (1 << bit)), 0, 1, at)
        const journal = bench.read()
        const noticed =
          journal.findings().length > 0 || journal.tornWrites().length > 0 || journal.keptHeadMismatch() !== null
        if (!noticed) missed.push(`${at}.${bit}`)
        if (statSync(bench.file).size !== bytes.length) missed.push(`${at}.${bit} cut`)
        writeSync(file, bytes, at, 1, at)
      }
    closeSync(file)
    expect(missed).toEqual([])
    expect(bench.bytes().equals(bytes)).toBe(true)
  })

  const lines = (bench: Bench) => bench.bytes().toString().trimEnd().split('\n')
  const put = (bench: Bench, kept: readonly string[]) => bench.put(Buffer.from(`${kept.join('\n')}\n`))

  it.each<[string, (l: string[]) => string[], object]>([
    ['a removed line', ([a = '', , ...rest]) => [a, ...rest], { line: 2, why: 'chain-broken' }],
    ['a removed first line', ([, ...rest]) => rest, { line: 1, why: 'chain-broken' }],
    ['two swapped lines', ([a = '', b = '', c = '', ...rest]) => [a, c, b, ...rest], { line: 2, why: 'chain-broken' }],
    ['a duplicate line', ([a = '', b = '', ...rest]) => [a, b, b, ...rest], { line: 3, why: 'chain-broken' }],
    ['an empty line', ([a = '', ...rest]) => [a, '', ...rest], { line: 2, why: 'not-a-line' }],
    ['a line that is not JSON', ([a = '', ...rest]) => [a, 'hello', ...rest], { line: 2, why: 'not-a-line' }],
    [
      'an altered word',
      ([a = '', b = '', ...rest]) => [a, b.replace('one', 'two'), ...rest],
      { line: 2, why: 'hash-differs' },
    ],
  ])('is reported with its line: %s', (_, alter, expected) => {
    const bench = new Bench()
    bench.noted('one', 'two', 'three')
    put(bench, alter(lines(bench)))
    const journal = bench.read()
    expect(journal.findings()[0]).toMatchObject(expected)
    expect(() => bench.note(journal, 'more')).toThrow('damaged')
  })

  it('is reported for a file with another writer’s name', () => {
    const bench = new Bench()
    bench.noted('one')
    const other = new Bench()
    other.noted('two')
    writeFileSync(join(bench.incident, `${bench.read().id}.zzzzzzzz.jsonl`), other.bytes())
    expect(bench.read().findings()).toMatchObject([{ line: 1, why: 'wrong-writer' }])
  })

  it('is reported for a line that is too long', () => {
    const bench = new Bench()
    bench.noted('one')
    bench.put(Buffer.concat([bench.bytes(), Buffer.alloc(MAX_LINE_BYTES + 10, 'x'), Buffer.from('\n')]))
    expect(bench.read().findings()).toMatchObject([{ line: 3, why: 'line-too-long' }])
  })
})

it.runIf(existsSync('/proc/self/fd'))('no log file is open between two events, or after an error', () => {
  const bench = new Bench()
  bench.noted('one', 'x'.repeat(100_000))
  bench.note(bench.read('hanako'), 'hers')
  const journal = bench.read()
  const open = () => readdirSync('/proc/self/fd').filter((fd) => bench.files.includes(opened(fd)))
  expect(bench.files).toHaveLength(2)
  for (const _ of journal.events()) expect(open()).toEqual([])
  symlinkSync('/etc/passwd', join(bench.incident, `${journal.id}.zzzzzzzz.jsonl`))
  expect(bench.read().findings()).toMatchObject([{ why: 'unreadable' }])
  expect(open()).toEqual([])
})

it('a log file that is replaced while it is read is refused', () => {
  const bench = new Bench()
  bench.noted('x'.repeat(100_000), 'two')
  const file = new LogFile(bench.file)
  const events = file.events()
  expect(events.next().value).toMatchObject({ type: 'incident.started' })
  const copy = `${bench.file}.copy`
  writeFileSync(copy, bench.bytes())
  renameSync(copy, bench.file)
  expect(refusal(() => [...events])).toMatchObject({ code: 'unreadable', params: { path: file.path, why: 'ESTALE' } })
  expect(file.isSame()).toBe(false)
  expect(bench.texts()).toEqual(['x'.repeat(100_000), 'two'])
})

it('a symbolic link instead of a log file is not followed', () => {
  const bench = new Bench()
  bench.noted('one')
  const journal = bench.read()
  const path = join(bench.incident, `${journal.id}.abcdefgh.jsonl`)
  symlinkSync('/etc/passwd', path)
  expect(bench.read().findings()).toMatchObject([{ writer: 'abcdefgh', line: 1, why: 'unreadable' }])
})
