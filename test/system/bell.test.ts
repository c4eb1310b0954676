import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Bench } from './bench.ts'
import { Terminal } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const PAGE = readFileSync(resolve(import.meta.dirname, '../../docs/contacts.md'), 'utf8')
const [, CONTACTS = ''] = /```yaml\n([\s\S]*?)```/.exec(PAGE) ?? []

/** A halt where the time for an answer is over in some seconds: Sato heads two departments, so two clocks fall due. */
function waiting(): Bench {
  const bench = new Bench()
  bench.write('contacts.yaml', CONTACTS)
  bench.ok('start', '--type', 'system-failure')
  bench.ok('contacts', 'tried', 'sato', '--at', '285s ago')
  return bench
}

const bells = (terminal: Terminal) => terminal.output.split('\x07').length - 1

describe.concurrent('a terminal rings when something falls due', () => {
  test('in watch, above a status that is drawn in its place', async () => {
    const watch = new Terminal(waiting(), ['watch'], { rows: 24 })
    await watch.until(/^\d\d:\d\d:\d\d {2}now due: answer from Security$/m)
    await watch.until(/OVERDUE 00:\d\d {2}answer from System {2}\(contacts\)/)
    expect(bells(watch)).toBe(2)
    expect(watch.text().match(/now due/g)).toHaveLength(2)
  })

  test('in the walk, where the screen is drawn anew', async () => {
    const person = new Person({ bench: waiting(), args: ['walk'] })
    await person.terminal.until(/^\d\d:\d\d:\d\d {2}now due: answer from Security$/m)
    await person.terminal.until(/OVERDUE 00:\d\d \(@\): answer from/)
    expect(bells(person.terminal)).toBe(2)
  })

  test('in plain lines, where what is asked stands again below', async () => {
    const person = new Person({ bench: waiting(), args: ['walk'], plain: true })
    await person.terminal.until(/now due: answer from Security\n> ?$/)
    expect(bells(person.terminal)).toBe(2)
  })
})
