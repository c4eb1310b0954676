import type { Story } from './stories/story.ts'

/** What the README shows: trading and withdrawals stop, come back one after the other, and trading stops once more. */
export const evening: Story = {
  name: 'evening',
  beginning: {
    declaredAt: '2026-11-24 22:08:40',
    by: 'suzuki',
    data: { type: 'system-failure', title: 'Matching engine down', severity: 'sev2' },
    scope: ['trading=stopped', 'withdrawals=stopped', 'deposits=open'],
    startedAt: '22:03',
  },
  tell(t) {
    t.set('detected-at=22:06', 'cause=?', 'expected-recovery=?', 'impact.ja=売買ができません。', 'impact.en=No orders.')
    t.done({ '2.1-assess': 'orders time out on engine-3', '1.2-protect': null, '2.1-severity': null })
    t.at('22:11', 'tanaka').notify()
    t.at('22:14', 'suzuki').accept('tanaka').call('takahashi', 'reached').call('ito', 'tried')
    t.at('22:19').set('affected-customers=860')
    t.done({ '2.1-logs': 'out of memory at 22:02:51', '2.1-monitoring': null })
    t.at('22:24').call('ito', 'reached')
    const memory = t.at('22:29').suspect('the order book of engine-3 no longer fits in memory')
    t.at('22:37', 'tanaka').notify(['website', 'app-push', 'social'])
    t.at('22:40', 'suzuki').done({ '3.4-criteria': 'test orders pass for five minutes' })
    t.at('22:42').lift('withdrawals')
    t.at('22:50').lift('trading')
    t.at('22:53', 'tanaka').notify()
    t.at('23:01', 'suzuki').reopen('orders time out again', 'trading=cancel-only')
    t.at('23:03').set('affected-customers=2140')
    t.at('23:05', 'tanaka').notify(['website', 'email', 'app-push', 'social'])
    t.at('23:09', 'sato').takeOver('it came back').accept('suzuki')
    t.at('23:17', 'suzuki').confirm(memory, 'with half of the book, no order waits')
    t.done({ '2.1-cause': null })
    t.at('23:25', 'sato').done({ '3.4-criteria': 'no order waits for ten minutes' })
    t.at('23:28').lift('trading')
    t.at('23:31', 'tanaka').notify()
    t.at('23:40', 'sato').done({ '4.2-confirm': 'no order waits' })
    t.follow('Split the order book of engine-3', 'suzuki', '2026-12-10')
    t.at('23:50').close('the review follows tomorrow')
  },
}
