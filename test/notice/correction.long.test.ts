import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../src/domain/log/event.ts'
import type { Stage } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { status, webServer } from '../delivery/web-server.ts'
import { HOUR, incidentOf, iso, lifted, MINUTE, posted, stated } from '../given.ts'
import { CHANNELS, FIRST, halt, requestOf, STOPPED, textOf } from './halts.ts'
import { DECLARES, STATES, settingsOf } from './settings.ts'

interface Shown {
  readonly notices: readonly { readonly stage: string; readonly number: number | null; readonly text: string }[]
  readonly findings: readonly { readonly code: string }[]
}

interface Status {
  readonly notices: readonly { readonly event: string; readonly corrects: string | null; readonly stage: string }[]
  readonly clocks: readonly { readonly id: string }[]
}

async function halted(...channels: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  bench.write('halt.yaml', settingsOf(channels))
  await bench.ok(...DECLARES)
  await bench.ok(...STATES)
  return bench
}

describe('halt notice --correct', () => {
  it('sends a notice of correction that names the one it corrects', async () => {
    const server = await webServer(status(204))
    const way = `{ via: webhook, url: "http://127.0.0.1:${server.port}/", allowPrivate: true, languages: [ja, en] }`
    const bench = await halted(`website: ${way}`)
    await bench.ok('notice', 'website', '--send')
    await bench.ok('notice', 'website', '--send', '--correct-ja', '売買のみです。', '--correct-en', 'Only trading.')
    const sent = server.asked.map(({ body }) => body)
    expect(sent[1]).toContain('訂正の内容：売買のみです。')
    expect(sent[1]).toContain('- Correction: Only trading.')
    const { notices, clocks } = await bench.json<Status>('status')
    expect(notices).toMatchObject([
      { stage: 'first', corrects: null },
      { stage: 'correction', number: 2, corrects: notices[0]?.event },
    ])
    expect(clocks.map(({ id }) => id)).toContain('update:website')
    expect(await bench.ok('log')).toContain(`website correction no. 2, correcting ${notices[0]?.event}`)
    expect(await bench.ok('report')).toMatch(
      /correction no\. 2 \(on that of .*: first notice no\. 1\) \| sent: website/,
    )
  })

  it('is named by the next update where that says what has changed since the notice that was corrected', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', 'social', '--posted')
    bench.pass(5 * MINUTE)
    await bench.ok('scope', 'trading=open', '--force', '--reason', 'it never stopped')
    await bench.ok('scope', 'withdrawals=stopped')
    await bench.ok('notice', 'website', 'social', '--posted', '--correct', '停止しているのは出金・送付です。')
    bench.pass(20 * MINUTE)
    expect(await bench.ok('notice', 'website')).toContain('第1報（11月24日(火)22時17分、第2報で訂正）からの変更点は、')
    const post = await bench.ok('notice', 'social')
    expect(post).toContain('【変更】売買：ご利用可能\n')
    expect(post).not.toContain('前回')
  })

  it('takes --correct for the one language of a channel, and asks for each of several', async () => {
    const bench = await halted('website: { via: by-hand, languages: [ja, en] }')
    await bench.ok('notice', 'website', 'email', '--posted')
    const { notices } = await bench.json<Shown>('notice', 'email', '--correct', '売買のみです。')
    expect(notices).toMatchObject([{ stage: 'correction', number: 2 }])
    expect(notices[0]?.text).toContain('訂正の内容：売買のみです。')
    const refused = async (...args: readonly string[]) => (await bench.halt('notice', ...args)).err
    expect(await refused('website', '--correct', 'x')).toContain('--correct-ja')
    expect(await refused('website', '--correct-ja', 'x')).toContain('--correct-en')
    expect(await refused('--correct', 'x')).toContain('(missing-argument)')
    expect(await refused('email', '--stage', 'correction')).toContain('--correct-ja')
    expect(await refused('email', '--posted', '--stage', 'correction')).toContain('--correct')
    expect(await refused('email', '--correct', 'x', '--next', '30m')).toContain('(usage)')
    expect(await refused('social', '--correct', 'x')).toContain('(nothing-to-correct)')
  })

  it('says how to send it or record it as posted, and after sending names the line that records it', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    const words = ['--correct', '売買のみです。']
    expect((await bench.halt('notice', 'website')).err).not.toContain('--posted')
    expect((await bench.halt('notice', 'website', ...words)).err).toContain('--posted --link URL')
    const { err } = await bench.halt('notice', 'website', '--send', ...words, '--force', '--reason', 'late')
    const [, line = ''] = /then record it: haltctl (.*)$/m.exec(err) ?? []
    expect(line).toContain("notice website --posted --correct '売買のみです。' --link URL -i ")
    const typed = line.replace('URL', 'https://status.example.com/2').split(' ')
    await bench.ok(...typed.map((word) => word.replaceAll("'", '')))
    expect((await bench.json<Status>('status')).notices.at(-1)).toMatchObject({ stage: 'correction' })
  })

  it('names what the first of two corrections named, which had an error in any case', async () => {
    const bench = await halted('website: { via: by-hand, languages: [ja, en] }')
    await bench.ok('notice', 'website', '--posted')
    const correct = ['notice', 'website', '--correct-ja', '売買のみです。', '--correct-en', 'Only trading.']
    await bench.ok(...correct, '--posted')
    const { notices } = await bench.json<Shown>(...correct)
    expect(notices[0]?.text).toContain('先のお知らせ（第1報、11月24日(火)22時17分）に誤りがございました。')
    expect(notices[1]?.text).toContain('There was an error in our earlier notice (notice 1, 22:17 JST, 24 Nov).')
    await bench.ok(...correct, '--posted')
    const all = (await bench.json<Status>('status')).notices
    expect(all.map(({ corrects }) => corrects)).toEqual([null, all[0]?.event, all[0]?.event])
  })

  it('keeps what a correction posted by hand says', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('notice', 'website', '--correct', '売買のみです。', '--posted')
    const [, correction] = await bench.events('notice.posted')
    expect(correction?.data).toMatchObject({ stage: 'correction', number: 2, text: '売買のみです。' })
  })

  it('reports a text that does not say what is correct', async () => {
    const bench = await halted()
    bench.write('runbooks/notices/ja/website.txt', 'Subject: {{title}}\n\n{{contactLabel}}：{{contact}}\n')
    await bench.ok('notice', 'website', '--posted')
    const { findings } = await bench.json<Shown>('notice', 'website', '--correct', '売買のみです。')
    expect(findings).toMatchObject([{ code: 'correction-missing' }])
  })
})

describe('closing as a false alarm', () => {
  it('makes retractions due where customers had notices', async () => {
    const bench = await halted()
    await bench.ok('notice', 'website', '--posted')
    const early = await bench.json<Shown>('notice', 'website', '--stage', 'retraction')
    expect(early.findings).toMatchObject([{ code: 'stage-contradicted' }])
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a faulty alarm')
    expect((await bench.json<Status>('status')).clocks.map(({ id }) => id)).toEqual(['retraction-notice:website'])
    const { notices, findings } = await bench.json<Shown>('notice', 'website', '--language', 'en')
    expect(notices).toMatchObject([{ stage: 'retraction', number: 2 }])
    expect(notices[0]?.text).toMatch(
      /We retract all our notices on this matter \(latest: notice 1, 22:17 JST, 24 Nov\)/,
    )
    expect(findings).toEqual([])
    await bench.ok('notice', 'website', '--posted', '-i', 'latest')
    expect((await bench.json<Status>('status')).clocks).toEqual([])
  })
})

describe('what mends notices', () => {
  const closedAs = (as: string): EventDraft => ({ type: 'incident.closed', data: { as, reason: 'x' } }) as EventDraft
  const told = (stage: Stage, number: number | null) => CHANNELS.map((channel) => posted(channel, stage, number))
  const read = (drafts: readonly EventDraft[], stage: Stage, channel: string, language: 'ja' | 'en' = 'ja') => {
    const asked = { ...requestOf(incidentOf(...drafts)), correction: '売買のみです。' }
    const { subject, text } = textOf(asked, channel, stage, language, 3)
    return `${subject}\n${text}`
  }
  const CUSTOMERS = ['website', 'email', 'app-push', 'social']
  const begun = [halt({ scope: STOPPED }), ...FIRST, ...told('first', 1)]

  it('retracts all notices after a false alarm, not the last one alone', () => {
    const drafts = [...begun, ...told('update', 2), closedAs('false-alarm')]
    for (const channel of CUSTOMERS) {
      expect(read(drafts, 'retraction', channel)).toMatch(/（第2報、.*）を含む本件のお知らせ/)
      expect(read(drafts, 'retraction', channel)).toMatch(/誤りであることが判明|誤りでしたので/)
      expect(read(drafts, 'retraction', channel, 'en')).toMatch(/all our notices on this matter \(latest: notice 2, /)
    }
  })

  it('does not say that nothing was stopped where it was, and has resumed', () => {
    const drafts = [...begun, lifted('trading', 'withdrawals'), closedAs('false-alarm')]
    for (const channel of [...CUSTOMERS, 'internal']) {
      expect(read(drafts, 'retraction', channel)).not.toMatch(/誤りであることが判明|誤りでしたので/)
      expect(read(drafts, 'retraction', channel, 'en')).not.toMatch(/did not take place|nothing was suspended/)
    }
  })

  it('says which planned work was called off and will not take place, not that it was a false alarm', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const drafts = [
      halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned }),
      ...FIRST,
      ...told('scheduled', null),
    ]
    for (const channel of [...CUSTOMERS, 'internal'])
      for (const [as, stage] of [
        ['false-alarm', 'retraction'],
        ['resolved', 'final'],
      ] as const) {
        const ja = read([...drafts, closedAs(as)], stage, channel)
        expect(ja).toMatch(/サービスの停止（11月24日\(火\)23時17分から.*）は、取りやめることといたしました/)
        expect(ja).not.toMatch(/誤報|停止いたしました件|ご報告/)
        const en = read([...drafts, closedAs(as)], stage, channel, 'en')
        expect(en).toMatch(/The planned suspension of services \(from 23:17.*\) has been called off/)
        expect(en).not.toMatch(/false alarm|were suspended|report on/i)
      }
  })

  it('does not call a notice that corrects one of a resumption a notice of the halt', () => {
    const drafts = [...begun, lifted('trading', 'withdrawals'), ...told('resumption', 2)]
    expect(read(drafts, 'correction', 'website')).toContain('【第3報】【訂正】取引・出金停止に関するお知らせ\n')
    expect(read(drafts, 'correction', 'app-push')).toContain('第3報：お知らせの訂正\n')
  })

  it('says in a correction once what is stopped, until when, and when the next report comes', () => {
    const told = [...begun, stated('expected-recovery', { known: true, value: iso(HOUR) })]
    const drafts = [...told, posted('website', 'update', 2, iso(HOUR / 2))]
    for (const channel of ['website', 'email']) {
      const page = read(drafts, 'correction', channel)
      expect(page).toContain(
        [
          '・訂正の内容：売買のみです。',
          '・対象サービス：売買、日本円の出金、暗号資産の送付（いずれも停止）',
          '・再開見込み：2026年11月24日(火)23時17分頃',
          '・次回のお知らせ：2026年11月24日(火)22時47分',
        ].join('\n'),
      )
      expect(page).not.toContain('停止しております')
    }
    expect(read(drafts, 'correction', 'website', 'en')).toContain('\n- Expected resumption: about 23:17 JST')
    expect(read(drafts, 'correction', 'internal')).toContain(
      [
        '停止しているサービスは、売買、日本円の出金、暗号資産の送付でございます。',
        '再開の見込みは、2026年11月24日(火)23時17分頃でございます。',
        '次のお知らせは、2026年11月24日(火)22時47分の予定でございます。',
      ].join('\n'),
    )
  })

  it('says nothing of a stop in a correction before it begins, or once everything has resumed', () => {
    const planned = { from: iso(HOUR), to: iso(2 * HOUR) }
    const ahead = [halt({ type: 'maintenance', startedAt: null, scope: STOPPED, planned }), ...told('scheduled', null)]
    for (const drafts of [ahead, [...begun, lifted('trading', 'withdrawals')]])
      expect(read(drafts, 'correction', 'website')).toContain('・訂正の内容：売買のみです。\n・お問い合わせ先：')
  })
})
