import { describe, expect, it } from 'vitest'
import { type LogPage, logPage } from '../../src/mcp/log-page.ts'

const line = (seq: number, text = '') =>
  JSON.stringify({ v: 2, writer: 'aaaaaaaa', seq, prev: 'x', type: 'note.added', data: { text }, sig: 'x', hash: 'x' })
const log = (count: number, text?: string) => Array.from({ length: count }, (_, i) => `${line(i + 1, text)}\n`).join('')

/** The numbers of the events on a page, between how many there are before and after them. */
function shown(page: ReturnType<typeof logPage>): unknown[] {
  const { events, earlier, later } = page as LogPage
  return [earlier, events.map((event) => (event as { seq: number }).seq), later]
}

describe('a page of the log', () => {
  it.each([
    [{ limit: 3 }, [7, [8, 9, 10], 0]],
    [{ limit: 20 }, [0, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 0]],
    [{ limit: 3, before: 'aaaaaaaa:8' }, [4, [5, 6, 7], 3]],
    [{ limit: 3, before: 'aaaaaaaa:2' }, [0, [1], 9]],
    [{ limit: 3, after: 'aaaaaaaa:8' }, [8, [9, 10], 0]],
    [{ limit: 3, after: 'aaaaaaaa:2' }, [2, [3, 4, 5], 5]],
    [{ limit: 3, after: 'aaaaaaaa:2', before: 'aaaaaaaa:4' }, [2, [3], 7]],
    [{ limit: 3, after: 'aaaaaaaa:4', before: 'aaaaaaaa:2' }, [4, [], 6]],
    [{ limit: 3, after: 'aaaaaaaa:10' }, [10, [], 0]],
  ])('of ten events is, for %j, %j', (range, page) => {
    expect(shown(logPage(log(10), range))).toEqual(page)
  })

  it('is empty for an empty log', () => {
    expect(logPage('', { limit: 3 })).toEqual({ events: [], earlier: 0, later: 0, cut: [] })
  })

  it('has no hashes and signatures', () => {
    expect(logPage(log(1), { limit: 1 })).toMatchObject({
      events: [{ writer: 'aaaaaaaa', seq: 1, type: 'note.added', data: { text: '' } }],
    })
    expect(JSON.stringify(logPage(log(1), { limit: 1 }))).not.toMatch(/"(?:v|prev|sig|hash)"/)
  })

  it('is refused for an event that the log does not have', () => {
    for (const range of [{ after: 'aaaaaaaa:11' }, { before: 'b:1' }])
      expect(logPage(log(10), { limit: 3, ...range })).toMatchObject({ code: 'unknown-event' })
  })

  it('has fewer events than allowed where they are long, from the end that was asked for', () => {
    const long = log(20, 'x'.repeat(15_000))
    expect(shown(logPage(long, { limit: 20 }))).toEqual([14, [15, 16, 17, 18, 19, 20], 0])
    expect(shown(logPage(long, { limit: 20, after: 'aaaaaaaa:3' }))).toEqual([3, [4, 5, 6, 7, 8, 9], 11])
  })

  it('has no data of an event that is too long, and says how long it is', () => {
    const all = `${line(1)}\n${line(2, 'x'.repeat(500_000))}\n${line(3)}\n`
    expect(logPage(all, { limit: 3 })).toMatchObject({
      events: [{ data: { text: '' } }, { seq: 2, data: null }, { data: { text: '' } }],
      cut: [{ event: 'aaaaaaaa:2', bytes: Buffer.byteLength(line(2, 'x'.repeat(500_000))) }],
    })
  })
})
