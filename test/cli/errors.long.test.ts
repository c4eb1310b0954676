import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { splitCommandLine } from '../../src/platform/command-line.ts'
import { Bench } from '../bench.ts'

function snapshot(folder: string): Record<string, string> {
  if (!existsSync(folder)) return {}
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const kept = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.endsWith('lock'))
  return Object.fromEntries(kept.map((path) => [path, readFileSync(path, 'utf8')]))
}

function writeFile(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

let bench: Bench

beforeAll(async () => {
  bench = new Bench()
  await bench.ok(
    'start',
    '--type',
    'system-failure',
    '--scope',
    'trading=stopped',
    'withdrawals=stopped',
    '--at',
    '10m ago',
  )
  await bench.ok('done', '2.1-logs')
})

type Row = [command: string[], code: string, says: RegExp]

/** Expects this exit code, a line with the error code, a line with a remedy, and an unchanged workspace. */
async function refused(exit: number, args: readonly string[], code: string, says: RegExp): Promise<void> {
  const before = snapshot(bench.workspace)
  const result = await bench.halt(...args)
  expect({ args, code: result.code, out: result.out }).toEqual({ args, code: exit, out: '' })
  expect(result.err).toMatch(new RegExp(`^halt: .*\\(${code}\\)\\n.+`, 'm'))
  expect(result.err).toMatch(says)
  expect(snapshot(bench.workspace)).toEqual(before)
}

it('names the types of halt before the workspace exists, and does not create it', async () => {
  const missing = new Bench()
  const env = { HALT_DIR: join(missing.directory, 'missing') }
  const { code, err } = await missing.haltWith({ env }, 'start', '--type')
  expect({ code, err }).toMatchObject({ code: 2, err: expect.stringMatching(/\nValues: maintenance, system-failure/) })
  expect(existsSync(env.HALT_DIR)).toBe(false)
})

it('names the incidents that a prefix may mean, and says that there are several', async () => {
  const several = new Bench()
  await several.ok('start', '--type', 'system-failure')
  await several.ok('start', '--type', 'maintenance')
  const { code, err } = await several.halt('status', '-i', '2026112')
  expect(code).toBe(2)
  expect(err).toMatch(/several incidents begin with '2026112' \(unknown-incident\)\nChoose one: .*-failure/)
  expect(err).toMatch(/Choose one: .*-maintenance/)
  expect((await several.halt('status', '-i', '2026112', '--lang', 'ja')).err).toMatch(
    /「2026112」で始まるインシデントが複数あります/,
  )
})

describe('invalid input exits with 2, with a hint, and writes nothing', () => {
  it.each<Row>([
    [['doen'], 'unknown-command', /Did you mean done\?[\s\S]*All commands: haltctl --help/],
    [['lgo', '--lang', 'ja'], 'unknown-command', /もしかして: log[\s\S]*すべてのコマンド: haltctl --help/],
    [['foo'], 'unknown-command', /^(?!.*Did you mean)/],
    [
      ['stauts'],
      'unknown-command',
      /Did you mean status\?.*\nKnown: status, stats, start, and \d\d more\. All commands/,
    ],
    [
      ['stauts', '--lang', 'ja'],
      'unknown-command',
      /もしかして: status .*\n使えるもの: status、stats、start、ほか\d\d件。/,
    ],
    [
      ['help', 'nothing'],
      'unknown-command',
      /^(?!.*Did you mean).*\nKnown: start, .* more\. All commands: haltctl --help/,
    ],
    [['helpp'], 'unknown-command', /Did you mean help\?/],
    [['help', 'helpp'], 'unknown-command', /Did you mean help\?/],
    [['help', 'pge'], 'unknown-command', /All commands: haltctl --help/],
    [['help', 'stauts'], 'unknown-command', /Did you mean status\?/],
    [['stauts', '--help'], 'unknown-command', /Did you mean status\?/],
    [['help', 'contacts', 'pge'], 'unknown-command', /Did you mean page\?[\s\S]*haltctl contacts --help/],
    [['action', 'help', 'dne'], 'unknown-command', /Did you mean done\?/],
    [['contacts', 'pge', '--help'], 'unknown-command', /Did you mean page\?/],
    [['contacts', 'pge'], 'unknown-command', /Did you mean page\?[\s\S]*All commands: haltctl contacts --help/],
    [['runbook', 'chek'], 'unknown-command', /Did you mean check\?[\s\S]*All commands: haltctl runbook --help/],
    [['start', '--type'], 'usage', /give a value after --type \(usage\)\nValues: maintenance, system-failure/],
    [['assign', '2.1-logs', '--to', '--lang=ja', '--to'], 'usage', /--to に続けて値.*\n指定できる値: system/],
    [['note', 'words', '--at'], 'usage', /See 'haltctl note --help'/],
    [['runbook', 'export', '--language', 'fr'], 'bad-flag', /^(?!.*Did you mean).*'fr'/],
    [['done', '2.1-logs', '--nte', 'x'], 'unknown-option', /Did you mean --note\?[\s\S]*haltctl done --help$/m],
    [
      ['stats', '--output', 'x'],
      'unknown-option',
      /^(?!.*Did you mean).*\n.* more\. All options: haltctl stats --help$/m,
    ],
    [
      ['stats', '--output', 'x', '--lang', 'ja'],
      'unknown-option',
      /^(?!.*もしかして).*\n.*件。すべてのオプション: haltctl stats --help$/m,
    ],
    [['log', '--type', 'nope'], 'bad-flag', /Did you mean note\? \(bad-flag\)\nAllowed: note, scope, and \d\d more$/m],
    [['log', '--type', 'nope', '--lang', 'ja'], 'bad-flag', /\n使えるもの: note、scope、ほか\d\d件$/m],
    [['log', '--type', 'xyzzy'], 'bad-flag', /^(?!.*Did you mean).*\nAllowed: .* and \d\d more$/m],
    [['done'], 'missing-argument', /step/],
    [['done', '--lang', 'ja'], 'missing-argument', /手順のIDを指定してください/],
    [['evidence', 'show'], 'missing-argument', /give the name of the evidence/],
    [['exec', '--lang', 'ja'], 'missing-argument', /-- の後にコマンドを指定してください/],
    [['exec'], 'missing-argument', /See 'haltctl exec --help'/],
    [['note', 'x', '-i', ''], 'usage', /give a value after --incident \(usage\)\nSee 'haltctl note --help'/],
    [['--incident=', 'action', 'add', 'x'], 'usage', /give a value after --incident/],
    [['status', '--dir', ''], 'usage', /give a value after --dir/],
    [['report', '--output', ''], 'usage', /give a value after --output/],
    [['note', 'x', '--attach', ''], 'usage', /give a value after --attach/],
    [['verify', ''], 'missing-argument', /'file' is missing/],
    [['verify', '', '--lang', 'ja'], 'missing-argument', /ファイルを指定してください/],
    [['runbook', 'check', '', '--lang', 'ja'], 'missing-argument', /パスを指定してください/],
    [['join', ''], 'missing-argument', /'incident' is missing/],
    [['invite', 'sato', '--expires', '31d'], 'bad-flag', /\nAllowed: 1m - 30d$/m],
    [['serve', '--port', '65536', '--lang', 'ja'], 'bad-flag', /\n使えるもの: 0 - 65535$/m],
    [['undo', '--reason'], 'usage', /give a value after --reason \(usage\)\nFor example: --reason '/],
    [
      ['notice', '--lang', 'ja', '--next'],
      'usage',
      /--next に続けて値を指定してください \(usage\)\n使い方: haltctl notice --help/,
    ],
    [['undo', '--lang', 'ja', '--reason'], 'usage', /--reason に続けて値を指定してください \(usage\)\n例: --reason '/],
    [['log', 'extra'], 'usage', /--help/],
    [['lift', '--request', '--force'], 'usage', /these cannot be used together: --request, --force \(usage\)/],
    [['lift', '--request', '--force', '--lang', 'ja'], 'usage', /同時には指定できません: --request, --force/],
    [['status', '--color=red'], 'bad-flag', /auto, always, never/],
    [['start', '--type', 'system-failure', '--severity', 'sev9'], 'unknown-severity', /sev1, sev2, sev3, sev4/],
    [['notice', '--stage', '最終版', '--lang', 'ja'], 'bad-flag', /もしかして: 最終報 [\s\S]*final（最終報）/],
    [['notice', '--stage', '速報', '--lang', 'ja'], 'bad-flag', /^(?!.*もしかして)/],
    [['notice', '--posted', '--stage', 'frist'], 'bad-flag', /Did you mean first\?/],
    [['report', '--format', 'mrkdown'], 'bad-flag', /markdown/],
    [['close', '--resolution', 'false-alert', '--reason', 'x'], 'bad-flag', /Did you mean false-alarm\?/],
    [['done', '2.1-monitorng'], 'unknown-step', /Did you mean 2\.1-monitoring\?/],
    [['done', '2.1-monitoring', '2.1-nope'], 'unknown-step', /2.1-nope/],
    [['skip', '2.1-hearin', '--reason', 'x'], 'unknown-step', /Did you mean 2\.1-hearing\?/],
    [['assign', '2.1-hearin', '--to', 'jiro'], 'unknown-step', /Did you mean 2\.1-hearing\?/],
    [['start', '--type', 'system-failur'], 'unknown-type', /Did you mean system-failure\?/],
    [['classify', '--type', 'secruity-incident', '--reason', 'x'], 'unknown-type', /Did you mean security-incident\?/],
    [['classify', '--severity', 'sev5', '--reason', 'x'], 'unknown-severity', /sev4/],
    [['set', 'caus=x'], 'unknown-fact', /Did you mean cause\?/],
    [['notice', 'websit', '--posted'], 'unknown-channel', /Did you mean website\?/],
    [['notice', 'emial', '--next', '30m'], 'unknown-channel', /Did you mean email\?/],
    [['scope', 'tradign=stopped', '--lang', 'ja'], 'unknown-operation', /操作はありません。もしかして: trading \(/],
    [['scope', '出金送付=停止', '--lang', 'ja'], 'unknown-operation', /もしかして: 出金・送付 \(/],
    [['notice', 'ウエブサイト', '--lang', 'ja'], 'unknown-channel', /もしかして: ウェブサイト \(/],
    [['scope', 'tradign=stopped'], 'unknown-operation', /Did you mean trading\?/],
    [['lift', 'tradign', '--force', '--reason', 'x'], 'unknown-operation', /Did you mean trading\?/],
    [['scope', 'trading=stoped'], 'unknown-scope-state', /Did you mean stopped\?/],
    [['undo', 'zzzzzzzz:1', '--reason', 'x'], 'unknown-event', /zzzzzzzz:1/],
    [['correct', 'zzzzzzzz:1', '--text', 'y', '--reason', 'x'], 'unknown-event', /zzzzzzzz:1/],
    [['undo', '99', '--reason', 'x'], 'unknown-event', /no event '99'/],
    [['correct', '99', '--text', 'y', '--reason', 'x'], 'unknown-event', /no event '99'/],
    [['approve', '99'], 'unknown-event', /no event '99'/],
    [['exec', '--settle', '99', '--reason', 'x'], 'unknown-event', /no event '99'/],
    [
      ['exec', '--settle', '1', '--reason', 'x'],
      'not-a-run',
      /:1 is no command that exec ran \(not-a-run\)\nWhat it ran: haltctl log --type command$/m,
    ],
    [['action', 'done', 'zzzzzzzz:1'], 'unknown-action', /zzzzzzzz:1/],
    [['action', 'done', '12'], 'unknown-action', /None is open\./],
    [['action', 'done'], 'missing-argument', / action --help/],
    [['status', '-i', 'nope'], 'unknown-incident', /there is no incident 'nope' .*\nKnown: .*system-failure/],
    [['note', 'x', '--at', 'yesterday'], 'time-unclear', /yesterday 22:05/],
    [['note', 'x', '--at', 'tomorrow'], 'future-time', /only planned times/],
    [['note', 'x', '--at', 'next week'], 'bad-time', /22:05/],
    [['note', 'x', '--at', '99999999999d ago'], 'bad-time', /22:05/],
    [
      ['note', 'x', '--at', '22:20'],
      'time-unclear',
      /2026-11-23T22:20 \(yesterday\) or 2026-11-24T22:20 \(today, still/,
    ],
    [['notice', '--next', '22:10'], 'time-unclear', /2026-11-24T22:10 \(today\) or 2026-11-25T22:10 \(tomorrow\)/],
    [['set', 'expected-recovery=22:10'], 'time-unclear', /2026-11-25T22:10/],
    [['start', '--type', 'maintenance', '--planned', '22:00/23:00'], 'time-unclear', /2026-11-25T22:00/],
    [['action', 'add', 'x', '--due', '21:00'], 'time-unclear', /2026-11-25T21:00/],
    [['note', 'x', '--at', '2099-01-01'], 'future-time', /2099/],
    [['set', 'started-at=2099-01-01'], 'future-time', /2099/],
    [['notice', '--next', '10m ago'], 'past-time', /passed/],
    [
      ['scope', 'deposits=stopped', '--at', '2020-01-01 00:00'],
      'before-start',
      /haltctl set started-at=2020-01-01T00:00:00/,
    ],
    [['advance', '2'], 'usage', /too many arguments for 'advance'[\s\S]*advance --help/],
    [['start', '--type', 'maintenance', '--planned', '02:00'], 'bad-range', /FROM\/TO/],
    [['set', 'expected-recovery=02:00/'], 'bad-range', /FROM\/TO/],
    [['set', 'cause'], 'bad-assignment', /cause=VALUE/],
    [['set', '原因', '--lang', 'ja'], 'bad-assignment', /書き方: 原因=値、原因\.ja=文言、原因=\?/],
    [['scope', '売買', '--lang', 'ja'], 'bad-assignment', /書き方: 売買=停止、売買:資産=利用可/],
    [['scope', 'trading'], 'bad-assignment', /trading=stopped/],
    [['scope', 'withdrawals:xem=stopped'], 'bad-asset', /XEM/],
    [['set', 'first-error.ja=x'], 'no-public-words', /impact, cause, /],
    [['set', 'cause.fr=x'], 'bad-flag', /ja, en/],
    [['scope', 'trading=limited'], 'words-needed', /limited:/],
    [['start', '--type', 'system-failure', '--planned', '02:00/04:00'], 'not-plannable', /maintenance, compliance/],
    [['verify', '--against', 'abc'], 'bad-head', /20 to 64/],
    [['notice', 'website', '--posted', '--text-file', 'nowhere.txt'], 'no-such-file', /nowhere.txt/],
    [['notice', 'website', '--posted', '--link', 'yes'], 'bad-link', /https:/],
    [['notice', 'website', '--posted', '--link', 'javascript:alert(1)'], 'bad-link', /https:/],
    [['notice', 'website', '--posted', '--link', 'https://a:b@example.com/'], 'bad-link', /password/],
    [['notice', 'website', '--posted', '--link', 'https://example.com/1完了'], 'bad-link', /copies/],
    [['notice', 'email', '--retry'], 'idle-flag', /--retry does nothing without --send/],
    [['notice', 'email', '--force', '--reason', 'x'], 'idle-flag', /--send/],
    [['notice', 'email', '--text-file', 'a.txt'], 'idle-flag', /--text-file does nothing without --posted/],
    [['notice', 'email', '--send', '--retry', '--stage', 'first'], 'usage', /--retry --stage/],
    [['notice', 'email', '--send', '--dry-run'], 'usage', /cannot be used together/],
    [['runbook', 'check', 'nowhere'], 'no-such-file', /nowhere/],
  ])('for %j', async (args, code, says) => {
    await refused(2, args, code, says)
  })

  it('for a notice text that is too long or not text', async () => {
    const path = join(bench.directory, 'long.txt')
    writeFile(path, 'x'.repeat(64 * 1024 + 1))
    await refused(2, ['notice', 'website', '--posted', '--text-file', path], 'bad-text-file', /65536 bytes/)
    writeFile(path, 'a\0b')
    await refused(2, ['notice', 'website', '--posted', '--text-file', path], 'bad-text-file', /NUL/)
    await refused(2, ['notice', 'website', '--posted', '--text-file', '/dev/zero'], 'unreadable', /regular file/)
  })
})

describe('a refused action or a missing answer exits with 3 and writes nothing', () => {
  it.each<Row>([
    [['start'], 'missing-answer', /give the type of halt.*\nFor example: --type maintenance\|system-failure\|/],
    [['start', '--lang', 'ja'], 'missing-answer', /停止の種類を指定してください.*\n例: --type maintenance\|/],
    [['exec', '--settle', '1'], 'missing-answer', /a reason: how the command ended.*\n.*--reason 'systemctl/],
    [['undo'], 'missing-answer', /give a reason.*\nFor example: --reason '/],
    [['undo', '--lang', 'ja'], 'missing-answer', /理由を指定してください.*\n例: --reason '/],
    [
      ['classify', '--lang', 'ja'],
      'missing-answer',
      /種類、重大度、件名のいずれかを指定してください.*\n例: --severity 2 /,
    ],
    [
      ['handover', '--to', ' ', '--lang', 'ja'],
      'missing-answer',
      /指揮の引き継ぎ先を指定してください.*\n例: --to 佐藤\n/,
    ],
    [['note', '--lang', 'ja'], 'missing-answer', /メモの本文を指定してください.*\n例: haltctl note '/],
    [
      ['report', '--fill', '--lang', 'ja'],
      'missing-answer',
      /影響を受けた顧客.*を指定してください.*\n例: haltctl set affected-customers=/,
    ],
    [['skip', '2.1-hearing'], 'missing-answer', /--reason/],
    [['decline', '3.1-faq'], 'missing-answer', /--reason/],
    [['reopen'], 'missing-answer', /--reason/],
    [['assign', '2.1-hearing'], 'missing-answer', /give an assignee.*\nFor example: --to legal\n/],
    [['assign', '2.1-hearing', '--lang', 'ja'], 'missing-answer', /担当を指定してください.*\n例: --to legal\n/],
    [['classify', '--type', 'compliance'], 'missing-answer', /--reason/],
    [['close', '--resolution', 'duplicate'], 'missing-answer', /--reason/],
    [['advance', '--force'], 'missing-answer', /--reason/],
    [['note'], 'missing-answer', /give the text of the note/],
    [['note', '  '], 'missing-answer', /give the text of the note/],
    [['runbook', 'adopt'], 'missing-answer', /--reason/],
    [['decline', '2.1-hearing', '--reason', 'x'], 'required-step', /skip 2.1-hearing/],
    [['skip', '2.1-logs', '--reason', 'x'], 'step-resolved', /undo/],
    [['advance'], 'steps-pending', /--force/],
    [['close'], 'steps-open', /--force/],
    [['lift', 'trading'], 'criteria-open', /3.4-criteria/],
    [['lift'], 'still-restricted', /trading=stopped, withdrawals=stopped/],
    [['reopen', '--reason', 'x'], 'not-lifted', /Initial response/],
    [['walk'], 'no-terminal', /next/],
  ])('for %j', async (args, code, says) => {
    await refused(3, args, code, says)
  })

  it('for undo and correct of an event that cannot be changed', async () => {
    const [started = ''] = (await bench.ok('log', '--json')).split('\n')
    const { writer } = JSON.parse(started) as { writer: string }
    await refused(3, ['undo', `${writer}:1`, '--reason', 'x'], 'not-undoable', /incident.started/)
    await refused(3, ['correct', `${writer}:1`, '--at', '5m ago', '--reason', 'x'], 'not-correctable', /started-at/)
    await refused(
      3,
      ['correct', `${writer}:1`, '--text', 'down', '--reason', 'x'],
      'not-correctable',
      /classify --title/,
    )
    await refused(3, ['undo', '--as', 'hanako', '--reason', 'x'], 'nothing-to-undo', /hanako/)
  })

  it('for advance beyond the last phase', async () => {
    const other = new Bench()
    await other.ok('start', '--type', 'system-failure')
    await other.ok('advance', '--force', '--reason', 'all hands')
    expect(await other.halt('advance')).toMatchObject({ code: 3, err: expect.stringContaining('(no-next-phase)') })
  })

  it('for commands without an incident, except list and status --check', async () => {
    const empty = Bench.empty()
    for (const args of [['note', 'x'], ['status'], ['log'], ['verify'], ['next'], ['report'], ['done', '2.1-logs']])
      expect(await empty.halt(...args)).toMatchObject({
        code: 3,
        out: '',
        err: expect.stringContaining('(no-incident)'),
      })
    expect(await empty.halt('list')).toMatchObject({ code: 0, out: '', err: '' })
    expect(readdirSync(empty.workspace)).toEqual([])
    expect((await empty.haltWith({ env: { HALT_DIR: '' } }, 'status', '--check')).code).toBe(0)
  })
})

describe('the settings and runbooks of a team', () => {
  it('stop halt start before it writes anything if they are broken', async () => {
    const own = new Bench()
    writeFile(join(own.workspace, 'halt.yaml'), 'language: en\ntimezone: Asia/Tokio\n')
    const bad = await own.halt('start', '--type', 'system-failure')
    expect(bad.code).toBe(2)
    expect(bad.err).toMatch(/halt\.yaml:2:11: .*Asia\/Tokio.*\(bad-setting\)\n {2}timezone: Asia\/Tokio\n {12}\^\n/)
    expect(readdirSync(own.workspace)).toEqual(['halt.yaml'])
  })

  it.each([
    ['no-such-group-here', /this machine has no group/],
    ['"99999999999"', /this machine has no group/],
  ])('stop halt start, too, if they name an unknown group: %s', async (group, says) => {
    const own = new Bench()
    writeFile(join(own.workspace, 'halt.yaml'), `share: { group: ${group} }\n`)
    const bad = await own.halt('start', '--type', 'system-failure')
    expect(bad.code).toBe(2)
    expect(bad.err).toMatch(/halt\.yaml:1:17: .*\(bad-setting\)/)
    expect(bad.err).toMatch(says)
    expect(readdirSync(own.workspace)).toEqual(['halt.yaml'])
  })

  it('cause a warning, not an error, if a running incident is no longer shared with their group', async () => {
    const own = new Bench()
    const group = String(process.getgid?.())
    writeFile(join(own.workspace, 'halt.yaml'), `share: { group: "${group}" }\n`)
    const id = (await own.ok('start', '--type', 'system-failure')).trim()
    expect((await own.halt('note', 'one')).err).not.toContain('share.group')
    chmodSync(join(own.workspace, 'incidents', id), 0o700)
    expect(await own.halt('note', 'two')).toMatchObject({ code: 0, err: expect.stringContaining('is not shared with') })
  })

  it('stop halt start if a runbook is broken; runbook check lists every error', async () => {
    const own = new Bench()
    const faulty = 'reviewed: 2026-11-24\ntitle: { ja: 私, en: Ours }\ncolour: red\norganisation: { ja: 私 }\n'
    writeFile(join(own.workspace, 'runbooks', '8-ours.yaml'), faulty)
    expect(await own.halt('start', '--type', 'system-failure')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/8-ours\.yaml:\d+:\d+.*\(bad-runbook\)/),
    })
    const checked = await own.halt('runbook', 'check')
    expect(checked.code).toBe(2)
    expect(checked.out).toMatch(/8-ours\.yaml:3:1 .*\(unknown-key\)\n {2}colour: red\n {2}\^\n/)
    expect(checked.out).toContain('(missing-language)')
  })

  it('pass runbook check with exit 0 if they are valid', async () => {
    const own = Bench.empty()
    expect(await own.halt('runbook', 'check')).toMatchObject({ code: 0, out: '', err: expect.stringContaining('0') })
  })
})

describe('help and hints', () => {
  it.each([[['--help']], [['done', '--help']], [['action', 'add', '--help']], [['--version']], [['-V']]])(
    '%j exits with 0',
    async (args) => {
      const { code, out, err } = await bench.halt(...args)
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(out.length).toBeGreaterThan(3)
    },
  )

  it.each([
    ['advance'],
    ['close'],
    ['lift'],
    ['lift', 'trading'],
    ['decline', '2.1-hearing', '--reason', 'x'],
    ['skip', '2.1-logs', '--reason', 'x'],
    ['scope', 'trading=open'],
    ['scope', 'deposits=limited'],
    ['scope', 'deposits=stopped', '--at', '2020-01-01 00:00'],
    ['undo', 'zzzzzzzz:1', '--reason', 'x'],
    ['action', 'done', 'zzzzzzzz:1'],
    ['note'],
    ['notice', 'website', '--send', '--retry'],
    ['notice', 'website', '--correct', 'x'],
    ['notice', 'website', '--stage', 'resumption', '--posted'],
    ['notice', 'website', '--check'],
    ['notice', 'website', '--send'],
    ['correct', 'zzzzzzzz:1', '--text', 'y', '--reason', 'x'],
  ])('the commands in what %j says work as they stand', async (...args) => {
    const other = new Bench({ HALT_DIR: '' })
    const given = ['--dir', other.workspace, '-i', '20261124-221705', '--as', 'hanako']
    await other.ok('start', '--type', 'system-failure', '--scope', 'trading=stopped', '--dir', other.workspace)
    await other.ok('done', '2.1-logs', ...given)
    // In Japanese, words may follow a command; in English it is pasted.
    for (const lang of ['ja', 'en']) {
      const { out, err } = await other.halt(...args, ...given, '--lang', lang)
      const commands = `${out}${err}`.split('\n').flatMap((line) => line.split(/(?=haltctl )/).slice(1))
      expect(commands.length).toBeGreaterThan(0)
      for (const command of commands) {
        const [, ...words] = splitCommandLine(command.replace(/(?:[。;、]|\. ).*$|(?<=^[^']*)'$/, '')) ?? []
        // To close, --as has two meanings.
        const operator = args[0] === 'close' ? [] : ['--as', 'hanako']
        expect(words).toEqual(expect.arrayContaining(['--dir', other.workspace, ...operator, '-i']))
        if (lang === 'ja') continue
        const pasted = await other.halt(...words)
        expect(pasted.err).not.toMatch(/\((?:unknown-command|unknown-option|no-workspace|no-incident|usage)\)/)
      }
    }
  })

  it('a hint names the program as it was called', async () => {
    expect((await bench.halt('advance')).err).toContain('haltctl advance --force')
  })
})

describe('on Windows without WSL', () => {
  const bare = new Bench()

  it('every command says in one line that it is not supported, and does nothing', async () => {
    for (const args of [['next'], ['start', '--type', 'system-failure'], ['doctor']])
      expect(await bare.haltWith({ platform: 'win32' }, ...args)).toMatchObject({
        code: 2,
        out: '',
        err: 'halt: Windows is not supported: run this in WSL (unsupported-system)\n',
      })
    expect(existsSync(join(bare.workspace, 'incidents'))).toBe(false)
    const { err } = await bare.haltWith({ platform: 'win32' }, 'next', '--lang', 'ja')
    expect(err).toBe('halt: Windows には対応していません。WSL の中で実行してください (unsupported-system)\n')
  })

  it('help and --version work', async () => {
    for (const flag of ['--help', '--version'])
      expect(await bare.haltWith({ platform: 'win32' }, flag)).toMatchObject({ code: 0, err: '' })
  })
})
