import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MORE_KEYS } from '../../src/render/walk.ts'
import { Bench } from './bench.ts'
import { offering } from './offering.ts'
import { pause, Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const CTRL_C = '\u0003'

interface Kept {
  readonly kind: string
  readonly file: string
  readonly path: string
  readonly standing: string
}

const events = (bench: Bench) =>
  bench
    .ok('log', '--json')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> })
const evidence = (bench: Bench) => bench.json<{ evidence: Kept[] }>('evidence', 'list').evidence

function opened(...flags: string[]): Bench {
  const bench = new Bench()
  offering(bench)
  bench.ok('start', '--type', 'system-failure', ...flags)
  return bench
}

describe('a private note on a terminal', () => {
  it('is asked for where it is not given', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['note', '--private'])
    await person.until('Private note')
    person.type('tanaka called\r')
    expect(await person.end()).toBe(0)
    const [note] = evidence(bench) as [Kept]
    expect(readFileSync(note.path, 'utf8')).toBe('tanaka called')
  })

  it('is not recorded where it was left', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['note', '--private'])
    await person.until('Private note')
    person.type(`tanaka${CTRL_C}`)
    expect(await person.end()).toBe(130)
    expect(events(bench)).toHaveLength(1)
  })
})

describe('a command run on a terminal', () => {
  it('is ended by Ctrl-C, which is recorded: exit 130', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['exec', '--', 'sh', '-c', 'echo ready; sleep 60'])
    await person.until(/^ready$/m)
    person.type(CTRL_C)
    expect(await person.end()).toBe(130)
    expect(person.text()).toContain('(command-interrupted)')
    expect(events(bench).at(-1)).toMatchObject({
      type: 'command.ended',
      data: { end: 'interrupted', signal: 'SIGINT' },
    })
    expect(evidence(bench)).toMatchObject([{ kind: 'stdout', standing: 'intact' }])
  })

  it('shows what it writes, and acts on nothing by it; the bytes are kept as they are', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['exec', '--', 'printf', '\\033]0;owned\\007\\033[6n\\033[2Jhere'])
    expect(await person.end()).toBe(0)
    expect(person.output).not.toMatch(/\u001b\]0|\u001b\[6n|\u001b\[2J/)
    expect(person.text()).toMatch(/^\\u001b\]0;owned\\u0007\\u001b\[6n\\u001b\[2Jhere$/m)
    const [stdout] = evidence(bench) as [Kept]
    expect(readFileSync(stdout.path, 'latin1')).toBe('\u001b]0;owned\u0007\u001b[6n\u001b[2Jhere')
  })

  it('that does not heed Ctrl-C is ended by a second one', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['exec', '--', 'sh', '-c', 'trap "" INT; echo ready; sleep 60; sleep 60'])
    await person.until(/^ready$/m)
    person.type(CTRL_C)
    await pause(300)
    person.type(CTRL_C)
    expect(await person.end(4)).toBe(130)
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'interrupted', signal: 'SIGKILL' } })
  })

  it('ends with the terminal, which is recorded', async () => {
    const bench = opened()
    const marker = join(bench.directory, 'alive')
    const person = new Terminal(bench, ['exec', '--', 'sh', '-c', `echo ready; sleep 2; touch ${marker}`])
    await person.until(/^ready$/m)
    person.kill('SIGHUP')
    await person.end()
    await pause(2500)
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'interrupted', signal: 'SIGHUP' } })
    expect(existsSync(marker)).toBe(false)
  })

  it('that is dangerous asks for its word, and is not run without it', async () => {
    const bench = opened()
    const marker = join(bench.workspace, 'tools', 'restarted')
    for (const [typed, code, ran] of [
      ['yes\r', 3, false],
      [CTRL_C, 130, false],
      ['2.1-logs\r', 0, true],
    ] as const) {
      const person = new Terminal(bench, ['exec', '--step', '2.1-logs', '--number', '2'])
      await person.until("Type '2.1-logs' to run it")
      expect(person.text()).toContain('$ ./restart.sh')
      person.type(typed)
      expect([typed, await person.end()]).toEqual([typed, code])
      expect(existsSync(marker)).toBe(ran)
    }
  })
})

describe.each([{ plain: false }, { plain: true }])('in the walk ($plain)', ({ plain }) => {
  async function walking(bench: Bench): Promise<Person> {
    const person = new Person({ bench, args: ['walk'], plain })
    await person.question()
    await person.press('j')
    await person.asked(person.text.jumpTo)
    await person.answer('2.1-logs')
    await person.terminal.until('./queue.sh')
    return person
  }

  it('a command that the step offers is shown, run after one key, and kept', async () => {
    const bench = opened()
    const person = await walking(bench)
    await person.press(MORE_KEYS.run)
    await person.asked(person.text.runWhich)
    await person.press('1')
    await person.asked(person.text.runConfirm)
    expect(person.terminal.text()).toContain("$ ./queue.sh --host 'engine 3'")
    await person.press('y')
    await person.terminal.until(/exited 0/)
    await person.question()
    expect(person.terminal.text()).toMatch(/^--host\n/m)
    const [stdout] = evidence(bench) as [Kept]
    expect(readFileSync(stdout.path, 'utf8')).toBe('--host\nengine 3\n')
  })

  it('a dangerous one needs its word; Ctrl-C ends what runs, and the walk goes on', async () => {
    const bench = opened()
    const person = await walking(bench)
    await person.press(MORE_KEYS.run)
    await person.asked(person.text.runWhich)
    await person.press('2')
    await person.terminal.until("Type '2.1-logs' to run it")
    await person.answer('y')
    await person.terminal.until(person.text.notRun)
    expect(events(bench).filter(({ type }) => type.startsWith('command'))).toEqual([])
    await person.press(MORE_KEYS.run)
    await person.asked(person.text.runWhich)
    await person.press('0')
    await person.asked(person.text.runCommand)
    await person.answer("sh -c 'echo ready; sleep 60'")
    await person.asked(person.text.runConfirm)
    await person.press('y')
    await person.terminal.until(/^ready$/m)
    person.terminal.type('d')
    await pause(200)
    person.terminal.type(CTRL_C)
    await person.terminal.until('was interrupted')
    await person.question()
    expect(
      events(bench)
        .map(({ type }) => type)
        .slice(1),
    ).toEqual(['command.started', 'command.ended'])
    expect(person.terminal.text()).not.toContain(person.text.doneNote)
  })

  it('a command that is typed is shown as it was read, and run after one key; half a one is refused', async () => {
    const bench = opened()
    const person = await walking(bench)
    for (const [typed, code] of [
      ['rm "a b', 'open-quote'],
      ["echo it's fine", 'open-quote'],
      ["'' x", 'missing-argument'],
    ] as const) {
      await person.press(MORE_KEYS.run)
      await person.asked(person.text.runWhich)
      await person.press('0')
      await person.asked(person.text.runCommand)
      await person.answer(typed)
      await person.terminal.until(`(${code})`)
      await person.question()
    }
    await person.press(MORE_KEYS.run)
    await person.asked(person.text.runWhich)
    await person.press('0')
    await person.asked(person.text.runCommand)
    await person.answer('echo a\\ b')
    await person.asked(person.text.runConfirm)
    expect(person.terminal.text()).toContain("$ echo 'a b'")
    await person.answer('')
    await person.terminal.until(person.text.notRun)
    expect(events(bench)).toHaveLength(1)
  })

  it('a command that runs when the terminal is lost is ended, and that is recorded', async () => {
    const bench = opened()
    const person = await walking(bench)
    await person.press(MORE_KEYS.run)
    await person.asked(person.text.runWhich)
    await person.press('0')
    await person.asked(person.text.runCommand)
    await person.answer("sh -c 'echo ready; sleep 60'")
    await person.asked(person.text.runConfirm)
    await person.press('y')
    await person.terminal.until(/^ready$/m)
    person.terminal.kill('SIGHUP')
    await person.terminal.end()
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'interrupted', signal: 'SIGHUP' } })
  })

  it('files and private words are kept beside the log, and removed', async () => {
    const bench = opened()
    writeFileSync(join(bench.directory, 'queue.csv'), 'a,b\n')
    const person = await walking(bench)
    await person.press(MORE_KEYS.attach)
    await person.asked(person.text.attachPath)
    await person.answer('queue.csv')
    await person.asked(person.text.attachNote)
    await person.answer('the queue')
    await person.question()
    await person.press(MORE_KEYS.private)
    await person.asked(person.text.privateNote)
    await person.answer('tanaka called')
    await person.question()
    const kept = evidence(bench)
    expect(kept.map(({ kind }) => kind)).toEqual(['attachment', 'note'])
    await person.press(MORE_KEYS.remove)
    await person.asked(person.text.removeWhich)
    await person.answer(kept[1]?.file.slice(0, 3) ?? '')
    await person.terminal.until('(evidence-too-short)')
    for (const word of ['y', 'remove']) {
      await person.question()
      await person.press(MORE_KEYS.remove)
      await person.asked(person.text.removeWhich)
      await person.answer(kept[1]?.file.slice(0, 8) ?? '')
      await person.asked(person.text.why)
      await person.answer('personal data')
      await person.asked(person.text.removeConfirm('remove'))
      await person.answer(word)
      if (word !== 'remove') await person.terminal.until(person.text.notRemoved)
    }
    await person.question()
    expect(evidence(bench).map(({ standing }) => standing)).toEqual(['intact', 'removed'])
    expect(existsSync(kept[1]?.path ?? '')).toBe(false)
  })

  it('what cannot be deleted is said, and the walk goes on', async () => {
    const bench = opened()
    bench.ok('note', '--private', 'tanaka called')
    const [piece] = evidence(bench) as [Kept]
    rmSync(piece.path)
    mkdirSync(piece.path)
    const person = await walking(bench)
    await person.press(MORE_KEYS.remove)
    await person.asked(person.text.removeWhich)
    await person.answer(piece.file)
    await person.asked(person.text.why)
    await person.answer('personal data')
    await person.asked(person.text.removeConfirm('remove'))
    await person.answer('remove')
    await person.terminal.until('(not-deleted)')
    await person.question()
    expect(events(bench).at(-1)).toMatchObject({ type: 'evidence.removed', data: { standing: 'altered' } })
  })

  it('a file without a description goes by its name, and the log does not hold its folder', async () => {
    const bench = opened()
    const path = join(bench.directory, 'queue.csv')
    writeFileSync(path, 'a,b\n')
    const person = await walking(bench)
    await person.press(MORE_KEYS.attach)
    await person.asked(person.text.attachPath)
    await person.answer(path)
    await person.asked(person.text.attachNote)
    await person.answer('')
    await person.question()
    expect(events(bench).at(-1)?.data).toMatchObject({ text: 'queue.csv', attached: [{ name: 'queue.csv' }] })
  })

  it('the outcome of a command that nobody knows is said by correcting it', async () => {
    const bench = opened()
    const killed = new Terminal(bench, ['exec', '--', 'sh', '-c', 'echo ready; sleep 60'])
    await killed.until(/^ready$/m)
    killed.kill('SIGKILL')
    await killed.end()
    const line = bench.ok('log', '--json').trimEnd().split('\n').at(-1) ?? ''
    const { writer, seq } = JSON.parse(line) as { writer: string; seq: number }
    const person = await walking(bench)
    await person.press(MORE_KEYS.correct)
    await person.asked(person.text.correctEvent)
    await person.answer(`${writer}:${seq}`)
    await person.asked(person.text.settle)
    await person.answer('the queue is empty')
    await person.question()
    expect(events(bench).at(-1)).toMatchObject({
      type: 'command.settled',
      data: { command: `${writer}:${seq}`, words: 'the queue is empty' },
    })
  })

  it.each(['private words', 'the first of several answers'])(
    'leaving after %s says that they were not kept',
    async (what) => {
      const bench = opened()
      const person = await walking(bench)
      if (what === 'private words') {
        await person.press(MORE_KEYS.private)
        await person.asked(person.text.privateNote)
        person.terminal.type('tanaka')
      } else {
        await person.press(MORE_KEYS.action)
        await person.asked(person.text.actionText)
        await person.answer('call tanaka')
        await person.asked(person.text.actionOwner)
      }
      await pause(200)
      person.terminal.type(CTRL_C)
      expect(await person.terminal.end()).toBe(130)
      const said = person.terminal.text().replaceAll('\n', '')
      expect(said).toContain('the answer that was begun was not kept')
      expect(said).not.toContain('all that was answered is recorded')
      expect(events(bench)).toHaveLength(1)
    },
  )

  it('leaving at the next key says that all is recorded', async () => {
    const person = await walking(opened())
    await person.press('n')
    await person.asked(person.text.note)
    await person.answer('seen')
    await person.question()
    person.terminal.type(CTRL_C)
    expect(await person.terminal.end()).toBe(130)
    expect(person.terminal.text()).toContain('all that was answered is recorded')
  })

  it('in a drill a command is only shown', async () => {
    const bench = opened('--drill')
    const person = await walking(bench)
    await person.press(MORE_KEYS.run)
    await person.terminal.until(person.text.runWhich)
    const shown = person.terminal.text()
    expect(shown).toContain('./restart.sh  [DANGEROUS]')
    expect(shown.split('\n').filter((line) => line.includes(person.text.runWhich))).toEqual([
      `[DRILL] ${person.text.runWhich}`,
    ])
    await person.press('1')
    await person.terminal.until('in a drill nothing is run')
    expect(person.terminal.text()).not.toContain('[DRILL] [DRILL]')
    expect(events(bench)).toHaveLength(1)
  })
})
