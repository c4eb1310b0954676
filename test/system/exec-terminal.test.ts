import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { Bench } from './bench.ts'
import { pause, Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const CTRL_C = '\u0003'
/** Loaded before the program: what it would do after a second or more, it never does. */
const PATIENT = `const later = setTimeout
globalThis.setTimeout = (act, ms, ...given) => later(act, ms < 1000 ? ms : 2 ** 31 - 1, ...given)
`
/** The step on the screen. */
const STEP = '2.1-assess'

interface Kept {
  readonly path: string
}

const events = (bench: Bench) =>
  bench
    .ok('log', '--json')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { type: string; data: Record<string, unknown> })
const evidence = (bench: Bench) => bench.json<{ evidence: Kept[] }>('evidence', 'list').evidence

function opened(): Bench {
  const bench = new Bench()
  bench.ok('start', '--type', 'system-failure')
  return bench
}

describe('halt exec on a terminal', () => {
  it('exits 130 at Ctrl-C, ends the command and records that', async () => {
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

  it('escapes control sequences in the output of the command, and keeps its bytes unchanged', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['exec', '--', 'printf', '\\033]0;owned\\007\\033[6n\\033[2Jhere'])
    expect(await person.end()).toBe(0)
    expect(person.output).not.toMatch(/\u001b\]0|\u001b\[6n|\u001b\[2J/)
    expect(person.text()).toMatch(/^\\u001b\]0;owned\\u0007\\u001b\[6n\\u001b\[2Jhere$/m)
    const [stdout] = evidence(bench) as [Kept]
    expect(readFileSync(stdout.path, 'latin1')).toBe('\u001b]0;owned\u0007\u001b[6n\u001b[2Jhere')
  })

  it('kills a command that ignores Ctrl-C at the second Ctrl-C', async () => {
    const bench = opened()
    const preload = join(bench.directory, 'patient.cjs')
    writeFileSync(preload, PATIENT)
    const script = 'trap "echo ignored" INT; echo ready; while :; do sleep 60; done'
    const env = { NODE_OPTIONS: `--require=${preload}` }
    const person = new Terminal(bench, ['exec', '--', 'sh', '-c', script], {}, env)
    await person.until(/^ready$/m)
    person.type(CTRL_C)
    await person.until(/^\^Cignored$/m)
    person.type(CTRL_C)
    expect(await person.end()).toBe(130)
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'interrupted', signal: 'SIGKILL' } })
  })

  it('ends the command when the terminal hangs up, and records that', async () => {
    const bench = opened()
    const person = new Terminal(bench, ['exec', '--', 'sh', '-c', 'echo runs as $$; exec sleep 600'])
    const [, pid = ''] = /^runs as (\d+)$/m.exec(await person.until(/^runs as \d+$/m)) ?? []
    person.kill('SIGHUP')
    await person.end()
    expect(events(bench).at(-1)).toMatchObject({ data: { end: 'interrupted', signal: 'SIGHUP' } })
    expect(existsSync(`/proc/${pid}`)).toBe(false)
  })
})

describe.concurrent.each([{ plain: false }, { plain: true }])(
  'a command run in the walk (--plain: $plain)',
  ({ plain }) => {
    /** A person in the walk whose command is running. */
    async function running(bench: Bench): Promise<Person> {
      const person = new Person({ bench, args: ['walk'], plain })
      await person.press(KEYS.run)
      await person.asked(person.text.runCommand)
      await person.answer("sh -c 'echo ready; sleep 60'")
      await person.asked(person.text.runConfirm(STEP))
      await person.answer(STEP)
      await person.terminal.until(/^ready$/m)
      return person
    }

    it('is ended by Ctrl-C; keys typed meanwhile answer no question, but stand in the line of the step', async () => {
      const bench = opened()
      const person = await running(bench)
      person.terminal.type(`${KEYS.done}\r`)
      await pause(200)
      person.terminal.type(CTRL_C)
      await person.terminal.until('was interrupted')
      await person.terminal.until(plain ? /^\[d\]\n>/m : /^> d$/m)
      expect(events(bench).map(({ type }) => type)).toEqual(['incident.started', 'command.started', 'command.ended'])
      expect(person.terminal.text()).not.toContain(person.text.doneNote.slice(0, 20))
    })

    it('is ended when the terminal hangs up, and that is recorded', async () => {
      const bench = opened()
      const person = await running(bench)
      person.terminal.kill('SIGHUP')
      await person.terminal.end()
      expect(events(bench).at(-1)).toMatchObject({ data: { end: 'interrupted', signal: 'SIGHUP' } })
    })
  },
)

it('the correct key of the walk settles the unknown outcome of a command', async () => {
  const bench = opened()
  const killed = new Terminal(bench, ['exec', '--', 'sh', '-c', 'echo ready; sleep 60'])
  await killed.until(/^ready$/m)
  killed.kill('SIGKILL')
  await killed.end()
  const line = bench.ok('log', '--json').trimEnd().split('\n').at(-1) ?? ''
  const { writer, seq } = JSON.parse(line) as { writer: string; seq: number }
  const person = new Person({ bench, args: ['walk'] })
  await person.press(KEYS.correct)
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
