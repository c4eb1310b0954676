import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseDocument } from 'yaml'
import { COMMANDS } from '../../src/cli/catalogue.ts'
import { blocks, read } from '../markdown.ts'
import { contacts, LOCALE, program, SETTINGS, setUpHealthyWorkspace } from '../readiness/doctor-workspace.ts'
import { TimeStampAuthority } from '../time-stamp-authority.ts'
import { runAsync, web } from './async-program.ts'
import { Bench, PROGRAM } from './bench.ts'

/** Replaces what differs from run to run by placeholders: times, ids, writers, hashes, sizes. */
function stable(text: string): string {
  return (
    text
      .replaceAll(/\b\d{8}-\d{6}-/g, 'DATE-TIME-')
      .replaceAll(/\d{4}-\d{2}-\d{2}T[\d:.]+\+09:00/g, 'TIME')
      .replaceAll(/\b\d{2}:\d{2}:\d{2}\b/g, 'CLOCK')
      // A time of a whole minute is shown without its seconds.
      .replaceAll(/\d{4}-\d{2}-\d{2} (?:CLOCK( to CLOCK)?|\d{2}:\d{2}\b)/g, 'WHEN')
      .replaceAll(/\bnode \S*bin\/halt\.js\b/g, 'haltctl')
      .replaceAll(/\b\d+ bytes/g, 'BYTES bytes')
      .replaceAll(/\b[a-z0-9]{8}(?=:\d+|\.jsonl| {2}whole)/g, 'WRITER')
      .replaceAll(/\b[0-9a-f]{64}\b/g, 'HASH')
      .replaceAll(/^\d{3}$/gm, 'SECONDS')
      .trim()
  )
}

describe('README.md', () => {
  it('shows a console session with its real output', () => {
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

  /** Calls the program by its path, because its name could be another program on this machine. */
  function command(part: string): string {
    const line = part.slice(0, part.indexOf('\n'))
    const program = `'${process.execPath}' '${PROGRAM}'`
    return line
      .replace(/(?<=^|\$\()haltctl /, `${program} `)
      .replace('| jq .metrics.timeToNotifySecondsByChannel.website', `| ${JQ}`)
  }
})

/** Replaces the jq call of the session, for machines without jq. */
const JQ = `'${process.execPath}' -p 'JSON.parse(require("fs").readFileSync(0, "utf8")).metrics.timeToNotifySecondsByChannel.website'`

describe('the documentation', () => {
  it('shows the real output of haltctl doctor', () => {
    const bench = new Bench(LOCALE)
    setUpHealthyWorkspace(bench)
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

  it('leads a new team to a haltctl doctor without errors', () => {
    const bench = new Bench({ LANG: 'C.UTF-8', HALT_DIR: undefined })
    // What follows needs a database.
    const [page = ''] = read('docs/getting-ready.md').split('\n## 8. ')
    const known = COMMANDS.map(({ name }) => name)
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
    expect(bench.haltWith({ cwd: bench.workspace }, 'doctor').out).toContain('website: site/notices: writable')
  })

  it('leads the author of a manual from runbook new to a walked halt and a played drill', () => {
    const bench = new Bench({ LANG: 'C.UTF-8', HALT_DIR: undefined })
    const page = read('docs/your-own-manual.md')
    const parts = [...page.matchAll(/^```(console|yaml)\n([\s\S]*?)^```$/gm)]
    let cwd = bench.directory
    const run = (line: string) => {
      const [, folder] = /^cd (\S+)$/.exec(line) ?? []
      if (folder !== undefined) {
        cwd = join(cwd, folder)
        return { line, status: 0, said: '' }
      }
      const program = `'${process.execPath}' '${PROGRAM}'`
      const command = line.replaceAll('haltctl ', `${program} `)
      const { status, stdout, stderr } = spawnSync('bash', ['-c', command], { env: bench.env, cwd, encoding: 'utf8' })
      return { line, status, said: status === 0 ? stdout : stdout + stderr }
    }
    writeFileSync(join(bench.directory, 'manual.md'), read('test/readiness/outlines/hospital.en.txt'))
    const said: Record<string, string> = {}
    for (const [, language, text = ''] of parts) {
      if (language === 'yaml') edit(cwd, text)
      for (const line of language === 'yaml' ? [] : text.trimEnd().split('\n')) {
        expect(line).toMatch(/^\$ /)
        if (line.includes('--from')) cwd = bench.directory
        const outcome = run(line.slice(2))
        // A drill that nobody has played is below its pass mark.
        const status = line.endsWith('drill --score') ? 8 : 0
        expect(outcome).toMatchObject({ line: line.slice(2), status })
        said[line.slice(2)] = outcome.said
      }
      if (text.includes('booking: {')) expect(run('haltctl runbook check')).toMatchObject({ status: 2 })
    }
    expect(said['haltctl notice']).toContain('At present, our patient records cannot be opened')
    expect(said['haltctl notice --check']).toBe('')
    expect(said['haltctl runbook show']).toContain('2.3-wards')
    const report = readFileSync(join(bench.directory, 'ours', 'report.md'), 'utf8')
    expect(report).toContain('- Closed as: resolved')
    const unreviewed = JSON.parse(run('haltctl doctor --json --dir ours || true').said).findings
    expect(
      unreviewed.filter(({ level, area }: Record<string, string>) => level === 'error' && area !== 'machine'),
    ).toEqual([])
  })

  /** Does what the page says: replaces each section of the file that a block names, and adds to a list. */
  function edit(workspace: string, block: string): void {
    const [, file = ''] = /^# (\S+)\n/.exec(block) ?? []
    const document = parseDocument(readFileSync(join(workspace, file), 'utf8'))
    for (const [key, value] of Object.entries(parse(block) as Record<string, unknown>)) {
      const before = document.toJS()[key]
      document.set(key, Array.isArray(value) ? [...before, ...value] : value)
    }
    writeFileSync(join(workspace, file), String(document))
  }

  it('has a script that verifies a log without the program', () => {
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

  it('has a script that verifies the signatures of a log without the program', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    bench.ok('note', 'one', '-i', id)
    const [, check = ''] = blocks(read('docs/log.md'), 'sh')
    const folder = join(bench.workspace, 'incidents', id)
    const log = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    const checked = () => {
      const env = { ...bench.env, LOG: log }
      return spawnSync('bash', ['-c', withoutJq(check)], { cwd: bench.directory, env, encoding: 'utf8' })
    }
    expect(checked()).toMatchObject({ stdout: '', status: 0 })
    writeFileSync(log, readFileSync(log, 'utf8').replace('"text":"one"', '"text":"two"'))
    expect(checked().stdout).toMatch(/^not signed: .*"text":"two"/)
  })

  it('has a script that verifies a signed head without the program', () => {
    const bench = new Bench()
    const key = join(bench.directory, 'key')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key])
    writeFileSync(join(bench.directory, 'signers'), `taro@example.com ${readFileSync(`${key}.pub`, 'utf8')}`)
    mkdirSync(bench.workspace, { recursive: true })
    writeFileSync(join(bench.workspace, 'halt.yaml'), `sign: { key: ${key} }\n`)
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const [, , check = ''] = blocks(read('docs/log.md'), 'sh')
    const folder = join(bench.workspace, 'incidents', id)
    const [, head = '', writer = ''] = readdirSync(join(folder, 'anchors')).flatMap(
      (name) => /^([0-9a-f]{16})\.head\.([a-z2-7]{8})\.sig$/.exec(name) ?? [],
    )
    const signed = join(folder, 'anchors', head)
    const env = { ...bench.env, INCIDENT: folder, HEAD: signed, WRITER: writer, NAME: 'taro@example.com' }
    const checked = () => spawnSync('bash', ['-c', check], { cwd: bench.directory, env, encoding: 'utf8' })
    expect(checked()).toMatchObject({ stdout: expect.stringMatching(/^Good "halt" signature [^\n]*\n$/), status: 0 })
    const log = join(folder, readdirSync(folder).find((name) => name.endsWith('.jsonl')) as string)
    writeFileSync(log, readFileSync(log, 'utf8').replace(/"hash":"[0-9a-f]{64}"/, `"hash":"${'0'.repeat(64)}"`))
    expect(checked().stdout).toContain(`missing: ${writer}:1\n`)
  })

  it('has a script that verifies the runbook and settings files without the program', () => {
    const bench = new Bench()
    const id = bench.ok('start', '--type', 'system-failure').trim()
    const check = scriptWith('runbook.*.json')
    const folder = join(bench.workspace, 'incidents', id)
    const checked = () =>
      spawnSync('bash', ['-c', check], { env: { ...bench.env, INCIDENT: folder }, encoding: 'utf8' })
    expect(checked()).toMatchObject({ stdout: '', stderr: '', status: 0 })
    const runbook = readdirSync(folder).find((name) => name.startsWith('runbook.')) as string
    writeFileSync(join(folder, runbook), '{}')
    expect(checked().stdout).toBe(`altered: ${join(folder, runbook)}\n`)
  })

  it('has a script that verifies evidence without the program', () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    bench.ok('note', '--private', '0123456789')
    const [piece] = bench.json<{ evidence: { path: string; digest: string }[] }>('evidence', 'list').evidence
    const check = scriptWith('$EVIDENCE')
    const env = { ...bench.env, EVIDENCE: piece?.path ?? '' }
    const { stdout } = spawnSync('bash', ['-c', check], { env, encoding: 'utf8' })
    expect(stdout.trim().split(/\s+/)).toEqual(['32', '10', piece?.digest, '-'])
  })

  it('has a script that verifies a time stamp without the program', async () => {
    const bench = new Bench()
    const folder = join(bench.directory, 'authority')
    mkdirSync(folder)
    const authority = new TimeStampAuthority(folder)
    const id = bench.ok('start', '--type', 'system-failure').trim()
    bench.write('halt.yaml', `timestamp: [${await web(authority.listener)}]\n`)
    expect(await runAsync(bench, 'anchor')).toMatchObject({ code: 0 })
    const anchors = join(bench.workspace, 'incidents', id, 'anchors')
    const [token = ''] = readdirSync(anchors).filter((name) => name.endsWith('.tsr'))
    const [head = ''] = token.split('.')
    const env = { ...bench.env, HEAD: join(anchors, head), TOKEN: join(anchors, token), ROOT: authority.root }
    const checked = () => spawnSync('bash', ['-c', scriptWith('openssl ts')], { env, encoding: 'utf8' })
    expect(checked().stdout).toMatch(/^Verification: OK\n\w{3} [ \d]\d [\d:]{8} \d{4} GMT\n$/)
    writeFileSync(`${env.HEAD}.head`, 'another\n')
    expect(checked()).toMatchObject({ stdout: 'Verification: FAILED\n', status: 1 })
  })

  /** The script on the page about logs that has this in it. */
  function scriptWith(part: string): string {
    return blocks(read('docs/log.md'), 'sh').find((script) => script.includes(part)) ?? ''
  }

  /** The same script with a replacement for jq, for machines without it. */
  function withoutJq(script: string): string {
    return `jq() { '${process.execPath}' -e 'console.log(String(JSON.parse(require("fs").readFileSync(0, "utf8"))[process.argv[1].slice(1)]))' "$2"; }\n${script}`
  }
})
