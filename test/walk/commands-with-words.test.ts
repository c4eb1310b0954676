import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { ESC, type Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en, ja } = TEXT

async function typed(answers: readonly Reply[], language: Language = 'en') {
  const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('done', '2.1-logs')
  const walked = await walk(bench, answers)
  return { bench, ...walked }
}

describe('words after a name answer its first question', () => {
  test.each([
    ['/severity 2 all down', { severity: 'sev2', reason: 'all down' }],
    ['/重大度 2 全停止', { severity: 'sev2', reason: '全停止' }],
    ['/classify sev2 all down', { severity: 'sev2', reason: 'all down' }],
    ['/type security-incident keys were used', { type: 'security-incident', reason: 'keys were used' }],
  ])('%s', async (line, data) => {
    const { bench } = await typed([[FIRST, line]])
    expect((await recorded(bench, 'incident.classified'))[0]?.data).toMatchObject(data)
  })

  test('/title asks why only if there is a title already', async () => {
    const { bench } = await typed([
      [FIRST, '/title Engine down'],
      [/^Title in Japanese/, ''],
      [FIRST, '/title Engines down'],
      [en.why, 'both of them'],
      [/^Title in Japanese/, ''],
    ])
    expect((await recorded(bench, 'incident.classified')).map(({ data }) => data)).toEqual([
      { title: 'Engine down' },
      { title: 'Engines down', reason: 'both of them' },
    ])
    expect(await bench.ok('report')).toContain('Classified as Engine down')
  })

  test('/title asks for the title in the other language of notices', async () => {
    const { bench } = await typed([
      [FIRST, '/title Engine down'],
      ['Title in Japanese, for the Japanese report: Engine down (Enter: later)', '約定の停止'],
    ])
    expect((await recorded(bench, 'incident.classified'))[0]?.data).toMatchObject({ title: 'Engine down' })
    expect((await recorded(bench, 'incident.titled'))[0]?.data).toEqual({ ja: '約定の停止' })
  })

  test('/go shows the step', async () => {
    await typed([
      [FIRST, '/go internal'],
      [/^2\.3-internal/m, ESC],
    ])
  })

  test('/notice --correct shows the correction, and says how to send it or record it as posted', async () => {
    const { err } = await typed([
      [FIRST, '/notice website --posted'],
      [FIRST, '/notice website --correct 売買のみです。'],
    ])
    expect(unspaced(err)).toContain(unspaced('once it is posted, record that: the same with --posted --link URL'))
  })

  test('/undo and the number of an event ask why', async () => {
    const { bench } = await typed([
      [FIRST, '/undo 2'],
      [/Take back: .*2\.1-logs/, 'wrong step'],
    ])
    expect(await recorded(bench, 'event.undone')).toHaveLength(1)
  })

  test('/correct and the number of an event ask what is wrong', async () => {
    await typed([
      [FIRST, '/correct 2'],
      [en.correctAt, ESC],
    ])
  })
})

describe('words that are refused', () => {
  test.each([
    ['/severity sev9', 'unknown severity', en.severity],
    ['/severity sev1', 'give a reason (missing-answer)', en.severity],
    ['/severity sev1', 'For example: 2 most customers affected', en.severity],
    ['/go 1.2-kontain', "unknown step '1.2-kontain'", en.jumpTo],
  ])('%s is asked for again, with the reason', async (line, reason, question) => {
    const { err, asked } = await typed([
      [FIRST, line],
      [question, ESC],
    ])
    expect(err).toContain(reason)
    expect(asked[1]?.draft).toBe(line.replace(/^\S+ /, ''))
    expect(asked[2]?.draft).toBe(line)
  })

  test('are named for an event that is not there', async () => {
    const { err, asked } = await typed([[FIRST, '/undo 99']])
    expect(err).toContain('(unknown-event)')
    expect(asked[1]?.draft).toBe('/undo 99')
  })

  test.each([
    ['en', '/close returns 500'],
    ['en', '/steps of mine'],
    ['ja', '/終了 した後の画面'],
    ['ja', '/手順一覧 を確認'],
  ] as const)('in %s: %s says what is taken', async (language, line) => {
    const text = language === 'en' ? en : ja
    const { err } = await typed(
      [
        [FIRST, line],
        [text.unclear, 'n'],
      ],
      language,
    )
    expect(unspaced(err)).toContain(unspaced(text.wordsNotTaken(line.split(' ')[0] ?? '')))
  })

  test('are named with what is wrong with them', async () => {
    const { err } = await typed([
      [FIRST, '/set --nosuch x'],
      [en.unclear, ESC],
    ])
    expect(err).toContain("unknown option '--nosuch'")
  })
})

test('a typo is answered with the nearest word, of steps only those of the type', async () => {
  const { err } = await typed([
    [FIRST, '/go 2.3-internall'],
    [en.jumpTo, ESC],
    [FIRST, KEYS.scope],
    ['What is stopped?', 'deposit=stopped'],
    ['What is stopped?', ESC],
  ])
  expect(err).toContain('Did you mean 2.3-internal?')
  expect(err).toContain('Did you mean deposits?')
  expect(err).not.toContain('1.2-')
})

test('the first open step has none before it, and after the last comes the first', async () => {
  const { err } = await typed([
    [FIRST, KEYS.back],
    [FIRST, KEYS.next],
    [/./, KEYS.back],
    [FIRST, ESC],
  ])
  expect(unspaced(err)).toContain(unspaced(en.firstStep))
})

test('a step that is done says so, and is not skipped or done again with questions', async () => {
  const { err } = await typed([
    [FIRST, '/go 2.1-logs'],
    [/2\.1-logs[\s\S]*done/, KEYS.skip],
    [FIRST, '/go 2.1-logs'],
    [/2\.1-logs/, KEYS.done],
    [FIRST, '/go 2.1-logs'],
    [/2\.1-logs/, KEYS.begin],
  ])
  expect(err.match(/2\.1-logs is already done/g)).toHaveLength(2)
  expect(err).toContain('no change: done 2.1-logs')
})

test.each([
  ['/set contact.ja=サポート窓口　03-1234 cause=disk full', ['サポート窓口　03-1234', 'disk full']],
  ["/set 'cause=disk full' impact=none", ['disk full', 'none']],
])('values need no quotes in %s', async (line, values) => {
  const { bench } = await typed([[FIRST, line]])
  const facts = (await recorded(bench, 'fact.set')).map(({ data }) => data.ja ?? data.value)
  expect(facts).toEqual(values)
})

test.each(['/set cause=disk full impcat=none', '/set cause=disk full --as Sato'])(
  'values need quotes where they may hold more: %s',
  async (line) => {
    const { bench } = await typed([[FIRST, line]])
    expect(await recorded(bench, 'fact.set')).toEqual([])
  },
)

test('what a typed command says to run next stands as it is typed at the step', async () => {
  const bench = new Bench({ HALT_LANG: 'en', NO_COLOR: '1' })
  for (const title of ['one', 'two']) await bench.ok('start', '--type', 'system-failure', '--title', title)
  const { err } = await walk(bench, [[FIRST, '/done at once']], { args: ['walk', '-i', 'latest'] })
  expect(err).toMatch(/^\/set started-at=VALUE detected-at=VALUE$/m)
  expect(err).not.toMatch(/haltctl set/)
})

describe('a command that is typed before the step is on the screen', () => {
  test.each(['/scope trading=stopped', '/scope trading=stopped\n'])(
    'stands in the line for Enter: %j',
    async (ahead) => {
      const { bench, asked, err } = await typed([
        [FIRST, KEYS.severity],
        [en.severity, { line: '', ahead }],
        [FIRST, ''],
      ])
      expect(asked[2]?.draft).toBe('/scope trading=stopped')
      expect(await recorded(bench, 'note.added')).toEqual([])
      expect(await recorded(bench, 'scope.changed')).toHaveLength(1)
      expect(unspaced(err).includes(unspaced(en.commandAhead))).toBe(ahead.endsWith('\n'))
    },
  )

  test.each(['/var/log is full\n', '/done checked\n/close\n'])('is a note where it is none: %j', async (ahead) => {
    const { bench } = await typed([
      [FIRST, KEYS.severity],
      [en.severity, { line: '', ahead }],
      [FIRST, ''],
    ])
    expect(await recorded(bench, 'note.added')).toMatchObject([{ data: { text: ahead.trim() } }])
  })
})

describe('a name that there is not', () => {
  const unclear = (language: Language) => TEXT[language].unclear.split('   ')[0] ?? ''

  test.each([
    ['/scop trading=stopped', 'en', '/scope'],
    ['/範囲 trading=stopped', 'ja', '/停止範囲'],
  ] as const)('%s names the one that may be meant', async (line, language, meant) => {
    const { err } = await typed(
      [
        [FIRST, line],
        [unclear(language), 'n'],
      ],
      language,
    )
    // Others may follow the nearest.
    expect(unspaced(err)).toContain(unspaced(TEXT[language].namesMeant([meant]).replace('?', '')))
  })

  test('names none where none is like it', async () => {
    const { err } = await typed([
      [FIRST, '/var/log/syslog is full'],
      [unclear('en'), 'n'],
    ])
    expect(err).not.toContain('Did you mean')
  })
})
