import type { Story } from './story.ts'

/** An overnight halt whose lead followed the sun around the world. */
export const threeHandovers: Story = {
  name: 'three-handovers',
  beginning: {
    declaredAt: '2026-08-18 17:12:00',
    by: 'sato',
    data: { type: 'system-failure', title: 'Yen deposits not credited', severity: 'sev2' },
    scope: ['deposits:JPY=stopped', 'trading=open', 'withdrawals=open'],
    startedAt: '16:50',
  },
  tell(t) {
    t.set('detected-at=17:05', 'cause=?', 'expected-recovery=?')
    t.set(
      'impact.en=Yen deposits are not being credited at present.',
      'impact.ja=日本円のご入金を反映できておりません。',
    )
    t.done({ '2.1-assess': 'No credit since 16:50; 1,904 transfers wait', '2.1-severity': null, '1.2-classify': null })
    t.at('17:16', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '17:50' })
    t.at('17:25', 'sato')
    const bank = t.suspect("The bank's message gateway: its certificate was renewed at 16:45.")
    t.suspect('Our queue of incoming transfers: a message that cannot be read blocks the rest.')
    t.at('17:48', 'tanaka').notify(['website', 'app-push', 'social'], { next: '20:00' })
    t.at('17:55', 'sato').advance('Only deposits of yen wait; the calls can follow')
    t.at('18:40').ruleOut(bank, 'The bank sees every message taken and acknowledged.')
    t.at('19:56', 'tanaka').notify(['website', 'app-push', 'social'], { next: '23:00' })
    t.at('20:45', 'sato').handOver(
      'fischer',
      'Queue consumer stops at message 88,213. Dump is with the developers. Next report is due at 23:00.',
    )
    t.at('20:52', 'fischer').takeOver()
    t.at('21:30').note(
      'Skipped message 88,213 on a copy: the next thousand go through. Not done in production: it is a real transfer.',
    )
    t.at('22:40').done({ '2.1-logs': 'Consumer log of the 18th', '2.1-monitoring': null, '2.1-cause': null })
    t.set(
      'cause=A transfer with a 141-character name does not fit the column that it is stored in',
      'cause.en=A fault in the processing of incoming transfers',
      'cause.ja=入金を処理するシステムの不具合',
    )
    t.at('23:08').notify(['website', 'app-push', 'social'], { next: '2026-08-19 08:00' })
    t.at('2026-08-19 02:00').handOver(
      'reid',
      'Fix is in review; the release needs somebody in Tokyo. Queue hypothesis stands.',
    )
    t.at('02:35', 'reid').takeOver()
    t.at('03:10').note('Fix passes on the copy with all 2,611 waiting transfers.')
    t.at('06:45').handOver(
      'suzuki',
      'Release at 07:30, then run the queue. Watch for double credits: compare with the statement.',
    )
    t.at('07:04', 'suzuki').takeOver()
    t.done({ '3.4-criteria': 'Every waiting transfer credited once, sums equal the bank statement' })
    t.set('resumption-criteria=Every waiting transfer credited once; sums equal the bank statement')
    t.at('07:41').done({ '3.4-progress': 'Released' })
    const early = t.note('Queue is empty, 2,648 transfers credited.')
    t.correct(early, { text: 'Queue is empty, 2,684 transfers credited.' }, 'Two digits were swapped')
    t.at('07:58', 'tanaka').notify(['website', 'app-push', 'social'], { next: '10:00' })
    t.at('08:47', 'suzuki').lift('deposits:JPY')
    t.at('08:59', 'tanaka').notify()
    t.at('10:00', 'suzuki').follow(
      'Widen the column, and reject what does not fit before it is queued',
      'Marcus Reid',
      '2026-08-28',
    )
    t.handOver('sato', 'Review and follow-ups')
    t.at('11:00')
  },
}
