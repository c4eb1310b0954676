import stringWidth from 'string-width'
import { describe, expect, test, vi } from 'vitest'
import { KEYS, MORE_KEYS } from '../../src/render/walk.ts'
import { DRILL, SENDING } from '../walk/operator.ts'
import { Bench } from './bench.ts'
import { pause } from './terminal.ts'
import { Person, type Sitting } from './terminal-walk.ts'

const COLOURS = /\x1b\[[\d;]*m/g
const MOVES = /\x1b\[[\d;?]*[A-Za-ln-z]|\x1b[^[]/
const SCOPE = 'trading, deposits, withdrawals'

/** Each stretch of text that was written without a line's end or a move of the cursor. */
function stretches(output: string): string[] {
  return output.replaceAll(COLOURS, '').split(new RegExp(`\\r?\\n|${MOVES.source}`))
}

async function started(sitting: Sitting = {}): Promise<Person> {
  const person = new Person({ args: ['start', '--title', 'Matching engine down'], ...sitting })
  await person.terminal.until(person.text.chooseType)
  await person.choose(1, 1)
  await person.terminal.until('2.1-assess')
  return person
}

/** Sees every kind of screen and question once. */
async function tour(person: Person): Promise<void> {
  const { text } = person
  for (const key of [KEYS.list, KEYS.help]) await person.press(key)
  await person.press(KEYS.done)
  await person.asked(text.scope(SCOPE))
  await person.answer('trading=limited:market-orders-are-refused-and-limit-orders-wait withdrawals:XEM=stopped')
  await person.answer('1m ago')
  await person.answer('at some time')
  await person.answer('?')
  await person.answer('engine-3 がメモリ不足で 22:04:51 に止まり、注文の受付が全銘柄で止まったことを監視画面で確認した')
  await person.terminal.until('2.2-facts')
  for (const [key, question] of [
    [KEYS.assign, text.assignTo('system, customer-support, public-relations, legal, security')],
    [KEYS.jump, text.jumpTo],
    [MORE_KEYS.correct, text.correctEvent],
    [MORE_KEYS.action, text.actionText],
    [MORE_KEYS.advance, text.force],
    [MORE_KEYS.reopen, text.reopenReason],
    [MORE_KEYS.severity, text.severity],
  ] as const) {
    await person.press(key)
    if (await person.isAsked(question)) await person.answer('')
  }
  await person.press(KEYS.more)
  await person.press(MORE_KEYS.status)
  await person.question()
}

describe.concurrent('the screens of a walk', () => {
  for (const language of ['en', 'ja'] as const)
    for (const columns of [80, 40])
      for (const drill of [false, true])
        test(`no line is wider than ${columns} columns in ${language}${drill ? ', and each is marked in a drill' : ''}`, async () => {
          const args = ['start', ...(drill ? ['--drill'] : [])]
          const person = new Person({ language, columns, args })
          await person.terminal.until(person.text.chooseType)
          await person.choose(1, 1)
          await person.asked(person.text.title)
          await person.answer('マッチングエンジンが停止し、すべての注文を受け付けられない')
          await person.terminal.until('2.1-assess')
          await tour(person)
          const wide = stretches(person.terminal.output).filter((line) => stringWidth(line) > columns)
          expect(wide).toEqual([])
          const unmarked = () => person.terminal.lines().filter((line) => !DRILL.test(line))
          if (drill) await vi.waitFor(() => expect(unmarked()).toEqual([]), { timeout: 10_000 })
        })

  test('what is typed between two questions is not echoed', async () => {
    const person = await started({ args: ['start', '--drill', '--title', 'Matching engine down'] })
    for (const key of `${KEYS.note}x\r`.repeat(80)) {
      person.terminal.type(key)
      await pause(2)
    }
    await person.terminal.until((text) => text.split('note "x"').length > 80)
    await person.question()
    expect(person.terminal.lines().filter((line) => !DRILL.test(line))).toEqual([])
  })

  test('a long title stands whole where a line of its own has room for it', async () => {
    const person = await started({ columns: 40, language: 'ja', args: ['start', '--title', '約定エンジンの停止'] })
    expect(person.terminal.text()).toContain('約定エンジンの停止')
  })

  for (const language of ['en', 'ja'] as const)
    test(`every step fits a screen of 40 by 24 in ${language}, the time to the next duty in sight`, async () => {
      const bench = new Bench()
      bench.ok('start', '--drill', '--type', 'security-incident', '--title', 'Withdrawals that nobody asked for')
      bench.ok('advance', '--force', '--reason', 'drilled before')
      bench.ok('lift', '--all', '--force', '--reason', 'drilled before')
      const person = new Person({ bench, language, columns: 40, rows: 24, args: ['walk'] })
      const { steps } = bench.json<{ steps: unknown[] }>('next')
      for (const _ of steps) {
        const lines = await person.question()
        const head = lines.findLastIndex((line) => / T\+\d\d:\d\d:\d\d$/.test(line))
        expect(lines.length - head).toBeLessThan(24)
        expect(lines.slice(head, head + 4).join('\n')).toMatch(/(due in|あと) \d\d:\d\d/)
        await person.press(KEYS.forward)
      }
    })

  test('the time moves by itself', async () => {
    const person = await started()
    await person.terminal.until('T+00:00:01')
    await person.terminal.until('T+00:00:02')
  })

  test('what is overdue stands first, and names the key that goes there', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure', '--at', '2h ago')
    bench.ok('notice', '--posted', '--at', '1h ago')
    bench.ok('advance', '--force', '--reason', 'all hands')
    const person = new Person({ bench, args: ['walk'] })
    await person.terminal.until(/OVERDUE 30:0\d \(u\): update \(website\)/)
    await person.terminal.until('3.2-website')
  })

  test('NO_COLOR leaves no colour in the output', async () => {
    const person = await started({ env: { NO_COLOR: '1' } })
    await tour(person)
    expect(person.terminal.output.match(COLOURS)).toBeNull()
  })

  test('--plain moves no cursor', async () => {
    const person = await started({ plain: true })
    await tour(person)
    expect(person.terminal.output).not.toMatch(MOVES)
  })

  for (const plain of [false, true])
    test(`what others add is shown before the next answer${plain ? ', plain' : ''}`, async () => {
      const person = await started({ plain })
      person.bench.ok('note', 'the vendor called back', '--as', 'hanako')
      if (plain) person.terminal.type(`${KEYS.skip}\r`)
      const screen = await person.terminal.until(person.text.seen)
      expect(screen).not.toContain(person.text.skipReason)
      await person.terminal.until('the vendor called back')
    })

  test('what others add while an answer is being typed is shown with it', async () => {
    const person = await started()
    await person.press(KEYS.note)
    await person.asked(person.text.note)
    person.bench.ok('note', 'the vendor called back', '--as', 'hanako')
    await person.answer('engine-3 restarted')
    const lines = (await person.terminal.until(/note "engine-3 restarted"/)).split('\n')
    const notes = lines.filter((line) => line.includes(' note "'))
    expect(notes.map((line) => /"(.+)"/.exec(line)?.[1])).toEqual(['the vendor called back', 'engine-3 restarted'])
  })

  test('z takes the latest answer back, with a reason', async () => {
    const person = await started()
    await person.press(KEYS.begin)
    await person.answer('')
    await person.terminal.until('begun 2.1-assess')
    await person.press(KEYS.undo)
    await person.terminal.until('Take back:')
    await person.answer('wrong incident')
    await person.terminal.until('"wrong incident"')
    interface Status {
      readonly steps: readonly { readonly id: string; readonly state: string }[]
    }
    const { steps } = person.bench.json<Status>('status')
    expect(steps.find((step) => step.id === '2.1-assess')?.state).toBe('pending')
  })

  test('the next report is promised by itself, and never for a time that is past', async () => {
    const person = await started()
    await person.press(MORE_KEYS.promise)
    await person.answer('2020-01-01T00:00')
    await person.terminal.until('(past-time)')
    await person.answer('2099-01-01T00:00')
    await person.terminal.until('2099-01-01T00:00')
    const [, ...added] = person.bench.ok('log', '--json').trim().split('\n')
    expect(added).toHaveLength(4)
    expect(added[0]).toContain('"next":"2099-01-01T00:00:00.000+09:00"')
  })

  test('the next report is promised in the texts of notices, and never for a time that is past', async () => {
    const person = await started()
    await person.press(KEYS.notice)
    await person.asked(SENDING.en.missingKeys)
    await person.press('?')
    await person.answer('support@example.com')
    await person.press('n')
    await person.answer('2020-01-01T00:00')
    await person.terminal.until('(past-time)')
    await person.press('n')
    await person.answer('2099-01-01T00:00')
    await person.terminal.until('2099年1月1日(木)00時00分')
    await person.press('y')
    for (const link of ['', '-', '-', '-']) await person.answer(link)
    await person.terminal.until('2.1-assess')
    const { notices } = person.bench.json<{ notices: { channel: string }[] }>('status')
    expect(notices.map((n) => n.channel)).toEqual(['website'])
    expect(person.bench.ok('log', '--json')).toContain('"next":"2099-01-01T00:00:00.000+09:00"')
  })

  test('z takes another event back where it is named before the reason', async () => {
    const person = await started()
    await person.press(KEYS.begin)
    await person.answer('')
    await person.press(KEYS.note)
    await person.answer('engine-3 is down')
    const [, begun] = person.bench.ok('log', '--json').trim().split('\n')
    const { writer } = JSON.parse(begun as string) as { writer: string }
    await person.press(KEYS.undo)
    await person.answer(`${writer}:2 wrong step`)
    await person.terminal.until(`undone ${writer}:2 "wrong step"`)
  })

  test('words may begin with when it happened', async () => {
    const person = await started()
    await person.press(KEYS.note)
    await person.answer('@2026-01-02T03:04 the first alarm')
    await person.terminal.until('note "the first alarm"')
    await person.press(KEYS.note)
    await person.answer('@25:00 x')
    await person.terminal.until('(bad-time)')
    await person.answer('@10m the second alarm')
    await person.terminal.until('note "the second alarm"')
    const notes = person.bench.ok('log', '--json').trim().split('\n').slice(1)
    expect(notes.map((line) => JSON.parse(line) as object)).toMatchObject([
      { at: '2026-01-02T03:04:00.000+09:00', data: { text: 'the first alarm' } },
      { data: { text: 'the second alarm' } },
    ])
  })

  test('a follow-up is added, given to another and finished', async () => {
    const person = await started()
    const actions = () =>
      person.bench.json<{ actions: { id: string; owner: string; doneAt: string | null }[] }>('action', 'list')
    await person.press(MORE_KEYS.action)
    for (const answer of ['mend the alarm', 'taro', '2099-01-01']) await person.answer(answer)
    await person.terminal.until('mend the alarm')
    const { id } = actions().actions[0] as { id: string }
    await person.press(MORE_KEYS.action)
    for (const answer of [id, 'hanako', '']) await person.answer(answer)
    await person.terminal.until('hanako')
    expect(actions().actions).toMatchObject([{ owner: 'hanako', doneAt: null }])
    await person.press(MORE_KEYS.action)
    for (const answer of [id, 'done']) await person.answer(answer)
    await person.terminal.until('follow-up done')
    expect(actions().actions[0]?.doneAt).not.toBeNull()
  })

  test('what is typed ahead waits for its question', async () => {
    const person = await started()
    person.terminal.type('dtrading=stopped\r5m ago\r?\rengine-3 is down\rnhanako はベンダーに電話中\r')
    await person.terminal.until('note "hanako')
    const recorded = person.bench.ok('log', '--json').trim().split('\n').slice(1)
    expect(recorded.map((line) => (JSON.parse(line) as { type: string }).type)).toEqual([
      'scope.changed',
      'fact.set',
      'fact.set',
      'step.done',
      'note.added',
    ])
  })

  test('Enter records no notice, and a mistyped channel is said before anything else is asked', async () => {
    const person = await started()
    await person.press(KEYS.notice)
    await person.asked(SENDING.en.missingKeys)
    await person.press('?')
    await person.answer('support@example.com')
    await person.asked(SENDING.en.keys(0, false))
    await person.press('c')
    await person.answer('websit')
    await person.terminal.until('(unknown-channel)')
    await person.press('c')
    await person.answer('internal')
    await person.terminal.until('--- internal')
    await person.press('\r')
    await person.terminal.until('2.1-assess')
    expect(person.bench.json<{ notices: unknown[] }>('status').notices).toEqual([])
  })

  test('a mistyped operation is asked for again', async () => {
    const person = await started()
    await person.press(KEYS.done)
    await person.answer('trade=stopped')
    await person.terminal.until('(unknown-operation)')
    await person.answer('trading＝stopped、withdrawals:XEM=open')
    await person.terminal.until('scope trading=stopped withdrawals:XEM=open')
  })

  test('no reason, no undo', async () => {
    const person = await started()
    await person.press(KEYS.begin)
    await person.answer('')
    await person.press(KEYS.undo)
    await person.terminal.until('Take back:')
    await person.answer('')
    await person.terminal.until('2.1-assess')
    expect(person.bench.ok('log', '--json').trim().split('\n')).toHaveLength(2)
  })
})
