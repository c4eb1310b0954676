import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Answer, EMPTIED, ESC, LEAVE, type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT

/** Leaves two minutes later. */
const leavingLater = (bench: Bench) => (): Answer => {
  bench.pass(120_000)
  return LEAVE
}

async function begun(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

describe('an answer that the walk before left at a question', () => {
  const LEFT = 'rolled back'
  const answered: readonly Reply[] = [
    [FIRST, KEYS.done],
    [en.doneNote, LEFT],
    ['[started-at]', LEAVE],
  ]

  /** What is named when the next walk is left, and what is offered in the one after it. */
  async function leftAfter(...replied: readonly Reply[]): Promise<{ named: string | undefined; offered: string }> {
    const bench = await begun()
    await bench.haltWith({ script: replies(...answered) }, 'walk')
    const script = replies([FIRST, KEYS.done], ...replied, [/^/, LEAVE])
    const { err } = await bench.haltWith({ script }, 'walk', '--plain')
    const { asked } = await walk(bench, [[FIRST, KEYS.done]])
    return { named: /NOT recorded: (.*) \(paused\)/.exec(err)?.[1], offered: asked[1]?.draft ?? '' }
  }

  test.each<readonly [string, readonly Reply[]]>([
    [
      'a refused line and Esc',
      [
        [en.doneNote, '@28:00 looked'],
        [en.doneNote, ESC],
      ],
    ],
    [
      'a refused line and Enter alone, and Esc',
      [
        [en.doneNote, '@28:00 looked'],
        [en.doneNote, ''],
        ['[started-at]', ESC],
        [en.doneNote, ESC],
      ],
    ],
    ['Esc', [[en.doneNote, ESC]]],
    [
      'Enter, and Esc at the questions after it',
      [
        [en.doneNote, ''],
        ['[started-at]', ESC],
        [en.doneNote, ESC],
      ],
    ],
    [
      'other words, and Esc at the questions after it',
      [
        [en.doneNote, 'looked'],
        ['[started-at]', ESC],
        [en.doneNote, ESC],
      ],
    ],
    ['Enter, and Ctrl-C at the next question', [[en.doneNote, '']]],
  ])('keeps it after %s', async (_, replied) => {
    expect(await leftAfter(...replied)).toEqual({ named: `"${LEFT}"`, offered: LEFT })
  })

  test('keeps it with the line that was refused', async () => {
    expect(await leftAfter([en.doneNote, '@28:00 looked'])).toEqual({
      named: `"${LEFT}", "@28:00 looked"`,
      offered: LEFT,
    })
  })

  test('keeps words that took its place', async () => {
    expect(await leftAfter([en.doneNote, 'looked'])).toEqual({ named: '"looked"', offered: 'looked' })
  })

  test('forgets it once it is taken out of the line', async () => {
    const left = await leftAfter([en.doneNote, EMPTIED], ['[started-at]', ESC], [en.doneNote, ESC])
    expect(left).toEqual({ named: undefined, offered: '' })
  })

  test('forgets it once other words are recorded', async () => {
    const bench = await begun()
    await bench.haltWith({ script: replies([FIRST, KEYS.begin], [en.noteText, { typed: LEFT }]) }, 'walk')
    const { err } = await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, 'looked'],
    ])
    expect(err).toContain(`"${LEFT}"`)
    expect(err).not.toContain('NOT recorded')
  })

  test('forgets it once its question was answered with what is not recorded, such as a step to go to', async () => {
    const bench = await begun()
    await bench.haltWith({ script: replies([FIRST, KEYS.jump], [en.jumpTo, { typed: '2.1-l' }]) }, 'walk')
    const { err } = await walk(bench, [
      [FIRST, KEYS.jump],
      [en.jumpTo, ''],
    ])
    expect(err).not.toContain('NOT recorded')
  })
})

describe('the time in front of an answer', () => {
  const ABSOLUTE = '@2026-11-24 22:07:05 rolled back'

  test('still counts when the operator has gone back to it', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, '@10m rolled back'],
      ['[started-at]', ESC],
      [en.doneNote, ''],
      ['[started-at]', '22:05'],
      ['[detected-at]', ''],
      [en.scope(['trading', 'deposits', 'withdrawals']), ''],
    ])
    expect(asked[3]?.draft).toBe(ABSOLUTE)
    const [done] = await recorded(bench, 'step.done')
    expect(done).toMatchObject({ at: '2026-11-24T22:07:05.000+09:00', data: { note: 'rolled back' } })
  })

  test.each([
    ['10m ago', '2026-11-24 22:07:05'],
    ['10m', '2026-11-24 22:07:05'],
    ['10分前', '2026-11-24 22:07:05'],
    ['22:05', '22:05'],
  ])('means the same if it is the whole answer, %s, and the walk is left later', async (given, kept) => {
    const bench = await begun()
    const replied: readonly Reply[] = [
      [FIRST, KEYS.done],
      [en.doneNote, 'looked'],
      ['[started-at]', given],
      ['[detected-at]', leavingLater(bench)],
    ]
    await bench.haltWith({ script: replies(...replied) }, 'walk')
    const { asked } = await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, ''],
    ])
    expect(asked.at(-1)?.draft).toBe(kept)
  })

  test.each(['10m', '10m ago'])(
    'means the same if it is the whole answer, %s, and the operator goes back to it later',
    async (given) => {
      const bench = await begun()
      const { asked } = await walk(bench, [
        [FIRST, KEYS.done],
        [en.doneNote, 'looked'],
        ['[started-at]', given],
        [
          '[detected-at]',
          () => {
            bench.pass(120_000)
            return ESC
          },
        ],
      ])
      expect(asked.at(-1)?.draft).toBe('2026-11-24 22:07:05')
    },
  )

  test('means the same if it was not entered when the walk was left', async () => {
    const bench = await begun()
    const left: readonly Reply[] = [
      [FIRST, KEYS.done],
      [en.doneNote, '10m'],
      ['[started-at]', { typed: '10m' }],
    ]
    await bench.haltWith({ script: replies(...left) }, 'walk')
    bench.pass(120_000)
    const { asked } = await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, ''],
    ])
    expect(asked.slice(-2).map(({ draft }) => draft)).toEqual(['10m', '2026-11-24 22:07:05'])
  })

  test('means the same if the walk is left at the question since when it has been so', async () => {
    const bench = new Bench()
    const left: readonly Reply[] = [
      [en.chooseType, 'system-failure'],
      [en.title, ''],
      [en.sinceWhen, { typed: '10m' }],
    ]
    await bench.haltWith({ script: replies(...left) }, 'start')
    bench.pass(120_000)
    const { asked } = await walk(bench, [])
    expect(asked.at(-1)?.draft).toBe('2026-11-24 22:07:05')
  })

  test('is kept as that time when the walk is left', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, '@10m rolled back'],
    ])
    expect(err).toContain(`NOT recorded: "${ABSOLUTE}"`)
  })
})
