import { createHash } from 'node:crypto'
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type Envelope, nameOf } from '../../src/domain/log/event.ts'
import { seal } from '../../src/domain/log/line.ts'
import { introductionOf, type Signer } from '../../src/domain/log/signature.ts'
import type { Journal } from '../../src/store/journal.ts'
import { newSigner } from '../sealing.ts'
import { Bench, ID } from './bench.ts'

/** The event of somebody's that is the last or, from the end, that number. */
const eventOf = (bench: Bench, by: string, back = 1) =>
  [...bench.read().events()].filter((event) => event.by === by).at(-back) as Envelope

interface Forged {
  readonly writer: string
  readonly by: string
  readonly signer: Signer | null
  /** The line comes just after this event, in log order. */
  readonly after: Envelope
}

/** Adds a file to a log: what somebody can do who can write to the folder. */
function forge(
  bench: Bench,
  { writer, by, signer, after: behind }: Forged,
  ...drafts: { type: string; data: object }[]
) {
  let prev: string | null = null
  const lines = drafts.map(({ type, data }, i) => {
    const { v, incident, at, recordedAt } = behind
    const hlc = [behind.hlc[0], behind.hlc[1] + 1 + i] as const
    const heads = [{ writer: behind.writer, seq: behind.seq, hash: behind.hash }]
    const event = { v, incident, writer, seq: i + 1, prev, hlc, after: heads, at, recordedAt, by, type, critical: true }
    const made = seal({ ...event, data }, signer ?? undefined)
    prev = made.hash
    return `${made.line}\n`
  })
  writeFileSync(join(bench.incident, `${ID}.${writer}.jsonl`), lines.join(''))
}

const closing = { type: 'incident.closed', data: { as: 'false-alarm', reason: 'sensor' } }
const unknownOf = (log: Journal) => log.unknownWriters().map(({ writer }) => writer)

describe('a file under the name of an own writer', () => {
  it('is of somebody unknown if its lines are not signed', () => {
    const bench = new Bench()
    bench.noted('his')
    const own = bench.read('hanako').writer
    forge(bench, { writer: own, by: 'hanako', signer: null, after: eventOf(bench, 'taro') }, closing)
    expect(unknownOf(bench.read('hanako'))).toEqual([own])
  })

  it('is of somebody unknown if it has the name from before the boot', () => {
    const bench = new Bench()
    bench.noted('his')
    const before = bench.read('hanako').writer
    bench.note(bench.read('hanako', 'boot-2'), 'hers')
    forge(bench, { writer: before, by: 'hanako', signer: null, after: eventOf(bench, 'taro') }, closing)
    const log = bench.read('hanako', 'boot-2')
    expect(unknownOf(log)).toEqual([before])
    expect(log.newRemoteEvents().map(({ writer }) => writer)).toEqual([before])
  })
})

/** A log whose lead Taro offered to Hanako, who took it. */
function handedOver() {
  const bench = new Bench()
  bench.noted('his')
  bench.want(bench.read(), { kind: 'offer-lead', to: 'hanako' })
  const offer = eventOf(bench, 'taro')
  bench.note(bench.read('hanako'), 'here')
  bench.want(bench.read('hanako'), { kind: 'accept-lead', reason: null })
  const hanako = eventOf(bench, 'hanako').writer
  const accepts = { type: 'handover.accepted', data: { offer: nameOf(offer), reason: null } }
  const forger = { writer: 'mallory2', by: 'hanako', signer: newSigner(), after: offer }
  return { bench, hanako, forger, accepts }
}

describe('an acceptance of an offered lead that is dated back before the true one', () => {
  it('makes nobody known, since whoever offered it had seen the true one', () => {
    const { bench, hanako, forger, accepts } = handedOver()
    bench.note(bench.read(), 'she leads')
    const vouches = { type: 'writer.accepted', data: { writer: hanako, key: eventOf(bench, 'hanako', 2).key ?? null } }
    forge(bench, forger, accepts, vouches, closing)
    for (const user of ['taro', 'hanako', 'reader']) expect(unknownOf(bench.read(user))).toEqual(['mallory2'])
  })

  it('leaves both unknown if whoever offered it has recorded nothing since', () => {
    const { bench, hanako, forger, accepts } = handedOver()
    expect(unknownOf(bench.read())).toEqual([])
    forge(bench, forger, accepts, closing)
    expect(unknownOf(bench.read()).sort()).toEqual([hanako, 'mallory2'].sort())
    bench.note(bench.read(), 'who is that')
    expect(unknownOf(bench.read()).sort()).toEqual([hanako, 'mallory2'].sort())
  })

  it('is judged the same from a snapshot', () => {
    const { bench, forger, accepts } = handedOver()
    bench.readWithSnapshots('reader')
    bench.note(bench.read(), 'she leads')
    forge(bench, forger, accepts, closing)
    for (const log of [bench.readWithSnapshots('reader'), bench.readWithSnapshots('reader'), bench.read('reader')])
      expect(unknownOf(log)).toEqual(['mallory2'])
  })
})

describe('somebody who was set aside', () => {
  it.each([
    ['is in dispute by words of a new writer that are dated back', true],
    ['does nothing by words that are dated back to before it was known', false],
  ])('%s, and has nobody set aside', (_, isKnown) => {
    const bench = new Bench()
    bench.noted('his')
    const mallory = bench.read('mallory')
    bench.note(mallory, 'mine')
    const early = eventOf(bench, 'mallory')
    for (const name of ['hanako', 'mallory']) {
      if (name === 'hanako') bench.note(bench.read('hanako'), 'hers')
      bench.want(bench.read(), { kind: 'accept-writer', writer: eventOf(bench, name).writer })
    }
    const hanako = eventOf(bench, 'hanako')
    const accepted = eventOf(bench, 'taro')
    bench.read('hanako').setAside(bench.clock, [early.writer], 'not one of us')
    const signer = newSigner()
    const { key, sign } = bench.state('mallory').signer()
    const introducedBy = { key, sig: sign(introductionOf(signer.key)) }
    const later = {
      writer: 'mallory2',
      by: 'mallory',
      signer: { ...signer, introducedBy },
      after: isKnown ? accepted : hanako,
    }
    const forged = {
      type: 'log.continued',
      data: { writer: hanako.writer, found: null, kept: null, reason: 'set-aside', words: 'forged' },
    }
    forge(bench, later, forged, closing)
    for (const user of ['taro', 'reader']) {
      const log = bench.read(user)
      expect([...log.setAsideWriters.keys()]).toEqual(isKnown ? [] : [early.writer])
      expect(unknownOf(log).sort()).toEqual((isKnown ? ['mallory2', early.writer, hanako.writer] : ['mallory2']).sort())
    }
    bench.read('hanako').setAside(bench.clock, [early.writer, 'mallory2'], 'once more')
    for (const user of ['taro', 'hanako', 'reader']) {
      expect([...bench.read(user).setAsideWriters.keys()].sort()).toEqual([early.writer, 'mallory2'].sort())
      expect(unknownOf(bench.read(user))).toEqual([])
    }
  })
})

/** A log of Taro's, who knows these people; each has recorded a note. */
function logOf(...people: readonly string[]): Bench {
  const bench = new Bench()
  bench.noted('his')
  for (const name of people) {
    bench.note(bench.read(name), 'here')
    bench.want(bench.read(), { kind: 'accept-writer', writer: eventOf(bench, name).writer })
  }
  return bench
}

const setsAside = (writer: string) => ({
  type: 'log.continued',
  data: { writer, found: null, kept: null, reason: 'set-aside', words: 'forged' },
})

describe('a writer that replaces lines in its own file', () => {
  it('has nobody set aside by words that take the place of those that were seen', () => {
    const bench = logOf('hanako', 'mallory')
    bench.note(bench.read('mallory'), 'mine')
    const [hanako, first, second] = [eventOf(bench, 'hanako'), eventOf(bench, 'mallory', 2), eventOf(bench, 'mallory')]
    bench.read('hanako').setAside(bench.clock, [first.writer], 'not one of us')
    expect([...bench.read('reader').setAsideWriters.keys()]).toEqual([first.writer])
    const path = join(bench.incident, `${ID}.${first.writer}.jsonl`)
    const [kept] = readFileSync(path, 'utf8').split('\n')
    const { hash: _, sig: __, ...line } = second
    const forged = seal({ ...line, ...setsAside(hanako.writer) }, bench.state('mallory').signer())
    writeFileSync(path, `${kept}\n${forged.line}\n`)
    for (const user of ['taro', 'hanako', 'reader']) {
      expect([...bench.read(user).setAsideWriters.keys()]).toEqual([])
      expect(bench.read(user).flaw()).toBe('incomplete')
    }
  })
})

describe('a freeze that is recorded before the damage', () => {
  it('is judged by machines that had read the log before as by those that read it anew', () => {
    const bench = new Bench()
    bench.noted('his')
    bench.note(bench.read('hanako'), 'hers')
    const hanako = eventOf(bench, 'hanako')
    const path = join(bench.incident, `${ID}.${hanako.writer}.jsonl`)
    const damaged = Buffer.concat([readFileSync(path), Buffer.from('garbage\n')])
    const digest = createHash('sha256').update(damaged).digest('hex')
    const frozen = {
      ...{ file: `incidents/${ID}/${ID}.${hanako.writer}.jsonl`, bytes: damaged.length, digest },
      ...{ line: 2, why: 'not-a-line', words: 'forged' },
    }
    const { writer, seq, hash } = hanako
    const data = { writer, found: { writer, seq, hash }, kept: null, reason: 'damaged', frozen }
    forge(
      bench,
      { writer: 'mallory2', by: 'mallory', signer: newSigner(), after: hanako },
      {
        type: 'log.continued',
        data,
      },
    )
    const running = bench.readWithSnapshots('reader')
    bench.readWithSnapshots('reader')
    appendFileSync(path, 'garbage\n')
    running.readNewEvents()
    const cold = bench.read('reader')
    for (const log of [running, bench.readWithSnapshots('reader')]) {
      expect(log.findings()).toEqual(cold.findings())
      expect(log.incident).toEqual(cold.incident)
    }
  })
})
