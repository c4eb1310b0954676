import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'
import { CompletionShell, fishOffers } from './shells.ts'

function begun(env: NodeJS.ProcessEnv = {}): Bench {
  const bench = new Bench(env)
  bench.write(
    'contacts.yaml',
    'people:\n  sato: { name: { ja: 佐藤 花子, en: Hanako Sato }, reach: [{ by: phone, to: "110" }] }\n' +
      "  wo: { name: 'Wo\\:r\\x', reach: [{ by: phone, to: '119' }] }\n" +
      'departments: { system: { head: sato } }\n' +
      'escalation: [{ id: board, title: { ja: 役員, en: Board }, reach: [sato] }]\n',
  )
  bench.ok('start', '--type', 'system-failure', '--title', 'Down', '--scope', 'withdrawals:XEM=stopped')
  mkdirSync(join(bench.directory, 'a b', 'c d'), { recursive: true })
  writeFileSync(join(bench.directory, 'a b', "it's $1.txt"), '')
  return bench
}

describe('completion in bash', () => {
  let bench: Bench
  let bash: CompletionShell
  beforeAll(async () => {
    bench = begun()
    bash = await CompletionShell.open(bench, 'bash')
  })

  it.each([
    ['commands, by both names', 'halt statu', 'halt status '],
    ['subcommands', 'haltctl evidence li', 'haltctl evidence list '],
    ['flags', 'haltctl notice --dry', 'haltctl notice --dry-run '],
    ['choices', 'haltctl report --format=mark', 'haltctl report --format=markdown '],
    ['choices after a space', 'haltctl report --format mark', 'haltctl report --format markdown '],
    ['global flags before the command', 'haltctl --la', 'haltctl --lang '],
    ['steps', 'haltctl done 2.1-lo', 'haltctl done 2.1-logs '],
    ['further steps', 'haltctl skip 2.1-logs 2.1-ca', 'haltctl skip 2.1-logs 2.1-cause '],
    ['facts, without a trailing space', 'haltctl set expected', 'haltctl set expected-recovery='],
    ['texts of facts', 'haltctl set cause.j', 'haltctl set cause.ja='],
    ['operations', 'haltctl scope trad', 'haltctl scope trading='],
    ['states', 'haltctl scope trading=sto', 'haltctl scope trading=stopped '],
    ['states that take a text', 'haltctl scope trading=lim', 'haltctl scope trading=limited:'],
    ['assets', 'haltctl scope withdrawals:X', 'haltctl scope withdrawals:XEM='],
    ['states of new assets', 'haltctl scope trading:BTC=sto', 'haltctl scope trading:BTC=stopped '],
    ['states in quotes', "haltctl scope 'trading:BTC=sto", "haltctl scope 'trading:BTC=stopped' "],
    ['states after an asterisk', 'haltctl scope withdrawals:\\*=op', 'haltctl scope withdrawals:\\*=open '],
    ['targets to lift', 'haltctl lift withd', 'haltctl lift withdrawals:XEM '],
    ['people', 'haltctl contacts reached sa', 'haltctl contacts reached sato '],
    ['levels', 'haltctl escalate bo', 'haltctl escalate board '],
    ['departments', 'haltctl assign 2.1-logs --to pub', 'haltctl assign 2.1-logs --to public-relations '],
    ['names of people, with spaces', 'haltctl assign 2.1-logs --to Han', 'haltctl assign 2.1-logs --to Hanako\\ Sato '],
    ['names of people in quotes', 'haltctl assign 2.1-logs --to "Han', 'haltctl assign 2.1-logs --to "Hanako Sato" '],
    ['types', 'haltctl start --type=comp', 'haltctl start --type=compliance '],
    ['channels', 'haltctl notice web', 'haltctl notice website '],
    ['files with spaces', 'haltctl note --attach a', 'haltctl note --attach a\\ b/'],
    ['files after =', 'haltctl note --attach=a\\ b/it', "haltctl note --attach=a\\ b/it\\'s\\ \\$1.txt "],
    ['folders', 'haltctl --dir a', 'haltctl --dir a\\ b/'],
    ['folders only', 'haltctl --dir a\\ b/', 'haltctl --dir a\\ b/c\\ d/'],
    ['programs to run', 'haltctl exec -- mkfif', 'haltctl exec -- mkfifo '],
    ['files for a program to run', 'haltctl exec -- ls a', 'haltctl exec -- ls a\\ b/'],
  ])('completes %s', async (_, typed, line) => {
    await bash.becomes(typed, line)
  })

  it.each([
    ['a flag after --', 'haltctl exec -- --js'],
    ['an unknown command', 'haltctl nope 2.1-lo'],
    ['an unknown step', 'haltctl done 9.9'],
    ['a command substitution', 'haltctl done $(touch owned)2.1-lo'],
    ['free text', 'haltctl done --note 2.1-lo'],
  ])('adds nothing to %s', async (_, typed) => {
    await bash.stays(typed)
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('lists all states of an operation, in order', async () => {
    const text = await bash.becomes('haltctl scope trading=', /cancel-only/, 2)
    expect(text).toMatch(/stopped +cancel-only +post-only +limited: +open/)
  })

  it('runs no command substitution in the line', async () => {
    await bash.becomes('haltctl done "$(touch owned)" 2.1-lo', 'haltctl done "$(touch owned)" 2.1-logs ')
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('completes ids of incidents', async () => {
    const id = bench.ok('list').trim().split(/\s/)[0] as string
    await bash.becomes('haltctl status -i 20', `haltctl status -i ${id} `)
    await bash.becomes('haltctl -i lat', 'haltctl -i latest ')
  })
})

describe('completion in zsh', () => {
  let bench: Bench
  let zsh: CompletionShell
  beforeAll(async () => {
    bench = begun({ HALT_LANG: 'ja' })
    zsh = await CompletionShell.open(bench, 'zsh')
  })

  it.each([
    ['commands, by both names', 'halt statu', 'halt status '],
    ['subcommands', 'haltctl evidence li', 'haltctl evidence list '],
    ['choices after =', 'haltctl report --format=mark', 'haltctl report --format=markdown '],
    ['steps', 'haltctl done 2.1-lo', 'haltctl done 2.1-logs '],
    ['facts, without a trailing space', 'haltctl set expected', 'haltctl set expected-recovery='],
    ['states', 'haltctl scope trading:BTC=sto', 'haltctl scope trading:BTC=stopped '],
    ['states that take a text', 'haltctl scope trading=lim', 'haltctl scope trading=limited:'],
    ['assets', 'haltctl scope withdrawals:X', 'haltctl scope withdrawals:XEM='],
    ['states in quotes', "haltctl scope 'trading:BTC=sto", "haltctl scope 'trading:BTC=stopped' "],
    ['names of people, with spaces', 'haltctl assign 2.1-logs --to 佐', 'haltctl assign 2.1-logs --to 佐藤\\ 花子 '],
    ['names with backslashes', 'haltctl assign 2.1-logs --to Wo', 'haltctl assign 2.1-logs --to Wo\\\\:r\\\\x '],
    ['files with spaces', 'haltctl note --attach a', 'haltctl note --attach a\\ b/'],
    ['files after =', 'haltctl note --attach=a\\ b/it', "haltctl note --attach=a\\ b/it\\'s\\ \\$1.txt "],
    ['folders only', 'haltctl --dir a\\ b/', 'haltctl --dir a\\ b/c\\ d/'],
    ['programs to run', 'haltctl exec -- mkfif', 'haltctl exec -- mkfifo '],
    ['files for a program to run', 'haltctl exec -- ls a', 'haltctl exec -- ls a\\ b/'],
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
  it('runs no command substitution in the line', async () => {
    await zsh.becomes(
      'haltctl done $(touch owned) `touch owned` 2.1-lo',
      'haltctl done $(touch owned) `touch owned` 2.1-logs ',
    )
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('works as an autoloaded function, under both names', async () => {
    const found = await CompletionShell.found(begun())
    await found.becomes('haltctl done 2.1-lo', 'haltctl done 2.1-logs ')
    await found.becomes('halt statu', 'halt status ')
  })

  it('describes the candidates in the language of the operator', async () => {
    const steps = await zsh.becomes('haltctl done 2.1-', /2\.1-monitoring/)
    expect(steps).toMatch(/2\.1-assess +-- \S*状況/)
    const commands = await zsh.becomes('haltctl ', /completion/)
    expect(commands).toMatch(/start +-- 停止を宣言し、ログを開く/)
  })
})

describe('completion in fish', () => {
  const bench = begun()
  const offers = (typed: string, env: NodeJS.ProcessEnv = {}) => fishOffers(bench, typed, env)

  it.each([
    ['commands, by both names', 'halt statu', ['status	show the state of the incident']],
    ['subcommands', 'haltctl evidence li', ['list	list the pieces and whether each is intact']],
    ['choices after =', 'haltctl report --format=m', ['--format=markdown']],
    ['steps', 'haltctl done 2.1-lo', ['2.1-logs\tCheck the logs']],
    ['states', 'haltctl scope trading:BTC=st', ['trading:BTC=stopped']],
    ['assets', 'haltctl scope withdrawals:X', ['withdrawals:XEM=\twithdrawals']],
    ['names of people', 'haltctl assign 2.1-logs --to Han', ['Hanako Sato']],
    ['names in quotes', 'haltctl assign 2.1-logs --to "Hanako S', ['Hanako Sato']],
    ['files with spaces', 'haltctl note --attach a', ['a b/']],
    ['files after =', 'haltctl note --attach=a', ['--attach=a b/']],
    ['folders only', "haltctl --dir 'a b/", ['a b/c d/']],
    ['files of programs', 'haltctl exec -- ls a', ['a b/']],
    ['programs', 'haltctl exec -- mkfif', [expect.stringMatching(/^mkfifo\t/)]],
    ['topics of help', 'haltctl help exit-', ['exit-codes\tExit codes']],
    ['nothing after --', 'haltctl exec -- --js', []],
    ['nothing for an unknown command', 'haltctl nope 2.1-lo', []],
    ['nothing after a command substitution', 'haltctl done (touch owned)2.1-lo', []],
  ])('completes %s', (_, typed, expected) => {
    expect(offers(typed)).toEqual(expected)
    expect(existsSync(join(bench.directory, 'owned'))).toBe(false)
  })

  it('keeps the order of the candidates, and describes them in the language of the operator', () => {
    const stated = offers('haltctl scope trading=').map((line) => line.split('\t')[0])
    expect(stated).toEqual(['stopped', 'cancel-only', 'post-only', 'limited:', 'open'].map((s) => `trading=${s}`))
    expect(offers('haltctl done 2.1-lo', { HALT_LANG: 'ja' })).toEqual(['2.1-logs\tログを確認する'])
    expect(offers('haltctl --lang ja done 2.1-lo')).toEqual(['2.1-logs\tログを確認する'])
  })
})

describe('completion without the program or the working directory', () => {
  it('offers nothing in bash, without an error, if the program is gone', () => {
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

  it('prints nothing, without an error, in a deleted working directory', () => {
    const bench = begun()
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
  })
})
