import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Bench } from '../bench.ts'
import { addStepCommands } from '../system/step-commands.ts'

async function opened(): Promise<Bench> {
  const bench = new Bench()
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

/** A halt whose runbook offers commands in a step. */
async function offered(): Promise<Bench> {
  const bench = new Bench()
  addStepCommands(bench)
  await bench.ok('start', '--type', 'system-failure')
  return bench
}

const folderOf = (bench: Bench) => {
  const incidents = join(bench.workspace, 'incidents')
  return join(incidents, readdirSync(incidents)[0] ?? '')
}

describe('halt exec -- COMMAND', () => {
  it('does not run a command that cannot be recorded, and leaves no files', async () => {
    const bench = await opened()
    const marker = join(bench.directory, 'ran')
    const lock = join(folderOf(bench), 'lock')
    rmSync(lock, { force: true })
    mkdirSync(lock)
    const { code, err } = await bench.halt('exec', '--', 'touch', marker)
    expect([code, err]).toEqual([5, expect.stringContaining('NOT recorded')])
    expect(existsSync(marker)).toBe(false)
    expect(readdirSync(join(folderOf(bench), 'evidence'))).toEqual([])
  })

  it.each<[string, (evidence: string) => void]>([
    ['a file', (evidence) => writeFileSync(evidence, '')],
    ['a link that leads nowhere', (evidence) => symlinkSync('/nowhere/at/all', evidence)],
  ])('does not run a command if evidence/ is %s, and records nothing', async (_, spoil) => {
    const bench = await opened()
    const marker = join(bench.directory, 'ran')
    spoil(join(folderOf(bench), 'evidence'))
    const { code, err } = await bench.halt('exec', '--', 'touch', marker)
    expect([code, err]).toEqual([5, expect.stringContaining('NOT recorded')])
    expect(existsSync(marker)).toBe(false)
    expect(await bench.events()).toHaveLength(1)
  })

  it.each<[string[], string]>([
    [['--timeout', '0s'], 'bad-duration'],
    [['--timeout', '25h'], 'bad-duration'],
    [['--keep', 'much'], 'bad-size'],
    [['--step', '2.1-lgs'], 'unknown-step'],
  ])('refuses %j', async (flags, code) => {
    const result = await (await opened()).halt('exec', ...flags, '--', 'true')
    expect([result.code, result.err]).toEqual([2, expect.stringContaining(`(${code})`)])
  })

  it('only shows the command in a drill', async () => {
    const bench = new Bench()
    await bench.ok('start', '--type', 'system-failure', '--drill')
    const marker = join(bench.directory, 'ran')
    const { code, err } = await bench.halt('exec', '--', 'touch', marker)
    expect([code, err]).toEqual([0, expect.stringContaining(`$ touch ${marker}`)])
    expect(err).toContain('[DRILL]')
    expect(JSON.parse(await bench.ok('exec', '--json', '--', 'touch', marker))).toMatchObject({
      schemaVersion: 1,
      events: [],
      ran: false,
    })
    expect(existsSync(marker)).toBe(false)
    expect(await bench.events()).toHaveLength(1)
  })

  it('refuses an empty program name, and records nothing', async () => {
    const bench = await opened()
    const { code, err } = await bench.halt('exec', '--', '', 'x')
    expect([code, err]).toEqual([2, expect.stringContaining('(missing-argument)')])
    expect(await bench.events()).toHaveLength(1)
  })

  it('refuses a closed incident before it shows the command', async () => {
    const bench = await opened()
    await bench.ok('close', '--resolution', 'duplicate', '--reason', 'x')
    const { code, err } = await bench.halt('exec', '-i', 'latest', '--', 'echo', 'x')
    expect([code, err]).toEqual([3, expect.stringContaining('(incident-closed)')])
    expect(err).not.toContain('$ echo')
  })

  it.each(['--number', '--confirm'])('refuses %s, which is only for the commands of a step', async (flag) => {
    const bench = await opened()
    const { code, err } = await bench.halt('exec', flag, '1', '--', 'true')
    expect([code, err]).toEqual([2, expect.stringMatching(new RegExp(`${flag}.*\\(stray-flag\\)`))])
    expect(await bench.events()).toHaveLength(1)
  })

  it('says how to give a command that is missing', async () => {
    expect((await (await opened()).halt('exec')).err).toMatch(/'-- CMD' is missing.*\(missing-argument\)/)
  })
})

describe('halt exec --step', () => {
  it('lists the commands of the step if the number is missing', async () => {
    const bench = await offered()
    const { code, err } = await bench.halt('exec', '--step', '2.1-logs')
    expect([code, err]).toEqual([
      3,
      expect.stringContaining(`1  Look at the queue  ./queue.sh --host 'engine 3'  (in ${bench.workspace})`),
    ])
    expect(err).toContain(`2  Restart the engine  ./restart.sh  [DANGEROUS]  (in ${join(bench.workspace, 'tools')})`)
  })

  it('refuses a step without commands, and an unknown number', async () => {
    const bench = await offered()
    expect(await bench.halt('exec', '--step', '2.1-monitoring')).toMatchObject({ code: 2, err: /\(no-command\)/ })
    expect(await bench.halt('exec', '--step', '2.1-logs', '--number', '3')).toMatchObject({
      code: 2,
      err: /\(no-command\)/,
    })
    expect(await bench.halt('exec')).toMatchObject({ code: 2, err: /\(missing-argument\)/ })
  })

  it('refuses a command whose folder is missing, and records nothing', async () => {
    const bench = await offered()
    rmSync(join(bench.workspace, 'tools'), { recursive: true })
    const { code, err } = await bench.halt('exec', '--step', '2.1-logs', '--number', '2', '--confirm', '2.1-logs')
    expect([code, err]).toEqual([2, expect.stringMatching(/tools does not exist.*\(no-such-file\)/)])
    expect(await bench.events()).toHaveLength(1)
  })
})

describe('a command of a runbook that another machine put in force', () => {
  const RUN = ['exec', '--step', '2.1-logs', '--number', '1']

  /** Hanako, on another machine, puts a runbook in force whose step offers commands. */
  async function adopted(): Promise<Bench> {
    const bench = await opened()
    addStepCommands(bench)
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-hanako'), HALT_OPERATOR: 'hanako' }
    expect(await bench.haltWith({ env }, 'runbook', 'adopt', '--reason', 'newer')).toMatchObject({ code: 0 })
    return bench
  }

  function changeCommand(bench: Bench): void {
    const chapter = join(bench.workspace, 'runbooks', '2-initial-response.yaml')
    writeFileSync(chapter, readFileSync(chapter, 'utf8').replace('engine 3', 'engine 4'))
  }

  it('is run where the runbook of the workspace offers just that in the step', async () => {
    const bench = await adopted()
    expect(await bench.halt(...RUN)).toMatchObject({ code: 0 })
  })

  it.each<[string, (bench: Bench) => void]>([
    ['has no runbook of its own', (bench) => rmSync(join(bench.workspace, 'runbooks'), { recursive: true })],
    ['offers another one', changeCommand],
    ['has a runbook with errors', (bench) => bench.write('runbooks/2-initial-response.yaml', 'steps: 1')],
  ])('is not run where the workspace %s, and is named with whose it is', async (_, change) => {
    const bench = await adopted()
    change(bench)
    const { code, err } = await bench.halt(...RUN)
    expect([code, err]).toEqual([2, expect.stringMatching(/hanako put in force \(\S+:1\).*\(foreign-command\)/)])
    expect(err).toContain(`exec --step 2.1-logs -- ./queue.sh --host 'engine 3'`)
    expect(await bench.events('command.started')).toEqual([])
    expect((await bench.halt('--lang', 'ja', ...RUN)).err).toContain('hanako が適用した手順書にしかありません')
    const typed = ['exec', '--step', '2.1-logs', '--', './queue.sh']
    expect(await bench.haltWith({ cwd: bench.workspace }, ...typed)).toMatchObject({ code: 0 })
  })

  it('is run on the machine that put the runbook in force, whatever the workspace has now', async () => {
    const bench = await offered()
    rmSync(join(bench.workspace, 'runbooks'), { recursive: true })
    expect(await bench.halt(...RUN)).toMatchObject({ code: 0 })
  })
})

describe('a missing answer', () => {
  it('is reported with the flag to give, in both languages', async () => {
    const bench = await offered()
    const run = ['exec', '--step', '2.1-logs', '--number', '2']
    expect(await bench.halt(...run)).toMatchObject({ code: 3, err: /\(missing-answer\)\n.*--confirm/ })
    expect(await bench.halt(...run, '--confirm', 'yes')).toMatchObject({ code: 3, err: /\(not-confirmed\)/ })
    expect(existsSync(join(bench.workspace, 'tools', 'restarted'))).toBe(false)
    expect((await bench.halt(...run)).err).toContain('the command is marked as dangerous and needs confirmation')
    expect((await bench.halt('--lang', 'ja', ...run)).err).toMatch(
      /危険なコマンドのため確認が必要です.*\n実行する場合: --confirm 2\.1-logs/,
    )
    expect((await bench.halt('evidence', 'remove', 'x')).err).toMatch(/give a reason.*\n.*--reason/)
    expect((await bench.halt('--lang', 'ja', 'evidence', 'remove', 'x')).err).toMatch(
      /理由を指定してください.*\n例: --reason '/,
    )
    expect((await bench.halt('note')).err).not.toContain('cannot be asked')
  })
})
