import { appendFileSync, constants } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { Bench } from './bench.ts'

const barred = vi.hoisted(() => ({ path: '', why: 'EACCES' }))

// The tests may run as root, who can write to every file.
vi.mock('node:fs', async (original) => {
  const real = await original<typeof import('node:fs')>()
  return {
    ...real,
    openSync(...args: Parameters<typeof real.openSync>) {
      const isWrite = typeof args[1] === 'number' && (args[1] & constants.O_RDWR) !== 0
      if (isWrite && barred.path !== '' && String(args[0]) === barred.path)
        throw Object.assign(new Error(barred.why), { code: barred.why, path: barred.path })
      return real.openSync(...args)
    },
  }
})

afterEach(() => {
  Object.assign(barred, { path: '', why: 'EACCES' })
})

const writerOf = (path: string) => path.split('.').at(-2) as string

describe("a machine's own file that it may not write to any more, such as a copy that another user owns", () => {
  it.each(['EACCES', 'EPERM'])('is left, and recording goes on as a new writer, which says so once (%s)', (why) => {
    const bench = new Bench()
    bench.noted('before')
    const { file } = bench
    Object.assign(barred, { path: file, why })
    const { events } = bench.note(bench.read(), 'after')
    const last = { writer: writerOf(file), seq: 2 }
    expect(events).toMatchObject([
      { type: 'log.continued', seq: 1, data: { found: last, kept: last, reason: 'unwritable' } },
      { type: 'note.added' },
    ])
    expect(bench.note(bench.read(), 'and on').events).toMatchObject([{ type: 'note.added', seq: 3 }])
    expect(bench.texts()).toEqual(['before', 'after', 'and on'])
    const log = bench.read()
    expect([log.findings(), log.unknownWriters(), log.flaw()]).toEqual([[], [], null])
  })

  it('is left with its torn end, also where it is that of the writer before the last boot', () => {
    const bench = new Bench()
    bench.noted('before')
    const { file } = bench
    appendFileSync(file, 'to')
    barred.path = file
    bench.note(bench.read('taro', 'boot-2'), 'after')
    expect(bench.texts()).toEqual(['before', 'after'])
    barred.path = ''
    bench.note(bench.read('taro', 'boot-2'), 'and on')
    expect(bench.read().aside()).toMatchObject([{ bytes: 2 }])
  })

  it('is named once where it also lacks what was recorded', () => {
    const bench = new Bench()
    bench.noted('one')
    const { file } = bench
    const shorter = bench.bytes()
    bench.note(bench.read(), 'two')
    bench.put(shorter)
    barred.path = file
    const { events } = bench.note(bench.read(), 'after')
    expect(events).toMatchObject([{ type: 'log.continued', data: { reason: 'behind' } }, { type: 'note.added' }])
  })

  it('is no reason to go on elsewhere where the disk cannot be written to at all', () => {
    const bench = new Bench()
    bench.noted('before')
    Object.assign(barred, { path: bench.file, why: 'EROFS' })
    expect(() => bench.note(bench.read(), 'after')).toThrow(/not-recorded/)
    barred.path = ''
    expect(bench.files).toHaveLength(1)
  })
})
