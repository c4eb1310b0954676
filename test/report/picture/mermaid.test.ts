import { describe, expect, it } from 'vitest'
import type { EventDraft } from '../../../src/domain/log/event.ts'
import { LANGUAGES, type Language, type Runbook } from '../../../src/domain/runbook/runbook.ts'
import { pictureMermaid } from '../../../src/report/picture/mermaid.ts'
import {
  closed,
  DECLARED,
  deliveredAs,
  HOUR,
  happened,
  intended,
  iso,
  lifted,
  MINUTE,
  nth,
  posted,
  reopened,
  scoped,
} from '../../given.ts'
import { halt, RUNBOOK } from '../../notice/halts.ts'
import { contextIn, pictureAfter } from './drawing.ts'
import { eventful } from './eventful.ts'
import { PICTURED } from './incidents.ts'

async function chart(drafts: readonly EventDraft[], hours = 24, language: Language = 'en', runbook: Runbook = RUNBOOK) {
  const words = await contextIn({ language })
  const stamp = (ms: number) => iso(ms - DECLARED)
  return pictureMermaid(pictureAfter(hours, drafts), { ...words, runbook, stamp })
}

/** How many notices are drawn: those of a round in one line. */
const noticesIn = (text: string) => sectionOf(text, 'Notices').match(/ :milestone, | \/ /g)?.length ?? 0
const sectionOf = (text: string, name: string) => text.split('  section ').find((part) => part.startsWith(name)) ?? ''

describe('the Mermaid chart of the timeline', () => {
  it('is complete for a halt with few notices', async () => {
    const text = await chart(eventful(24, 60))
    expect(text).toContain('\n  todayMarker off\n')
    expect(text).toMatch(/\n {2}title Timeline∶ Matching engine down · Times in Asia\/Tokyo\n/)
    expect(noticesIn(text)).toBe(pictureAfter(24, eventful(24, 60)).notices.flatMap((n) => n.sent).length)
  })

  it('says what it is of and in which zone, also to a screen reader', async () => {
    const text = await chart([halt({ title: 'Orders: too slow; #2' })], 1)
    expect(text).toContain('\n  title Timeline∶ Orders∶ too slow#59; #35;2 · Times in Asia/Tokyo\n')
    expect(text).toContain('\n  accTitle: Timeline∶ Orders∶ too slow#59; #35;2\n')
    expect(text).toMatch(/\n {2}accDescr: From 2026-11-24 22∶05∶05 to 2026-11-24 23∶17∶05∶ 0 notices.*\n/)
  })

  it.each([
    ['en', '1 notice#59; 1 notice after that', '0 notices'],
    ['ja', '告知1件。その後の告知1件。', '告知0件'],
  ] as const)('counts in its description in %s the notices after the end apart', async (language, both, none) => {
    const drafts = [halt(), posted('website', 'first', 1), happened(HOUR, closed())]
    drafts.push(happened(HOUR + MINUTE, posted('website', 'final', 2)))
    expect(await chart(drafts, 2, language)).toMatch(new RegExp(`accDescr: .*${both}`))
    expect(await chart([halt()], 1, language)).toContain(none)
  })

  it('has dates at its axis if it is of more than one day', async () => {
    expect(await chart([halt()], 1)).toContain('\n  axisFormat %H:%M\n')
    expect(await chart([halt()], 2)).toContain('\n  axisFormat %m/%d %H:%M\n')
  })

  it('has the curve of impact, as bars with how many operations were not fully open', async () => {
    const text = await chart([
      halt(),
      scoped('trading', 'stopped'),
      happened(HOUR, scoped('deposits', 'limited')),
      happened(2 * HOUR, lifted('trading')),
      happened(3 * HOUR, lifted('deposits')),
    ])
    expect(sectionOf(text, 'Operations not fully open').match(/ {4}.*/g)).toEqual([
      '    1/3 :2026-11-24T22:05:05, 2026-11-24T23:17:05',
      '    2/3 :2026-11-24T23:17:05, 2026-11-25T00:17:05',
      '    1/3 :2026-11-25T00:17:05, 2026-11-25T01:17:05',
    ])
  })

  it('has one mark for what customers were told within one minute', async () => {
    const told = (channel: string, seconds: number) =>
      happened(10 * MINUTE + seconds * 1000, posted(channel, 'first', 1))
    const text = sectionOf(
      await chart([halt(), told('website', 5), told('email', 40), told('app-push', 70)]),
      'Notices',
    )
    expect(text).toMatch(/website \/ e-mail first notice no\. 1 :milestone/)
    expect(text).toMatch(/app push first notice no\. 1 :milestone/)
  })

  it('keeps first and resumption notices of a halt with many, and says how many it omits', async () => {
    for (const language of LANGUAGES) {
      const text = await chart(eventful(120, 2000), 120, language)
      expect(text).toContain(
        language === 'en' ? ' · 990 other notices not drawn here\n' : ' · ほかの告知990件は図では省略\n',
      )
    }
    const text = await chart(eventful(120, 2000), 120)
    expect(noticesIn(text)).toBe(4)
    for (const kept of [/website.* first notice no. 1 /, /website.* resumption notice no. 100 /])
      expect(text).toMatch(kept)
  })

  it('keeps the first and last round of each stage if even those are too many', async () => {
    const rounds = Array.from({ length: 70 }, (_, i) => happened(i * MINUTE, posted('website', 'first', i + 1)))
    const text = await chart([halt(), ...rounds])
    expect(text).toMatch(/^ {2}title .* · 68 other notices not drawn here$/m)
    expect(text).toContain('website first notice no. 1 ')
    expect(text).toContain('website first notice no. 70 ')
  })

  it('keeps the longest of many bars', async () => {
    const assets = Array.from({ length: 90 }, (_, i) => happened(i * MINUTE, scoped('deposits', 'stopped', `C${i}`)))
    const text = await chart([halt(), ...assets])
    expect(text).toMatch(/^ {2}title .* · 90 other decisions and 30 short bars not drawn here$/m)
    expect(text).toContain('deposits C59 stopped')
    expect(text).not.toContain('deposits C60 stopped')
  })

  it('stays below the size limit of GitHub', async () => {
    for (const language of LANGUAGES)
      expect((await chart(eventful(120, 5000), 120, language)).length).toBeLessThan(20_000)
  })

  it('draws a short stop as a milestone, which has the same size at any width, with its length', async () => {
    const text = await chart([halt(), scoped('trading', 'stopped'), happened(48 * HOUR, lifted('trading'))], 60)
    expect(sectionOf(text, 'Stopped')).toMatch(/trading stopped :2026-11-24T22:05:05, 2026-11-26T22:17:05/)
    const short = [happened(50 * HOUR, reopened('trading')), happened(50 * HOUR + 10 * MINUTE, lifted('trading'))]
    const again = await chart([halt(), ...short], 60)
    expect(sectionOf(again, 'Stopped')).toContain('trading stopped 10 min :milestone, 2026-11-27T00:17:05, 0s')
  })

  it('has the plan, decisions, who led, and reports to authorities', async () => {
    for (const { log, hours } of PICTURED) {
      const text = await chart(log, hours)
      expect(sectionOf(text, 'Decisions')).toMatch(/(?:declared|planned)∶ SEV/)
      expect(sectionOf(text, 'Lead')).toContain('    taro :milestone, 2026-11-24T22:17:05, 0s')
    }
    const [, theft, planned] = await Promise.all(PICTURED.map(({ log, hours }) => chart(log, hours)))
    expect(sectionOf(theft as string, 'Authorities')).toContain('Authority dora-initial (verify) :milestone')
    expect(sectionOf(planned as string, 'Plan')).toBe(
      'Plan\n    planned :2026-11-25T22:17:05, 2026-11-26T00:17:05\n    overrun :2026-11-26T00:17:05, 2026-11-26T03:17:05\n',
    )
  })

  it('marks a failed notice', async () => {
    const text = await chart([halt(), intended('email', 'first', 1), deliveredAs(nth(2), 'failed')])
    expect(text).toContain('    e-mail first notice no. 1 (failed) :milestone, ')
  })

  it('escapes names of channels', async () => {
    const named = (name: string): Runbook => ({
      ...RUNBOOK,
      channels: { website: { audience: 'customers', en: name, ja: name } },
    })
    const shown = async (name: string) => {
      const lines = (await chart([halt(), posted('website', 'first', 1)], 1, 'en', named(name))).split('\n')
      return lines.at(-1)?.replace(/ :milestone.*/, '')
    }
    for (const name of [
      'title',
      'Section x',
      'click a',
      '2026-11-24',
      'gantt',
      'weekday monday',
      'excludes',
      'accDescr',
    ])
      expect(await shown(name)).toBe(`    #${name.codePointAt(0)};${name.slice(1)} first notice no. 1`)
    expect(await shown('our title')).toBe('    our title first notice no. 1')
  })

  it('keeps what people typed, but for what Mermaid takes for syntax, in the entities that it draws as characters', async () => {
    const drawn = async (text: string) => {
      const lines = (
        await chart([halt(), happened(MINUTE, { type: 'note.added', data: { text, key: true } })], 1)
      ).split('\n')
      return lines[lines.indexOf('  section Key moments') + 1]?.replace(/^ {4}| :milestone.*/g, '')
    }
    // Drawn by Mermaid 11: a colon ends a name, "%%{" begins a directive, a number sign an entity.
    for (const [typed, written] of [
      ['At 22:35: rolled back', 'At 22∶35∶ rolled back'],
      ['rolled back; still wrong, by 50 %', 'rolled back#59; still wrong, by 50 %'],
      ['#12 is "open", `id` {x}', '#35;12 is "open", `id` {x}'],
      ['a <b> & #lt;', 'a #lt;b#gt; & #35;lt#59;'],
      ['%%{init}%% %%%', '#37;%{init}#37;% #37;#37;%'],
      ['accepted by the bank', '#97;ccepted by the bank'],
      ['two\nlines', 'two / lines'],
    ] as const)
      expect(await drawn(typed)).toBe(written)
  })

  it('keeps room for the names of its sections, which bars would cover', async () => {
    expect(await chart([halt(), scoped('trading', 'stopped')])).toMatch(
      /^%%\{init: \{"gantt": \{"leftPadding": 174\}\}\}%%\ngantt\n/,
    )
    expect(await chart([halt(), scoped('trading', 'stopped')], 24, 'ja')).toMatch(
      /^%%\{init: \{"gantt": \{"leftPadding": 132\}\}\}%%\ngantt\n/,
    )
  })
})
