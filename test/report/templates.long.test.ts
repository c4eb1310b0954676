import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { documentSchemas } from '../../src/cli/schemas.ts'
import { Bench } from '../bench.ts'
import { inTurn } from '../sequence.ts'

const HOSTILE = '<script>alert(1)</script> **bold** [x](javascript:y) {{title}} {{> marks}} \u001b[31m\u202e'
const FORMULA = '=cmd("calc")'

/** A halt whose texts attempt injection. */
async function halted(...flags: readonly string[]): Promise<Bench> {
  const bench = new Bench()
  await bench.ok(
    'start',
    '--type',
    'system-failure',
    '--title',
    HOSTILE,
    '--at',
    '10m ago',
    '--scope',
    'trading=stopped',
    ...flags,
  )
  await bench.ok('set', `cause=${FORMULA}`, 'cause.ja=設備の故障', 'cause.en=A broken disk')
  await bench.ok('notice', 'website', '--posted')
  await bench.ok('action', 'add', HOSTILE, '--owner', 'hanako')
  return bench
}

/** Makes the first event after the declaration unreadable. */
async function damage(bench: Bench): Promise<Bench> {
  const id = (await bench.ok('list')).split(' ')[0] as string
  const folder = join(bench.workspace, 'incidents', id)
  const path = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
  const lines = readFileSync(path, 'utf8').split('\n')
  lines[2] = (lines[2] as string).replace('website', 'webside')
  writeFileSync(path, lines.join('\n'))
  return bench
}

const template = (bench: Bench, name: string, source: string) => bench.write(`runbooks/reports/${name}`, source)

const MARKDOWN = `# {{title}} / {{typeText}}

{{> marks}}

{{startedAtText}} {{facts.cause.value}} {{peopleText}} {{#severity}}{{severityText}}{{/severity}}

{{#actions}}
- {{text}} ({{owner}})
{{/actions}}
{{#milestones}}
- {{offsetSecondsText}} {{idText}}
{{/milestones}}

{{> section-impact}}

{{> section-timeline}}

{{> picture}}
`
const PAGE = `<!DOCTYPE html>
<html lang="{{language}}"><head>{{> policy}}<title>{{heading}}</title>{{> style}}</head><body>
{{> marks}}
{{> part-causes}}
{{#actions}}<p title="{{text}}">{{text}}</p>{{/actions}}
{{> section-timeline}}
{{> picture}}
</body></html>
`
const CAUSES = '{{! reviewed: 2026-11-20 }}\n<h2 id="ours">{{#facts}}{{cause.value}} {{cause.ja}}{{/facts}}</h2>\n'
const JSON_ITSELF = `{
  {{> marks}},
  "title": {{title}}, "says": "{{typeText}}: {{title}}", "closed": {{closedAt}}, "milestones": {{milestones}},
  "actions": [{{#actions}}{ "text": {{text}}, "at": {{atText}} }{{^last}}, {{/last}}{{/actions}}]
}
`
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 600">
{{> marks}}
<text y="590">{{title}}</text>
<g transform="translate(0 80)">{{> picture}}</g>
</svg>
`

async function templated(...flags: readonly string[]): Promise<Bench> {
  const bench = await halted(...flags)
  for (const language of ['ja', 'en']) {
    template(bench, `${language}/report.md`, MARKDOWN)
    template(bench, `${language}/report.html`, PAGE)
    template(bench, `${language}/part-causes.html`, CAUSES)
    template(bench, `${language}/report.json`, JSON_ITSELF)
    template(bench, `${language}/timeline.svg`, PICTURE)
  }
  return bench
}

describe('the report template of a team', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await templated()
  })

  it('has no findings, and neither do its parts', async () => {
    expect(await bench.json('runbook', 'check')).toMatchObject({ findings: [] })
  })

  it.each([
    ['en', 'system failure', 'halt began', '## Impact', 'The incident is still open'],
    ['ja', 'システム障害', '停止開始', '## 影響', 'インシデントは終了していません'],
  ])('replaces the Markdown report in %s, with texts and sections in that language', async (language, ...said) => {
    const report = await bench.ok('report', '--language', language)
    expect(report).toMatch(/^# &lt;script&gt;/)
    for (const words of said) expect(report).toContain(words)
    expect(report).toMatch(/```mermaid\n.*\ngantt\n/)
    expect(report).toContain('T+00:10:00')
  })

  it.each(['en', 'ja'])('replaces the HTML page, the JSON and the picture in %s', async (language) => {
    const page = await bench.ok('report', '--format', 'html', '--language', language)
    expect(page).toContain(`<h2 id="ours">${FORMULA.replaceAll('"', '&quot;')} 設備の故障</h2>`)
    expect(page).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /)
    expect(page).toContain('<section id="timeline"')
    expect(page).toMatch(/<figure class="picture"><figcaption>[^<]*<.figcaption>[\s\S]*<svg /)
    const document = JSON.parse(await bench.ok('report', '--format', 'json', '--language', language))
    expect(document).toMatchObject({ title: HOSTILE, closed: null, open: true, drill: false, audience: 'internal' })
    expect(document.says).toBe(`${language === 'ja' ? 'システム障害' : 'system failure'}: ${HOSTILE}`)
    expect(document.milestones[0]).toEqual({
      id: 'started',
      at: expect.any(String),
      offsetSeconds: 0,
      interruption: 1,
      enteredLateSeconds: 600,
      number: null,
      partial: false,
    })
    expect(document.actions).toHaveLength(1)
    const picture = await bench.ok('report', '--format', 'svg', '--language', language)
    expect(picture).toMatch(/^<svg [^>]*viewBox="0 0 1000 600">\n<text [^>]*font-weight="700">/)
    expect(picture).toContain(`<svg xmlns="http://www.w3.org/2000/svg" lang="${language}" class="halt-picture"`)
  })

  it('makes typed text inert', async () => {
    const [markdown, page, json, picture] = (await inTurn(['markdown', 'html', 'json', 'svg'], (form) =>
      bench.ok('report', '--format', form),
    )) as [string, string, string, string]
    for (const text of [markdown, page, json, picture]) expect(text).not.toMatch(/\u001b|\u202e/)
    for (const text of [markdown, page, picture]) expect(text).not.toMatch(/<script/)
    // In the chart, which is a block of code, nothing is a link.
    const prose = markdown.replace(/^```mermaid\n[\s\S]*?\n```$/gm, '')
    expect(prose).not.toMatch(/(?<!\\)\*\*bold|(?<!\\)\]\(/)
    expect(markdown).toContain('\\{\\{title\\}\\} \\{\\{&gt; marks\\}\\}')
    expect(page).toContain('{{title}} {{&gt; marks}}')
    expect(markdown.match(/The incident is still open/g)).toHaveLength(1)
  })

  it('is ignored with --built-in, and replaced with --template', async () => {
    expect(await bench.ok('report', '--built-in')).toMatch(/^# Post-incident report: /)
    expect(JSON.parse(await bench.ok('report', '--format', 'json', '--built-in'))).toHaveProperty('schemaVersion', 1)
    writeFileSync(join(bench.directory, 'once.html'), '{{> policy}}{{> marks}}{{> part-causes}}once')
    expect(await bench.ok('report', '--format', 'html', '--template', 'once.html')).toMatch(
      /<h2 id="ours">[\s\S]*once$/m,
    )
    const { code, err } = await bench.halt('report', '--template', 'nowhere.md')
    expect([code, err]).toEqual([2, expect.stringContaining('nowhere.md:1:1')])
    for (const flags of [
      ['--built-in', '--template', 'once.html'],
      ['--draft', 'jp-fsa', '--built-in'],
      ['--draft', 'jp-fsa', '--template', 'once.html'],
    ])
      expect(await bench.halt('report', ...flags)).toMatchObject({ code: 2, err: expect.stringContaining('(usage)') })
  })

  it('cannot be used for the terminal timeline', async () => {
    expect(await bench.ok('report', '--format', 'timeline')).toContain('first notice')
    const { code, err } = await bench.halt('report', '--format', 'timeline', '--template', 'once.html')
    expect([code, err]).toEqual([2, expect.stringContaining('(bad-flag)')])
  })

  it('does not apply to a draft for an authority', async () => {
    expect(await bench.ok('report', '--draft', 'jp-fsa')).toMatch(/^# Draft report: /)
  })

  it('shows an audience only what it may see', async () => {
    const customer = await bench.ok('report', '--audience', 'customer')
    for (const inside of ['taro', 'hanako', 'cmd', 'script', '## Timeline', 'SEV'])
      expect(customer).not.toContain(inside)
    expect(customer).toContain('> **For customers**')
    expect(customer).toContain('## Impact')
    const page = await bench.ok('report', '--audience', 'customer', '--format', 'html')
    expect(page).toContain('<h2 id="ours"> 設備の故障</h2>')
    expect(page).not.toMatch(/taro|hanako|cmd|id="timeline"/)
    const regulator = JSON.parse(await bench.ok('report', '--audience', 'regulator', '--format', 'json'))
    expect(regulator.audience).toBe('regulator')
  })
})

describe('the mandatory marks of a report template', () => {
  it('include the mark of a drill', async () => {
    const bench = await templated('--drill')
    expect(await bench.ok('report')).toContain('> **This was a DRILL.')
    expect(await bench.ok('report', '--format', 'html')).toContain('<p class="mark"><strong>This was a DRILL.')
    expect(await bench.ok('report', '--format', 'svg')).toContain('>This was a DRILL.')
    expect(JSON.parse(await bench.ok('report', '--format', 'json')).drill).toBe(true)
  })

  it('include the warning about a damaged log in every section, on every page and in the picture', async () => {
    const bench = await damage(await templated())
    for (const format of ['markdown', 'html', 'json', 'svg'])
      expect(await bench.halt('report', '--format', format)).toMatchObject({ code: 4, out: '' })
    const partial = async (format: string) => {
      const { code, out } = await bench.halt('report', '--partial', '--format', format)
      expect(code).toBe(4)
      return out
    }
    expect((await partial('markdown')).match(/^> \*\*PARTIAL: the log is damaged/gm)).toHaveLength(3)
    const page = await partial('html')
    expect(page).toMatch(/<p class="partial" role="alert">PARTIAL/)
    expect(page).toMatch(/<style>[^<]*@media print\{[^<]*\.partial\{position:fixed;top:0;/)
    expect(JSON.parse(await partial('json'))).toMatchObject({
      partial: true,
      damage: [expect.stringContaining('.jsonl')],
    })
    expect(await partial('svg')).toContain('>PARTIAL: the log is damaged')
  })
})

describe('an invalid report template', () => {
  let bench: Bench
  beforeAll(async () => {
    bench = await halted()
  })

  /** The fault that the report shows, and the one that `runbook check` finds. */
  async function refused(name: string, source: string, ...flags: readonly string[]) {
    template(bench, name, source)
    const { code, out, err } = await bench.halt('report', ...flags)
    const check = await bench.halt('runbook', 'check', '--json')
    const { findings } = documentSchemas.findings.parse(JSON.parse(check.out))
    return { code, out, err, check: check.code, findings }
  }

  it('bad-template: is reported with file, line and column, and the flag that avoids it', async () => {
    const { code, out, err, check, findings } = await refused('en/report.md', '{{> marks}}\n\nIt began {{startdAt}}')
    expect([code, out, check]).toEqual([2, '', 2])
    expect(err).toContain(`halt: workspace/runbooks/reports/en/report.md:3:10: '{{startdAt}}' is not known here`)
    expect(err).toContain('(bad-template)')
    expect(err).toMatch(/The nearest of \d+: startedAt, /)
    expect(err).toContain('Without the template: --built-in')
    expect(findings).toMatchObject([
      { code: 'bad-template', level: 'error', file: 'workspace/runbooks/reports/en/report.md', line: 3, column: 10 },
    ])
    expect(await bench.ok('report', '--built-in')).toContain('# Post-incident report')
    expect(await bench.ok('report', '--language', 'ja')).toContain('# 事後報告書')
    const { err: ja } = await bench.haltWith({ env: { HALT_LANG: 'ja' } }, 'report', '--language', 'en')
    expect(ja).toContain('「{{startdAt}}」はここでは使えません')
    expect(ja).toContain('テンプレートを使わずに作るには: --built-in')
  })

  it.each([
    ['has no marks', 'report.md', '# x', ':1:1'],
    ['writes a value as it is', 'report.md', '{{> marks}}\n{{{title}}}', ':2:1'],
    ['does not parse', 'report.md', '{{> marks}}\n{{#drill}}', ':2:11'],
    ['puts a value where it could act', 'report.html', '{{> policy}}{{> marks}}\n<a href="{{title}}">', ':2:10'],
    [
      'opens a hundred sections',
      'report.md',
      `{{> marks}}\n${'{{#drill}}'.repeat(100)}${'{{/drill}}'.repeat(100)}`,
      ':2:321',
    ],
    ['is too long', 'report.md', `{{> marks}}${'x'.repeat(70_000)}`, ':1:1'],
    ['is not text', 'report.md', '{{> marks}}\u0000', ':1:1'],
  ])('bad-template: is rejected because it %s', async (_, file, source, place) => {
    const format = file.endsWith('html') ? 'html' : 'markdown'
    const { code, err, check, findings } = await refused(`en/${file}`, source, '--format', format)
    expect([code, check]).toEqual([2, 2])
    expect(err).toContain(`reports/en/${file}${place}: `)
    expect(err).toContain('(bad-template)')
    expect(findings.map(({ file, line, column }) => `${file}:${line}:${column}`)).toContain(
      `workspace/runbooks/reports/en/${file}${place}`,
    )
    template(bench, `en/${file}`, `${format === 'html' ? '{{> policy}}' : ''}{{> marks}}`)
    expect((await bench.halt('report', '--format', format)).code).toBe(0)
  })

  it('bad-template: is rejected because its part includes itself or is a dangling symlink', async () => {
    template(bench, 'en/part-a.md', 'a\n{{> part-a}}')
    const { err, findings } = await refused('en/report.md', '{{> marks}}{{> part-a}}')
    expect(err).toContain('reports/en/part-a.md:2:1: ')
    expect(findings).toMatchObject([{ code: 'bad-template', line: 2, column: 1 }])
    template(bench, 'en/part-a.md', '')
    symlinkSync('nowhere', join(bench.workspace, 'runbooks/reports/en/part-b.md'))
    expect((await bench.halt('report')).err).toContain('reports/en/part-b.md:1:1: ')
  })

  it('bad-template: is rejected because it is a dangling symlink', async () => {
    const other = await halted()
    mkdirSync(join(other.workspace, 'runbooks/reports/en'), { recursive: true })
    symlinkSync('nowhere', join(other.workspace, 'runbooks/reports/en/report.md'))
    const { code, out, err } = await other.halt('report')
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain('reports/en/report.md:1:1: ')
    expect((await other.halt('report', '--built-in')).code).toBe(0)
  })

  it('bad-template: is rejected by halt report because its output is not JSON', async () => {
    const { code, out, err } = await refused(
      'en/report.json',
      '{\n  {{> marks}},\n  "a": {{title}} x\n}',
      '--format',
      'json',
    )
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/reports\/en\/report\.json:3:18: its output is not valid JSON: [^\n]*\(bad-template\)/)
  })

  it('is a warning if its page could load external resources', async () => {
    const other = new Bench()
    other.write('runbooks/reports/ja/report.html', '{{! reviewed: 2026-11-20 }}\n{{> marks}}')
    const { code, out } = await other.halt('runbook', 'check', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out).findings).toMatchObject([{ code: 'bad-template', level: 'warning', line: 1, column: 1 }])
    expect((await other.halt('runbook', 'check')).out).toContain('{{> policy}}')
  })

  it('bad-template: is reported by runbook check and doctor because nothing uses a file of that name', async () => {
    const other = new Bench()
    other.write('runbooks/reports/ja/raport.md', '{{> marks}}')
    other.write('runbooks/reports/report.md', '{{> marks}}')
    const { findings } = JSON.parse((await other.halt('runbook', 'check', '--json')).out)
    expect(findings.map(({ message }: { message: string }) => message)).toEqual([
      "nothing uses 'ja/raport.md'",
      "nothing uses 'report.md'",
    ])
    expect((await other.halt('doctor', '--offline')).out).toContain("nothing uses 'ja/raport.md'")
  })
})
