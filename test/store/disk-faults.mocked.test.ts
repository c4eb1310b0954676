import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { OWNER_ONLY } from '../../src/platform/access.ts'
import { type Journal, newIncidentDigits } from '../../src/store/journal.ts'
import { started } from '../given.ts'
import { Bench, ID, refusal } from './bench.ts'

interface Faults {
  /** Replacements of calls; `undefined` for the real one. */
  write?: ((real: (count?: number) => number, bytes: Uint8Array) => number) | undefined
  sync?: (() => void) | undefined
  read?: (() => void) | undefined
  cut?: (() => void) | undefined
  calls: string[]
}

const faults = vi.hoisted((): Faults => ({ calls: [] }))

vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    writeSync(fd: number, bytes: Uint8Array | string, at?: number, length?: number) {
      const whole = typeof bytes === 'string' && at === undefined ? Buffer.from(bytes) : bytes
      if (typeof whole === 'string' || faults.write === undefined)
        return Reflect.apply(real.writeSync, real, [fd, bytes, at, length])
      return faults.write((count = length ?? whole.length) => real.writeSync(fd, whole, at ?? 0, count), whole)
    },
    fsyncSync(fd: number) {
      faults.calls.push('fsync')
      faults.sync?.()
      real.fsyncSync(fd)
    },
    readSync(...args: Parameters<typeof real.readSync>) {
      faults.read?.()
      return real.readSync(...args)
    },
    ftruncateSync(fd: number, length: number) {
      faults.calls.push('cut')
      faults.cut?.()
      real.ftruncateSync(fd, length)
    },
  }
})

beforeEach(() => {
  faults.calls = []
})

afterEach(() => {
  faults.write = undefined
  faults.sync = undefined
  faults.read = undefined
  faults.cut = undefined
})

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const isEvent = (bytes: Uint8Array) => Buffer.from(bytes).includes('"hash"')

describe('a write', () => {
  it('that is only partly done is continued', () => {
    const bench = new Bench()
    const journal = bench.begin()
    faults.write = (write, bytes) => (isEvent(bytes) ? write(1) : write())
    bench.note(journal, 'one')
    expect(bench.texts()).toEqual(['one'])
    expect(bench.read().tornWrites()).toEqual([])
  })

  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG'])(
    'that fails half way (%s) is cut back and reported as NOT recorded',
    (code) => {
      const bench = new Bench()
      const journal = bench.noted('one')
      const before = bench.bytes()
      let calls = 0
      faults.write = (write, bytes) => {
        if (!isEvent(bytes)) return write()
        calls += 1
        if (calls === 1) return write(40)
        throw failure(code)
      }
      expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: code } })
      expect(bench.bytes().equals(before)).toBe(true)
      faults.write = undefined
      bench.note(journal, 'three')
      expect(bench.texts()).toEqual(['one', 'three'])
      expect(bench.files).toHaveLength(1)
    },
  )

  it('that makes no progress is reported as a full disk', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    const before = bench.bytes()
    faults.write = (write, bytes) => (isEvent(bytes) ? 0 : write())
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: 'ENOSPC' } })
    expect(bench.bytes().equals(before)).toBe(true)
  })

  it('that fails while an incident is begun leaves no incident', () => {
    const bench = new Bench()
    faults.write = () => {
      throw failure('ENOSPC')
    }
    expect(refusal(() => bench.begin())).toMatchObject({ code: 'not-recorded' })
    expect(readdirSync(`${bench.workspace}/incidents`)).toEqual([])
    faults.write = undefined
    bench.begin()
    expect(bench.types()).toEqual(['incident.started'])
  })

  it('that fails in the lock entry is NOT recorded, and the lock is free again', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    faults.write = (write, bytes) => (isEvent(bytes) ? write() : write(9))
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: 'ENOSPC' } })
    faults.write = undefined
    bench.note(journal, 'three')
    expect(bench.texts()).toEqual(['one', 'three'])
  })

  it('that fails while the lock is released keeps the event, and the lock is free again', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    faults.write = (write, bytes) => {
      if (Buffer.from(bytes).includes('\nR ')) throw failure('ENOSPC')
      return write()
    }
    expect(bench.note(journal, 'two').events).toHaveLength(1)
    bench.note(journal, 'three')
    expect(bench.texts()).toEqual(['one', 'two', 'three'])
  })
})

describe('a failed fsync', () => {
  it('is NOT recorded and cut back, and the writer never writes to that file again', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    const file = bench.file
    const before = bench.bytes()
    let failed = false
    faults.sync = () => {
      if (failed) return
      failed = true
      throw failure('EIO')
    }
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: 'EIO' } })
    expect(readFileSync(file).equals(before)).toBe(true)
    bench.note(journal, 'three')
    expect(readFileSync(file).equals(before)).toBe(true)
    expect(bench.files).toHaveLength(2)
    expect(bench.texts()).toEqual(['one', 'three'])
    expect(bench.read().findings()).toEqual([])
  })

  it.each([
    [false, ['one', 'three']],
    [true, ['one', 'two', 'three']],
  ])('reports whether the file could not be cut back (%s), and the log stays valid', (uncut, texts) => {
    const bench = new Bench()
    const journal = bench.noted('one')
    faults.sync = () => {
      throw failure('EIO')
    }
    if (uncut) faults.cut = faults.sync
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { uncut } })
    faults.sync = undefined
    faults.cut = undefined
    expect(bench.read().findings()).toEqual([])
    bench.note(bench.read(), 'three')
    expect(bench.texts()).toEqual(texts)
  })
})

describe('a new log file', () => {
  /** The log files at the moment the first event is written: what a reader finds, or a killed process leaves. */
  function meanwhile(bench: Bench, act: () => void): string[][] {
    const found: string[][] = []
    faults.write = (write, bytes) => {
      if (isEvent(bytes)) found.push(bench.files.map((path) => path.slice(-14)))
      return write()
    }
    act()
    faults.write = undefined
    return found
  }

  it('gets its name only after its first event is written', () => {
    const bench = new Bench()
    expect(meanwhile(bench, () => bench.begin())).toEqual([[]])
    expect(bench.types()).toEqual(['incident.started'])
  })

  it('of another writer gets its name only then, too, even after a torn attempt', () => {
    const bench = new Bench()
    bench.begin()
    const hanako = bench.read('hanako')
    writeFileSync(join(bench.incident, `${ID}.${bench.state('hanako').writer()}.jsonl.new`), '{"v":1,"inc')
    const his = bench.file.slice(-14)
    expect(meanwhile(bench, () => bench.note(hanako, 'hers'))).toEqual([[his]])
    expect(bench.texts()).toEqual(['hers'])
    expect(readdirSync(bench.incident).filter((name) => name.endsWith('.new'))).toEqual([])
  })

  it.each([1, 2])('is removed and NOT recorded if the sync of the file or of the folder fails', (call) => {
    const bench = new Bench()
    bench.begin()
    const hanako = bench.read('hanako')
    const before = readdirSync(bench.incident)
    let calls = 0
    faults.sync = () => {
      calls += 1
      if (calls === call) throw failure('EIO')
    }
    expect(refusal(() => bench.note(hanako, 'hers'))).toMatchObject({ code: 'not-recorded', params: { why: 'EIO' } })
    expect(readdirSync(bench.incident).sort()).toEqual([...before, 'lock'].sort())
    faults.sync = undefined
    bench.note(bench.read('hanako'), 'hers')
    expect(bench.texts()).toEqual(['hers'])
  })
})

describe('a failed read', () => {
  function failingReads(): void {
    faults.read = () => {
      throw failure('EIO')
    }
  }

  it('is reported as unreadable, and the next read starts again', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const journal = bench.read()
    bench.note(bench.read(), 'three')
    let reads = 0
    faults.read = () => {
      reads += 1
      if (reads === 2) throw failure('EIO')
    }
    expect(refusal(() => journal.refresh())).toEqual({ code: 'unreadable', params: { path: bench.file, why: 'EIO' } })
    faults.read = undefined
    journal.refresh()
    expect(journal.incident).toEqual(bench.read().incident)
  })

  it('before the write is reported as NOT recorded', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    bench.note(bench.read(), 'meanwhile')
    const before = bench.bytes()
    failingReads()
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: 'EIO' } })
    expect(bench.bytes().equals(before)).toBe(true)
  })

  it.each(['begun', 'continued'])('after the write does not lose the event: a log that is %s', (how) => {
    const bench = new Bench()
    const journal = how === 'begun' ? bench.journal() : bench.noted('one')
    faults.sync = failingReads
    const { events } = how === 'begun' ? begun(bench, journal) : bench.note(journal, 'two')
    faults.read = undefined
    faults.sync = undefined
    expect(events).toHaveLength(1)
    expect(events).toEqual([...bench.read().events()].slice(-1))
    expect(journal.incident).toEqual(bench.read().incident)
    bench.note(journal, 'three')
    expect(journal.incident).toEqual(bench.read().incident)
    expect(bench.texts().at(-1)).toBe('three')
  })

  function begun(bench: Bench, journal: Journal) {
    return journal.begin(bench.clock, newIncidentDigits(), [started()], OWNER_ONLY)
  }
})

describe('an event', () => {
  it('is written, then synced, then acknowledged', () => {
    const bench = new Bench()
    const journal = bench.begin()
    faults.calls = []
    faults.write = (write, bytes) => {
      if (isEvent(bytes)) faults.calls.push('write')
      return write()
    }
    bench.note(journal, 'one')
    faults.calls.push('acknowledged')
    expect(faults.calls).toEqual(['write', 'fsync', 'acknowledged'])
  })

  it('in a new file is synced, and then its folder is', () => {
    const bench = new Bench()
    bench.begin()
    const hanako = bench.read('hanako')
    faults.calls = []
    faults.write = (write, bytes) => {
      if (isEvent(bytes)) faults.calls.push('write')
      return write()
    }
    bench.note(hanako, 'hers')
    expect(faults.calls).toEqual(['write', 'fsync', 'fsync'])
  })
})
