import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../src/view/columns.ts'
import { Bench } from '../bench.ts'
import { LEAVE, replies } from '../script.ts'

const HOSTILE = '<img src=x onerror=alert(1)> `a` | [b](https://example.com) =1+1 \u001b[31m'

/** A halt of some minutes with notices, facts and follow-ups, whose texts attempt injection. */
async function halted(type = 'system-failure'): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', type, '--title', HOSTILE, '--at', '10m ago', '--scope', 'trading=stopped')
  await bench.ok('set', 'cause=disk', 'cause.ja=設備の故障', 'cause.en=A broken disk')
  await bench.ok('set', 'cause=two disks')
  await bench.ok('notice', 'website', '--posted')
  await bench.ok('note', HOSTILE)
  await bench.ok('set', `root-cause=${HOSTILE}`, 'prevention-system=more disks')
  await bench.ok('action', 'add', 'Buy disks', '--owner', 'hanako', '--serves', 'prevention-system')
  return bench
}

describe('the report', () => {
  it('has sections on impact, scope, facts, prevention, notices and the timeline', async () => {
    const report = await (await halted()).ok('report')
    expect(report).toMatch(/^# Post-incident report: /)
    for (const title of ['Impact', 'Scope', 'Facts', 'Prevention', 'Notices in full', 'Timeline'])
      expect(report).toContain(`\n## ${title}\n`)
    expect(report).toMatch(/\| Cause \| two disks \|[\s\S]*What was stated before:\n[\s\S]*\| disk \|/)
    expect(report).toMatch(/System improvements: more disks \(drawn up \S+ \S+, 0 of 1 follow-up carried out\)/)
    expect(report).toContain('| Buy disks | System improvements | hanako |')
    expect(report).not.toContain('## Compensation')
    expect(report).toMatch(/## Not on record\n[\s\S]*- Compensation: Who is compensated, Compensation amount/)
    expect(report).toMatch(/```mermaid\n.*\ngantt\n[\s\S]*website first notice no\. 1 :milestone/)
  })

  it('makes typed text inert in every format', async () => {
    const bench = await halted()
    const html = await bench.ok('report', '--format', 'html')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    for (const format of ['markdown', 'html', 'svg'])
      expect(await bench.ok('report', '--format', format)).not.toMatch(/<img|<script|\u001b/)
    // What is written to a file has no terminal between it and its reader.
    await bench.ok('note', 'by \u202eotaS', '--hypothesis')
    for (const format of ['markdown', 'html', 'svg']) {
      await bench.ok('report', '--format', format, '--output', `${format}.out`)
      expect(readFileSync(join(bench.directory, `${format}.out`), 'utf8')).not.toMatch(/\u001b|\u202e/)
    }
    // In the chart, which is a block of code, nothing is a link.
    const prose = (await bench.ok('report')).replace(/^```mermaid\n[\s\S]*?\n```$/m, '')
    expect(prose).not.toMatch(/(?<!\\)\]\((?!#event-\d+\))/)
  })

  it('is one HTML page without scripts, whose policy forbids external resources', async () => {
    const html = await (await halted()).ok('report', '--format', 'html', '--language', 'ja')
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="ja">/)
    expect(html).toMatch(
      /content="default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'"/,
    )
    for (const tag of html.match(/<[^>]+>/g) ?? [])
      expect(tag).not.toMatch(/^<(script|link|iframe|img|object|base)|\s(on\w+|style|src)=/)
    expect(html).not.toMatch(/url\((?!#)|@import/)
    expect(html).toMatch(/<figure class="picture"><figcaption>.*<\/figcaption>\n<fieldset [\s\S]*<svg /)
  })

  it('is a standalone picture of the timeline as SVG', async () => {
    const svg = await (await halted()).ok('report', '--format', 'svg')
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [\s\S]*<\/svg>\n$/)
    expect(svg).toContain('class="scope-stopped"')
    expect(svg).toMatch(/<title>website first notice no\. 1: /)
  })

  it('contains only what its audience may see', async () => {
    const bench = await halted()
    const customer = await bench.ok('report', '--audience', 'customer')
    expect(customer).toContain('> **For customers**')
    expect(customer).toContain('A broken disk')
    for (const inside of ['two disks', 'taro', 'hanako', 'Buy disks', 'SEV', '## Timeline', '## Evidence'])
      expect(customer).not.toContain(inside)
    const regulator = await bench.ok('report', '--audience', 'regulator')
    expect(regulator).toContain('two disks')
    for (const name of ['taro', 'hanako']) expect(regulator).not.toContain(name)
  })

  it('has only public words for customers, and tells the operator which facts that omits', async () => {
    const bench = await halted()
    const kept = await bench.halt('report', '--audience', 'customer', '--language', 'ja')
    expect(kept.err).toContain('left out for customers, because these facts have no public words: prevention-system\n')
    expect(kept.out).toContain('| 原因 | 設備の故障 |')
    for (const untrue of ['システムの改善', '根本原因: ', 'A broken disk']) expect(kept.out).not.toContain(untrue)
    await bench.ok('set', 'prevention-system.ja=予備機の追加')
    const told = await bench.halt('report', '--audience', 'customer', '--language', 'ja')
    expect(told.err).not.toContain('left out')
    expect(told.out).toContain('システムの改善: 予備機の追加\n')
  })

  it('has names of operations, and says which notices it counts', async () => {
    const bench = await halted()
    await bench.ok('scope', 'withdrawals:XEM=limited:small amounts')
    await bench.ok('notice', 'internal', '--posted')
    const report = await bench.ok('report', '--language', 'ja')
    expect(report).toMatch(/^\| 売買 \| 停止 \|/m)
    expect(report).toMatch(/^\| 出金・送付（XEM） \| 一部制限（small amounts） \|/m)
    expect(report).toContain('- 出した告知（社内連絡を含む）: 2件')
    expect(await bench.ok('report', '--language', 'ja', '--audience', 'customer')).not.toContain('出した告知')
    expect(await bench.ok('report', '--draft', 'jp-fsa')).toContain('\n## 1. Company, registration number\n')
  })

  it('tells management about reports to authorities, and marks a notice sent before the declaration', async () => {
    const bench = await halted()
    await bench.ok('notice', 'email', '--posted', '--at', '5m ago')
    await bench.ok('clock', 'start', 'jp-fsa:awareness')
    await bench.ok('note', 'a bad disk', '--hypothesis')
    const report = await bench.ok('report', '--audience', 'executive', '--language', 'ja')
    expect(report).toMatch(
      /^\| 金融庁 障害発生等報告書（発生）（規定未確認） \| .* \| 直ちに \| - \| 未報告、起点から\S+経過 \|$/m,
    )
    expect(report).toMatch(
      /宣言から最初の告知まで:\n {2}- ウェブサイト: \d+秒\n {2}- メール: 宣言前に告知\n {2}- \S+: まだ出していません\n/,
    )
    expect(await bench.ok('report', '--language', 'ja')).toMatch(
      /\| a bad disk（英語のみ） \| \S+ \| 棄却していない \|/,
    )
  })

  it('on a confidential halt requires an audience, except as JSON', async () => {
    const bench = await halted('security-incident')
    expect(await bench.halt('report')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('--audience internal|executive'),
    })
    for (const format of ['markdown', 'html', 'pdf', 'svg'])
      expect((await bench.halt('report', '--format', format)).err).toContain('(missing-answer)')
    expect(await bench.ok('report', '--audience', 'internal')).toContain('two disks')
    expect(JSON.parse(await bench.ok('report', '--format', 'json')).facts.cause.value).toBe('two disks')
  })

  it('requires one too where only a writer that nobody here knows says that the halt is another, and marks its pages', async () => {
    const bench = await halted('security-incident')
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-mallory'), HALT_OPERATOR: 'mallory' }
    await bench.haltWith({ env }, 'classify', '--type', 'system-failure', '--reason', 'no incident')
    expect(await bench.halt('report')).toMatchObject({ code: 3, out: '' })
    expect(await bench.ok('report', '--audience', 'executive', '--format', 'html')).toContain('CONFIDENTIAL')
  })

  it('asks for missing facts only with --fill and on a terminal', async () => {
    const bench = await halted()
    expect(await bench.halt('report', '--fill')).toMatchObject({ code: 3, out: '' })
    const before = await bench.ok('log', '--json')
    await bench.ok('report')
    expect(await bench.ok('log', '--json')).toBe(before)
    const script = replies(
      ['How many customers', '1200'],
      ['How many orders', ''],
      ['What do they amount to', '1250000 JPY'],
      ['Which assets', ''],
      ["How many people's", '?'],
      ['How many complaints', '0'],
      ['What made it more likely', 'no alarm'],
      [/Contributing factors \[contributing-factors\.ja\] in Japanese/, '警報なし'],
      ['Who is compensated', '？'],
      ['How much', ''],
      ['What do customers have to do', LEAVE],
    )
    const { code, err } = await bench.haltWith({ script }, 'report', '--fill', '--output', 'report.md')
    expect(code).toBe(130)
    expect(err).toMatch(/all answers are recorded \(paused\)\nTo resume:\nhaltctl report --fill/)
    const { facts } = JSON.parse(await bench.ok('status', '--json'))
    expect(facts['affected-customers']).toMatchObject({ known: true, value: '1200' })
    expect(facts['affected-people']).toMatchObject({ known: false, at: expect.any(String) })
    expect(facts['contributing-factors']).toMatchObject({ known: true, value: 'no alarm', ja: '警報なし' })
    expect(facts['compensation-who']).toMatchObject({ known: false, at: expect.any(String) })
    expect(facts['compensation-amount'].at).toBeNull()
    expect(existsSync(join(bench.directory, 'report.md'))).toBe(false)
  })
})

describe('a log that lacks events seen before', () => {
  async function logOf(bench: Bench): Promise<string> {
    const folder = join(bench.workspace, 'incidents', (await bench.ok('list')).split(' ')[0] as string)
    return join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
  }

  const cutShort = async () => {
    const bench = await halted()
    const path = await logOf(bench)
    writeFileSync(path, `${readFileSync(path, 'utf8').split('\n').slice(0, -2).join('\n')}\n`)
    return bench
  }
  const withoutOneWriter = async () => {
    const bench = await halted()
    const first = await logOf(bench)
    const env = { XDG_STATE_HOME: join(bench.directory, 'another') }
    expect((await bench.haltWith({ env }, 'note', 'from another machine')).code).toBe(0)
    const other = readdirSync(dirname(first)).find((name) => name.endsWith('.jsonl') && !first.endsWith(name)) as string
    await bench.ok('note', 'after that')
    rmSync(join(dirname(first), other))
    return bench
  }

  it.each([
    ['cut short', cutShort, 'log-behind', /the log of \S+ ends at \d+, but \d+ was recorded/],
    ['without one of its files', withoutOneWriter, 'log-incomplete', /the file of \S+ is missing, but \S+ has seen it/],
  ])('makes halt report exit 4, and --partial mark the report as partial: %s', async (_, made, code, words) => {
    const bench = await made()
    for (const args of [[], ['--format', 'json'], ['--format', 'timeline'], ['--draft', 'jp-fsa']])
      expect(await bench.halt('report', ...args)).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringContaining(`(${code})`),
      })
    const { code: exit, out } = await bench.halt('report', '--partial')
    expect(exit).toBe(4)
    expect(out).toMatch(/^# \\\[PARTIAL\\\] /m)
    expect(out).toMatch(words)
    expect(out).not.toContain('is whole')
    expect(JSON.parse((await bench.halt('report', '--partial', '--format', 'json')).out)).toMatchObject({
      partial: true,
      damage: [expect.stringMatching(words)],
    })
    expect((await bench.halt('verify', '--continue', '--reason', 'no copy')).code).toBe(0)
    expect(await bench.ok('report')).toContain('over which the log was continued: 1.')
  })
})

describe('a damaged log', () => {
  async function damaged(): Promise<Bench> {
    const bench = await halted()
    const id = (await bench.ok('list')).split(' ')[0] as string
    const folder = join(bench.workspace, 'incidents', id)
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    const lines = readFileSync(path, 'utf8').split('\n')
    lines[4] = (lines[4] as string).replace('website', 'webside')
    writeFileSync(path, lines.join('\n'))
    return bench
  }

  it('makes halt report exit 4 without output in every format', async () => {
    for (const format of ['markdown', 'json', 'html', 'svg', 'pdf', 'timeline'])
      expect(await (await damaged()).halt('report', '--format', format)).toMatchObject({ code: 4, out: '' })
  })

  it('can be reported with --partial, with a warning in every section', async () => {
    const bench = await damaged()
    const { code, out } = await bench.halt('report', '--partial')
    expect(code).toBe(4)
    expect(out).toMatch(/^# \\\[PARTIAL\\\] /m)
    expect(out.match(/PARTIAL: the log is damaged/g)?.length).toBe((out.match(/^## /gm)?.length ?? 0) + 1)
    const html = (await bench.halt('report', '--partial', '--format', 'html')).out
    expect(html).toMatch(/<p class="partial" role="alert">PARTIAL/)
    expect(html).toMatch(/@media print\{\s[^@]*\.partial\{position:fixed;top:0;[^@]*\{padding-top:[^@]*break:clone\}/)
    expect((await bench.halt('report', '--partial', '--format', 'svg')).out).toContain('>PARTIAL: the log is damaged')
    const timeline = await bench.halt('report', '--partial', '--format', 'timeline')
    expect(timeline).toMatchObject({ code: 4, out: expect.stringMatching(/^PARTIAL: the log is damaged/) })
    expect(JSON.parse((await bench.halt('report', '--partial', '--format', 'json')).out)).toMatchObject({
      partial: true,
      damage: [expect.stringContaining('was altered')],
    })
  })
})

describe('the timeline as text', () => {
  const UTF8 = { LANG: 'C.UTF-8' }
  const widest = (text: string) => Math.max(...text.split('\n').map(columnsOf))

  it('is plain text of at most eighty columns in a pipe, in both languages', async () => {
    const bench = await halted()
    bench.env.LANG = 'C.UTF-8'
    for (const [language, label] of [
      ['en', 'Notices'],
      ['ja', '告知'],
    ] as const) {
      const text = await bench.ok('report', '--format', 'timeline', '--language', language)
      expect(text).toMatch(new RegExp(`^${label} .*◉`, 'm'))
      expect(text).toMatch(/T\+00:10:0/)
      expect(widest(text)).toBeLessThan(80)
      expect(text).not.toContain('\u001b')
    }
  })

  it('makes typed text inert', async () => {
    const bench = await halted()
    expect(await bench.ok('report', '--format', 'timeline')).toContain('\\u001b[31m')
    expect(await bench.ok('--color', 'always', 'report', '--format', 'timeline')).toContain('=1+1 \\u001b[31m')
  })

  it('is drawn in ASCII if the terminal supports no more', async () => {
    const bench = await halted()
    const drawing = { env: UTF8 }
    for (const env of [{}, { LANG: 'ja_JP.eucJP' }, { ...UTF8, TERM: 'dumb' }, { ...UTF8, TERM: 'linux' }]) {
      const { out } = await bench.haltWith({ env }, 'report', '--format', 'timeline')
      expect(out).toMatch(/^[ -~\n]+$/)
      expect(out).toMatch(/^trading +.*###/m)
    }
    expect((await bench.haltWith(drawing, 'report', '--format', 'timeline')).out).toMatch(/^trading +.*⣿⣿⣿/m)
  })

  it('contains only what its audience may see', async () => {
    const bench = await halted()
    await bench.ok('begin', '2.1-logs')
    for (const audience of ['internal', 'executive', 'regulator'])
      expect(await bench.ok('report', '--format', 'timeline', '--audience', audience)).toMatch(/^System /m)
    const customer = await bench.ok('report', '--format', 'timeline', '--audience', 'customer')
    expect(customer).toMatch(/^system failure +T\+/)
    expect(customer).toMatch(/^Notices /m)
    for (const inside of ['SEV', 'img', 'System']) expect(customer).not.toContain(inside)
  })

  it('of a confidential halt requires an audience', async () => {
    const bench = await halted('security-incident')
    expect(await bench.halt('report', '--format', 'timeline')).toMatchObject({ code: 3, out: '' })
    expect(await bench.ok('report', '--format', 'timeline', '--audience', 'internal')).toContain('Notices')
  })

  it('is not a format for a draft to an authority', async () => {
    const refused = await (await halted()).halt('report', '--draft', 'jp-fsa', '--format', 'timeline')
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('(bad-flag)') })
  })

  it('marks every line of a drill', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--drill', '--scope', 'trading=stopped')
    for (const line of (await bench.ok('report', '--format', 'timeline')).trimEnd().split('\n'))
      expect(line).toMatch(/^\[DRILL\]( |$)/)
  })

  it('has no colour in a file, and the width of a pipe', async () => {
    const bench = await halted()
    bench.env.FORCE_COLOR = '1'
    await bench.ok('report', '--format', 'timeline', '--output', 'timeline.txt')
    const file = readFileSync(join(bench.directory, 'timeline.txt'), 'utf8')
    expect(file).not.toContain('\u001b')
    const printed = await bench.ok('report', '--format', 'timeline', '--output', '-')
    expect(printed).toBe(await bench.ok('report', '--format', 'timeline'))
    expect(existsSync(join(bench.directory, '-'))).toBe(false)
    expect(await bench.ok('report', '--format', 'timeline')).toContain('\u001b[1m')
    expect(file).toMatch(/^Phases /m)
    expect(file).toMatch(/[^\n]\n$/)
  })

  it('fits the terminal, in colour or without', async () => {
    const bench = await halted()
    for (const columns of [40, 80, 160])
      for (const lang of ['en', 'ja'])
        for (const color of ['always', 'never']) {
          const args = ['--lang', lang, '--color', color, '-i', 'latest', 'report', '--format', 'timeline']
          const { code, out } = await bench.haltWith({ script: replies(), columns, rows: 60, env: UTF8 }, ...args)
          expect(code).toBe(0)
          expect(out.includes('\u001b[')).toBe(color === 'always')
          const text = stripVTControlCharacters(out)
          expect(widest(text)).toBeLessThanOrEqual(columns)
          const ticks = text.split('\n').find((line) => /^ *╷?╌+╷/.test(line)) ?? ''
          expect(columnsOf(ticks)).toBe(columns - 1)
        }
  })

  it('is drawn even if the terminal is far too narrow', async () => {
    const terminal = { script: replies(), columns: 4, env: UTF8 }
    expect(await (await halted()).haltWith(terminal, 'report', '--format', 'timeline')).toMatchObject({ code: 0 })
  })

  it('is shown by /timeline in the walk', async () => {
    const script = replies(['? all', '/timeline'], ['? all', LEAVE])
    const { code, out, err } = await (await halted()).haltWith({ script, rows: 60, env: UTF8 }, 'walk')
    expect(code).toBe(130)
    expect(out + err).toMatch(/Notices[\s\S]*first notice 1/)
  })
})

describe('halt report --format pdf', () => {
  it('fails with no-chromium if Chromium is not installed', async () => {
    const bench = await halted()
    bench.env.PATH = join(bench.directory, 'nothing')
    expect(await bench.halt('report', '--format', 'pdf')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('(no-chromium)'),
    })
  })
})
