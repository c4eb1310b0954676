import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { seal } from '../../src/domain/log/line.ts'
import { introductionOf, isSignedBy } from '../../src/domain/log/signature.ts'
import { newSigner, notesAfter } from '../sealing.ts'
import { Bench, refusal } from './bench.ts'

const linesOf = (path: string) => readFileSync(path, 'utf8').trimEnd().split('\n')
const eventsOf = (path: string) => linesOf(path).map((line) => JSON.parse(line) as Envelope)
const lastOf = (path: string) => eventsOf(path).at(-1) as Envelope
const typesOf = (bench: Bench, user = 'taro') => [...bench.read(user).events()].map(({ type }) => type)

describe('a writer', () => {
  it('signs every line with the key on its first line', () => {
    const bench = new Bench()
    bench.noted('one', 'two')
    const [{ key = '' } = {} as Envelope, ...rest] = eventsOf(bench.file)
    expect(rest.map((event) => event.key)).toEqual([undefined, undefined])
    for (const line of linesOf(bench.file)) {
      const body = Buffer.from(line.slice(0, line.indexOf(',"sig":"')))
      expect(isSignedBy(key, body, JSON.parse(line).sig)).toBe(true)
    }
  })

  it('after a reboot has another key, which the one before introduces', () => {
    const bench = new Bench()
    bench.begin()
    bench.note(bench.read('taro', 'boot-2'), 'after the reboot')
    const [before, after] = bench.files.map((path) => eventsOf(path)[0] as Envelope).sort((a, b) => a.hlc[0] - b.hlc[0])
    expect(before).not.toHaveProperty('introducedBy')
    const { key = '', sig = '' } = after?.introducedBy ?? {}
    expect(key).toBe(before?.key)
    expect(isSignedBy(key, Buffer.from(introductionOf(after?.key ?? '')), sig)).toBe(true)
  })
})

describe('a writer that a copy of its state folder recorded as too', () => {
  const forkAt = (bench: Bench, seq: number) => {
    const events = eventsOf(bench.file)
    const { writer, hash = '' } = events[0] as Envelope
    return { writer, base: seq === 0 ? null : { writer, seq, hash: events[seq - 1]?.hash ?? hash } }
  }

  it.each([0, 2])('goes on as a new one, whose first event says after which line (%d)', (seq) => {
    const bench = new Bench()
    const journal = bench.noted('one', 'two')
    const fork = forkAt(bench, seq)
    journal.noteFork(fork)
    expect(bench.read().unnamedFork()).toEqual(fork)
    bench.note(journal, 'after it')
    const [said] = [...bench.read().events()].filter(({ type }) => type === 'log.continued')
    expect(said).toMatchObject({
      seq: 1,
      data: { writer: fork.writer, found: fork.base, kept: { seq: 3 }, reason: 'forked' },
    })
    expect(said?.writer).not.toBe(fork.writer)
    expect([bench.files.length, bench.read().unnamedFork()]).toEqual([2, null])
    bench.note(bench.read(), 'later')
    expect(bench.types().filter((type) => type === 'log.continued')).toHaveLength(1)
    expect(bench.read('hanako').flaw()).toBeNull()
  })

  it('says it again if it is found to fork before that line', () => {
    const bench = new Bench()
    const journal = bench.noted('one', 'two')
    const [later, earlier] = [forkAt(bench, 2), forkAt(bench, 1)]
    journal.noteFork(later)
    bench.note(journal, 'after it')
    journal.noteFork(earlier)
    bench.note(journal, 'after that')
    const said = [...bench.read().events()].filter(({ type }) => type === 'log.continued')
    expect(said).toMatchObject([{ data: { found: { seq: 2 } } }, { data: { found: { seq: 1 } } }])
    expect(new Set(said.map(({ writer }) => writer)).size).toBe(1)
  })

  it('is not gone on from in a log that it has recorded nothing in', () => {
    const bench = new Bench()
    const journal = bench.begin()
    journal.noteFork({ writer: 'zzzzzzzz', base: null })
    expect(bench.read().unnamedFork()).toBeNull()
  })
})

describe('a line in the file of somebody who did not sign it', () => {
  it('is damage for others, and what comes before it counts', () => {
    const bench = new Bench()
    bench.noted('mine')
    appendFileSync(bench.file, notesAfter(lastOf(bench.file), ['forged', 'and another']))
    const others = bench.read('hanako')
    expect(others.findings()).toMatchObject([{ line: 3, why: 'wrong-signature' }])
    expect(others.incident.events).toBe(2)
    expect(refusal(() => others.mustBeWhole())).toMatchObject({ code: 'damaged' })
    bench.note(others, 'hers')
    expect(typesOf(bench, 'hanako')).toEqual(['incident.started', 'note.added', 'note.added'])
  })

  it('stops others if it is in the place of the declaration, and its writer if it replaces what that recorded', () => {
    const bench = new Bench()
    bench.noted('mine')
    const [first = '', ...rest] = linesOf(bench.file)
    const forged = notesAfter(eventsOf(bench.file)[0] as Envelope, ['forged'])
    writeFileSync(bench.file, `${first}\n${forged}`)
    expect(refusal(() => bench.note(bench.read(), 'more'))).toMatchObject({ code: 'damaged' })
    const { sig, ...unsigned } = JSON.parse(first)
    writeFileSync(bench.file, `${seal(unsigned, newSigner()).line}\n${rest.join('\n')}\n`)
    expect(refusal(() => bench.note(bench.read('hanako'), 'hers'))).toMatchObject({ code: 'damaged' })
  })

  it('is damage with the signature of another key too, and without its LF', () => {
    const bench = new Bench()
    bench.noted('mine')
    const whole = readFileSync(bench.file)
    const forged = notesAfter(lastOf(bench.file), ['forged'], undefined, newSigner())
    for (const end of [forged, forged.trimEnd()]) {
      writeFileSync(bench.file, Buffer.concat([whole, Buffer.from(end)]))
      expect(bench.read('hanako').findings()).toMatchObject([{ line: 3, why: 'wrong-signature' }])
    }
  })

  it('is found if it comes while the log is being followed', () => {
    const bench = new Bench()
    bench.noted('mine')
    const others = bench.read('hanako')
    appendFileSync(bench.file, notesAfter(lastOf(bench.file), ['forged']))
    others.refresh()
    expect(others.findings()).toMatchObject([{ line: 3, why: 'wrong-signature' }])
    expect(others.incident.events).toBe(2)
  })

  it('is named by its writer, who goes on in another file', () => {
    const bench = new Bench()
    bench.noted('mine')
    const file = bench.file
    const { writer, seq, hash } = lastOf(file)
    const head = { writer, seq, hash }
    appendFileSync(file, notesAfter(lastOf(file), ['forged']))
    const mine = bench.read()
    expect(mine.findings()).toEqual([])
    expect(mine.foreignLines()).toEqual({ writer, kept: head, found: head })
    bench.note(mine, 'still mine')
    const other = bench.files.find((path) => path !== file) ?? ''
    expect(eventsOf(other).map(({ type, data }) => [type, data])).toEqual([
      ['log.continued', { writer, found: head, kept: head, reason: 'foreign-lines' }],
      ['note.added', { text: 'still mine' }],
    ])
    expect(bench.read().foreignLines()).toBeNull()
    appendFileSync(file, notesAfter(JSON.parse(linesOf(file).at(-1) ?? ''), ['forged once more']))
    for (const user of ['taro', 'hanako']) {
      expect(bench.read(user).findings()).toEqual([])
      expect(typesOf(bench, user)).toEqual(['incident.started', 'note.added', 'log.continued', 'note.added'])
    }
    bench.note(bench.read('hanako'), 'and hers')
  })

  it('counts if it is signed with the key all the same, as after a copy of the state, and is named as well', () => {
    const bench = new Bench()
    bench.noted('mine')
    const kept = bench.state().head('20261124-221705-failure')
    appendFileSync(bench.file, notesAfter(lastOf(bench.file), ['copied'], undefined, bench.state().signer()))
    const found = bench.read().foreignLines()
    expect(found).toMatchObject({ kept, found: { seq: 3 } })
    const file = bench.file
    bench.note(bench.read(), 'after it')
    expect(typesOf(bench)).toEqual(['incident.started', 'note.added', 'note.added', 'log.continued', 'note.added'])
    expect(lastOf(file)).toMatchObject({ seq: 3, data: { text: 'copied' } })
  })

  it('is its own if its write was announced and the process died before it kept the head', () => {
    const bench = new Bench()
    const journal = bench.noted('mine')
    const state = bench.state()
    state.announce('20261124-221705-failure', state.head('20261124-221705-failure'))
    appendFileSync(bench.file, notesAfter(lastOf(bench.file), ['before the kill'], undefined, state.signer()))
    expect(bench.read().foreignLines()).toBeNull()
    bench.note(journal, 'after it')
    expect(bench.files).toHaveLength(1)
  })
})

describe('a log without signatures', () => {
  it('of a writer that had no key is read, and its writer goes on with a key', () => {
    const bench = new Bench()
    bench.noted('mine')
    const other = bench.file.replace(/\.[a-z2-7]{8}\.jsonl$/, '.bbbbbbbb.jsonl')
    writeFileSync(other, notesAfter(lastOf(bench.file), ['unsigned'], 'bbbbbbbb'))
    const mine = bench.read()
    expect(mine.findings()).toEqual([])
    bench.note(mine, 'signed')
    expect(typesOf(bench)).toHaveLength(4)
  })
})
