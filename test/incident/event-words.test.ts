import { describe, expect, it } from 'vitest'
import { problem } from '../../src/domain/problem.ts'
import { loadProblemMessages } from '../../src/i18n/problems.ts'
import { Bench } from '../bench.ts'

/** What was said about the commands in a language, and the log in it. */
async function told(lang: string, ...commands: readonly (readonly string[])[]): Promise<string> {
  const bench = new Bench({ HALT_LANG: lang })
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  const said: string[] = []
  for (const command of commands) said.push((await bench.halt('-i', 'latest', ...command)).err)
  return [...said, await bench.ok('log', '-i', 'latest')].join('\n')
}

describe('receipts and the log', () => {
  it('say times in the zone of the workspace without milliseconds, and stages, phases and closings in words', async () => {
    const commands = [
      ['notice', 'website', '--posted', '--next', '2026-11-24T14:00:00Z'],
      ['notice', 'website', '--next', '23:10'],
      ['set', 'expected-recovery=23:00/23:30'],
      ['advance', '--force', '--reason', 'now'],
      ['note', 'two'],
      ['correct', '7', '--at', '22:10', '--reason', 'a slip'],
      ['close', '--resolution', 'false-alarm', '--reason', 'a test'],
    ]
    const english = await told('en', ...commands)
    expect(english).not.toMatch(/\d\.000/)
    for (const line of [
      'notice posted: website first notice no. 1, next 2026-11-24 23:00:00',
      'next report planned: website 2026-11-24 23:10:00',
      'fact expected-recovery=2026-11-24 23:00:00 to 2026-11-24 23:30:00',
      'phase During the halt',
      'closed as false alarm',
    ])
      expect(english.split(line).length).toBeGreaterThanOrEqual(3)
    const japanese = await told('ja', ...commands)
    for (const line of [
      '告知 ウェブサイト 第1報 次報 2026-11-24 23:00:00',
      '次報の予定 ウェブサイト 2026-11-24 23:10:00',
      '段階 停止期間中',
      '終了 誤報',
    ])
      expect(japanese.split(line).length).toBeGreaterThanOrEqual(3)
    expect(japanese).toContain('=2026-11-24 23:00:00〜2026-11-24 23:30:00')
    expect(japanese).not.toMatch(/\d\.000|false-alarm|first|during-halt| website/)
  })

  it('leave the log as JSON as it was recorded', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('notice', 'website', '--posted', '--next', '23:00')
    const [, posted] = (await bench.ok('log', '--json')).split('\n').map((line) => line && JSON.parse(line))
    expect(posted.data).toMatchObject({ stage: 'first', next: '2026-11-24T23:00:00.000+09:00' })
  })
})

describe('a closing by force', () => {
  it.each(['en', 'ja'])('gives its reason once, in %s', async (language) => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'compliance')
    await bench.ok('close', '--resolution', 'resolved', '--force', '--reason', 'no more')
    const log = await bench.ok('log', '-i', 'latest', '--lang', language)
    expect(log.match(/no more/g)).toHaveLength(1)
  })
})

describe('a refusal', () => {
  it('names the state of a step, a phase and a stage in words', async () => {
    const refused = await told(
      'ja',
      ['done', '2.1-logs'],
      ['skip', '2.1-logs', '--reason', 'no'],
      ['reopen', '--reason', 'no'],
    )
    expect(refused).toContain('2.1-logs はすでに処理済みです（完了） (step-resolved)')
    expect(refused).toContain('停止はまだ解除されていません（初期対応） (not-lifted)')
    const english = await told('en', ['reopen', '--reason', 'no'])
    expect(english).toContain('the halt has not been lifted (Initial response) (not-lifted)')
  })

  it('has the names of the manual in Japanese, where an id is no word', async () => {
    const refused = await told(
      'ja',
      ['lift'],
      ['lift', 'deposits', '--force', '--reason', 'no'],
      ['scope', 'withdrawals=limited'],
      ['set', 'planned-start=23:10', 'planned-end=23:05'],
      ['set', 'first-error.ja=不明'],
      ['notice', 'email', '--unsafe', '--reason', '乗っ取り'],
      ['notice', 'app-push', '--posted'],
      ['notice', 'app-push', '--posted', '--stage', 'first'],
      ['notice', 'social', '--send', '--retry'],
      ['notice', 'internal', '--posted', '--correct-ja', '正しい内容'],
    )
    for (const line of [
      'まだ制限中です: 売買=停止 (still-restricted)',
      '入金・預入 は制限中と記録されていないため、再開の対象になりません (not-restricted)',
      '出金・送付の何を制限しているかが指定されていません (words-needed)',
      '停止終了予定（2026-11-24 23:05）は停止開始予定（2026-11-24 23:10）より後のはずです (out-of-order)',
      '「最初のエラー」に顧客向けの文言はありません (no-public-words)',
      'アプリのプッシュ通知の第1報は、すでに告知済みです',
      'X（旧Twitter）に、送信に失敗した告知はありません (nothing-to-retry)',
      '社内連絡ではまだ何も告知していないため、訂正や取消の対象がありません (nothing-to-correct)',
    ])
      expect(refused).toContain(line)
  })
})

it('says in Japanese how sending ended', async () => {
  const messageOf = await loadProblemMessages('ja')
  const [message, mend] = messageOf(
    problem('delivery-failed', {
      what: [
        { who: 'email', outcome: 'unknown', why: 'timed-out' },
        { who: 'website', outcome: 'failed', why: null },
      ],
      failed: ['website'],
      unknown: ['email'],
      names: { email: { ja: 'メール', en: 'e-mail' } },
    }),
    'haltctl',
  )
  expect(message).toBe(
    '記録しましたが、一部を送信できませんでした: メール 送信結果は不明（時間内に終わりませんでした）、website 送信できず',
  )
  expect(mend).toContain('メールに届いたかどうかは分かりません')
  const what = [{ who: 'kato', way: 'mail', outcome: 'failed', why: 'refused' }] as const
  expect(messageOf(problem('page-failed', { what, people: ['kato'] }), 'haltctl')[0]).toBe(
    '記録しましたが、呼び出せていない相手がいます: kato（mail） 送信できず（サーバーが受け付けませんでした）',
  )
})

describe('Japanese views', () => {
  it('have full-width parentheses and commas between Japanese words', async () => {
    const bench = new Bench({ HALT_LANG: 'ja' })
    await bench.ok('start', '--type', 'system-failure', '--scope', 'withdrawals:XEM=limited:少額のみ')
    await bench.ok('assign', '2.1-logs', '--to', '田中')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('note', '回線', '--hypothesis')
    await bench.ok('note', '回線は正常', '--discards', '5')
    const views = [
      await bench.ok('status'),
      await bench.ok('status', '--department', 'system'),
      await bench.ok('next'),
      await bench.ok('report'),
    ]
    for (const view of views) expect(view).not.toMatch(/\([^()\n]*[ぁ-ヿ一-龠][^()\n]*\)|[ぁ-ヿ一-龠], [ぁ-ヿ一-龠]/)
    expect(views.join('')).toContain('2.1-assess  停止の状況をつかむ  （システム部門、必須）')
    expect(views.join('')).toContain('一部制限（少額のみ）')
  })
})
