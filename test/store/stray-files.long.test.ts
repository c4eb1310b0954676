import { execFileSync } from 'node:child_process'
import {
  appendFileSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { foldInOrder } from '../../src/domain/incident/evolve.ts'
import { LOG_VERSION } from '../../src/domain/log/event.ts'
import { seal } from '../../src/domain/log/line.ts'
import { newSigner } from '../sealing.ts'
import { Bench, ID, refusal } from './bench.ts'

/** Things in the place of a writer's file that nobody can read. */
const UNREADABLE: readonly (readonly [string, (path: string) => void])[] = [
  ['a folder', (path) => mkdirSync(path)],
  ['a pipe', (path) => execFileSync('mkfifo', [path])],
  ['a link', (path) => symlinkSync('/etc/passwd', path)],
  ['a link to nothing', (path) => symlinkSync('nothing', path)],
]
const STRAY: typeof UNREADABLE = [
  ...UNREADABLE,
  ['other text', (path) => writeFileSync(path, 'not a log\n')],
  ['a long line', (path) => writeFileSync(path, Buffer.alloc(3 << 20, 0x61))],
]

/** A log to which Taro and Hanako wrote, whom he has accepted. */
function shared() {
  const bench = new Bench()
  bench.noted('his')
  const taro = bench.file
  bench.note(bench.read('hanako'), 'hers')
  const hanako = bench.files.find((path) => path !== taro) as string
  const writer = hanako.split('.').at(-2) as string
  bench.want(bench.read(), { kind: 'accept-writer', writer })
  const stray = join(bench.incident, `${ID}.badfile1.jsonl`)
  return { bench, hanako, writer, stray }
}

/** The log as a process reads it cold, and from a snapshot, and as one reads on that had read it before. */
function readings(bench: Bench, running = bench.read()) {
  running.readNewEvents()
  return [running, bench.read(), bench.readWithSnapshots('reader'), bench.readWithSnapshots('reader')]
}

describe('a file that never had an event which anybody knew of', () => {
  it.each(STRAY)('is named, and stops nobody from recording: %s', (_, put) => {
    const { bench, stray } = shared()
    const [running, before] = [bench.read(), bench.read().incident]
    put(stray)
    for (const log of readings(bench, running)) {
      expect(log.harmlessDamage()).toMatchObject([{ writer: 'badfile1', line: 1 }])
      expect(log.findings()).toEqual(log.harmlessDamage())
      expect(foldInOrder(log.events())).toEqual(foldInOrder(bench.read().events()))
      expect(log.incident).toEqual(before)
    }
    bench.note(running, 'and goes on')
    bench.note(bench.read('hanako'), 'so does she')
    expect(bench.texts()).toEqual(['his', 'hers', 'and goes on', 'so does she'])
  })

  it.each(STRAY)('can be set aside: %s', (_, put) => {
    const { bench, stray } = shared()
    put(stray)
    bench.read().setAside(bench.clock, ['badfile1'], 'junk')
    for (const log of readings(bench)) expect(log.findings()).toEqual([])
  })

  it('stops nobody because a stranger says to have seen something in it', () => {
    const { bench, stray } = shared()
    writeFileSync(stray, 'junk\n')
    const { incident, hlc } = [...bench.read().events()].at(-1) as { incident: string; hlc: readonly [number, number] }
    const after = [{ writer: 'badfile1', seq: 9, hash: 'a'.repeat(64) }]
    const at = '2026-11-24T22:20:00+09:00'
    const event = {
      v: LOG_VERSION,
      incident,
      writer: 'stranger',
      seq: 1,
      prev: null,
      hlc: [hlc[0] + 1, 0],
      after,
    } as const
    const note = { at, recordedAt: at, by: 'mallory', type: 'note.added', critical: false, data: { text: 'hm' } }
    writeFileSync(stray.replace('badfile1', 'stranger'), `${seal({ ...event, ...note }, newSigner()).line}\n`)
    bench.note(bench.read(), 'goes on')
    expect(bench.texts()).toContain('goes on')
  })
})

describe("a known writer's file that cannot be read any more", () => {
  it.each(UNREADABLE)('stops recording until somebody goes on without it: %s', (_, put) => {
    const { bench, hanako, writer } = shared()
    const running = bench.read()
    renameSync(hanako, `${hanako}.kept`)
    put(hanako)
    expect(refusal(() => bench.note(running, 'no'))).toMatchObject({
      code: 'damaged',
      params: { why: 'unreadable', file: expect.stringContaining(writer) },
    })
    bench.read().continueLog(bench.clock, 'she is off')
    for (const log of readings(bench)) expect(log.findings()).toEqual([])
    bench.note(bench.read(), 'goes on')
    expect(bench.texts()).toEqual(['his', 'goes on'])

    rmSync(hanako, { recursive: true })
    renameSync(`${hanako}.kept`, hanako)
    expect(bench.read().findings()).toEqual([])
  })

  it('counts again in a process that had met it, once it can be read', () => {
    const { bench, hanako } = shared()
    renameSync(hanako, `${hanako}.kept`)
    mkdirSync(hanako)
    const running = bench.read()
    expect(running.findings()).toHaveLength(1)
    rmSync(hanako, { recursive: true })
    renameSync(`${hanako}.kept`, hanako)
    running.readNewEvents()
    expect(running.findings()).toEqual([])
    expect(running.incident).toEqual(bench.read().incident)
  })
})

describe('what somebody puts under the name of a torn end', () => {
  it.each(UNREADABLE)('is none, and stops nobody from recording: %s', (_, put) => {
    const { bench, stray } = shared()
    put(`${stray}.torn-1`)
    bench.note(bench.read(), 'and goes on')
    expect(bench.types()).not.toContain('log.recovered')
    expect(bench.read().aside()).toEqual([])
  })

  it.each(UNREADABLE)('does not keep a torn end from being set aside: %s', (_, put) => {
    const { bench, hanako } = shared()
    const kept = `${hanako}.torn-${statSync(hanako).size}`
    put(kept)
    appendFileSync(hanako, 'to')
    bench.note(bench.read('hanako'), 'and goes on')
    expect(bench.texts()).toEqual(['his', 'hers', 'and goes on'])
    expect(bench.read().aside()).toEqual([{ path: `${kept}-2`, bytes: 2 }])
    expect(readFileSync(`${kept}-2`, 'utf8')).toBe('to')
  })
})

describe('a lock with thousands of claims', () => {
  it('can be broken, and the log says whose a thousand of them were', () => {
    const { bench } = shared()
    const claims = Array.from(
      { length: 2000 },
      (_, i) => `\nC ${i} 12 - db-3|m|b|- 1796062827497 ${'\u0001'.repeat(64)} 0 .\n`,
    )
    writeFileSync(join(bench.incident, 'lock'), claims.join(''))
    const { events } = bench.read().breakLocks(bench.clock, 'forged')
    expect(events).toMatchObject([{ type: 'lock.broken', data: { holders: { length: 1000 } } }])
    bench.note(bench.read(), 'and goes on')
  })
})
