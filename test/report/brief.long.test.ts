import { describe, expect, it } from 'vitest'
import type { Envelope } from '../../src/domain/log/event.ts'
import { AUDIENCES } from '../../src/domain/report/audience.ts'
import { BRIEF_TOKENS, tokensIn } from '../../src/domain/report/brief.ts'
import { LANGUAGES } from '../../src/domain/runbook/runbook.ts'
import { Bench } from '../bench.ts'
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
        /Impact on customers: "Trading, .* not possible\." \(in (?:the words|our notices) .*during the halt\)/,
      )
      expect(en).not.toContain('Expected resumption')
      const ja = await reportIn(threeHoursOver, 'ja', 'brief', audience)
      expect(ja).toMatch(/「.*できません。?」（停止・制限(?:の間|中)の/)
      expect(ja).not.toContain('再開見込み')
    }
    const facts = /## Facts\n[\s\S]*?\n## /.exec(await reportIn(threeHoursOver, 'en', 'markdown', 'customer'))?.[0]
    expect(facts).toContain('"Trading, deposits and withdrawals are not possible." (in our notices during the halt)')
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
    expect(planned).toContain('Check of the speed in the conversion: Ken Sato, 2026-06-26 18:00, open')
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
