import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { mail } from '../servers.ts'
import { reportIn } from './pages.ts'
import { clock, HaltRecorder } from './recomputing/halt-recorder.ts'
import { expectNumbers, expectRecomputed } from './recomputing/report.ts'
import { WHOLE } from './stories/index.ts'
import { logOfStory } from './story-log.ts'

/** Recomputes every number of a report from the lines of the log alone, without importing the program. */

describe('every number of the report on a drill', () => {
  it.each(['coins-taken', 'engine-failover', 'mail-hijacked', 'order-to-suspend', 'price-plunge', 'upgrade-overruns'])(
    'matches the log: %s',
    async (scenario) => {
      const bench = new Bench()
      await bench.ok('drill', scenario, '--auto')
      const [id = ''] = readdirSync(join(bench.workspace, 'incidents'))
      expect((await expectRecomputed(bench, id)).promises.length).toBeGreaterThan(4)
    },
  )
})

describe('every number of the report on a whole incident', () => {
  it.each(WHOLE)('matches the log: $name', async (story) => {
    const { journal } = logOfStory(story)
    const { closedAt, promises } = expectNumbers(await reportIn(story, 'en', 'json'), journal.directory)
    expect(closedAt).not.toBeNull()
    expect(promises.length).toBeGreaterThan(4)
  })
})

const FAILURE = ['--type', 'system-failure', '--severity', 'sev2', '--scope', 'trading=stopped', 'withdrawals=stopped']
const FORCED = ['--force', '--reason', 'all hands are needed']

describe('every number of the report on a hard halt', () => {
  it('matches the log if trading was lifted in parts and stopped again twice', async () => {
    const halt = await HaltRecorder.begin(12, [...FAILURE, '--at', clock(0)])
    await halt.at(13, 'set', `detected-at=${clock(4)}`)
    await halt.at(14, 'scope', 'deposits:XEM=stopped', '--at', clock(6))
    await halt.at(20, 'notice', 'website', 'email', 'app-push', 'social', '--posted', '--next', clock(50))
    await halt.at(30, 'advance', ...FORCED)
    await halt.at(31, 'done', '3.4-criteria')
    await halt.at(45, 'notice', 'website', '--posted')
    await halt.at(60, 'lift', 'trading', '--at', clock(58))
    await halt.at(63, 'notice', 'website', 'email', '--posted')
    await halt.at(
      80,
      'reopen',
      '--reason',
      'orders are rejected again',
      '--scope',
      'trading=cancel-only',
      '--at',
      clock(77),
    )
    await halt.at(85, 'notice', 'website', 'social', '--posted', '--next', clock(110))
    await halt.at(109, 'notice', 'website', '--posted')
    await halt.at(119, 'done', '3.4-criteria')
    await halt.at(120, 'lift', '--all')
    await halt.at(124, 'notice', 'website', 'email', '--posted')
    await halt.at(
      150,
      'reopen',
      '--reason',
      'and again',
      '--scope',
      'withdrawals:JPY=limited:by hand',
      'trading=stopped',
    )
    await halt.at(153, 'notice', 'email', '--posted')
    await halt.at(170, 'lift', 'trading', ...FORCED)
    await halt.at(190, 'lift', 'withdrawals:JPY', '--at', clock(188), ...FORCED)
    await halt.at(195, 'notice', 'website', '--posted')
    await halt.at(300, 'close', ...FORCED)
    const { interruptions, milestones, fullyResumedAt } = await expectRecomputed(halt.bench, halt.id)
    expect([interruptions, fullyResumedAt]).toEqual([3, clock(188)])
    expect(milestones.filter(({ id }) => id === 'lifted')).toHaveLength(3)
  })

  it('matches the log if times were corrected, and lifts, steps and facts undone', async () => {
    const halt = await HaltRecorder.begin(10, [...FAILURE, '--at', clock(0)])
    const detected = await halt.at(11, 'set', `detected-at=${clock(9)}`)
    await halt.at(12, 'undo', detected, '--reason', 'that was the second alarm')
    await halt.at(13, 'set', `detected-at=${clock(2)}`)
    const first = await halt.at(18, 'notice', 'website', '--posted')
    await halt.at(19, 'notice', 'email', 'app-push', 'social', '--posted')
    await halt.at(20, 'correct', first, '--at', clock(15.5), '--reason', 'it was there sooner')
    const done = await halt.at(21, 'done', '2.1-logs')
    await halt.at(22, 'undo', done, '--reason', 'only half of them')
    await halt.at(23, 'skip', '2.1-logs', '--reason', 'no time')
    const advanced = await halt.at(25, 'advance', ...FORCED)
    await halt.at(26, 'correct', advanced, '--at', clock(24), '--reason', 'a minute before')
    await halt.at(27, 'done', '3.4-criteria')
    const stopped = await halt.at(30, 'scope', 'deposits=stopped')
    await halt.at(31, 'correct', stopped, '--at', clock(5), '--reason', 'it was so from then on')
    const mistaken = await halt.at(40, 'lift', 'trading')
    await halt.at(41, 'undo', mistaken, '--reason', 'it was the test system')
    await halt.at(50, 'notice', '--posted')
    const lifted = await halt.at(60, 'lift', '--all')
    await halt.at(62, 'correct', lifted, '--at', clock(55), '--reason', 'the exchange says so')
    await halt.at(63, 'notice', '--posted')
    await halt.at(70, 'set', `started-at=${clock(-8)}`)
    const closed = await halt.at(120, 'close', ...FORCED)
    await halt.at(130, 'correct', closed, '--at', clock(118), '--reason', 'by the minutes of the meeting')
    const { startedAt, liftedAt, closedAt, metrics } = await expectRecomputed(halt.bench, halt.id)
    expect([startedAt, liftedAt, closedAt]).toEqual([clock(-8), clock(55), clock(118)])
    expect(metrics.timeToNotifySecondsByChannel.website).toBe(23.5 * 60)
    expect(metrics.timeToDetectSeconds).toBe(600)
  })

  it('matches the log of a planned halt that was rescheduled and overran', async () => {
    const plan = ['--type', 'maintenance', '--planned', `${clock(120)}/${clock(180)}`]
    const halt = await HaltRecorder.begin(0, [...plan, '--scope', 'trading=stopped', 'deposits=stopped'])
    await halt.at(5, 'notice', '--posted')
    await halt.at(60, 'set', `planned-start=${clock(150)}`, `planned-end=${clock(210)}`)
    await halt.at(65, 'notice', 'website', '--posted')
    const begun = await halt.at(155, 'advance', ...FORCED)
    await halt.at(156, 'correct', begun, '--at', clock(151), '--reason', 'as in the log of the engine')
    await halt.at(157, 'notice', 'website', 'email', 'app-push', 'social', '--posted')
    await halt.at(158, 'advance', ...FORCED)
    await halt.at(170, 'scope', 'withdrawals=stopped', '--at', clock(165))
    await halt.at(215, 'notice', 'website', '--posted', '--next', clock(245))
    await halt.at(240, 'done', '3.4-criteria')
    await halt.at(241, 'lift', 'trading', 'deposits')
    await halt.at(244, 'notice', 'website', '--posted')
    await halt.at(260, 'lift', 'withdrawals')
    await halt.at(300, 'close', ...FORCED)
    const { startedAt, milestones, phases } = await expectRecomputed(halt.bench, halt.id)
    expect(startedAt).toBe(clock(151))
    expect(milestones.find(({ id }) => id === 'declared')?.offsetSeconds).toBeCloseTo(-151 * 60, -1)
    expect(phases.map(({ phase }) => phase)).toEqual([
      'scheduled',
      'initial-response',
      'during-halt',
      'after-resumption',
    ])
  })

  it('matches the log if notices failed and were retried, promised separately, and posted late', async () => {
    const names = 'organisation: { ja: 例示取引所, en: Example }\ncontact: { ja: a@example.com, en: a@example.com }\n'
    const cadence = 'cadence: { first: 5m, update: 20m, email: on-change }\n'
    const channels = 'channels:\n  website: { via: file, path: site/web }\n  social: { via: file, path: site/social }\n'
    const halt = await HaltRecorder.begin(2, [...FAILURE, '--at', clock(0)], names + cadence + channels)
    await halt.at(3, 'set', 'cause=?', 'expected-recovery=?', 'impact=?')
    // A file in place of the folder makes sending fail.
    halt.bench.write('site', '')
    const failed = await halt.at(6, 'notice', 'website', 'social', '--send')
    await halt.at(7, 'notice', 'website', '--send', '--retry')
    rmSync(join(halt.bench.workspace, 'site'))
    await halt.at(12, 'notice', 'website', '--send', '--retry')
    await halt.at(14, 'notice', 'email', '--posted', '--at', clock(9))
    await halt.at(15, 'notice', 'social', '--send', '--retry')
    await halt.at(16, 'correct', failed, '--at', clock(11), '--reason', 'by the clock of the server')
    await halt.at(28, 'notice', 'website', '--next', clock(40))
    await halt.at(39, 'notice', 'website', '--send', '--next', clock(50))
    await halt.at(45, 'notice', 'website', '--next', clock(55))
    await halt.at(46, 'notice', 'website', '--next', clock(65))
    await halt.at(49, 'notice', 'website', '--send')
    await halt.at(64, 'notice', 'website', '--posted', '--at', clock(62))
    await halt.at(70, 'notice', 'app-push', '--posted', '--at', clock(33))
    const again = ['--stage', 'first', '--again', '--reason', 'it had been posted before']
    await halt.at(72, 'notice', 'app-push', '--posted', '--at', clock(20), ...again)
    await halt.at(80, 'advance', ...FORCED)
    await halt.at(81, 'lift', '--all', ...FORCED)
    await halt.at(90, 'close', ...FORCED)
    const { metrics, promises } = await expectRecomputed(halt.bench, halt.id)
    expect(metrics.timeToNotifySecondsByChannel).toMatchObject({ website: 660, email: 540, 'app-push': 1200 })
    expect(promises.some(({ channel }) => channel === 'email')).toBe(false)
    expect(new Set(promises.map(({ kept }) => kept))).toEqual(new Set([true, false]))
  })

  it('matches the log of two machines, if the clock of one was set back', async () => {
    const halt = await HaltRecorder.begin(10, [...FAILURE, '--at', clock(0)])
    const hanako = { name: 'hanako', machine: '-b' }
    await halt.at(12, 'notice', 'website', 'email', '--posted')
    await halt.by(hanako, -70, 'note', 'I am here too')
    await halt.by(hanako, -69, 'scope', 'deposits=stopped')
    await halt.by(hanako, -60, 'notice', 'app-push', 'social', '--posted')
    await halt.at(30, 'notice', 'website', '--posted')
    await halt.by(hanako, -45, 'handover', '--accept', '--reason', 'taro goes home')
    await halt.at(36, 'advance', ...FORCED)
    await halt.at(37, 'done', '3.4-criteria')
    await halt.at(40, 'lift', 'trading')
    await halt.by(hanako, -25, 'scope', 'withdrawals=limited:small ones')
    await halt.at(50, 'lift', '--all')
    await halt.at(60, 'notice', 'website', '--posted')
    await halt.at(90, 'close', ...FORCED)
    const { writers, setBack, metrics } = await expectRecomputed(halt.bench, halt.id)
    expect(writers).toBe(2)
    expect(setBack.map(([, seconds]) => seconds).every((seconds) => seconds > 60 * 60)).toBe(true)
    expect(metrics.timeToNotifySecondsByChannel.social).toBeNull()
  })

  it('matches the log if type and severity changed, the lead was handed over, and follow-ups came late', async () => {
    const halt = await HaltRecorder.begin(5, [...FAILURE, '--at', clock(0)])
    await halt.at(6, 'notice', '--posted')
    await halt.at(8, 'classify', '--type', 'security-incident', '--severity', 'sev1', '--reason', 'coins have left')
    await halt.at(9, 'handover', '--to', 'hanako')
    await halt.by({ name: 'hanako' }, 11, 'handover', '--accept', '--at', clock(10))
    await halt.at(12, 'set', 'losses=3 BTC', 'compensation-who=all who held it')
    await halt.at(13, 'set', 'losses=4 BTC', '--at', clock(7))
    const audit = await halt.at(14, 'action', 'add', 'Audit the keys', '--owner', 'sato', '--due', clock(60))
    const alarm = await halt.at(15, 'action', 'add', 'Mend the alarm', '--owner', 'kato', '--due', clock(200))
    const done = await halt.at(70, 'action', 'done', audit, '--at', clock(68))
    await halt.at(71, 'undo', done, '--reason', 'half of them')
    await halt.at(72, 'action', 'change', alarm, '--due', clock(150))
    await halt.by({ name: 'kato' }, 75, 'handover', '--accept', '--reason', 'she does not answer')
    await halt.at(80, 'advance', ...FORCED)
    await halt.at(81, 'lift', '--all', ...FORCED)
    await halt.at(100, 'close', ...FORCED)
    const late = await halt.at(210, 'action', 'done', alarm)
    await halt.at(215, 'correct', late, '--at', clock(205), '--reason', 'a little sooner')
    await halt.at(221, 'action', 'done', audit, '--at', clock(220))
    const { leads, actions } = await expectRecomputed(halt.bench, halt.id)
    expect(leads.map(({ name }) => name)).toEqual(['taro', 'hanako', 'kato'])
    expect(actions.map(({ doneAt }) => doneAt)).toEqual([clock(220), clock(205)])
  })

  it('matches the log of a false alarm, and of a halt without a stated scope', async () => {
    const alarm = await HaltRecorder.begin(3, ['--type', 'market-volatility', '--at', clock(1)])
    await alarm.at(4, 'notice', 'website', '--posted')
    await alarm.at(9, 'close', '--resolution', 'false-alarm', '--reason', 'a wrong feed')
    expect(await expectRecomputed(alarm.bench, alarm.id)).toMatchObject({ liftedAt: null, operations: [] })
    const blind = await HaltRecorder.begin(3, ['--type', 'compliance'])
    await blind.at(10, 'advance', ...FORCED)
    const one = await blind.at(20, 'lift', 'trading', ...FORCED)
    await blind.at(21, 'undo', one, '--reason', 'not yet')
    await blind.at(30, 'lift', '--all', ...FORCED)
    await blind.at(40, 'close', ...FORCED)
    const { milestones, startedAt } = await expectRecomputed(blind.bench, blind.id)
    expect(startedAt?.slice(0, 16)).toBe(clock(3).slice(0, 16))
    // What nobody stated is unknown, so nothing can be said to be open again.
    expect(milestones.map(({ id }) => id).slice(2)).toEqual(['lifted', 'fully-resumed', 'closed'])
  })
})

describe('every number of the report on a halt with notices by email', () => {
  it('matches the log if one mailbox is refused and the others accept at the second attempt', async () => {
    const bench = new Bench()
    let isBusy = true
    const port = await mail({
      onRcptTo: ({ address }, _, done) => {
        const code = address.startsWith('gone') ? 550 : address.startsWith('later') && isBusy ? 451 : null
        done(code === null ? null : Object.assign(new Error('no'), { responseCode: code }))
      },
      onData: (stream, _, done) => {
        stream.resume()
        stream.on('end', () => done(null))
      },
    })
    const list = `to: [${['a', 'b', 'gone', 'later'].map((name) => `${name}@example.com`).join(', ')}]`
    const email = `email: { via: smtp, url: "smtp://127.0.0.1:${port}", from: notice@example.com, ${list} }`
    const names = 'organisation: { ja: 例示取引所, en: Example }\ncontact: { ja: a@example.com, en: a@example.com }\n'
    bench.write('halt.yaml', `${names}channels:\n  ${email}\n`)
    const id = (await bench.ok('start', ...FAILURE, '--at', '20m ago', '--no-walk')).trim()
    await bench.ok('set', 'cause=?', 'expected-recovery=?', 'impact.ja=売買ができません', 'impact.en=Orders fail')
    expect((await bench.halt('notice', 'email', '--send')).code).toBe(6)
    isBusy = false
    await bench.halt('notice', 'email', '--send', '--retry')
    await bench.ok('skip', '3.1-faq', '--reason', 'nobody there')
    await bench.ok('lift', '--all', ...FORCED)
    await bench.ok('close', ...FORCED)
    const { recipients, metrics, deviations } = await expectRecomputed(bench, id)
    expect(recipients.refused).toBeGreaterThan(0)
    expect(recipients.accepted).toBeGreaterThan(recipients.refused)
    expect(metrics.noticeFacts).toEqual({ asked: 5, known: 3 })
    expect(deviations).toBe(3)
  })
})
