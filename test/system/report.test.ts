import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../src/render/columns.ts'
import { documentSchemas } from '../../src/schema/documents.ts'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'

const HOSTILE = '<img src=x onerror=alert(1)> `a` | [b](https://example.com) =1+1 \u001b[31m'

/** A halt of some minutes, with notices, facts and follow-ups, whose words try to be more than words. */
function halted(type = 'system-failure'): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', type, '--title', HOSTILE, '--at', '10m ago', '--scope', 'trading=stopped')
  bench.ok('set', 'cause=disk', 'cause.ja=設備の故障', 'cause.en=A broken disk')
  bench.ok('set', 'cause=two disks')
  bench.ok('notice', 'website', '--posted')
  bench.ok('note', HOSTILE)
  bench.ok('set', `root-cause=${HOSTILE}`, 'prevention-system=more disks')
  bench.ok('action', 'add', 'Buy disks', '--owner', 'hanako', '--serves', 'prevention-system')
  return bench
}

describe('the report', () => {
  it('is a document for people: impact, changes, promises, causes, prevention and the texts', () => {
    const report = halted().ok('report')
    expect(report).toMatch(/^# Post-incident report: /)
    for (const title of ['Impact', 'Scope', 'Facts', 'Promised reports', 'Prevention', 'Notices in full', 'Timeline'])
      expect(report).toContain(`\n## ${title}\n`)
    expect(report).toMatch(/How they changed:\n[\s\S]*disk[\s\S]*two disks/)
    expect(report).toMatch(/System improvements: more disks \(drawn up \S+ \S+, 0 of 1 follow-ups carried out\)/)
    expect(report).toContain('Buy disks: hanako')
    expect(report).toContain('Compensation amount: not known')
    expect(report).toMatch(/```mermaid\ngantt\n[\s\S]*website first notice no\. 1 :milestone/)
  })

  it('keeps what people typed inert in every form', () => {
    const bench = halted()
    const html = bench.ok('report', '--format', 'html')
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    for (const format of ['markdown', 'html', 'svg'])
      expect(bench.ok('report', '--format', format)).not.toMatch(/<img|<script|\u001b/)
    expect(bench.ok('report')).not.toMatch(/(?<!\\)\]\(/)
  })

  it('is one page without scripts, whose policy allows nothing from outside', () => {
    const html = halted().ok('report', '--format', 'html', '--language', 'ja')
    expect(html).toMatch(/^<!DOCTYPE html>\n<html lang="ja">/)
    expect(html).toMatch(
      /content="default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'"/,
    )
    for (const tag of html.match(/<[^>]+>/g) ?? [])
      expect(tag).not.toMatch(/^<(script|link|iframe|img|object|base)|\s(on\w+|style|src)=/)
    expect(html).not.toMatch(/url\((?!#)|@import/)
    expect(html).toMatch(/<svg [\s\S]*<title id="halt-picture-title">/)
  })

  it('is a document for programs of which its schema describes every part', () => {
    const bench = halted()
    bench.ok('skip', '2.1-logs', '--reason', 'no disk left')
    bench.ok('note', '--private', 'a name')
    bench.ok('exec', '--', 'true')
    const [{ event } = { event: '' }] = bench.json<{ evidence: { event: string }[] }>('evidence', 'list').evidence
    bench.ok('correct', event, '--at', '1m ago', '--reason', 'the clock')
    const document = bench.json('report')
    for (const part of ['deviations', 'notices', 'actions', 'corrections', 'evidence', 'commands', 'timeline'])
      expect(document[part], part).not.toEqual([])
    expect(documentSchemas.report.parse(document)).toEqual(document)
  })

  it('is a picture of the timeline that stands alone', () => {
    const svg = halted().ok('report', '--format', 'svg')
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" [\s\S]*<\/svg>\n$/)
    expect(svg).toContain('class="scope-stopped"')
    expect(svg).toMatch(/<title>website first notice no\. 1: /)
  })

  it('is for the audience that is named', () => {
    const bench = halted()
    const customer = bench.ok('report', '--audience', 'customer')
    expect(customer).toContain('> **For customers**')
    expect(customer).toContain('A broken disk')
    for (const inside of ['two disks', 'taro', 'hanako', 'Buy disks', 'SEV', '## Timeline', '## Evidence'])
      expect(customer).not.toContain(inside)
    const regulator = bench.ok('report', '--audience', 'regulator')
    expect(regulator).toContain('two disks')
    for (const name of ['taro', 'hanako']) expect(regulator).not.toContain(name)
  })

  it('tells customers of nothing but public words, and whoever makes it what is left out for want of them', () => {
    const bench = halted()
    const kept = bench.halt('report', '--audience', 'customer', '--language', 'ja')
    expect(kept.err).toContain('left out for customers, since no public words were stated: prevention-system\n')
    expect(kept.out).toContain('| 原因 | 設備の故障 |')
    for (const untrue of ['システムの改善', '根本原因: ', 'A broken disk']) expect(kept.out).not.toContain(untrue)
    bench.ok('set', 'prevention-system.ja=予備機の追加')
    const told = bench.halt('report', '--audience', 'customer', '--language', 'ja')
    expect(told.err).not.toContain('left out')
    expect(told.out).toMatch(/システムの改善: 予備機の追加（\S+ \S+に策定）/)
  })

  it('calls operations what people call them, and says which notices it counts', () => {
    const bench = halted()
    bench.ok('scope', 'withdrawals:XEM=limited:small amounts')
    bench.ok('notice', 'internal', '--posted')
    const report = bench.ok('report', '--language', 'ja')
    expect(report).toMatch(/^\| 売買 \| 停止 \|/m)
    expect(report).toMatch(/^\| 出金・送付 XEM \| 一部制限 \(small amounts\) \|/m)
    expect(report).toContain('- 出した告知（社内連絡を含む）: 2件')
    expect(bench.ok('report', '--language', 'ja', '--audience', 'customer')).not.toContain('出した告知')
    expect(bench.ok('report', '--draft', 'jp-fsa')).toContain('\n## 1. Company, registration number\n')
  })

  it('tells management what authorities want, and of a notice before the halt was declared that it was one', () => {
    const bench = halted()
    bench.ok('notice', 'email', '--posted', '--at', '5m ago')
    bench.ok('clock', 'start', 'jp-fsa:awareness')
    bench.ok('note', 'a bad disk', '--hypothesis')
    const report = bench.ok('report', '--audience', 'executive', '--language', 'ja')
    expect(report).toMatch(/^\| 金融庁 障害発生等報告書（発生）（要確認） \| .* \| 直ちに \| - \| 未報告 \|$/m)
    expect(report).toMatch(
      /宣言から第1報まで:\n {2}- ウェブサイト: \d+秒\n {2}- メール: 宣言前に告知\n {2}- \S+: 不明\n/,
    )
    expect(bench.ok('report', '--language', 'ja')).toMatch(/\| a bad disk \| \S+ \| 検討中 \|/)
  })

  it('of a confidential halt says whom it is for; for programs it is whole', () => {
    const bench = halted('security-incident')
    expect(bench.halt('report')).toMatchObject({
      code: 3,
      out: '',
      err: expect.stringContaining('--audience internal|executive'),
    })
    for (const format of ['markdown', 'html', 'pdf', 'svg'])
      expect(bench.halt('report', '--format', format).err).toContain('(missing-answer)')
    expect(bench.ok('report', '--audience', 'internal')).toContain('two disks')
    expect(JSON.parse(bench.ok('report', '--format', 'json')).facts.cause.value).toBe('two disks')
  })

  it('asks for what is missing only with --fill, and only somebody who is there', async () => {
    const bench = halted()
    expect(bench.halt('report', '--fill')).toMatchObject({ code: 3, out: '' })
    const before = bench.ok('log', '--json')
    bench.ok('report')
    expect(bench.ok('log', '--json')).toBe(before)
    const person = new Terminal(bench, ['report', '--fill', '--output', 'report.md'])
    await person.until(/What made it more likely/)
    person.type('no alarm\r')
    await person.until(/Who is compensated/)
    person.type('?\r')
    await person.until(/How much/)
    person.type('\r')
    await person.until(/What do customers have to do/)
    person.type('\u0003')
    expect(await person.end()).toBe(130)
    expect(person.unbroken()).toMatch(/all that was answered is recorded \(paused\)\nGo on with: .*report --fill/)
    const { facts } = JSON.parse(bench.ok('status', '--json'))
    expect(facts['contributing-factors']).toMatchObject({ known: true, value: 'no alarm' })
    expect(facts['compensation-who']).toMatchObject({ known: false, at: expect.any(String) })
    expect(facts['compensation-amount'].at).toBeNull()
    expect(existsSync(join(bench.directory, 'report.md'))).toBe(false)
  })
})

describe('a log of which more was known', () => {
  function logOf(bench: Bench): string {
    const folder = join(bench.workspace, 'incidents', bench.ok('list').split(' ')[0] as string)
    return join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
  }

  const cutShort = () => {
    const bench = halted()
    const path = logOf(bench)
    writeFileSync(path, readFileSync(path, 'utf8').replace(/[^\n]*\n$/, ''))
    return bench
  }
  const withoutOneWriter = () => {
    const bench = halted()
    const first = logOf(bench)
    const env = { XDG_STATE_HOME: join(bench.directory, 'another') }
    expect(bench.haltWith({ env }, 'note', 'from another machine').code).toBe(0)
    const other = readdirSync(dirname(first)).find((name) => name.endsWith('.jsonl') && !first.endsWith(name)) as string
    bench.ok('note', 'after that')
    rmSync(join(dirname(first), other))
    return bench
  }

  it.each([
    ['cut short', cutShort, 'log-behind', /the log of \S+ ends at \d+, but \d+ was recorded/],
    ['without one of its files', withoutOneWriter, 'log-incomplete', /the file of \S+ is missing, but \S+ had seen it/],
  ])('gives no report that looks whole: %s', (_, made, code, words) => {
    const bench = made()
    for (const args of [[], ['--format', 'json'], ['--format', 'timeline'], ['--draft', 'jp-fsa']])
      expect(bench.halt('report', ...args)).toMatchObject({
        code: 4,
        out: '',
        err: expect.stringContaining(`(${code})`),
      })
    const { code: exit, out } = bench.halt('report', '--partial')
    expect(exit).toBe(4)
    expect(out).toMatch(/^# \\\[PARTIAL\\\] /m)
    expect(out).toMatch(words)
    expect(out).not.toContain('is whole')
    expect(JSON.parse(bench.halt('report', '--partial', '--format', 'json').out)).toMatchObject({
      partial: true,
      damage: [expect.stringMatching(words)],
    })
    expect(bench.halt('verify', '--continue', '--reason', 'no copy').code).toBe(0)
    expect(bench.ok('report')).toContain('over which the log was continued: 1.')
  })
})

describe('a damaged log', () => {
  function damaged(): Bench {
    const bench = halted()
    const id = bench.ok('list').split(' ')[0] as string
    const folder = join(bench.workspace, 'incidents', id)
    const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    const lines = readFileSync(path, 'utf8').split('\n')
    lines[4] = (lines[4] as string).replace('website', 'webside')
    writeFileSync(path, lines.join('\n'))
    return bench
  }

  it('gives no report', () => {
    for (const format of ['markdown', 'json', 'html', 'svg', 'pdf', 'timeline'])
      expect(damaged().halt('report', '--format', format)).toMatchObject({ code: 4, out: '' })
  })

  it('gives a partial one where that is asked for, which says so wherever one looks', () => {
    const bench = damaged()
    const { code, out } = bench.halt('report', '--partial')
    expect(code).toBe(4)
    expect(out).toMatch(/^# \\\[PARTIAL\\\] /m)
    expect(out.match(/PARTIAL: the log is damaged/g)?.length).toBe((out.match(/^## /gm)?.length ?? 0) + 1)
    const html = bench.halt('report', '--partial', '--format', 'html').out
    expect(html).toMatch(/<p class="partial" role="alert">PARTIAL/)
    expect(html).toMatch(/@media print\{\s[^@]*\.partial\{position:fixed;top:0;[^@]*\{padding-top:[^@]*break:clone\}/)
    expect(bench.halt('report', '--partial', '--format', 'svg').out).toContain('>PARTIAL: the log is damaged')
    const timeline = bench.halt('report', '--partial', '--format', 'timeline')
    expect(timeline).toMatchObject({ code: 4, out: expect.stringMatching(/^PARTIAL: the log is damaged/) })
    expect(JSON.parse(bench.halt('report', '--partial', '--format', 'json').out)).toMatchObject({
      partial: true,
      damage: [expect.stringContaining('was altered')],
    })
  })
})

describe('the timeline drawn with characters', () => {
  const UTF8 = { LANG: 'C.UTF-8' }
  const widest = (text: string) => Math.max(...text.split('\n').map(columnsOf))

  it('is plain text of at most eighty columns in a pipe, in both languages', () => {
    const bench = halted()
    bench.env.LANG = 'C.UTF-8'
    for (const [language, label] of [
      ['en', 'Notices'],
      ['ja', '告知'],
    ] as const) {
      const text = bench.ok('report', '--format', 'timeline', '--language', language)
      expect(text).toMatch(new RegExp(`^${label} .*◉`, 'm'))
      expect(text).toMatch(/T\+00:10:0/)
      expect(widest(text)).toBeLessThan(80)
      expect(text).not.toContain('\u001b')
    }
  })

  it('keeps what people typed inert', () => {
    const bench = halted()
    expect(bench.ok('report', '--format', 'timeline')).toContain('\\u001b[31m')
    expect(bench.ok('--color', 'always', 'report', '--format', 'timeline')).toContain('=1+1 \\u001b[31m')
  })

  it('is drawn in ASCII where the terminal shows no more', () => {
    const bench = halted()
    const drawing = { env: UTF8 }
    for (const env of [{}, { LANG: 'ja_JP.eucJP' }, { ...UTF8, TERM: 'dumb' }, { ...UTF8, TERM: 'linux' }]) {
      const { out } = bench.haltWith({ env }, 'report', '--format', 'timeline')
      expect(out).toMatch(/^[ -~\n]+$/)
      expect(out).toMatch(/^trading +.*###/m)
    }
    expect(bench.haltWith(drawing, 'report', '--format', 'timeline').out).toMatch(/^trading +.*⣿⣿⣿/m)
  })

  it('is for the audience that is named', () => {
    const bench = halted()
    bench.ok('begin', '2.1-logs')
    for (const audience of ['internal', 'executive', 'regulator'])
      expect(bench.ok('report', '--format', 'timeline', '--audience', audience)).toMatch(/^System /m)
    const customer = bench.ok('report', '--format', 'timeline', '--audience', 'customer')
    expect(customer).toMatch(/^system failure +T\+/)
    expect(customer).toMatch(/^Notices /m)
    for (const inside of ['SEV', 'img', 'System']) expect(customer).not.toContain(inside)
  })

  it('of a confidential halt says whom it is for', () => {
    const bench = halted('security-incident')
    expect(bench.halt('report', '--format', 'timeline')).toMatchObject({ code: 3, out: '' })
    expect(bench.ok('report', '--format', 'timeline', '--audience', 'internal')).toContain('Notices')
  })

  it('is no form of a draft for an authority', () => {
    const refused = halted().halt('report', '--draft', 'jp-fsa', '--format', 'timeline')
    expect(refused).toMatchObject({ code: 2, out: '', err: expect.stringContaining('(bad-flag)') })
  })

  it('says in each line of a drill that it is one', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure', '--drill', '--scope', 'trading=stopped')
    for (const line of bench.ok('report', '--format', 'timeline').trimEnd().split('\n'))
      expect(line).toMatch(/^\[DRILL\]( |$)/)
  })

  it('goes to a file uncoloured, and as wide as in a pipe', () => {
    const bench = halted()
    bench.env.FORCE_COLOR = '1'
    bench.ok('report', '--format', 'timeline', '--output', 'timeline.txt')
    const file = readFileSync(join(bench.directory, 'timeline.txt'), 'utf8')
    expect(file).not.toContain('\u001b')
    expect(bench.ok('report', '--format', 'timeline')).toContain('\u001b[1m')
    expect(file).toMatch(/^Phases /m)
    expect(file).toMatch(/[^\n]\n$/)
  })

  it('fits the terminal, in colour or without', async () => {
    const bench = halted()
    for (const columns of [40, 80, 160])
      for (const lang of ['en', 'ja'])
        for (const color of ['always', 'never']) {
          const args = ['--lang', lang, '--color', color, '-i', 'latest', 'report', '--format', 'timeline']
          const person = new Terminal(bench, args, { columns, rows: 60 }, UTF8)
          expect(await person.end()).toBe(0)
          expect(person.lines()).toEqual(person.unbroken().split('\n'))
          expect(person.output.includes('\u001b[')).toBe(color === 'always')
          const ticks = person.lines().find((line) => /^ *╷?╌+╷/.test(line)) ?? ''
          expect(columnsOf(ticks)).toBe(columns - 1)
        }
  })

  it('is drawn on a terminal far too narrow for it', async () => {
    const person = new Terminal(halted(), ['-i', 'latest', 'report', '--format', 'timeline'], { columns: 4 }, UTF8)
    expect(await person.end()).toBe(0)
  })

  it('is shown by a key of the walk', async () => {
    const person = new Terminal(halted(), ['walk'], { rows: 60 }, UTF8)
    await person.until(/\? help/)
    person.type('m')
    await person.until(/T timeline/)
    person.type('T')
    await person.until(/Notices[\s\S]*first notice 1[\s\S]*\? help/)
    person.type('\u0003')
    expect(await person.end()).toBe(130)
  })
})

/** Whether a process, or a group by its negative number, is there. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe('a PDF', () => {
  /** A Chromium of our own that prints what it is told. */
  function withBrowser(script: string): Bench {
    const bench = halted()
    const folder = join(bench.directory, 'browser')
    mkdirSync(folder)
    writeFileSync(join(folder, 'chromium'), `#!/bin/sh\n${script}\n`)
    chmodSync(join(folder, 'chromium'), 0o755)
    bench.env.PATH = `${folder}:/usr/bin:/bin`
    return bench
  }
  const PRINTS =
    'for a; do case "$a" in --print-to-pdf=*) f=$(printf %s "$a" | cut -d= -f2-);; esac; done; printf "%%PDF-1.4 %s\\n%%%%EOF\\n" "$*" > "$f"'

  it('is printed by an installed Chromium, from a page that is gone afterwards', () => {
    const bench = withBrowser(PRINTS)
    bench.ok('report', '--format', 'pdf', '--output', 'report.pdf')
    const pdf = readFileSync(join(bench.directory, 'report.pdf'), 'latin1')
    const page = / file:\/\/(\S+)$/m.exec(pdf)?.[1] as string
    expect(pdf).toContain('--headless')
    expect(existsSync(page)).toBe(false)
  })

  it('is printed also by a Chromium that has much to say', () => {
    const bench = withBrowser(`head -c 3000000 /dev/zero; head -c 3000000 /dev/zero >&2\n${PRINTS}`)
    expect(bench.ok('report', '--format', 'pdf')).toContain('%%EOF')
  })

  it('that was not printed to its end is none', () => {
    const cut = PRINTS.replace('%%%%EOF', '')
    for (const script of [cut, `${cut}; kill -9 $$`]) {
      const { code, out, err } = withBrowser(script).halt('report', '--format', 'pdf')
      expect({ code, out }).toEqual({ code: 3, out: '' })
      expect(err).toContain('(pdf-failed)')
    }
  })

  it('leaves nothing behind at Ctrl-C: neither the page nor what prints it', async () => {
    const bench = withBrowser('echo $$ > "$HOME/pid"; sleep 600')
    const args = ['report', '--format', 'pdf', '--output', 'report.pdf']
    const printing = new Terminal(bench, args, {}, { TMPDIR: bench.directory })
    const pid = join(bench.directory, 'pid')
    await expect.poll(() => existsSync(pid) && readFileSync(pid, 'utf8'), { timeout: 20_000 }).toMatch(/^\d+\n$/)
    printing.type('\u0003')
    await printing.end()
    expect(printing.text()).not.toContain('written')
    expect(readdirSync(bench.directory).filter((name) => /^halt-|\.pdf/.test(name))).toEqual([])
    const group = -Number(readFileSync(pid, 'utf8'))
    await expect.poll(() => isThere(group), { timeout: 20_000 }).toBe(false)
  })

  it('is refused where none is installed, where it fails, and on a terminal', async () => {
    const none = halted()
    none.env.PATH = join(none.directory, 'nothing')
    expect(none.halt('report', '--format', 'pdf')).toMatchObject({ code: 3, out: '' })
    expect(none.halt('report', '--format', 'pdf').err).toContain('(no-chromium)')
    const failing = withBrowser('echo no display >&2; exit 7').halt('report', '--format', 'pdf')
    expect(failing).toMatchObject({ code: 3, out: '', err: expect.stringMatching(/printed no PDF: 7 \(pdf-failed\)/) })
    const person = new Terminal(withBrowser(PRINTS), ['report', '--format', 'pdf'])
    expect(await person.end()).toBe(2)
    expect(person.text()).toContain('(pdf-to-terminal)')
  })
})
