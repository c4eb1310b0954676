import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { HOUR, iso, MINUTE } from '../given.ts'
import { replies } from '../script.ts'

const QUESTIONS = {
  en: ['What happened', 'Who was affected', 'From when', 'Are assets', 'Why', 'What comes next'],
  ja: ['何が起きたか', '誰に、どう影響したか', 'いつからいつまでか', '資産と情報は無事か', '原因は何か', '今後の対応'],
} as const

/** The answers of the first page, in order; null where a question is not answered. */
async function answers(bench: Bench, audience = 'internal', language: Language = 'en'): Promise<(string | null)[]> {
  const report = await bench.ok('report', '--audience', audience, '--language', language)
  const page = report.slice(0, report.indexOf('\n```mermaid'))
  return QUESTIONS[language].map((question) => {
    const line = page.split('\n').find((one) => one.startsWith(`- **${question}`))
    return line === undefined ? null : line.replace(/^- \*\*.*?\*\* /, '')
  })
}

async function halted(...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  const scope = ['trading=stopped', 'withdrawals=cancel-only']
  await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--scope', ...scope, ...flags)
  return bench
}

async function resumed(bench: Bench): Promise<Bench> {
  await bench.ok('done', '3.4-criteria')
  await bench.ok('lift', '--all')
  return bench
}

describe('the first page of a halt that goes on', () => {
  it('says what stands, and that the rest is not on record', async () => {
    const bench = await halted()
    bench.pass(10 * MINUTE)
    const [what, who, when, safe, why, next] = await answers(bench)
    expect(what).toBe('Engine down (system failure). Stopped: trading. Restricted: withdrawals.')
    expect(who).toBe('How many it affected is not on record.')
    expect(when).toMatch(
      /^Stopped: since \S+ \S+\. Restricted: withdrawals \(cancel-only, since \S+ \S+\)\. Full resumption: not resumed yet\. All times: UTC\+09:00\.$/,
    )
    expect(safe).toBe('Nothing is on record yet.')
    expect(why).toBe('Not known yet.')
    expect(next).toBe('No follow-ups are on record.')
  })

  it('says what is stopped also in the very millisecond of the declaration', async () => {
    const bench = await halted()
    const declared = Date.parse((await bench.events('incident.started'))[0]?.at as string)
    bench.now = declared
    const [what, , when] = await answers(bench)
    expect(what).toBe('Engine down (system failure). Stopped: trading. Restricted: withdrawals.')
    expect(when).toMatch(/^Stopped: since \S+ \S+\. Restricted: withdrawals \(cancel-only, since/)
    expect(await bench.ok('report', '--format', 'html')).not.toContain('What was stopped is not known')
  })

  it('says the same in Japanese', async () => {
    const bench = await halted()
    bench.pass(MINUTE)
    const [what, who, , safe, why, next] = await answers(bench, 'internal', 'ja')
    expect(what).toBe('Engine down（システム障害）。停止: 売買。制限: 出金・送付。')
    expect([who, safe, why, next]).toEqual([
      '影響の件数は記録なし。',
      'まだ記録なし。',
      'まだ分かっていない。',
      '残作業の記録なし。',
    ])
  })

  it('says that something is being checked only if somebody stated that it is not known', async () => {
    const bench = await halted()
    await bench.ok('set', 'asset-safety=?')
    expect((await answers(bench))[3]).toBe('Customer assets: being checked.')
  })
})

describe('the first page of a halt of which nobody stated what was stopped', () => {
  it('says when it began, resumed for a while and was reopened', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '20m ago')
    const when = async (audience = 'internal', language: Language = 'en') =>
      (await answers(bench, audience, language))[2]
    expect(await when()).toBe(
      'Halt began: 2026-11-24 21:57:05. Full resumption: not resumed yet. All times: UTC+09:00.',
    )
    expect(await when('customer')).toMatch(/^Suspension began: 2026-11-24 21:57:05\. /)
    bench.pass(10 * MINUTE)
    await resumed(bench)
    bench.pass(10 * MINUTE)
    await bench.ok('reopen', '--reason', 'again')
    bench.pass(MINUTE)
    expect(await when()).toMatch(
      /^Halt began: \S+ 21:57:05\. Fully resumed: \S+ 22:27:05\. Stopped or restricted again: \S+ 22:37:05\. Full resumption: not resumed yet\. /,
    )
    expect(await when('regulator', 'ja')).toMatch(
      /^停止開始: \S+ 21:57:05。全面再開: \S+ 22:27:05。再停止・再制限: \S+ 22:37:05。/,
    )
  })

  it('does not call the declaration its beginning if nobody stated that', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    bench.pass(10 * MINUTE)
    const [, , when] = await answers(bench)
    expect(when).toBe('Full resumption: not resumed yet. All times: UTC+09:00.')
    const milestones = await bench.ok('report', '--language', 'en')
    expect(milestones).toContain('| start not stated, times count from here |')
    expect(milestones).not.toContain('| halt began')
    expect(await bench.ok('report', '--language', 'ja')).toContain('| 停止開始は未記録、ここから起算 |')
  })

  it('says for when it is planned as long as it has not begun', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'maintenance', '--planned', `${iso(HOUR)}/${iso(2 * HOUR)}`)
    expect((await answers(bench))[2]).toBe(
      'Planned: 2026-11-24 23:17:05 to 2026-11-25 00:17:05. Full resumption: not begun yet. All times: UTC+09:00.',
    )
    bench.pass(HOUR)
    await bench.ok('advance', '--force', '--reason', 'announced elsewhere')
    bench.pass(MINUTE)
    expect((await answers(bench))[2]).toMatch(/^Halt began: 2026-11-24 23:17:05\. Full resumption: not resumed yet\. /)
  })

  it('says when it was reopened while something was still stopped', async () => {
    const bench = await halted('--at', '20m ago')
    await bench.ok('done', '3.4-criteria')
    bench.pass(10 * MINUTE)
    await bench.ok('lift', 'trading')
    bench.pass(10 * MINUTE)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=stopped')
    bench.pass(MINUTE)
    expect((await answers(bench))[2]).toMatch(/^Stopped: \S+ 21:57:05 to 22:27:05 \(30 min\); since \S+ 22:37:05\. /)
    await bench.ok('lift', 'trading', '--force', '--reason', 'tested')
    bench.pass(10 * MINUTE)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'trading=cancel-only')
    expect((await answers(bench))[2]).toMatch(/^Stopped or restricted again: \S+ 22:48:05\. Stopped/)
  })
})

describe('the first page', () => {
  it('has the counts that were stated, and how customers are affected, in the words for them', async () => {
    const bench = await halted()
    await bench.ok('set', 'impact.en=Nobody can trade.', 'affected-customers=312', 'affected-amount=?')
    expect((await answers(bench))[1]).toBe(
      'In the words for customers: "Nobody can trade." Customers affected: 312 customers; Amount affected: not known yet. Not on record: Orders and transfers affected, Assets affected, People whose data was affected, Complaints.',
    )
    await bench.ok('set', 'impact.ja=売買ができません。')
    expect((await answers(bench, 'internal', 'ja'))[1]).toBe(
      '顧客向けの文言: 「売買ができません」。影響を受けた顧客: 312名、影響を受けた金額: 未確認。記録のない項目: 影響を受けた注文・入出金、影響を受けた資産、個人データに影響のあった本人、苦情。',
    )
  })

  it('names all that customers could not use, as an exception only what they could', async () => {
    const bench = new Bench()
    const scope = ['trading=stopped', 'withdrawals=stopped', 'withdrawals:XEM=stopped', 'trading:MIO=open']
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', ...scope)
    expect((await answers(bench, 'customer'))[0]).toBe(
      'System failure. Suspended: trading except MIO; yen withdrawals; crypto withdrawals.',
    )
    expect((await answers(bench, 'customer', 'ja'))[0]).toBe(
      'システム障害。停止: 売買（MIOを除く）、日本円の出金、暗号資産の送付。',
    )
  })

  it('says to readers outside who made the report', async () => {
    const bench = new Bench()
    bench.write('halt.yaml', 'organisation: { ja: 見本取引所, en: Sample Exchange }\n')
    await bench.ok('start', '--type', 'system-failure')
    const marks = async (audience: string, language: Language) =>
      (await bench.ok('report', '--audience', audience, '--language', language)).match(/^> .*$/gm)?.join('\n')
    expect(await marks('regulator', 'en')).toContain('From Sample Exchange, for the authority')
    expect(await marks('customer', 'ja')).toContain('見本取引所（顧客向け）')
    expect(await marks('internal', 'en')).not.toContain('Sample')
  })

  it('says when which service was restricted but not stopped, and of an asset only what differs', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', 'withdrawals:XEM=stopped')
    bench.pass(10 * MINUTE)
    await bench.ok('scope', 'trading=cancel-only', 'trading:MIO=post-only', 'withdrawals:XEM=cancel-only')
    bench.pass(20 * MINUTE)
    await bench.ok('scope', 'trading:MIO=cancel-only')
    bench.pass(20 * MINUTE)
    await resumed(bench)
    const when = async (...of: [string?, Language?]) => (await answers(bench, ...of))[2]
    expect(await when()).toMatch(
      /\. Restricted: trading \(cancel-only, \S+ \S+ to \S+, 40 min\); trading MIO \(post-only, \S+ \S+ to \S+, 20 min\); withdrawals XEM \(cancel-only, \S+ \S+ to \S+, 40 min\)\. /,
    )
    expect(await when('internal', 'ja')).toMatch(/。制限のみ: 売買（注文取消のみ、\S+ \S+〜\S+、40分）、/)
  })

  it('gives each stop, and the time in all if something was restricted besides', async () => {
    const bench = await halted()
    bench.pass(30 * MINUTE)
    await resumed(bench)
    bench.pass(10 * MINUTE)
    await bench.ok('reopen', '--reason', 'again', '--scope', 'deposits=cancel-only')
    bench.pass(20 * MINUTE)
    await resumed(bench)
    const when = (await answers(bench))[2]
    expect(when).toMatch(
      /^Stopped: \S+ \S+ to \S+ \(30 min\)\. Restricted: withdrawals \(cancel-only, .* 30 min\); deposits \(cancel-only, .* 20 min\)\. Stopped or restricted: .* \(30 min\); .* \(20 min\); 50 min in all\./,
    )
    expect(when).toMatch(
      /All that was stopped or restricted has been open again since \S+ \S+\. All times: UTC\+09:00\.$/,
    )
  })

  it('says since when a part was open again before all was', async () => {
    const bench = await halted()
    await bench.ok('done', '3.4-criteria')
    bench.pass(30 * MINUTE)
    await bench.ok('lift', 'withdrawals')
    bench.pass(30 * MINUTE)
    await bench.ok('lift', 'trading')
    expect((await answers(bench))[2]).toMatch(
      /^Stopped \(all services or some of them\): \S+ \S+ to 23:17:05 \(1 h\)\. Restricted: withdrawals .*\. Open again at \S+ 22:47:05: withdrawals\. At 23:17:05: trading\. All that was stopped or restricted has been open again since \S+ 23:17:05\. /,
    )
    expect((await answers(bench, 'internal', 'ja'))[2]).toMatch(
      /^停止（一部のサービスのみの時間を含む）: .*。再開: \S+ 22:47:05に出金・送付。23:17:05に売買。停止・制限していたものは\S+ 23:17:05にすべて再開。/,
    )
  })

  it('says what is open again while the rest is not yet', async () => {
    const bench = await halted()
    await bench.ok('done', '3.4-criteria')
    bench.pass(30 * MINUTE)
    await bench.ok('lift', 'withdrawals')
    bench.pass(MINUTE)
    for (const audience of ['executive', 'regulator'])
      expect((await answers(bench, audience))[2]).toMatch(
        /Open again at \S+ 22:47:05: withdrawals\. Full resumption: not resumed yet\. /,
      )
    expect((await answers(bench, 'customer'))[2]).toMatch(/Available again at \S+ 22:47:05: yen withdrawals/)
    expect((await answers(bench, 'internal', 'ja'))[2]).toMatch(
      /再開: \S+ 22:47:05に出金・送付。全面再開: まだ再開していません。/,
    )
  })

  it('names what was not open yet of a service that was', async () => {
    const bench = await halted()
    await bench.ok('scope', 'trading:XRP=stopped')
    await bench.ok('done', '3.4-criteria')
    bench.pass(30 * MINUTE)
    await bench.ok('lift', 'withdrawals', 'trading')
    bench.pass(30 * MINUTE)
    await bench.ok('lift', 'trading:XRP')
    expect((await answers(bench))[2]).toMatch(
      /Open again at \S+ 22:47:05: withdrawals, trading \(except XRP\)\. At 23:17:05: trading XRP\./,
    )
    expect((await answers(bench, 'internal', 'ja'))[2]).toMatch(
      /22:47:05に出金・送付、売買（XRPを除く）。23:17:05に売買（XRP）。/,
    )
    expect(await bench.ok('report')).toContain('Open again: withdrawals, trading (except XRP) (')
    expect(await bench.ok('report', '--language', 'ja')).toContain('再開: 出金・送付、売買（XRPを除く）（')
  })

  it('marks in Japanese what was written in English only, but no names', async () => {
    const bench = await halted()
    await bench.ok('set', 'root-cause=The disk of engine-3 was full', 'affected-assets=XRP, BTC')
    await bench.ok('action', 'add', 'alarm at 80 percent of the disk', '--owner', 'hanako')
    const [what, who, , , why, next] = await answers(bench, 'internal', 'ja')
    expect(what).toContain('Engine down（システム障害）')
    expect(who).toContain('XRP, BTC。')
    expect(why).toBe('The disk of engine-3 was full（英語のみ）。この原因は2026-11-24 22:17:05にtaroが記載。')
    expect(next).toContain('alarm at 80 percent of the disk（英語のみ、hanako')
    expect((await answers(bench))[4]).toBe('The disk of engine-3 was full. Stated 2026-11-24 22:17:05 by taro.')
  })

  it('says by how much a planned halt overran, or was over before', async () => {
    const planned = async (minutes: number) => {
      const bench = new Bench()
      const window = `${iso(HOUR)}/${iso(2 * HOUR)}`
      await bench.ok('start', '--type', 'maintenance', '--planned', window, '--scope', 'trading=stopped')
      bench.pass(HOUR)
      await bench.ok('advance', '--force', '--reason', 'announced elsewhere')
      bench.pass(minutes * MINUTE)
      return bench
    }
    expect((await answers(await planned(90)))[2]).toMatch(/Planned until \S+ \S+; 30 min over so far\. All/)
    expect((await answers(await resumed(await planned(75))))[2]).toMatch(
      /Planned until \S+ \S+; took 15 min longer\. All/,
    )
    expect((await answers(await resumed(await planned(45))))[2]).toMatch(
      /Planned until \S+ \S+; over 15 min before that\. All/,
    )
  })

  it('says how sure the cause is: as stated, a hypothesis, confirmed, or the root cause', async () => {
    const bench = await halted()
    const why = async () => (await answers(bench))[4]
    await bench.ok('set', 'cause=disk')
    expect(await why()).toBe('As stated so far: disk.')
    await bench.ok('note', 'the journal is full', '--hypothesis')
    const own = JSON.parse((await bench.ok('log', '--json')).trim().split('\n').at(-1) ?? '') as { seq: number }
    expect(await why()).toBe('As stated so far: disk. One hypothesis, not confirmed: the journal is full.')
    expect(await bench.ok('report', '--format', 'brief')).toMatch(/^Not on record: .*Root cause/m)
    await bench.ok('note', 'seen by hand', '--confirms', String(own.seq))
    expect(await why()).toMatch(/^the journal is full \(confirmed as the cause \d{4}-/)
    const confirmed = await bench.ok('report')
    expect(confirmed).toMatch(/^- Root cause: confirmed, see "What was thought to be the cause" \[#\d+\]/m)
    const body = confirmed.slice(0, confirmed.indexOf('# Annex'))
    // On the first page, and with what confirmed it.
    expect(body.match(/the journal is full/g)).toHaveLength(2)
    expect(body).toContain('Found the cause: seen by hand')
    expect(body).not.toMatch(/- Root cause and contributing factors: .*Root cause,/)
    expect(await bench.ok('report', '--audience', 'executive')).toMatch(
      /^- Root cause: the journal is full \(confirmed/m,
    )
    expect(await bench.ok('report', '--format', 'brief')).not.toMatch(/^Not on record: .*Root cause/m)
    expect(await bench.ok('report')).toMatch(
      /\| the journal is full \|.*\| confirmed \S+ \S+ \(.*\) \| seen by hand \|/,
    )
    await bench.ok('set', 'root-cause=nobody pruned the journal')
    expect(await why()).toBe('nobody pruned the journal. Stated 2026-11-24 22:17:05 by taro.')
  })

  it('names the follow-ups that are due first, with owner and date, and says when all are done', async () => {
    const bench = await halted()
    for (const [text, due] of [
      ['later', '2099-03-01'],
      ['first', '2099-01-01'],
      ['third', '2099-04-01'],
      ['second', '2099-02-01'],
    ] as const)
      await bench.ok('action', 'add', text, '--owner', 'hanako', '--due', due)
    expect((await answers(bench))[5]).toMatch(
      /^4 follow-ups, all open\. first \(hanako, due 2099-01-01.*\); second \(.*\); later \(.*\); and 1 more\.$/,
    )
    expect((await answers(bench, 'regulator'))[5]).not.toContain('hanako')
    expect((await answers(bench, 'internal', 'ja'))[5]).toMatch(
      /^残作業4件がいずれも未完了。first（hanako、期限 2099-01-01.*）、second/,
    )
  })

  it('says of a follow-up that it is overdue', async () => {
    const bench = await resumed(await halted())
    await bench.ok('action', 'add', 'rewrite the tests', '--owner', 'hanako', '--due', '2026-12-31 18:00')
    expect((await answers(bench))[5]).toMatch(/\(hanako, due 2026-12-31 18:00\)\.$/)
    bench.pass(60 * 24 * HOUR)
    expect((await answers(bench))[5]).toMatch(/\(hanako, due 2026-12-31 18:00, OVERDUE\)\.$/)
    expect((await answers(bench, 'internal', 'ja'))[5]).toContain('期限 2026-12-31 18:00、期限超過）')
  })

  it('says of an answer on safety that it was stated before a loss was', async () => {
    const bench = await halted()
    await bench.ok('set', 'asset-safety=no difference found')
    const safe = async (audience: string, language: Language = 'en') => (await answers(bench, audience, language))[3]
    expect(await safe('regulator')).not.toContain('That was stated')
    bench.pass(MINUTE)
    await bench.ok('set', 'losses=3 customers lost 1.2 million yen')
    expect(await safe('regulator')).toContain(
      'Customer assets: no difference found. That was stated at 2026-11-24 22:17:05, before what stands under "Effect on data and assets".',
    )
    expect(await safe('internal', 'ja')).toContain(
      'これは2026-11-24 22:17:05の記載で、「情報や資産への影響」の記載より前のもの。',
    )
    bench.pass(MINUTE)
    await bench.ok('set', 'asset-safety=the rest is untouched')
    expect(await safe('regulator')).not.toContain('That was stated')
  })

  it('tells authorities that the cause is not known only if somebody stated so', async () => {
    const bench = await halted()
    expect((await answers(bench, 'regulator'))[4]).toBe('Not stated yet.')
    await bench.ok('set', 'cause=?')
    expect((await answers(bench, 'regulator'))[4]).toBe('Not known yet.')
  })

  it('gives the English words for customers on safety beside what nobody wrote in English', async () => {
    const bench = await halted()
    await bench.ok('set', 'losses=約9.8億円', 'losses.ja=約7割が失われました。', 'losses.en=About 70 percent was lost.')
    expect((await answers(bench))[3]).toMatch(
      /^\S[^:]*: 約9\.8億円 \(Japanese only\)\. In the words for customers: "About 70 percent was lost\."/,
    )
    expect((await answers(bench, 'internal', 'ja'))[3]).toMatch(/^[^:]+: 約9\.8億円。(?!顧客向けの文言)/)
  })

  it('says to customers of each question that nothing answers that they were given no answer', async () => {
    const bench = await halted()
    const none = 'Our records show no answer to this yet.'
    const [, who, , safe, why, next] = await answers(bench, 'customer')
    expect([who, safe, why, next]).toEqual([none, none, none, none])
    expect((await answers(bench, 'customer', 'ja'))[3]).toBe('この点についてお答えした記録は、まだありません。')
    await bench.ok('close', '--force', '--reason', 'moved elsewhere')
    expect((await answers(bench, 'customer'))[5]).toBe('Our records show no answer to this.')
  })

  it('tells authorities what evidence there is for what customers were told, and who approved it', async () => {
    const bench = await halted()
    await bench.ok('set', 'asset-safety.ja=残高を照合いたしました。', 'asset-safety.en=Balances were compared.')
    const none = 'Customer assets: Balances were compared. No evidence for this is on record.'
    expect((await answers(bench))[3]).toBe(none)
    expect((await answers(bench, 'regulator'))[3]).toBe(none)
    const claim = ['--evidence', '残高の照合', '--approved-by', 'hanako']
    await bench.ok('notice', 'website', '--posted', ...claim)
    const told =
      'Customer assets: Balances were compared. Evidence for what customers were told: 残高の照合 (Japanese only, approved by hanako).'
    expect((await answers(bench))[3]).toBe(told)
    expect((await answers(bench, 'regulator'))[3]).toBe(told)
    expect((await answers(bench, 'regulator', 'ja'))[3]).toContain('顧客への説明の根拠: 残高の照合（hanakoが承認）。')
    expect(await bench.ok('report', '--audience', 'customer')).not.toMatch(/hanako|残高の照合/)
  })

  it('tells authorities the confirmed cause, and does not say that it is not on record', async () => {
    const bench = await halted()
    await bench.ok('note', 'the journal is full', '--hypothesis')
    expect((await answers(bench, 'regulator'))[4]).toBe('Not stated yet.')
    const { writer, seq } = (await bench.events()).at(-1) as { writer: string; seq: number }
    await bench.ok('note', 'seen by taro', '--confirms', `${writer}:${seq}`)
    expect((await answers(bench, 'regulator'))[4]).toMatch(/^the journal is full \(confirmed as the cause \S+ \S+\)\.$/)
    const report = await bench.ok('report', '--audience', 'regulator')
    expect(report).toMatch(/^- Root cause: the journal is full \(confirmed/m)
    expect(report).not.toMatch(/^- Root cause and contributing factors: Root cause/m)
    expect(report).not.toContain('taro')
    const brief = await bench.ok('report', '--audience', 'regulator', '--format', 'brief')
    expect(brief).toContain(
      `- Root cause: the journal is full (confirmed as the cause 2026-11-24 22:17:05) (\`${writer}:${seq}\` \`${writer}:${seq + 1}\`)\n`,
    )
  })

  it('gives the English words for customers on the cause beside what nobody wrote in English', async () => {
    const bench = await halted()
    await bench.ok('set', 'cause=設定の誤り', 'cause.ja=設定の誤り', 'cause.en=A wrong setting')
    expect((await answers(bench))[4]).toBe(
      'As stated so far: 設定の誤り (Japanese only). In the words for customers: "A wrong setting".',
    )
  })

  it('names the reports to authorities that are still to be made, the late ones first, besides follow-ups', async () => {
    const bench = await halted()
    await bench.ok('clock', 'start', 'jp-ppc:awareness')
    await bench.ok('clock', 'start', 'jp-fsa-initial')
    await bench.ok('action', 'add', 'New disks', '--owner', 'sato', '--due', '2030-01-31')
    bench.pass(4 * 24 * HOUR)
    await bench.ok('report-to', 'jp-fsa-initial')
    const [, , , , , next = ''] = await answers(bench)
    expect(next).toMatch(
      /^Reports to authorities still to be made: PPC \(Japan\) preliminary report \(verify, due \S+ \S+, OVERDUE\); PPC \(Japan\) final report \(verify, due \S+ \S+\)\. 1 follow-up, open\. New disks \(/,
    )
    const [, , , , , ja = ''] = await answers(bench, 'internal', 'ja')
    expect(ja).toMatch(
      /^未提出の当局への報告: .*（規定未確認、期限 \S+ \S+、期限超過）、.*（規定未確認、期限 \S+ \S+）。残作業1件が未完了。/,
    )
    expect((await answers(bench, 'executive'))[5]).toBe(next)
    expect((await answers(bench, 'regulator'))[5]).toContain('PPC (Japan) preliminary report')
    expect((await answers(bench, 'customer'))[5]).not.toContain('PPC')
  })

  it('says of a report that is due at once for how long it has not been made', async () => {
    const bench = await halted()
    await bench.ok('clock', 'start', 'jp-fsa-initial')
    bench.pass(2 * HOUR)
    expect((await answers(bench))[5]).toBe(
      'Reports to authorities still to be made: FSA (Japan) failure occurrence report (verify, not reported after 2 h). No follow-ups are on record.',
    )
  })

  it('says to customers what comes next as long as they wait: the resumption that was told, and the next notice', async () => {
    const bench = await halted()
    await bench.ok('set', 'expected-recovery=23:00')
    await bench.ok('notice', 'website', '--posted', '--next', '22:45')
    const next = async (language: Language = 'en') => (await answers(bench, 'customer', language))[5]
    expect(await next()).toMatch(/^Expected resumption: \S+ 23:00:00\. Next notice: \S+ 22:45\.$/)
    expect(await next('ja')).toMatch(/次回のお知らせ: \S+ 22:45。$/)
    await resumed(bench)
    expect(await next()).toBe('Our records show no answer to this yet.')
  })

  it('says to customers what their notices say is being checked, and whether a result followed', async () => {
    const bench = await halted()
    await bench.ok('set', 'cause=?', 'expected-recovery=?', 'impact.en=No trading.', 'impact.ja=売買ができません。')
    const text = (await bench.ok('notice', 'website', '--language', 'en')).trim()
    expect(text).toContain('Customer assets: We are checking.')
    bench.write('text.txt', text)
    const own = ['--text-file', join(bench.workspace, 'text.txt'), '--force', '--reason', 'read by two']
    await bench.ok('notice', 'website', '--posted', ...own)
    expect((await answers(bench, 'customer'))[3]).toBe('Customer assets: being checked, as our notices say.')
    expect((await answers(bench, 'internal'))[3]).toBe('Nothing is on record yet.')
    await bench.ok('close', '--force', '--reason', 'moved elsewhere')
    expect((await answers(bench, 'customer', 'ja'))[3]).toBe(
      'お預かりしている資産: 確認中とお知らせしました。結果をお知らせした記録はありません。',
    )
  })

  it('says that the words for customers beside a cause in the other language are older than it', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('set', 'cause.en=We are investigating.', 'cause.ja=調査中です。')
    bench.pass(60_000)
    await bench.ok('set', 'root-cause=版4.2のメモリリーク')
    expect((await answers(bench))[4]).toMatch(
      /^In the words for customers before the root cause was recorded: "We are investigating\." 版4/,
    )
    await bench.ok('set', 'cause.en=A server failed.')
    expect((await answers(bench))[4]).toMatch(/^In the words for customers: "A server failed\." 版4/)
  })

  it('says to customers that the cause is under investigation only if a notice said so, and whether a result followed', async () => {
    const bench = await halted()
    const why = async (language: Language = 'en') => (await answers(bench, 'customer', language))[4]
    await bench.ok('set', 'cause=?')
    expect(await why()).toBe('Our records show no answer to this yet.')
    await bench.ok('notice', 'website', '--posted')
    expect(await why()).toBe('Under investigation, as our notices say.')
    expect(await why('ja')).toBe('お知らせのとおり、調査しております。')
    await bench.ok('close', '--force', '--reason', 'moved elsewhere')
    expect(await why()).toBe('Our notices said that this was under investigation; our records show no result.')
    expect(await why('ja')).toBe('調査中とお知らせしました。結果をお知らせした記録はありません。')
  })

  it('calls services suspended and available in English for customers, as their notices do', async () => {
    const bench = await halted()
    const [what, , when] = await answers(bench, 'customer')
    expect(what).toMatch(/Suspended: trading\. Restricted: /)
    expect(when).toMatch(/^Suspended: since /)
    await resumed(bench)
    const [, , over] = await answers(bench, 'customer')
    expect(over).toContain('All that was suspended or restricted has been available again since')
    expect(over).not.toMatch(/[Ss]topped|[Oo]pen/)
  })

  it('tells customers nothing that they were not told', async () => {
    const bench = await halted()
    await bench.ok('set', 'affected-customers=312', 'root-cause=disk', 'asset-safety=ledger compared')
    const page = (await answers(bench, 'customer')).join('\n')
    expect(page).not.toMatch(/312|disk|ledger|Engine down|SEV/)
  })
})

describe('key moments', () => {
  it('make up the story of the report, in the words of the notes', async () => {
    const bench = await halted()
    await bench.ok('note', 'the standby took over', '--key')
    await bench.ok('note', 'not worth telling')
    await bench.ok('key', '1')
    const report = await bench.ok('report')
    const story = report.slice(report.indexOf('## What happened, in brief'), report.indexOf('## Impact'))
    expect(story).toMatch(/ {2}Declared: system failure.* \[#1\]\(#event-1\)\n- .* {2}the standby took over \(/)
    expect(story).not.toMatch(/not worth telling|Nobody marked/)
    expect((await bench.json<{ story: { isMarked: boolean } }>('report')).story.isMarked).toBe(true)
  })

  it('have every beginning of the halt among them, unless somebody said that it is none', async () => {
    const bench = await halted()
    await bench.ok('note', 'the standby took over', '--key')
    await resumed(bench)
    await bench.ok('reopen', '--reason', 'it failed again')
    const story = async () => {
      const report = await bench.ok('report')
      return report.slice(report.indexOf('## What happened, in brief'), report.indexOf('## Impact'))
    }
    expect(await story()).toMatch(
      /^[^-]*- .* {2}Declared: system failure.*\n- .* {2}the standby took over .*\n- .* {2}Stopped or restricted again: it failed again\. .*\n/,
    )
    await bench.ok('key', '1')
    const mark = (await bench.events('moment.marked')).at(-1)
    await bench.ok('undo', `${mark?.writer}:${mark?.seq}`, '--reason', 'told elsewhere')
    expect(await story()).not.toContain('Declared')
  })

  it('are picked from the log, and said to be, if nobody marked any', async () => {
    expect(await (await halted()).ok('report')).toContain(
      'Nobody marked key moments; these turning points were picked from the log.',
    )
  })

  it('are refused if there is no such event, and then none is marked', async () => {
    const bench = await halted()
    expect(await bench.halt('key', '1', '99')).toMatchObject({ code: 2, err: expect.stringContaining('unknown-event') })
    expect(await bench.ok('log')).not.toContain('key moment')
  })

  it('are proposed by report --fill, which records those that are chosen', async () => {
    const filled = async (...chosen: readonly string[]) => {
      const bench = await halted()
      const facts = (await bench.json<{ parts: Record<string, { fact: string }[]> }>('report')).parts
      const names = Object.values(facts).flatMap((part) => part.map(({ fact }) => fact))
      await bench.ok('set', ...names.map((name) => `${name}=?`))
      await bench.ok('scope', 'deposits=stopped')
      const moments = chosen.map((answer) => ['Key moments for the report', answer] as const)
      const script = replies(...moments, ['Title in Japanese', ''])
      const { code } = await bench.haltWith({ script }, 'report', '--fill')
      expect(code).toBe(0)
      return (await bench.json<{ story: { isMarked: boolean; entries: { type: string }[] } }>('report')).story
    }
    expect(await filled('')).toMatchObject({ isMarked: false })
    expect((await filled('9', '2')).entries).toMatchObject([{ type: 'scope.changed' }])
    expect((await filled('all')).entries).toMatchObject([{ type: 'incident.started' }, { type: 'scope.changed' }])
  })

  it('are proposed by report --fill as long as nobody has said whether they are any, and never twice', async () => {
    const bench = await halted()
    const facts = (await bench.json<{ parts: Record<string, { fact: string }[]> }>('report')).parts
    await bench.ok('set', ...Object.values(facts).flatMap((part) => part.map(({ fact }) => `${fact}=?`)))
    await bench.ok('note', 'the standby took over', '--key')
    await bench.ok('scope', 'deposits=stopped')
    await bench.ok('scope', 'withdrawals=stopped')
    const proposed = async (...answers: readonly string[]) => {
      const moments = answers.map((answer) => ['Key moments for the report', answer] as const)
      const { code, err } = await bench.haltWith(
        { script: replies(...moments, ['Title in Japanese', ''], ['Key moment in Japanese', '']) },
        'report',
        '--fill',
      )
      expect(code).toBe(0)
      return err.match(/^\d+\. .*/gm) ?? []
    }
    // Enter leaves the question for later.
    expect(await proposed('')).toHaveLength(3)
    expect(await proposed('2')).toMatchObject(
      [/declared/, /deposits/, /withdrawals/].map((one) => expect.stringMatching(one)),
    )
    expect(await proposed()).toEqual([])
    await bench.ok('scope', 'trading=limited:slow')
    expect(await proposed('none')).toMatchObject([expect.stringContaining('trading')])
    expect(await proposed()).toEqual([])
    const { story } = await bench.json<{ story: { entries: { type: string }[] } }>('report')
    expect(story.entries.map(({ type }) => type)).toEqual(['note.added', 'scope.changed'])
    expect(await bench.ok('log')).toContain('not key moments: ')
  })
})

describe('what the report says of the cause', () => {
  it('is a hypothesis in another language only with what is on record in its own', async () => {
    const bench = await halted()
    const why = async (audience: string) => (await answers(bench, audience))[4]
    await bench.ok('note', 'ディスクの故障', '--hypothesis')
    expect(await why('internal')).toBe('One hypothesis, not confirmed: ディスクの故障 (Japanese only).')
    const own = JSON.parse((await bench.ok('log', '--json')).trim().split('\n').at(-1) ?? '') as { seq: number }
    await bench.ok('note', 'seen by hand', '--confirms', String(own.seq))
    expect(await why('internal')).toMatch(/^ディスクの故障 \(confirmed as the cause \S+ \S+, Japanese only\)\.$/)
    expect(await why('regulator')).toBe(await why('internal'))
    await bench.ok('set', 'cause.en=A broken disk')
    expect(await why('internal')).toMatch(/^In the words for customers: "A broken disk"\. ディスクの故障 \(/)
    expect(await why('regulator')).toBe(await why('internal'))
  })

  it('is for authorities what was stated of it as long as no hypothesis is confirmed', async () => {
    const bench = await halted()
    const why = async () => (await answers(bench, 'regulator'))[4]
    await bench.ok('note', 'the journal is full', '--hypothesis')
    await bench.ok('set', 'cause=a disk')
    expect(await why()).toBe('As stated so far: a disk.')
    await bench.ok('close', '--force', '--reason', 'moved elsewhere')
    expect(await why()).toBe('As last stated: a disk.')
  })

  it('is in its language if somebody wrote it, and else says in which language it is', async () => {
    const bench = await halted()
    const why = async (language: Language) => (await answers(bench, 'internal', language))[4]
    await bench.ok('set', 'root-cause=ディスクの故障')
    expect(await why('ja')).toMatch(/^ディスクの故障。この原因は/)
    expect(await why('en')).toMatch(/^ディスクの故障 \(Japanese only\)\. Stated /)
    await bench.ok('set', 'root-cause.en=A broken disk')
    expect(await why('en')).toMatch(/^A broken disk\. Stated /)
    await bench.ok('set', 'root-cause.ja=記録装置の故障')
    expect(await why('ja')).toMatch(/^記録装置の故障。この原因は/)
    expect(await bench.ok('report', '--audience', 'customer')).not.toMatch(/A broken disk|記録装置/)
  })
})

describe('the tables of a halt in which an asset was restricted by itself', () => {
  it.each([
    ['internal', 'en', 'withdrawals (except XEM)', 'withdrawals (XEM)'],
    ['regulator', 'ja', '出金・送付（XEMを除く）', '出金・送付（XEM）'],
  ] as const)('say that the operation is the rest of it: %s, %s', async (audience, language, rest, asset) => {
    const bench = await halted()
    await bench.ok('scope', 'withdrawals:XEM=stopped')
    const report = await bench.ok('report', '--audience', audience, '--language', language)
    const rows = report.split('\n').filter((line) => line.startsWith('| '))
    expect(rows.filter((row) => row.startsWith(`| ${rest} |`))).toHaveLength(3)
    expect(rows.some((row) => row.startsWith(`| ${asset.replace(/[（ (]+XEM[）)]/, '')} |`))).toBe(false)
  })
})

describe('how many notices went out', () => {
  it.each([
    ['website', 'Notices that went out: 1'],
    ['internal', 'Notices that went out, including internal ones: 1'],
  ])('says that internal ones are among them only if one is: %s', async (channel, words) => {
    const bench = await halted()
    await bench.ok('notice', channel, '--posted')
    expect(await bench.ok('report')).toContain(`- ${words}`)
  })
})

it('parts what happened at one moment from what the names of services hold, for customers', async () => {
  const bench = await halted()
  await resumed(bench)
  expect(await bench.ok('report', '--audience', 'customer', '--language', 'en')).toMatch(
    /^\| .* \| available again: [^|]*withdrawals[^|]*\. Fully resumed \|/m,
  )
})
