import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Envelope, EventData } from '../../src/domain/log/event.ts'
import { seal } from '../../src/domain/log/line.ts'
import { foreignIn } from '../../src/domain/log/verification.ts'
import { auditWriters } from '../../src/domain/log/writer-audit.ts'
import type { Journal } from '../../src/store/journal.ts'
import { newSigner } from '../sealing.ts'
import { Bench, refusal } from './bench.ts'

const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')
const lastOf = (path: string) => JSON.parse(linesOf(path).at(-1) ?? '') as Envelope

/** A log that Taro declared, to which Hanako and Saburo wrote, who is known to nobody; all have seen Hanako's second note. */
function shared() {
  const bench = new Bench()
  bench.noted('his')
  const taro = bench.file
  bench.note(bench.read('hanako'), 'hers 1')
  const hanako = bench.files.find((path) => path !== taro) as string
  const { writer } = lastOf(hanako)
  bench.want(bench.read(), { kind: 'accept-writer', writer })
  bench.note(bench.read('hanako'), 'hers 2')
  bench.note(bench.read('saburo'), 'saw it')
  bench.note(bench.read(), 'saw it too')
  return { bench, taro, hanako, writer }
}

/** Adds the file of a stranger with a valid signature that says this of a writer. */
function says(bench: Bench, data: EventData['log.continued']): void {
  const path = bench.files.find((file) => lastOf(file).by === 'taro') as string
  const { hash: _, sig: __, after: ___, ...last } = lastOf(path)
  const event = { ...last, writer: 'stranger', by: 'hanako', seq: 1, prev: null }
  const hlc = [last.hlc[0] + 1, 0] as const
  const { line } = seal({ ...event, hlc, type: 'log.continued', critical: false, data }, newSigner())
  writeFileSync(path.replace(`.${last.writer}.`, '.stranger.'), `${line}\n`)
}

/** The log as it is read cold on each machine, from a snapshot, and on by a process that runs. */
function readings(bench: Bench, running: Journal): Journal[] {
  running.readNewEvents()
  const all = [
    running,
    bench.read(),
    bench.read('saburo'),
    bench.read('reader'),
    bench.readWithSnapshots('reader'),
    bench.readWithSnapshots('reader'),
  ]
  for (const one of all) expect(one.incident).toEqual(running.incident)
  return all
}

const contradictedIn = (log: Journal) => auditWriters(log.events(), log.incident).contradicted

describe('a stranger who says that the log goes on without events of somebody known', () => {
  it.each([
    ['behind', ({ hanako }: ReturnType<typeof shared>) => truncateSync(hanako, linesOf(hanako)[0]?.length)],
    ['missing', ({ hanako }: ReturnType<typeof shared>) => rmSync(hanako)],
  ])('settles nothing: the file is %s until one says so whom the declaring writer knows', (how, harm) => {
    const scene = shared()
    const { bench, hanako, writer } = scene
    const kept = lastOf(hanako)
    const running = bench.read('reader')
    readings(bench, running)
    harm(scene)
    says(bench, { writer, found: null, kept, reason: how, words: 'it is fine' })
    for (const log of readings(bench, running)) {
      expect(log.missingHeads()).toMatchObject([{ head: { writer, seq: 2 } }])
      expect(contradictedIn(log)).toMatchObject([{ how, head: { writer, seq: 2 } }])
    }
    expect(bench.read().continueLog(bench.clock, 'the disk is gone').events).toMatchObject([
      { by: 'taro', data: { writer, reason: how } },
    ])
    for (const log of readings(bench, running)) {
      expect(log.missingHeads()).toEqual([])
      expect(contradictedIn(log)).toEqual([])
    }
  })

  it('can freeze a damaged file, but what others had seen of it stays missing until somebody known continues the log', () => {
    const { bench, hanako, writer } = shared()
    const running = bench.read('reader')
    readings(bench, running)
    writeFileSync(hanako, readFileSync(hanako, 'utf8').replace('hers 2', 'hers 3'))
    const frozen = bench.read('stranger').continueLog(bench.clock, 'it was damaged')
    expect(frozen.events).toMatchObject([{ data: { writer, kept: { seq: 2 }, frozen: { line: 2 } } }])
    for (const log of readings(bench, running)) {
      expect(log.findings()).toEqual([])
      expect(log.flaw()).toBe('incomplete')
      expect(log.missingHeads()).toMatchObject([{ head: { writer, seq: 2 } }])
      expect(contradictedIn(log)).toMatchObject([{ how: 'behind', head: { writer, seq: 2 } }])
    }
    const settled = bench.read().continueLog(bench.clock, 'nobody has a copy').events
    expect(settled).toMatchObject([{ by: 'taro', data: { writer, found: { seq: 1 }, frozen: { line: 2 } } }])
    for (const log of readings(bench, running)) {
      expect(log.flaw()).toBeNull()
      expect(contradictedIn(log)).toEqual([])
    }
  })

  it('takes nothing away of a file that is whole by freezing it', () => {
    const { bench, hanako, writer } = shared()
    const running = bench.read('reader')
    readings(bench, running)
    const [first] = [...running.events()].filter((event) => event.writer === writer)
    const found = { writer, seq: 1, hash: first?.hash ?? '' }
    const frozen = { file: hanako, bytes: 1, digest: 'd', line: 2, why: 'hash-differs', words: 'forged' }
    says(bench, { writer, found, kept: null, reason: 'damaged', frozen })
    for (const log of readings(bench, running)) {
      expect(log.findings()).toEqual([])
      expect(log.headOf(writer)).toMatchObject({ seq: 2 })
    }
  })

  it('does not make foreign lines known ones', () => {
    const { bench, writer } = shared()
    const running = bench.read('reader')
    const [one, two] = [...bench.read().events()].filter((event) => event.writer === writer) as [Envelope, Envelope]
    const headOf = ({ seq, hash }: Envelope) => ({ writer, seq, hash })
    const named = { writer, kept: headOf(one), found: headOf(two), reason: 'foreign-lines' }
    says(bench, { ...named, words: 'I know them' })
    for (const log of readings(bench, running)) {
      const writerAudit = auditWriters(log.events(), log.incident)
      expect(foreignIn({ foreign: null, writerAudit })).toEqual([])
    }
  })

  it('sets nobody aside, not even somebody whom the declaring writer does not know', () => {
    const { bench } = shared()
    const running = bench.read('reader')
    const saburo = bench.read('saburo').writer
    says(bench, { writer: saburo, found: null, kept: null, reason: 'set-aside', words: 'forged' })
    for (const log of readings(bench, running)) expect(log.setAsideWriters.size).toBe(0)
    const act = () => bench.read('jiro').setAside(bench.clock, [saburo], 'who is that')
    expect(refusal(act)).toMatchObject({ code: 'outside-circle', params: { writer: saburo } })
    bench.read('hanako').setAside(bench.clock, [saburo], 'who is that')
    for (const log of readings(bench, running)) expect([...log.setAsideWriters.keys()]).toEqual([saburo])
  })
})

describe('the head that a machine keeps', () => {
  it('is not dismissed by another machine, which sets its writer aside and alters the file', () => {
    const { bench, hanako, writer } = shared()
    bench.read().setAside(bench.clock, [writer], 'her laptop was stolen')
    expect(bench.read('hanako').keptHeadMismatch()).toBeNull()
    truncateSync(hanako, linesOf(hanako)[0]?.length)
    expect(bench.read('hanako').keptHeadMismatch()).toMatchObject({ kept: { writer, seq: 2 } })
    rmSync(hanako)
    expect(bench.read('hanako').keptHeadMismatch()).toMatchObject({ kept: { writer, seq: 2 }, found: null })
    bench.note(bench.read('hanako'), 'still here')
    expect(bench.read('hanako').keptHeadMismatch()).toBeNull()
  })
})
