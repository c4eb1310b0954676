import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench, PROGRAM } from './bench.ts'
import { Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []
const DUE = /^\d\d:\d\d:\d\d {2}now due: answer from Security$/m

/** A halt where the time for an answer is over in a few seconds: Sato heads two departments, so two clocks fall due. */
function waiting(...start: readonly string[]): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure', ...start)
  bench.ok('contacts', 'tried', 'sato', '--at', '295s ago')
  return bench
}

const bells = (terminal: Terminal) => terminal.output.split('\x07').length - 1

describe.concurrent('something that falls due', () => {
  test('rings once for each clock in watch, and stays as a line above the status', async () => {
    const watch = new Terminal(waiting(), ['watch'], { rows: 24 })
    await watch.until(/^\d\d:\d\d:\d\d {2}now due: answer from System$/m)
    await watch.until(DUE)
    await watch.until(/OVERDUE 00:0[3-9] {2}answer from System {2}\(contacts\)/)
    expect(bells(watch)).toBe(2)
    expect(watch.text().match(/now due/g)).toHaveLength(2)
    expect(watch.text()).toMatch(/and \d+ more/)
  })

  test('does not ring where that is not wanted', async () => {
    const watch = new Terminal(waiting(), ['watch', '--no-bell', '--plain'])
    await watch.until(DUE)
    expect(bells(watch)).toBe(0)
  })

  test('is a line without a bell where standard output is no terminal', async () => {
    const bench = waiting('--drill')
    const child = spawn(process.execPath, [PROGRAM, 'watch'], { env: bench.env, cwd: bench.directory })
    let out = ''
    await new Promise<void>((done) => {
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk
        if (out.includes('now due: answer from Security')) done()
      })
    })
    child.kill('SIGKILL')
    expect(out).toMatch(/^\[DRILL\] \d\d:\d\d:\d\d {2}now due: answer from System$/m)
    expect(out).not.toContain('\x07')
  })

  for (const plain of [false, true])
    test(`is said and rings in the walk, whatever is asked${plain ? ', plain' : ''}`, async () => {
      const person = new Person({ bench: waiting(), args: ['walk'], plain })
      await person.terminal.until('2.1-assess')
      await person.terminal.until(DUE)
      expect(bells(person.terminal)).toBe(2)
      if (plain) expect(person.terminal.text()).toMatch(/> $|>$/)
      else await person.terminal.until(/OVERDUE 00:0\d \(@\): answer from/)
    })

  test('rings in the walk while words are being typed, and is said after them', async () => {
    const person = new Person({ bench: waiting(), args: ['walk'] })
    await person.terminal.until('2.1-assess')
    await person.press('n')
    await person.asked(person.text.note)
    await person.terminal.until(() => bells(person.terminal) === 2)
    expect(person.terminal.text()).not.toContain('now due')
    await person.answer('engine-3 is down')
    await person.terminal.until(DUE)
  })

  test('does not ring in a walk that is not to ring', async () => {
    const person = new Person({ bench: waiting(), args: ['walk', '--no-bell'] })
    await person.terminal.until(DUE)
    expect(bells(person.terminal)).toBe(0)
  })
})
