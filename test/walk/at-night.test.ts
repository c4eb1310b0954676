import { describe, expect, test } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { ESC, type Reply, replies } from '../script.ts'
import { KEYS } from './keys.ts'
import { TEXT, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const FIRST = '2.1-assess'
const { en, ja } = TEXT

async function begun(language: Language = 'en'): Promise<Bench> {
  const bench = new Bench({ HALT_LANG: language, NO_COLOR: '1' })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  return bench
}

describe('a command that is typed where a key is asked for', () => {
  test('stands in the line of the step, alone, and what was asked about is said not to be recorded', async () => {
    const bench = await begun()
    const { err, asked } = await walk(bench, [
      [FIRST, '/var/log/engine says out of memory'],
      [/n keep it as a note/, '/begin 2.1-logs'],
      [FIRST, '/begin 2.1-logs'],
    ])
    expect(unspaced(err)).toContain(unspaced(en.atTheStep('/begin 2.1-logs')))
    expect(unspaced(err)).toContain(unspaced(en.notRecorded('/var/log/engine says out of memory')))
    expect(asked[2]?.draft).toBe('/begin 2.1-logs')
    expect(await recorded(bench, 'step.begun')).toHaveLength(1)
  })
})

describe('words that come late', () => {
  test('are a note on the step at which they were typed, which is said', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, KEYS.done],
      [en.doneNote, { line: 'all of it', ahead: 'engine-3 was the first' }],
      [/2 of 3/, ''],
      [/3 of 3/, ''],
      [/typed at 2\.1-assess; as a note it is kept there/, ''],
    ])
    expect(asked[4]?.draft).toBe('engine-3 was the first')
    const [note] = await recorded(bench, 'note.added')
    expect(note?.data).toMatchObject({ step: FIRST, text: 'engine-3 was the first' })
  })
})

describe('the step on the screen', () => {
  const LOGS = '2.1-logs'

  test('stays there after what is about the whole halt', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, '/go 2.1-logs'],
      [LOGS, '/scope withdrawals=stopped'],
      [LOGS, '/set cause=?'],
      [LOGS, '/note seen by all'],
      [LOGS, KEYS.escalate],
      [LOGS, KEYS.notice],
      [/Enter leave them/, ''],
      [/\[contact\.ja\]/, ''],
      [/i edit a line/, ''],
      [LOGS, 'engine-3 was the first'],
    ])
    expect(asked).toHaveLength(11)
    expect((await recorded(bench, 'note.added')).map(({ data }) => data.step)).toEqual([LOGS, LOGS])
  })

  test('gives way to the first one once it is done, or after what the plan follows from', async () => {
    const bench = await begun()
    const { asked } = await walk(bench, [
      [FIRST, '/go 2.1-logs'],
      [LOGS, '/done looked at them'],
      [FIRST, '/go 2.1-monitoring'],
      ['2.1-monitoring', '/undo 4 wrong step'],
      [FIRST, ''],
    ])
    expect(asked).toHaveLength(6)
  })
})

describe('leaving the walk', () => {
  test('says what was recorded last and what is due next, and repeats no question', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [
      [FIRST, 'engine-3 is down'],
      [FIRST, KEYS.done],
    ])
    const farewell = err.slice(err.lastIndexOf('halt: paused'))
    expect(farewell.trimEnd().split('\n')).toEqual([
      'halt: paused; all answers are recorded (paused)',
      expect.stringMatching(/^Last recorded: \d\d:\d\d:\d\d {2}\S+ {2}note 2\.1-assess "engine-3 is down" {2}\S+$/),
      expect.stringMatching(/^Due at 22:\d\d, in 0[45]:\d\d: first notice \(website\)$/),
      'To resume:',
      expect.stringMatching(/^haltctl walk -i \S+$/),
    ])
    const japanese = await begun('ja')
    const left = (await walk(japanese, [[FIRST, 'engine-3 が停止']])).err
    expect(left).toMatch(
      /最後の記録: \S+ {2}\S+ {2}メモ 2\.1-assess「engine-3 が停止」 {2}\S+\n次の期限 22:\d\d（あと 0[45]:\d\d）: 第1報（ウェブサイト）\n続けるには:\n/,
    )
  })

  test('says since when something is overdue, and not what another operator recorded', async () => {
    const bench = await begun()
    bench.pass(10 * 60_000)
    await bench.ok('note', 'seen by another', '--as', 'sato')
    const { err } = await walk(bench, [])
    expect(err).toMatch(/Last recorded: .* declared/)
    expect(err).toMatch(/OVERDUE since 22:\d\d: first notice \(website\)\n/)
  })

  test('keeps no key that was typed and not entered, but words', async () => {
    const bench = await begun()
    await bench.haltWith({ script: replies([FIRST, { typed: 'd' }]) }, 'walk')
    const again = await bench.haltWith({ script: replies([FIRST, { typed: 'engine-3 is down' }]) }, 'walk')
    expect(again.err).not.toContain('"d"')
    expect((await walk(bench, [])).asked[0]?.draft).toBe('engine-3 is down')
  })
})

describe('/done and a step with words', () => {
  test('takes the words as its note', async () => {
    const bench = await begun()
    await walk(bench, [[FIRST, '/done 2.1-logs engine-3 ran out of memory']])
    const [done] = await recorded(bench, 'step.done')
    expect(done?.data).toMatchObject({ step: '2.1-logs', note: 'engine-3 ran out of memory' })
  })

  test('takes several steps first', async () => {
    const bench = await begun()
    await walk(bench, [[FIRST, '/done 2.1-logs 2.1-monitoring looked  at both']])
    expect((await recorded(bench, 'step.done')).map(({ data }) => data)).toMatchObject([
      { step: '2.1-logs', note: 'looked  at both' },
      { step: '2.1-monitoring', note: 'looked  at both' },
    ])
  })
})

describe('/done at the step of a notice', () => {
  const AT_NOTICE: readonly Reply[] = [[FIRST, '/go 2.2-website']]

  test('does another step that is named', async () => {
    const bench = await begun()
    await walk(bench, [...AT_NOTICE, ['2.2-website', '/done 2.1-logs out of memory']])
    const [done] = await recorded(bench, 'step.done')
    expect(done?.data).toMatchObject({ step: '2.1-logs', note: 'out of memory' })
  })

  test('opens the notice with words, and where it is named itself', async () => {
    for (const line of ['/done posted by hand', '/done 2.2-website']) {
      const { screen } = await walk(await begun(), [...AT_NOTICE, ['2.2-website', line]])
      expect(unspaced(screen)).toContain(unspaced(en.noticeStep('2.2-website')))
    }
  })
})

describe('a refusal that can be forced', () => {
  test('asks for the reason, and does not name the command that does so beside', async () => {
    for (const [language, text] of [
      ['en', en],
      ['ja', ja],
    ] as const) {
      const bench = await begun(language)
      const { err } = await walk(bench, [
        [FIRST, KEYS.lift],
        [/1/, 'all'],
        [text.force, ESC],
        [/1/, ESC],
      ])
      expect(err).toContain('3.4-criteria')
      expect(err).not.toContain('--force')
    }
  })
})

describe('a statement that is typed as words', () => {
  test.each([
    ['en', 'trading=stopped', '/scope trading=stopped'],
    ['ja', 'trading=stopped', '/停止範囲 trading=stopped'],
    ['ja', '売買=停止', '/停止範囲 売買=停止'],
    ['en', 'cause=disk full', '/fact cause="disk full"'],
    ['ja', '原因=ディスク', '/項目 原因=ディスク'],
  ] as const)('is a note, with the command that states it (%s: %s)', async (language, words, command) => {
    const bench = await begun(language)
    const { err } = await walk(bench, [[FIRST, words]])
    expect(unspaced(err)).toContain(unspaced(TEXT[language].statementButNote(command)))
  })

  test('is taken as the hint has it', async () => {
    const bench = await begun()
    await walk(bench, [[FIRST, '/fact cause="disk full"']])
    expect((await recorded(bench, 'fact.set')).map(({ data }) => data)).toMatchObject([
      { fact: 'cause', value: 'disk full' },
    ])
  })

  test('gets no hint where it is none', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [[FIRST, 'load=0.3 on engine-3']])
    expect(err).not.toContain('to state it')
  })
})

describe('the steps that are shown instead of a contact list', () => {
  test('have a heading', async () => {
    const bench = await begun()
    const { err } = await walk(bench, [[FIRST, KEYS.contacts]])
    expect(err).toContain(en.openDuties)
  })
})

describe('a notice whose number skips for the readers of its channel', () => {
  test('is shown with the reason: numbers count the rounds on all channels', async () => {
    const bench = await begun()
    const force = ['--force', '--reason', 'test'] as const
    await bench.ok('notice', 'website', 'social', '--posted', ...force)
    bench.pass(60_000)
    await bench.ok('set', 'cause.ja=ディスク', 'impact.ja=売買停止', 'expected-recovery=?', 'started-at=22:00')
    await bench.ok('notice', 'website', '--posted', ...force)
    bench.pass(60_000)
    await bench.ok('set', 'cause.ja=メモリ不足', 'contact.ja=support@example.com')
    const { screen } = await walk(bench, [
      [FIRST, KEYS.notice],
      [/y record as posted/, ESC],
    ])
    expect(screen).toContain('no. 2 here comes first: numbers count the rounds on all channels')
  })
})
