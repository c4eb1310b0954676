import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Bench, refusal } from './bench.ts'

interface Faults {
  /** What a call is to do instead, `undefined` for the real thing. */
  write?: ((real: (count?: number) => number, bytes: Uint8Array) => number) | undefined
  sync?: (() => void) | undefined
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
    ftruncateSync(fd: number, length: number) {
      faults.calls.push('cut')
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
})

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}

const isEvent = (bytes: Uint8Array) => Buffer.from(bytes).includes('"hash"')

describe('a write', () => {
  it('that takes a part only is gone on with', () => {
    const bench = new Bench()
    const journal = bench.begin()
    faults.write = (write, bytes) => (isEvent(bytes) ? write(1) : write())
    bench.note(journal, 'one')
    expect(bench.texts()).toEqual(['one'])
    expect(bench.read().torn()).toEqual([])
  })

  it.each(['ENOSPC', 'EDQUOT', 'EIO', 'EFBIG'])(
    'that fails half way (%s) is cut back and said to be NOT recorded',
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

  it('of which nothing is taken any more ends as a full disk does', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    const before = bench.bytes()
    faults.write = (write, bytes) => (isEvent(bytes) ? 0 : write())
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: 'ENOSPC' } })
    expect(bench.bytes().equals(before)).toBe(true)
  })

  it('that fails as an incident is begun leaves nothing of it', () => {
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

  it('that fails in the claim to the lock is NOT recorded, and the lock is free afterwards', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    faults.write = (write, bytes) => (isEvent(bytes) ? write() : write(9))
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded', params: { why: 'ENOSPC' } })
    faults.write = undefined
    bench.note(journal, 'three')
    expect(bench.texts()).toEqual(['one', 'three'])
  })

  it('that fails as the lock is given back takes nothing from what is recorded, and the lock is free afterwards', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    faults.write = (write, bytes) => {
      if (Buffer.from(bytes).includes('\nR ')) throw failure('ENOSPC')
      return write()
    }
    expect(bench.note(journal, 'two').events).toHaveLength(1)
    const before = Date.now()
    bench.note(journal, 'three')
    expect(Date.now() - before).toBeLessThan(5000)
    expect(bench.texts()).toEqual(['one', 'two', 'three'])
  })
})

describe('a failed fsync', () => {
  it('is not believed: NOT recorded, cut back, and never again written to by this writer', () => {
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

  it('that cannot even be cut back leaves what the next run sets apart or reads as whole', () => {
    const bench = new Bench()
    const journal = bench.noted('one')
    faults.sync = () => {
      throw failure('EIO')
    }
    expect(refusal(() => bench.note(journal, 'two'))).toMatchObject({ code: 'not-recorded' })
    faults.sync = undefined
    expect(bench.read().findings()).toEqual([])
    bench.note(bench.read(), 'three')
    expect(bench.texts().at(-1)).toBe('three')
  })
})

describe('an event', () => {
  it('is written, then on stable storage, then acknowledged', () => {
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

  it('in a new file: the folder is on stable storage too', () => {
    const bench = new Bench()
    bench.begin()
    const hanako = bench.read('hanako')
    faults.calls = []
    faults.write = (write, bytes) => {
      if (isEvent(bytes)) faults.calls.push('write')
      return write()
    }
    bench.note(hanako, 'hers')
    expect(faults.calls).toEqual(['fsync', 'write', 'fsync'])
  })
})
