import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, type Reply, replies, WAIT } from '../script.ts'
import { KEYS } from './keys.ts'
import { DRILL, OPERATIONS, SENDING, TEXT } from './operator.ts'
import { beforeFarewell, recorded, walk } from './walk.ts'

const COLOUR = /\x1b\[[\d;]*m/
const FIRST = '2.1-assess'
const SCOPE = OPERATIONS.en
/** The departments, as the walk offers them. */
const DEPARTMENTS = {
  en: ['system', 'customer-support', 'public-relations', 'legal', 'security'],
  ja: ['システム部門', 'カスタマーサポート', '広報', '法務', 'セキュリティ'],
}
const { en } = TEXT
/** A notice that a person posts, with nothing wrong and nothing edited. */
const BY_HAND = { errors: 0, sends: false, isEdited: false }

async function begun(...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--title', 'Matching engine down', ...flags)
  return bench
}

const LOGGED = '/var/log/engine-3/engine.log: 2026-11-24T22:04:51.120 No space left on device (os error 28)'

/** Visits every kind of screen and question once, from the first step. */
function tour(language: 'en' | 'ja'): Reply[] {
  const text = TEXT[language]
  const second = '1.2-protect'
  const asked = [
    [KEYS.assign, text.assignTo(DEPARTMENTS[language])],
    [KEYS.jump, text.jumpTo],
    [KEYS.correct, text.correctEvent],
    [KEYS.followUp, text.actionText],
    [KEYS.advance, text.force],
    [KEYS.reopen, text.reopenReason],
    [KEYS.severity, text.severity],
  ] as const
  return [
    [FIRST, KEYS.list],
    [FIRST, KEYS.help],
    [text.helpKeys, ''],
    [FIRST, KEYS.done],
    [text.doneNote, 'engine-3 がメモリ不足で 22:04:51 に止まり、注文の受付が全銘柄で止まったことを監視画面で確認した'],
    ['[started-at]', '1m ago'],
    ['[detected-at]', 'at some time'],
    ['[detected-at]', '?'],
    [
      text.scope(OPERATIONS[language]),
      'trading=limited:market-orders-are-refused-and-limit-orders-wait withdrawals:XEM=stopped',
    ],
    ...asked.flatMap(([key, question]): Reply[] => [
      [second, key],
      [question, ''],
    ]),
    [second, LOGGED],
    [text.unclear.split('   ')[0] ?? '', ESC],
    [second, { pasted: '/done with\nthe second line of a paste' }],
    [second, 'ｄ'],
    [second, KEYS.status],
  ]
}

describe('the screens of a walk', () => {
  for (const language of ['en', 'ja'] as const)
    for (const columns of [80, 40])
      for (const drill of [false, true])
        test(`no line is wider than ${columns} columns in ${language}${drill ? ', and each is marked in a drill' : ''}`, async () => {
          const bench = new Bench({ HALT_LANG: language })
          const text = TEXT[language]
          const beginning: Reply[] = [
            [text.chooseType, 'system-failure'],
            [text.title, 'マッチングエンジンが停止し、すべての注文を受け付けられない'],
            [text.sinceWhen, ''],
          ]
          const args = ['start', ...(drill ? ['--drill'] : [])]
          const { code, screen } = await walk(bench, [...beginning, ...tour(language)], { columns, args })
          expect(code).toBe(130)
          const lines = beforeFarewell(screen)
          const isTyped = (line: string) => /^(?:\[.+\] )?> /.test(line) || line.endsWith(`[${LOGGED}]`)
          expect(lines.filter((line) => stringWidth(line) > columns && !isTyped(line))).toEqual([])
          if (drill) expect(lines.filter((line) => !DRILL.test(line))).toEqual([])
        })

  test('the questions before the log of a planned drill fit 40 columns, and are marked', async () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    const { screen } = await walk(
      bench,
      [
        [TEXT.ja.chooseType, 'maintenance'],
        [TEXT.ja.title, ''],
        [TEXT.ja.plannedWindow, ''],
      ],
      { args: ['start', '--drill'], columns: 40 },
    )
    const lines = beforeFarewell(screen)
    expect(lines.filter((line) => stringWidth(line) > 40 || !DRILL.test(line))).toEqual([])
  })

  test('a long title is complete if it fits on a line of its own', async () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    await bench.ok('start', '--type', 'system-failure', '--title', '約定エンジンの停止')
    const { asked } = await walk(bench, [], { columns: 40 })
    expect(asked[0]?.text).toContain('約定エンジンの停止')
  })

  for (const language of ['en', 'ja'] as const)
    test(`every step fits 40 columns by 24 rows in ${language}, with the next deadline visible`, async () => {
      const bench = new Bench({ HALT_LANG: language })
      await bench.ok('start', '--drill', '--type', 'security-incident', '--title', 'Withdrawals that nobody asked for')
      await bench.ok('advance', '--force', '--reason', 'drilled before')
      await bench.ok('lift', '--all', '--force', '--reason', 'drilled before')
      const { steps } = await bench.json<{ steps: { id: string }[] }>('next')
      expect(steps.length).toBeGreaterThan(40)
      const forward = steps.map(({ id }): Reply => [id, KEYS.next])
      const { asked } = await walk(bench, forward, { columns: 40 })
      for (const { text } of asked) {
        const lines = text.split('\n')
        const head = lines.findIndex((line) => / T\+\d\d:\d\d:\d\d$/.test(line))
        expect([...lines.slice(head), '>'].length).toBeLessThan(24)
        expect(lines.slice(head, head + 4).join('\n')).toMatch(/(due in|あと) \d\d:\d\d/)
      }
    })

  for (const language of ['en', 'ja'] as const)
    test(`all keys and names come in pages, with those in ${language} first`, async () => {
      const bench = new Bench({ HALT_LANG: language })
      await bench.ok('start', '--type', 'system-failure')
      const text = TEXT[language]
      const next: Reply = [text.helpKeys, 'n']
      const { asked, screen } = await walk(bench, [[FIRST, KEYS.help], next, next, [text.helpEnd, '']], { rows: 24 })
      expect(asked.at(-1)?.text).toContain(FIRST)
      const pages = screen.split(/^> .*\n/m).slice(1, 4)
      for (const page of pages) expect(page.trimEnd().split('\n').length).toBeLessThan(24)
      expect(screen).toContain(language === 'en' ? 'd  /done /完了' : 'd  /完了 /done')
      const plain = await walk(bench, [[FIRST, KEYS.help]], { rows: 24, args: ['walk', '--plain'] })
      expect(plain.asked).toHaveLength(2)
    })

  test.each([40, 50])('values of facts and scope are whole in %d columns', async (columns) => {
    const bench = await begun()
    await bench.ok('set', 'started-at=2026-11-24T20:49', 'detected-at=2026-11-24T20:50')
    await bench.ok('scope', 'trading=stopped', 'deposits=stopped', 'withdrawals=stopped')
    const { asked } = await walk(
      bench,
      [
        [FIRST, KEYS.begin],
        [en.noteText, ''],
      ],
      { columns },
    )
    const text = asked[2]?.text ?? ''
    for (const value of ['2026-11-24 20:49', '2026-11-24 20:50', 'withdrawals=stopped']) expect(text).toContain(value)
  })

  test('the elapsed time is updated whenever the screen is drawn', async () => {
    const bench = await begun()
    const later = (): typeof WAIT => {
      bench.pass(1000)
      return WAIT
    }
    await walk(bench, [
      ['T+00:00:00', later],
      ['T+00:00:01', later],
    ])
  })

  test('an overdue deadline comes first, with the key that leads to it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '2h ago')
    await bench.ok('notice', '--posted', '--at', '1h ago')
    await bench.ok('advance', '--force', '--reason', 'all hands')
    const { asked } = await walk(bench, [])
    expect(asked[0]?.text).toMatch(/OVERDUE 30:00 \(u\): update \(website\)[\s\S]*3\.2-website/)
  })

  test('NO_COLOR leaves no colour in the output', async () => {
    for (const [colours, env] of [
      [true, {}],
      [false, { NO_COLOR: '1' }],
    ] as const) {
      const { out, err, asked } = await walk(await begun(), tour('en'), { env })
      const written = [out, err, ...asked.flatMap(({ lines }) => lines)].join('\n')
      expect(COLOUR.test(written)).toBe(colours)
    }
  })

  test('events of others are shown before the next key, which does nothing', async () => {
    const bench = await begun()
    const added = async () => {
      await bench.ok('note', 'the vendor called back', '--as', 'hanako')
      return KEYS.skip
    }
    const { err } = await walk(bench, [[FIRST, added]])
    expect(err).toMatch(new RegExp(`^${en.seen}\n.* note "the vendor called back"  hanako$`, 'm'))
  })

  test('events of others are shown without a key', async () => {
    const bench = await begun()
    const added = async (): Promise<typeof WAIT> => {
      await bench.ok('note', 'the vendor called back', '--as', 'hanako')
      return WAIT
    }
    const { err } = await walk(bench, [[FIRST, added]])
    expect(err).toMatch(new RegExp(`^${en.seen}\n.* note "the vendor called back"  hanako$`, 'm'))
  })

  test('events of others during an answer are shown with it', async () => {
    const bench = await begun()
    const answer = async () => {
      await bench.ok('note', 'the vendor called back', '--as', 'hanako')
      return 'engine-3 restarted'
    }
    const { err } = await walk(bench, [
      [FIRST, KEYS.note],
      [en.note, answer],
    ])
    const notes = beforeFarewell(err).filter((line) => / note .*"/.test(line))
    expect(notes.map((line) => /"(.+)"/.exec(line)?.[1])).toEqual(['the vendor called back', 'engine-3 restarted'])
  })

  test('a walk names its incident once, however it was found', async () => {
    const bench = await begun()
    const [id = ''] = (await bench.ok('list')).split(' ')
    for (const named of [[], ['-i', id.slice(0, 12)]]) {
      const { screen } = await walk(bench, [], { args: ['walk', ...named] })
      const [before = ''] = screen.split('2.1-assess')
      expect(before.split(id)).toHaveLength(2)
      expect(before).toContain(`${id}  Matching`)
    }
  })
})

describe('an answer in a walk', () => {
  test('is undone by z, with a reason', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, ''],
      [FIRST, KEYS.undo],
      [/^Take back: .*begun 2\.1-assess/, 'wrong incident'],
    ])
    expect(err).toContain('begun 2.1-assess')
    expect(err).toContain('"wrong incident"')
    const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
    expect(steps.find((step) => step.id === FIRST)?.state).toBe('pending')
  })

  test('is not undone without a reason', async () => {
    const bench = await begun()
    await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, ''],
      [FIRST, KEYS.undo],
      [/^Take back:/, ''],
      [FIRST, KEYS.help],
    ])
    expect(await recorded(bench)).toHaveLength(2)
  })

  test('is undone by its event ID, typed before the reason', async () => {
    const bench = await begun()
    const named = async () => {
      const [, event] = await recorded(bench)
      return `${event?.writer}:2 wrong step`
    }
    const { err } = await walk(bench, [
      [FIRST, KEYS.begin],
      [en.noteText, ''],
      [FIRST, KEYS.note],
      [en.note, 'engine-3 is down'],
      [FIRST, KEYS.undo],
      [en.undoWhich, named],
    ])
    expect(err).toMatch(/undone \w{8}:2 "wrong step"/)
  })

  test('promises the next report separately, but never for a time in the past', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.promise],
      [en.promise, '2020-01-01T00:00'],
      [en.promise, '2099-01-01T00:00'],
    ])
    expect(err).toMatch(/\(past-time\)[\s\S]*2099-01-01 00:00/)
    const [, ...added] = await recorded(bench)
    expect(added.map(({ data }) => data.next)).toEqual(Array(4).fill('2099-01-01T00:00:00.000+09:00'))
  })

  test('promises the next report in the texts of notices, but never for a time in the past', async () => {
    const bench = await begun()
    const { missingKeys, keys, postedWhere } = SENDING.en
    const answers: Reply[] = [
      [FIRST, KEYS.notice],
      [missingKeys, '?'],
      ['[contact.ja]', 'support@example.com'],
      [keys(BY_HAND), 'w'],
      [en.nextReport, '2020-01-01T00:00'],
      [en.nextReport, '2099-01-01T00:00'],
      [keys(BY_HAND), 'y'],
      [`website  ${postedWhere('posted')}`, 'posted'],
      [keys(BY_HAND), ''],
      [FIRST, KEYS.help],
    ]
    const { err } = await walk(bench, answers, { rows: 60 })
    expect(err).toMatch(/\(past-time\)[\s\S]*2099年1月1日\(木\)00時00分/)
    const { notices } = await bench.json<{ notices: { channel: string }[] }>('status')
    expect(notices.map((n) => n.channel)).toEqual(['website'])
    const promises = (await recorded(bench)).filter(({ data }) => data.next === '2099-01-01T00:00:00.000+09:00')
    expect(promises.length).toBeGreaterThan(0)
  })

  test('can start with the time of the event', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.note],
      [en.note, '@2026-01-02T03:04 the first alarm'],
      [FIRST, KEYS.note],
      [en.note, '@28:00 x'],
      [en.note, '@10m the second alarm'],
    ])
    expect(err).toContain('(bad-time)')
    const [, ...notes] = await recorded(bench)
    expect(notes).toMatchObject([
      { at: '2026-01-02T03:04:00.000+09:00', data: { text: 'the first alarm' } },
      { at: '2026-11-24T22:07:05.120+09:00', data: { text: 'the second alarm' } },
    ])
  })

  test('adds a follow-up, changes its owner and finishes it', async () => {
    const bench = await begun()
    const actions = async () =>
      (await bench.json<{ actions: { id: string; owner: string; doneAt: string | null }[] }>('action', 'list')).actions
    const { err } = await walk(bench, [
      [FIRST, KEYS.followUp],
      [en.actionText, 'mend the alarm'],
      [en.actionOwner, 'taro'],
      [en.actionDue, '2099-01-01'],
      [FIRST, KEYS.help],
    ])
    expect(err).toContain('mend the alarm')
    const [{ id } = { id: '' }] = await actions()
    await walk(bench, [
      [FIRST, KEYS.followUp],
      [en.actionText, id],
      [en.actionChange, 'hanako'],
      [en.actionDue, ''],
    ])
    expect(await actions()).toMatchObject([{ owner: 'hanako', doneAt: null }])
    const finished = await walk(bench, [
      [FIRST, KEYS.followUp],
      [en.actionText, id],
      [en.actionChange, 'done'],
    ])
    expect(finished.err).toContain('follow-up done')
    expect(await actions()).toMatchObject([{ doneAt: expect.stringContaining('2026-11-24T22:17:05') }])
  })

  test('that is empty posts no notice; an unknown channel is reported before the next question', async () => {
    const bench = await begun()
    const { missingKeys, keys } = SENDING.en
    const channels = /^Which channels\?/
    const { err } = await walk(bench, [
      [FIRST, KEYS.notice],
      [missingKeys, '?'],
      ['[contact.ja]', 'support@example.com'],
      [keys(BY_HAND), 'h'],
      [channels, 'websit'],
      [channels, 'internal'],
      [keys(BY_HAND), ''],
      [FIRST, KEYS.help],
    ])
    expect(err).toMatch(/\(unknown-channel\)[\s\S]*1 of 1 {2}internal/)
    expect((await bench.json<{ notices: unknown[] }>('status')).notices).toEqual([])
  })

  test('with an unknown operation is asked for again', async () => {
    const { err } = await walk(await begun(), [
      [FIRST, KEYS.scope],
      [en.scope(SCOPE), 'trade=stopped'],
      [en.scope(SCOPE), 'trading＝stopped、withdrawals:XEM=open'],
      [FIRST, KEYS.done],
      [en.doneNote, ''],
      ['[started-at]', ''],
      ['[detected-at]', ''],
    ])
    expect(err).toMatch(/\(unknown-operation\)[\s\S]*scope trading=stopped withdrawals:XEM=open/)
  })

  test('that nothing was lifted refuses to reopen, and Enter leaves the question', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, KEYS.reopen],
      [en.reopenReason, 'it fell over again'],
      [en.reopenScope(SCOPE), ''],
      [FIRST, KEYS.help],
    ])
    expect(err).toContain('(not-lifted)')
    expect(await recorded(bench)).toHaveLength(1)
  })

  test('closes a halt only with the word "close"', async () => {
    const bench = await begun()
    const closing = (word: string): Reply[] => [
      [FIRST, KEYS.close],
      [en.closeKind, 'false-alarm'],
      [en.why, 'a test of the alarm'],
      [en.closeWord, word],
    ]
    const { err } = await walk(bench, [...closing(''), ...closing('yes'), [en.closeWord, '']])
    expect(err.split(en.notConfirmed)).toHaveLength(3)
    expect(await recorded(bench)).toHaveLength(1)
    expect((await bench.haltWith({ script: replies(...closing('close')) }, 'walk')).code).toBe(0)
    expect((await recorded(bench)).map(({ type }) => type)).toEqual(['incident.started', 'incident.closed'])
  })

  test('names a line for the report that works, for a confidential halt too', async () => {
    for (const [type, question] of [
      ['system-failure', FIRST],
      ['security-incident', '1.2-contain'],
    ] as const) {
      const bench = new Bench()
      await bench.ok('start', '--type', type)
      const script = replies(
        [question, KEYS.close],
        [en.closeKind, 'false-alarm'],
        [en.why, 'a test of the alarm'],
        [en.closeWord, 'close'],
      )
      const { out, err } = await bench.haltWith({ script }, 'walk')
      const [, line = ''] = /^haltctl (report .*)$/m.exec(`${out}\n${err}`) ?? []
      expect((await bench.halt(...line.split(' '))).code).toBe(0)
      expect(err.includes('customer, regulator')).toBe(type === 'security-incident')
    }
  })

  test('names the authorities to decide on, with a line to copy', async () => {
    const bench = await begun()
    const script = replies(
      [FIRST, KEYS.close],
      [en.closeKind, 'resolved'],
      [en.force, 'the rest follows'],
      [en.closeWord, 'close'],
    )
    const { err } = await bench.haltWith({ script }, 'walk')
    expect(err).toMatch(/^haltctl clock list -i \S+$/m)
  })

  test('that is empty records nothing', async () => {
    const bench = await begun()
    const asked = [
      [KEYS.skip, en.skipReason],
      [KEYS.assign, en.assignTo(DEPARTMENTS.en)],
      [KEYS.note, en.note],
      [KEYS.fact, en.factStatement],
      [KEYS.jump, en.jumpTo],
    ] as const
    const answers = asked.flatMap(([key, question]): Reply[] => [
      [FIRST, key],
      [question, ''],
    ])
    await walk(bench, [...answers, [FIRST, KEYS.help]])
    expect(await recorded(bench)).toHaveLength(1)
  })
})
