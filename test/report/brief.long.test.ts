import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { BRIEF_TOKENS, tokensIn } from '../../src/domain/report/brief.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
import { MINUTE } from '../given.ts'
import { reportIn } from './pages.ts'
import { STORIES } from './stories/index.ts'
import type { Story } from './stories/story.ts'
import { threeHoursOver } from './stories/three-hours-over.ts'
import { twoDays } from './stories/two-days.ts'
import { twoDaysConfidential } from './stories/two-days-confidential.ts'
import { logOfStory } from './story-log.ts'

const EVENT = /`([a-z0-9]{8}:\d+)`/g
const WRITTEN = STORIES.flatMap((story) => LANGUAGES.map((language) => ({ story, language })))

const sentencesIn = (brief: string) => brief.split('\n').filter((line) => line.startsWith('- '))
/** Without what escapes characters, and without full stops, which are left out before a closing quotation mark. */
const bare = (text: string) => text.replaceAll(/[\s\\。]/g, '')

/** What people typed: all texts in the data of events that are no ids, times or digests. */
function typedIn(story: Story): string[] {
  const texts = new Set<string>()
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.add(value)
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(collect)
  }
  for (const { data, by } of logOfStory(story).journal.events() as Iterable<Envelope>) collect([data, by])
  return [...texts].map(bare).filter((text) => text.length > 7 && !/^[\w.:+-]+$/.test(text))
}

const CONTACTS = `reviewed: 2026-11-20
people:
  kato: { name: Kato, reach: [{ by: mail, to: kato@example.com }] }
departments:
  system: { head: kato }
`

describe('the brief', () => {
  it.each(WRITTEN)(
    'of $story.name in $language is short, and names events of the log behind each sentence',
    async (told) => {
      const { story, language } = told
      const names = new Set([...logOfStory(story).journal.events()].map(({ writer, seq }) => `${writer}:${seq}`))
      for (const audience of AUDIENCES) {
        const brief = await reportIn(story, language, 'brief', audience)
        expect(tokensIn(brief)).toBeLessThanOrEqual(BRIEF_TOKENS)
        expect(sentencesIn(brief).length).toBeGreaterThan(5)
        for (const sentence of sentencesIn(brief)) {
          const events = [...sentence.matchAll(EVENT)].map(([, event]) => event)
          expect(events.length, sentence).toBeGreaterThan(0)
          for (const event of events) expect(names).toContain(event)
        }
      }
    },
  )

  it.each(WRITTEN)(
    'of $story.name in $language has nothing typed that the report withholds',
    async ({ story, language }) => {
      const typed = typedIn(story)
      expect(typed.length).toBeGreaterThan(20)
      for (const audience of AUDIENCES) {
        const shown = bare(await reportIn(story, language, 'markdown', audience))
        const brief = bare(await reportIn(story, language, 'brief', audience))
        expect(
          typed.filter((text) => brief.includes(text) && !shown.includes(text)),
          audience,
        ).toEqual([])
      }
    },
  )

  it('quotes as of then what was said while a halt that is over went on, and expects no resumption of it', async () => {
    for (const audience of AUDIENCES) {
      const en = await reportIn(threeHoursOver, 'en', 'brief', audience)
      expect(en).toMatch(
        /Impact on customers: "Trading, .* not possible\." \(in (?:the words|our notices) .*at the time\)/,
      )
      expect(en).not.toContain('Expected resumption')
      const ja = await reportIn(threeHoursOver, 'ja', 'brief', audience)
      expect(ja).toMatch(/「.*できません。?」（当時の/)
      expect(ja).not.toContain('再開見込み')
    }
    const facts = /## Facts\n[\s\S]*?\n## /.exec(await reportIn(threeHoursOver, 'en', 'markdown', 'customer'))?.[0]
    expect(facts).toContain('"Trading, deposits and withdrawals are not possible." (in our notices at the time)')
  })

  it('has each audience read what is theirs', async () => {
    const internal = await reportIn(twoDays, 'en', 'brief')
    expect(internal).toContain('Declared: system failure, SEV2')
    expect(internal).toMatch(/Replay is at 71 %\. .*\(Ken Sato\)/)
    expect(internal).toMatch(/Left out of this brief as less important, .* \d+ events \(.*work on steps \d+/)
    const management = await reportIn(twoDays, 'en', 'brief', 'executive')
    expect(management.match(/2\.3-legal/g)).toHaveLength(1)
    expect(management).toContain('Deviation, late: ')
    const planned = await reportIn(threeHoursOver, 'en', 'brief', 'executive')
    expect(planned).toContain('Check of the speed in the conversion: Ken Sato, due 2026-06-26 18:00, open')
    expect(management).not.toContain('Replay is at 71 %')
    const authority = await reportIn(twoDays, 'en', 'brief', 'regulator')
    expect(authority).not.toMatch(/Sato|Suzuki|disk shelf/)
    expect(authority).toContain('Not on record: Assets affected')
    expect(authority).toMatch(/2026-10-07 23:30 Deviation, skipped: 2\.3-legal Tell Legal \(`\w+:\d+`\)/)
    expect(authority).toMatch(/Deviation, late: 2\.2-\S+ .*after declaring; due within 5 min.* \(`\w+:\d+`\)/)
    expect(authority).not.toContain('Legal called back')
    const customers = await reportIn(twoDaysConfidential, 'en', 'brief', 'customer')
    expect(customers).toContain('Cause: Unauthorised access from outside')
    expect(customers).not.toMatch(/SEV|declared|Not on record|ホットウォレット/)
  })

  it('says of each channel the minute in which it was told', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    await bench.ok('notice', 'website', 'email', '--posted')
    bench.pass(90_000)
    await bench.ok('notice', 'social', '--posted')
    const brief = await bench.ok('report', '--format', 'brief', '--audience', 'internal')
    expect(brief).toMatch(/22:17 first notice no\. 1 on website, e-mail /)
    expect(brief).toMatch(/22:18 first notice no\. 1 on X/)
    expect(brief).toContain('Nothing was left out of this brief for its length.')
  })

  it('says of what was stopped all along that it still was, and of what is stated first only that it was', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '20m ago')
    await bench.ok('scope', 'withdrawals=stopped', 'trading=stopped')
    bench.pass(120_000)
    await bench.ok('scope', 'withdrawals:XEM=stopped')
    bench.pass(120_000)
    await bench.ok('lift', 'withdrawals', '--force', '--reason', 'tested')
    for (const audience of ['internal', 'executive']) {
      const brief = await bench.ok('report', '--format', 'brief', '--audience', audience)
      expect(brief).toMatch(/22:17 Stopped: trading, withdrawals|22:17 Stopped: withdrawals, trading/)
      expect(brief).toContain('22:19 Still stopped: withdrawals XEM')
    }
    expect(await bench.ok('report', '--format', 'brief', '--language', 'ja')).toContain('22:19 引き続き停止: ')
  })

  it('does not say of a call that an answer is awaited', async () => {
    const bench = new Bench()
    bench.write('contacts.yaml', CONTACTS)
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('contacts', 'tried', 'kato', '--note', 'rang out')
    await bench.ok('contacts', 'reached', 'kato')
    const brief = await bench.ok('report', '--format', 'brief')
    expect(brief).toMatch(/22:17 Called [^:]*: rang out/)
    expect(brief).not.toContain('no answer yet')
    const ja = await bench.ok('report', '--format', 'brief', '--language', 'ja')
    expect(ja).toMatch(/に連絡/)
    expect(ja).not.toContain('返事待ち')
  })

  it('says what was undone, which has no sentence of its own', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    await bench.ok('set', 'cause=disk full')
    await bench.ok('undo', '--reason', 'wrong halt')
    const undone = sentencesIn(await bench.ok('report', '--format', 'brief')).filter((one) =>
      one.includes('wrong halt'),
    )
    expect(undone).toEqual([expect.stringMatching(/undone \w{8}:2 "wrong halt": fact Cause=disk full/)])
    expect(await bench.ok('report', '--format', 'brief', '--audience', 'customer')).not.toContain('disk full')
  })

  it('of a false alarm repeats nothing to customers that was retracted', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    await bench.ok('set', 'impact.en=There is no trading.', 'cause.en=A broken disk')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a test alarm')
    const brief = await bench.ok('report', '--format', 'brief', '--audience', 'customer')
    expect(brief).toContain('first notice no. 1 on website')
    expect(brief).not.toMatch(/no trading|broken disk|suspended/)
  })

  it('of five thousand events is as short, keeps the turns of the halt, and says how many events it leaves out', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--title', 'Engine down', '--scope', 'trading=stopped')
    const notes = Array.from({ length: 5000 }, (_, i) => `22:05 取引エンジンの状態を確認した。第${i}回、異常なし`)
    bench.write('notes.txt', `2026-11-24\n${notes.join('\n')}\n`)
    await bench.ok('note', '--from', `${bench.workspace}/notes.txt`)
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    const brief = await bench.ok('report', '--format', 'brief')
    expect(tokensIn(brief)).toBeLessThanOrEqual(BRIEF_TOKENS)
    expect(brief).toContain('Declared: system failure')
    expect(brief).toContain('Open again: trading')
    const shown = sentencesIn(brief).filter((line) => line.includes('取引エンジン')).length
    expect(shown).toBeGreaterThan(20)
    expect(brief).toContain(`notes ${5000 - shown}`)
  })

  it('has neither a template nor an annex, and is no draft for an authority', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure')
    for (const flags of [['--no-annex'], ['--template', 'own.md'], ['--draft', 'jp-fsa']]) {
      const { code, err } = await bench.halt('report', '--format', 'brief', ...flags)
      expect(code).toBe(2)
      expect(err).toContain('(bad-flag)')
    }
  })
})

describe('a brief', () => {
  it('says to readers inside what was stopped, though nobody marked it, and which assets were not open yet', async () => {
    const bench = new Bench()
    await bench.ok(
      'start',
      '--type',
      'system-failure',
      '--at',
      '1h ago',
      '--scope',
      'deposits:XRP=stopped',
      'deposits=stopped',
    )
    await bench.ok('key', '1')
    await bench.ok('scope', 'trading=stopped')
    await bench.ok('done', '3.4-criteria')
    await bench.ok('lift', 'deposits')
    bench.pass(MINUTE)
    const brief = (audience: string) =>
      bench.ok('report', '--format', 'brief', '--audience', audience, '--language', 'en')
    for (const audience of ['internal', 'executive']) {
      expect(await brief(audience)).toMatch(/ Stopped: trading\. \(/)
      expect(await brief(audience)).toMatch(/ Open again: deposits \(except XRP\) \(/)
    }
    expect(await brief('regulator')).toContain(' deposits (except XRP): open (')
    expect(await bench.ok('report', '--language', 'en')).toContain(
      '| partly resumed. Open again: deposits (except XRP) |',
    )
  })

  it('says to readers outside what was stopped when a planned halt began', async () => {
    const whatStopped = async (audience: 'customer' | 'regulator', language: 'ja' | 'en') =>
      sentencesIn(await reportIn(threeHoursOver, language, 'brief', audience)).filter((line) =>
        / 2026-06-06 22:00 /.test(line),
      )
    expect(await whatStopped('customer', 'en')).toEqual([
      '- 2026-06-06 22:00 trading: suspended (`a2pifqyj:1` `a2pifqyj:8`)',
      '- 2026-06-06 22:00 yen deposits, crypto deposits: suspended (`a2pifqyj:1` `a2pifqyj:8`)',
      '- 2026-06-06 22:00 yen withdrawals; crypto withdrawals except XEM: suspended (`a2pifqyj:1` `a2pifqyj:8`)',
    ])
    expect(await whatStopped('regulator', 'ja')).toEqual([
      '- 2026-06-06 22:00 売買: 停止 (`a2pifqyj:1` `a2pifqyj:8`)',
      '- 2026-06-06 22:00 入金・預入: 停止 (`a2pifqyj:1` `a2pifqyj:8`)',
      '- 2026-06-06 22:00 出金・送付: 停止 (`a2pifqyj:1` `a2pifqyj:8`)',
    ])
  })

  it('says to readers outside what was stopped, though the beginning of the halt was stated afterwards', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    await bench.ok('set', 'started-at=5m ago')
    for (const audience of ['customer', 'regulator'])
      expect(await bench.ok('report', '--format', 'brief', '--audience', audience)).toMatch(
        / 2026-11-24 22:12 trading: (suspended|stopped) \(/,
      )
  })

  it('says by when reports to authorities and follow-ups are due, and the number that a report was given', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'security-incident', '--scope', 'withdrawals=stopped')
    await bench.ok('clock', 'start', 'awareness')
    await bench.ok('report-to', 'jp-fsa-initial', '--ref', '8-0914')
    await bench.ok('action', 'add', 'New keys', '--owner', 'hanako', '--due', '2026-12-24 18:00')
    const brief = await bench.ok('report', '--format', 'brief', '--audience', 'internal', '--language', 'en')
    expect(brief).toContain('- New keys: hanako, due 2026-12-24 18:00, open (')
    expect(brief).toMatch(/failure occurrence report \(verify\): reported \S+ \S+, their number 8-0914 \(/)
    expect(brief).toMatch(/failure status report \(verify\): not reported yet, due 2026-12-24 22:17 \(/)
    expect(await bench.ok('report', '--format', 'brief', '--audience', 'internal', '--language', 'ja')).toMatch(
      /: \S+ \S+に報告、受付番号 8-0914 \([\s\S]*: 未報告、期限 2026-12-24 22:17 \(/,
    )
  })
})

it('says of steps that were marked as done in bulk that when each was done is not on record', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('done', '2.1-assess', '2.1-logs', '2.1-monitoring')
  bench.pass(MINUTE)
  await bench.ok('done', '2.1-hearing')
  const steps = sentencesIn(await bench.ok('report', '--format', 'brief')).filter((line) => line.includes('done'))
  expect(steps).toEqual([
    expect.stringMatching(
      /3 steps were marked as done within 1 s; when each was done is not on record: done 2\.1-assess .*; done 2\.1-monitoring .*\(taro\) \(`\S+` `\S+` `\S+`\)/,
    ),
    expect.stringMatching(/^- 2026-11-24 22:18 done 2\.1-hearing .*\(taro\) \(`\S+`\)/),
  ])
  expect(await bench.ok('report', '--format', 'brief', '--language', 'ja')).toContain(
    '1秒以内に3件の手順が完了として記録された（それぞれを行った時刻の記録なし）',
  )
})

it('says once of a report that is due at once that it has not been made', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
  await bench.ok('clock', 'start', 'jp-fsa-initial')
  bench.pass(120 * MINUTE)
  const brief = (language: string) =>
    bench.ok('report', '--format', 'brief', '--audience', 'regulator', '--language', language)
  expect(await brief('en')).toContain('failure occurrence report (verify): not reported after 2 h (')
  expect((await brief('ja')).match(/^- .*未報告.*$/gm)?.map((line) => line.match(/未報告/g)?.length)).toEqual([1])
})

it('tells authorities what a halt was declared as, and each change of that', async () => {
  const bench = new Bench()
  const declared = ['start', '--type', 'system-failure', '--severity', 'sev3', '--at', '10m ago'] as const
  await bench.ok(...declared, '--scope', 'trading=stopped')
  bench.pass(MINUTE)
  await bench.ok('classify', '--severity', 'sev2', '--reason', 'withdrawals too')
  bench.pass(MINUTE)
  await bench.ok('classify', '--type', 'security-incident', '--severity', 'sev1', '--reason', 'odd orders')
  const brief = await bench.ok('report', '--format', 'brief', '--audience', 'regulator')
  expect(brief).toMatch(/22:17 declared: system failure, SEV3 \(/)
  expect(brief).toMatch(/22:18 Classified as SEV2 \(/)
  expect(brief).toMatch(/22:19 Classified as security incident, SEV1 \(/)
  expect(brief).not.toContain('odd orders')
})

it('says to management and authorities that it was a false alarm, and asks for nothing on it', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
  await bench.ok('note', 'orders go through', '--key')
  await bench.ok('close', '--resolution', 'false-alarm', '--reason', 'a wrong clock')
  for (const audience of ['executive', 'regulator']) {
    const brief = await bench.ok('report', '--format', 'brief', '--audience', audience, '-i', 'latest')
    expect(brief).toMatch(/Closed as false alarm \(/)
    expect(brief).not.toMatch(/a wrong clock|Not on record|Suspension began/)
  }
  expect(await bench.ok('report', '--format', 'brief', '--audience', 'internal', '-i', 'latest')).toContain(
    'Closed as false alarm: a wrong clock (',
  )
})

it('tells readers outside of what opened again, and not of what was open all the time', async () => {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', 'deposits=open')
  bench.pass(60_000)
  await bench.ok('lift', '--all', '--force', '--reason', 'tested')
  bench.pass(60_000)
  for (const audience of ['customer', 'regulator']) {
    const brief = await bench.ok('report', '--format', 'brief', '--audience', audience)
    expect(brief).toMatch(/trading: (?:suspended|stopped) /)
    expect(brief).toMatch(/trading: (?:available|open) /)
    expect(brief).not.toMatch(/deposits: /)
  }
})
