import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import * as pty from '@lydell/node-pty'
import { describe, expect, it } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'
import { pause, Terminal } from './terminal.ts'

const CTRL_C = '\u0003'
const CTRL_D = '\u0004'

describe('Ctrl-C or Ctrl-D at a question', () => {
  it.each([CTRL_C, CTRL_D])(
    'makes halt start exit 130 without an incident, and prints the command to start again (%j)',
    async (keys) => {
      const bench = new Bench()
      const person = new Terminal(bench, ['start'])
      await person.until(/maintenance/)
      person.type(keys)
      expect(await person.end()).toBe(130)
      expect(person.text()).toContain('(no-answer)')
      expect(person.text()).toMatch(/bin\/halt\.js start$/m)
      expect(existsSync(bench.workspace)).toBe(false)
    },
  )

  it.each([CTRL_C, CTRL_D])(
    'makes the walk exit 130 without recording, and prints the command to resume (%j)',
    async (keys) => {
      const bench = new Bench()
      const id = bench.ok('start', '--type', 'system-failure').trim()
      const person = new Terminal(bench, ['walk'])
      await person.until(/^\s*> ?$/m)
      person.type(keys)
      expect(await person.end()).toBe(130)
      expect(person.text()).toContain('(paused)')
      expect(person.text().replaceAll(/\s/g, '')).toContain(`walk-i${id}`)
      expect(bench.ok('log', '--json').trimEnd().split('\n')).toHaveLength(1)
    },
  )
})

describe('an unfinished line at the end of input', () => {
  it('is not recorded as an answer in halt walk --plain', async () => {
    const bench = new Bench()
    bench.ok('start', '--type', 'system-failure')
    const person = new Terminal(bench, ['walk', '--plain'])
    await person.until(/^> ?$/m)
    person.type('b\r')
    await person.until(/What is being done\?.*\n> ?$/)
    person.type(`half a note${CTRL_D}`)
    await person.until(/half a note$/m)
    person.type(CTRL_D)
    expect(await person.end()).toBe(130)
    expect(bench.ok('log', '--json').trimEnd().split('\n')).toHaveLength(1)
  })
})

describe('a terminal that hangs up', () => {
  it.each(['start', 'walk', 'walk --plain', 'watch'])(
    'ends halt %s by SIGHUP, and nothing is recorded',
    async (command) => {
      const bench = new Bench()
      bench.ok('start', '--type', 'system-failure')
      const person = new Terminal(bench, command.split(' '))
      await person.until(/system failure/)
      person.hangUp()
      expect(await person.signal()).toBe(constants.signals.SIGHUP)
      expect(bench.ok('log', '--json').trimEnd().split('\n')).toHaveLength(1)
    },
  )
})

describe('a signal at a question of the walk', () => {
  it.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
    'restores the terminal settings, the cursor and unmarked pastes: %s',
    async (signal) => {
      const bench = new Bench()
      bench.ok('start', '--type', 'system-failure')
      const script = 'trap : INT QUIT; stty -a > before; "$@"; echo $? > code; stty -a > after'
      const shell = pty.spawn('bash', ['-c', script, 'bash', process.execPath, PROGRAM, 'walk'], {
        cwd: bench.directory,
        env: bench.env as Record<string, string>,
      })
      let text = ''
      shell.onData((data) => {
        text += data
      })
      const exited = new Promise((resolve) => shell.onExit(resolve))
      while (!text.includes('\n>')) await pause(20)
      const children = readFileSync(`/proc/${shell.pid}/task/${shell.pid}/children`, 'utf8').trim().split(' ')
      process.kill(Number(children.at(-1)), signal)
      await exited
      const kept = (name: string) => readFileSync(join(bench.directory, name), 'utf8')
      expect(kept('after')).toBe(kept('before'))
      expect(Number(kept('code'))).not.toBe(0)
      expect(text.lastIndexOf('\u001b[?25h')).toBeGreaterThan(text.lastIndexOf('\u001b[?25l'))
      expect(text.lastIndexOf('\u001b[?2004l')).toBeGreaterThan(text.lastIndexOf('\u001b[?2004h'))
    },
  )
})
