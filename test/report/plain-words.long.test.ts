import { describe, expect, it } from 'vitest'
import type { Report } from '../../src/domain/report/report.ts'
import type { Language } from '../../src/domain/runbook/runbook.ts'
import type { ReportContext } from '../../src/report/context.ts'
import { callBlocks } from '../../src/report/sections/response.ts'
import { labels } from '../../src/report/words.en.ts'
import { plainText, type Table } from '../../src/view/blocks.ts'
import { Bench } from '../bench.ts'
import { MINUTE, SECOND } from '../given.ts'
import { replies } from '../script.ts'

async function section(bench: Bench, title: string, ...flags: readonly string[]): Promise<string> {
  const report = await bench.ok('report', ...flags)
  return `${report}\n## `.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? ''
}

async function declared(...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', ...flags)
  return bench
}

it('who may read the report begins with a capital at the edge of a page, confidential or not', () => {
  expect(labels.readers('executive', false)).toBe('For management only')
  expect(labels.readers('regulator', true)).toBe('CONFIDENTIAL, for the authority only')
})

describe('the title of the report', () => {
  const heading = async (bench: Bench, language: Language) =>
    (await bench.ok('report', '--language', language)).split('\n')[0]

  it('is in its language where somebody wrote it, from the start or later', async () => {
    const bench = await declared('--title-ja', '約定の停止', '--title-en', 'Matching stopped')
    expect(await heading(bench, 'ja')).toBe('# 事後報告書: 約定の停止')
    expect(await heading(bench, 'en')).toBe('# Post-incident report: Matching stopped')
    await bench.ok('classify', '--title-en', 'Orders delayed', '--reason', 'no order was lost')
    expect(await heading(bench, 'en')).toBe('# Post-incident report: Orders delayed')
    expect(await bench.ok('log')).toContain('title in English "Orders delayed" "no order was lost"')
    expect(await bench.ok('log', '--lang', 'ja')).toContain('件名 英語「Orders delayed」「no order was lost」')
    expect((await bench.json<{ titles: unknown }>('report')).titles).toEqual({ ja: '約定の停止', en: 'Orders delayed' })
  })

  it('is said to be in Japanese only if it is', async () => {
    const bench = await declared('--title', '約定の停止')
    expect(await heading(bench, 'en')).toBe('# Post-incident report: 約定の停止 (Japanese only)')
    expect(await heading(bench, 'ja')).toBe('# 事後報告書: 約定の停止')
  })

  it('is asked for by report --fill in the language of notices that lacks it, and never reaches customers', async () => {
    const bench = await declared('--title', 'Matching stopped')
    const parts = (await bench.json<{ parts: Record<string, { fact: string }[]> }>('report')).parts
    await bench.ok('set', ...Object.values(parts).flatMap((part) => part.map(({ fact }) => `${fact}=?`)))
    const script = replies(['Key moments', ''], ['Title in Japanese', '約定の停止'])
    expect(await bench.haltWith({ script }, 'report', '--fill')).toMatchObject({ code: 0 })
    expect(await heading(bench, 'ja')).toBe('# 事後報告書: 約定の停止')
    expect(await bench.ok('report', '--audience', 'customer', '--language', 'ja')).not.toContain('約定の停止')
  })
})

describe('sections of the report', () => {
  it('are left out where there is nothing to say', async () => {
    const bench = await declared()
    for (const audience of ['internal', 'executive', 'regulator', 'customer'])
      for (const format of ['markdown', 'html']) {
        const page = await bench.ok('report', '--audience', audience, '--format', format)
        expect(page).not.toMatch(/None\.|Reports to authorities|Evidence<|## Evidence|Calls and escalations|Deviations/)
      }
  })

  it('state each fact once after the first page', async () => {
    const bench = await declared()
    await bench.ok('set', 'root-cause=disk', 'affected-customers=312', 'cause=worn out')
    const report = await bench.ok('report')
    const body = report.slice(report.indexOf('## Impact'), report.indexOf('## Timeline'))
    expect(body.match(/312/g)).toHaveLength(1)
    expect(body.match(/Root cause: disk/g)).toHaveLength(1)
    expect(await section(bench, 'Facts')).not.toMatch(/Root cause|Customers affected/)
  })
})

describe('calls in the report', () => {
  it('are one row each, from the first attempt to the answer', () => {
    const call = (kind: 'tried' | 'reached', who: string, minute: number) => {
      return {
        kind,
        who,
        way: 'phone',
        note: null,
        by: 'taro',
        at: `2026-11-24T22:${minute}:00.000+09:00`,
        event: 'a:1',
      }
    }
    const called = [
      call('tried', 'hanako', 10),
      call('tried', 'jiro', 11),
      call('tried', 'hanako', 15),
      call('reached', 'hanako', 17),
      call('tried', 'jiro', 18),
      call('tried', 'hanako', 30),
    ]
    const context = { labels, audience: 'internal', runbook: { departments: {} }, text: { language: 'en' } }
    const [block] = callBlocks({ called, timeline: [] } as unknown as Report, context as unknown as ReportContext)
    const rows = [...(block as Table).rows].map((row) => row.map(plainText).join(' | '))
    expect(rows).toEqual([
      '2026-11-24 22:10:00 | hanako | phone | answered 2026-11-24 22:17:00, after 2 attempts | taro',
      '2026-11-24 22:11:00 | jiro | phone | no answer on record; tried 2 times, last 2026-11-24 22:18:00 | taro',
      '2026-11-24 22:30:00 | hanako | phone | no answer on record | taro',
    ])
  })
})

describe('a report to an authority that is due at once', () => {
  it('says after how long it was made, or how long it is outstanding', async () => {
    const bench = await declared()
    await bench.ok('clock', 'start', 'jp-fsa:awareness')
    bench.pass(54 * MINUTE)
    const filings = () => section(bench, 'Reports to authorities')
    expect(await filings()).toContain('| at once | - | not reported after 54 min |')
    await bench.ok('report-to', 'jp-fsa-initial')
    expect(await filings()).toMatch(/\| at once \| \S+ \S+ \| made after 54 min \|/)
  })
})

describe('durations in the report', () => {
  it('are the same wherever they stand, to the nearest minute from an hour on', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped')
    bench.pass(90 * MINUTE - 10 * SECOND)
    await bench.ok('done', '3.4-criteria')
    await bench.ok('lift', '--all')
    bench.pass(MINUTE)
    const report = await bench.ok('report')
    expect(report).toContain('(1 h 30 min). All that was stopped or restricted has been open again')
    expect(report).toContain('| trading | 1 h 30 min | 1 h 30 min | 1 h 30 min |')
    expect(report).toContain('- Time to full resumption: 1 h 30 min\n')
    expect(report).not.toContain('1 h 29 min')
  })
})

describe('what is over in the report', () => {
  it('is told in the past: neither the impact nor what was being checked goes on', async () => {
    const bench = await declared()
    await bench.ok('set', 'impact.en=Trading is not possible.', 'impact.ja=売買ができません。', 'losses=?')
    expect(await bench.ok('report')).toContain('Effect on data and assets: being checked.')
    await bench.ok('notice', 'website', '--posted', '--language', 'en')
    bench.pass(30 * MINUTE)
    await bench.ok('lift', '--all', '--force', '--reason', 'it is back')
    await bench.ok('close', '--force', '--reason', 'over')
    const english = await bench.ok('report', '--language', 'en')
    expect(english).toContain('Said during the halt, in words for customers: "Trading is not possible."')
    expect(english).toContain('Effect on data and assets: not known when the incident was closed.')
    expect(english).toContain('**Why:** Not known when the incident was closed.')
    expect(english).not.toMatch(/being checked|not known yet|Not known yet|on record yet/)
    const japanese = await bench.ok('report', '--language', 'ja')
    expect(japanese).toContain('停止・制限の間の、顧客向けの記載: 「売買ができません」。')
    expect(japanese).toContain('情報や資産への影響: 終了時点で不明。')
    const customers = await bench.ok('report', '--language', 'en', '--audience', 'customer')
    expect(customers).toContain(
      '**Who was affected, and how:** During the halt, our notices said: "Trading is not possible."',
    )
  })
})

describe('steps ticked in bulk', () => {
  it('stand in one row of the timeline, which does not say that each was done then', async () => {
    const bench = await declared()
    await bench.ok('done', '2.1-logs', '2.1-monitoring', '2.1-hearing', '--note', 'all fine')
    const rows = (await section(bench, 'Timeline')).split('\n').filter((row) => row.includes('2.1-'))
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(
      / 3 steps were marked as done within 1 s; when each was done is not on record: done 2\.1-logs .*; done 2\.1-monitoring .*; done 2\.1-hearing /,
    )
    expect(rows[0]).toMatch(/`\w+:2` `\w+:3` `\w+:4` \|$/)
    expect(await section(bench, '時系列', '--language', 'ja')).toContain(
      '1秒以内に3件の手順が完了として記録された（それぞれを行った時刻の記録なし）: ',
    )
  })
})

describe('references to events', () => {
  it('are numbers of the timeline, which has the names of events', async () => {
    const bench = await declared()
    await bench.ok('note', 'a bad disk', '--hypothesis')
    await bench.ok('note', 'the disk is fine', '--discards', '2')
    const report = await bench.ok('report')
    const body = report.slice(0, report.indexOf('## Timeline'))
    expect(body).not.toMatch(/\b[a-z0-9]{8}:\d+/)
    expect(body).toContain('| [#2](#event-2) |')
    expect(await section(bench, 'Timeline')).toContain('discarded \\#2 "the disk is fine"')
    expect(await bench.ok('report', '--format', 'html')).toContain('<a href="#event-2">#2</a>')
    for (const audience of ['executive', 'regulator', 'customer'])
      expect(await bench.ok('report', '--audience', audience)).not.toMatch(/\b[a-z0-9]{8}:\d+|#event/)
  })
})
