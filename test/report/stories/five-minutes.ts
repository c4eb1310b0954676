import type { Story } from './story.ts'

/** A stall of the matching engine that ended before every channel had its first notice. */
export const fiveMinutes: Story = {
  name: 'five-minutes',
  beginning: {
    declaredAt: '2026-11-24 14:03:10',
    by: 'sato',
    data: { type: 'system-failure', title: '約定処理の一時停止', severity: 'sev3' },
    scope: ['trading=stopped', 'deposits=open', 'withdrawals=open'],
    startedAt: '14:01:40',
  },
  tell(t) {
    t.set(
      'detected-at=14:02:05',
      'impact.ja=暗号資産の売買ができません。',
      'impact.en=Crypto assets cannot be bought or sold.',
    )
    t.set('cause=?', 'expected-recovery=?')
    t.done({ '2.1-assess': '板の更新が14:01:40で止まっている。入出金は正常', '1.2-classify': null })
    t.at('14:04:05', 'tanaka').notify(['website', 'social'], { next: '14:35' })
    t.at('14:04:50', 'suzuki').begin('2.1-logs', '待機系の昇格ログを確認中')
    t.set(
      'first-error=14:01:38 matching-2 heartbeat lost (gc pause 41 s)',
      'cause=主系のGC停止を監視が故障と判定し、待機系へ切り替わった',
    )
    t.at('14:05:20', 'sato').done({
      '3.4-criteria': '板の復元、注文と約定の件数の一致、待機系の遅延5 ms以下',
      '2.1-severity': 'sev3のまま。注文の欠落なし',
    })
    t.at('14:06:45').lift('trading')
    t.at('14:07:30', 'takahashi').notify(['website', 'email', 'app-push', 'social'])
    t.set(
      'cause.ja=注文を処理するサーバーの一時的な応答停止',
      'cause.en=A server that processes orders briefly stopped responding',
    )
    t.at('14:20', 'suzuki').done({ '2.1-logs': 'GCのログと突き合わせた', '2.1-monitoring': null, '2.1-cause': null })
    t.at('14:31', 'sato').done({
      '4.2-confirm': '再開後24分間の約定を照合。差異なし',
      '2.1-hearing': null,
      '2.2-facts': null,
      '2.2-next-report': '14時35分を約束し、その前に再開を知らせた',
      '5.1-recover': '切り替えは自動。手を加えた所はない',
      '2.3-internal': null,
      '2.3-support': null,
      '2.3-public-relations': null,
      '2.3-roles': null,
      '1.2-protect': '資産への影響なし',
    })
    t.skip('第1報を出す前に再開し、再開のお知らせに一本化した', '2.2-email', '2.2-app-push')
    t.skip('5分で再開し、呼び出すまでもなかった', '2.3-legal', '2.3-security', '6-set-up', '6-reach-heads')
    t.decline('当局への報告を要する規模ではない', '2.3-authority')
    t.decline('sev3のため', '6-escalate')
    t.skip('5分で再開し、行う間がなかった', '3.2-news', '3.3-vigilance', '3.3-measures', '3.4-progress')
    t.skip('問い合わせが増える前に再開した', '3.1-strengthen', '5.2-faq')
    t.decline(
      '5分の停止には不要',
      '2.3-scribe',
      '3.1-faq',
      '3.1-chatbot',
      '3.1-staff',
      '3.4-shorten',
      '3.4-vendors',
      '3.4-ladder',
    )
    t.done({ '4.1-internal': null, '4.2-monitor': '再開から26分間、約定の遅延は平常', '5.3-media': '問い合わせなし' })
    t.at('15:05', 'sato').done({ '3.3-priority': '帳簿と残高を照合。差異なし' })
    t.at('15:10', 'takahashi').set('customer-losses=損害の申し出はない。注文の取り消し依頼7件は、全件を取り消し済み')
    t.done({ '3.1-answers': '取り消し依頼7件に回答。未回答なし' })
    t.set(
      'affected-customers=312',
      'affected-orders=418',
      'affected-amount=96400000 JPY',
      'affected-assets=失われたものはない',
      'affected-people=0',
      'complaints=3',
    )
    t.done({ '4.4-impact': '14:01:40から14:06:45までの注文を集計' })
    t.decline('約定に影響がなく、損害の申し出もない', '4.3-losses')
    t.at('2026-11-25 10:00', 'ito').set('compensation-decision=補償なし（伊藤、11月25日。損害がないため）')
    t.decline('損害がない', '4.3-legal', '4.3-terms', '4.3-association')
    t.done({ '5.4-compliance': null, '5.4-contracts': null })
    t.at('11:30', 'sato').set(
      'root-cause=監視のしきい値（10秒）より長いGC停止で、正常な主系が切り離された',
      'contributing-factors=前夜の設定変更でヒープを2倍にした。負荷試験は変更前の設定で行っていた',
      'prevention-system=GCの停止を1秒以内に抑える設定に戻す。ヒープの変更には負荷試験を必須とする',
      'prevention-rules=監視のしきい値を変えるときは、切り替えの条件と突き合わせる',
      'went-well=切り替えは自動で終わり、注文の欠落はなかった',
      'went-badly=切り替え中であることが運用画面に出ず、原因の確認に2分かかった',
      'runbook-changes=3.4-criteriaに、5分未満の停止の再開基準を加える',
      'next-drill=2026-12-10 14:00',
    )
    t.done({
      '4.4-cause': null,
      '4.4-lessons': null,
      '4.4-prevention': null,
      '4.4-system': null,
      '4.4-rules': null,
      '5.3-trust': '不安を訴える声はない。お詫びは再開のお知らせに載せた',
      '7-review': null,
      '7-drill': null,
    })
    t.skip('セキュリティに関わる要因がない', '4.4-security')
    t.at('11:33', 'tanaka').set(
      'asset-safety.ja=残高と取引の記録を照合し、差異がないことを確認いたしました。',
      'asset-safety.en=We compared the balances with the records of trades and found no differences.',
      'open-orders.ja=停止前のご注文は、お客様のご依頼により取り消したものを除き、すべて有効です。',
      'open-orders.en=Orders placed before the halt remain valid, except those cancelled on request.',
      'impact.ja=暗号資産の売買ができませんでした。',
      'impact.en=Crypto assets could not be bought or sold.',
      'losses.ja=注文と約定の記録を照合し、欠落がないことを確認いたしました。',
      'losses.en=We checked the records of orders and trades and found them complete.',
    )
    t.notify(['website', 'email'], {
      stage: 'final',
      claim: { evidence: '11月24日15時5分の残高の照合、14時31分の約定の照合', approvedBy: '伊藤' },
    })
    t.at('11:40', 'sato')
    t.skip('不正アクセスの疑いがなく、行わなかった', '5.5-access')
    t.decline('待機系で翌日まで異常がなく、試験は不要', '4.2-verify')
    t.decline('4.4で決めた再発防止策で足りる', '4.2-prevent')
    const heap = t.follow('ヒープの設定を元に戻し、負荷試験をやり直す', '鈴木', '2026-11-27', 'prevention-system')
    t.follow('切り替え中であることを運用画面に出す', '佐藤', '2026-12-18')
    t.done({ '4.2-monitor': '翌日も異常なし。監視を終える', '3.1-answers': '未回答なし' })
    t.close()
    t.at('2026-11-26 17:20', 'suzuki').want({
      kind: 'finish-action',
      action: heap,
      note: '負荷試験は3時間、停止は最大0.4秒',
    })
    t.at('2026-11-27 09:30')
  },
}
