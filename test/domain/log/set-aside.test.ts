import { describe, expect, it } from 'vitest'
import type { WriterBirth, WriterStatement } from '../../../src/domain/log/known-writers.ts'
import { judgeWriters } from '../../../src/domain/log/set-aside.ts'

const birth = (writer: string): WriterBirth => ({
  writer,
  by: writer,
  key: `key of ${writer}`,
  introducers: [],
  sawDeclarer: true,
})

let said = 0

const accepts = (by: string, writer: string, key = `key of ${writer}`): WriterStatement => ({
  says: 'known',
  by,
  writer,
  event: `${by}:${++said}`,
  key,
})

/** Takes the lead that somebody offered, and had seen taken if `isSeen`. */
const takes = (writer: string, of: string, isSeen = true): WriterStatement => ({
  says: 'known',
  by: of,
  writer,
  event: `${of}:${++said}`,
  acceptance: { seq: 2, isSeen },
})

const WRITERS = ['taro', 'hanako', 'saburo', 'jiro', 'mallory', 'stranger']

/** What its writer had seen is all that was said before, or up to a number. */
const setsAside = (by: string, writer: string, upTo = said): WriterStatement & { readonly says: 'set-aside' } => ({
  says: 'set-aside',
  by,
  writer,
  event: `${by}:${++said}`,
  seen: WRITERS.map((writer) => ({ writer, seq: upTo, hash: 'seen' })),
})

/** Freezes a file after an event of that number, or says that it lacks events. */
const givesUp = (by: string, writer: string, frozenAfter: number | null = null): WriterStatement => ({
  says: 'given-up',
  by,
  writer,
  event: `${by}:${++said}`,
  frozenAfter,
})

const eventOf = ({ event }: WriterStatement) => event

/** The log that Taro declared, to which the others wrote, and whose file of Hanako's is damaged after 3. */
function judged(statements: readonly WriterStatement[], births = WRITERS.map(birth)) {
  const record = { births: new Map(births.map((one) => [one.writer, one])), statements, declaredBy: 'taro' }
  return judgeWriters(record, {
    isDamagedAfter: (writer, seq) => writer === 'hanako' && seq === 3,
    isInLog: ({ hash }) => hash === 'seen',
  })
}

/** Who is set aside in such a log. */
function aside(...statements: readonly WriterStatement[]): string[] {
  return [...judged(statements).setAside.keys()]
}

/** Whether the last of these statements counts. */
function counts(...statements: readonly WriterStatement[]): boolean {
  return !judged(statements).ignored.has(eventOf(statements.at(-1) as WriterStatement))
}

describe('a writer is set aside', () => {
  it('only by one that is known through the one that declared the incident', () => {
    expect(aside(setsAside('taro', 'stranger'))).toEqual(['stranger'])
    expect(aside(setsAside('hanako', 'stranger'))).toEqual([])
    expect(aside(accepts('taro', 'hanako'), setsAside('hanako', 'stranger'))).toEqual(['stranger'])
    expect(aside(setsAside('hanako', 'stranger'), accepts('taro', 'hanako'))).toEqual([])
    expect(aside(accepts('taro', 'hanako'), setsAside('stranger', 'hanako'))).toEqual([])
    expect(aside(accepts('taro', 'hanako'), setsAside('taro', 'hanako'))).toEqual(['hanako'])
    expect(aside(accepts('taro', 'hanako'), accepts('hanako', 'saburo'), setsAside('saburo', 'hanako'))).toEqual([
      'hanako',
    ])
  })

  it('never by itself: then there would be nothing left that says so', () => {
    expect(aside(setsAside('stranger', 'stranger'))).toEqual([])
    expect(aside(setsAside('stranger', 'stranger'), setsAside('taro', 'stranger'))).toEqual(['stranger'])
  })

  it('never if it declared the incident', () => {
    expect(aside(setsAside('stranger', 'taro'))).toEqual([])
    expect(aside(accepts('taro', 'hanako'), setsAside('hanako', 'taro'))).toEqual([])
  })

  it('with the event that says so first, and with its first line', () => {
    const first = setsAside('taro', 'stranger')
    const { setAside } = judged([first, setsAside('taro', 'stranger'), setsAside('taro', 'nobody')])
    expect(setAside.get('stranger')).toEqual({ event: eventOf(first), birth: birth('stranger'), wasKnown: false })
    expect(setAside.get('nobody')).toMatchObject({ birth: null })
  })
})

describe('a writer that was set aside is one that was known', () => {
  const wasKnown = (of: string, ...statements: readonly WriterStatement[]) =>
    judged(statements).setAside.get(of)?.wasKnown

  it('also if the word for it is dated back before it became known', () => {
    const early = [accepts('taro', 'mallory'), setsAside('mallory', 'hanako'), takes('hanako', 'taro')]
    expect(wasKnown('hanako', ...early)).toBe(true)
    expect(wasKnown('hanako', ...early.slice(0, 2))).toBe(false)
  })

  it('also if those through whom it is known are set aside first', () => {
    const chain = [accepts('taro', 'mallory'), accepts('taro', 'hanako'), accepts('hanako', 'saburo')]
    const words = [setsAside('mallory', 'hanako'), setsAside('mallory', 'saburo')]
    expect(wasKnown('saburo', ...chain, ...words)).toBe(true)
  })
})

describe('what a writer that is set aside says', () => {
  it('is ignored from then on, and holds where it was said before', () => {
    const known = accepts('taro', 'hanako')
    expect(aside(known, setsAside('taro', 'hanako'), setsAside('hanako', 'saburo'))).toEqual(['hanako'])
    expect(aside(known, setsAside('hanako', 'saburo'), setsAside('taro', 'hanako'))).toEqual(['saburo', 'hanako'])
    expect(counts(known, givesUp('hanako', 'saburo'))).toBe(true)
    expect(counts(known, setsAside('taro', 'hanako'), givesUp('hanako', 'saburo'))).toBe(false)
  })

  it('no longer makes others known', () => {
    const known = [accepts('taro', 'hanako'), accepts('hanako', 'saburo')]
    expect(aside(...known, setsAside('saburo', 'stranger'))).toEqual(['stranger'])
    expect(aside(...known, setsAside('taro', 'hanako'), setsAside('saburo', 'stranger'))).toEqual(['hanako'])
    const late = [accepts('taro', 'hanako'), setsAside('taro', 'hanako'), accepts('hanako', 'saburo')]
    expect(aside(...late, setsAside('saburo', 'stranger'))).toEqual(['hanako'])
  })
})

describe('what whoever set a writer aside had not seen of it', () => {
  const known = [accepts('taro', 'hanako'), accepts('taro', 'saburo')]
  const before = said

  it('does not count, even if it is dated back', () => {
    const verdict = setsAside('hanako', 'saburo', before)
    expect(aside(...known, setsAside('saburo', 'stranger'), verdict)).toEqual(['saburo'])
    expect(aside(...known, accepts('saburo', 'stranger'), setsAside('stranger', 'taro'), verdict)).toEqual(['saburo'])
    const word = givesUp('saburo', 'hanako')
    expect(judged([...known, word, setsAside('hanako', 'saburo', before)]).ignored.has(word.event)).toBe(true)
  })

  it('does not count either if another writer of the same machine says it', () => {
    const later = { ...birth('later'), introducers: ['key of saburo'] }
    const births = [...WRITERS.map(birth), later]
    const word = setsAside('later', 'stranger')
    const { setAside } = judged([...known, word, setsAside('hanako', 'saburo', before)], births)
    expect([...setAside.keys()]).toEqual(['saburo'])
  })

  it('counts from the machine that declared the incident', () => {
    expect(aside(...known, setsAside('taro', 'saburo'), setsAside('saburo', 'taro', before))).toEqual(['saburo'])
    expect(aside(...known, setsAside('taro', 'saburo', before), setsAside('saburo', 'hanako', before))).toEqual([
      'saburo',
    ])
  })

  it('is what it had seen when it last set one aside, unless it says something else', () => {
    const { seen: _, ...again } = setsAside('hanako', 'saburo')
    const early = setsAside('saburo', 'stranger', before)
    expect(aside(...known, early, setsAside('hanako', 'stranger'), again)).toEqual(['stranger', 'saburo'])
    expect(aside(...known, early, again)).toEqual(['saburo'])
  })

  it('counts where those who say so are only known through it', () => {
    const chain = [accepts('taro', 'hanako'), accepts('hanako', 'saburo')]
    const [hers, his] = [setsAside('hanako', 'stranger'), setsAside('saburo', 'hanako', before)]
    expect(aside(...chain, hers, his)).toEqual(['stranger', 'hanako'])
  })
})

describe('what somebody says who was set aside', () => {
  const [hanako, mallory] = [accepts('taro', 'hanako'), accepts('taro', 'mallory')]
  const before = said

  it('takes nothing from the words of others', () => {
    const word = setsAside('hanako', 'stranger')
    const gone = setsAside('taro', 'mallory', before)
    for (const forged of [setsAside('mallory', 'hanako', before), setsAside('mallory', 'hanako', 0)])
      for (const words of [
        [word, gone, forged],
        [forged, word, gone],
      ])
        expect(aside(hanako, mallory, ...words).sort()).toEqual(['mallory', 'stranger'])
  })

  it('takes nothing from the words of one that took the lead either', () => {
    const word = setsAside('hanako', 'stranger')
    const gone = setsAside('taro', 'mallory', before)
    const taken = takes('hanako', 'taro')
    expect(aside(taken, setsAside('taro', 'hanako', before), word, setsAside('taro', 'jiro', before))).toEqual([
      'hanako',
      'jiro',
    ])
    expect(aside(taken, mallory, mallory, setsAside('mallory', 'hanako', before), word, gone)).toEqual([
      'stranger',
      'mallory',
    ])
  })

  it('is late whether it was known or not', () => {
    const word = setsAside('stranger', 'hanako')
    expect(judged([word, setsAside('taro', 'stranger', before)]).ignored.has(word.event)).toBe(true)
  })

  it('makes nobody known whose words would take anything from others', () => {
    const word = setsAside('hanako', 'stranger')
    const forged = [accepts('mallory', 'jiro'), setsAside('jiro', 'hanako', before)]
    expect(aside(hanako, mallory, ...forged, word, setsAside('taro', 'mallory', before))).toEqual([
      'stranger',
      'mallory',
    ])
  })

  it('counts once it is accepted again, from then on', () => {
    const gone = setsAside('taro', 'hanako', before)
    const back = accepts('taro', 'hanako')
    expect(aside(hanako, gone, back, setsAside('hanako', 'stranger'))).toEqual(['stranger'])
    expect(aside(hanako, setsAside('hanako', 'stranger'), gone, back)).toEqual([])
    expect(aside(hanako, gone, setsAside('hanako', 'stranger'), back)).toEqual([])
    expect(aside(hanako, gone, takes('hanako', 'taro'), setsAside('hanako', 'stranger'))).toEqual(['hanako'])
    expect(aside(hanako, gone, accepts('jiro', 'hanako'), setsAside('hanako', 'stranger'))).toEqual(['hanako'])
    expect(aside(hanako, gone, back, setsAside('taro', 'hanako', before), setsAside('hanako', 'jiro'))).toEqual([
      'hanako',
    ])
  })
})

describe('what somebody says who is not known yet', () => {
  it('takes nothing from the words of others, though it is known later', () => {
    const [forged, word] = [setsAside('mallory', 'hanako', 0), setsAside('hanako', 'stranger')]
    expect(aside(accepts('taro', 'hanako'), forged, word, accepts('taro', 'mallory'))).toEqual(['stranger'])
  })
})

describe('what a writer had seen of a file that was replaced', () => {
  it('is nothing', () => {
    const [hanako, mallory] = [accepts('taro', 'hanako'), accepts('taro', 'mallory')]
    const forged = setsAside('mallory', 'hanako', 0)
    const word = setsAside('hanako', 'mallory')
    expect(aside(hanako, mallory, forged, word)).toEqual(['hanako'])
    const seen = (word.seen ?? []).map((head) => (head.writer === 'mallory' ? { ...head, hash: 'replaced' } : head))
    const { setAside, disputed } = judged([hanako, mallory, forged, { ...word, seen }])
    expect([...setAside.keys()]).toEqual([])
    expect(disputed).toEqual(['hanako', 'mallory'])
  })
})

describe('two that set each other aside', () => {
  const known = [accepts('taro', 'hanako'), accepts('taro', 'saburo')]
  const before = said
  const [hers, his] = [setsAside('hanako', 'saburo', before), setsAside('saburo', 'hanako', before)]

  it('are both in dispute if neither had seen the word of the other, in whatever order they come', () => {
    for (const words of [
      [hers, his],
      [his, hers],
    ]) {
      const { setAside, ignored, disputed } = judged([...known, ...words])
      expect([...setAside.keys()]).toEqual([])
      expect([...ignored.keys()].sort()).toEqual([hers.event, his.event].sort())
      expect([...disputed].sort()).toEqual(['hanako', 'saburo'])
    }
  })

  it('until one of them is set aside by somebody who had seen both', () => {
    for (const settles of [setsAside('taro', 'saburo'), setsAside('hanako', 'saburo')]) {
      const { setAside, disputed } = judged([...known, his, hers, settles])
      expect([[...setAside.keys()], disputed]).toEqual([['saburo'], []])
    }
  })

  it('are not in dispute if one had seen the word of the other: that came first', () => {
    expect(aside(...known, hers, setsAside('saburo', 'hanako'))).toEqual(['saburo'])
    expect(judged([...known, hers, setsAside('saburo', 'hanako')]).disputed).toEqual([])
  })
})

describe('words that depend on each other', () => {
  const known = ['hanako', 'saburo', 'jiro'].map((writer) => accepts('taro', writer))
  const before = said

  it('are all in dispute if each sets the next aside', () => {
    const circle = [
      setsAside('hanako', 'saburo', before),
      setsAside('saburo', 'jiro', before),
      setsAside('jiro', 'hanako', before),
    ]
    const { setAside, ignored, disputed } = judged([...known, ...circle])
    expect([setAside.size, ignored.size]).toEqual([0, 3])
    expect([...disputed].sort()).toEqual(['hanako', 'jiro', 'saburo'])
  })

  it('are heard in turn: what a dispute leaves out takes nothing from the words after it', () => {
    const first = [setsAside('hanako', 'saburo', before), setsAside('saburo', 'hanako', before)]
    const then = [setsAside('hanako', 'jiro', before), setsAside('jiro', 'stranger', before)]
    const { setAside, disputed } = judged([...known, ...first, ...then])
    expect([...setAside.keys()]).toEqual(['jiro'])
    expect([...disputed].sort()).toEqual(['hanako', 'saburo'])
  })

  it('are heard before those of somebody who is only known through what they leave out', () => {
    const [accepted, hers] = [accepts('saburo', 'mallory'), setsAside('hanako', 'saburo', before)]
    const his = setsAside('mallory', 'hanako', before)
    const { setAside, disputed } = judged([...known, accepted, his, hers])
    expect([[...setAside.keys()], disputed]).toEqual([['saburo'], []])
  })

  it('count if they only make those known who would leave them out', () => {
    const accepted = [accepts('hanako', 'mallory'), accepts('saburo', 'stranger')]
    const words = [setsAside('mallory', 'saburo', before), setsAside('stranger', 'hanako', before)]
    expect(aside(...known, ...accepted, ...words)).toEqual(['saburo'])
  })
})

describe('a writer that was set aside counts again', () => {
  it('once one that is known through the one that declared the incident accepts it, with the key that it has', () => {
    const gone = setsAside('taro', 'stranger')
    expect(aside(gone, accepts('taro', 'stranger'))).toEqual([])
    expect(aside(gone, accepts('taro', 'stranger', 'another key'))).toEqual(['stranger'])
    expect(aside(gone, accepts('hanako', 'stranger'))).toEqual(['stranger'])
    expect(aside(accepts('taro', 'hanako'), gone, accepts('hanako', 'stranger'))).toEqual([])
  })

  it('and can be set aside once more', () => {
    const back = accepts('taro', 'stranger')
    expect(aside(setsAside('taro', 'stranger'), back, setsAside('taro', 'stranger'))).toEqual(['stranger'])
  })

  it('and is named with both words, unless it is set aside once more or those who accept it are not known', () => {
    const restored = (...statements: readonly WriterStatement[]) => judged(statements).restored
    const gone = setsAside('taro', 'stranger')
    const back = accepts('taro', 'stranger')
    const named = { writer: 'stranger', setAside: eventOf(gone), since: eventOf(back), why: 'accepted' }
    expect(restored(gone, accepts('mallory', 'stranger'), back, accepts('taro', 'stranger'))).toEqual([named])
    expect(restored(gone, back, setsAside('taro', 'stranger'))).toEqual([])
    expect(restored(accepts('taro', 'stranger'), takes('hanako', 'taro'))).toEqual([])
    expect(restored(gone, accepts('mallory', 'stranger'))).toEqual([])
    expect(restored(gone, takes('stranger', 'taro'))).toEqual([])
    expect(restored(setsAside('mallory', 'hanako'), accepts('taro', 'hanako'))).toEqual([])
  })

  it('also when whoever set it aside is set aside by somebody who had not seen that, which names both words, too', () => {
    const known = [accepts('taro', 'hanako'), accepts('taro', 'jiro'), accepts('taro', 'saburo')]
    const before = said
    const his = setsAside('hanako', 'saburo')
    const hers = setsAside('jiro', 'hanako', before)
    const { setAside, restored } = judged([...known, his, hers])
    expect([...setAside.keys()]).toEqual(['hanako'])
    const named = { writer: 'saburo', setAside: eventOf(his), since: eventOf(hers), why: 'set-aside' }
    expect(restored).toEqual([named])
    const back = accepts('taro', 'hanako')
    const accepted = { writer: 'hanako', setAside: eventOf(hers), since: eventOf(back), why: 'accepted' }
    expect(judged([...known, his, hers, back]).restored).toEqual([accepted, named])
    expect(judged([...known, his, hers, setsAside('taro', 'saburo')]).restored).toEqual([])
    expect(judged([...known, his, setsAside('jiro', 'hanako')]).restored).toEqual([])
  })

  it('which names nobody whom only strangers had set aside, and no writer without a line', () => {
    const gone = (writer: string) => [setsAside('mallory', writer), setsAside('taro', 'mallory', 0)]
    expect(judged(gone('hanako')).restored).toEqual([])
    expect(judged([accepts('taro', 'mallory'), ...gone('taro')]).restored).toEqual([])
    expect(judged([accepts('taro', 'mallory'), ...gone('nobody')]).restored).toEqual([])
    expect(judged([accepts('taro', 'mallory'), ...gone('mallory')]).restored).toEqual([])
  })

  it('not if it has no line that is valid', () => {
    expect(aside(setsAside('taro', 'nobody'), accepts('taro', 'nobody'))).toEqual(['nobody'])
  })
})

describe('tens of thousands of words that one writer says', () => {
  const many = (by: string) =>
    Array.from({ length: 10_000 }, () => [accepts(by, 'jiro'), setsAside(by, 'nobody')]).flat()

  it('are judged within the time of a command, whether it is known or not', () => {
    expect(aside(...many('stranger'), setsAside('taro', 'stranger'))).toEqual(['stranger'])
    expect(aside(accepts('taro', 'mallory'), ...many('mallory'), setsAside('taro', 'mallory'))).toEqual([
      'nobody',
      'mallory',
    ])
  })
})

describe('that the log goes on without the rest of a file', () => {
  it('counts from one that is known through the one that declared the incident, from then on', () => {
    expect(counts(givesUp('taro', 'hanako'))).toBe(true)
    expect(counts(accepts('taro', 'saburo'), givesUp('saburo', 'hanako'))).toBe(true)
    expect(counts(givesUp('saburo', 'hanako'))).toBe(false)
    expect(counts(accepts('taro', 'saburo'), givesUp('stranger', 'saburo'))).toBe(false)
    const early = givesUp('saburo', 'hanako')
    expect(judged([early, accepts('taro', 'saburo')]).ignored).toEqual(new Map([[eventOf(early), 'hanako']]))
  })

  it('counts from a writer of the same machine', () => {
    const later = { ...birth('later'), introducers: ['a key that nobody wrote with', 'key of stranger'] }
    const births = [birth('taro'), birth('hanako'), birth('stranger'), later]
    const [own, other] = [givesUp('later', 'stranger'), givesUp('later', 'hanako')]
    expect([...judged([own, other], births).ignored.keys()]).toEqual([eventOf(other)])
  })

  it('counts from anybody if the file is frozen where it is damaged', () => {
    expect(counts(givesUp('stranger', 'hanako', 3))).toBe(true)
    expect(counts(givesUp('stranger', 'hanako', 2))).toBe(false)
    expect(counts(givesUp('stranger', 'saburo', 3))).toBe(false)
  })

  it('settles a loss there only from somebody known, or of the same machine', () => {
    const freeze = givesUp('stranger', 'hanako', 3)
    expect(judged([freeze]).onlyFreezing).toEqual(new Map([[eventOf(freeze), 'hanako']]))
    expect(judged([givesUp('taro', 'hanako', 3), givesUp('hanako', 'hanako', 3)]).onlyFreezing.size).toBe(0)
  })
})

describe('a log that the declaring writer does not sign', () => {
  const births = ['taro', 'hanako', 'stranger'].map((writer) => ({ ...birth(writer), key: null }))

  it('takes what anybody says of a file, and of a writer that nobody knows', () => {
    const said = [givesUp('hanako', 'stranger'), setsAside('hanako', 'stranger'), setsAside('hanako', 'taro')]
    const { setAside, ignored } = judged(said, births)
    expect([...setAside.keys()]).toEqual(['stranger'])
    expect([...ignored.values()]).toEqual(['taro'])
  })

  it('is judged likewise before it is declared', () => {
    const statements = [givesUp('hanako', 'stranger'), setsAside('hanako', 'stranger')]
    const record = { births: new Map(), statements, declaredBy: null }
    expect(judgeWriters(record, { isDamagedAfter: () => false, isInLog: () => true }).ignored.size).toBe(0)
  })

  it('lets nobody else set aside one that is known through it', () => {
    const known = { ...accepts('taro', 'hanako'), key: null } as WriterStatement
    expect([...judged([known, setsAside('stranger', 'hanako')], births).setAside.keys()]).toEqual([])
  })
})
