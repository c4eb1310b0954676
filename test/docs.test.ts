import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { COMMANDS } from '../src/cli/catalogue.ts'
import { isTemplateName, TEMPLATE_NAMES } from '../src/notice/template-names.ts'
import { SECTION_IDS } from '../src/report/document.ts'
import { Bench, ROOT } from './bench.ts'
import { anchorsIn, blocks, cellsIn, linksIn, read } from './markdown.ts'

/** All pages in Markdown. */
const MARKDOWN = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => join('docs', path)),
].filter((path) => path.endsWith('.md'))

describe('README.md', () => {
  it('shows a line that starts a halt, which works, and a line that runs the tests', async () => {
    const lines = blocks(read('README.md'), 'sh').map((block) => block.trim())
    expect(lines).toContain('npm ci && npm run build && node bin/halt.js start --type system-failure')
    expect(lines).toContain('npm ci && npm run build && npm test')
    const bench = new Bench()
    expect(await bench.halt('start', '--type', 'system-failure')).toMatchObject({ code: 0 })
  })
})

describe('the documentation', () => {
  it.each(['', 'ja/'])('names every command (%s)', (folder) => {
    const page = read(`docs/${folder}commands.md`)
    for (const { name } of COMMANDS) expect(page, name).toContain(`\`${name}`)
  })

  it.each([
    'CONTRIBUTING.md',
    'SECURITY.md',
    'docs/dev/proofs.md',
    'docs/dev/performance.md',
    'docs/ja/dev/proofs.md',
    'docs/ja/dev/performance.md',
    'docs/ja/SECURITY.md',
  ])('names only source files that exist in %s', (page) => {
    const sources = ['src', 'test', 'proof', 'bench', 'build'].flatMap((folder) =>
      readdirSync(join(ROOT, folder), { recursive: true }).map((path) => join(folder, String(path))),
    )
    const named = [...read(page).matchAll(/(?<![\w./-])[\w-]+(?:\/[\w-]+)*(?:\.[\w-]+)*\.ts\b/g)].map(([name]) => name)
    const isThere = (name: string) => existsSync(join(ROOT, name)) || sources.some((path) => path.endsWith(`/${name}`))
    expect(named.filter((name) => name !== 'commands/NAME.ts' && !isThere(name))).toEqual([])
  })

  it('calls the program haltctl, never halt, in commands to type', () => {
    const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    for (const path of ['README.md', 'SECURITY.md', ...pages.map((page) => join('docs', page))])
      if (path.endsWith('.md')) expect(read(path), path).not.toMatch(/(`|^\$ )halt [a-z]/m)
  })

  it('links only to files and headings that exist, of the package alone', () => {
    const broken = MARKDOWN.flatMap((page) =>
      linksIn(read(page)).filter(({ path, anchor }) => {
        const target = path === '' ? page : join(dirname(page), path)
        if (!existsSync(join(ROOT, target))) return true
        return anchor !== '' && !anchorsIn(read(target)).includes(anchor)
      }),
    )
    expect(broken).toEqual([])
  })

  it('has no cell of a table that is wider than 300 columns', () => {
    const wide = MARKDOWN.flatMap((page) => cellsIn(read(page)).filter((cell) => stringWidth(cell) > 300))
    expect(wide).toEqual([])
  })

  it('shows settings that the program accepts', async () => {
    const bench = new Bench()
    const [settings = ''] = blocks(read('docs/commands.md'), 'yaml')
    const group = String(process.getgid?.())
    bench.write('halt.yaml', settings.replace('group: oncall', `group: "${group}"`))
    await bench.ok('start', '--type', 'system-failure')
    expect(bench.settings()).toMatchObject({
      organisation: { ja: '例示取引所' },
      cadence: {
        first: 300_000,
        channels: { email: { update: 'on-change' } },
        severities: { sev1: { update: 900_000 } },
      },
      share: { group },
    })
  })

  it('shows a runbook file that runbook check accepts', async () => {
    const bench = new Bench()
    const [file = ''] = blocks(read('docs/runbooks.md'), 'yaml')
    const past = file.replace('2026-11-24', '2020-01-01')
    bench.write('runbooks/8-own.yaml', past.replaceAll('2.1-logs', '2.1-own-logs'))
    expect(JSON.parse(await bench.ok('runbook', 'check', '--json')).findings).toEqual([])
  })

  it.each([
    {
      language: 'en',
      page: 'docs/notice-templates.md',
      settings: 'organisation: { en: Example }\ncontact: { en: our desk }\n',
      impact: 'No orders.',
      first: '\n\nSuspended: trading. Since about 22:07 JST, 24 Nov. Expected back: not yet known. Next report: 22:47',
      update: 'Suspended: trading',
      correction: ['Correction to notice 1, 22:17 JST, 24 Nov: It is 22:08.', 'It is 22:08.'],
      resumption: 'Back since about 22:17 JST, 24 Nov: trading.',
      final: 'We have published our report on our official website.',
    },
    {
      language: 'ja',
      page: 'docs/ja/notice-templates.md',
      settings: 'organisation: { ja: 例示取引所 }\ncontact: { ja: 0120-000-000 }\n',
      impact: 'ご注文いただけません。',
      first: '\n\n停止：売買。11月24日(火)22時07分頃から。再開見込み：未定。次回のお知らせ：11月24日(火)22時47分。\n',
      update: '停止：売買',
      correction: ['訂正（第1報、11月24日(火)22時17分）：22:08頃です。', '22:08頃です。'],
      resumption: '11月24日(火)22時17分頃に再開：売買。',
      final: '本件のご報告を、公式ウェブサイトに掲載しております。',
    },
  ] as const)('shows a template of notices that passes the checks in each stage ($language)', async (shown) => {
    const bench = new Bench()
    const { language } = shown
    const [template = ''] = blocks(read(shown.page), 'mustache')
    bench.write('halt.yaml', shown.settings)
    bench.write(`runbooks/notices/${language}/app-push.txt`, template.replace('2026-11-24', '2020-01-01'))
    expect(JSON.parse(await bench.ok('runbook', 'check', '--json')).findings).toEqual([])
    const notice = ['notice', 'app-push', '--language', language]
    const says = async (words: string, ...flags: readonly string[]) => {
      expect(await bench.ok(...notice, ...flags)).toContain(words)
      const { code, err } = await bench.halt(...notice, ...flags, '--check')
      expect(code, err).toBe(0)
    }
    await bench.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--at', '10m ago')
    const impact = `impact.${language}=${shown.impact}`
    await bench.ok('set', 'cause=?', 'expected-recovery=?', impact, 'open-orders=?', 'losses=?')
    await says(shown.first)
    await bench.ok('notice', 'app-push', '--posted')
    await says(shown.update, '--stage', 'update')
    await says(shown.correction[0], `--correct-${language}`, shown.correction[1])
    await bench.ok('lift', '--all', '--force', '--reason', 'tried')
    await says(shown.resumption)
    await bench.ok('close', '--force', '--reason', 'tried')
    await says(shown.final)
  })

  it.each(['', 'ja/'])('explains every name that a template of notices may use, and no other (%s)', (folder) => {
    const page = read(`docs/${folder}notice-templates.md`)
    const rows = page.match(/(?<=^\| )`[^|]*/gm)?.join(' ') ?? ''
    const shown = [...rows.matchAll(/`([\w.]+)`/g)].map(([, name = '']) => name).filter((name) => name !== 'Brief')
    const isKnown = (name: string) => isTemplateName(name.replace('ID', 'x'), { types: null, facts: null })
    expect(shown.filter((name) => !isKnown(name))).toEqual([])
    const missing = TEMPLATE_NAMES.filter(
      (name) => !shown.includes(name) && !shown.includes(name.replace(/Brief$/, '')),
    )
    expect(missing).toEqual([])
  })

  it('shows templates and commands that together make a custom report', async () => {
    const bench = new Bench()
    const page = read('docs/report.md')
    const [, report = '', followUps = '', json = ''] = ['', ...blocks(page, 'mustache')]
    const named = [...page.matchAll(/`(runbooks\/reports\/en\/[\w.-]+)`/g)].map(([, name]) => name as string)
    expect(named.slice(0, 3)).toEqual(
      ['report.md', 'report.md', 'part-follow-ups.md'].map((name) => `runbooks/reports/en/${name}`),
    )
    bench.write('runbooks/reports/en/report.md', report.replace('2026-11-24', '2020-01-01'))
    bench.write('runbooks/reports/en/part-follow-ups.md', followUps)
    bench.write('runbooks/reports/en/report.json', json)
    await bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    await bench.ok('set', 'cause.en=a broken disk')
    await bench.ok('notice', 'website', '--posted')
    await bench.ok('action', 'add', 'Buy disks', '--owner', 'hanako', '--due', '2199-12-10')
    const lines = blocks(page, 'console').flatMap((block) => block.trimEnd().split('\n'))
    const own = lines.slice(lines.indexOf('$ haltctl runbook check'))
    expect(own).toEqual(['$ haltctl runbook check', '$ haltctl report --language en --output report.md'])
    for (const line of own) await bench.ok(...line.split(' ').slice(2))
    const made = readFileSync(join(bench.directory, 'report.md'), 'utf8')
    expect(made).toMatch(/^# \d{8}-\d{6}-system-failure: system failure\n\n> \*\*The incident is still open/)
    expect(made).toMatch(/\n- trading: stopped for 10 min(?: \d+ s)?\n/)
    expect(made).toMatch(
      /\nCause, in public words: a broken disk\n\n## What we do about it\n\n- Buy disks \(hanako, by 2199-12-10\)\n/,
    )
    expect(made).toMatch(/\n## Milestones\n\n[\s\S]*```mermaid\n/)
    expect(JSON.parse(await bench.ok('report', '--format', 'json'))).toMatchObject({
      open: true,
      resumed: null,
      headline: expect.stringMatching(/^system failure from \d{4}-/),
      told: [{ where: 'website', at: expect.any(String) }],
    })
  })

  it.each(['', 'ja/'])('names every section that a report template can include (%s)', (folder) => {
    const page = read(`docs/${folder}report.md`)
    for (const id of SECTION_IDS) expect(page, id).toContain(`\`${id}\``)
  })
})
