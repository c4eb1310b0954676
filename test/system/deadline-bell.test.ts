import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

/** A halt with two answer deadlines in a few seconds: Sato heads two departments. */
function waiting(): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure', '--at', '5m ago')
  bench.ok('contacts', 'tried', 'sato', '--at', '285s ago')
  return bench
}

const bells = (terminal: Terminal) => terminal.output.split('\x07').length - 1

describe.concurrent('the bell for a missed deadline', () => {
  test('rings in halt watch, with a line above the status, which is redrawn in place', async () => {
    const watch = new Terminal(waiting(), ['watch'], { rows: 24 })
    await watch.until(/^\d\d:\d\d:\d\d {2}now due: answer from Security$/m)
    await watch.until(/OVERDUE 00:\d\d {2}answer from System {2}\(contacts\)/)
    expect(bells(watch)).toBe(2)
    expect(watch.text().match(/now due/g)).toHaveLength(2)
  })

  test('rings in the walk, and the screen is redrawn below the line', async () => {
    const person = new Person({ bench: waiting(), args: ['walk'] })
    await person.terminal.until(/^\d\d:\d\d:\d\d {2}now due: answer from Security$/m)
    await person.terminal.until(/OVERDUE 00:\d\d \(@\): answer from/)
    expect(bells(person.terminal)).toBe(2)
  })

  test('rings in halt walk --plain, and the prompt is printed again below the line', async () => {
    const person = new Person({ bench: waiting(), args: ['walk'], plain: true })
    await person.terminal.until(/now due: answer from Security\n> ?$/)
    expect(bells(person.terminal)).toBe(2)
  })
})
