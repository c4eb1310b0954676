import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { CATALOGUE } from '../../src/commandline/catalogue.ts'
import { SECTION_IDS } from '../../src/render/report/document.ts'
import { contacts, furnish, LOCALE, program, SETTINGS } from '../readiness/machine.ts'
import { Bench, PROGRAM } from './bench.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** Blocks of one language in a Markdown page. */
function blocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    (match) => match[1] as string,
  )
}

/** What differs from run to run: times, ids, writers, hashes, and how the program was called. */
function stable(text: string): string {
  return text
    .replaceAll(/\b\d{8}-\d{6}-/g, 'DATE-TIME-')
    .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+\+09:00/g, 'TIME')
    .replaceAll(/\b\d{2}:\d{2}:\d{2}\b/g, 'CLOCK')
    .replaceAll(/\d{4}-\d{2}-\d{2} CLOCK( to CLOCK)?/g, 'WHEN')
    .replaceAll(/\b\d+ bytes/g, 'BYTES bytes')
    .replaceAll(/\b[a-z0-9]{8}(?=:\d+|\.jsonl| {2}whole)/g, 'WRITER')
    .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
    .replaceAll(/^\d{3}\.\d+$/gm, 'SECONDS')
    .trim()
}

describe('the README', () => {
  it('shows a session that goes just so', () => {
    const bench = new Bench()
    const [session = ''] = blocks(read('README.md'), 'console')
    const parts = session.split(/^\$ /m).slice(1)
    const script = parts.map((part) => `echo '<<<'\n${command(part)}`).join('\n')
    const { stdout } = spawnSync('bash', ['-c', `exec 2>&1\n${script}`], {
      env: bench.env,
      cwd: bench.directory,
      encoding: 'utf8',
    })
    const said = stdout.split('<<<\n').slice(1)
    expect(said.map(stable)).toEqual(parts.map((part) => stable(part.slice(part.indexOf('\n') + 1))))
  })

  it('has one line that begins a halt and one that passes the tests', () => {
    const lines = blocks(read('README.md'), 'sh').map((block) => block.trim())
    expect(lines).toContain('npm ci && npm run build && node bin/halt.js start --type system-failure')
    expect(lines).toContain('npm ci && npm run build && npm test')
    const bench = new Bench()
    expect(bench.halt('start', '--type', 'system-failure')).toMatchObject({ code: 0 })
  })

  /** The program by its path: its short name would reach what the machine has under that name. */
  function command(part: string): string {
    const line = part.slice(0, part.indexOf('\n'))
    const program = `'${process.execPath}' '${PROGRAM}'`
    return line
      .replace(/^haltctl /, `${program} `)
      .replace('| jq .metrics.timeToNotifySecondsByChannel.website', `| ${JQ}`)
  }
})

/** What the session asks of jq, for machines that have none. */
const JQ = `'${process.execPath}' -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).metrics.timeToNotifySecondsByChannel.website'`

describe('the documents', () => {
  it('name every command', () => {
    const page = read('docs/commands.md')
    for (const { name } of CATALOGUE) expect(page, name).toContain(`\`${name}`)
  })

  it('call the program by the name that no other program has', () => {
    const pages = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
    for (const path of ['README.md', ...pages.map((name) => join('docs', name))])
      expect(read(path), path).not.toMatch(/(`|^\$ )halt [a-z]/m)
  })

  it('show settings that are accepted', () => {
    const bench = new Bench()
    const [settings = ''] = blocks(read('docs/commands.md'), 'yaml')
    const group = String(process.getgid?.())
    bench.write('halt.yaml', settings.replace('group: oncall', `group: "${group}"`))
    bench.ok('start', '--type', 'system-failure')
    const { data } = JSON.parse(bench.ok('log', '--json').split('\n')[0] as string)
    expect(data.settings).toMatchObject({
      organisation: { ja: '例示取引所' },
      cadence: {
        first: 300_000,
        channels: { email: { update: 'on-change' } },
        severities: { sev1: { update: 900_000 } },
      },
      share: { group },
    })
  })

  it('show what doctor says', () => {
    const bench = new Bench(LOCALE)
    furnish(bench)
    program(join(bench.directory, 'bin', 'timedatectl'), 'echo yes')
    bench.write(
      'halt.yaml',
      SETTINGS.replace(', publish: [./publish]', '').replace(
        'review:',
        '  social: { via: command, run: [./post] }\nreview:',
      ),
    )
    const hours = 'hours: [{ days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }], '
    const byDay = contacts().replace('reach:', `${hours}reach:`)
    bench.write('contacts.yaml', byDay.replace('legal: { head: sato, deputies: [kato] }', 'legal: { head: sato }'))
    const { stdout } = spawnSync(process.execPath, [join(bench.directory, 'bin', 'haltctl'), 'doctor'], {
      env: { ...bench.env, TZ: 'UTC' },
      cwd: bench.workspace,
      encoding: 'utf8',
    })
    const shown = blocks(read('docs/commands.md'), 'console').find((block) => block.startsWith('$ haltctl doctor\n'))
    expect(`$ haltctl doctor\n${stdout}`).toBe(shown)
  })

  it('take a new team from nothing to a doctor without errors', () => {
    const bench = new Bench({ LANG: 'C.UTF-8', HALT_DIR: undefined })
    const page = read('docs/getting-ready.md')
    const known = CATALOGUE.map(({ name }) => name)
    const lines = blocks(page, 'console')
      .flatMap((block) => block.trimEnd().split('\n'))
      .filter((line) => known.includes(line.split(' ')[2] ?? ''))
    const [asks = '', init = '', ...rest] = lines
    const [departments = '', channels = ''] = blocks(page, 'yaml')
    const run = (line: string) => {
      const program = `'${process.execPath}' '${PROGRAM}'`
      const { status, stdout, stderr } = spawnSync('bash', ['-c', line.replace(/^\$ haltctl /, `${program} `)], {
        env: bench.env,
        cwd: bench.workspace,
        encoding: 'utf8',
      })
      return { line, status, said: status === 0 ? '' : stdout + stderr }
    }
    expect(asks).toBe('$ haltctl init halt-ops')
    mkdirSync(bench.workspace)
    expect(run(init)).toEqual({ line: init, status: 0, said: '' })
    const edit = (file: string, from: RegExp, to: string) => {
      const text = readFileSync(join(bench.workspace, file), 'utf8')
      expect(text).toMatch(from)
      bench.write(file, text.replace(from, to))
    }
    edit('contacts.yaml', /^departments:\n(?: {2}.*\n)+/m, departments)
    edit('halt.yaml', /^ {2}website: .*/m, channels.trimEnd().split('\n').at(-1) as string)
    expect(rest.map(run)).toEqual(rest.map((line) => ({ line, status: 0, said: '' })))
    expect(rest.filter((line) => line === '$ haltctl doctor')).toHaveLength(2)
    expect(bench.haltWith({ cwd: bench.workspace }, 'doctor').out).toContain('website: site/notices: can be written to')
  })

  it('show a file of a runbook that is accepted as it is', () => {
    const bench = new Bench()
    const [file = ''] = blocks(read('docs/runbooks.md'), 'yaml')
    const past = file.replace('2026-11-24', '2020-01-01')
    bench.write('runbooks/8-own.yaml', past.replaceAll('2.1-logs', '2.1-own-logs'))
    expect(JSON.parse(bench.ok('runbook', 'check', '--json')).findings).toEqual([])
  })

  it('take a team from nothing to its own report', () => {
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
    bench.ok('start', '--type', 'system-failure', '--at', '10m ago', '--scope', 'trading=stopped')
    bench.ok('set', 'cause.en=a broken disk')
    bench.ok('notice', 'website', '--posted')
    bench.ok('action', 'add', 'Buy disks', '--owner', 'hanako', '--due', '2199-12-10')
    const lines = blocks(page, 'console').flatMap((block) => block.trimEnd().split('\n'))
    const own = lines.slice(lines.indexOf('$ haltctl runbook check'))
    expect(own).toEqual(['$ haltctl runbook check', '$ haltctl report --language en --output report.md'])
    for (const line of own) bench.ok(...line.split(' ').slice(2))
    const made = readFileSync(join(bench.directory, 'report.md'), 'utf8')
    expect(made).toMatch(/^# \d{8}-\d{6}-system-failure: system failure\n\n> \*\*The incident is still open/)
    expect(made).toMatch(/\n- trading: stopped for 10 min \d+ s\n/)
    expect(made).toMatch(
      /\nCause, in public words: a broken disk\n\n## What we do about it\n\n- Buy disks \(hanako, by 2199-12-10\)\n/,
    )
    expect(made).toMatch(/\n## Milestones\n\n[\s\S]*```mermaid\n/)
    expect(JSON.parse(bench.ok('report', '--format', 'json'))).toMatchObject({
      open: true,
      resumed: null,
      headline: expect.stringMatching(/^system failure from \d{4}-/),
      told: [{ where: 'website', at: expect.any(String) }],
    })
  })

  it('name every section that a template of a report can include', () => {
    const page = read('docs/report.md')
    for (const id of SECTION_IDS) expect(page, id).toContain(`\`${id}\``)
  })

  it('show how a log is checked without the program', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    bench.ok('note', 'one', '-i', id)
    bench.ok('note', 'two', '-i', id)
    const [check = ''] = blocks(read('docs/log.md'), 'sh')
    const folder = join(bench.workspace, 'incidents', id)
    const log = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    const { stdout, stderr, status } = spawnSync('bash', ['-c', withoutJq(check)], {
      env: { ...bench.env, LOG: log },
      encoding: 'utf8',
    })
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: '', status: 0 })
  })

  it('show how evidence is checked without the program', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    bench.ok('note', '--private', '0123456789')
    const [piece] = bench.json<{ evidence: { path: string; digest: string }[] }>('evidence', 'list').evidence
    const [, check = ''] = blocks(read('docs/log.md'), 'sh')
    const env = { ...bench.env, EVIDENCE: piece?.path ?? '' }
    const { stdout } = spawnSync('bash', ['-c', check], { env, encoding: 'utf8' })
    expect(stdout.trim().split(/\s+/)).toEqual(['32', '10', piece?.digest, '-'])
  })

  /** The same check on machines that have no jq. */
  function withoutJq(script: string): string {
    return `jq() { '${process.execPath}' -e 'console.log(String(JSON.parse(require("fs").readFileSync(0, "utf8"))[process.argv[1].slice(1)]))' "$2"; }\n${script}`
  }
})
