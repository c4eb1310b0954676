import { describe, expect, test } from 'vitest'
import { KEYS, MORE_KEYS } from '../../src/render/walk.ts'
import { unspaced } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

function begun(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'security-incident')
  return bench
}

const last = (bench: Bench) => JSON.parse(bench.ok('log', '--json').trim().split('\n').at(-1) as string)

describe.concurrent('in the walk', () => {
  test('what a deadline counts from, and a report, are recorded as the commands do', async () => {
    const bench = begun()
    const person = new Person({ bench, args: ['walk'], columns: 100, rows: 60 })
    await person.terminal.until('1.2-contain')
    await person.press(MORE_KEYS.authority)
    await person.asked(person.text.authority)
    expect(person.terminal.text()).toContain('verify (written 2026-11-25)')
    await person.answer('@10m start awareness')
    await person.terminal.until('clock started: the failure became known')
    expect(last(bench)).toMatchObject({ type: 'clock.started', data: { event: 'awareness', filing: null } })
    await person.question()
    expect(person.terminal.text()).toMatch(
      /OVERDUE [\d:]+ \(A\): FSA \(Japan\) failure report \(occurrence\) \(verify\)/,
    )
    await person.press(MORE_KEYS.authority)
    await person.asked(person.text.authority)
    await person.answer('report jp-fsa R 12')
    await person.terminal.until('reported: FSA (Japan) failure report (occurrence)')
    expect(last(bench)).toMatchObject({ data: { filing: 'jp-fsa-initial', ref: 'R 12' } })
    await person.press(KEYS.undo)
    await person.answer('not sent')
    await person.terminal.until('undone')
    expect(last(bench)).toMatchObject({ type: 'event.undone' })
  })

  test('what cannot be recorded is said, and asked for again, in Japanese at 40 columns too', async () => {
    const bench = begun()
    const person = new Person({ bench, args: ['walk'], language: 'ja', columns: 40, rows: 80 })
    await person.terminal.until('1.2-contain')
    await person.press(MORE_KEYS.authority)
    await person.asked(person.text.authority)
    await person.answer('start nonsense')
    await person.terminal.until('(unknown-clock)')
    await person.answer('hello')
    await person.terminal.until('(bad-assignment)')
    await person.asked(person.text.authority)
    await person.answer('start determination')
    await person.terminal.until(() => unspaced(person.terminal.text()).includes('補償を申し出る前に'))
    expect(last(bench)).toMatchObject({ data: { event: 'determination' } })
  })
})
