import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { ESC, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { OPERATIONS, TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = TEXT
const WHAT = 'What is open again?'

async function halted(...scope: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('scope', ...scope)
  await bench.ok('done', '3.4-criteria')
  return bench
}

test('what is open, or was never restricted, is not lifted, and what is restricted is named', async () => {
  const bench = await halted('withdrawals=stopped', 'trading=open')
  const { err } = await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [WHAT, 'trading'],
    [WHAT, 'deposits'],
    [WHAT, ESC],
  ])
  expect(unspaced(err)).toContain(unspaced(en.liftNothing('trading', 'withdrawals=stopped')))
  expect(err).toContain('deposits: not stated to be restricted; nothing to lift (not-restricted)')
  expect(await recorded(bench, 'scope.lifted')).toEqual([])
})

test('the word for a lift is asked for with what is lifted, each by its name', async () => {
  const bench = await halted('withdrawals=stopped', 'trading:XEM=stopped')
  const { asked } = await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [WHAT, 'all'],
    [en.liftWord('trading:XEM withdrawals'), 'lift'],
  ])
  expect(asked).toHaveLength(4)
  expect(await recorded(bench, 'scope.lifted')).toHaveLength(1)
})

test.each(['en', 'ja'] as const)('before the word for a lift stands how many steps are open: %s', async (language) => {
  const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('done', '3.4-criteria')
  const text = TEXT[language]
  const { screen } = await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [/./, 'all'],
    [/./, 'lift'],
  ])
  const open = (await recorded(bench, 'scope.lifted'))[0]?.data.open as string[]
  const said = unspaced(text.liftOpen(open.slice(0, 6), open.length - 6, KEYS.list))
  const before = unspaced(screen).split(unspaced(text.liftWord(language === 'en' ? 'trading' : '売買')))[0] ?? ''
  expect(before).toContain(said)
})

test('the reason for forcing a lift is asked for as such', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('scope', 'trading=stopped')
  await walk(bench, [
    ['2.1-assess', KEYS.lift],
    [WHAT, 'trading'],
    [en.force, ESC],
    [WHAT, ESC],
  ])
})

test('the command says of what is open already that nothing changes', async () => {
  const bench = await halted('withdrawals=stopped', 'trading=open')
  const { code, err } = await bench.halt('lift', 'trading')
  expect(code).toBe(0)
  expect(err).toContain('no change: lift trading')
  expect(err).toContain('still restricted: withdrawals=stopped')
  expect((await bench.halt('lift', 'deposits')).err).toContain('(not-restricted)')
  expect(await recorded(bench, 'scope.lifted')).toEqual([])
})

test('what is still restricted is said before the reason for closing all the same, and after the closing', async () => {
  const bench = await halted('withdrawals=stopped')
  const { code, err, screen } = await bench.haltWith(
    {
      script: replies(
        ['2.1-assess', KEYS.close],
        [en.closeKind, ''],
        [en.force, 'everybody was told'],
        [en.closeWord, 'close'],
      ),
    },
    'walk',
  )
  expect(code).toBe(0)
  const said = 'still restricted: withdrawals=stopped'
  expect(screen.slice(0, screen.indexOf(en.force.slice(0, 20)))).toContain(said)
  expect(err.slice(err.indexOf('closed'))).toContain(said)
})

test.each([
  ['the reason for closing it all the same', ['', 'close'], en.force],
  ['the reason for a false alarm', ['false-alarm', 'close'], en.why],
])('the word that confirms a closing is not taken as %s', async (_, [kind = '', word = ''], question) => {
  const bench = await halted()
  const { err } = await walk(bench, [
    ['2.1-assess', KEYS.close],
    [en.closeKind, kind],
    [question, word],
    [question, ''],
  ])
  expect(unspaced(err)).toContain(unspaced(en.wordComesLater('close')))
  expect(await recorded(bench, 'incident.closed')).toEqual([])
})

test('at the question how it ends, other words are refused with those that are taken', async () => {
  const bench = new Bench({ HALT_LANG: 'ja', NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure')
  const { ja } = TEXT
  const { err } = await walk(bench, [
    ['2.1-assess', KEYS.close],
    [ja.closeKind, '終わり'],
    [ja.closeKind, ESC],
  ])
  expect(unspaced(err)).toContain(unspaced(ja.closeKinds))
  expect(err).not.toContain('--as')
})

test.each(['en', 'ja'] as const)(
  'above the question of scope stand what is restricted and what is open: %s',
  async (language) => {
    const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--scope', 'withdrawals=stopped')
    await bench.ok('lift', 'trading', '--force', '--reason', 'the engine is back')
    const text = TEXT[language]
    const now = {
      en: ['still restricted: withdrawals=stopped', 'open: trading'],
      ja: ['まだ制限中: 出金・送付=停止', '利用可: 売買'],
    }[language]
    const scope = text.scope(OPERATIONS[language])
    const { screen } = await walk(
      bench,
      [
        [/./, KEYS.scope],
        [scope, ''],
        [/./, KEYS.reopen],
        [text.reopenReason, 'it fell over again'],
        [text.reopenScope(OPERATIONS[language]), ESC],
        [text.reopenReason, ESC],
      ],
      { columns: 40 },
    )
    for (const question of [scope, text.reopenScope(OPERATIONS[language])]) {
      const before = screen.slice(0, screen.indexOf(question.slice(0, 8)))
      for (const line of now) expect(before.split('\n').slice(-8)).toContain(line)
    }
  },
)

test('the question of scope stands alone while nobody has stated anything', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const { err } = await walk(bench, [
    [/./, KEYS.scope],
    ['What is stopped?', ESC],
  ])
  expect(err).not.toMatch(/restricted|^open: /m)
})

test('what a refused answer could be mended by is said to be typed at the step', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const { err } = await walk(bench, [
    ['2.1-assess', KEYS.scope],
    ['What is stopped?', '@20:00 trading=stopped'],
    ['What is stopped?', ESC],
  ])
  expect(err).toContain('At the step: ')
})

describe('a planned halt', () => {
  test('shows the phase, the halt and the planned time, each once', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'maintenance', '--planned', '1h/3h')).trim()
    const { asked } = await walk(bench, [])
    const lines = asked[0]?.text.split('\n')
    expect(lines?.filter((line) => /^(Scheduled|planned)/.test(line))).toEqual([
      `Scheduled 0/6  ${id}`,
      expect.stringContaining('planned start 23:17'),
    ])
  })

  test('begins only by a word, with the planned time and the time now', async () => {
    const bench = new Bench()
    const planned = '2026-11-25T02:00/2026-11-25T04:00'
    await bench.ok('start', '--type', 'maintenance', '--planned', planned)
    const question = en.beginPlanned('2026-11-25 02:00', '2026-11-24 22:17')
    await walk(bench, [
      [/./, KEYS.advance],
      [question, ''],
      [/./, KEYS.advance],
      [question, 'y'],
      [en.force, 'ordered'],
      [en.forceWord('force'), 'force'],
    ])
    expect(await recorded(bench, 'phase.advanced')).toHaveLength(1)
    expect(await bench.ok('report')).toContain('begun 3 h 43 min earlier')
  })
})

describe('after a closing by mistake', () => {
  const FALSE_ALARM = ['close', '--resolution', 'false-alarm', '--reason', 'a test alarm'] as const

  test('the commands and the walk say how it is taken back', async () => {
    const bench = new Bench()
    const id = (await bench.ok('start', '--type', 'system-failure')).trim()
    await bench.ok(...FALSE_ALARM)
    const [closing] = await recorded(bench, 'incident.closed')
    const line = `undo ${closing?.writer}:${closing?.seq} --reason TEXT -i ${id}`
    expect((await bench.halt('undo')).err).toContain(line)
    expect((await bench.halt('note', 'x')).err).toContain(line)
    expect((await bench.haltWith({ script: replies() }, 'walk', '-i', 'latest')).err).toContain(line)
    await bench.ok(...line.replace('TEXT', 'mistake').split(' '))
    expect(await bench.ok('list', '--open')).toContain(id)
  })

  test('an old closing of somebody else is not offered', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.haltWith({ env: { HALT_OPERATOR: 'hanako' } }, ...FALSE_ALARM)
    bench.pass(86_400_000)
    expect((await bench.halt('undo', '--reason', 'x')).err).not.toContain('by mistake')
  })
})

test('the list of steps explains its marks', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  const { err } = await walk(bench, [['2.1-assess', KEYS.list]])
  expect(err).toContain('[>] overdue  [~] in progress  [x] done  [-] declined  [!] skipped  [+] recurs')
})

test.each([
  ['en', 'nobody has stated the result: asset-safety'],
  ['ja', '結果が記入されていません: お預かりしている資産'],
] as const)('closing is not offered while customers wait for a result: %s', async (language, owed) => {
  const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure')
  await bench.ok('scope', 'trading=stopped')
  await bench.ok('notice', '--posted')
  await bench.ok('advance', '--force', '--reason', 'a test')
  await bench.ok('lift', 'all', '--force', '--reason', 'a test')
  await bench.ok('notice', '--posted')
  const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
  const open = steps.filter(({ state }) => state === 'pending' || state === 'in-progress')
  await bench.ok('skip', ...open.map(({ id }) => id), '--reason', 'a test')
  const { asked } = await walk(bench, [])
  const idle = unspaced(asked[0]?.text ?? '')
  const text = TEXT[language]
  expect(idle).toContain(unspaced(text.idleUnsettled))
  expect(idle).toContain(unspaced(owed))
  expect(idle).toContain('/setasset-safety')
  expect(idle).not.toContain(unspaced(`${KEYS.close} ${text.labels.close}`))
  expect(idle).not.toContain('--force')
})

test('nothing is offered to be lifted before a planned halt has begun', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'maintenance', '--planned', '2099-01-10T02:00/2099-01-10T04:00')
  await bench.ok('scope', 'trading=stopped')
  const { steps } = await bench.json<{ steps: { id: string; state: string }[] }>('status')
  const open = steps.filter(({ id, state }) => id.startsWith('1.2-') && state === 'pending')
  await bench.ok('skip', ...open.map(({ id }) => id), '--reason', 'a test')
  const { asked } = await walk(bench, [])
  expect(asked[0]?.text).toContain(en.idle.scheduled)
  expect(asked[0]?.text).toContain(`${KEYS.advance} ${en.labels.advance}`)
  expect(asked[0]?.text).not.toContain(`${KEYS.lift} ${en.labels.lift}`)
})

test.each([
  ['en', 'interruption 2', 'stopped or restricted again'],
  ['ja', '2回目の停止', '再停止・再制限'],
])('after another stop, the time in the header counts from that: %s', async (language, number, again) => {
  const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure', '--at', '3h ago', '--scope', 'trading=stopped')
  await bench.ok('lift', 'all', '--force', '--reason', 'a test', '--at', '2h ago')
  await bench.ok('reopen', '--reason', 'it broke again', '--scope', 'trading=stopped', '--at', '1h ago')
  const { asked } = await walk(bench, [])
  const header = asked[0]?.text.trimStart().split('\n').slice(0, 2) ?? []
  expect(header[0]).toMatch(/ T\+01:00:0\d$/)
  expect(header[1]).toContain(`  ${number}`)
  const status = await bench.ok('status')
  expect(status).toMatch(/ T\+01:00:0\d\n/)
  expect(status).toContain(`${again} 20`)
})
