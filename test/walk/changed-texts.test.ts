import { describe, expect, test } from 'vitest'
import { Bench } from '../bench.ts'
import { type Answer, ESC, type Reply } from '../script.ts'
import { KEYS } from './keys.ts'
import { SENDING, unspaced } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = SENDING
const OPENS: Reply = ['2.1-assess', KEYS.notice]
const AT_TEXTS = /i edit a line/
const ASKS_AGAIN = en.changedMeanwhileKeys.split('   ')[1] as string
const POSTED = en.postedWhere('posted')
const TALL = { rows: 60 }
const SCOPE_CHANGED = en.changedIn(['the scope'])
const CHANGED = unspaced(en.changedMeanwhile(SCOPE_CHANGED))

async function halted(): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1' })
  bench.write('halt.yaml', 'organisation: { ja: 例示取引所 }\ncontact: { ja: support@example.com }\n')
  await bench.ok('start', '--type', 'system-failure', '--at', '1m ago', '--scope', 'withdrawals=stopped')
  await bench.ok('set', 'cause=?', 'impact=?', 'expected-recovery=?')
  await bench.ok('notice', 'email', 'social', '--posted')
  return bench
}

/** Types once somebody else has stated that trading is stopped, too. */
const onceMoreIsStopped = (bench: Bench, answer: Answer) => async (): Promise<Answer> => {
  await bench.ok('scope', 'trading=stopped', '--as', 'hanako')
  return answer
}

/** The channels on which texts were recorded, and whether these say that trading is stopped. */
const texts = async (bench: Bench) =>
  (await recorded(bench, 'notice.posted'))
    .slice(2)
    .map(({ data }) => [data.channel, /対象サービス：.*売買|停止：[^。]*売買/.test(String(data.text))])

describe('texts on the screen, when what they state changes', () => {
  test('are composed again before the next one is posted; the one that was posted is recorded as it was', async () => {
    const bench = await halted()
    const { screen } = await walk(
      bench,
      [
        OPENS,
        [AT_TEXTS, 'y'],
        [POSTED, onceMoreIsStopped(bench, 'posted')],
        [ASKS_AGAIN, ''],
        [AT_TEXTS, 'y'],
        [POSTED, 'posted'],
      ],
      TALL,
    )
    expect(await texts(bench)).toEqual([
      ['website', false],
      ['app-push', true],
    ])
    expect(unspaced(screen)).toContain(unspaced(en.postedBefore('website', SCOPE_CHANGED)))
    expect(unspaced(screen)).toContain(CHANGED)
  })

  test('stay as they are where they were posted already, and are asked about once', async () => {
    const bench = await halted()
    await walk(
      bench,
      [
        OPENS,
        [AT_TEXTS, 'y'],
        [POSTED, onceMoreIsStopped(bench, 'posted')],
        [ASKS_AGAIN, 'k'],
        [AT_TEXTS, 'y'],
        [POSTED, 'posted'],
      ],
      TALL,
    )
    expect(await texts(bench)).toEqual([
      ['website', false],
      ['app-push', false],
    ])
  })

  test('are asked about while nothing is typed, and before a key acts', async () => {
    const bench = await halted()
    const idle = await walk(
      bench,
      [OPENS, [AT_TEXTS, onceMoreIsStopped(bench, { half: '' })], [ASKS_AGAIN, ''], [AT_TEXTS, '']],
      TALL,
    )
    expect(unspaced(idle.screen)).toContain(CHANGED)
    const other = await halted()
    await walk(
      other,
      [OPENS, [AT_TEXTS, onceMoreIsStopped(other, 'y')], [ASKS_AGAIN, ''], [AT_TEXTS, 'y'], [POSTED, 'posted']],
      TALL,
    )
    expect(await texts(other)).toEqual([['website', true]])
  })
})

describe('texts on the screen, when somebody else closes the incident', () => {
  test.each([
    ['false-alarm', 'false alarm'],
    ['resolved', 'resolved'],
  ])('say who closed it as %s, and when, before anything is recorded', async (resolution, name) => {
    const bench = await halted()
    const closes = async (): Promise<Answer> => {
      await bench.ok('close', '--resolution', resolution, '--force', '--reason', 'misread', '--as', 'hanako')
      return 'y'
    }
    const { screen } = await walk(bench, [OPENS, [AT_TEXTS, closes], [ASKS_AGAIN, ESC]], TALL)
    const [closing] = await recorded(bench, 'incident.closed')
    const at = closing?.at.slice(11, 16) as string
    expect(unspaced(screen)).toContain(unspaced(en.changedMeanwhile(en.closedBy('hanako', name, at))))
    expect(unspaced(screen)).not.toContain(CHANGED)
    expect(await texts(bench)).toEqual([])
  })
})
