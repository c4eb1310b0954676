import { describe, expect, test } from 'vitest'
import { KEYS } from '../walk/keys.ts'
import { type Bench, PROGRAM } from './bench.ts'
import { pause } from './terminal.ts'
import { Person } from './terminal-walk.ts'

const CTRL_C = '\x03'
const CTRL_D = '\x04'
const CTRL_Z = '\x1a'

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
  await person.asked(person.text.sinceWhen)
  await person.answer('')
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
        await person.asked(person.text.doneNote)
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
    await person.asked(person.text.doneNote)
    await person.answer('')
    await person.terminal.until('[started-at]')
    await person.question()
    person.terminal.type('約定エンジン engine-3')
    await person.terminal.until('> 約定エンジン engine-3')
    const before = events(person.bench)
    person.terminal.kill('SIGKILL')
    await person.terminal.end()
    const later = new Person({ bench: person.bench, args: ['walk'] })
    await later.asked(later.text.words)
    expect(later.terminal.text()).toContain('not recorded when the walk was left: "約定エンジン engine-3"')
    await later.press(KEYS.done)
    await later.asked(later.text.doneNote)
    await later.answer('')
    await later.terminal.until('> 約定エンジン engine-3')
    expect(events(person.bench)).toEqual(before)
  })

  test('Ctrl-Z changes nothing where no shell can continue the walk', async () => {
    const person = await atFirstStep()
    person.terminal.type(CTRL_Z)
    await pause(300)
    await person.answer('still here')
    await person.terminal.until('note 2.1-assess "still here"')
  })

  test('Ctrl-Z leads to the shell, and fg back to the line', async () => {
    const person = new Person({ program: ['bash', '--norc', '--noprofile'], args: [], env: { PS1: 'shell: ' } })
    const { terminal } = person
    await terminal.until('shell:')
    await terminal.enter(`${process.execPath} ${PROGRAM} start --type system-failure --title down`)
    await terminal.until(/When did it stop[\s\S]*> ?$/)
    await terminal.enter('')
    await terminal.until(/2.1-assess[\s\S]*> ?$/)
    terminal.type('half a line')
    await terminal.until(/> half a line$/)
    terminal.type(CTRL_Z)
    await terminal.until(/Stopped[\s\S]*shell: $/)
    await terminal.enter('fg')
    await terminal.until(/> half a line$/)
    await terminal.enter(', and the rest')
    await terminal.until('note 2.1-assess "half a line, and the rest"')
  })

  test('Enter alone at the step, or at a note, records nothing', async () => {
    const person = await atFirstStep()
    for (const key of ['', '', KEYS.note, '', KEYS.skip, '', KEYS.begin, '<', KEYS.assign, '', ''])
      await person.answer(key)
    await person.asked(person.text.words)
    expect(events(person.bench)).toHaveLength(1)
  })
})
