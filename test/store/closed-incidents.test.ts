import {
  appendFileSync,
  copyFileSync,
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
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { summaryOf } from '../../src/domain/stats/stats.ts'
import { ClosedIncidents } from '../../src/store/closed-incidents.ts'
import { workspaceKey } from '../../src/store/state.ts'
import { closed, NO_WRITERS, started } from '../given.ts'
import { Bench, folder, ID } from './bench.ts'

/** A time after the files of the test were written, so that they count as unchanged for a while. */
const later = () => Date.now() + 60_000

/** A workspace with one closed incident, and its cache. */
class Kept {
  readonly bench = new Bench()
  readonly env = { XDG_CACHE_HOME: join(folder(), 'cache') }

  constructor() {
    const journal = this.bench.begin(started())
    journal.append(this.bench.clock, () => ({ events: [closed()], already: [] }))
  }

  open(program = 'program-1', now = later, env: NodeJS.ProcessEnv = this.env): ClosedIncidents {
    return new ClosedIncidents(this.bench.workspace, env, program, now)
  }

  /** Reads the log and caches its summary, as a command does. */
  keep(cache = this.open()): void {
    const look = cache.look(ID)
    look.keep(summaryOf(this.bench.read().incident, NO_WRITERS))
    cache.save([ID])
  }

  get isKnown(): boolean {
    return this.open().look(ID).isClosed
  }

  get path(): string {
    return join(this.env.XDG_CACHE_HOME, 'halt', `${workspaceKey(this.bench.workspace)}.list`)
  }
}

function kept(): Kept {
  const made = new Kept()
  made.keep()
  expect(made.isKnown).toBe(true)
  return made
}

describe('the cache of closed incidents', () => {
  it('keeps the summary of a closed incident for the next command, in owner-only files', () => {
    const made = kept()
    expect(made.open().look(ID).digest()).toEqual(summaryOf(made.bench.read().incident, NO_WRITERS))
    expect(statSync(made.path).mode & 0o777).toBe(0o600)
    expect(statSync(join(made.path, '..')).mode & 0o777).toBe(0o700)
  })

  it('can hold only that an incident is closed, until its summary is saved', () => {
    const made = new Kept()
    const cache = made.open()
    cache.look(ID).keep(null)
    cache.save([ID])
    expect(made.isKnown).toBe(true)
    expect(made.open().look(ID).digest()).toBeNull()
    made.keep()
    expect(made.open().look(ID).digest()).not.toBeNull()
  })

  it('forgets an incident that is gone', () => {
    const made = kept()
    const cache = made.open()
    cache.look(ID).keep(null)
    cache.save([])
    expect(readFileSync(made.path, 'utf8')).not.toContain(ID)
  })

  it('is in ~/.cache if XDG_CACHE_HOME is a relative path', () => {
    const made = new Kept()
    const home = folder()
    const cache = made.open('program-1', later, { HOME: home, XDG_CACHE_HOME: 'relative' })
    made.keep(cache)
    expect(readdirSync(join(home, '.cache', 'halt'))).toEqual([expect.stringMatching(/^[0-9a-f]{16}\.list$/)])
  })
})

describe('a cached incident is not used if', () => {
  const changes: Record<string, (made: Kept, file: string) => void> = {
    'an event was appended': ({ bench }) => bench.note(bench.read(), 'one more'),
    'bytes were appended': (_, file) => appendFileSync(file, '{"torn'),
    'a line was cut off': (_, file) => truncateSync(file, readFileSync(file).indexOf('\n') + 1),
    'the last LF was cut off': (_, file) => truncateSync(file, statSync(file).size - 1),
    'only the modification time of the log changed': (_, file) => utimesSync(file, 1, 1),
    'the log file is gone': (_, file) => rmSync(file),
    'the incident folder is gone': ({ bench }) => rmSync(bench.incident, { recursive: true }),
    'the log file was renamed to another writer’s': (_, file) =>
      renameSync(file, join(file, '..', `${ID}.bbbbbbbb.jsonl`)),
    'another writer’s file was added': (_, file) => copyFileSync(file, join(file, '..', `${ID}.bbbbbbbb.jsonl`)),
    'the log file was replaced by a copy': (_, file) => {
      copyFileSync(file, `${file}.copy`)
      renameSync(`${file}.copy`, file)
    },
    'the log file was replaced by a link': (_, file) => {
      renameSync(file, `${file}.moved`)
      symlinkSync(`${file}.moved`, file)
    },
    'the log file was replaced by a folder': (_, file) => {
      rmSync(file)
      mkdirSync(file)
    },
    'a byte changed, with the length and time restored': (_, file) => {
      const { atime, mtime } = statSync(file)
      const changed = () => statSync(file, { bigint: true }).ctimeNs
      const before = changed()
      do {
        writeFileSync(file, readFileSync(file, 'latin1').replace('Matching', 'Watching'), 'latin1')
        utimesSync(file, atime, mtime)
      } while (changed() === before)
    },
  }
  for (const [what, change] of Object.entries(changes))
    it(what, () => {
      const made = kept()
      change(made, made.bench.file)
      const look = made.open().look(ID)
      expect(look.isClosed).toBe(false)
      expect(look.digest()).toBeNull()
    })
})

describe('a log is not cached if', () => {
  it('it was changed just now', () => {
    const made = new Kept()
    made.keep(made.open('program-1', Date.now))
    expect(made.isKnown).toBe(false)
  })

  it('it was changed while it was read', () => {
    const made = new Kept()
    const cache = made.open()
    const look = cache.look(ID)
    const digest = summaryOf(made.bench.read().incident, NO_WRITERS)
    made.bench.note(made.bench.read(), 'one more')
    look.keep(digest)
    cache.save([ID])
    expect(made.isKnown).toBe(false)
  })

  it('its last line has no LF', () => {
    const made = new Kept()
    truncateSync(made.bench.file, statSync(made.bench.file).size - 1)
    made.keep()
    expect(made.isKnown).toBe(false)
  })
})

describe('a cache counts as empty if it', () => {
  const harms: Record<string, (path: string) => void> = {
    'is gone': (path) => rmSync(path),
    'is empty': (path) => writeFileSync(path, ''),
    'was cut short': (path) => truncateSync(path, statSync(path).size - 10),
    'was cut within its first line': (path) => truncateSync(path, 20),
    'lacks its last LF': (path) => truncateSync(path, statSync(path).size - 1),
    'has a changed word': (path) => writeFileSync(path, readFileSync(path, 'utf8').replace('Matching', 'Watching')),
    'has an extra line': (path) => appendFileSync(path, '[]\n'),
    'contains other bytes': (path) => writeFileSync(path, Buffer.from([0, 255, 10, 128, 10])),
  }
  for (const [what, harm] of Object.entries(harms))
    it(`${what}, and is then rewritten`, () => {
      const made = kept()
      harm(made.path)
      expect(made.isKnown).toBe(false)
      made.keep()
      expect(made.isKnown).toBe(true)
    })

  it('was written by another version of the program', () => {
    const made = kept()
    expect(made.open('program-2').look(ID).isClosed).toBe(false)
    made.keep(made.open('program-2'))
    expect(made.open('program-2').look(ID).isClosed).toBe(true)
  })

  it('cannot be read or written', () => {
    const made = kept()
    const { path } = made
    rmSync(path)
    mkdirSync(path)
    made.keep()
    expect(made.isKnown).toBe(false)
    made.keep(made.open('program-1', later, { XDG_CACHE_HOME: '/dev/null' }))
    expect(readdirSync(join(path, '..'))).toHaveLength(1)
  })
})

it('the cache is valid after two commands that opened it together have saved it', () => {
  const made = new Kept()
  const caches = [made.open(), made.open()]
  const looks = caches.map((cache) => cache.look(ID))
  for (const look of looks) look.keep(null)
  for (const cache of caches) cache.save([ID])
  expect(made.isKnown).toBe(true)
  expect(readdirSync(join(made.path, '..'))).toHaveLength(1)
})
