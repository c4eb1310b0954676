import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { AmendedParts, Register, Write } from '../../../src/domain/incident/register.ts'
import { RegisterWriter } from '../../../src/domain/incident/register-writer.ts'
import { Registers } from '../../../src/domain/incident/registers.ts'
import { TextStore } from '../../../src/domain/incident/text-store.ts'
import type { Envelope } from '../../../src/domain/log/event.ts'

const writer = fc.constantFrom('aaaaaaaa', 'bbbbbbbb', 'cccccccc')
const key = fc.constantFrom('phase', 'fact:cause', 'words:cause.ja', 'step:a-look')
const at = fc.constantFrom('2026-03-01T10:00:00.000+09:00', '2026-03-01T10:05:00.000+09:00')
const anyWrites = fc.record({
  writer,
  at,
  recordedAt: at,
  by: fc.constantFrom('taro', '花子'),
  after: fc.option(fc.array(fc.record({ writer, seq: fc.integer({ min: 1, max: 9 }), hash: fc.constant('') })), {
    nil: undefined,
  }),
  values: fc.array(fc.tuple(key, fc.jsonValue()), { maxLength: 3 }),
  /** Index of the event that it undoes or corrects; sometimes one that does not exist. */
  amends: fc.option(fc.tuple(fc.nat(24), fc.boolean()), { nil: null }),
})

/** A simple model of the registers that keeps everything as it is. */
class SimpleRegisters {
  readonly registers = new Map<string, Write<unknown>[]>()

  put(key: string, write: Write<unknown>): void {
    this.registers.set(key, [...(this.registers.get(key) ?? []), write])
  }

  amend(event: string, change: (write: Write<unknown>) => Write<unknown>): void {
    for (const [key, writes] of this.registers)
      this.registers.set(
        key,
        writes.map((write) => (write.event === event ? change(write) : write)),
      )
  }
}

/** All writes by register. */
function contentOf(from: SimpleRegisters | Registers): Map<string, Register<unknown>> {
  if (from instanceof Registers) return new Map([...from.keys()].map((key) => [key, from.get(key)]))
  return new Map(from.registers)
}

const LATER = '2026-03-01T10:09:00.000+09:00'

const undo = () => ({ undone: true })
const correct = () => ({ value: 'else', corrected: true })

describe('registers', () => {
  it('return what was written, undone and corrected, also after packing and restoring', () => {
    fc.assert(
      fc.property(fc.array(anyWrites, { maxLength: 24 }), fc.nat(24), (all, cut) => {
        const simple = new SimpleRegisters()
        let writing = new RegisterWriter(Registers.NONE)
        const seqs = new Map<string, number>()
        const names: string[] = []
        const earlier: ReturnType<typeof contentOf>[] = []
        for (const [i, { values, amends, ...event }] of all.entries()) {
          if (i === cut) writing = new RegisterWriter(takenOver(writing.registers))
          earlier.push(contentOf(simple))
          const seq = (seqs.get(event.writer) ?? 0) + 1
          seqs.set(event.writer, seq)
          names.push(`${event.writer}:${seq}`)
          const { after = [], ...rest } = event
          for (const [place, [key, value]] of values.entries()) {
            writing.put(key, { ...event, seq } as unknown as Envelope, i + 1, value)
            const seen = after.map((head) => ({ writer: head.writer, seq: head.seq }))
            const write = { ...rest, event: names[i] as string, seq, after: seen, order: i + 1, place, value }
            simple.put(key, JSON.parse(JSON.stringify({ ...write, undone: false, corrected: false, amendment: null })))
          }
          if (amends === null) continue
          const [target, isUndone] = amends
          const amended = names[target] ?? 'aaaaaaaa:99'
          const position = { writer: event.writer, seq, order: i + 1, recordedAt: event.recordedAt }
          const change = isUndone ? undo : correct
          writing.amend(amended, position, change)
          const amendment = { ...position, sets: Object.keys(change()) as (keyof AmendedParts)[] }
          simple.amend(amended, (write) => ({ ...write, ...change(), amendment }))
          const expected = [...simple.registers.values()].flat().filter((write) => write.event === amended)
          expect(new Set(writing.by(amended).map(({ write }) => write))).toEqual(new Set(expected))
        }
        const { registers } = writing
        for (const [key, writes] of simple.registers)
          expect(registers.writersOf(key)).toEqual([...new Set(writes.map(({ writer }) => writer))])
        expect(contentOf(registers)).toEqual(simple.registers)
        const everybody = [...seqs].map(([writer, seq]) => ({ writer, seq }))
        for (const [i, before] of earlier.entries())
          expect(contentOf(registers.asOf({ order: i + 1, seen: everybody, until: null }))).toEqual(before)
      }),
    )
  })

  it('as of an event lack what its writer had not seen, or what was recorded after the time it is about', () => {
    const writing = new RegisterWriter(Registers.NONE)
    writing.put('phase', event(1), 1, 'one')
    writing.put('phase', { ...event(1), writer: 'bbbbbbbb' }, 2, 'unseen')
    writing.put('phase', { ...event(2), recordedAt: LATER }, 3, 'later')
    writing.amend('aaaaaaaa:1', { writer: 'bbbbbbbb', seq: 2, order: 4, recordedAt: LATER }, undo)
    writing.put('title', { ...event(3), writer: 'bbbbbbbb' }, 5, 'a title')
    const horizon = { order: 6, seen: [{ writer: 'aaaaaaaa', seq: 9 }], until: null }
    const at = writing.registers.asOf(horizon)
    expect(at.get('phase').map(({ value, undone }) => [value, undone])).toEqual([
      ['one', false],
      ['later', false],
    ])
    expect([at.has('phase'), at.has('title'), [...at.keys()]]).toEqual([true, false, ['phase']])
    const until = writing.registers.asOf({ ...horizon, until: event(1).recordedAt })
    expect(until.get('phase').map(({ value }) => value)).toEqual(['one'])
    expect([...until.inOrder()].map(({ write }) => write.value)).toEqual(['one'])
    const later = writing.registers.asOf({ ...horizon, until: LATER })
    for (const both of [
      until.asOf({ ...horizon, until: LATER }),
      later.asOf({ ...horizon, until: event(1).recordedAt }),
    ])
      expect(both.get('phase').map(({ value }) => value)).toEqual(['one'])
  })

  it('as of an event know an undoing or correction by itself, also after one that was not known', () => {
    const writing = new RegisterWriter(Registers.NONE)
    writing.put('words:cause.en', event(1), 1, 'one')
    const by = (writer: string, order: number, recordedAt = event(1).recordedAt) => ({
      writer,
      seq: order,
      order,
      recordedAt,
    })
    writing.amend('aaaaaaaa:1', by('bbbbbbbb', 2), () => ({ value: 'unseen', corrected: true }))
    writing.amend('aaaaaaaa:1', by('bbbbbbbb', 3), undo)
    writing.amend('aaaaaaaa:1', by('aaaaaaaa', 4), undo)
    writing.amend('aaaaaaaa:1', by('aaaaaaaa', 5, LATER), correct)
    const seen = [{ writer: 'aaaaaaaa', seq: 9 }]
    const shown = (order: number, until: string | null = null) =>
      writing.registers
        .asOf({ order, seen, until })
        .get('words:cause.en')
        .map(({ value, undone }) => [value, undone])
    expect(shown(4)).toEqual([['one', false]])
    expect(shown(5)).toEqual([['one', true]])
    expect(shown(6)).toEqual([['else', true]])
    expect(shown(6, event(1).recordedAt)).toEqual([['one', true]])
  })

  it('are read in one step and store only what changed, however often they were corrected', () => {
    const writing = new RegisterWriter(Registers.NONE)
    const words = 'w'.repeat(10_000)
    writing.put('step:a-look', event(1), 1, { state: 'done', note: 'first', words })
    const count = 20_000
    const by = (order: number) => ({ writer: 'bbbbbbbb', seq: order, order, recordedAt: event(1).recordedAt })
    for (let i = 2; i < count; i += 1)
      writing.amend('aaaaaaaa:1', by(i), () => (i % 2 === 0 ? { at: LATER, corrected: true } : { said: `note ${i}` }))
    const [write] = writing.registers.get('step:a-look')
    expect(write).toMatchObject({ at: LATER, corrected: true, value: { note: `note ${count - 1}`, words } })
    expect(Buffer.concat(writing.registers.texts.packed()).length).toBeLessThan(200 * count)
    const early = {
      order: 4,
      seen: [
        { writer: 'bbbbbbbb', seq: 9 },
        { writer: 'aaaaaaaa', seq: 1 },
      ],
      until: null,
    }
    expect(writing.registers.asOf(early).get('step:a-look')).toMatchObject([{ at: LATER, value: { note: 'note 3' } }])
  })

  it('take other words for those of the value that was set last', () => {
    const writing = new RegisterWriter(Registers.NONE)
    writing.put('step:a-look', event(1), 1, { note: 'one' })
    const values: unknown[] = []
    const parts: AmendedParts[] = [{ said: 'two' }, undo(), { value: { note: 'three' } }, undo(), { said: 'four' }]
    for (const [i, part] of parts.entries()) {
      writing.amend('aaaaaaaa:1', { writer: 'aaaaaaaa', seq: i + 2, order: i + 2, recordedAt: LATER }, () => part)
      values.push(writing.registers.get('step:a-look')[0]?.value)
    }
    expect(values).toEqual(['two', 'two', 'three', 'three', 'four'].map((note) => ({ note })))
  })

  it('have the last words for a value that are not of unheeded writers, unless it is their own', () => {
    const writing = new RegisterWriter(Registers.NONE)
    writing.put('step:a-look', event(1), 1, { note: 'one' })
    const all = [{ writer: 'cccccccc', seq: 99 }, ...['aaaaaaaa', 'bbbbbbbb'].map((writer) => ({ writer, seq: 99 }))]
    const notes: unknown[] = []
    const amendments: [writer: string, parts: AmendedParts][] = [
      ['bbbbbbbb', { said: 'theirs' }],
      ['cccccccc', { said: 'two' }],
      ['bbbbbbbb', { said: 'theirs' }],
      ['bbbbbbbb', undo()],
      ['bbbbbbbb', { value: { note: 'three' } }],
      ['bbbbbbbb', { said: 'theirs' }],
      ['aaaaaaaa', { said: 'four' }],
    ]
    const heeding = () => writing.registers.withoutWordsOf(new Set(['bbbbbbbb']))
    for (const [i, [by, parts]] of amendments.entries()) {
      writing.amend('aaaaaaaa:1', { writer: by, seq: i + 2, order: i + 2, recordedAt: LATER }, () => parts)
      const [write] = heeding().get('step:a-look')
      expect(heeding().asOf({ order: 99, seen: all, until: null }).get('step:a-look')[0]?.value).toEqual(write?.value)
      notes.push(write?.value)
    }
    expect(notes).toEqual(['one', 'two', 'two', 'two', 'three', 'three', 'four'].map((note) => ({ note })))
    const own = writing.registers.withoutWordsOf(new Set(['aaaaaaaa']))
    expect(own.get('step:a-look')).toMatchObject([{ value: { note: 'four' }, undone: true }])
    expect(new RegisterWriter(heeding()).registers.unheeded).toEqual(new Set(['bbbbbbbb']))
  })

  it('pass over many undone writes once, not for each that is read', () => {
    const writing = new RegisterWriter(Registers.NONE)
    const by = (seq: number) => ({ writer: 'aaaaaaaa', seq, order: seq, recordedAt: LATER })
    const { registers } = writing
    writing.put('title', event(1), 1, 'first')
    const at = vi.spyOn(registers, 'writeAt')
    for (let i = 2; i < 2000; i += 1) {
      writing.put('title', event(i), i, 'next')
      writing.amend(`aaaaaaaa:${i}`, by(i), undo)
      expect(registers.standing('title').next().value).toMatchObject({ value: 'first' })
    }
    expect(at.mock.calls.length).toBeLessThan(20_000)
    const horizon = { order: 9999, seen: [{ writer: 'aaaaaaaa', seq: 9999 }], until: null }
    expect([...registers.asOf(horizon).standing('title')]).toMatchObject([{ value: 'first' }])
    writing.amend('aaaaaaaa:1', by(9998), undo)
    expect([...registers.standing('title')]).toEqual([])
    expect([...registers.standing('type')]).toEqual([])
  })

  it('do not change when a later writer adds to them', () => {
    const before = new RegisterWriter(Registers.NONE)
    before.put('phase', event(1), 1, 'one')
    const { registers } = before
    const next = new RegisterWriter(registers)
    next.put('phase', event(2), 2, 'two')
    next.amend('aaaaaaaa:1', { writer: 'aaaaaaaa', seq: 2, order: 2, recordedAt: LATER }, undo)
    const other = new RegisterWriter(registers)
    other.put('phase', event(2), 2, 'other')
    const values = ({ registers }: RegisterWriter) => registers.get('phase').map(({ value, undone }) => [value, undone])
    expect(values(new RegisterWriter(registers))).toEqual([['one', false]])
    expect([next.registers, other.registers]).not.toEqual([registers, registers])
    expect(values(next)).toEqual([
      ['one', true],
      ['two', false],
    ])
    expect(values(other)).toEqual([
      ['one', false],
      ['other', false],
    ])
  })

  it('find the writes of an event only by its exact name', () => {
    const writing = new RegisterWriter(Registers.NONE)
    writing.put('phase', event(1), 1, 'one')
    expect(writing.by('aaaaaaaa:1')).toHaveLength(1)
    for (const name of ['aaaaaaaa:01', 'aaaaaaaa:1.0', 'aaaaaaaa', 'bbbbbbbb:1', ''])
      expect(writing.by(name)).toEqual([])
  })

  it('find the writes of an event in any order of its writer’s events', () => {
    const writing = new RegisterWriter(Registers.NONE)
    writing.by('')
    for (const [i, seq] of [5, 2, 9, 2, 1].entries()) writing.put('phase', event(seq), i + 1, i)
    expect(writing.by('aaaaaaaa:2').map(({ write }) => write.value)).toEqual([1, 3])
    expect(writing.by('aaaaaaaa:1').map(({ write }) => write.value)).toEqual([4])
  })

  it('no longer list the writers of a register once there are more than eight', () => {
    const writing = new RegisterWriter(Registers.NONE)
    for (let i = 1; i <= 9; i += 1) {
      writing.put('phase', { ...event(1), writer: `writer${i}` }, i, i)
      writing.put('phase', { ...event(2), writer: 'writer1' }, i, i)
      expect(writing.registers.writersOf('phase')?.length).toBe(i < 9 ? i : undefined)
    }
    writing.put('phase', { ...event(3), writer: 'writer1' }, 10, 10)
    expect(writing.registers.writersOf('phase')).toBeNull()
  })

  it('return all writes even if there are more than stay unpacked', () => {
    const writing = new RegisterWriter(Registers.NONE)
    for (let i = 1; i <= 9000; i += 1) writing.put('phase', event(i), i, i)
    expect(writing.registers.get('phase').map(({ value }) => value)).toEqual(
      Array.from({ length: 9000 }, (_, i) => i + 1),
    )
  })
})

function event(seq: number): Envelope {
  const at = '2026-03-01T10:00:00.000+09:00'
  return { writer: 'aaaaaaaa', seq, at, recordedAt: at, by: 'taro' } as Envelope
}

function takenOver({ index, texts }: Registers): Registers {
  return new Registers(index, TextStore.from(texts.packed()))
}
