import { expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import type { Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en } = TEXT
const scope = 'What is stopped?'

async function scoped(answers: readonly Reply[], ...flags: readonly string[]) {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', ...flags)
  await walk(bench, answers)
  return recorded(bench, 'scope.changed')
}

const assessing = (began: string, stopped: string): Reply[] => [
  [FIRST, KEYS.done],
  [en.doneNote, 'looked at the dashboards'],
  ['[started-at]', began],
  ['[detected-at]', ''],
  [scope, stopped],
]

test('scope counts from the beginning that was answered at the same step', async () => {
  expect(await scoped(assessing('15m ago', 'trading=stopped'))).toMatchObject([{ at: '2026-11-24T22:02:05.120+09:00' }])
})

test('scope counts from its own time, where the answer begins with one', async () => {
  const answers = assessing('15m ago', '@22:10 trading=stopped')
  expect(await scoped(answers)).toMatchObject([{ at: '2026-11-24T22:10:00.000+09:00' }])
})

test.each([
  ['15m ago', '2026-11-24 22:02', true],
  ['', '2026-11-24 22:17', false],
] as const)(
  'the question says from when scope counts without a time of its own, after %j',
  async (began, time, isStated) => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    const { asked } = await walk(bench, assessing(began, 'trading=stopped'))
    const question = en.scopeSince(en.scope(['trading', 'deposits', 'withdrawals']), time, isStated)
    expect(unspaced(asked[4]?.text ?? '')).toContain(unspaced(question))
  },
)

test('status and hand-over do not call the declaration the beginning of the halt', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  for (const command of ['status', 'handover'])
    expect(await bench.ok(command)).toContain('start not stated, counted from 2026-11-24 22:17:05')
  await bench.ok('set', 'started-at=22:05')
  expect(await bench.ok('status')).toContain('started 2026-11-24 22:05:00')
  expect(await bench.ok('handover')).toContain('began 2026-11-24 22:05:00')
})

test('scope that is stated by its key is recorded with the time it was stated, as that of the command is', async () => {
  const changes = await scoped(
    [
      [FIRST, KEYS.scope],
      [scope, 'trading=stopped'],
      [FIRST, '/scope deposits=stopped'],
      [FIRST, KEYS.scope],
      [scope, '@22:10 withdrawals=stopped'],
    ],
    '--at',
    '22:05',
  )
  expect(changes).toMatchObject([
    { at: expect.stringContaining('2026-11-24T22:17:05') },
    { at: expect.stringContaining('2026-11-24T22:17:05') },
    { at: '2026-11-24T22:10:00.000+09:00' },
  ])
})

/** What is said of a stop that is counted from the beginning. */
const datedBack = (event: string) =>
  `trading: counted from the beginning of the halt, 2026-11-24 22:05; if it was later: /correct ${event} --at ... --reason ...`

test('says that the first stop counts from the beginning, with the command for another time', async () => {
  for (const answers of [
    [[FIRST, '/scope trading=stopped']],
    [
      [FIRST, KEYS.scope],
      [scope, 'trading=stopped'],
    ],
  ] as Reply[][]) {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '22:05')
    const { err } = await walk(bench, [...answers, [FIRST, '/scope deposits=stopped']], { columns: 200 })
    const [event] = await recorded(bench, 'scope.changed')
    expect(err).toContain(datedBack(`${event?.writer}:${event?.seq}`))
    expect(err.match(/counted from/g)).toHaveLength(1)
  }
})

test('says nothing of the beginning if a stop was given a time, or began in the minute of the declaration', async () => {
  for (const [flags, statement] of [
    [['--at', '22:05'], '/scope --at 22:10 trading=stopped'],
    [[], '/scope trading=stopped'],
  ] as const) {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', ...flags)
    expect((await walk(bench, [[FIRST, statement]])).err).not.toContain('counted from')
  }
})

test('what was stated to be stopped is stated to be open only with a reason, since a lift says that', async () => {
  const stopped = ['--scope', 'trading=stopped'] as const
  const open: Reply[] = [
    [FIRST, KEYS.scope],
    [scope, 'trading=open'],
    [scope, ''],
  ]
  expect(await scoped(open, ...stopped)).toEqual([])
  const corrected: Reply[] = [[FIRST, '/scope trading=open --force --reason "deposits were meant"']]
  expect(await scoped(corrected, ...stopped)).toMatchObject([
    { data: { forced: { reason: 'deposits were meant', open: ['trading'] } } },
  ])
})
