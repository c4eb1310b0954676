import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../../src/domain/log/event.ts'
import { birthOf, knownWriters, type WriterBirth, type WriterStatement } from '../../../src/domain/log/known-writers.ts'
import { introductionBy, introductionOf, type Signer } from '../../../src/domain/log/signature.ts'
import { history, started } from '../../given.ts'
import { newSigner } from '../../sealing.ts'

const [first] = history(started()) as [Envelope]
const [taro, later, hanako, other] = [newSigner(), newSigner(), newSigner(), newSigner()] as const

function birth(writer: string, signer: Signer | null, over: Partial<Envelope> = {}): WriterBirth {
  return birthOf({ ...first, writer, ...(signer !== null && { key: signer.key }), ...over }, 'w-taro')
}

const introduced = (by: Signer, key: string) => ({ key: by.key, sig: by.sign(introductionOf(key)) })
const seeing = (...writers: readonly string[]) => ({
  after: writers.map((writer) => ({ writer, seq: 1, hash: 'h' })),
})

/** The writers known, sorted; `declared` declared the incident. */
function known(
  births: readonly WriterBirth[],
  {
    own = [],
    statements = [],
    declared = null,
  }: Partial<{ own: Signer[]; statements: WriterStatement[]; declared: string | null }>,
): string[] {
  const record = { births: new Map(births.map((b) => [b.writer, b])), statements, declaredBy: declared }
  const keys = own.map(({ key }) => key)
  return [...knownWriters(record, ({ key }) => key !== null && keys.includes(key))].sort()
}

describe('the first line of a writer', () => {
  it('says who it is, its key, and whether it had seen who declared the incident', () => {
    expect(birth('w-hanako', hanako, seeing('w-taro'))).toEqual({
      ...{ writer: 'w-hanako', by: first.by, key: hanako.key, introducers: [], sawDeclarer: true },
    })
    expect(birth('w-old', null)).toMatchObject({ key: null, introducers: [], sawDeclarer: false })
  })

  it('has no reason to know who declared it where it began with a note that was copied there', () => {
    const copied = { ...first, writer: 'w-hanako', ...seeing('w-taro'), data: { text: 'hers', source: {} } }
    expect(birthOf(copied as unknown as Envelope, 'w-taro')).toMatchObject({ sawDeclarer: false })
  })

  it('has no reason to know who declared it where it began with closing it as a duplicate', () => {
    const closed = { ...first, writer: 'w-hanako', ...seeing('w-taro'), data: { as: 'duplicate', duplicateOf: 'x' } }
    expect(birthOf(closed as unknown as Envelope, 'w-taro')).toMatchObject({ sawDeclarer: false })
  })

  it('names the key that introduces it only if that signed it', () => {
    const introducedBy = introduced(taro, later.key)
    expect(birth('w-later', later, { introducedBy }).introducers).toEqual([taro.key])
    expect(birth('w-other', other, { introducedBy }).introducers).toEqual([])
    expect(birth('w-later', later, { introducedBy: { ...introducedBy, key: hanako.key } }).introducers).toEqual([])
    expect(birth('w-none', null, { introducedBy }).introducers).toEqual([])
  })
})

describe('the earlier keys of the same machine', () => {
  const third = newSigner()
  const second = { ...later, introducedBy: introductionBy(taro, later.key) }

  it('are all named on the first line, so that the files in between may be lost', () => {
    const born = birth('w-third', third, { introducedBy: introductionBy(second, third.key) })
    expect(born.introducers).toEqual([later.key, taro.key])
    expect(known([birth('w-taro', taro), born], { declared: 'w-taro' })).toEqual(['w-taro', 'w-third'])
  })

  it('count as far as each has signed the next', () => {
    const { key, sig, earlier = [] } = introductionBy(second, third.key)
    const forged = { key, sig, earlier: [{ key: hanako.key, sig: hanako.sign(introductionOf('another')) }, ...earlier] }
    expect(birth('w-third', third, { introducedBy: forged }).introducers).toEqual([later.key])
  })

  it('are eight at most', () => {
    let last: Signer = taro
    for (let n = 0; n < 10; n += 1) {
      const next = newSigner()
      last = { ...next, introducedBy: introductionBy(last, next.key) }
    }
    expect(last.introducedBy?.earlier).toHaveLength(7)
    const introducedBy = introductionBy(last, other.key)
    expect(birth('w-last', other, { introducedBy }).introducers).toHaveLength(8)
  })
})

describe('a writer is known', () => {
  const mine = birth('w-taro', taro)
  const hers = birth('w-hanako', hanako)

  it('to its own machine, by its key and not by its name', () => {
    expect(known([mine, hers], { own: [taro] })).toEqual(['w-taro'])
    expect(known([birth('w-taro', other)], { own: [taro] })).toEqual([])
    expect(known([birth('w-taro', null)], { own: [taro] })).toEqual([])
  })

  it('if it declared the incident, to a machine that has recorded nothing in it', () => {
    expect(known([mine, hers], { own: [other], declared: 'w-taro' })).toEqual(['w-taro'])
    expect(known([mine, hers], { declared: 'w-taro' })).toEqual(['w-taro'])
    expect(known([mine, hers], { declared: null })).toEqual([])
  })

  it('if it declared the incident, to a machine that had seen it when it began to record', () => {
    const joined = birth('w-hanako', hanako, seeing('w-taro', 'w-other'))
    expect(known([mine, joined, birth('w-other', other)], { own: [hanako], declared: 'w-taro' })).toEqual([
      'w-hanako',
      'w-taro',
    ])
    expect(known([mine, hers], { own: [hanako], declared: 'w-taro' })).toEqual(['w-hanako'])
  })

  it('if it declared the incident, not to a machine that is started anew after it joined a halt to it', () => {
    const data = { text: 'hers', source: {} }
    const joined = birthOf(
      { ...first, writer: 'w-hanako', key: hanako.key, ...seeing('w-taro'), data } as never,
      'w-taro',
    )
    const introducedBy = introduced(hanako, later.key)
    const restarted = birth('w-later', later, { introducedBy, ...seeing('w-taro', 'w-hanako') })
    const own = [hanako, later]
    expect(known([mine, joined, restarted], { own, declared: 'w-taro' })).toEqual(['w-hanako', 'w-later'])
  })

  it('if a machine knew it in the halt that others joined to this one, and not for having declared this one', () => {
    const led = { keys: new Set([hanako.key]), isLedHere: true }
    const record = (...births: readonly WriterBirth[]) => {
      return { births: new Map(births.map((b) => [b.writer, b])), statements: [], declaredBy: 'w-taro' }
    }
    const isOwn = ({ key }: WriterBirth) => key === other.key
    const mineThen = birth('w-other', other, seeing('w-taro', 'w-hanako'))
    const knownHere = (...births: readonly WriterBirth[]) => [
      ...knownWriters(record(...births), isOwn, () => false, led),
    ]
    expect(knownHere(mine, hers)).toEqual(['w-hanako'])
    expect(knownHere(mine, hers, mineThen).sort()).toEqual(['w-hanako', 'w-other'])
    const begunBefore = knownWriters(record(mine, hers, mineThen), isOwn, () => false, { ...led, isLedHere: false })
    expect([...begunBefore].sort()).toEqual(['w-hanako', 'w-other', 'w-taro'])
  })

  it('if it is a later or an earlier one of the same machine as a known one', () => {
    const restarted = birth('w-later', later, { introducedBy: introduced(taro, later.key) })
    const again = birth('w-again', other, { introducedBy: introduced(later, other.key) })
    expect(known([mine, restarted, again, hers], { own: [taro] })).toEqual(['w-again', 'w-later', 'w-taro'])
    expect(known([mine, restarted, again, hers], { own: [other] })).toEqual(['w-again', 'w-later', 'w-taro'])
    expect(known([again, mine], { own: [other] })).toEqual(['w-again'])
    const sister = birth('w-sister', hanako, { introducedBy: introduced(later, hanako.key) })
    expect(known([again, sister], { own: [other] })).toEqual(['w-again', 'w-sister'])
  })

  it('if a known writer vouches for it, with that key', () => {
    const all = [mine, hers, birth('w-other', other)]
    const event = 'w-taro:2'
    const accepts = { says: 'known', by: 'w-taro', writer: 'w-hanako', event, key: hanako.key } as const
    expect(known(all, { own: [taro], statements: [accepts] })).toEqual(['w-hanako', 'w-taro'])
    expect(known(all, { own: [taro], statements: [{ ...accepts, key: other.key }] })).toEqual(['w-taro'])
    expect(known(all, { own: [taro], statements: [{ ...accepts, by: 'w-other' }] })).toEqual(['w-taro'])
    const setsAside: WriterStatement = { says: 'set-aside', by: 'w-taro', writer: 'w-hanako', event: 'w-taro:2' }
    expect(known(all, { own: [taro], statements: [setsAside] })).toEqual(['w-taro'])
    expect(
      known(all, { own: [taro], statements: [{ says: 'known', by: 'w-hanako', writer: 'w-other', event }, accepts] }),
    ).toEqual(['w-hanako', 'w-other', 'w-taro'])
    expect(
      known(all, { own: [taro], statements: [{ says: 'known', by: 'w-taro', writer: 'w-nobody', event }] }),
    ).toEqual(['w-taro'])
  })

  describe('because it accepted an offered lead', () => {
    const all = [mine, hers, birth('w-other', other)]
    const acceptance = (writer: string, isSeen: boolean): WriterStatement => ({
      ...{ says: 'known', by: 'w-taro', writer, event: 'w-taro:2', acceptance: { seq: 1, isSeen } },
    })
    const knownBy = (...statements: WriterStatement[]) => known(all, { own: [taro], statements })

    it('as the only one that did', () => {
      expect(knownBy(acceptance('w-hanako', false))).toEqual(['w-hanako', 'w-taro'])
      expect(knownBy(acceptance('w-hanako', true))).toEqual(['w-hanako', 'w-taro'])
    })

    it('or as the only one that whoever offered it had seen, whatever the order', () => {
      expect(knownBy(acceptance('w-other', false), acceptance('w-hanako', true))).toEqual(['w-hanako', 'w-taro'])
      expect(knownBy(acceptance('w-hanako', true), acceptance('w-other', false))).toEqual(['w-hanako', 'w-taro'])
    })

    it('else none does: anybody can date an acceptance back', () => {
      expect(knownBy(acceptance('w-other', false), acceptance('w-hanako', false))).toEqual(['w-taro'])
      expect(knownBy(acceptance('w-other', true), acceptance('w-hanako', true))).toEqual(['w-taro'])
    })
  })
})
