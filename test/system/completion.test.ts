import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { ACTIVE } from '../../src/domain/active.ts'
import { Bench, PROGRAM } from './bench.ts'
import { Completing, fishOffers } from './shells.ts'

function begun(env: NodeJS.ProcessEnv = {}): Bench {
  const bench = new Bench(env)
  bench.write(
    'contacts.yaml',
    'people:\n  sato: { name: { ja: 佐藤 花子, en: Hanako Sato }, reach: [{ by: phone, to: "110" }] }\n' +
      'departments: { system: { head: sato } }\n' +
      'escalation: [{ id: board, title: { ja: 役員, en: Board }, reach: [sato] }]\n',
  )
  bench.ok('start', '--type', 'system-failure', '--title', 'Down', '--scope', 'withdrawals:XEM=stopped')
  mkdirSync(join(bench.directory, 'a b', 'c d'), { recursive: true })
  writeFileSync(join(bench.directory, 'a b', "it's $1.txt"), '')
  return bench
}

describe('in bash', () => {
  let bench: Bench
  let bash: Completing
  beforeAll(async () => {
    bench = begun()
    bash = await Completing.open(bench, 'bash')
  })

  it.each([
    ['commands, by both names', 'halt statu', 'halt status '],
    ['subcommands', 'haltctl evidence li', 'haltctl evidence list '],
    ['flags', 'haltctl notice --dry', 'haltctl notice --dry-run '],
    ['choices', 'haltctl report --format=mark', 'haltctl report --format=markdown '],
    ['choices apart', 'haltctl report --format mark', 'haltctl report --format markdown '],
    ['flags of every command before its name', 'haltctl --la', 'haltctl --lang '],
    ['steps', 'haltctl done 2.1-lo', 'haltctl done 2.1-logs '],
    ['steps after others', 'haltctl skip 2.1-logs 2.1-ca', 'haltctl skip 2.1-logs 2.1-cause '],
    ['facts, without a blank', 'haltctl set expected', 'haltctl set expected-recovery='],
    ['words of facts', 'haltctl set cause.j', 'haltctl set cause.ja='],
    ['operations', 'haltctl scope trad', 'haltctl scope trading='],
    ['states', 'haltctl scope trading=sto', 'haltctl scope trading=stopped '],
    ['states that want words', 'haltctl scope trading=lim', 'haltctl scope trading=limited:'],
    ['assets', 'haltctl scope withdrawals:X', 'haltctl scope withdrawals:XEM='],
    ['states of assets that are new', 'haltctl scope trading:BTC=sto', 'haltctl scope trading:BTC=stopped '],
    ['states in quotes', "haltctl scope 'trading:BTC=sto", "haltctl scope 'trading:BTC=stopped' "],
    ['what a star means', 'haltctl scope withdrawals:\\*=op', 'haltctl scope withdrawals:\\*=open '],
    ['what trades again', 'haltctl lift withd', 'haltctl lift withdrawals:XEM '],
    ['people', 'haltctl contacts reached sa', 'haltctl contacts reached sato '],
    ['levels', 'haltctl escalate bo', 'haltctl escalate board '],
    ['departments', 'haltctl assign 2.1-logs --to pub', 'haltctl assign 2.1-logs --to public-relations '],
    [
      'names of people, with their blanks',
      'haltctl assign 2.1-logs --to Han',
      'haltctl assign 2.1-logs --to Hanako\\ Sato ',
    ],
    ['such names in quotes', 'haltctl assign 2.1-logs --to "Han', 'haltctl assign 2.1-logs --to "Hanako Sato" '],
    ['types', 'haltctl start --type=comp', 'haltctl start --type=compliance '],
    ['channels', 'haltctl notice web', 'haltctl notice website '],
    ['files with blanks', 'haltctl note --attach a', 'haltctl note --attach a\\ b/'],
    ['files after =', 'haltctl note --attach=a\\ b/it', "haltctl note --attach=a\\ b/it\\'s\\ \\$1.txt "],
    ['folders', 'haltctl --dir a', 'haltctl --dir a\\ b/'],
    ['folders only', 'haltctl --dir a\\ b/', 'haltctl --dir a\\ b/c\\ d/'],
    ['programs to run', 'haltctl exec -- mkfif', 'haltctl exec -- mkfifo '],
    ['their files', 'haltctl exec -- ls a', 'haltctl exec -- ls a\\ b/'],
  ])('completes %s', async (_, typed, line) => {
    await bash.becomes(typed, line)
  })

  it.each([
    ['a flag after --', 'haltctl exec -- --js'],
    ['an unknown command', 'haltctl nope 2.1-lo'],
    ['a step that is none', 'haltctl done 9.9'],
    ['what would have to be run first', 'haltctl done $(touch owned)2.1-lo'],
    ['words of the operator', 'haltctl done --note 2.1-lo'],
  ])('adds nothing to %s', async (_, typed) => {
    await bash.stays(typed)
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('shows all there is, what comes next first', async () => {
    const text = await bash.becomes('haltctl scope trading=', /cancel-only/, 2)
    expect(text).toMatch(/stopped +cancel-only +post-only +limited: +open/)
  })

  it('runs nothing that stands in the line', async () => {
    await bash.becomes('haltctl done "$(touch owned)" 2.1-lo', 'haltctl done "$(touch owned)" 2.1-logs ')
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('completes ids of incidents', async () => {
    const id = bench.ok('list').trim().split(/\s/)[0] as string
    await bash.becomes('haltctl status -i 20', `haltctl status -i ${id} `)
    await bash.becomes('haltctl -i lat', 'haltctl -i latest ')
  })
})

describe('in zsh', () => {
  let bench: Bench
  let zsh: Completing
  beforeAll(async () => {
    bench = begun({ HALT_LANG: 'ja' })
    zsh = await Completing.open(bench, 'zsh')
  })

  it.each([
    ['commands, by both names', 'halt statu', 'halt status '],
    ['subcommands', 'haltctl evidence li', 'haltctl evidence list '],
    ['choices after =', 'haltctl report --format=mark', 'haltctl report --format=markdown '],
    ['steps', 'haltctl done 2.1-lo', 'haltctl done 2.1-logs '],
    ['facts, without a blank', 'haltctl set expected', 'haltctl set expected-recovery='],
    ['states', 'haltctl scope trading:BTC=sto', 'haltctl scope trading:BTC=stopped '],
    ['states that want words', 'haltctl scope trading=lim', 'haltctl scope trading=limited:'],
    ['assets', 'haltctl scope withdrawals:X', 'haltctl scope withdrawals:XEM='],
    ['states in quotes', "haltctl scope 'trading:BTC=sto", "haltctl scope 'trading:BTC=stopped' "],
    [
      'names of people, with their blanks',
      'haltctl assign 2.1-logs --to 佐',
      'haltctl assign 2.1-logs --to 佐藤\\ 花子 ',
    ],
    ['files with blanks', 'haltctl note --attach a', 'haltctl note --attach a\\ b/'],
    ['files after =', 'haltctl note --attach=a\\ b/it', "haltctl note --attach=a\\ b/it\\'s\\ \\$1.txt "],
    ['folders only', 'haltctl --dir a\\ b/', 'haltctl --dir a\\ b/c\\ d/'],
    ['programs to run', 'haltctl exec -- mkfif', 'haltctl exec -- mkfifo '],
    ['their files', 'haltctl exec -- ls a', 'haltctl exec -- ls a\\ b/'],
  ])('completes %s', async (_, typed, line) => {
    await zsh.becomes(typed, line)
  })

  it.each([
    ['a flag after --', 'haltctl exec -- --js'],
    ['an unknown command', 'haltctl nope 2.1-lo'],
  ])('adds nothing to %s', async (_, typed) => {
    await zsh.stays(typed)
  })

  // Tab of zsh itself expands the word that it stands in, whatever the command.
  it('runs nothing that stands in the line', async () => {
    await zsh.becomes(
      'haltctl done $(touch owned) `touch owned` 2.1-lo',
      'haltctl done $(touch owned) `touch owned` 2.1-logs ',
    )
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('completes as a function that zsh finds by itself, by both names', async () => {
    const found = await Completing.found(begun())
    await found.becomes('haltctl done 2.1-lo', 'haltctl done 2.1-logs ')
    await found.becomes('halt statu', 'halt status ')
  })

  it('says in the language of the operator what each is, and what comes next first', async () => {
    const steps = await zsh.becomes('haltctl done 2.1-', /2\.1-monitoring/)
    expect(steps).toMatch(/2\.1-assess +-- \S*状況/)
    const commands = await zsh.becomes('haltctl ', /completion/)
    expect(commands).toMatch(/start +-- 取引停止を宣言し、ログを開く/)
  })
})

describe('in fish', () => {
  const bench = begun()
  const offers = (typed: string, env: NodeJS.ProcessEnv = {}) => fishOffers(bench, typed, env)

  it.each([
    ['commands, by both names', 'halt statu', ['status\twhere the incident stands']],
    ['subcommands', 'haltctl evidence li', ['list\teach piece, and whether it is as it was kept']],
    ['choices after =', 'haltctl report --format=m', ['--format=markdown']],
    ['steps', 'haltctl done 2.1-lo', ['2.1-logs\tCheck the logs']],
    ['states', 'haltctl scope trading:BTC=st', ['trading:BTC=stopped']],
    ['assets', 'haltctl scope withdrawals:X', ['withdrawals:XEM=\twithdrawals']],
    ['names of people', 'haltctl assign 2.1-logs --to Han', ['Hanako Sato']],
    ['names in quotes', 'haltctl assign 2.1-logs --to "Hanako S', ['Hanako Sato']],
    ['files with blanks', 'haltctl note --attach a', ['a b/']],
    ['files after =', 'haltctl note --attach=a', ['--attach=a b/']],
    ['folders only', "haltctl --dir 'a b/", ['a b/c d/']],
    ['files of programs', 'haltctl exec -- ls a', ['a b/']],
    ['nothing after --', 'haltctl exec -- --js', []],
    ['nothing for an unknown command', 'haltctl nope 2.1-lo', []],
    ['nothing that would have to be run first', 'haltctl done (touch owned)2.1-lo', []],
  ])('completes %s', (_, typed, expected) => {
    expect(offers(typed)).toEqual(expected)
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('keeps the order, and speaks the language of the operator', () => {
    const stated = offers('haltctl scope trading=').map((line) => line.split('\t')[0])
    expect(stated).toEqual(['stopped', 'cancel-only', 'post-only', 'limited:', 'open'].map((s) => `trading=${s}`))
    expect(offers('haltctl done 2.1-lo', { HALT_LANG: 'ja' })).toEqual(['2.1-logs\tログを確認する'])
    expect(offers('haltctl --lang ja done 2.1-lo')).toEqual(['2.1-logs\tログを確認する'])
  })
})

/** What the program answers a shell, a word with its description each. */
function answered(bench: Bench, words: readonly string[], env: NodeJS.ProcessEnv = {}, shell = 'zsh'): string[] {
  const { code, out, err } = bench.haltWith({ env }, 'completion', 'values', shell, ...words)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return out.split('\n').slice(3, -1)
}

const valuesOf = (lines: readonly string[]) => lines.map((line) => line.split('\t')[0])

/** Every file under a folder, with its bytes. */
function everything(directory: string): string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/^completion\./.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => `${path} ${statSync(path).mtimeMs} ${readFileSync(path, 'hex')}`)
}

describe('the script', () => {
  it.each(['bash', 'zsh', 'fish'])('of %s calls this very program by its path, and never by its name', (shell) => {
    const script = begun().ok('completion', shell)
    expect(script).toContain(`'${process.execPath}' '${PROGRAM}'`)
    expect(script).not.toContain('@program@')
    expect(script.replaceAll(/^#.*$/gm, '')).not.toMatch(
      /(?:^|[;&|(`{]|\b(?:then|do|else|and|or|command|exec|eval))\s*(?:halt|haltctl)\b/m,
    )
    for (const name of ['halt', 'haltctl'])
      expect(script).toMatch(new RegExp(`(?:complete|compdef|for).*\\b${name}\\b`))
  })

  it('of another shell there is none', () => {
    expect(new Bench().halt('completion', 'tcsh')).toMatchObject({
      code: 2,
      err: expect.stringContaining('bash, zsh, fish'),
    })
    expect(new Bench().halt('completion')).toMatchObject({
      code: 2,
      err: expect.stringContaining('(missing-argument)'),
    })
  })

  it('still completes where the program is gone: to nothing, and runs nothing else', () => {
    const bench = begun()
    const script = bench.ok('completion', 'bash').replace(PROGRAM, '/nowhere/bin/halt.js')
    const line = 'haltctl stat'
    const { stdout, status } = spawnSync(
      'bash',
      [
        '-c',
        `${script}\nPATH=/nowhere COMP_LINE='${line}' COMP_POINT=${line.length}; __haltctl_complete; echo "$?:\${COMPREPLY[*]}"`,
      ],
      { env: bench.env, encoding: 'utf8' },
    )
    expect({ stdout, status }).toEqual({ stdout: '0:\n', status: 0 })
  })
})

describe('what a shell is answered', () => {
  it('has steps with what they are, the next first, less those that are done or named already', () => {
    const bench = begun()
    bench.ok('begin', '2.1-logs')
    bench.ok('done', '2.1-cause')
    const next = bench.json<{ steps: { id: string }[] }>('next', '--all').steps.map(({ id }) => id)
    const open = valuesOf(answered(bench, ['done', '']))
    expect(open.slice(0, next.length)).toEqual(next)
    expect(open.some((id) => id?.startsWith('4.1-'))).toBe(true)
    expect(open).not.toContain('2.1-cause')
    expect(valuesOf(answered(bench, ['begin', '']))).not.toContain('2.1-logs')
    expect(valuesOf(answered(bench, ['done', '2.1-logs', '']))).not.toContain('2.1-logs')
  })

  it('has events that can be undone, or corrected, the latest first', () => {
    const bench = begun()
    bench.ok('done', '2.1-logs', '--note', 'one')
    bench.ok('note', 'two')
    const [, done = '', note = ''] = bench
      .ok('log', '--json')
      .trim()
      .split('\n')
      .map((l) => {
        const { writer, seq } = JSON.parse(l)
        return `${writer}:${seq}`
      })
    expect(valuesOf(answered(bench, ['undo', '']))[0]).toBe(done)
    expect(valuesOf(answered(bench, ['correct', ''])).slice(0, 2)).toEqual([note, done])
    expect(answered(bench, ['correct', ''])[0]).toMatch(/\t\d\d:\d\d:\d\d {2}.*two/)
    bench.ok('undo', done, '--reason', 'x')
    expect(valuesOf(answered(bench, ['undo', '']))).not.toContain(done)
  })

  it('has evidence, follow-ups and commands that nobody knows the end of', () => {
    const bench = begun()
    bench.write('engine.log', 'x')
    bench.ok('note', 'logs', '--attach', join(bench.workspace, 'engine.log'))
    bench.ok('action', 'add', 'fix it')
    const [piece] = bench.json<{ evidence: { file: string }[] }>('evidence', 'list').evidence
    expect(answered(bench, ['evidence', 'show', ''])).toEqual([`${piece?.file}\tengine.log`])
    const [action = ''] = answered(bench, ['action', 'done', ''])
    expect(action).toMatch(/^[a-z2-7]{8}:\d+\tfix it$/)
    bench.ok('action', 'done', action.split('\t')[0] as string)
    expect(valuesOf(answered(bench, ['action', 'done', '']))).not.toContain(action.split('\t')[0])
    expect(answered(bench, ['exec', '--settle', ''])).toEqual([])
  })

  it('has scenarios of drills, and past incidents', () => {
    const bench = begun()
    const { scenarios } = bench.json<{ scenarios: { id: string; title: { en: string } }[] }>('drill', '--list')
    expect(answered(bench, ['drill', ''])).toEqual(scenarios.map(({ id, title }) => `${id}\t${title.en}`))
    expect(answered(bench, ['drill', '--replay', ''])).toEqual([
      expect.stringMatching(/^\d+-\d+-system-failure\tDown$/),
    ])
  })

  it('has authorities with their reports, and hypotheses that stand', () => {
    const bench = begun()
    expect(answered(bench, ['report-to', ''])).toEqual(expect.arrayContaining([expect.stringMatching(/^jp-fsa\t/)]))
    const reports = valuesOf(answered(bench, ['report-to', 'jp-fsa', '--report', '']))
    expect(reports.length).toBeGreaterThan(1)
    expect(reports.every((id) => id?.startsWith('jp-fsa-'))).toBe(true)
    expect(valuesOf(answered(bench, ['clock', 'start', '']))).toContain('jp-fsa')
    bench.ok('note', 'the disk is full', '--hypothesis')
    const [hypothesis = ''] = answered(bench, ['note', '--discards', ''])
    expect(hypothesis).toMatch(/^[a-z2-7]{8}:\d+\tthe disk is full$/)
    bench.ok('note', 'it is not', '--discards', hypothesis.split('\t')[0] as string)
    expect(answered(bench, ['note', '--discards', ''])).toEqual([])
  })

  it('heeds --dir, --incident and --lang in the line, and HALT_INCIDENT', () => {
    const bench = begun()
    bench.ok('start', '--type', 'compliance', '--title', 'Other')
    const ids = bench
      .ok('list')
      .trim()
      .split('\n')
      .map((line) => line.split(/\s/)[0] as string)
    const first = ids.find((id) => id.endsWith('system-failure')) as string
    const second = ids.find((id) => id.endsWith('compliance')) as string
    expect(answered(bench, ['lift', ''])).toEqual([])
    expect(answered(bench, ['-i', first, 'lift', ''])).toEqual(['withdrawals:XEM\t'])
    expect(answered(bench, ['lift', `--incident=${first}`, ''])).toEqual(['withdrawals:XEM\t'])
    expect(answered(bench, ['lift', ''], { HALT_INCIDENT: second }).some((line) => line.includes('XEM'))).toBe(false)
    expect(answered(bench, ['-i', '']).sort()).toEqual([`${first}\tDown`, `${second}\tOther`, 'latest\t'].sort())
    const elsewhere = { HALT_DIR: '/nowhere', HOME: bench.directory }
    expect(answered(bench, ['--dir', '~/workspace', '-i', ''], elsewhere)).toHaveLength(3)
    expect(answered(bench, ['--lang', 'ja', 'stat'], elsewhere)).toContain('status\t現在の状況を表示する')
  })

  it.each<[string, readonly string[]]>([
    ['no words', []],
    ['no shell', ['']],
    ['a shell that is none', ['tcsh', 'done', '']],
    ['an unknown command', ['zsh', 'nope', '']],
    ['an unknown flag with a value', ['zsh', 'done', '--nope=']],
    ['a flag that takes none', ['zsh', 'status', '--json=']],
    ['an incident that is none', ['zsh', 'done', '-i', 'nope', '']],
    ['bash without a line', ['bash']],
    ['a line that ends in a quote', ['bash', ' =:', 'haltctl done "']],
    ['far too many words', ['zsh', ...Array(5000).fill('done'), '']],
  ])('is nothing, and no error, for %s', (_, words) => {
    const { code, err } = begun().halt('completion', 'values', ...words)
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })

  it('is nothing, and no error, without a workspace, in a folder that is gone, and for a damaged log', () => {
    const bench = begun()
    expect(answered(bench, ['done', ''], { HALT_DIR: '/nowhere' })).toEqual(
      expect.not.arrayContaining([expect.stringMatching(/^2/)]),
    )
    const gone = spawnSync(
      'sh',
      [
        '-c',
        'mkdir gone && cd gone && rmdir ../gone && exec "$@"',
        'sh',
        process.execPath,
        PROGRAM,
        'completion',
        'values',
        'zsh',
        'done',
        '',
      ],
      { cwd: bench.directory, env: { ...bench.env, HALT_DIR: '' }, encoding: 'utf8' },
    )
    expect(gone).toMatchObject({ status: 0, stdout: '', stderr: '' })
    const [log = ''] = bench.json<{ log: { files: string[] } }>('status').log.files
    const path = join(bench.workspace, log)
    bench.ok('note', 'x')
    writeFileSync(path, readFileSync(path, 'utf8').replace('"title":"Down"', '"title":"Up"'))
    expect(bench.halt('note', 'y').code).toBe(4)
    const flags = (lines: string[]) => lines.every((line) => line.startsWith('--'))
    for (const words of [
      ['done', ''],
      ['set', ''],
      ['scope', ''],
      ['correct', ''],
      ['notice', ''],
    ])
      expect(
        answered(bench, words).filter((line) => !line.startsWith('--')),
        words[0],
      ).toEqual([])
    expect(flags(answered(bench, ['done', '-']))).toBe(true)
  })

  it('changes nothing on disk', () => {
    const bench = begun()
    const before = everything(bench.directory)
    for (const words of [
      ['done', ''],
      ['undo', ''],
      ['-i', ''],
      ['contacts', 'tried', ''],
      ['escalate', ''],
      ['evidence', 'show', ''],
    ])
      answered(bench, words)
    rmSync(join(bench.directory, 'state'), { recursive: true })
    answered(bench, ['done', ''])
    expect(existsSync(join(bench.directory, 'state'))).toBe(false)
    expect(everything(bench.directory)).toEqual(
      before.filter((line) => !line.startsWith(join(bench.directory, 'state'))),
    )
  })

  it('acts on no terminal and breaks no line, whatever the titles say', () => {
    const bench = new Bench()
    const hostile = 'a\tb\nc\u001b[31m\u001b]0;x\u0007$(touch owned)`x`%F{red}\u202e\\'
    bench.ok('start', '--type', 'system-failure', '--title', hostile)
    bench.ok('action', 'add', hostile)
    bench.ok('note', hostile)
    for (const words of [
      ['-i', ''],
      ['action', 'done', ''],
      ['correct', ''],
    ]) {
      const lines = answered(bench, words)
      expect(lines.length).toBeGreaterThan(0)
      for (const line of lines) {
        expect(line.split('\t')).toHaveLength(2)
        expect(line.replace('\t', '')).not.toMatch(ACTIVE)
      }
    }
  })
})
