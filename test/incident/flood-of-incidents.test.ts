import { join } from 'node:path'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { Journal } from '../../src/store/journal.ts'
import { Bench, type Outcome } from '../bench.ts'

const COUNT = 12

/** Taro and Hanako lead halts, and Mallory, whom nobody here knows, declares any number of others in the same folder. */
class Flood extends Bench {
  own = ''
  ofHanako = ''

  static async begin(): Promise<Flood> {
    const flood = new Flood()
    for (let i = 0; i < COUNT; i += 1) await flood.as('mallory', 'start', '--type', 'system-failure')
    // Taro knows her from there.
    const earlier = await flood.as('hanako', 'start', '--type', 'compliance')
    await flood.ok('note', 'his', '-i', earlier.out.trim())
    flood.pass(60_000)
    flood.ofHanako = (await flood.as('hanako', 'start', '--type', 'system-failure')).out.trim()
    flood.own = (await flood.ok('start', '--type', 'system-failure')).trim()
    return flood
  }

  as(who: string, ...args: readonly string[]): Promise<Outcome> {
    const env = { XDG_STATE_HOME: join(this.directory, `state-${who}`), HALT_OPERATOR: who }
    return this.haltWith({ env }, ...args)
  }
}

/** The halts that are said to be perhaps the same, and how many lines there are in all. */
function joinable({ err }: Outcome) {
  const ids = [...err.matchAll(/if it is the same halt: haltctl join (\S+)/g)].map(([, id]) => id)
  return { ids, lines: err.trimEnd().split('\n').length }
}

describe('a flood of halts that a writer declares whom nobody here knows', () => {
  let flood = new Flood()
  beforeAll(async () => {
    flood = await Flood.begin()
  })

  it.each([
    ['status', ['status']],
    ['next', ['next']],
    ['a start', ['start', '--type', 'system-failure']],
  ])('has some of them named, those of known writers first, and the others by their number: %s', async (_, args) => {
    const named = args[0] === 'start' ? args : [...args, '-i', flood.own]
    const { ids, lines } = joinable(await flood.halt(...named))
    expect(ids).toHaveLength(5)
    expect(ids).toContain(flood.ofHanako)
    expect(lines).toBeLessThan(12)
  })

  it('says how many there are in the language of whoever asks', async () => {
    const english = await flood.halt('status', '-i', flood.own)
    expect(english.err).toMatch(/^\d+ more halts were declared in the last half hour: haltctl list/m)
    const japanese = await flood.halt('status', '-i', flood.own, '--lang', 'ja')
    expect(japanese.err).toMatch(/^この30分ほどの間に宣言された停止が、ほかに\d+件あります: haltctl list/m)
  })

  it.each([
    ['status', ['status']],
    ['next', ['next']],
    ['a command that names none of them', ['note', 'which?']],
  ])('has each log read some times, however many there are: %s', async (_, args) => {
    const read = vi.spyOn(Journal.prototype, 'refresh')
    const named = args[0] === 'note' ? args : [...args, '-i', flood.own]
    await flood.halt(...named)
    const times = read.mock.calls.length
    read.mockRestore()
    expect(times).toBeLessThan(4 * COUNT)
  })
})
