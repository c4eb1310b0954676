import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { said } from '../../src/i18n/words.en.ts'
import { Bench } from '../bench.ts'
import { LEAVE, type Reply, replies } from '../script.ts'
import { addStepCommands } from '../system/step-commands.ts'
import { KEYS } from './keys.ts'
import { TEXT } from './operator.ts'
import { recorded, walk } from './walk.ts'

const { en } = TEXT
const LOGS = '2.1-logs'

interface Kept {
  readonly kind: string
  readonly file: string
  readonly path: string
  readonly standing: string
}

const evidence = async (bench: Bench) => (await bench.json<{ evidence: Kept[] }>('evidence', 'list')).evidence
const typesOf = async (bench: Bench) => (await recorded(bench)).map(({ type }) => type)

async function opened(...flags: string[]): Promise<Bench> {
  const bench = new Bench({ NO_COLOR: '1' })
  addStepCommands(bench)
  await bench.ok('start', '--type', 'system-failure', ...flags)
  return bench
}

/** Jumps to the step that offers commands. */
const AT_LOGS: readonly Reply[] = [
  ['2.1-assess', KEYS.jump],
  [en.jumpTo, LOGS],
]

/** Chooses to type a command, up to the prompt for it. */
const typing = (command: string): Reply[] => [
  ['./queue.sh', KEYS.run],
  [en.runWhich, '0'],
  [en.runCommand, command],
]

describe('prompts of halt note and halt exec', () => {
  it('a private note is kept next to the log', async () => {
    const bench = await opened()
    const script = replies(['Private note', 'tanaka called'])
    expect((await bench.haltWith({ script }, 'note', '--private')).code).toBe(0)
    const [note] = (await evidence(bench)) as [Kept]
    expect(readFileSync(note.path, 'utf8')).toBe('tanaka called')
  })

  it('a private note is not recorded if the prompt is left', async () => {
    const bench = await opened()
    const script = replies(['Private note', { typed: 'tanaka' }])
    expect((await bench.haltWith({ script }, 'note', '--private')).code).toBe(130)
    expect(await recorded(bench)).toHaveLength(1)
  })

  it('a dangerous command runs only if its step is typed', async () => {
    const bench = await opened()
    const marker = join(bench.workspace, 'tools', 'restarted')
    for (const [typed, code, ran] of [
      ['yes', 3, false],
      [LEAVE, 130, false],
      [LOGS, 0, true],
    ] as const) {
      const script = replies([said.typeToRun(LOGS), typed])
      const outcome = await bench.haltWith({ script }, 'exec', '--step', LOGS, '--number', '2')
      expect([typed, outcome.code]).toEqual([typed, code])
      expect(outcome.err).toContain('$ ./restart.sh')
      expect(existsSync(marker)).toBe(ran)
    }
  })
})

describe('evidence in the walk', () => {
  it('a command that the step offers is shown, run once its step is typed, and kept', async () => {
    const bench = await opened()
    const { screen } = await walk(bench, [
      ...AT_LOGS,
      ['./queue.sh', KEYS.run],
      [en.runWhich, '1'],
      [en.runConfirm(LOGS), 'y'],
      [en.runConfirm(LOGS), ''],
      ['./queue.sh', KEYS.run],
      [en.runWhich, '1'],
      [en.runConfirm(LOGS), LOGS],
    ])
    expect(screen).toMatch(/\$ \.\/queue\.sh --host 'engine 3'[\s\S]*^--host$[\s\S]*exited 0/m)
    const [stdout] = (await evidence(bench)) as [Kept]
    expect(readFileSync(stdout.path, 'utf8')).toBe('--host\nengine 3\n')
  })

  it('a dangerous command runs only if its step is typed', async () => {
    const bench = await opened()
    const { err } = await walk(bench, [
      ...AT_LOGS,
      ['./queue.sh', KEYS.run],
      [en.runWhich, '2'],
      [said.typeToRun(LOGS), 'y'],
      [said.typeToRun(LOGS), ''],
    ])
    expect(err).toContain(en.notRun)
    expect(await typesOf(bench)).toEqual(['incident.started'])
    expect(existsSync(join(bench.workspace, 'tools', 'restarted'))).toBe(false)
    await walk(bench, [...AT_LOGS, ['./queue.sh', KEYS.run], [en.runWhich, '2'], [said.typeToRun(LOGS), LOGS]])
    expect(await typesOf(bench)).toEqual(['incident.started', 'command.started', 'command.ended'])
    expect(existsSync(join(bench.workspace, 'tools', 'restarted'))).toBe(true)
  })

  it('a command that only the runbook of another machine offers is not run', async () => {
    const bench = new Bench({ NO_COLOR: '1' })
    await bench.ok('start', '--type', 'system-failure')
    addStepCommands(bench)
    const env = { XDG_STATE_HOME: join(bench.directory, 'state-hanako'), HALT_OPERATOR: 'hanako' }
    await bench.haltWith({ env }, 'runbook', 'adopt', '--reason', 'newer')
    rmSync(join(bench.workspace, 'runbooks'), { recursive: true })
    const { screen } = await walk(bench, [
      ...AT_LOGS,
      ['./queue.sh', KEYS.run],
      [en.runWhich, '1'],
      [en.runConfirm(LOGS), LOGS],
    ])
    expect(screen).toContain('hanako put in force')
    expect(await typesOf(bench)).toEqual(['incident.started', 'runbook.adopted'])
  })

  it('a typed command is shown as parsed and needs confirmation; an open quote is refused', async () => {
    const bench = await opened()
    const { err } = await walk(bench, [
      ...AT_LOGS,
      ...typing('rm "a b'),
      ...typing("echo it's fine"),
      ...typing("'' x"),
      ...typing('echo a\\ b'),
      [en.runConfirm(LOGS), ''],
    ])
    expect(err.match(/\(open-quote\)|\(missing-argument\)/g)).toEqual([
      '(open-quote)',
      '(open-quote)',
      '(missing-argument)',
    ])
    expect(err).toContain("$ echo 'a b'")
    expect(err).toContain(en.notRun)
    expect(await recorded(bench)).toHaveLength(1)
  })

  it('files and private notes are kept next to the log, and removed', async () => {
    const bench = await opened()
    writeFileSync(join(bench.directory, 'queue.csv'), 'a,b\n')
    await walk(bench, [
      ...AT_LOGS,
      [LOGS, KEYS.attach],
      [en.attachPath, 'queue.csv'],
      [en.attachNote, 'the queue'],
      [LOGS, KEYS.privateNote],
      [said.privateNote, 'tanaka called'],
    ])
    const kept = await evidence(bench)
    expect(kept.map(({ kind }) => kind)).toEqual(['attachment', 'note'])
    const name = kept[1]?.file ?? ''
    const removing = (word: string): Reply[] => [
      ['2.1-assess', KEYS.removeEvidence],
      [en.removeWhich, name.slice(0, 8)],
      [en.why, 'personal data'],
      [en.removeConfirm('remove'), word],
    ]
    const { err } = await walk(bench, [
      ['2.1-assess', KEYS.removeEvidence],
      [en.removeWhich, name.slice(0, 3)],
      ...removing('y'),
      [en.removeConfirm('remove'), ''],
      ...removing('remove'),
    ])
    expect(err).toMatch(/\(evidence-too-short\)/)
    expect(err.split(en.notRemoved)).toHaveLength(2)
    expect((await evidence(bench)).map(({ standing }) => standing)).toEqual(['intact', 'removed'])
    expect(existsSync(kept[1]?.path ?? '')).toBe(false)
  })

  it('a failed deletion is reported, and the walk goes on', async () => {
    const bench = await opened()
    await bench.ok('note', '--private', 'tanaka called')
    const [piece] = (await evidence(bench)) as [Kept]
    rmSync(piece.path)
    mkdirSync(piece.path)
    const { code, err } = await walk(bench, [
      ['2.1-assess', KEYS.removeEvidence],
      [en.removeWhich, piece.file],
      [en.why, 'personal data'],
      [en.removeConfirm('remove'), 'remove'],
      ['2.1-assess', KEYS.help],
    ])
    expect(code).toBe(130)
    expect(err).toContain('(not-deleted)')
    const [removed] = await recorded(bench, 'evidence.removed')
    expect(removed).toMatchObject({ data: { standing: 'altered' } })
  })

  it('a file attached without a description is listed by name, and its folder is not logged', async () => {
    const bench = await opened()
    const path = join(bench.directory, 'queue.csv')
    writeFileSync(path, 'a,b\n')
    await walk(bench, [
      ['2.1-assess', KEYS.attach],
      [en.attachPath, path],
      [en.attachNote, ''],
    ])
    const last = (await recorded(bench)).at(-1)
    expect(last?.data).toMatchObject({ text: 'queue.csv', attached: [{ name: 'queue.csv' }] })
    expect(await bench.ok('log', '--json')).not.toContain(bench.directory)
  })

  it.each([
    [
      'private words',
      [
        ['2.1-assess', KEYS.privateNote],
        [said.privateNote, { typed: 'tanaka' }],
      ],
      'paused; the unfinished private text was discarded (paused)',
    ],
    [
      'the first of several answers',
      [
        ['2.1-assess', KEYS.followUp],
        [en.actionText, 'call tanaka'],
        [en.actionOwner, LEAVE],
      ],
      'paused; NOT recorded: "call tanaka" (paused)',
    ],
  ] as const)('leaving after %s says that it is not recorded', async (_, answers, says) => {
    const bench = await opened()
    const { code, err } = await bench.haltWith({ script: replies(...answers) }, 'walk')
    expect(code).toBe(130)
    expect(err).toContain(says)
    expect(await recorded(bench)).toHaveLength(1)
  })

  it('leaving at the next key says that everything is recorded', async () => {
    const { code, err } = await walk(await opened(), [
      ['2.1-assess', KEYS.note],
      [en.note, 'seen'],
    ])
    expect(code).toBe(130)
    expect(err).toContain('all answers are recorded')
  })

  it('in a drill a command is only shown', async () => {
    const bench = await opened('--drill')
    const { screen } = await walk(bench, [...AT_LOGS, ['./queue.sh', KEYS.run], [en.runWhich, '1']])
    expect(screen).toContain('./restart.sh  [DANGEROUS]')
    const [which = ''] = en.runWhich.split('   ')
    const asking = screen.split('\n').filter((line) => line.includes(which))
    expect(asking).toEqual([`[DRILL]   ${en.runWhich.replaceAll('   ', '  ')}`])
    expect(screen).toContain('a drill only shows commands')
    expect(screen).not.toContain('[DRILL] [DRILL]')
    expect(await recorded(bench)).toHaveLength(1)
  })
})
