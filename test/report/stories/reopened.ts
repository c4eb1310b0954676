import type { Story } from './story.ts'

/** A halt that was lifted, recurred within the hour, and was lifted again. */
export const reopened: Story = {
  name: 'reopened',
  beginning: {
    declaredAt: '2026-07-02 09:07:40',
    by: 'suzuki',
    data: { type: 'system-failure', title: '注文受付の遅延', severity: 'sev2' },
    scope: ['trading=stopped', 'deposits=open', 'withdrawals=open'],
    startedAt: '09:01',
  },
  tell(t) {
    t.set('detected-at=09:04', 'cause=?', 'expected-recovery=09:40/10:10')
    t.set('impact.ja=暗号資産の売買ができません。', 'impact.en=Crypto assets cannot be bought or sold.')
    t.done({ '2.1-assess': '注文の受け付けに30秒以上かかる', '2.1-severity': null, '1.2-classify': null })
    t.at('09:11', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '09:40' })
    t.at('09:20', 'suzuki')
    const limit = t.suspect('接続数の上限に達している')
    t.done({ '2.1-logs': '接続待ちが9時から急増', '3.4-criteria': '受け付け100 ms以下が10分続くこと' })
    t.set('resumption-criteria=注文の受け付けが100 ms以下で10分続くこと')
    t.at('09:31').set(
      'cause.ja=注文の集中による受付処理の遅延',
      'cause.en=Orders came faster than they could be accepted',
      'cause=接続数の上限',
    )
    t.at('09:38', 'tanaka').notify(['website', 'app-push', 'social'], { next: '10:10' })
    t.at('09:52', 'suzuki').lift('trading')
    t.at('09:58', 'tanaka').notify()
    t.at('10:31', 'suzuki').reopen('再開から39分で同じ遅延が再発', 'trading=cancel-only')
    t.ruleOut(limit, '上限を3倍にしても再発した')
    t.suspect('板情報の配信が注文の受付と同じプロセスを使っている')
    t.set('cause=?', 'expected-recovery=?')
    t.at('10:35').scope('trading=stopped')
    t.at('10:38', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '11:10' })
    t.at('10:50', 'sato').takeOver('再発のため、上位者が指揮を執る')
    t.call('nakamura', 'tried').call('nakamura', 'reached')
    t.at('11:06', 'tanaka').notify(['website', 'app-push', 'social'], { next: '11:40' })
    t.at('11:20', 'suzuki').set(
      'cause=板情報の配信が受付の処理を待たせていた',
      'cause.ja=注文の受け付けと板情報の配信の競合',
      'cause.en=Market data delayed the acceptance of orders',
    )
    t.done({ '2.1-cause': null, '2.1-monitoring': null })
    t.at('11:49', 'tanaka').notify(['website', 'app-push', 'social'], { next: '12:20' })
    t.at('11:55', 'sato').done({ '3.4-criteria': '配信を止めた状態で10分、60 ms以下' })
    t.at('12:02').lift('trading')
    t.at('12:09', 'tanaka').notify()
    t.at('12:40', 'sato').done({ '4.2-confirm': '30分間、受け付けは60 ms以下', '3.3-priority': null })
    t.follow('板情報の配信を別のプロセスに分ける', '鈴木', '2026-07-31')
    t.at('13:00')
  },
}
