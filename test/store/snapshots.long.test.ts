import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { phaseOf } from '../../src/domain/incident/current-values.ts'
import type { Declaration, Incident } from '../../src/domain/incident/incident.ts'
import { ProblemError } from '../../src/domain/problem.ts'
import { Journal } from '../../src/store/journal.ts'
import type { ReadPosition } from '../../src/store/log-file.ts'
import { type Snapshot, Snapshots } from '../../src/store/snapshots.ts'
import { openWriterState, type WriterState, workspaceKey } from '../../src/store/state.ts'
import { closed, DECLARED } from '../given.ts'
import { Bench, folder, ID, refusal } from './bench.ts'

const MANY = Array.from({ length: 120 }, (_, n) => `note ${n}`)

/** A log of many notes, or of the given ones, and the commands that read it one after another. */
class Long {
  readonly bench = new Bench()
  readonly env = { XDG_CACHE_HOME: join(folder(), 'cache') }

  constructor(texts: readonly string[] = MANY) {
    const journal = this.bench.begin()
    const events = texts.map((text) => ({ type: 'note.added', data: { text } }) as const)
    journal.append(this.bench.clock, () => ({ events, already: [] }))
  }

  snapshots(program: string | null = 'program-1'): Snapshots {
    const { workspace } = this.bench
    return new Snapshots(workspace, this.env, () => program, workspaceKey(workspace))
  }

  /** The journal as the next command reads it; `program` is the build of that command. */
  next(program: string | null = 'program-1', state: WriterState = this.bench.state()): Journal {
    return this.by(this.snapshots(program), state)
  }

  /** The journal as it is read with these snapshots. */
  by(snapshots: Snapshots, state: WriterState = this.bench.state()): Journal {
    const by = () => 'taro'
    const journal = new Journal(this.bench.workspace, ID, state, by, () => {}, snapshots)
    journal.refresh()
    return journal
  }

  get cache(): string {
    return join(this.env.XDG_CACHE_HOME, 'halt')
  }

  pathOf(id: string): string {
    return join(this.cache, `${workspaceKey(this.bench.workspace)}.${id}.snapshot`)
  }

  get path(): string {
    return this.pathOf(ID)
  }

  /** The copy of the log that belongs to the snapshot. */
  get copy(): string {
    return join(this.cache, `${workspaceKey(this.bench.workspace)}.${ID}.${basename(this.bench.file)}.copy`)
  }

  get isKept(): boolean {
    return existsSync(this.path)
  }

  /** Adds the file of a machine that had only the first event, and recorded another one right after it. */
  getEarlier(): void {
    const { workspace, clock } = this.bench
    const elsewhere = folder()
    cpSync(workspace, elsewhere, { recursive: true })
    const there = join(elsewhere, 'incidents', ID)
    for (const name of readdirSync(there).filter((name) => name.endsWith('.jsonl'))) {
      const text = readFileSync(join(there, name), 'utf8')
      writeFileSync(join(there, name), text.slice(0, text.indexOf('\n') + 1))
    }
    const journal = new Journal(elsewhere, ID, openWriterState(elsewhere, { XDG_STATE_HOME: folder() }), () => 'hanako')
    const earlier = { ...clock, now: () => DECLARED + 1 }
    journal.append(earlier, () => ({ events: [{ type: 'note.added', data: { text: 'earlier' } }], already: [] }))
    const fresh = journal.paths.filter((path) => !existsSync(join(workspace, path)))
    for (const path of fresh) copyFileSync(join(elsewhere, path), join(workspace, path))
  }

  /** Whether the next command may use the snapshot. */
  get isValid(): boolean {
    return this.snapshots().open(ID) !== null
  }

  /** Saves a valid snapshot of a changed incident. */
  forge(change: (incident: Incident) => Incident): void {
    const snapshots = this.snapshots()
    const { incident, ...snapshot } = snapshots.open(ID) as Snapshot
    snapshots.save(ID, { ...snapshot, incident: change(incident) }, snapshots.fingerprint(ID))
  }

  /** Whether the next command uses the snapshot, which is a forged one afterwards. */
  get isUsed(): boolean {
    this.forge((incident) => ({ ...incident, recovered: ['forged'] }))
    return this.next().incident.recovered[0] === 'forged'
  }
}

function kept(): Long {
  const long = new Long()
  long.next()
  expect(long.isValid).toBe(true)
  return long
}

describe('a snapshot', () => {
  it('is saved when a log is read, for its user only', () => {
    const long = kept()
    expect(statSync(long.path).mode & 0o777).toBe(0o600)
  })

  it('is saved for a short log, too', () => {
    const short = new Long(['one'])
    short.next()
    expect(short.isValid).toBe(true)
  })

  it('is not saved for an empty log', () => {
    const long = new Long()
    writeFileSync(long.bench.file, '')
    long.next()
    expect(long.isKept).toBe(false)
  })

  it('yields the same incident and findings as reading the whole log', () => {
    const long = kept()
    const [whole, quick] = [long.bench.read(), long.next()]
    expect(quick.incident).toEqual(whole.incident)
    expect([quick.findings(), quick.keptHeadMismatch(), quick.missingHeads()]).toEqual([[], null, []])
    expect([...quick.events()]).toEqual([...whole.events()])
    expect(quick.confirmedKeptHead()).toEqual(whole.confirmedKeptHead())
  })

  it('is continued with later events of this and other writers', () => {
    const long = kept()
    long.bench.note(long.next(), 'one more')
    long.bench.note(long.bench.read('hanako'), 'and hers')
    long.bench.note(long.next(), 'and another')
    expect(long.next().incident).toEqual(long.bench.read().incident)
    expect(long.bench.read().findings()).toEqual([])
    expect(long.next().incident.events).toBe(MANY.length + 4)
  })

  it('keeps the files in order of their names, whoever wrote first', () => {
    const long = kept()
    for (const user of ['hanako', 'jiro', 'saburo']) long.bench.note(long.bench.read(user), 'one')
    expect(long.next().paths).toEqual(long.bench.read().paths)
  })

  it('is ignored and then written again if another writer’s event precedes it', () => {
    const long = kept()
    long.getEarlier()
    expect(long.next().incident).toEqual(long.bench.read().incident)
    long.next()
    expect(long.isUsed).toBe(true)
  })

  it('is used, but neither written nor deleted, if snapshots are read-only', () => {
    const long = kept()
    for (const text of MANY) long.bench.note(long.bench.read(), text)
    const { path } = long
    const before = readFileSync(path)
    const { workspace } = long.bench
    const snapshots = new Snapshots(workspace, long.env, () => 'program-1', workspaceKey(workspace), true)
    expect(long.by(snapshots).incident).toEqual(long.bench.read().incident)
    snapshots.forget(ID)
    expect(readFileSync(path).equals(before)).toBe(true)
    rmSync(path)
    long.by(snapshots)
    expect(existsSync(path)).toBe(false)
  })

  it('is written again if the log file was replaced by a copy', () => {
    const long = kept()
    const { file } = long.bench
    copyFileSync(file, `${file}.copy`)
    renameSync(`${file}.copy`, file)
    expect(long.next().incident).toEqual(long.bench.read().incident)
    long.next()
    expect(long.isUsed).toBe(true)
  })

  it('is written again after the next event, or after several for a long log', () => {
    const short = kept()
    const first = readFileSync(short.path)
    short.bench.note(short.bench.read(), 'one more')
    short.next()
    expect(readFileSync(short.path).equals(first)).toBe(false)
    const long = new Long(Array.from({ length: 3000 }, (_, n) => `${n}`))
    long.next()
    const before = readFileSync(long.path)
    long.bench.note(long.bench.read(), 'one more')
    long.next()
    expect(readFileSync(long.path).equals(before)).toBe(true)
    for (const text of MANY.slice(0, 4)) long.bench.note(long.bench.read(), text)
    long.next()
    expect(readFileSync(long.path).equals(before)).toBe(false)
    expect(long.next().incident).toEqual(long.bench.read().incident)
  })

  it('is not saved if the log was written while it was read', () => {
    const long = new Long()
    const snapshots = long.snapshots()
    const looked = snapshots.fingerprint(ID)
    const { incident } = long.bench.read()
    long.bench.note(long.bench.read(), 'meanwhile')
    snapshots.save(ID, { places: new Map(), incident, checked: [], setAside: new Map() }, looked)
    expect(long.isKept).toBe(false)
  })

  it('is not saved if the log was removed while it was read', () => {
    const long = new Long()
    const [snapshots, journal] = [long.snapshots(), long.bench.read()]
    const places = new Map([[long.bench.file, { length: 1, last: 0, lines: 1, chain: null, inode: null }]])
    const looked = snapshots.fingerprint(ID)
    rmSync(long.bench.file)
    snapshots.save(ID, { places, incident: journal.incident, checked: [], setAside: new Map() }, looked)
    expect(long.isKept).toBe(false)
  })

  it('is deleted when the incident is closed', () => {
    const long = kept()
    long.next().append(long.bench.clock, () => ({ events: [closed()], already: [] }))
    expect(long.isKept).toBe(false)
  })

  it('is deleted by a reader if another user closed the incident', () => {
    const long = kept()
    long.bench.read('hanako').append(long.bench.clock, () => ({ events: [closed()], already: [] }))
    expect(long.isKept).toBe(true)
    expect(phaseOf(long.next().incident)).toBe('closed')
    expect(long.isKept).toBe(false)
  })

  it('replaces the files of earlier versions', () => {
    const long = new Long()
    const { cache } = long
    mkdirSync(join(cache, 'code', 'main'), { recursive: true, mode: 0o700 })
    for (const name of ['0.id.bookmark', '0.closed', 'key', 'other']) writeFileSync(join(cache, name), '')
    long.next()
    expect(readdirSync(cache).filter((name) => !name.startsWith(workspaceKey(long.bench.workspace)))).toEqual(['other'])
  })

  it('is small: it does not contain the log', () => {
    const long = new Long(MANY.map((text) => text.repeat(100)))
    long.next()
    const { runbook, settings } = long.bench.read().incident
    const carried = JSON.stringify({ runbook, settings }).length
    expect(statSync(long.path).size - carried).toBeLessThan(8192)
  })

  it('uses the digest of a log that is too long to be copied', () => {
    const long = new Long(Array.from({ length: 80 }, (_, n) => `${n} ${'x'.repeat(60_000)}`))
    long.next()
    expect([long.isValid, existsSync(long.copy)]).toEqual([true, false])
    long.bench.put(Buffer.from(long.bench.bytes().toString().replace('"7 x', '"7 y')))
    expect(long.isValid).toBe(false)
  })

  it('is deleted together with its copies', () => {
    const long = kept()
    expect(readdirSync(long.cache).length).toBeGreaterThan(2)
    long.snapshots().forget(ID)
    expect(readdirSync(long.cache)).toEqual([])
  })

  it('does not vouch for a runbook file that has changed', () => {
    const long = kept()
    const { incident } = long.bench
    const [runbook = ''] = readdirSync(incident).filter((name) => name.startsWith('runbook.'))
    writeFileSync(join(incident, runbook), '{}')
    expect(long.next().flawedFilesInForce()).toMatchObject([{ kind: 'runbook', flaw: 'altered' }])
    expect(refusal(() => long.next().incident.runbook.steps)).toMatchObject({ code: 'runbook-missing' })
  })

  it('replaces an altered copy of the runbook', () => {
    const long = kept()
    for (const name of readdirSync(long.cache).filter((name) => name.includes('.runbook.')))
      writeFileSync(join(long.cache, name), '{}')
    expect(long.next().flawedFilesInForce()).toEqual([])
    expect(long.next().incident.runbook).toEqual(long.bench.read().incident.runbook)
    long.bench.note(long.bench.read(), 'one more')
    long.next()
    const copies = readdirSync(long.cache).filter((name) => name.includes('.runbook.'))
    expect(copies.map((name) => readFileSync(join(long.cache, name), 'utf8'))).not.toContain('{}')
  })

  it('is kept for the latest incidents only', () => {
    const long = kept()
    for (let n = 1; n <= 8; n += 1) writeFileSync(long.pathOf(`2025010${n}-000000-failure`), '')
    long.next('program-2')
    const left = readdirSync(long.cache).filter((name) => name.endsWith('.snapshot'))
    expect(left).toHaveLength(8)
    expect(left).not.toContain(basename(long.pathOf('20250101-000000-failure')))
    expect(left).toContain(basename(long.path))
  })

  it('is not saved if eight later incidents have one', () => {
    const long = kept()
    for (let n = 1; n <= 8; n += 1) writeFileSync(long.pathOf(`2027010${n}-000000-failure`), '')
    rmSync(long.path)
    long.next()
    expect(long.isKept).toBe(false)
  })

  it('is used, unless readAfresh is called', () => {
    const long = kept()
    expect(long.isUsed).toBe(true)
    const journal = long.next()
    journal.readAfresh()
    expect(journal.incident).toEqual(long.bench.read().incident)
  })
})

describe('a snapshot is ignored if', () => {
  const changes: Record<string, (long: Long, file: string) => void> = {
    'a byte of the log changed': ({ bench }) => bench.put(altered(bench.bytes())),
    'a byte of the log changed, with its time restored': ({ bench }, file) => {
      const { atime, mtime } = statSync(file)
      bench.put(altered(bench.bytes()))
      utimesSync(file, atime, mtime)
    },
    'the log was cut': (_, file) => truncateSync(file, 3000),
    'the log file is gone': (_, file) => rmSync(file),
    'the log file was renamed to another writer’s': (_, file) =>
      renameSync(file, file.replace(/\.\w{8}\.jsonl$/, '.bbbbbbbb.jsonl')),
    'it is empty': ({ path }) => writeFileSync(path, ''),
    'it is missing': ({ path }) => rmSync(path),
    'it has the name of another incident': (long) => {
      const other = ID.replace('2217', '2218')
      cpSync(long.bench.incident, long.bench.incident.replace(ID, other), { recursive: true })
      renameSync(long.path, long.pathOf(other))
      expect(long.snapshots().open(other)).toBeNull()
    },
    'the copy of the log is gone': ({ copy }) => rmSync(copy),
    'the copy of the log was altered': ({ copy }) => writeFileSync(copy, altered(readFileSync(copy))),
    'the copy of the log is shorter': ({ copy }) => truncateSync(copy, 3000),
    'the copy of the log is a pipe': ({ copy }) => {
      rmSync(copy)
      execFileSync('mkfifo', [copy])
    },
    'it is a link': ({ path }) => {
      renameSync(path, `${path}.moved`)
      symlinkSync(`${path}.moved`, path)
    },
    'it is a folder': ({ path }) => {
      rmSync(path)
      mkdirSync(path)
    },
    'it is a pipe': ({ path }) => {
      rmSync(path)
      execFileSync('mkfifo', [path])
    },
    'its declaration is of another incident': (long) =>
      long.forge((incident) => ({
        ...incident,
        declaration: { ...declarationOf(incident), incident: 'f'.repeat(24) },
      })),
    'its declaration is another event': (long) =>
      long.forge((incident) => ({ ...incident, declaration: { ...declarationOf(incident), event: 'bbbbbbbb:1' } })),
    'its declaration has another id': (long) =>
      long.forge((incident) => ({ ...incident, declaration: { ...declarationOf(incident), id: 'other' } })),
    'it has no declaration': (long) => long.forge((incident) => ({ ...incident, declaration: null })),
    'a read position in it has another head': (long) => {
      const snapshots = long.snapshots()
      const { places, ...snapshot } = snapshots.open(ID) as Snapshot
      const moved = [...places].map(([path, place]): [string, ReadPosition] => {
        return [
          path,
          { ...place, chain: { ...(place.chain as NonNullable<ReadPosition['chain']>), hash: 'f'.repeat(64) } },
        ]
      })
      snapshots.save(ID, { ...snapshot, places: new Map(moved) }, snapshots.fingerprint(ID))
    },
  }

  it.each(Object.keys(changes))('%s', (what) => {
    const long = kept()
    changes[what]?.(long, long.bench.file)
    expect(long.isValid).toBe(false)
  })

  it('another build wrote it, which only a build with an id replaces', () => {
    const long = kept()
    const before = readFileSync(long.path)
    long.next(null)
    expect(readFileSync(long.path).equals(before)).toBe(true)
    long.next('program-2')
    expect(readFileSync(long.path).equals(before)).toBe(false)
    expect(long.isValid).toBe(false)
  })
})

describe('damage in a log with a snapshot', () => {
  it('is found before an event is recorded', () => {
    const long = kept()
    const bytes = altered(long.bench.bytes())
    long.bench.put(bytes)
    const journal = long.next()
    expect(journal.findings()).toMatchObject([{ why: 'hash-differs', line: 8 }])
    expect(refusal(() => long.bench.note(journal, 'more'))).toMatchObject({ code: 'damaged' })
    expect(long.bench.bytes().equals(bytes)).toBe(true)
  })

  it('is found after the snapshot, too', () => {
    const long = kept()
    appendFileSync(long.bench.file, '{"not":"a line"}\n')
    expect(long.next().findings()).toMatchObject([{ line: MANY.length + 2, why: 'not-a-line' }])
  })

  it('is not hidden by the snapshot if the log was replaced by an older copy', () => {
    const long = new Long()
    const copy = `${long.bench.file}.copy`
    copyFileSync(long.bench.file, copy)
    const events = MANY.map((text) => ({ type: 'note.added', data: { text } }) as const)
    long.next().append(long.bench.clock, () => ({ events, already: [] }))
    long.next()
    renameSync(copy, long.bench.file)
    const journal = long.next()
    expect(journal.incident.events).toBe(MANY.length + 1)
    expect(journal.keptHeadMismatch()).toMatchObject({ found: { seq: MANY.length + 1 } })
  })
})

describe('a log with a snapshot', () => {
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const act = fc.oneof(
    fc.record({ kind: fc.constant('note' as const), user: fc.constantFrom('taro', 'hanako') }),
    fc.record({ kind: fc.constant('many' as const), user: fc.constantFrom('taro', 'hanako') }),
    fc.record({ kind: fc.constantFrom('flip' as const, 'cut' as const), file: place, at: place }),
    fc.record({ kind: fc.constantFrom('remove' as const, 'append' as const), file: place }),
    fc.record({ kind: fc.constantFrom('save' as const, 'set back' as const) }),
  )

  function change({ bench }: Long, does: typeof act extends fc.Arbitrary<infer A> ? A : never): void {
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
        if (!(error instanceof ProblemError)) throw error
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
    behind: journal.keptHeadMismatch(),
    unmet: journal.missingHeads(),
    torn: journal.tornWrites(),
    news: journal.newRemoteEvents(),
  })

  it('is read as without a snapshot, whatever was done to its files', () => {
    fc.assert(
      fc.property(fc.constantFrom(MANY, ['one']), fc.array(act, { maxLength: 8 }), (before, acts) => {
        const long = new Long(before)
        for (const does of acts) {
          change(long, does)
          expect(whatIsFound(long.next())).toEqual(whatIsFound(long.bench.read()))
        }
      }),
      { numRuns: 60 },
    )
  })
})

describe('a damaged snapshot', () => {
  const place = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
  const harm = fc.oneof(
    fc.record({ kind: fc.constant('cut' as const), at: place }),
    fc.record({ kind: fc.constant('flip' as const), at: place, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant('bytes' as const), at: place, bytes: fc.uint8Array({ maxLength: 200 }) }),
    fc.record({ kind: fc.constant('value' as const), at: place, value: fc.jsonValue() }),
    fc.record({ kind: fc.constant('all' as const), bytes: fc.uint8Array({ maxLength: 200 }) }),
    fc.record({ kind: fc.constant('json' as const), value: fc.jsonValue() }),
  )

  function harmed(bytes: Buffer, does: typeof harm extends fc.Arbitrary<infer A> ? A : never): Buffer {
    if (does.kind === 'all') return Buffer.from(does.bytes)
    if (does.kind === 'json')
      return Buffer.from(`${bytes.subarray(0, bytes.indexOf(0x0a) + 1)}${JSON.stringify(does.value)}`)
    const at = Math.floor(does.at * bytes.length)
    const [before, after] = [bytes.subarray(0, at), bytes.subarray(at)]
    if (does.kind === 'cut') return before
    if (does.kind === 'flip')
      return Buffer.concat([before, Buffer.from([(after[0] as number) ^ (1 << does.bit)]), after.subarray(1)])
    if (does.kind === 'bytes') return Buffer.concat([before, does.bytes, after.subarray(does.bytes.length)])
    return withValue(bytes, at, does.value)
  }

  /** Replaces the first text, number or word after a colon or comma. */
  function withValue(bytes: Buffer, at: number, value: unknown): Buffer {
    const text = bytes.toString('latin1')
    const start = text.slice(at).replace(/(?<=[:,])("[^"]*"|-?\d+|null|true|false)/, () => JSON.stringify(value))
    return Buffer.from(text.slice(0, at) + start, 'latin1')
  }

  it('is replaced, and does not change what is read from the log', () => {
    const long = kept()
    long.bench.note(long.bench.read(), 'beyond it')
    const [{ path }, whole] = [long, long.bench.read()]
    const before = readFileSync(path)
    fc.assert(
      fc.property(harm, (does) => {
        const bytes = harmed(before, does)
        writeFileSync(path, bytes)
        const journal = long.next()
        expect(journal.incident).toEqual(whole.incident)
        expect(journal.findings()).toEqual([])
        if (!bytes.equals(before)) expect(readFileSync(path).equals(bytes)).toBe(false)
      }),
      { numRuns: 300 },
    )
    long.bench.note(long.next(), 'at last')
    expect(long.bench.read().findings()).toEqual([])
  })
})

function declarationOf({ declaration }: Incident): Declaration {
  return declaration as Declaration
}

/** The same bytes with one word of the eighth line changed, of the same length. */
function altered(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString().replace('"note 6"', '"note X"'))
}
