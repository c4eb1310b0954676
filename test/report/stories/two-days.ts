import type { Story } from './story.ts'

/** A storage array that lost writes: balances had to be recomputed from the journal before anything could reopen. */
export const twoDays: Story = {
  name: 'two-days',
  beginning: {
    declaredAt: '2026-10-07 21:52:30',
    by: 'sato',
    data: { type: 'system-failure', title: 'Ledger storage lost writes', severity: 'sev2' },
    scope: ['trading=stopped', 'deposits=open', 'withdrawals=stopped'],
    startedAt: '21:44',
  },
  tell(t) {
    t.set(
      'detected-at=21:47',
      'impact.en=Trading and withdrawals are not possible.',
      'impact.ja=売買、出金、暗号資産の送付ができません。',
    )
    t.set('cause=?', 'expected-recovery=?')
    t.done({ '2.1-assess': 'Ledger nodes read-only; deposits still queue', '1.2-classify': null, '2.1-severity': null })
    t.at('21:56', 'tanaka').notify(['website', 'email', 'app-push', 'social'], {
      next: '22:30',
      fails: { 'app-push': 'unreachable' },
    })
    t.at('21:58', 'sato')
      .call('takahashi', 'reached')
      .call('tanaka', 'reached')
      .call('ito', 'tried')
      .call('watanabe', 'reached', 'chat')
    t.at('22:03').call('ito', 'tried')
    t.at('22:09', 'suzuki').set('first-error=21:43:51 ledger-a: write acknowledged, checksum mismatch on read')
    t.done({ '2.1-logs': 'From 21:43:51 on, both ledger nodes', '2.1-monitoring': null })
    const disk = t.suspect('A failing disk shelf: three disks report reallocated sectors since 19:00.')
    const deploy = t.suspect('The 18:30 release of the settlement service, which changed the batch size.')
    t.at('22:14').ran(['journalctl', '-u', 'ledger', '--since', '21:30'], 2)
    t.at('22:20', 'tanaka').notify(['app-push'])
    t.at('22:24', 'sato').want({ kind: 'escalate', levels: ['cto'], reason: null })
    t.call('nakamura', 'reached')
    t.at('22:29', 'tanaka').notify(['website', 'app-push', 'social'], { next: '23:00' })
    t.at('22:41', 'ito').done({ '2.3-authority': 'FSA duty desk by telephone, Ms Mori' })
    t.set('authority-contacted=FSA duty desk, 22:38, by telephone')
    t.startClock('awareness', '21:47').reportTo('jp-fsa-initial', 'R8-1187')
    t.at('22:50', 'suzuki').ruleOut(deploy, 'Rolled back at 22:35 on the standby; the checksums still differ.')
    t.at('22:58', 'tanaka').notify(['website', 'app-push', 'social'], { next: '2026-10-08 08:00' })
    t.at('23:20', 'sato').scope('deposits=limited:反映は再開後 / credited after the halt')
    t.set(
      'customer-request.en=Please do not send crypto assets to us.',
      'customer-request.ja=当社への暗号資産の送付はお控えください。',
    )
    const slip = t.want({ kind: 'done', steps: ['3.3-measures'] })
    t.at('23:22').undo(slip, 'That was the check of the access rules, not of the measures')
    t.done({
      '2.1-hearing': null,
      '2.2-facts': null,
      '2.3-internal': null,
      '2.3-roles': 'Ken leads, Misaki repairs, Sho posts',
      '1.2-protect': 'Hot wallet signing is off',
      '6-set-up': null,
      '6-reach-heads': 'Legal called back at 22:35',
      '3.3-priority': null,
    })
    t.at('23:30').advance('The calls that are left go on while the ledger is rebuilt')
    t.skip('Legal called back by themselves, and had reported to the authority by then', '2.3-legal')
    t.at('2026-10-08 00:30', 'suzuki').ruleOut(
      disk,
      'The shelf was replaced at 23:50. A fresh pair of disks shows the same.',
    )
    t.suspect('Firmware 8.2 of the array acknowledges a write before its cache is mirrored.')
    t.at('00:52').attach(
      'Answer of the vendor, with the list of affected firmware.',
      'vendor-advisory.txt',
      'Affected: 8.2.0 to 8.2.3\n',
    )
    t.at('01:10', 'sato').set(
      'cause=Array firmware 8.2 loses acknowledged writes when its cache mirror restarts',
      'cause.en=A fault in the storage that records balances',
      'cause.ja=残高を記録する装置の不具合',
    )
    t.done({ '2.1-cause': 'Confirmed by the vendor' })
    t.at('02:15').begin('3.4-progress', 'Replaying the journal into a new ledger: 4 % an hour')
    t.at('08:20', 'tanaka').set(
      'progress.en=We are computing all balances anew from the record of every transaction.',
      'progress.ja=すべての取引の記録から、残高を計算し直しています。',
      'expected-recovery=2026-10-09 18:00/2026-10-10 00:00',
    )
    t.notify(['website', 'email', 'app-push', 'social'], { next: '13:00' })
    t.at('12:55').notify(['website', 'app-push', 'social'], { next: '18:00' })
    t.at('13:30', 'takahashi').done({
      '3.1-strengthen': 'Six more people until Friday',
      '3.1-answers': '412 enquiries, most about withdrawals',
      '3.1-faq': 'Five entries',
      '3.1-staff': null,
    })
    t.decline('The assistant would only repeat the notice', '3.1-chatbot')
    t.at('17:51', 'tanaka').notify(['website', 'app-push', 'social'], { next: '2026-10-09 08:00' })
    t.at('18:40', 'sato').note('Replay is at 71 %. Three accounts need a person to look at them.')
    t.at('2026-10-09 07:55', 'tanaka').notify(['website', 'app-push', 'social'], { next: '13:00' })
    t.at('10:30', 'sato').set(
      'resumption-criteria=Sums per asset equal the wallets and the bank; no open difference above 0; two hours of shadow trading without one',
      'open-orders.en=All open orders were cancelled.',
      'open-orders.ja=すべて取り消しました。',
    )
    t.done({
      '3.4-criteria': 'Agreed with Legal and Security',
      '3.4-ladder': 'Deposits, then trading, then withdrawals',
      '3.4-vendors': 'Vendor on site since 09:00',
      '3.3-measures': null,
      '3.4-shorten': 'Two replays in parallel',
      '5.4-compliance': null,
      '5.3-media': 'Eleven newsrooms, one statement',
    })
    t.at('12:57', 'tanaka').notify(['website', 'app-push', 'social'], { next: '18:00' })
    t.at('17:30', 'sato').lift('deposits')
    t.at('17:34', 'tanaka').notify(['website', 'app-push', 'social'], { next: '21:00' })
    t.at('19:40', 'sato').lift('trading')
    t.at('19:52', 'tanaka').notify(['website', 'email', 'app-push', 'social'], { next: '21:30' })
    t.at('20:58', 'sato').lift('withdrawals')
    t.at('21:09', 'tanaka').notify()
    t.at('21:20', 'ito').startClock('jp-fsa:recovery', '20:58').reportTo('jp-fsa-recovery', 'R8-1187-2')
    t.at('2026-10-14 11:00', 'sato').set(
      'root-cause=The firmware acknowledged writes that were only in one cache. When the mirror restarted, 214 of them were lost. The vendor has reproduced it.',
      'contributing-factors=The ledger did not compare what it read with what it had written. Both nodes ran the same firmware.',
      'prevention-system=Firmware 8.2.4 on one node, another make of array on the other; checksums compared on every read',
      'prevention-system.en=We are replacing the storage, and introducing a check of every record when it is read.',
      'prevention-system.ja=記録装置の入れ替えと、記録を読むたびに照合する仕組みの導入を進めております。',
      'prevention-rules=No firmware goes to both ledger nodes in the same month',
      'went-well=The journal had every transaction, so that no balance was guessed',
      'went-badly=The push service was down for the first notice. The second night had no rested lead.',
      'luck=It began in the evening. In the morning there are ten times the writes.',
      'affected-customers=48211',
      'affected-orders=214',
      'affected-amount=?',
      'affected-people=0',
      'complaints=37',
      'losses=214 transactions were lost and restored; no customer was short when withdrawals opened',
      'compensation-decision=No loss to make up for; fees of the week of the halt are waived (Megumi Ito, 14 October)',
      'compensation-who=All customers with a trade in the week of 5 October',
      'compensation-amount=Their trading fees of that week, 18.4 million yen in all',
    )
    t.decline('No customer was short when withdrawals opened', '4.3-losses')
    t.done({
      '4.3-legal': null,
      '4.3-terms': null,
      '4.4-impact': 'The amount is known once the replay is reconciled',
      '4.4-cause': null,
      '4.4-lessons': null,
      '4.4-prevention': null,
      '4.4-system': null,
      '4.4-rules': null,
      '4.2-confirm': null,
    })
    const firmware = t.follow('Firmware 8.2.4 on ledger-a', 'Misaki Suzuki', '2026-10-16', 'prevention-system')
    t.follow('Buy the second make of array', 'Naoki Nakamura', '2026-11-30', 'prevention-system')
    t.follow('Rule on firmware in the change calendar', 'Ken Sato', '2026-10-30', 'prevention-rules')
    t.at('2026-10-16 16:00', 'suzuki').want({ kind: 'finish-action', action: firmware })
    t.at('2026-10-20 10:00', 'sato').close('What is left of the reviews goes on in the change calendar')
    t.at('2026-10-21 09:00')
  },
}
