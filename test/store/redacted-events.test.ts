import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { titleOf } from '../../src/domain/incident/current-values.ts'
import { type Event, nameOf } from '../../src/domain/log/event.ts'
import { Bench, ID } from './bench.ts'

/** Redacts a field of the nth event of the user who declared the incident. */
function redact(bench: Bench, seq: number, field: string, user = 'taro'): string {
  const journal = bench.read(user)
  const [first] = [...journal.events()]
  const target = journal.findEvent(`${first?.writer}:${seq}`)
  if (target === null) throw new Error('no such event')
  const { events } = bench.want(journal, { kind: 'redact', target, field, reason: 'a name' })
  return `${events[0]?.writer}:${events[0]?.seq}`
}

describe('a log with redacted events', () => {
  it('is read without the words, whether cold, on and on or from a snapshot, and its lines still have them', () => {
    const bench = new Bench()
    bench.noted('Yamada called', 'all quiet')
    const following = bench.read()
    expect(titleOf(bench.readWithSnapshots('taro').incident)).toBe('Matching engine down')
    redact(bench, 2, 'text')
    redact(bench, 1, 'title')
    expect(following.readNewEvents().map(({ type }) => type)).toEqual(['event.redacted', 'event.redacted'])
    for (const journal of [bench.read(), following, bench.readWithSnapshots('taro'), bench.readWithSnapshots('taro')]) {
      expect(titleOf(journal.incident)).toBe('█████')
      expect(JSON.stringify([...journal.events()])).not.toContain('Yamada')
      expect(journal.incident).toEqual(bench.read().incident)
      expect([...journal.lines()].map(({ line }) => `${line}\n`).join('')).toBe(readFileSync(bench.file, 'utf8'))
    }
    expect(bench.texts()).toEqual(['█████', 'all quiet'])
  })

  it('shows the words again once that is undone', () => {
    const bench = new Bench()
    bench.noted('Yamada called')
    const name = redact(bench, 2, 'text')
    const journal = bench.read()
    bench.want(journal, { kind: 'undo', target: journal.findEvent(name), reason: 'slip' })
    expect(bench.texts()).toEqual(['Yamada called'])
    expect(journal.incident).toEqual(bench.read().incident)
  })

  it('is the same on each machine, whichever of two files came first', () => {
    const bench = new Bench()
    bench.noted('Yamada called')
    bench.note(bench.read('hanako'), 'I spoke to Yamada')
    redact(bench, 2, 'text', 'hanako')
    redact(bench, 1, 'title')
    for (const user of ['taro', 'hanako', 'jiro']) {
      expect(bench.texts(user)).toEqual(['█████', 'I spoke to Yamada'])
      expect(titleOf(bench.read(user).incident)).toBe('█████')
      expect(bench.read(user).findings()).toEqual([])
    }
    const lines = [...bench.read().lines()]
    const files = bench.files.flatMap((path) => readFileSync(path, 'utf8').trimEnd().split('\n'))
    expect(lines.map(({ line }) => line).sort()).toEqual(files.sort())
    expect(lines.map(({ event }) => event)).toEqual([...bench.read().events()].map((e) => `${e.writer}:${e.seq}`))
  })

  it('stays crossed out when whoever redacted it is set aside, by the word of whoever does that', () => {
    const bench = new Bench()
    bench.noted('Yamada called', 'all quiet')
    const hers = bench.note(bench.read('hanako'), 'I spoke to Yamada').events[0]
    const hanako = hers?.writer ?? ''
    redact(bench, 2, 'text', 'hanako')
    const journal = bench.read()
    const { events } = journal.setAside(bench.clock, [hanako], 'not ours')
    expect(events.map(({ type }) => type)).toEqual(['log.continued', 'event.redacted'])
    for (const user of ['taro', 'jiro']) expect(bench.texts(user)).toEqual(['█████', 'all quiet'])
    expect(journal.incident).toEqual(bench.read().incident)
    // It is whoever set the writer aside that redacts now, and can take that back.
    bench.want(journal, { kind: 'undo', target: journal.findEvent(nameOf(events[1] as Event)), reason: 'harmless' })
    expect(bench.texts()).toEqual(['Yamada called', 'all quiet'])
  })

  /** A log in which Hanako, whom Taro knows, redacted a note of his, and her file is gone. */
  function lost() {
    const bench = new Bench()
    bench.noted('Yamada called', 'all quiet')
    const his = bench.note(bench.read('jiro'), 'on duty').events[0]
    bench.want(bench.read(), { kind: 'accept-writer', writer: his?.writer ?? '' })
    const before = new Set(bench.files)
    const hers = bench.note(bench.read('hanako'), 'I spoke to somebody').events[0]
    bench.want(bench.read(), { kind: 'accept-writer', writer: hers?.writer ?? '' })
    const name = redact(bench, 2, 'text', 'hanako')
    bench.note(bench.read(), 'seen by Taro')
    const hanako = bench.files.find((path) => !before.has(path)) as string
    return { bench, hanako, name }
  }

  it('stays crossed out on machines that have recorded since, if the line that redacted it is lost', () => {
    const { bench, hanako } = lost()
    rmSync(hanako)
    for (const log of [bench.read(), bench.readWithSnapshots('taro'), bench.readWithSnapshots('taro')])
      expect(JSON.stringify([...log.events()])).not.toContain('Yamada')
    // A machine that never knew of it has nothing but what the log says.
    expect(bench.texts('jiro')).toContain('Yamada called')
    expect(bench.read().flaw()).toBe('incomplete')
  })

  it('is redacted again, for all machines, by whoever continues the log and remembers it', () => {
    const { bench, hanako } = lost()
    rmSync(hanako)
    const { events } = bench.read().continueLog(bench.clock, 'her file is gone')
    expect(events.map(({ type }) => type)).toEqual(['log.continued', 'event.redacted'])
    expect(events[1]?.data).toMatchObject({ field: 'text', reason: 'a name' })
    expect(bench.texts('jiro')).not.toContain('Yamada called')
    expect(bench.note(bench.read(), 'goes on').events).toHaveLength(1)
  })

  it('is redacted again with the next record, if somebody else continued the log; to undo that shows it again', () => {
    const { bench, hanako } = lost()
    rmSync(hanako)
    bench.read('jiro').continueLog(bench.clock, 'her file is gone')
    expect(bench.texts('jiro')).toContain('Yamada called')
    const { events } = bench.note(bench.read(), 'goes on')
    expect(events.map(({ type }) => type)).toEqual(['event.redacted', 'note.added'])
    expect(bench.texts('jiro')).not.toContain('Yamada called')
    const journal = bench.read()
    bench.want(journal, { kind: 'undo', target: journal.findEvent(nameOf(events[0] as Event)), reason: 'harmless' })
    for (const user of ['taro', 'jiro']) expect(bench.texts(user)).toContain('Yamada called')
  })

  it('shows the words again if what was remembered was undone, or cannot be read', () => {
    const { bench, hanako, name } = lost()
    const state = bench.state()
    const kept = state.redactions(ID)
    expect(kept).toMatchObject([{ event: name, field: 'text', reason: 'a name' }])
    const hers = bench.read('hanako')
    bench.want(hers, { kind: 'undo', target: hers.findEvent(name), reason: 'harmless' })
    bench.note(bench.read(), 'seen')
    expect(state.redactions(ID)).toEqual([])
    rmSync(hanako)
    expect(bench.texts()).toContain('Yamada called')
    state.rememberRedactions(ID, [...kept, { ...kept[0], reason: 'x'.repeat(1 << 20) } as (typeof kept)[number]])
    expect(bench.state().redactions(ID)).toEqual(kept)
    const path = readdirSync(join(bench.directory, 'state-taro'), { recursive: true, encoding: 'utf8' })
    const file = join(bench.directory, 'state-taro', path.find((one) => one.endsWith('.redacted')) as string)
    writeFileSync(file, 'torn\n["a"]\n{}\n[1,2,3,4]')
    expect(bench.state().redactions(ID)).toEqual([])
  })

  it('stays crossed out when a writer undoes that whom the declaring one does not know, until it does', () => {
    const bench = new Bench()
    bench.noted('Yamada called')
    const name = redact(bench, 2, 'text')
    bench.note(bench.read('hanako'), 'hello')
    const undo = (user: string) => {
      const journal = bench.read(user)
      return bench.want(journal, { kind: 'undo', target: journal.findEvent(name), reason: 'slip' })
    }
    const { writer } = undo('hanako').events[0] as Event
    for (const user of ['taro', 'hanako']) expect(bench.texts(user)).toEqual(['█████', 'hello'])
    const journal = bench.read()
    bench.want(journal, { kind: 'accept-writer', writer })
    expect(journal.incident).toEqual(bench.read().incident)
    for (const user of ['taro', 'hanako']) expect(bench.texts(user)).toEqual(['Yamada called', 'hello'])
    expect(undo('taro').already).toEqual([`undo ${name}`])
  })

  it('is shown again once a known writer undoes that too', () => {
    const bench = new Bench()
    bench.noted('Yamada called')
    const name = redact(bench, 2, 'text')
    for (const user of ['hanako', 'taro']) {
      const journal = bench.read(user)
      bench.want(journal, { kind: 'undo', target: journal.findEvent(name), reason: 'slip' })
      expect(bench.texts()).toEqual([user === 'taro' ? 'Yamada called' : '█████'])
    }
  })
})
