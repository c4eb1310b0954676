import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../src/view/columns.ts'
import { Bench, ROOT } from '../bench.ts'
import { replies } from '../script.ts'
import { doctorFindings, findingsInDays, findingsWithCode, healthy, undrilled } from './doctor-bench.ts'
import { contacts, DAY, daysAgo, installation, NOW, PROGRAM, program, SETTINGS } from './doctor-workspace.ts'

const codes = async (bench: Bench, env: NodeJS.ProcessEnv = {}) =>
  (await doctorFindings(bench, env)).findings.filter(({ level }) => level !== 'info').map(({ code }) => code)

describe('doctor in a healthy workspace', () => {
  it('prints in Japanese, and in colour if asked to', async () => {
    const bench = await healthy()
    const { out } = await bench.halt('doctor', '--lang', 'ja')
    expect(out).toMatch(
      /^設定 {2}問題なし\n手順書、当局への報告、テンプレート\n {2}情報: [\s\S]*\n\nエラー0件、注意0件、情報4件\n準備ができています\n$/,
    )
    expect((await bench.halt('doctor', '--color', 'always')).out).toContain('\u001b[32mOK')
    expect(out).not.toContain('\u001b')
  })

  it('prints the same findings as JSON', async () => {
    const { code, offline, findings } = await doctorFindings(await healthy())
    expect({ code, offline }).toEqual({ code: 0, offline: false })
    expect(findings.map(({ area, code, level }) => [area, code, level])).toEqual([
      ['runbooks', 'authorities-to-verify', 'info'],
      ['channels', 'way-reached', 'info'],
      ['channels', 'channels-by-hand', 'info'],
      ['machine', 'clock-unknown', 'info'],
    ])
  })
})

describe('doctor on settings', () => {
  it('organisation-unset, contact-unset: an error if the program sends notices, a warning if people post them', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', SETTINGS.replace(/^organisation.*\ncontact.*\n/m, ''))
    expect(await findingsWithCode('organisation-unset', bench)).toMatchObject([
      { area: 'settings', level: 'error', line: 1 },
    ])
    expect(await findingsWithCode('contact-unset', bench)).toMatchObject([{ level: 'error' }])
    bench.write('halt.yaml', 'review: { runbooks: 3650d, templates: 3650d }\n')
    const { code, findings } = await doctorFindings(bench)
    expect(code).toBe(0)
    expect(
      findings.filter(({ area }) => area === 'settings').map((finding) => `${finding.level} ${finding.code}`),
    ).toEqual(['warning organisation-unset', 'warning contact-unset'])
    rmSync(join(bench.workspace, 'halt.yaml'))
    expect(await findingsWithCode('organisation-unset', bench)).toMatchObject([
      { level: 'warning', file: null, line: null },
    ])
  })

  it('requires every language that channels use', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', SETTINGS.replace('publish:', 'languages: [ja, en], publish:'))
    expect((await findingsWithCode('organisation-unset', bench)).map(({ message }) => message)).toEqual([
      'the organisation has no name in en',
    ])
  })

  it('shows the line at fault with a caret', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', `${SETTINGS}colour: red\n`)
    const { code, out } = await bench.halt('doctor')
    expect(code).toBe(8)
    expect(out).toContain(
      "  error: unknown key 'colour' (unknown-key)\n    workspace/halt.yaml:6:1\n    colour: red\n    ^\n    Known: organisation, contact, entity, timezone, language, channels,\n      cadence, share, words, review, runbooks, approval, approvers, relay,\n      feeds, sign, signers, timestamp, timestampCa\n",
    )
    expect((await findingsWithCode('settings-broken', bench)).map(({ area }) => area)).toEqual(['channels'])
    expect(out).toMatch(/\n1 error, .*\nNOT READY: fix the errors first\n$/)
  })

  it('continues if a file cannot be read at all', async () => {
    const bench = undrilled()
    for (const name of ['halt.yaml', 'contacts.yaml']) {
      rmSync(join(bench.workspace, name))
      mkdirSync(join(bench.workspace, name))
    }
    mkdirSync(join(bench.workspace, 'runbooks'))
    mkdirSync(join(bench.workspace, 'runbooks', '2-initial-response.yaml'))
    const { code, findings } = await doctorFindings(bench, { TERM: 'dumb' })
    expect(code).toBe(8)
    expect(findings.filter((finding) => finding.code === 'unreadable').map(({ area }) => area)).toEqual([
      'settings',
      'runbooks',
      'contacts',
    ])
    expect(findings.map((finding) => finding.code)).toContain('terminal-dumb')
    expect(findings.filter((finding) => finding.code === 'check-failed')).toEqual([])
  })
})

describe('doctor on reviews', () => {
  it('review-due: names the file, the line, the date and its age', async () => {
    const bench = undrilled()
    bench.write('contacts.yaml', contacts(daysAgo(91)))
    expect(await findingsWithCode('review-due', bench)).toMatchObject([
      { area: 'contacts', level: 'warning', file: 'workspace/contacts.yaml', line: 1, column: 11 },
    ])
    expect((await findingsWithCode('review-due', bench))[0]?.message).toContain(
      `${daysAgo(91)}, 91 days ago; the limit is 90 days`,
    )
    bench.write('contacts.yaml', contacts(daysAgo(90)))
    expect(await codes(bench)).toEqual(['drill-never'])
  })

  it('uses the intervals in the settings, also for chapters and templates', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', SETTINGS.replace(/review:.*/, 'review: { runbooks: 10d, templates: 20d, contacts: 30d }'))
    bench.write('runbooks/8-ours.yaml', `reviewed: ${daysAgo(11)}\ntitle: { ja: 私, en: Ours }\n`)
    const shipped = readFileSync(join(PROGRAM, '../../runbooks/authorities/jp-ppc.yaml'), 'utf8')
    const old = shipped.replace(/^reviewed: .*/m, `reviewed: ${daysAgo(11)}`)
    bench.write('runbooks/authorities/jp-ppc.yaml', old.replace('verify: true', 'verify: false'))
    bench.write('runbooks/notices/ja/website.txt', `{{! reviewed: ${daysAgo(21)} }}\nSubject: {{title}}\n`)
    bench.write('contacts.yaml', contacts(daysAgo(31)))
    expect((await findingsWithCode('review-due', bench)).map(({ file, column }) => `${file}:${column}`)).toEqual([
      'workspace/runbooks/8-ours.yaml:11',
      'workspace/runbooks/authorities/jp-ppc.yaml:11',
      'workspace/runbooks/notices/ja/website.txt:15',
      'workspace/contacts.yaml:11',
    ])
  })

  it('authorities-to-verify: unverified authorities, until a copy says that they are verified', async () => {
    const bench = undrilled()
    const [before] = await findingsWithCode('authorities-to-verify', bench)
    expect(before?.message).toContain('jp-ppc')
    const path = 'runbooks/authorities/jp-ppc.yaml'
    const shipped = readFileSync(join(PROGRAM, '../..', path), 'utf8')
    bench.write(path, shipped.replace('verify: true', 'verify: false'))
    expect((await findingsWithCode('authorities-to-verify', bench))[0]?.message).not.toContain('jp-ppc')
    bench.write(path, `${shipped}colour: red\n`)
    expect(await findingsWithCode('unknown-key', bench)).toMatchObject([
      { area: 'runbooks', file: `workspace/${path}` },
    ])
  })

  it('shipped-review-due: one finding for all shipped files of a kind', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', SETTINGS.replace(/review:.*/, ''))
    const found = await findingsInDays(3650, 'shipped-review-due', bench)
    expect(found.map(({ area, file }) => [area, file])).toEqual([
      ...Array(3).fill(['runbooks', null]),
      ['drills', null],
    ])
    expect(found[0]?.message).toMatch(/^shipped chapters \(8\) were last reviewed on 2026-11-24/)
    expect(found[1]?.message).toMatch(/^shipped authority files \(\d+\)/)
    expect(found[2]?.message).toMatch(/^shipped notice templates \(\d+\)/)
  })

  it('not-reviewed: a team file without a review date', async () => {
    const bench = undrilled()
    bench.write('contacts.yaml', contacts().replace(/^reviewed.*\n/, ''))
    bench.write('runbooks/notices/ja/website.txt', 'Subject: {{title}}\n')
    bench.write('runbooks/8-ours.yaml', 'title: { ja: 私たちの章, en: Ours }\n')
    bench.write('runbooks/9-bad.yaml', 'title: 1\n')
    const drill = readFileSync(join(ROOT, 'runbooks/drills/engine-failover.yaml'), 'utf8')
    bench.write('runbooks/drills/ours.yaml', drill.replace(/^reviewed.*\n/m, '').replace(/^id: .*/m, 'id: ours'))
    expect((await findingsWithCode('not-reviewed', bench)).map(({ file, level }) => [file, level])).toEqual([
      ['workspace/runbooks/8-ours.yaml', 'warning'],
      ['workspace/runbooks/notices/ja/website.txt', 'warning'],
      ['workspace/contacts.yaml', 'warning'],
      ['workspace/runbooks/drills/ours.yaml', 'warning'],
    ])
  })

  it('also reports what runbook check reports', async () => {
    const bench = undrilled()
    bench.write('runbooks/8-ours.yaml', 'reviewed: 2026-02-30\ntitle: { ja: 私, en: Ours }\n')
    bench.write('runbooks/notices/en/website.txt', '{{! reviewed: soon }}\n{{couse}}\n')
    bench.write('contacts.yaml', contacts().replace('head: sato', 'head: ito'))
    const { code, findings } = await doctorFindings(bench)
    expect(code).toBe(8)
    expect(findings.filter(({ level }) => level === 'error').map((finding) => [finding.code, finding.file])).toEqual([
      ['bad-date', 'workspace/runbooks/8-ours.yaml'],
      ['bad-template', 'workspace/runbooks/notices/en/website.txt'],
      ['bad-date', 'workspace/runbooks/notices/en/website.txt'],
      ['unknown-person', 'workspace/contacts.yaml'],
    ])
  })
})

describe('doctor on contacts', () => {
  it('contacts-missing: a workspace without a contact list', async () => {
    const bench = undrilled()
    rmSync(join(bench.workspace, 'contacts.yaml'))
    expect(await findingsWithCode('contacts-missing', bench)).toMatchObject([
      { level: 'warning', area: 'contacts', mend: expect.stringMatching(new RegExp(` init ${bench.workspace}$`)) },
    ])
  })

  it('shows a place once if several findings share it', async () => {
    const bench = undrilled()
    bench.write('contacts.yaml', contacts().replace(/^ {2}(legal|security): .*\n/gm, ''))
    const { out } = await bench.halt('doctor')
    expect(out).toContain(`Contacts
  warning: legal has nobody to call (nobody-there)
  warning: security has nobody to call (nobody-there)
    workspace/contacts.yaml:5:1
    departments:
    ^
`)
  })

  it('nobody-on-duty: says when, in the time zone of the workspace', async () => {
    const bench = undrilled()
    const day = 'hours: [{ days: [mon, tue, wed, thu, fri], from: "09:00", to: "18:00" }], '
    bench.write('contacts.yaml', contacts().replaceAll('reach:', `${day}reach:`))
    const [first, ...rest] = await findingsWithCode('nobody-on-duty', bench)
    expect(rest).toHaveLength(4)
    expect(first).toMatchObject({
      level: 'warning',
      file: 'workspace/contacts.yaml',
      line: 6,
      message:
        'nobody in system is on duty Mon Tue Wed Thu 18:00 to 09:00 the next day, Fri 18:00 to Mon 09:00 (Asia/Tokyo)',
    })
    const [ja] = await findingsWithCode('nobody-on-duty', bench, { HALT_LANG: 'ja' })
    expect(ja?.message).toContain('月・火・水・木の18:00から翌9:00まで、金の18:00から月の9:00まで（Asia/Tokyo）')
    bench.write('contacts.yaml', contacts().replace('reach:', `${day}reach:`))
    expect(await codes(bench)).toEqual(['drill-never'])
  })
})

const TWINS = `  ann: { name: { ja: 鈴木, en: Suzuki }, reach: [{ by: phone, to: "1" }] }
  t-suzuki: { name: { ja: 太郎, en: Suzuki }, reach: [{ by: phone, to: "2" }] }
`

describe('doctor on approvers', () => {
  it('name-shared: names two people whom a name does not tell apart', async () => {
    const bench = undrilled()
    bench.write('contacts.yaml', `${contacts()}`.replace(/^people:\n/m, `people:\n${TWINS}`))
    const findings = await findingsWithCode('name-shared', bench)
    expect(findings.map(({ level, message }) => [level, message])).toEqual([
      ['warning', 'ann and t-suzuki are both called Suzuki, so that records under that name do not tell them apart'],
    ])
    const [ja] = await findingsWithCode('name-shared', bench, { HALT_LANG: 'ja' })
    expect(ja?.message).toBe('ann と t-suzuki の名前がどちらもSuzukiなので、この名前での記録では区別できません')
  })

  it('approver-unknown: names those who are neither people nor departments', async () => {
    const bench = undrilled()
    bench.write('contacts.yaml', contacts())
    bench.write('halt.yaml', `${readFileSync(join(bench.workspace, 'halt.yaml'), 'utf8')}approvers: [legal, nobody]\n`)
    const found = await findingsWithCode('approver-unknown', bench)
    expect(found).toMatchObject([
      { level: 'error', file: 'workspace/halt.yaml', message: expect.stringContaining('approver nobody is neither') },
    ])
    expect(found[0]?.message).toContain('nobody can approve under that name')
    const { out } = await bench.halt('doctor', '--offline', '--lang', 'ja')
    expect(out.replaceAll(/\s/g, '')).toContain(
      '承認者nobodyはcontacts.yamlの人にも部署にもありません。nobodyの名前では誰も承認できません',
    )
  })
})

describe('doctor on logs and drills', () => {
  it('drill-never, drill-due: when a drill was last completed', async () => {
    const bench = await healthy()
    expect(await findingsInDays(89, 'drill-due', bench)).toEqual([])
    const regular = /regular drills are due every 90 days/
    expect(await findingsInDays(92, 'drill-due', bench)).toMatchObject([
      { level: 'warning', area: 'drills', message: expect.stringMatching(regular) },
    ])
    rmSync(join(bench.workspace, 'incidents'), { recursive: true })
    rmSync(join(bench.directory, 'state'), { recursive: true })
    expect(await findingsWithCode('drill-never', bench)).toMatchObject([
      { level: 'warning', area: 'drills', message: expect.stringMatching(regular) },
    ])
    await bench.ok('start', '--type', 'system-failure', '--drill')
    expect(await findingsWithCode('drill-never', bench)).toHaveLength(1)
    expect((await findingsWithCode('incident-open', bench)).map(({ message }) => message)[0]).toMatch(
      /^a drill is open: \d/,
    )
  })

  it('ignores drills that the program played by itself, and uses the clock of a sped-up drill', async () => {
    const bench = undrilled()
    await bench.halt('drill', 'engine-failover', '--auto')
    expect(await findingsWithCode('drill-never', bench)).toHaveLength(1)
    await bench.ok('drill', 'engine-failover', '--speed', '600', '--no-walk')
    await bench.ok('note', 'ahead')
    await bench.ok('close', '--force', '--reason', 'over')
    expect(await codes(bench)).toEqual([])
  })

  it('reports errors in the scenarios of the team', async () => {
    const bench = undrilled()
    bench.write('runbooks/drills/ours.yaml', 'reviewed: soon\n')
    expect(await findingsWithCode('bad-date', bench)).toMatchObject([
      { area: 'drills', level: 'error', file: 'workspace/runbooks/drills/ours.yaml', line: 1, column: 11 },
    ])
  })

  it('log-missing, damaged, stray-folder, evidence-altered: checks every log', async () => {
    const bench = await healthy()
    const incidents = join(bench.workspace, 'incidents')
    const begin = async () => (await bench.ok('start', '--type', 'system-failure')).trim()
    const [cut, gone, kept, good] = [await begin(), await begin(), await begin(), await begin()]
    const [name = ''] = readdirSync(join(incidents, cut)).filter((file) => file.endsWith('.jsonl'))
    const path = join(incidents, cut, name)
    writeFileSync(path, readFileSync(path, 'utf8').replace('"system-failure"', '"system-failurE"'))
    await bench.ok('note', '--private', 'words', '-i', kept)
    const evidence = join(incidents, kept, 'evidence')
    const [piece = ''] = readdirSync(evidence).filter((file) => !file.endsWith('.salt'))
    writeFileSync(join(evidence, piece), 'wordS')
    rmSync(join(incidents, gone), { recursive: true })
    mkdirSync(join(incidents, 'stray'))
    const { code, findings } = await doctorFindings(bench)
    expect(code).toBe(8)
    const logs = findings
      .filter(({ area }) => area === 'logs')
      .map(({ code: what, level, line }) => [what, level, line])
    expect(logs).toEqual([
      ['damaged', 'error', 1],
      ['evidence-altered', 'error', null],
      ['log-missing', 'error', null],
      ['stray-folder', 'warning', null],
      ['incident-open', 'info', null],
      ['incident-open', 'info', null],
      ['incident-open', 'info', null],
    ])
    expect(findings.find(({ code: what }) => what === 'log-missing')?.message).toContain(gone)
    expect(findings.filter(({ code: what }) => what === 'incident-open').at(-1)?.message).toContain(good)
  })
})

describe('doctor on the machine', () => {
  it('clock-behind: compared to the latest event', async () => {
    const bench = undrilled()
    bench.pass(2 * DAY)
    await bench.ok('start', '--type', 'system-failure')
    bench.pass(-2 * DAY)
    const [behind, ...none] = await findingsWithCode('clock-behind', bench)
    expect(none).toEqual([])
    expect(behind).toMatchObject({
      level: 'error',
      message: 'the clock is 48 h 0 min behind the latest event in the logs',
    })
  })

  it('zone-differs, terminal-dumb, not-utf8: reads the environment', async () => {
    const bench = undrilled()
    expect(await findingsWithCode('zone-differs', bench, { TZ: 'Europe/London' })).toMatchObject([
      { level: 'info', message: expect.stringContaining('Europe/London') },
    ])
    expect(await findingsWithCode('terminal-dumb', bench, { TERM: 'dumb' })).toMatchObject([{ level: 'info' }])
    const encodings: readonly [NodeJS.ProcessEnv, string | null][] = [
      [{ LANG: 'ja_JP.eucJP' }, 'LANG=ja_JP.eucJP is not UTF-8'],
      [{ LC_ALL: 'C', LANG: 'C.UTF-8' }, 'LC_ALL=C is not UTF-8'],
      [{ LC_ALL: '', LC_CTYPE: 'ja_JP.utf8', LANG: 'C' }, null],
      [{ LANG: '' }, 'no locale is set, so the encoding is not UTF-8'],
    ]
    for (const [env, message] of encodings)
      expect((await findingsWithCode('not-utf8', bench, env)).map((finding) => finding.message)).toEqual(
        message === null ? [] : [message],
      )
  })

  it('not-writable: a folder for logs or for state that cannot be written to', async () => {
    const bench = undrilled()
    writeFileSync(join(bench.directory, 'file'), '')
    const data = { HALT_DIR: '', XDG_DATA_HOME: join(bench.directory, 'file') }
    expect(await findingsWithCode('unreadable', bench, data)).toMatchObject([{ area: 'logs' }])
    expect(await findingsWithCode('not-writable', bench, data)).toMatchObject([
      { level: 'error', message: `${join(bench.directory, 'file', 'halt')} cannot be written to (ENOTDIR)` },
    ])
    const state = join(bench.directory, 'file', 'state')
    expect(await findingsWithCode('not-writable', bench, { XDG_STATE_HOME: state })).toHaveLength(1)
  })

  it('state-not-private: a state folder that is not trusted', async () => {
    const bench = undrilled()
    const state = join(bench.directory, 'state', 'halt')
    expect(await findingsWithCode('state-not-private', bench)).toEqual([])
    rmSync(state, { recursive: true, force: true })
    mkdirSync(join(bench.directory, 'state'), { recursive: true })
    symlinkSync(bench.workspace, state)
    expect(await findingsWithCode('state-not-private', bench)).toMatchObject([
      { level: 'error', area: 'machine', message: expect.stringContaining(state) },
    ])
  })

  it('other-halt, other-version, not-on-path: what the shell finds, without running it', async () => {
    const bench = undrilled()
    const bin = join(bench.directory, 'bin')
    const other = join(bench.directory, 'systemctl')
    program(other, `touch ${join(bench.directory, 'ran')}`)
    rmSync(join(bin, 'halt'))
    symlinkSync(other, join(bin, 'halt'))
    expect(await findingsWithCode('other-halt', bench)).toMatchObject([
      { level: 'warning', message: expect.stringContaining('POWERS THE MACHINE OFF') },
    ])
    rmSync(join(bin, 'halt'))
    program(join(bin, 'halt'), `touch ${join(bench.directory, 'ran')}`)
    expect(await findingsWithCode('other-halt', bench)).toMatchObject([
      { message: expect.stringContaining('finds another program') },
    ])
    expect(readdirSync(bench.directory)).not.toContain('ran')
    rmSync(join(bin, 'halt'))
    rmSync(join(bin, 'haltctl'))
    expect(await findingsWithCode('not-on-path', bench)).toMatchObject([{ level: 'info' }])
    symlinkSync(installation(bench, '0.0.1'), join(bin, 'haltctl'))
    expect(await findingsWithCode('other-version', bench)).toMatchObject([
      { level: 'warning', message: expect.stringContaining('version 0.0.1') },
    ])
  })

  it('not-on-path: offers a folder of the user where npm would find another halt beside Node', async () => {
    const bench = undrilled()
    const bin = join(bench.directory, 'bin')
    for (const name of ['halt', 'haltctl']) rmSync(join(bin, name))
    symlinkSync(process.execPath, join(bin, 'node'))
    const mend = async () => (await findingsWithCode('not-on-path', bench)).map((finding) => finding.mend)
    expect(await mend()).toEqual([`To run it from anywhere: npm install --global ${ROOT}`])
    program(join(bin, 'halt'), 'true')
    const local = join(bench.directory, '.local')
    expect(await mend()).toEqual([`To run it from anywhere: npm install --global --prefix ${local} ${ROOT}`])
  })
})

describe('doctor for people and scripts', () => {
  it('fits in 40 columns in both languages, except for lines to copy', async () => {
    const bench = undrilled()
    bench.write('halt.yaml', 'colour: red\n')
    bench.write('contacts.yaml', contacts(daysAgo(91)))
    for (const lang of ['en', 'ja']) {
      const { out } = await bench.haltWith({ script: replies(), columns: 39 }, 'doctor', '--lang', lang)
      const wide = out.split('\n').filter((line) => columnsOf(line) >= 40)
      expect(wide.filter((line) => !/haltctl |workspace\/|^ {4}reviewed/.test(line))).toEqual([])
      expect(out).toContain('terminal-narrow')
    }
  })

  it('escapes control characters in untrusted text', async () => {
    const bench = undrilled()
    const hostile = '\u001b]0;owned\u0007\u202e\r'
    bench.write('halt.yaml', `${SETTINGS}"${'\\e[2J'}${hostile.replace('\r', '')}": 1\n`)
    bench.write(`runbooks/notices/ja/${hostile}.txt`, 'x')
    mkdirSync(join(bench.workspace, 'incidents', hostile), { recursive: true })
    await bench.ok('start', '--type', 'system-failure', '--title', hostile, '--dir', join(bench.directory, 'other'))
    for (const dir of [bench.workspace, join(bench.directory, 'other')])
      for (const json of [[], ['--json']]) {
        const env = { HALT_DIR: dir, TZ: 'UTC' }
        const { out, err } = await bench.haltWith({ env }, 'doctor', ...json)
        expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/)
        expect({ out, err }).toMatchObject({ out: expect.stringContaining('owned') })
      }
  })

  it('creates no folders', async () => {
    const bench = new Bench({ LANG: 'C.UTF-8', HALT_DIR: '' })
    bench.now = NOW
    const { code } = await bench.halt('doctor')
    expect(code).toBe(0)
    expect(readdirSync(bench.directory)).toEqual([])
  })
})
