import type { Story } from './story.ts'

/** A failure of an hour and a half: lifted, stopped again for the same reason, and lifted once more. */
export const ninetyMinutes: Story = {
  name: 'ninety-minutes',
  beginning: {
    declaredAt: '2026-07-02 09:07:40',
    by: 'suzuki',
    data: { type: 'system-failure', title: '注文受付の遅延', severity: 'sev2' },
    scope: ['trading=stopped', 'deposits=open', 'withdrawals=open'],
    startedAt: '09:01',
  },
  tell(t) {
    t.key().titled({ en: 'Orders were accepted too slowly' })
    t.set('detected-at=09:04', 'cause=?', 'expected-recovery=09:40/10:10', 'asset-safety=?')
    t.set('impact.ja=暗号資産の売買ができません。', 'impact.en=Crypto assets cannot be bought or sold.')
    t.done({ '2.1-assess': '注文の受け付けに30秒以上かかる', '2.1-severity': null, '1.2-classify': null })
    t.at('09:11', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '09:40' })
    t.at('09:14', 'suzuki').accept('tanaka').call('takahashi', 'reached').call('watanabe', 'reached')
    t.call('ito', 'tried')
    t.at('09:20')
    const limit = t.suspect('接続数の上限に達している')
    t.done({ '2.1-logs': '接続待ちが9時から急増', '3.4-criteria': '受け付け100 ms以下が10分続くこと' })
    t.set('resumption-criteria=注文の受け付けが100 ms以下で10分続くこと', 'affected-customers=860')
    t.at('09:24').call('ito', 'reached')
    t.at('09:31').set(
      'cause.ja=注文の集中による受付処理の遅延',
      'cause.en=Orders came faster than they could be accepted',
      'cause=接続数の上限',
    )
    t.at('09:36', 'tanaka').notify(['website', 'app-push', 'social'], { next: '10:10' })
    t.at('09:40', 'suzuki').lift('trading').key()
    t.at('09:43', 'tanaka').notify()
    t.at('09:58', 'suzuki').reopen('再開から18分で同じ遅延が再発', 'trading=cancel-only').key()
    t.ruleOut(limit, '上限を3倍にしても再発した')
    const sameProcess = t.suspect('板情報の配信が注文の受付と同じプロセスを使っている')
    t.set('cause=?', 'expected-recovery=?')
    t.at('10:00').scope('trading=stopped')
    t.at('10:02').set('affected-customers=2140')
    t.set('impact.ja=暗号資産の売買ができません。', 'impact.en=Crypto assets cannot be bought or sold.')
    t.at('10:03', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '10:30' })
    t.at('10:06', 'sato').takeOver('再発のため、上位者が指揮を執る').key()
    t.accept('suzuki').call('nakamura', 'tried').call('nakamura', 'reached')
    t.at('10:12', 'suzuki').confirm(sameProcess, '板情報の配信を止めると、受け付けは60 msに戻った')
    t.set(
      'cause=板情報の配信が受付の処理を待たせていた',
      'cause.ja=注文の受け付けと板情報の配信の競合',
      'cause.en=Market data delayed the acceptance of orders',
    )
    t.done({ '2.1-cause': null, '2.1-monitoring': null })
    t.at('10:26', 'tanaka').notify(['website', 'app-push', 'social'], { next: '11:00' })
    t.at('10:29', 'sato').done({ '3.4-criteria': '配信を止めた状態で10分、60 ms以下' })
    t.at('10:31').lift('trading').key()
    t.at('10:34', 'tanaka').notify()
    t.at('11:20', 'sato').done({ '4.2-confirm': '50分間、受け付けは60 ms以下', '3.3-priority': null })
    t.at('15:00').set(
      'affected-customers=2140',
      'affected-orders=5312',
      'affected-amount=318000000 JPY',
      'affected-assets=失われたものはない',
      'affected-people=0',
      'complaints=21',
      'losses=注文の欠落はない。残高と約定の記録を照合し、差異なし',
      'asset-safety.ja=残高と取引の記録を照合し、差異がないことを確認いたしました。',
      'asset-safety.en=We compared the balances with the records of trades and found no differences.',
    )
    t.at('16:10', 'tanaka').notify(['website', 'email'], {
      stage: 'final',
      claim: { evidence: '7月2日14時の残高と約定の照合', approvedBy: 'ito' },
    })
    t.at('2026-07-03 11:00', 'sato').set(
      'contributing-factors=受付と配信の負荷試験を、別々に行っていた',
      'prevention-system=板情報の配信を別のプロセスに分ける',
      'prevention-system.ja=注文の受け付けと板情報の配信を分ける改修を進めております。',
      'prevention-system.en=We are separating the acceptance of orders from market data.',
      'prevention-rules=再開の基準に、板情報を配信した状態での確認を加える',
      'went-well=再発から2分で、売買をもう一度止めた',
      'went-badly=最初の再開では、板情報の配信が減っていた時間帯の値を見て判断した',
      'luck=朝の注文が少ない日だった',
      'compensation-decision=補償なし（伊藤、7月3日。損害の申し出がないため）',
    )
    t.follow('板情報の配信を別のプロセスに分ける', 'suzuki', '2026-07-31', 'prevention-system')
    const criteria = t.follow('再開の基準を改める', 'sato', '2026-07-10', 'prevention-rules')
    t.at('2026-07-03 16:00').close('残る振り返りは、残作業で続ける').key()
    t.at('2026-07-09 10:00', 'sato').want({ kind: 'finish-action', action: criteria })
    t.at('2026-07-09 13:00')
  },
}
