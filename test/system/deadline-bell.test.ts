import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from './bench.ts'
import { StillClock } from './still-clock.ts'
import { Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

/** A halt in which Sato, who heads two departments, does not answer; its clock stands still a minute before that is due. */
class Waiting {
  readonly bench = new Bench()
  private readonly clock = new StillClock(this.bench.directory, Date.parse('2026-11-24T22:17:05+09:00'))

  constructor() {
    Object.assign(this.bench.env, this.clock.env)
    this.bench.write('contacts.yaml', CONTACTS)
    this.bench.ok('start', '--type', 'system-failure', '--at', '5m ago')
    this.bench.ok('contacts', 'tried', 'sato', '--at', '4m ago')
  }

  /** Both deadlines pass. */
  passDeadlines(): void {
    this.clock.pass(65)
  }
}

const bells = (terminal: Terminal) => terminal.output.split('\x07').length - 1

describe.concurrent('the bell for a missed deadline', () => {
  test('rings in halt watch, with a line above the status, which is redrawn in place', async () => {
    const waiting = new Waiting()
    const watch = new Terminal(waiting.bench, ['watch'], { rows: 24 })
    await watch.until('answer from System')
    waiting.passDeadlines()
    await watch.until(/^\d\d:\d\d:\d\d {2}now due: answer from Security$/m)
    await watch.until(/OVERDUE 00:\d\d {2}answer from System {2}\(contacts\)/)
    expect(bells(watch)).toBe(2)
    expect(watch.text().match(/now due/g)).toHaveLength(2)
  })

  test('rings in the walk, and the screen is redrawn below the line', async () => {
    const waiting = new Waiting()
    const person = new Person({ bench: waiting.bench, args: ['walk'] })
    await person.question()
    waiting.passDeadlines()
    await person.terminal.until(/^\d\d:\d\d:\d\d {2}now due: answer from Security$/m)
    await person.terminal.until(/OVERDUE 00:\d\d \(@\): answer from/)
    expect(bells(person.terminal)).toBe(2)
  })

  test('rings in halt walk --plain, and the prompt is printed again below the line', async () => {
    const waiting = new Waiting()
    const person = new Person({ bench: waiting.bench, args: ['walk'], plain: true })
    await person.question()
    waiting.passDeadlines()
    await person.terminal.until(/now due: answer from Security\n> ?$/)
    expect(bells(person.terminal)).toBe(2)
  })
})
