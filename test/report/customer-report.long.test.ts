import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'
import { reportIn } from './pages.ts'
import { twoDaysConfidential } from './stories/two-days-confidential.ts'

async function halted(): Promise<Bench> {
  const bench = new Bench()
  const scope = ['--scope', 'trading=stopped', 'withdrawals=stopped']
  await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', ...scope)
  await bench.ok('set', 'expected-recovery=23:00', 'impact.ja=売買ができません。', 'impact.en=There is no trading.')
  return bench
}

const lift = (bench: Bench, ...what: readonly string[]) =>
  bench.ok('lift', ...what, '--force', '--reason', 'they are back')

const shown = (bench: Bench, ...flags: readonly string[]) => bench.ok('report', '--audience', 'customer', ...flags)

describe('the report for customers', () => {
  it('says how the halt stands in words of theirs, and not how it was worked on', async () => {
    const bench = await halted()
    expect(await shown(bench)).toContain('- State: suspended or restricted\n')
    await lift(bench, 'trading')
    bench.pass(MINUTE)
    expect(await shown(bench)).toContain('- State: partly resumed\n')
    await lift(bench, 'withdrawals')
    const ja = await shown(bench, '--language', 'ja')
    expect(ja).toContain('- 状態: 再開済み\n')
    expect(ja).toMatch(/\| \S+ \S+ \| \S+ \| 停止開始 \|/)
    expect(ja).not.toMatch(/宣言|段階|記入|解除|継続中/)
    expect(await shown(bench)).not.toMatch(/declared|Phase|entered|lifted|still open/)
  })

  it('says that a planned halt has not begun, and that one was over without a resumption', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30', '--scope', 'trading=stopped')
    expect(await shown(bench)).toContain('- State: not begun yet\n')
    expect(await shown(bench)).toContain('The planned halt has not begun.\n')
    const { err } = await bench.halt('close', '--force', '--reason', 'called off')
    expect(err).not.toContain('still restricted')
    expect(await shown(bench)).toContain('- State: over\n')
    expect(await shown(bench)).toContain('The planned halt was closed before it began.\n')
    expect(await shown(bench)).not.toContain('not known')
  })

  it('says when what was stated was first told, and leaves out what was expected of a resumption that has come', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    expect(await shown(bench)).toMatch(
      /We first told you each of these in English at the time beside it\. Some of this may have changed since\.\n\n\| Fact \| Statement \| First told at \|[\s\S]*\| Expected resumption \| /,
    )
    expect(await shown(bench)).toMatch(/\| Impact on customers \| There is no trading\. \| \S+ \S+ \|/)
    await lift(bench, '--all')
    expect(await shown(bench)).not.toContain('Expected resumption')
    expect(await shown(bench, '--language', 'ja')).toContain(
      '次の内容は、それぞれ表の日時に日本語で初めてお知らせした時点のものです。その後、状況が変わっている場合があります。',
    )
  })

  it('leaves out what was said of the work, or asked of customers, until all had resumed, unless it was said again', async () => {
    const bench = await halted()
    await bench.ok('set', 'progress.en=We are checking the disks.', 'customer-request.en=Please do not send any.')
    bench.write('text.txt', 'We are checking the disks. Please do not send any.')
    const text = ['--text-file', join(bench.workspace, 'text.txt'), '--force', '--reason', 'it is out']
    await bench.ok('notice', 'social', '--posted', ...text)
    await lift(bench, 'trading')
    expect(await shown(bench)).toContain('| Progress | We are checking the disks. |')
    bench.pass(MINUTE)
    await lift(bench, 'withdrawals')
    expect(await shown(bench)).not.toMatch(/\| Progress \||\| Requests to customers \|/)
    bench.pass(MINUTE)
    await bench.ok('set', 'customer-request.en=Please do not send any.')
    expect(await shown(bench)).toContain('| Requests to customers | Please do not send any. |')
  })

  it('gives each interruption its own cause, as notices do', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'security-incident', '--scope', 'withdrawals=stopped', 'deposits=stopped')
    await bench.ok('set', 'cause.ja=外部からの不正アクセス', 'cause.en=Unauthorised access from outside')
    await bench.ok('notice', 'website', '--posted')
    bench.pass(30 * MINUTE)
    await lift(bench, 'deposits')
    await bench.ok('reopen', '--reason', 'market', '--scope', 'trading=stopped')
    await bench.ok('classify', '--type', 'market-volatility', '--reason', 'the price of ETH')
    await bench.ok('set', 'cause.ja=ETHの急落', 'cause.en=A rapid fall in the price of ETH')
    await bench.ok('notice', 'website', '--posted')
    await lift(bench, '--all')
    const en = await shown(bench)
    expect(en).toMatch(/\| Cause \(earlier suspension\) \| Unauthorised access from outside \| \S+ \S+ \|/)
    expect(en).toMatch(/\| Reason \(later suspension\) \| A rapid fall in the price of ETH \| \S+ \S+ \|/)
    expect(en).toContain(
      '- **Why:** Cause (earlier suspension): Unauthorised access from outside. Reason (later suspension): A rapid fall',
    )
    const ja = await shown(bench, '--language', 'ja')
    expect(ja).toMatch(/\| 先の停止の原因 \| 外部からの不正アクセス \| \S+ \S+ \|/)
    expect(ja).toMatch(/\| 後の停止の理由 \| ETHの急落 \| \S+ \S+ \|/)
  })

  it('lists the types of the interruptions, and is not named after the last one alone', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'deposits=stopped')
    expect(await shown(bench)).toContain('# Post-incident report: system failure\n')
    await lift(bench, '--all')
    await bench.ok('reopen', '--reason', 'market', '--scope', 'trading=stopped')
    await bench.ok('classify', '--type', 'market-volatility', '--reason', 'the price of ETH')
    const [en, ja] = [await shown(bench), await shown(bench, '--language', 'ja')]
    expect(en).toContain('# Post-incident report\n')
    expect(en).toContain('- Type: system failure, market volatility\n')
    expect(ja).toContain('# 事後報告書\n')
    expect(ja).toContain('- 種類: システム障害、市場の急激な変動\n')
    const { types } = JSON.parse(await shown(bench, '--json'))
    expect(types.map(({ type }: { type: string }) => type)).toEqual(['system-failure', 'market-volatility'])
    bench.write('own.md', '{{! reviewed: 2026-11-24 }}\n{{> marks}}\n{{typeText}}\n')
    const own = await shown(bench, '--template', join(bench.workspace, 'own.md'))
    expect(own).toContain('system failure, market volatility\n')
    expect(await shown(bench, '--format', 'timeline')).toMatch(/^system failure, market volatility /)
  })

  it('calls services and their states what notices call them', async () => {
    const bench = new Bench()
    const limited = 'deposits=limited:日本円のみ / yen only'
    const scope = ['trading:MIO=cancel-only', 'withdrawals:MIO=stopped', limited, 'withdrawals:JPY=stopped:the bank']
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', ...scope)
    bench.pass(MINUTE)
    await lift(bench, 'withdrawals:MIO')
    const [en, ja] = [await shown(bench), await shown(bench, '--language', 'ja')]
    expect(en).toMatch(/## Impact\n[\s\S]*\| trading of MIO \| - \|[\s\S]*## Milestones\n/)
    expect(en).toContain('| available again: MIO withdrawals |')
    expect(en).toContain('| Service | Suspended for | Restricted for (suspension included) |')
    expect(en).toContain('| trading of MIO | orders can be cancelled, but not placed |')
    expect(en).toContain('| yen deposits, crypto deposits | limited (yen only) |')
    expect(en).toContain('| MIO withdrawals | available |')
    expect(ja).toContain('| 再開: MIOの送付 |')
    expect(ja).toContain('| MIOの売買 | ご注文の取消のみ可能 |')
    expect(ja).toContain('| 日本円の入金、暗号資産の預入 | 一部制限（日本円のみ） |')
    // What was noted of a stop is for those who work on it.
    expect(en).not.toContain('the bank')
    expect(await bench.ok('report')).toContain('| withdrawals JPY | stopped (the bank) |')
  })

  it('has the names and words of notices in its picture as well, and for what is not known', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading:MIO=stopped', 'deposits:JPY=stopped')
    await bench.ok('notice', 'website', '--posted', '--next', '22:30')
    bench.pass(10 * MINUTE)
    await bench.ok('notice', 'website', '--posted')
    bench.pass(30 * MINUTE)
    const [en, ja] = [await shown(bench), await shown(bench, '--language', 'ja')]
    expect(en).toContain('  section Suspended or restricted\n    trading of MIO suspended :')
    expect(en).toContain(
      '\nAvailability not confirmed: trading except MIO, crypto deposits, yen withdrawals, crypto withdrawals\n',
    )
    expect(ja).toContain('\n利用の可否は未確認: 売買（MIOを除く）、暗号資産の預入、日本円の出金、暗号資産の送付\n')
    expect(ja).toContain('| サービス | 状態 |')
    expect(ja).not.toMatch(/最初の告知|告知の全文|\| 操作 \|/)
    const svg = await shown(bench, '--language', 'ja', '--format', 'svg')
    for (const said of ['MIOの売買', '次回のお知らせの予定（予定どおり）', 'お知らせ2件']) expect(svg).toContain(said)
    expect(svg).not.toMatch(/告知|次報/)
    const terminal = await shown(bench, '--language', 'ja', '--format', 'timeline')
    expect(terminal).toMatch(/MIOの売買[\s\S]*次回のお知らせの予定（予定どおり） 1/)
    expect(terminal).not.toMatch(/告知|次報/)
    expect(await bench.ok('report')).toContain('    trading MIO stopped :')
  })

  it('gives the reason that notices gave, and not that a cause is being investigated', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'market-volatility', '--scope', 'trading=cancel-only')
    await bench.ok('set', 'cause=?')
    expect(await shown(bench)).not.toContain('unusual market conditions |')
    await bench.ok('notice', 'website', '--posted')
    await lift(bench, '--all')
    const en = await shown(bench)
    expect(en).toMatch(/\| Reason \| unusual market conditions \|/)
    // Nothing was suspended.
    expect(en).not.toMatch(/under investigation \||Suspension began/)
    expect(await shown(bench, '--language', 'ja')).not.toMatch(/調査中 \||停止開始日時/)
  })

  it('names the contact of the settings, unless another one was stated', async () => {
    expect(await reportIn(twoDaysConfidential, 'ja', 'markdown', 'customer')).toContain(
      '| お問い合わせ先 | サポート窓口 <https:',
    )
    const bench = await halted()
    await bench.ok('set', 'contact.ja=臨時の窓口', 'contact.en=A desk for this')
    await bench.ok('notice', 'website', '--posted')
    expect(await shown(bench)).toMatch(/\| Contact \| A desk for this \| \S+ \S+ \|/)
    expect(await shown(await halted())).not.toContain('| Contact |')
  })

  it('states who is compensated in public words, once below the first page', async () => {
    const ja = await reportIn(twoDaysConfidential, 'ja', 'markdown', 'customer')
    expect(ja.match(/## 補償\n\n- 補償の対象: 2026年9月14日20時21分の時点で/g)).toHaveLength(1)
    // Once on the first page, and once in its own part.
    expect(ja.match(/お客様に補償いたします/g)).toHaveLength(2)
    expect(ja).not.toContain('取締役会')
    expect(await shown(await halted())).not.toMatch(/## Compensation|## Prevention/)
  })

  it('has the notices in its language only', async () => {
    const [ja, en] = [
      await reportIn(twoDaysConfidential, 'ja', 'markdown', 'customer'),
      await reportIn(twoDaysConfidential, 'en', 'markdown', 'customer'),
    ]
    expect(ja).toContain('平素よりサンプル取引所をご利用いただき')
    expect(ja).not.toMatch(/notice from Sample Exchange|Trading has resumed/)
    expect(en).toContain('This is a notice from Sample Exchange.')
    expect(en).not.toContain('お知らせ')
    expect(await reportIn(twoDaysConfidential, 'en', 'markdown')).toContain('お知らせ')
    const bench = await halted()
    await bench.ok('notice', 'social', '--posted')
    expect(await shown(bench)).toContain('The text was not kept.')
    expect(await shown(await halted())).toContain('There were no notices in English.')
  })
})

describe('public words on prevention', () => {
  it('are questioned in a report for customers while their follow-ups are open', async () => {
    const bench = await halted()
    await bench.ok('set', 'prevention-system.ja=装置を替えました。', 'prevention-system.en=We changed the storage.')
    await bench.ok('action', 'add', 'Buy it', '--owner', 'hanako', '--serves', 'prevention-system')
    const [, action] = /(\w+:\d+)/.exec(await bench.ok('action', 'list')) ?? []
    const said = async (lang: string) => (await bench.halt('--lang', lang, 'report', '--audience', 'customer')).err
    expect(await said('en')).toContain('follow-ups of these measures are still open: System improvements; check')
    expect(await said('ja')).toContain('残作業が終わっていない再発防止策: システムの改善。')
    expect((await bench.halt('report', '--audience', 'regulator')).err).not.toContain('still open')
    await bench.ok('action', 'done', action ?? '')
    expect(await said('en')).not.toContain('still open')
  })
})

describe('the report for customers on what they were told', () => {
  const SAFE = ['asset-safety.ja=資産はすべて安全です。', 'asset-safety.en=All customer assets are safe.']

  it('has only words that stood in a notice that went out', async () => {
    const bench = await halted()
    await bench.ok('set', ...SAFE, 'cause=?')
    for (const untold of ['All customer assets are safe', 'There is no trading', 'Expected resumption', 'Cause'])
      expect(await shown(bench)).not.toContain(untold)
    // Every notice states the impact; the safety of assets only if it is in a text that was kept.
    await bench.ok('notice', 'website', '--posted')
    expect(await shown(bench)).toContain('| Impact on customers | There is no trading. |')
    expect(await shown(bench)).not.toContain('All customer assets are safe')
    bench.write('text.txt', 'All customer\nassets are safe.')
    await bench.ok(
      'notice',
      'social',
      '--posted',
      '--text-file',
      join(bench.workspace, 'text.txt'),
      '--force',
      '--reason',
      'it is out',
    )
    expect(await shown(bench)).toContain('All customer assets are safe. |')
    expect(await shown(bench, '--language', 'ja')).not.toContain('資産はすべて安全です')
    bench.pass(MINUTE)
    await bench.ok('set', 'impact.en=All is well.')
    expect(await shown(bench)).not.toContain('All is well')
  })

  it('dates words by the notice that first told them, and not by when they were stated', async () => {
    const bench = await halted()
    await bench.ok('set', 'cause.ja=装置の故障', 'cause.en=A broken disk')
    bench.pass(600 * MINUTE)
    await bench.ok('notice', 'website', '--posted')
    bench.pass(MINUTE)
    await bench.ok('notice', 'website', '--posted')
    const en = await shown(bench)
    expect(en).toContain('| Impact on customers | There is no trading. | 2026-11-25 08:17:05 |')
    expect(en).toContain('| Cause | A broken disk | 2026-11-25 08:17:05 |')
    expect(en).toContain('| Expected resumption | 2026-11-24 23:00:00 | 2026-11-25 08:17:05 |')
  })

  it('says of what is not known what notices say', async () => {
    const bench = await halted()
    await bench.ok('set', 'cause=?', 'expected-recovery=?')
    await bench.ok('notice', 'website', '--posted')
    const [ja, en] = [await shown(bench, '--language', 'ja'), await shown(bench)]
    expect(ja).toContain('| 原因 | 調査中 |')
    expect(ja).toContain('| 再開見込み | 未定 |')
    expect(en).toContain('| Cause | under investigation |')
    expect(await bench.ok('report', '--language', 'ja')).toContain('| 原因 | 未確認 |')
  })

  it('says that it was retracted after a false alarm, and repeats none of it as a fact', async () => {
    const bench = await halted()
    await bench.ok('set', 'cause.ja=不正アクセス', 'cause.en=An intrusion')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor was wrong')
    for (const text of [await shown(bench), await shown(bench, '--language', 'ja')])
      expect(text).not.toMatch(/An intrusion|不正アクセス|As of this report|報告時点/)
    expect(await shown(bench)).not.toContain('We retracted')
    bench.pass(MINUTE)
    await bench.ok('notice', 'website', '--posted', '-i', 'latest')
    expect(await shown(bench)).toContain(
      'At 2026-11-24 22:18:05 we retracted what our notices said of this halt: it was a false alarm.',
    )
    expect(await shown(bench, '--language', 'ja')).toContain('誤報のため2026-11-24 22:18:05に取り消しました。')
    expect(await bench.ok('report')).toContain('An intrusion')
  })

  it('calls a false alarm what it was, and says of no service from when it was available', async () => {
    const bench = await halted()
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor was wrong')
    const report = (audience: string, language: string) =>
      bench.ok('report', '--audience', audience, '-i', 'latest', '--language', language)
    const timeline = ['report', '--audience', 'customer', '-i', 'latest', '--format', 'timeline', '--language', 'ja']
    expect(await bench.ok(...timeline)).not.toContain('システム障害')
    const [en, ja] = [await report('customer', 'en'), await report('customer', 'ja')]
    expect(en).toMatch(/^# Post-incident report: false alarm\n/)
    expect(ja).toMatch(/^# 事後報告書: 誤報\n/)
    expect(en).not.toMatch(/system failure|available|Availability/)
    expect(ja).not.toMatch(/システム障害|ご利用可能|未確認/)
    expect(en.match(/false alarm/g)).toHaveLength(7)
    expect(en).not.toContain('Infinity')
    const internal = await report('internal', 'en')
    expect(internal).toMatch(/## Scope\n\nNothing counts as suspended or restricted.*\n\nStatus unknown: deposits\n/)
    expect(internal).toContain(
      'Who was affected, and how:** Said before the closing, in words for customers: "There is no trading."\n',
    )
    expect(await report('regulator', 'ja')).toContain(
      '誰に、どう影響したか:** 終了する前の、顧客向けの記載: 「売買ができません」。\n',
    )
  })

  it('says of a false alarm in which nothing was restricted that nothing was, whoever reads it', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('scope', 'trading=open', '--force', '--reason', 'it never stopped')
    await bench.ok('scope', 'withdrawals=open', '--force', '--reason', 'it never stopped')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a sensor was wrong')
    for (const audience of AUDIENCES) {
      const report = ['report', '--audience', audience, '-i', 'latest']
      const ja = await bench.ok(...report, '--language', 'ja')
      expect(ja).toContain('いつからいつまでか:** なし（誤報として終了）。\n')
      expect(ja).toContain('## 影響\n\n誤報として終了したため、停止・制限はなかったものとして扱います。\n')
      expect(ja).not.toMatch(/再開の記録なし|全面再開まで|解除から再開|\| 停止開始(?!日時)|不明です/)
      const en = await bench.ok(...report, '--language', 'en')
      expect(en).toContain('From when to when:** none (closed as a false alarm).\n')
      expect(en).toContain(
        '## Impact\n\nNothing counts as suspended or restricted: the halt was closed as a false alarm.\n',
      )
    }
  })
})
