import { describe, expect, it } from 'vitest'
import { advanceChain, type ChainState } from '../../../src/domain/log/chain.ts'
import type { Envelope, Head } from '../../../src/domain/log/event.ts'
import { seal, unseal } from '../../../src/domain/log/line.ts'
import type { Signer } from '../../../src/domain/log/signature.ts'
import { writerNameOf } from '../../../src/domain/log/writer-name.ts'
import { Branches } from '../../../src/domain/relay/branches.ts'
import { history, noted, started } from '../../given.ts'
import { newSigner } from '../../sealing.ts'

const [first] = history(started()) as [Envelope]
const { incident, writer } = first
const key = newSigner()

interface Line {
  readonly bytes: Buffer
  readonly event: Envelope
}

/** Notes of the writer after a line, or its first ones; each is recorded a millisecond after the one before, the first at `at`. */
function notes(after: Line | null, texts: readonly string[], at: number, signer: Signer = key, name = writer): Line[] {
  let last = after?.event ?? null
  return texts.map((text, i) => {
    const { hash: _, sig: __, after: ___, ...kept } = first
    const hlc = [first.hlc[0] + at + i, 0] as const
    const seq: number = (last?.seq ?? 0) + 1
    const note = { type: 'note.added', critical: false, data: noted(text).data as object }
    const bytes = Buffer.from(seal({ ...kept, writer: name, seq, prev: last?.hash ?? null, hlc, ...note }, signer).line)
    const read = unseal(bytes)
    if ('damage' in read) throw new Error(read.damage)
    last = read.event
    return { bytes, event: read.event }
  })
}

/** The lines in a relay, as a machine sees them that has some. */
function branches(
  here: readonly Line[],
  relay: readonly Line[],
  name = writer,
  mustBeNamed = false,
  hasOtherKey = false,
): Branches {
  const chainAt = (seq: number) =>
    here.slice(0, seq).reduce<ChainState>((state, { event }) => {
      const advanced = advanceChain(state, event)
      return 'next' in advanced ? advanced.next : null
    }, null)
  const found = new Branches(
    { incident, writer: name, mustBeNamed },
    { hashes: here.map(({ event }) => event.hash), chainAt },
    hasOtherKey,
  )
  for (const { bytes } of relay) found.add(bytes)
  return found
}

const headOf = ({ event: { seq, hash } }: Line): Head => ({ writer, seq, hash })
const hashes = (lines: readonly Line[]) => new Set(lines.map(({ event }) => event.hash))

const common = notes(null, ['one', 'two'], 0)
const [, two] = common as [Line, Line]
const early = notes(two, ['early', 'early too'], 10)
const late = notes(two, ['late', 'late too', 'and later'], 20)
const base = headOf(two)

describe('two lines that both verify at one place', () => {
  it('are no fork while only one of them is known', () => {
    expect(branches(common, early).resolve([])).toMatchObject({ forks: [], losing: new Set() })
    expect(branches([], [...common, ...early]).resolve([])).toMatchObject({ forks: [], losing: new Set() })
    expect(branches([...common, ...early], []).resolve([])).toMatchObject({ forks: [], losing: new Set() })
  })

  it('are told apart by the earlier time of the first, where neither is here', () => {
    for (const relay of [
      [...common, ...early, ...late],
      [...common, ...late, ...early],
    ])
      expect(branches([], relay).resolve([])).toMatchObject({
        forks: [{ writer, base, last: 4, lastElsewhere: 5, counts: true, isOtherKey: false }],
        losing: hashes(late.slice(0, 1)),
      })
  })

  it('are told apart by what known writers had seen first, where neither is here', () => {
    const named = [headOf(two), headOf(late[1] as Line), headOf(early[1] as Line)]
    expect(branches(common, [...early, ...late]).resolve(named)).toMatchObject({
      forks: [{ writer, base, last: 5, lastElsewhere: 4, counts: true, isOtherKey: false }],
      losing: hashes(early.slice(0, 1)),
    })
  })

  it('leave what is here as it is, and it is known which of them counts for others', () => {
    expect(branches([...common, ...late], early).resolve([])).toMatchObject({
      forks: [{ writer, base, last: 5, lastElsewhere: 4, counts: false, isOtherKey: false }],
      losing: hashes(early.slice(0, 1)),
    })
    expect(branches([...common, ...early.slice(0, 1)], [...early.slice(1), ...late]).resolve([])).toMatchObject({
      forks: [{ writer, base, last: 4, lastElsewhere: 5, counts: true, isOtherKey: false }],
      losing: hashes(late.slice(0, 1)),
    })
  })

  it('are told apart by their hashes where the times are equal, so that all machines choose the same', () => {
    const twin = notes(two, ['twin'], 10)
    const chosen = [early[0] as Line, twin[0] as Line].sort((a, b) => (a.event.hash < b.event.hash ? -1 : 1))
    for (const relay of [
      [...twin, ...early],
      [...early, ...twin],
    ])
      expect(branches(common, relay).resolve([]).losing).toEqual(hashes(chosen.slice(1)))
  })

  it('may come again further on, from a third copy', () => {
    const third = notes(early[0] as Line, ['third'], 30)
    expect(branches(common, [...early, ...late, ...third]).resolve([])).toMatchObject({
      forks: [
        { base: { seq: 2 }, last: 4, lastElsewhere: 5 },
        { base: { seq: 3 }, last: 4, lastElsewhere: 4 },
      ],
    })
  })

  it('can be the first of the writer', () => {
    const copy = notes(null, ['copy'], 5)
    expect(branches(common, copy).resolve([])).toMatchObject({ forks: [{ base: null, last: 2, lastElsewhere: 1 }] })
  })
})

describe('two first lines with different keys', () => {
  const forged = notes(null, ['forged'], -10, newSigner())
  const told = { writer, base: null, last: 2, lastElsewhere: 1, isOtherKey: true }

  it('are named, and what is here stays, else what a known writer had seen is taken over, else what is earlier', () => {
    expect(branches(common, forged).resolve([])).toMatchObject({
      forks: [{ ...told, counts: false }],
      losing: hashes(forged),
    })
    expect(branches([], [...forged, ...common]).resolve([headOf(two)])).toMatchObject({
      forks: [{ ...told, counts: true }],
      losing: hashes(forged),
    })
    expect(branches([], [...forged, ...common]).resolve([])).toMatchObject({ losing: hashes(common.slice(0, 1)) })
  })

  it('are one of the writer and one of somebody else where its name is that of its key, whichever is earlier or here', () => {
    const named = writerNameOf(key.key)
    const his = notes(null, ['his', 'his too'], 0, key, named)
    const theirs = notes(null, ['forged'], -10, newSigner(), named)
    const fork = { writer: named, base: null, last: 2, lastElsewhere: 1, counts: true, isOtherKey: true }
    expect(branches(his, theirs, named, true).resolve([])).toMatchObject({ forks: [fork], losing: new Set() })
    expect(branches([], [...theirs, ...his], named, true).resolve([])).toMatchObject({
      forks: [fork],
      losing: new Set(),
    })
    expect(branches(his, [], named, true, true).resolve([])).toMatchObject({ forks: [fork] })
    expect(branches([], theirs, named, true).resolve([])).toMatchObject({ forks: [], losing: new Set() })
    expect(branches([], his, named, true).resolve([])).toMatchObject({ forks: [], losing: new Set() })
  })
})

describe('what is no fork', () => {
  it('is a line that does not verify, follows nothing, or is here', () => {
    const [forged] = notes(two, ['forged'], 5, { ...newSigner(), key: key.key })
    const found = branches(common, [])
    for (const bytes of [Buffer.from('junk'), Buffer.alloc(1 << 20, 0x61), (forged as Line).bytes])
      expect(found.add(bytes)).toBe('never')
    expect(found.add((late[1] as Line).bytes)).toBe('later')
    expect(found.add(two.bytes)).toBe('fits')
    expect(found.add((late[0] as Line).bytes)).toBe('fits')
    expect(found.add((late[0] as Line).bytes)).toBe('fits')
    expect(found.resolve([])).toMatchObject({ forks: [], losing: new Set() })
  })

  it('is one more of too many with the same key, whatever others add', () => {
    const found = branches([], [])
    const add = (signer?: Signer) => found.add((notes(null, ['again'], added.length, signer)[0] as Line).bytes)
    const added: string[] = []
    for (let i = 0; i < 9; i += 1) added.push(add(key))
    expect([...added, add(newSigner())]).toEqual([...Array(8).fill('fits'), 'later', 'fits'])
  })
})
