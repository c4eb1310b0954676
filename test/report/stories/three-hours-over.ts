import type { Story } from './story.ts'

/** A planned upgrade that overran by three hours and was lifted operation by operation, one asset last. */
export const threeHoursOver: Story = {
  name: 'three-hours-over',
  beginning: {
    declaredAt: '2026-06-01 10:00:00',
    by: 'sato',
    data: {
      type: 'maintenance',
      title: 'Upgrade of the trading system',
      severity: 'sev4',
      planned: { from: '2026-06-06T22:00:00.000+09:00', to: '2026-06-07T02:00:00.000+09:00' },
    },
    scope: ['trading=stopped', 'deposits=stopped', 'withdrawals=stopped'],
  },
  tell(t) {
    t.key().titled({ ja: '取引システムの更新' })
    t.set('cause=Upgrade to engine 7', 'cause.en=Upgrade of the trading system', 'cause.ja=取引システムの更新作業')
    t.set(
      'impact.en=Trading, deposits and withdrawals will not be possible.',
      'impact.ja=売買、入出金、暗号資産の預入・送付ができなくなります。',
    )
    t.set(
      'open-orders.en=Open orders will be cancelled when the halt begins.',
      'open-orders.ja=停止開始時に取り消します。',
    )
    t.done({ '1.2-window': 'Saturday night: the fewest orders of the week' })
    t.at('11:00', 'tanaka').notify(['website', 'email', 'app-push', 'social'])
    t.done({ '1.2-internal': null })
    t.at('2026-06-06 22:00:05', 'sato').advance()
    t.set(
      'expected-recovery=2026-06-07 02:00',
      'impact.en=Trading, deposits and withdrawals are not possible.',
      'impact.ja=売買、入出金、暗号資産の預入・送付ができません。',
      'open-orders.en=Open orders were cancelled when the halt began.',
      'open-orders.ja=停止開始時に取り消しました。',
    )
    t.at('22:02', 'tanaka').notify(['website', 'app-push', 'social'], { next: '2026-06-07 00:00' })
    t.at('22:09', 'sato').accept('tanaka')
    t.at('22:10').note('All open orders were cancelled at 22:00:05. Wallets are offline.')
    t.done({
      '1.2-classify': null,
      '2.1-assess': 'Everything stopped at 22:00:05, as planned',
      '2.1-severity': null,
      '2.2-facts': null,
      '2.3-internal': null,
      '2.3-support': null,
      '2.3-public-relations': null,
      '2.3-legal': null,
      '2.3-security': null,
      '2.3-roles': 'Ken leads, Misaki upgrades, Sho posts',
      '6-set-up': null,
      '6-reach-heads': null,
    })
    t.skip('Planned work: there is no fault to look for', '2.1-logs', '2.1-monitoring', '2.1-hearing')
    t.decline('Planned and announced', '2.1-cause', '2.3-authority', '6-escalate')
    t.advance('Mail announced the times ahead; every other channel has its next report: 00:00')
    t.at('23:58', 'tanaka').notify(['website', 'app-push', 'social'], { next: '2026-06-07 02:00' })
    t.at('2026-06-07 01:20', 'sato').set(
      'expected-recovery=2026-06-07 03:30/2026-06-07 05:00',
      'progress.en=The upgrade is taking longer than planned.',
      'progress.ja=更新作業に、予定より時間がかかっております。',
    )
    t.moment('Conversion of the order history runs at a third of the speed of the rehearsal.')
    t.at('01:31', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '03:00' })
    t.at('01:40', 'sato').set(
      'resumption-criteria=Order history complete; a test trade in each pair; balances equal',
      'resumption-ladder=Deposits, cancel-only for 30 minutes, trading, withdrawals; XEM last',
    )
    t.done({ '3.4-criteria': null, '3.4-ladder': null })
    t.at('02:20').lift('deposits').key()
    t.at('02:27', 'tanaka').notify(['website', 'app-push', 'social'], { next: '03:30' })
    t.at('02:50', 'sato').scope('trading=cancel-only')
    t.at('03:21').lift('trading').key()
    t.at('03:27', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '04:30' })
    t.at('04:10', 'sato').scope('withdrawals:XEM=stopped').lift('withdrawals').key()
    t.at('04:22', 'tanaka').notify(['website', 'app-push', 'social'], { next: '05:30' })
    t.at('05:00', 'sato').lift('withdrawals:XEM').key()
    t.at('05:11', 'tanaka').notify()
    t.at('2026-06-08 10:00', 'sato').set(
      'affected-customers=6410',
      'affected-orders=1208',
      'affected-amount=0 JPY',
      'affected-assets=None',
      'affected-people=0',
      'complaints=9',
      'losses=None: balances and order history were compared before each lift',
      'root-cause=The conversion had been rehearsed on half of the order history',
      'contributing-factors=The plan had no time at which to turn back',
      'prevention-system=A check of the speed after ten minutes, which stops the conversion',
      'prevention-rules=Rehearsals of conversions use all data, on machines like those in production',
      'went-well=Every delay was told before the time that had been promised',
      'went-badly=That the rehearsal was of half the data was known to one person only',
      'luck=No market moved that night',
      'next-drill=2026-07-11 22:00',
    )
    t.follow('Rehearsal environment with all of the data', 'suzuki', '2026-07-03', 'prevention-rules')
    t.follow('Check of the speed in the conversion', 'sato', '2026-06-26', 'prevention-system')
    t.at('2026-06-09 17:00').close('The review goes on in the change calendar').key()
    t.at('17:30')
  },
}
