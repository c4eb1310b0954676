import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Head } from '../../../src/domain/log/event.ts'
import type { WriterBirth, WriterStatement } from '../../../src/domain/log/known-writers.ts'
import { judgeWriters } from '../../../src/domain/log/set-aside.ts'

/** Known through Taro, who declared the incident; Mallory was, has another writer, and accepts people nobody else knows. */
const TEAM = ['taro', 'hanako', 'saburo', 'jiro']
const MALLORYS = ['mallory', 'mallory2', 'xeno', 'yeti']
const ALL = [...TEAM, ...MALLORYS, 'stranger']

const births = new Map(
  ALL.map((writer): [string, WriterBirth] => {
    const introducers = writer === 'mallory2' ? ['key of mallory'] : []
    return [writer, { writer, by: writer, key: `key of ${writer}`, introducers, sawDeclarer: true }]
  }),
)

const judge = (statements: readonly WriterStatement[]) =>
  judgeWriters({ births, statements, declaredBy: 'taro' }, { isDamagedAfter: () => false, isInLog: () => true })

interface Told {
  readonly by: string
  readonly says: WriterStatement['says']
  readonly of: string
}

const says = fc.constantFrom<WriterStatement['says']>('known', 'set-aside', 'set-aside', 'given-up')
const told = fc.record({
  by: fc.constantFrom(...TEAM, 'mallory'),
  says,
  of: fc.constantFrom('hanako', 'saburo', 'jiro', 'mallory', 'stranger'),
  isAware: fc.boolean(),
})
/** Dated anywhere, by somebody who claims to have seen anything. */
const forged = fc.record({
  by: fc.constantFrom(...MALLORYS),
  says,
  of: fc.constantFrom(...ALL),
  at: fc.nat(30),
  seen: fc.array(fc.record({ writer: fc.constantFrom(...ALL), seq: fc.nat(20), hash: fc.constant('') })),
})

describe('what somebody says whom the machine that declared the incident has set aside', () => {
  it('changes nothing of what the others say, whatever its times and whatever was seen', () => {
    fc.assert(
      fc.property(fc.array(told, { maxLength: 10 }), fc.array(forged, { maxLength: 8 }), (words, late) => {
        const numbers = new Map<string, number>()
        const heads = () => [...numbers].map(([writer, seq]): Head => ({ writer, seq, hash: '' }))
        const statementOf = ({ by, says, of: writer }: Told, seen: readonly Head[]): WriterStatement => {
          const seq = (numbers.get(by) ?? 0) + 1
          numbers.set(by, seq)
          const event = `${by}:${seq}`
          if (says === 'known') return { says, by, writer, event, key: `key of ${writer}` }
          return says === 'set-aside'
            ? { says, by, writer, event, seen }
            : { says, by, writer, event, frozenAfter: null }
        }
        const statements = words.map((one) => statementOf(one, one.isAware ? heads() : []))
        const all = heads()
        for (const of of ['mallory', 'mallory2'])
          statements.push(statementOf({ by: 'taro', says: 'set-aside', of }, all))
        const withLate = [...statements]
        for (const one of late) withLate.splice(one.at % (withLate.length + 1), 0, statementOf(one, one.seen))
        const judgements = [statements, withLate].map((some) => {
          const { setAside, ignored, disputed } = judge(some)
          const ofOthers = (event: string) => !MALLORYS.includes(event.slice(0, event.indexOf(':')))
          return {
            setAside: [...setAside.keys()].filter((writer) => !MALLORYS.includes(writer)),
            ignored: [...ignored.keys()].filter(ofOthers),
            disputed,
          }
        })
        expect(judgements[1]).toEqual(judgements[0])
      }),
      { numRuns: 1000 },
    )
  })
})
