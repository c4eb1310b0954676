import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import type { Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '1.2-contain'

async function begun(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench(env)
  await bench.ok('start', '--type', 'security-incident')
  return bench
}

describe('authorities in the walk', () => {
  test('starting a deadline and filing a report are recorded, and a report can be undone', async () => {
    const bench = await begun()
    const { en } = TEXT
    const overdue = 'OVERDUE 10:00 (/authorities): FSA (Japan) failure occurrence report (verify)'
    const { err } = await walk(
      bench,
      [
        [FIRST, KEYS.authorities],
        [en.authority, '@10m start awareness'],
        [overdue, KEYS.authorities],
        [en.authority, 'report jp-fsa R 12'],
        [FIRST, KEYS.undo],
        [/^Take back: .*reported/, 'not sent'],
      ],
      { columns: 100 },
    )
    expect(err).toMatch(
      /verify \(written 2026-11-30\)[\s\S]*clock started: the failure became known[\s\S]*reported: FSA \(Japan\) failure occurrence report[\s\S]*undone/,
    )
    expect((await recorded(bench)).slice(-3)).toMatchObject([
      { type: 'clock.started', at: '2026-11-24T22:07:05.120+09:00', data: { event: 'awareness', filing: null } },
      { data: { filing: 'jp-fsa-initial', ref: 'R 12' } },
      { type: 'event.undone' },
    ])
  })

  test('an invalid answer is refused and asked for again, in Japanese at 40 columns', async () => {
    const bench = await begun({ HALT_LANG: 'ja' })
    const answers = ['start nonsense', 'hello', 'start determination']
    const { screen } = await walk(
      bench,
      [[FIRST, KEYS.authorities], ...answers.map((answer): Reply => [TEXT.ja.authority, answer])],
      { columns: 40 },
    )
    expect(unspaced(screen)).toMatch(/\(unknown-clock\).*\(bad-assignment\).*補償を申し出る前に/)
    expect((await recorded(bench)).at(-1)).toMatchObject({ data: { event: 'determination' } })
  })

  test('that a new halt may have to be reported to are named where the command for them can be typed', async () => {
    const { en } = TEXT
    const { screen } = await walk(
      new Bench(),
      [
        [en.chooseType, 'security-incident'],
        [en.title, ''],
        [en.sinceWhen, ''],
        [FIRST, '/clock list'],
      ],
      { args: ['start'] },
    )
    const since = screen.indexOf(en.sinceWhen.slice(0, 20))
    expect([since > 0, screen.indexOf('/clock list') > since]).toEqual([true, true])
  })
})
