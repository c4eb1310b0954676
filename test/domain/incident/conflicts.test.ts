import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conflictsOf } from '../../../src/domain/incident/conflicts.ts'
import { currentWrite } from '../../../src/domain/incident/current-values.ts'
import { latestWrites, type Write } from '../../../src/domain/incident/register.ts'
import type { Event, EventDraft } from '../../../src/domain/log/event.ts'
import {
  advanced,
  begun,
  classified,
  done,
  foldEvents,
  incidentOf,
  lifted,
  MINUTE,
  scoped,
  skipped,
  started,
  stated,
  undone,
  Writer,
} from '../../given.ts'
import { SMALL_RUNBOOK } from '../../small-runbook.ts'

/** What taro and hanako each record after the start without knowing of each other. */
function apart(
  taros: readonly EventDraft[],
  hanakos: readonly EventDraft[],
): { taro: Writer; hanako: Writer; all: Event[] } {
  const taro = new Writer()
  const hanako = new Writer('bbbbbbbb', 'hanako')
  const start = taro.write(started())
  for (const draft of taros) taro.write(draft, MINUTE)
  for (const draft of hanakos) hanako.write(draft, 2 * MINUTE, [start])
  return { taro, hanako, all: [...taro.events, ...hanako.events] }
}

const conflicts = (taros: readonly EventDraft[], hanakos: readonly EventDraft[]) =>
  conflictsOf(foldEvents(apart(taros, hanakos).all))

describe('two who decide without knowing of each other', () => {
  it.each<[string, EventDraft, EventDraft, string]>([
    ['a step', done('a-look'), skipped('a-look'), 'step:a-look'],
    ['a fact', stated('cause', { value: 'disk' }), stated('cause', { value: 'cable' }), 'fact:cause'],
    ['public words', stated('cause', { ja: '障害' }), stated('cause', { ja: '故障' }), 'words:cause.ja'],
    ['the scope', scoped('trading', 'stopped'), scoped('trading', 'limited'), 'scope:trading'],
    ['the phase', advanced('during-halt'), lifted('trading'), 'phase'],
    [
      'the title, even if one is the name of a state',
      classified({ title: 'in-progress' }),
      classified({ title: 'outage' }),
      'title',
    ],
    ['the type', classified({ type: 'order' }), classified({ type: 'maintenance' }), 'type'],
  ])('conflict over %s', (_, first, second, target) => {
    expect(conflicts([first], [second])).toEqual([{ target, events: ['aaaaaaaa:2', 'bbbbbbbb:1'] }])
  })

  it('do not conflict over what each person states for themselves', () => {
    const lesson = { kind: 'text', notice: false, words: 'reports', byPerson: true, ja: '教訓', en: 'Lesson' } as const
    const facts = { ...SMALL_RUNBOOK.facts, lesson }
    const said = (value: string) => stated('lesson', { value, en: value })
    const one = new Writer()
    const start = one.write(started({ runbook: { ...SMALL_RUNBOOK, facts } }))
    one.write(said('the alarm rang'))
    const other = new Writer('bbbbbbbb', 'hanako')
    other.write(said('the drill helped'), 2 * MINUTE, [start])
    expect(conflictsOf(foldEvents([...one.events, ...other.events]))).toEqual([])
  })

  it('do not conflict if they say the same with different notes', () => {
    expect(conflicts([done('a-look', 'engine-3')], [done('a-look', 'engine three')])).toEqual([])
    expect(conflicts([advanced('during-halt')], [advanced('during-halt')])).toEqual([])
    expect(conflicts([done('a-look')], [skipped('b-email')])).toEqual([])
  })

  it('do not conflict if one has only begun', () => {
    expect(conflicts([begun('a-look')], [done('a-look')])).toEqual([])
  })

  it('leave the last in log order in force meanwhile', () => {
    const incident = foldEvents(apart([done('a-look')], [skipped('a-look')]).all)
    expect(currentWrite(incident, 'step:a-look')?.value.state).toBe('skipped')
  })

  it('agree again once one of them decides knowing both decisions', () => {
    const { taro, all } = apart([done('a-look')], [skipped('a-look')])
    const settled = taro.write(done('a-look', 'I did it'), 3 * MINUTE, all.slice(-1))
    expect(conflictsOf(foldEvents([...all, settled]))).toEqual([])
  })

  it('agree again once one decision is undone', () => {
    const { hanako, taro, all } = apart([done('a-look')], [skipped('a-look')])
    const back = hanako.write(undone('bbbbbbbb:1'), 3 * MINUTE, taro.events)
    expect(conflictsOf(foldEvents([...all, back]))).toEqual([])
  })
})

describe('a writer who decides again', () => {
  it('is not in conflict with their own earlier decision', () => {
    expect(conflictsOf(incidentOf(started(), done('a-look'), skipped('a-look')))).toEqual([])
    expect(conflicts([done('a-look'), skipped('a-look')], [])).toEqual([])
  })
})

describe('latestWrites', () => {
  const write = {
    event: '',
    order: 1,
    place: 0,
    at: '',
    recordedAt: '',
    by: '',
    value: null,
    undone: false,
    corrected: false,
    amendment: null,
  }
  const own = (writer: string, seq: number, after: { writer: string; seq: number; hash: string }[] = []) => ({
    ...write,
    writer,
    seq,
    after,
  })
  const seen = [{ writer: 'a', seq: 2, hash: '' }]

  it('omits earlier writes of the same writer and writes before a head that was seen', () => {
    expect(latestWrites([own('a', 2), own('a', 1)])).toEqual([own('a', 2)])
    expect(latestWrites([own('b', 1, seen), own('a', 2)])).toEqual([own('b', 1, seen)])
    expect(latestWrites([own('b', 1, seen), own('a', 3)])).toHaveLength(2)
    expect(latestWrites([own('b', 1, seen), own('c', 1)])).toHaveLength(2)
  })

  it('returns only the last write of an event', () => {
    const first = own('a', 1)
    const last = { ...own('a', 1), place: 1, value: true }
    expect(latestWrites([last, first])).toEqual([last])
  })

  it('returns writes in fold order', () => {
    const [first, last] = [own('a', 1), { ...own('b', 1), order: 2 }]
    expect(latestWrites([last, first])).toEqual([first, last])
  })

  it('ignores undone writes', () => {
    expect(latestWrites([{ ...own('b', 1, seen), undone: true }, own('a', 2)])).toEqual([own('a', 2)])
  })

  it('returns the same as comparing each write with every other', () => {
    const knew = (later: Write<unknown>, earlier: Write<unknown>) =>
      later.writer === earlier.writer
        ? later.seq > earlier.seq || (later.seq === earlier.seq && later.order > earlier.order)
        : later.after.some((head) => head.writer === earlier.writer && head.seq >= earlier.seq)
    const name = fc.constantFrom('a', 'b', 'c')
    const head = fc.record({ writer: name, seq: fc.integer({ min: 1, max: 6 }), hash: fc.constant('') })
    const any = fc
      .tuple(name, fc.integer({ min: 1, max: 6 }), fc.array(head, { maxLength: 2 }), fc.boolean())
      .map(([writer, seq, after, undone]) => ({ ...own(writer, seq, after), undone }))
    fc.assert(
      fc.property(fc.array(any, { maxLength: 8 }), (given) => {
        const writes = given.map((write, i) => ({ ...write, order: i }))
        const live = writes.filter((w) => !w.undone)
        expect(latestWrites([...writes].reverse())).toEqual(
          live.filter((w) => !live.some((other) => other !== w && knew(other, w))),
        )
      }),
    )
  })

  it('returns the same with a list of writers to stop early, even if writes are missing', () => {
    const turn = fc.record({
      writer: fc.nat(3),
      reads: fc.array(fc.nat(3)),
      undone: fc.boolean(),
      isMissing: fc.boolean(),
    })
    fc.assert(
      fc.property(fc.array(turn, { maxLength: 16 }), (turns) => {
        const writes = writesOf(turns).filter((_, i) => !turns[i]?.isMissing)
        const back = [...writes].reverse()
        expect(latestWrites(back, [...new Set(writes.map(({ writer }) => writer))])).toEqual(latestWrites(back))
      }),
      { numRuns: 500 },
    )
  })

  it('stops reading after one write per writer if each has seen the others', () => {
    const turns = Array.from({ length: 30 }, (_, i) => ({ writer: i % 3, reads: [0, 1, 2], undone: false }))
    const back = writesOf(turns).reverse()
    let looked = 0
    function* watched() {
      for (const write of back) {
        looked += 1
        yield write
      }
    }
    expect(latestWrites(watched(), ['0', '1', '2'])).toEqual(back.slice(0, 1))
    expect(looked).toBe(3)
  })

  /** Writes of four writers, each of whom has seen the others up to when it last read them. */
  function writesOf(turns: readonly { writer: number; reads: readonly number[]; undone: boolean }[]): Write<unknown>[] {
    const seqs = [0, 0, 0, 0]
    const seen = seqs.map(() => [0, 0, 0, 0])
    return turns.map(({ writer, reads, undone }, order) => {
      const known = seen[writer] as number[]
      for (const other of reads) known[other] = seqs[other] as number
      seqs[writer] = (seqs[writer] as number) + 1
      const after = known.flatMap((seq, other) =>
        other !== writer && seq > 0 ? [{ writer: String(other), seq, hash: '' }] : [],
      )
      return { ...own(String(writer), seqs[writer] as number, after), order, undone }
    })
  }
})
