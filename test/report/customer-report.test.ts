import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'
import { reportIn } from './pages.ts'
import { fiveDays } from './stories/five-days.ts'

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
    await bench.ok('start', '--type', 'maintenance', '--planned', '22:30/23:30')
    expect(await shown(bench)).toContain('- State: not begun yet\n')
    await bench.ok('close', '--force', '--reason', 'called off')
    expect(await shown(bench)).toContain('- State: over\n')
  })

  it('marks what was stated with its time, and leaves out what was expected of a resumption that has come', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    expect(await shown(bench)).toMatch(
      /as we stated it at the time beside it\.\n\n\| Fact \| Statement \| Stated at \|[\s\S]*\| Expected resumption \| /,
    )
    expect(await shown(bench)).toMatch(/\| Impact on customers \| There is no trading\. \| \S+ \S+ \|/)
    await lift(bench, '--all')
    expect(await shown(bench)).not.toContain('Expected resumption')
    expect(await shown(bench, '--language', 'ja')).toContain('次の内容は、それぞれの記載時点のものです。')
  })

  it('names the contact of the settings, unless another one was stated', async () => {
    expect(await reportIn(fiveDays, 'ja', 'markdown', 'customer')).toContain('| お問い合わせ先 | サポート窓口 https:')
    const bench = await halted()
    await bench.ok('set', 'contact.ja=臨時の窓口', 'contact.en=A desk for this')
    await bench.ok('notice', 'website', '--posted')
    expect(await shown(bench)).toMatch(/\| Contact \| A desk for this \| \S+ \S+ \|/)
    expect(await shown(await halted())).not.toContain('| Contact |')
  })

  it('states who is compensated in public words, once', async () => {
    const ja = await reportIn(fiveDays, 'ja', 'markdown', 'customer')
    expect(ja.match(/## 補償\n\n- 補償の対象: 2026年9月14日2時21分の時点で/g)).toHaveLength(1)
    expect(ja.match(/お客様に補償いたします/g)).toHaveLength(1)
    expect(ja).not.toContain('取締役会')
    expect(await shown(await halted())).not.toMatch(/## Compensation|## Prevention/)
  })

  it('has the notices in its language only', async () => {
    const [ja, en] = [
      await reportIn(fiveDays, 'ja', 'markdown', 'customer'),
      await reportIn(fiveDays, 'en', 'markdown', 'customer'),
    ]
    expect(ja).toContain('平素よりサンプル取引所をご利用いただき')
    expect(ja).not.toMatch(/notice from Sample Exchange|Trading has resumed/)
    expect(en).toContain('This is a notice from Sample Exchange.')
    expect(en).not.toContain('お知らせ')
    expect(await reportIn(fiveDays, 'en', 'markdown')).toContain('お知らせ')
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
    await bench.ok('close', '--resolution', 'false-alarm', '--force', '--reason', 'a sensor was wrong')
    for (const text of [await shown(bench), await shown(bench, '--language', 'ja')])
      expect(text).not.toMatch(/An intrusion|不正アクセス|As of this report|報告時点/)
    expect(await shown(bench)).not.toContain('We retracted')
    bench.pass(MINUTE)
    await bench.ok('notice', 'website', '--posted', '-i', 'latest')
    expect(await shown(bench)).toContain(
      'We retracted what our notices said of this halt at 2026-11-24 22:18:05: it was',
    )
    expect(await shown(bench, '--language', 'ja')).toContain('誤報のため2026-11-24 22:18:05に取り消しました。')
    expect(await bench.ok('report')).toContain('An intrusion')
  })
})
