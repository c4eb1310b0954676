import { afterEach, describe, expect, it, vi } from 'vitest'
import { RegisterWriter } from '../../src/domain/incident/register-writer.ts'
import { Bench, refusal } from './bench.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

describe('an event of another writer on which the fold breaks', () => {
  it('stops the log from being recorded to, not from being read, until its writer is set aside', () => {
    const bench = new Bench()
    const mine = bench.noted('mine')
    const theirs = bench.read('hanako')
    bench.want(theirs, { kind: 'classify', title: 'Something else', reason: 'it is' })
    const put = RegisterWriter.prototype.put
    vi.spyOn(RegisterWriter.prototype, 'put').mockImplementation(function (this: RegisterWriter, key, event, ...rest) {
      if (event.by === 'hanako') throw new RangeError('Maximum call stack size exceeded')
      put.call(this, key, event, ...rest)
    })
    expect(bench.read().incident).toMatchObject({ events: 3, beyond: { type: 'incident.classified' } })
    expect(refusal(() => bench.note(bench.read(), 'refused')).code).toBe('newer-version')
    bench.read().setAside(bench.clock, [theirs.writer], 'it breaks the program')
    for (const journal of [bench.read(), bench.read('reader')]) expect(journal.incident.beyond).toBeNull()
    bench.note(bench.read(), 'goes on')
    expect(bench.texts()).toEqual(['mine', 'goes on'])
    expect(mine.writer).not.toBe(theirs.writer)
  })
})
