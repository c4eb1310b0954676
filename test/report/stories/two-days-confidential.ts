import type { Story } from './story.ts'

/** A theft of crypto assets, confidential: two days from the first suspicious transfer to the last reopening. */
export const twoDaysConfidential: Story = {
  name: 'two-days-confidential',
  beginning: {
    declaredAt: '2026-09-14 20:38:20',
    by: 'watanabe',
    data: { type: 'security-incident', title: 'ホットウォレットからの不正な送付', severity: 'sev1' },
    scope: ['withdrawals:MIO=stopped', 'trading=open', 'deposits=open', 'withdrawals=open'],
    startedAt: '20:21',
  },
  tell(t) {
    t.key().titled({ en: 'Unauthorised transfers from a hot wallet' })
    t.set('detected-at=20:33', 'cause=?', 'expected-recovery=?', 'asset-safety=?')
    t.set(
      'impact.ja=暗号資産の送付など、一部のサービスを停止しております。',
      'impact.en=Some services, such as withdrawals of crypto assets, are suspended.',
    )
    t.set(
      'customer-request.ja=当社をかたるメールやSMSにご注意ください。',
      'customer-request.en=Beware of fraudulent e-mails and text messages that claim to come from us.',
    )
    t.at('20:41').scope('withdrawals=stopped', 'deposits:MIO=stopped', 'trading:MIO=stopped').key()
    t.done({
      '2.1-assess': 'MIOの残高が通常の3割。送付は残高不足で20時21分から止まっていた。承認のない送付が14件',
      '1.2-contain': '署名サーバーを切り離した',
      '2.1-severity': 'sev1',
    })
    t.at('20:46').call('sato', 'reached').call('nakamura', 'tried').call('ito', 'tried')
    t.at('20:49', 'sato').notify(['website', 'social'], { next: '21:20' })
    t.at('20:52', 'watanabe')
      .call('nakamura', 'reached')
      .call('ito', 'reached')
      .call('tanaka', 'reached')
      .call('takahashi', 'reached')
    t.want({ kind: 'escalate', levels: ['cto'], reason: '顧客資産の流出' })
    t.at('20:57', 'sato').scope('trading=stopped')
    t.set(
      'impact.ja=すべての売買、MIOの預入、日本円の出金、暗号資産の送付ができません。',
      'impact.en=Trading, deposits of MIO, and all withdrawals are not possible.',
    )
    t.at('21:02', 'tanaka').notify(['email', 'app-push'], { next: '21:20' })
    t.at('21:05', 'watanabe')
    const inside = t.suspect('署名の権限を持つ従業員の操作')
    const leaked = t.suspect('署名鍵が外部に漏れている')
    t.at('21:18', 'tanaka').notify(['website', 'app-push', 'social'], { next: '22:00' })
    t.at('21:34', 'watanabe').ruleOut(inside, '権限を持つ4名の端末に、該当する時刻の操作記録がない')
    t.want({
      kind: 'mark-channel',
      channels: ['email'],
      safe: false,
      reason: '当社をかたる補償案内メールが出回っている',
    })
    t.at('21:40', 'ito').startClock('awareness', '20:33').reportTo('jp-fsa-initial', '8-0914-02')
    t.set('authority-contacted=金融庁（当直、21時38分、電話）、警視庁サイバー犯罪対策課')
    t.done({ '2.3-authority': null })
    t.at('21:58', 'tanaka').notify(['website', 'app-push', 'social'], { next: '2026-09-15 08:00' })
    t.at('22:30', 'watanabe').handOver('sato', '未署名の送付はすべて止めた。朝までに端末の保全を終える。次報は8時')
    t.at('22:36', 'sato').takeOver().key()
    t.accept('tanaka', 'ito')
    t.at('22:38').set('affected-customers=1180')
    t.at('22:40').advance('残りの連絡と確認は、朝までに担当者が済ませる')
    t.at('23:10', 'watanabe').attach(
      '署名サーバーの接続元の一覧',
      'signing-access.csv',
      'time,source\n20:19:04,203.0.113.7\n',
    )
    t.at('2026-09-15 07:57', 'tanaka').notify(['website', 'app-push', 'social'], { next: '13:00' })
    t.at('11:20', 'watanabe').set(
      'cause=従業員の端末から署名鍵が漏れた',
      'cause.ja=外部からの不正アクセス',
      'cause.en=Unauthorised access from outside',
    )
    t.confirm(leaked, '端末に残っていた控えと、使われた署名鍵が一致した')
    t.set('personal-data=氏名、メールアドレス、残高（最大3,120名）', 'affected-customers=5203')
    t.done({
      '5.5-investigate': '侵入は8月28日。送付の承認画面を書き換えられていた',
      '5.5-access': null,
      '2.1-cause': null,
    })
    t.at('11:40', 'ito').startClock('jp-ppc:awareness')
    t.at('12:52', 'tanaka').notify(['website', 'app-push', 'social'], { next: '18:00' })
    t.at('15:00', 'ito').reportTo('jp-ppc-preliminary', '8-2231')
    t.at('17:48', 'tanaka').set(
      'losses.ja=お預かりしているMIOの約7割が失われました。対象のお客様には個別にご連絡します。',
      'losses.en=About 70 percent of the MIO held for customers was lost. We will contact those affected.',
      'losses=MIO 41,200,000枚（約9.8億円）',
    )
    t.notify(['website', 'app-push', 'social'], { next: '2026-09-16 09:00' })
    t.at('19:00', 'sato').set(
      'resumption-criteria=鍵をすべて作り直す。第三者の確認を受ける。残高をチェーン上の記録と照合する',
    )
    t.set('resumption-ladder=入金・預入、売買、出金、送付の順。MIOは最後')
    t.done({
      '3.4-criteria': null,
      '3.4-ladder': null,
      '3.3-priority': null,
      '3.3-measures': null,
      '3.4-vendors': '鑑定会社と契約',
    })
    t.at('2026-09-16 08:50', 'tanaka').notify(['website', 'app-push', 'social'], { next: '13:00' })
    t.at('09:10', 'sato').set(
      'progress.ja=鍵をすべて作り直し、外部の専門家による確認を受けています。',
      'progress.en=All keys have been replaced; outside experts are checking them.',
      'expected-recovery=2026-09-16 14:00/2026-09-16 21:00',
    )
    t.want({ kind: 'mark-channel', channels: ['email'], safe: true, reason: '偽メールの送信元が停止された' })
    t.at('12:55', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '15:00' })
    t.at('14:10', 'sato').lift('trading').key()
    t.at('14:24', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '18:00' })
    t.at('17:30', 'sato').lift('withdrawals').key()
    t.at('17:44', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '21:00' })
    t.at('20:21', 'sato').lift().key()
    t.at('20:33', 'tanaka').notify()
    t.at('20:50', 'ito').startClock('jp-fsa:recovery', '20:21').reportTo('jp-fsa-recovery', '8-0914-05')
    t.at('2026-09-19 13:00', 'sato').set(
      'root-cause=開発者の端末に残っていた署名鍵の控えが、8月28日の標的型メールで持ち出された',
      'root-cause.en=A copy of the signing key, left on the computer of a developer, was stolen by a targeted e-mail on 28 August',
      'contributing-factors=送付の承認画面と署名サーバーが同じ認証を使っていた。夜間の送付に上限がなかった',
      'prevention-security=鍵を分割し、端末に置かない。送付の承認を別の装置に分ける',
      'prevention-security.ja=暗号資産の署名鍵の分割保管と、送付の承認の強化を進めております。',
      'prevention-security.en=We are moving to split storage of signing keys, and strengthening the approval of withdrawals.',
      'prevention-system=ホットウォレットの残高を、翌日の送付に要る分までとする',
      'prevention-rules=夜間の送付には上限を設け、超えるものは朝まで待つ',
      'affected-customers=5203',
      'affected-orders=?',
      'affected-amount=980000000 JPY',
      'affected-assets=MIO 41,200,000枚',
      'affected-people=3120',
      'complaints=264',
      'asset-safety.ja=MIO以外の暗号資産と日本円の残高を照合し、差異がないことを確認いたしました。',
      'asset-safety.en=We compared the balances of yen and of all crypto assets other than MIO and found no differences.',
      'went-well=検知から8分ですべての送付を止めた',
      'went-badly=宣言から3分近く、止める範囲を決められなかった',
      'luck=検知した担当者は、別の作業でたまたま残高を見ていた',
      'compensation-who=9月14日20時21分の時点でMIOを保有していたすべてのお客様',
      'compensation-who.ja=2026年9月14日20時21分の時点でMIOを保有していたすべてのお客様に補償いたします。金額とお手続きは、決まり次第お知らせいたします。',
      'compensation-who.en=All customers who held MIO at 20:21 JST on 14 September 2026 will be compensated. We will announce the amount and the procedure once they are decided.',
      'compensation-amount=?',
      'compensation-decision=失われたMIOを補償する（取締役会、9月19日）',
    )
    t.follow('署名鍵の分割保管への移行', 'watanabe', '2026-10-15', 'prevention-security')
    t.follow('送付額の上限を本番に入れる', 'sato', '2026-09-30', 'prevention-rules')
    t.at('2026-09-20 10:00').close('再発防止と補償の手続きは、残作業で続ける').key()
    t.at('11:00')
  },
}
