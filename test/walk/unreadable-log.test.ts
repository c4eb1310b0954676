import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Answer, LEAVE, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { recorded } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT

describe('a log whose folder somebody moves while a line is being typed', () => {
  async function begun() {
    const bench = new Bench({ NO_COLOR: '1' })
    await bench.ok('start', '--type', 'system-failure', '--drill')
    const folder = join(bench.workspace, 'incidents')
    const there = join(folder, readdirSync(folder)[0] ?? '')
    const away = join(bench.directory, 'away')
    const moved = (from: string, to: string) => (answer: Answer) => () => {
      renameSync(from, to)
      return answer
    }
    return { bench, leaves: moved(there, away), returns: moved(away, there) }
  }
  const notes = async (bench: Bench) => (await recorded(bench, 'note.added')).map(({ data }) => data.text)

  test('is said not to be readable now, then to be again, and the line stays', async () => {
    const { bench, leaves, returns } = await begun()
    const script = replies(
      [FIRST, leaves({ half: 'engine-3 is do' })],
      [FIRST, returns({ half: 'engine-3 is dow' })],
      [FIRST, 'engine-3 is down'],
      [FIRST, KEYS.pause],
    )
    const { code, err, screen } = await bench.haltWith({ script }, 'walk')
    expect(err).toMatch(/cannot be read \(ENOENT\) \(unreadable\)/)
    expect(err).toContain(en.readableAgain)
    expect(script.asked.map(({ draft }) => draft)).toEqual(['', 'engine-3 is do', 'engine-3 is dow', ''])
    expect(screen).toMatch(/^\[DRILL\] .*\/incidents\//m)
    expect([code, await notes(bench)]).toEqual([130, ['engine-3 is down']])
  })

  test('gets no note meanwhile: that is said, and the note stays in the line', async () => {
    const { bench, leaves, returns } = await begun()
    const script = replies(
      [FIRST, leaves({ half: '' })],
      [FIRST, 'engine-3 is down'],
      [FIRST, returns({ half: 'engine-3 is down' })],
      [FIRST, ''],
      [FIRST, LEAVE],
    )
    const { err } = await bench.haltWith({ script }, 'walk')
    expect(err).toContain('(not-recorded)')
    expect(script.asked[2]?.draft).toBe('engine-3 is down')
    expect(await notes(bench)).toEqual(['engine-3 is down'])
  })
})
