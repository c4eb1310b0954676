import { describe, expect, test } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import type { Bench } from './bench.ts'
import { Person } from './terminal-walk.ts'

const CTRL_C = '\x03'
const CTRL_D = '\x04'
const SCOPE = 'trading, deposits, withdrawals'

interface Recorded {
  readonly type: string
}

function events(bench: Bench): Recorded[] {
  const lines = bench.ok('log', '--json', '-i', 'latest').trim().split('\n')
  return lines.map((line) => JSON.parse(line) as Recorded)
}

/** A walk that shows the first step. */
async function atFirstStep(sitting: ConstructorParameters<typeof Person>[0] = {}): Promise<Person> {
  const person = new Person({ args: ['start', '--type', 'system-failure', '--title', 'Engine down'], ...sitting })
  await person.terminal.until('2.1-assess')
  return person
}

/** A new walk, started with the resume command that the program printed. */
function resumed(person: Person): Person {
  const line = /\S*halt\.js (walk -i .+)$/m.exec(person.terminal.unbroken())?.[1]
  if (line === undefined) throw new Error(`no command to resume:\n${person.terminal.text()}`)
  const { bench, language } = person
  return new Person({ bench, language, args: line.trim().split(' '), columns: 120 })
}

describe.concurrent('an interrupted walk', () => {
  for (const [name, key] of [
    ['Ctrl-C', CTRL_C],
    ['Ctrl-D', CTRL_D],
  ] as const)
    for (const plain of [false, true])
      test(`${name} at a question records nothing, and the printed command resumes the walk${plain ? ', plain' : ''}`, async () => {
        const person = await atFirstStep({ columns: 120, plain })
        await person.press(KEYS.done)
        await person.asked(person.text.scope(SCOPE))
        const before = events(person.bench)
        await person.send(key)
        expect(await person.terminal.end()).toBe(130)
        expect(events(person.bench)).toEqual(before)
        const later = resumed(person)
        await later.terminal.until('2.1-assess')
        expect(events(person.bench)).toEqual(before)
      })

  test('SIGKILL records nothing, and the next walk offers the text that was being typed', async () => {
    const person = await atFirstStep()
    await person.press(KEYS.done)
    await person.asked(person.text.scope(SCOPE))
    await person.answer('trading=stopped')
    await person.terminal.until('[started-at]')
    person.terminal.type('約定エンジン engine-3')
    await person.terminal.until('> 約定エンジン engine-3')
    const before = events(person.bench)
    person.terminal.kill('SIGKILL')
    await person.terminal.end()
    const later = new Person({ bench: person.bench, args: ['walk'] })
    await later.terminal.until('2.1-assess')
    expect(later.terminal.text()).toContain('was being typed: "約定エンジン engine-3"')
    await later.press(KEYS.done)
    await later.terminal.until('> 約定エンジン engine-3')
    expect(events(person.bench)).toEqual(before)
  })

  test('SIGCONT after Ctrl-Z continues the walk', async () => {
    const person = await atFirstStep()
    person.terminal.type('\x1a')
    process.kill(person.terminal.pid, 'SIGCONT')
    await person.press(KEYS.note)
    await person.asked(person.text.note)
    await person.answer('back again')
    await person.terminal.until('note "back again"')
  })

  test('Enter alone does not answer a single-key question', async () => {
    const person = await atFirstStep()
    person.terminal.type('\r\r\r')
    await person.press(KEYS.note)
    await person.asked(person.text.note)
    await person.answer('')
    await person.terminal.until('2.1-assess')
    expect(events(person.bench)).toHaveLength(1)
  })
})
