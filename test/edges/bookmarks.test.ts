import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failed } from '../../src/domain/outcome.ts'
import { Bookmarks } from '../../src/edges/bookmarks.ts'
import { readCache, writeCache } from '../../src/edges/cachefile.ts'
import { readAt } from '../../src/edges/filebytes.ts'
import { Journal } from '../../src/edges/journal.ts'
import { type KeptState, keyOf, stateOf } from '../../src/edges/state.ts'
import { closed, DECLARED } from '../given.ts'
import { Bench, folder, ID, refusal } from './bench.ts'

const MANY = Array.from({ length: 120 }, (_, n) => `note ${n}`)

/** A log of many lines, or of those given, and the commands that come to it one after another. */
class Long {
  readonly bench = new Bench()
  readonly env = { XDG_CACHE_HOME: join(folder(), 'cache') }

  constructor(texts: readonly string[] = MANY) {
    const journal = this.bench.begin()
    const events = texts.map((text) => ({ type: 'note.added', data: { text } }) as const)
    journal.append(this.bench.clock, () => ({ events, already: [] }))
  }

  bookmarks(program: string | null = 'program-1'): Bookmarks {
    const { workspace } = this.bench
    return new Bookmarks(workspace, this.env, () => program, keyOf(workspace))
  }

  /** The journal as the next command has it; `program` is the build that runs it. */
  next(program: string | null = 'program-1', state: KeptState = this.bench.state()): Journal {
    return this.by(this.bookmarks(program), state)
  }

  /** The journal as it is read by these bookmarks. */
  by(bookmarks: Bookmarks, state: KeptState = this.bench.state()): Journal {
    const by = () => 'taro'
    const journal = new Journal(this.bench.workspace, ID, state, by, () => {}, bookmarks)
    journal.refresh()
    return journal
  }

  get path(): string {
    const directory = join(this.env.XDG_CACHE_HOME, 'halt')
    return join(directory, readdirSync(directory)[0] ?? '')
  }

  get isMarked(): boolean {
    try {
      return statSync(this.path).isFile()
    } catch {
      return false
    }
  }

  /** From a machine that had only the first event until now comes one that it recorded right after that. */
  getEarlier(): void {
    const { workspace, clock } = this.bench
    const elsewhere = folder()
    cpSync(workspace, elsewhere, { recursive: true })
    const there = join(elsewhere, 'incidents', ID)
    for (const name of readdirSync(there).filter((name) => name.endsWith('.jsonl'))) {
      const text = readFileSync(join(there, name), 'utf8')
      writeFileSync(join(there, name), text.slice(0, text.indexOf('\n') + 1))
    }
    const journal = new Journal(elsewhere, ID, stateOf(elsewhere, { XDG_STATE_HOME: folder() }), () => 'hanako')
    const earlier = { ...clock, now: () => DECLARED + 1 }
    journal.append(earlier, () => ({ events: [{ type: 'note.added', data: { text: 'earlier' } }], already: [] }))
    const fresh = journal.paths.filter((path) => !existsSync(join(workspace, path)))
    for (const path of fresh) copyFileSync(join(elsewhere, path), join(workspace, path))
  }

  /** Writes a bookmark that says something else, as if the program had written it. */
  forge(said: string, instead: string): void {
    const { POSITIVE_INFINITY: most } = Number
    readCache(this.path, 'program-1', most, ({ lines, fd, at, end }) => {
      const rest = readAt({ fd, at }, Buffer.alloc(end - at))
      const other = [...lines].map((line) => line.replace(said, instead))
      writeCache(this.path, 'program-1', most, other, [rest])
    })
  }

  /** Whether the next command may go by the bookmark. */
  get counts(): boolean {
    return this.bookmarks().open(ID) !== null
  }

  /** Whether it does; it is a forged one afterwards. */
  get isGoneBy(): boolean {
    this.forge('"declaredBy":"taro"', '"declaredBy":"hana"')
    return this.next().incident.declaration?.declaredBy === 'hana'
  }
}

function marked(): Long {
  const long = new Long()
  long.next()
  expect(long.counts).toBe(true)
  return long
}

describe('a bookmark', () => {
  it('is kept of a log, for its user alone', () => {
    const long = marked()
    expect(statSync(long.path).mode & 0o777).toBe(0o600)
  })

  it('is kept of a short log as well: its first event alone takes a while to read', () => {
    const short = new Long(['one'])
    short.next()
    expect(short.counts).toBe(true)
  })

  it('is not kept of a log that has no event yet', () => {
    const long = new Long()
    writeFileSync(long.bench.file, '')
    long.next()
    expect(long.isMarked).toBe(false)
  })

  it('makes the same incident as reading all of it, and finds the same', () => {
    const long = marked()
    const [whole, quick] = [long.bench.read(), long.next()]
    expect(quick.incident).toEqual(whole.incident)
    expect([quick.findings(), quick.behind(), quick.unmet()]).toEqual([[], null, []])
    expect([...quick.events()]).toEqual([...whole.events()])
    expect(quick.agreesWith()).toEqual(whole.agreesWith())
  })

  it('is gone on from: by what was recorded since, by this writer and by others', () => {
    const long = marked()
    long.bench.note(long.next(), 'one more')
    long.bench.note(long.bench.read('hanako'), 'and hers')
    long.bench.note(long.next(), 'and another')
    expect(long.next().incident).toEqual(long.bench.read().incident)
    expect(long.bench.read().findings()).toEqual([])
    expect(long.next().incident.events).toBe(MANY.length + 4)
  })

  it('leaves the files in the order of their names, whoever came first', () => {
    const long = marked()
    for (const user of ['hanako', 'jiro', 'saburo']) long.bench.note(long.bench.read(user), 'one')
    expect(long.next().paths).toEqual(long.bench.read().paths)
  })

  it('is left aside where what another wrote comes before it, and made anew with that', () => {
    const long = marked()
    long.getEarlier()
    expect(long.next().incident).toEqual(long.bench.read().incident)
    long.next()
    expect(long.isGoneBy).toBe(true)
  })

  it('is gone by and left as it is where reading is to leave nothing', () => {
    const long = marked()
    for (const text of MANY) long.bench.note(long.bench.read(), text)
    const { path } = long
    const before = readFileSync(path)
    const { workspace } = long.bench
    const bookmarks = new Bookmarks(workspace, long.env, () => 'program-1', keyOf(workspace), true)
    expect(long.by(bookmarks).incident).toEqual(long.bench.read().incident)
    bookmarks.forget(ID)
    expect(readFileSync(path).equals(before)).toBe(true)
    rmSync(path)
    long.by(bookmarks)
    expect(existsSync(path)).toBe(false)
  })

  it('is made anew where the log is another file with the same bytes', () => {
    const long = marked()
    const { file } = long.bench
    copyFileSync(file, `${file}.copy`)
    renameSync(`${file}.copy`, file)
    expect(long.next().incident).toEqual(long.bench.read().incident)
    long.next()
    expect(long.isGoneBy).toBe(true)
  })

  it('is kept anew once there is much more to read', () => {
    const long = marked()
    const before = readFileSync(long.path)
    long.bench.note(long.next(), 'one more')
    long.next()
    expect(readFileSync(long.path).subarray(0, before.length).equals(before)).toBe(true)
    for (const text of MANY.slice(0, 20)) long.bench.note(long.bench.read(), text)
    long.next()
    expect(readFileSync(long.path).subarray(0, before.length).equals(before)).toBe(false)
    expect(long.next().incident).toEqual(long.bench.read().incident)
  })

  it('has behind it, once each, the lines that were checked since', () => {
    const long = marked()
    const before = readFileSync(long.path).length
    const behind = () => readFileSync(long.path).subarray(before).toString()
    const after = long.bench.bytes().length
    long.bench.note(long.next(), 'by this command')
    expect(behind()).toBe(long.bench.bytes().subarray(after).toString())
    long.bench.note(long.bench.read(), 'by one that has no bookmarks')
    long.next()
    long.next()
    expect(behind()).toBe(long.bench.bytes().subarray(after).toString())
  })

  it('has no more than a MiB of them behind it', () => {
    const long = marked()
    const journal = long.next()
    const before = statSync(long.path).size
    for (const text of ['a', 'b', 'c', 'd']) long.bench.note(journal, text.repeat(400_000))
    const added = statSync(long.path).size - before
    expect(added).toBeGreaterThan(800_000)
    expect(added).toBeLessThan(1024 * 1024)
  })

  it.each(['torn', '\n\n', '{"no":"line"}\n'])('may have %j behind it', (rubbish) => {
    const long = marked()
    appendFileSync(long.path, rubbish)
    expect(long.counts).toBe(true)
    long.bench.note(long.next(), 'one more')
    long.bench.note(long.next(), 'and another')
    expect(long.next().incident).toEqual(long.bench.read().incident)
  })

  it('is kept of the last lines only of a log that somebody is writing to', () => {
    const long = new Long()
    const bookmarks = long.bookmarks()
    const looked = bookmarks.look(ID)
    const { incident } = long.bench.read()
    long.bench.note(long.bench.read(), 'meanwhile')
    bookmarks.keep(ID, { places: new Map(), incident }, looked)
    expect(long.isMarked).toBe(false)
  })

  it('goes when the incident is closed', () => {
    const long = marked()
    const events = MANY.map((text) => ({ type: 'note.added', data: { text } }) as const)
    long.next().append(long.bench.clock, () => ({ events: [...events, closed()], already: [] }))
    long.next()
    expect(long.isMarked).toBe(false)
  })

  it('is kept in the latest incidents only', () => {
    const long = marked()
    const own = long.path.slice(0, long.path.indexOf(ID))
    for (let n = 1; n <= 8; n += 1) writeFileSync(`${own}2025010${n}-000000-failure.bookmark`, '')
    long.next('program-2')
    const left = readdirSync(join(long.path, '..'))
    expect(left).toHaveLength(8)
    expect(left).not.toContain(`${own}20250101-000000-failure.bookmark`)
    expect(left).toContain(`${basename(own)}${ID}.bookmark`)
  })

  it('is not made where as many later incidents have one', () => {
    const long = marked()
    const { path } = long
    const own = path.slice(0, path.indexOf(ID))
    for (let n = 1; n <= 8; n += 1) writeFileSync(`${own}2027010${n}-000000-failure.bookmark`, '')
    rmSync(path)
    long.next()
    expect(existsSync(path)).toBe(false)
  })

  it('is what is gone by, unless everything is to be read afresh', () => {
    const long = marked()
    expect(long.isGoneBy).toBe(true)
    const journal = long.next()
    journal.readAfresh()
    expect(journal.incident).toEqual(long.bench.read().incident)
  })
})

describe('a bookmark counts for nothing where', () => {
  const changes: Record<string, (long: Long, file: string) => void> = {
    'a byte before it is another': ({ bench }) => bench.put(altered(bench.bytes())),
    'a byte before it is another, and the file looks as it did': ({ bench }, file) => {
      const { atime, mtime } = statSync(file)
      bench.put(altered(bench.bytes()))
      utimesSync(file, atime, mtime)
    },
    'lines before it are gone': (_, file) => truncateSync(file, 3000),
    'the file is gone': (_, file) => rmSync(file),
    'the file is another writer’s': (_, file) => renameSync(file, file.replace(/\.\w{8}\.jsonl$/, '.bbbbbbbb.jsonl')),
    'it is cut short': ({ path }) => truncateSync(path, statSync(path).size - 1),
    'it was written over': ({ path }) =>
      writeFileSync(path, readFileSync(path, 'latin1').replace('taro', 'hana'), 'latin1'),
    'the copy of the log in it is another': ({ path }) =>
      writeFileSync(path, readFileSync(path, 'latin1').replace('"note 6"', '"note X"'), 'latin1'),
    'it is empty': ({ path }) => writeFileSync(path, ''),
    'it is not there': ({ path }) => rmSync(path),
  }

  it.each(Object.keys(changes))('%s', (what) => {
    const long = marked()
    changes[what]?.(long, long.bench.file)
    expect(long.counts).toBe(false)
  })

  it('a byte before it is another in a log that is too long to be copied', () => {
    const long = new Long([...MANY, ...Array.from({ length: 5 }, () => 'long '.repeat(180_000))])
    long.next()
    expect(long.counts).toBe(true)
    expect(statSync(long.path).size).toBeLessThan(900_000)
    long.bench.put(altered(long.bench.bytes()))
    expect(long.counts).toBe(false)
  })

  it('another build of the program wrote it, or this one cannot be told', () => {
    const long = marked()
    const before = readFileSync(long.path)
    long.next(null)
    expect(readFileSync(long.path).equals(before)).toBe(true)
    long.next('program-2')
    expect(readFileSync(long.path).equals(before)).toBe(false)
    expect(long.counts).toBe(false)
  })
})

describe('damage behind a bookmark', () => {
  it('is found before anything is recorded', () => {
    const long = marked()
    const bytes = altered(long.bench.bytes())
    long.bench.put(bytes)
    const journal = long.next()
    expect(journal.findings()).toMatchObject([{ why: 'hash-differs', line: 8 }])
    expect(refusal(() => long.bench.note(journal, 'more'))).toMatchObject({ code: 'damaged' })
    expect(long.bench.bytes().equals(bytes)).toBe(true)
  })

  it('is found after it as well', () => {
    const long = marked()
    appendFileSync(long.bench.file, '{"not":"a line"}\n')
    expect(long.next().findings()).toMatchObject([{ line: MANY.length + 2, why: 'not-a-line' }])
  })

  it('is found in a line that had been checked since', () => {
    const long = marked()
    long.bench.note(long.next(), 'one more')
    expect(long.next().findings()).toEqual([])
    long.bench.put(Buffer.from(long.bench.bytes().toString().replace('one more', 'one less')))
    expect(long.next().findings()).toMatchObject([{ line: MANY.length + 2, why: 'hash-differs' }])
  })

  it('does not come back from a bookmark when the log was set back', () => {
    const long = new Long()
    const copy = `${long.bench.file}.copy`
    copyFileSync(long.bench.file, copy)
    const events = MANY.map((text) => ({ type: 'note.added', data: { text } }) as const)
    long.next().append(long.bench.clock, () => ({ events, already: [] }))
    long.next()
    renameSync(copy, long.bench.file)
    const journal = long.next()
    expect(journal.incident.events).toBe(MANY.length + 1)
    expect(journal.behind()).toMatchObject({ found: { seq: MANY.length + 1 } })
  })
})

describe('whatever becomes of a log', () => {
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const act = fc.oneof(
    fc.record({ kind: fc.constant('note' as const), user: fc.constantFrom('taro', 'hanako') }),
    fc.record({ kind: fc.constant('many' as const), user: fc.constantFrom('taro', 'hanako') }),
    fc.record({ kind: fc.constantFrom('flip' as const, 'cut' as const), file: place, at: place }),
    fc.record({ kind: fc.constantFrom('remove' as const, 'append' as const), file: place }),
    fc.record({ kind: fc.constantFrom('save' as const, 'set back' as const) }),
  )

  function become({ bench }: Long, does: typeof act extends fc.Arbitrary<infer A> ? A : never): void {
    const { files } = bench
    const file = 'file' in does ? (files[Math.floor(does.file * files.length)] ?? '') : ''
    const copy = join(bench.directory, 'copy')
    if (does.kind === 'note' || does.kind === 'many') {
      const texts = does.kind === 'note' ? ['one'] : MANY
      try {
        bench.read(does.user).append(bench.clock, () => ({
          events: texts.map((text) => ({ type: 'note.added', data: { text } })),
          already: [],
        }))
      } catch (error) {
        if (!(error instanceof Failed)) throw error
      }
    } else if (does.kind === 'save') cpSync(bench.incident, copy, { recursive: true })
    else if (does.kind === 'set back' && existsSync(copy)) {
      rmSync(bench.incident, { recursive: true })
      renameSync(copy, bench.incident)
    } else if (file !== '' && does.kind === 'remove') rmSync(file)
    else if (file !== '' && does.kind === 'append') appendFileSync(file, '{"torn')
    else if (file !== '' && 'at' in does) {
      const bytes = readFileSync(file)
      const at = Math.floor(does.at * bytes.length)
      if (does.kind === 'cut') truncateSync(file, at)
      else if (bytes.length > 0) writeFileSync(file, bytes.fill((bytes[at] ?? 0) ^ 1, at, at + 1))
    }
  }

  const whatIsFound = (journal: Journal) => ({
    incident: journal.incident,
    findings: journal.findings(),
    behind: journal.behind(),
    unmet: journal.unmet(),
    torn: journal.torn(),
    news: journal.news(),
  })

  it('the same is found of it as without bookmarks', () => {
    fc.assert(
      fc.property(fc.constantFrom(MANY, ['one']), fc.array(act, { maxLength: 8 }), (before, acts) => {
        const long = new Long(before)
        for (const does of acts) {
          become(long, does)
          expect(whatIsFound(long.next())).toEqual(whatIsFound(long.bench.read()))
        }
      }),
      { numRuns: 60 },
    )
  })
})

/** The same length, one word of the eighth line changed. */
function altered(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString().replace('"note 6"', '"note X"'))
}
