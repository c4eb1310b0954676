import { appendFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench, type Outcome } from '../bench.ts'
import { ESC, LEAVE, type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const NEXT = '1.2-protect'
const SCOPE = ['trading', 'deposits', 'withdrawals']
const { en } = TEXT

async function begun(env: NodeJS.ProcessEnv = {}): Promise<Bench> {
  const bench = new Bench(env)
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

function incidents(bench: Bench): string[] {
  const folder = join(bench.workspace, 'incidents')
  return existsSync(folder) ? readdirSync(folder) : []
}

function logOf(bench: Bench): string {
  const folder = join(bench.workspace, 'incidents', incidents(bench)[0] ?? '')
  return join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) ?? '')
}

/** The arguments of the command line that the program printed for resuming. */
function resumeArguments({ err }: Outcome): string[] {
  const [, line] = /haltctl (walk -i .+)$/m.exec(err) ?? []
  if (line === undefined) throw new Error(`no command to resume with:\n${err}`)
  return line.split(' ')
}

describe('an interrupted walk', () => {
  test('opens its log once the type and an empty title are entered', async () => {
    const bench = new Bench()
    const { asked } = await walk(
      bench,
      [
        [en.chooseType, 'system-failure'],
        [en.title, ''],
        [en.sinceWhen, ''],
        [FIRST, KEYS.help],
      ],
      { args: ['start'] },
    )
    expect(asked[0]?.draft).toBe('system-failure')
    expect((await recorded(bench)).map(({ type }) => type)).toEqual(['incident.started'])
  })

  test.each([ESC, '<'] as const)('goes back by %s from the title to the type, even if that was given', async (back) => {
    const bench = new Bench()
    const { asked } = await walk(
      bench,
      [
        [en.title, back],
        [en.chooseType, 'maintenance'],
        [en.title, back],
        [en.chooseType, 'compliance'],
        [en.title, 'Order to suspend'],
        [en.plannedWindow, ''],
        [en.sinceWhen, ''],
      ],
      { args: ['start', '--type', 'security-incident'] },
    )
    expect(asked[1]?.draft).toBe('security-incident')
    expect(asked[3]?.draft).toBe('maintenance')
    expect((await recorded(bench))[0]?.data).toMatchObject({ type: 'compliance', title: 'Order to suspend' })
  })

  test('has its log before the first question after the title, and resumes at its first step', async () => {
    const bench = new Bench()
    const script = replies([en.chooseType, 'system-failure'], [en.title, 'Engine down'], [en.sinceWhen, LEAVE])
    const left = await bench.haltWith({ script }, 'start')
    expect(left.code).toBe(130)
    expect((await recorded(bench)).map(({ type }) => type)).toEqual(['incident.started'])
    const later = await walk(bench, [], { args: resumeArguments(left) })
    expect(later.asked[0]?.text).toContain(FIRST)
  })

  test('records since when it has been so right after its log is open; a refused time can be edited', async () => {
    const bench = new Bench()
    const { asked, err } = await walk(
      bench,
      [
        [en.chooseType, 'system-failure'],
        [en.title, ''],
        [en.sinceWhen, 'some time ago'],
        [en.sinceWhen, '22:05'],
      ],
      { args: ['start'] },
    )
    expect(err).toContain('(bad-time)')
    expect(asked[3]?.draft).toBe('some time ago')
    expect((await recorded(bench)).slice(1)).toMatchObject([
      { type: 'fact.set', data: { fact: 'started-at', value: '2026-11-24T22:05:00.000+09:00' } },
    ])
  })

  test('says that a beginning answered long after the question lies after the declaration', async () => {
    const bench = new Bench()
    const answerLate = () => {
      bench.pass(45 * 60_000)
      return '10m ago'
    }
    const { screen } = await walk(
      bench,
      [
        [en.chooseType, 'system-failure'],
        [en.title, ''],
        [en.sinceWhen, answerLate],
      ],
      { args: ['start'] },
    )
    expect(screen).toMatch(/started-at is 35 min after the declaration \(2026-11-24 22:17:05\)/)
  })

  for (const [at, answers] of [
    ['the type', [[en.chooseType, LEAVE]]],
    [
      'the title',
      [
        [en.chooseType, 'system-failure'],
        [en.title, { typed: 'Engine' }],
      ],
    ],
  ] as const)
    test(`left at ${at} records nothing and says how to start`, async () => {
      const bench = new Bench()
      const { code, err } = await bench.haltWith({ script: replies(...answers) }, 'start')
      expect(code).toBe(130)
      expect(err).toContain('(no-answer)')
      expect(err).toMatch(/haltctl start$/m)
      expect(incidents(bench)).toEqual([])
    })

  for (const [at, answers] of [
    ['a step', []],
    ['a question', [[FIRST, KEYS.done]]],
  ] as const)
    test(`left at ${at} confirms nothing, and the printed command resumes there`, async () => {
      const bench = await begun()
      const before = await recorded(bench)
      const left = await walk(bench, answers)
      expect(left.code).toBe(130)
      expect(await recorded(bench)).toEqual(before)
      const later = await walk(bench, [], { args: resumeArguments(left) })
      expect(later.asked[0]?.text).toContain(FIRST)
      expect(await recorded(bench)).toEqual(before)
    })

  test('in the middle of the questions of a step records none of the answers, and offers each at its question', async () => {
    const bench = await begun()
    const left = await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, 'looked at the dashboards'],
      ['[started-at]', '10m ago'],
    ])
    expect(unspaced(left.err)).toContain(
      unspaced('paused; NOT recorded: "looked at the dashboards", "2026-11-24 22:07:05" (paused)'),
    )
    expect(await recorded(bench)).toHaveLength(1)
    const { asked, err } = await walk(bench, [
      [FIRST, KEYS.next],
      [NEXT, KEYS.begin],
      [en.noteText, ESC],
      [NEXT, KEYS.jump],
      [en.jumpTo, FIRST],
      [FIRST, KEYS.done],
      [en.doneNote, ''],
      ['[started-at]', ''],
      ['[detected-at]', ''],
      [en.scope(SCOPE), ''],
    ])
    expect(unspaced(err)).toContain(unspaced(en.unfinishedAnswers(['looked at the dashboards', '2026-11-24 22:07:05'])))
    expect(asked.slice(0, 10).map(({ draft }) => draft)).toEqual([
      ...['', '', '', '', '', '', 'looked at the dashboards', '2026-11-24 22:07:05', '', ''],
    ])
    expect((await recorded(bench)).slice(1)).toMatchObject([
      { type: 'fact.set', data: { fact: 'started-at' } },
      { type: 'step.done', data: { step: FIRST, note: 'looked at the dashboards' } },
    ])
    expect((await walk(bench, [])).err).toContain('paused; all answers are recorded')
  })

  test('names an answer once to which the operator went back, as it stands there', async () => {
    const back: readonly Reply[] = [
      [FIRST, KEYS.done],
      [en.doneNote, 'looked'],
      ['[started-at]', ESC],
    ]
    const named = async (...answers: readonly Reply[]) => {
      const bench = await begun()
      const { err } = await bench.haltWith({ script: replies(...back, ...answers) }, 'walk')
      return /NOT recorded: .*/.exec(err)?.[0]
    }
    expect(await named([en.doneNote, LEAVE])).toBe('NOT recorded: "looked" (paused)')
    expect(await named([en.doneNote, { typed: 'looked again' }])).toBe('NOT recorded: "looked again" (paused)')
    expect(await named([en.doneNote, 'looked again'], ['[started-at]', LEAVE])).toBe(
      'NOT recorded: "looked again" (paused)',
    )
    expect(await named([en.doneNote, ''], ['[started-at]', '28:00'], ['[started-at]', LEAVE])).toBe(
      'NOT recorded: "looked", "28:00" (paused)',
    )
    expect(await named([en.doneNote, '@28:00 looked'], [en.doneNote, LEAVE])).toBe(
      'NOT recorded: "@28:00 looked" (paused)',
    )
    expect(await named([en.doneNote, ESC], [FIRST, LEAVE])).toBeUndefined()
  })

  test('asks again since when it has been so, if it was left there', async () => {
    const bench = new Bench()
    const left = await walk(
      bench,
      [
        [en.chooseType, 'system-failure'],
        [en.title, ''],
        [en.sinceWhen, 'some time ago'],
        [en.sinceWhen, 'some time ago'],
      ],
      { args: ['start'] },
    )
    expect(left.err).toContain('paused; NOT recorded: "some time ago" (paused)')
    const { asked, err } = await walk(bench, [[en.sinceWhen, '22:05']])
    expect(asked[0]?.draft).toBe('some time ago')
    expect(err).toContain('all answers are recorded')
    expect((await recorded(bench)).slice(1)).toMatchObject([{ type: 'fact.set', data: { fact: 'started-at' } }])
  })

  test('keeps what was left at a question until that is asked again, whatever else is done', async () => {
    const bench = await begun()
    await bench.haltWith({ script: replies([FIRST, KEYS.begin], [en.noteText, { typed: 'first look' }]) }, 'walk')
    const left = await walk(bench, [[FIRST, 'engine-3 restarted']])
    expect(left.err).toContain('NOT recorded: "first look"')
    const { asked } = await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, ''],
    ])
    expect(asked[1]?.draft).toBe('first look')
    expect((await recorded(bench)).slice(1)).toMatchObject([
      { type: 'note.added', data: { text: 'engine-3 restarted' } },
      { type: 'step.begun', data: { note: 'first look' } },
    ])
  })

  test('after the questions of a step asks for none of them again', async () => {
    const bench = await begun()
    await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, ''],
      ['[started-at]', '10m ago'],
      ['[detected-at]', '?'],
      [en.scope(SCOPE), 'trading=stopped'],
    ])
    const types = (await recorded(bench)).map(({ type }) => type)
    expect(types).toEqual(['incident.started', 'fact.set', 'fact.set', 'scope.changed', 'step.done'])
    const { err } = await walk(bench, [
      [/^/, KEYS.jump],
      [en.jumpTo, FIRST],
      [FIRST, KEYS.done],
      [/^/, ''],
    ])
    expect(err).toContain(`no change: done ${FIRST}`)
  })

  test('says that input could not be kept if there is nowhere to keep it', async () => {
    const bench = await begun()
    const state = join(bench.directory, 'no-state')
    writeFileSync(state, '')
    const answers: Reply[] = [
      [FIRST, KEYS.done],
      [en.doneNote, 'looked at the dashboards'],
    ]
    const { err } = await walk(bench, answers, { env: { XDG_STATE_HOME: state } })
    expect(err).toContain('NOT recorded: "looked at the dashboards"')
    expect(err).toContain('It could not be kept for later: copy it now')
    expect(err).not.toContain('kept outside the log')
  })

  test('says that a text was not kept, and prints it, if it is too long to be read again', async () => {
    const bench = await begun()
    const typed = '約'.repeat(400_000)
    const { err } = await bench.haltWith({ script: replies([FIRST, { typed }]) }, 'walk')
    expect(err.replaceAll(/\s/g, '')).toContain(typed)
    expect(err).toContain('It could not be kept for later: copy it now')
  })

  for (const language of ['en', 'ja'] as const)
    for (const [where, asking] of [
      ['at a step', []],
      ['at the question for it', [[FIRST, KEYS.note]]],
    ] as const)
      test(`shows a note that was being typed ${where}, and offers it again in ${language}`, async () => {
        const bench = await begun({ HALT_LANG: language })
        const text = TEXT[language]
        const typed = '約定エンジン engine-3'
        const script = replies(...asking, [/^/, { typed }])
        const left = await bench.haltWith({ script }, 'walk')
        expect(left.code).toBe(130)
        expect(left.err).toContain(typed)
        expect(await recorded(bench)).toHaveLength(1)
        const later = await walk(bench, [])
        expect(later.err).toContain(text.unfinished(typed))
        const last = await walk(bench, [[FIRST, '']])
        expect(last.asked[0]?.draft).toBe(typed)
        expect(unspaced(last.asked[0]?.text ?? '')).toContain(unspaced(text.standingNote))
        expect((await recorded(bench)).slice(1)).toMatchObject([{ type: 'note.added', data: { text: typed } }])
      })

  test('does not offer a draft for one step to another', async () => {
    const bench = await begun()
    const script = replies([FIRST, KEYS.begin], [en.noteText, { typed: 'first look' }])
    await bench.haltWith({ script }, 'walk')
    const { asked } = await walk(bench, [
      [FIRST, KEYS.next],
      [NEXT, KEYS.begin],
    ])
    expect(asked.at(-1)).toMatchObject({ draft: '' })
    expect(asked.at(-1)?.text).toContain(en.noteText)
  })

  test.each([
    ['@5m looked at the dashboards', '@2026-11-24 22:12:05 looked at the dashboards'],
    ['@５分前 画面を見た', '@2026-11-24 22:12:05 画面を見た'],
    ['@22:05 looked', '@22:05 looked'],
    ['@5 engines are left', '@5 engines are left'],
  ])('keeps what was half typed as %s with the time that it had then', async (typed, kept) => {
    const bench = await begun()
    await bench.haltWith({ script: replies([FIRST, KEYS.done], [en.doneNote, { typed }]) }, 'walk')
    bench.pass(60_000)
    const { asked } = await walk(bench, [[FIRST, KEYS.done]])
    expect(asked.at(-1)).toMatchObject({ draft: kept })
  })

  test.each([
    ['typed', {}, { text: 'looked' }, '22:12:05'],
    ['pasted', { isPasted: true }, { text: '@5m looked' }, '22:18:05'],
    ['typed, but for its end', { isPasted: true, beginsTyped: true }, { text: 'looked' }, '22:12:05'],
  ])('reads the time before a half-typed note if it was %s', async (_, how, data, time) => {
    const bench = await begun()
    await bench.haltWith({ script: replies([FIRST, { typed: '@5m looked', ...how }]) }, 'walk')
    bench.pass(60_000)
    await walk(bench, [[FIRST, '']])
    const at = expect.stringContaining(time)
    expect(await recorded(bench, 'note.added')).toMatchObject([{ at, data }])
  })

  test('reads the time before words that were pasted after it', async () => {
    const bench = await begun()
    await walk(bench, [[FIRST, { pasted: '@5m\nlooked', beginsTyped: true }]])
    expect(await recorded(bench, 'note.added')).toMatchObject([
      { at: expect.stringContaining('22:12:05'), data: { text: 'looked' } },
    ])
  })

  test('sets a torn write at the end of a log aside, and resumes', async () => {
    const bench = await begun()
    appendFileSync(logOf(bench), '{"v":1,"inc')
    const { err } = await walk(bench, [
      [FIRST, KEYS.note],
      [en.note, 'after the crash'],
    ])
    expect(err).toContain('note 2.1-assess "after the crash"')
    const types = (await recorded(bench)).map(({ type }) => type)
    expect(types).toEqual(['incident.started', 'log.recovered', 'note.added'])
  })

  test('does not resume a damaged log; it prints the line and the commands to freeze and resume', async () => {
    const bench = await begun()
    const damage = (): string => {
      appendFileSync(logOf(bench), 'broken\n')
      return KEYS.help
    }
    const script = replies([FIRST, damage])
    const meanwhile = await bench.haltWith({ script }, 'walk')
    expect(meanwhile.code).toBe(4)
    expect(meanwhile.err).toMatch(/^Then: haltctl walk -i \S+$/m)
    const again = await bench.haltWith({ script: replies() }, 'walk')
    expect(again.code).toBe(4)
    expect(again.err).toMatch(/\.jsonl:2 .*\(damaged\)/)
    expect(again.err).toMatch(/^Then: /m)
    const [, freeze = ''] = /haltctl (verify --continue --reason TEXT -i \S+)$/m.exec(again.err) ?? []
    await bench.ok(...freeze.split(' '))
    const later = await walk(bench, [], { args: resumeArguments(again) })
    expect(later.asked[0]?.text).toContain(FIRST)
  })
})

describe('the command that resumes', () => {
  test('starts a drill as a drill, with all its options', async () => {
    const script = replies([en.chooseType, LEAVE])
    const { err } = await new Bench().haltWith({ script }, 'start', '--drill', '--title', "it's a $(drill)")
    expect(err).toMatch(/^To resume:\nhaltctl start --drill --title 'it'\\''s a \$\(drill\)'$/m)
  })

  test('keeps the operator, the workspace, the language and the display options', async () => {
    const bench = await begun()
    const [id] = incidents(bench)
    const globals = ['--dir', 'workspace', '--as', 'Ōta Hanako', '--lang', 'en', '--color', 'never', '--plain']
    const { err } = await walk(bench, [], { args: [...globals, 'walk'] })
    const flags = "--dir workspace --as 'Ōta Hanako' --lang en --color never --plain"
    expect(err).toMatch(new RegExp(`^To resume:\nhaltctl walk -i ${id} ${flags}$`, 'm'))
  })
})

describe('the planned times of a new halt', () => {
  test('are asked for again after a paste of several lines, which is offered as a note', async () => {
    const bench = new Bench()
    const { asked } = await walk(
      bench,
      [
        [en.title, { block: 'Database\nupgrade' }],
        [en.standing, ''],
        [en.plannedWindow, { block: 'hanako: shall we?\ntaro: at 2' }],
        [en.standing, ''],
        [en.plannedWindow, '2099-01-10T02:00/2099-01-10T04:00'],
      ],
      { args: ['start', '--type', 'maintenance', '--plain'] },
    )
    expect(asked.at(-1)?.draft).toBe('hanako: shall we?\ntaro: at 2')
    expect(await recorded(bench)).toMatchObject([{ data: { title: 'Database / upgrade' } }])
  })

  test.each(['tommorow 2am', '2am to 4am', 'tonight'])(
    '%s are asked for again, and the rest stays',
    async (refused) => {
      const bench = new Bench()
      const { asked, err } = await walk(
        bench,
        [
          [en.chooseType, 'maintenance'],
          [en.title, 'Database upgrade'],
          [en.plannedWindow, refused],
          [en.plannedWindow, '2099-01-10T02:00/2099-01-10T04:00'],
        ],
        { args: ['start'] },
      )
      expect(asked[3]).toMatchObject({ draft: refused, text: expect.stringContaining(en.refused) })
      expect(err).toMatch(/\(bad-(?:range|time)\)/)
      expect(await recorded(bench)).toMatchObject([
        { data: { type: 'maintenance', title: 'Database upgrade', planned: { from: expect.stringMatching(/^2099/) } } },
      ])
    },
  )
})
